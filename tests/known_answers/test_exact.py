"""Exact figures of whole processes, each worked out by hand in its docstring.

The documents are those of the other known answers: a shop (a system), a courier (a partner), a
desk of people; channels web (self), phone, counter and door (live), e-mail (left).
"""

from __future__ import annotations

from collections.abc import Mapping
from math import exp, pi, sqrt
from typing import Any

import pytest
from scipy.special import ndtr

from known_answers.harness import document
from outsidein.document import read_text
from outsidein.simulation.exact import exact

WEB = "with: Shop, via: web"
LINE = "with: Courier, via: phone"  # a courier's line: nobody ever waits
MINUTE, DAY = 60.0, 86_400.0
ANN_AND_BOB = "Ann: {share: 25%, worth: 40 EUR}\nBob: {share: rest, worth: 8 EUR}"


def figures(steps: str, **rest: str) -> Any:
    """The exact figures of everyone."""
    return exact(read_text(document(steps, **rest))).everyone  # type: ignore[arg-type]


def assert_measures(found: Any, **known: float) -> None:
    """Assert some measures by name."""
    seen = {name: found.measures.get(name) for name in known}
    assert seen == pytest.approx(known, rel=1e-12, abs=1e-12)


def assert_visits(found: Any, known: Mapping[str, float]) -> None:
    """Assert the tries of some steps; a way stands behind a dot."""
    ways = {tuple((f"{name}." if "." not in name else name).split(".")[:2]): v
            for name, v in known.items()}  # fmt: skip
    seen = {way: found.visits.get(way, 0.0) for way in ways}
    assert seen == pytest.approx(ways, rel=1e-12, abs=1e-12)


def test_one_step_after_the_other():
    """Own 3 min, a wait of 2 min, own 1 min: 6 min; 4 of effort, 2 for the organisation.

    A wait is for the organisation; so is work unseen, none here.
    """
    found = figures(
        f"""
        - look: {{do: Look, {WEB}, own: 3 min}}
        - rest: {{wait: 2 min}}
        - order: {{do: Order, {WEB}, own: 1 min}}
        """
    )
    assert_measures(
        found, elapsed_seconds=360, own_effort_seconds=240, for_organisation_seconds=120,
        own_seconds=240, waiting_seconds=120, well_served=1, lost=0, contacts=0,
    )  # fmt: skip
    assert_visits(found, {"look": 1, "rest": 1, "order": 1})
    assert found.ends == pytest.approx({"done": 1})
    assert found.elapsed_spread_seconds == pytest.approx(0, abs=1e-4)


def test_a_choice_of_three():
    """50 % done, 30 % gone, the rest lost; only those who are done pause 5 min before."""
    found = figures(
        f"""
        - turn: {{choose: Which, go: [50% stay -> more, 30% go -> gone, away -> lost]}}
        - more: {{do: More, {WEB}, pause: 5 min, next: done}}
        """,
    )
    assert_measures(found, well_served=0.5, not_served=0.3, lost=0.2, own_pace_seconds=150)
    assert found.ends == pytest.approx({"done": 0.5, "gone": 0.3, "lost": 0.2})


def test_a_loop():
    """Again with 25 %: 1 / (1 - 1/4) = 4/3 rounds of 60 s: 80 s.

    Rounds N are geometric: var N = q / (1 - q)² = 4/9, so the spread is 60 x 2/3 = 40 s.
    """
    found = figures(
        f"""
        - form: {{do: Fill in, {WEB}, own: 1 min}}
        - sure: {{choose: Again, go: [25% yes -> form, no -> done]}}
        """
    )
    assert_visits(found, {"form": 4 / 3, "sure": 4 / 3})
    assert_measures(found, own_effort_seconds=80, elapsed_seconds=80)
    assert found.elapsed_spread_seconds == pytest.approx(40, rel=1e-9)


def test_two_loops_one_in_the_other():
    """Back to the first of two steps with 20 %, to the second with 30 %, out with 50 %.

    a = 1 + .2 b and b = a + .3 b: b = a / .7, a = 1 + 2a/7 = 7/5; b = 2. Time 7/5 x 60 + 2 x 10.
    """
    found = figures(
        f"""
        - a: {{do: A, {WEB}, own: 1 min}}
        - b: {{do: B, {WEB}, own: 10 s}}
        - turn: {{choose: Which, go: [20% back -> a, 30% again -> b, out -> done]}}
        """
    )
    assert_visits(found, {"a": 7 / 5, "b": 2, "turn": 2})
    assert_measures(found, elapsed_seconds=104)


def test_at_most_two_visits():
    """Again with 1/2, the third arrival is lost: tries 1 + 1/2, lost 1/4, served 3/4."""
    found = figures(
        f"""
        - form: {{do: Fill in, {WEB}, own: 1 min, at most: 2 visits -> lost}}
        - sure: {{choose: Again, go: [50% yes -> form, no -> done]}}
        """
    )
    assert_visits(found, {"form": 1.5, "sure": 1.5})
    assert_measures(found, well_served=0.75, lost=0.25, elapsed_seconds=90)


def test_a_failure_at_once():
    """One in five fails and is lost. Without it nobody is: served + 0.2; the slope is -1.

    Failing saves the 30 s that follow: fixed, + 0.2 x 30 = 6 s.
    """
    found = figures(
        f"""
        - pay: {{do: Pay, {WEB}, own: 1 min, fails: [20% refused -> lost]}}
        - read: {{do: Read, {WEB}, own: 30 s}}
        """
    )
    assert_measures(found, well_served=0.8, lost=0.2, elapsed_seconds=84)
    assert found.fixes["pay", "refused"]["well_served"] == pytest.approx(0.2)
    assert found.fixes["pay", "refused"]["elapsed_seconds"] == pytest.approx(6)
    assert found.slopes["pay", "refused"]["well_served"] == pytest.approx(-1)
    assert found.slopes["pay", "refused"]["lost"] == pytest.approx(1)


def test_a_failure_that_leads_back():
    """Fails with q = 1/5, again from the start: 60 / (1 - q) = 75 s; fixed: 15 s less.

    The slope is 60 / (1 - q)² = 93.75 s.
    """
    found = figures(f"- pay: {{do: Pay, {WEB}, own: 1 min, fails: [20% refused -> pay]}}")
    assert_visits(found, {"pay": 1.25})
    assert_measures(found, elapsed_seconds=75)
    assert found.fixes["pay", "refused"]["elapsed_seconds"] == pytest.approx(-15)
    assert found.slopes["pay", "refused"]["elapsed_seconds"] == pytest.approx(93.75)


def test_two_failures_of_one_step():
    """10 % broken and lost, 30 % late and gone; each fixed gives its own, both together 0.4."""
    found = figures(
        f"- pay: {{do: Pay, {WEB}, own: 1 min, fails: [10% broken -> lost, 30% late -> gone]}}"
    )
    assert_measures(found, well_served=0.6, lost=0.1, not_served=0.3)
    assert found.fixes["pay", "broken"]["well_served"] == pytest.approx(0.1)
    assert found.fixes["pay", "late"]["not_served"] == pytest.approx(-0.3)
    assert found.step_fixes["pay"]["well_served"] == pytest.approx(0.4)


PACK = f"""
- pack: {{hidden: Pack, by: Shop, after: 1 h, fails: [10% wrong noticed at unpack -> swap]}}
- ship: {{hidden: Ship, by: Courier, after: 2 h}}
- unpack: {{do: Unpack, {WEB}, own: 1 min, next: done}}
- swap: {{do: Ask, {LINE}, takes: 5 min, next: pack}}
"""


def test_a_failure_noticed_later():
    """Packed wrong with 1/10, noticed two steps on, then from packing again, as often as needed.

    Rounds: 10/9 of 3 h and 1 min; swaps 1/9 of 5 min. Fixed: one round, no swap.
    """
    found = figures(PACK)
    assert_visits(found, {"pack": 10 / 9, "ship": 10 / 9, "unpack": 10 / 9, "swap": 1 / 9})
    assert_measures(
        found, for_organisation_seconds=12_000, own_effort_seconds=600 / 9,
        being_served_seconds=300 / 9, well_served=1,
    )  # fmt: skip
    assert found.fixes["pack", "wrong"]["for_organisation_seconds"] == pytest.approx(-1200)


def test_a_failure_found_by_the_customer_makes_a_case_poor():
    """As above, but the customer finds it: 1/10 of the cases are poorly served; fixed, none."""
    found = figures(PACK.replace("at unpack", "at unpack by customer"))
    assert_measures(found, well_served=0.9, poorly_served=0.1)
    assert found.fixes["pack", "wrong"]["well_served"] == pytest.approx(0.1)


def test_a_failure_on_its_way_is_forgotten_when_its_step_is_done_again():
    """Cleared on arriving at the failing step again (grammar §4.9): half go back to packing.

    Those who look do so once with a bag that may be wrong (10 %); who goes back at the look draws
    anew. Rounds of packing 2, unpacked once, wrong there 1/10: then gone.
    """
    found = figures(
        f"""
        - pack: {{hidden: Pack, by: Shop, after: 1 h, fails: [10% wrong noticed at unpack -> gone]}}
        - look: {{check: Look, by: Shop, go: [50% again -> pack, on -> unpack]}}
        - unpack: {{do: Unpack, {WEB}, own: 1 min, next: done}}
        """
    )
    assert_visits(found, {"pack": 2, "look": 2, "unpack": 1})
    assert_measures(found, not_served=0.1, well_served=0.9)


def test_ways_with_shares():
    """Web with 60 %, own 4 min; a courier's phone with 40 %, 1 min of own and 5 min of service.

    Effort .6 x 240 + .4 x 60 = 168 s; served .4 x 300 = 120 s.
    """
    found = figures(
        """
        - order:
            do: Order
            ways:
              web: {share: 60%, with: Shop, own: 4 min}
              phone: {share: rest, with: Courier, own: 1 min, takes: 5 min, closed: -> lost}
        """
    )
    assert_visits(found, {"order.web": 0.6, "order.phone": 0.4})
    assert_measures(found, own_effort_seconds=168, being_served_seconds=120)


def test_a_way_that_fails_leads_to_its_sister():
    """Of 60 % by web half fail and try by phone: .4 + .3 by phone; 1 min each try: 78 s.

    A sibling way is a new try. Fixed: 60 s, .3 x 60 less.
    """
    found = figures(
        """
        - order:
            do: Order
            own: 1 min
            ways:
              web: {share: 60%, with: Shop, fails: [50% stuck -> phone]}
              phone: {share: rest, with: Courier, closed: -> lost}
        """
    )
    assert_visits(found, {"order.web": 0.6, "order.phone": 0.7})
    assert_measures(found, elapsed_seconds=78)
    assert found.fixes["order", "stuck"]["elapsed_seconds"] == pytest.approx(-18)


def test_two_customers_with_overrides_and_worth():
    """Ann (25 %, 40 EUR) needs 10 min and is lost with 1/2; Bob (8 EUR) 2 min and never.

    Time .25 x 600 + .75 x 120 = 240 s; worth .25 x .5 x 40 + .75 x 8 = 11 EUR; lost 1/8.
    Fixed: + .125 x 40 = 5 EUR.
    """
    steps = """
        - form:
            do: Fill in
            with: Shop
            via: web
            own: 2 min
            for Ann: {own: 10 min, fails: [50% muddle -> lost]}
        """
    process = read_text(document(steps, customers=ANN_AND_BOB))
    found = exact(process)
    assert_measures(found.everyone, elapsed_seconds=240, worth=11, lost=0.125, well_served=0.875)
    assert_measures(found.by_segment["ann"], elapsed_seconds=600, worth=20, lost=0.5)
    assert_measures(found.by_segment["bob"], elapsed_seconds=120, worth=8, lost=0)
    assert found.everyone.fixes["form", "muddle"]["worth"] == pytest.approx(5)


def test_a_step_for_one_customer_only():
    """Bob passes at once to the step's `next`, not to the step that follows."""
    found = exact(
        read_text(
            document(
                f"""
                - sign: {{do: Sign, {WEB}, own: 1 min, only: Ann, next: read}}
                - skip: {{do: Skip, {WEB}, own: 1 h}}
                - read: {{do: Read, {WEB}, own: 20 s}}
                """,
                customers=ANN_AND_BOB,
            )
        )
    )
    assert_measures(found.by_segment["ann"], elapsed_seconds=80)
    assert_measures(found.by_segment["bob"], elapsed_seconds=20)
    assert_measures(found.everyone, elapsed_seconds=35)
    assert_visits(found.everyone, {"sign": 0.25, "skip": 0, "read": 1})


def test_a_shared_step_called_twice():
    """It fails with 1/10 and is lost, called from two places: visited 1 + .9, served .81.

    Fixed: + .19; the slope at q = .1 is -2 (1 - q) = -1.8.
    """
    found = figures(
        """
        - one: {call: prove}
        - two: {call: prove, next: done}
        - lost: {end: Lost, outcome: lost}
        """,
        shared=f"- prove: {{do: Prove, {WEB}, own: 1 min, fails: [10% doubt -> lost]}}",
    )
    assert_visits(found, {"prove": 1.9})
    assert_measures(found, well_served=0.81, lost=0.19, elapsed_seconds=114)
    assert found.fixes["prove", "doubt"]["well_served"] == pytest.approx(0.19)
    assert found.slopes["prove", "doubt"]["well_served"] == pytest.approx(-1.8)


def test_a_menu_in_each_try():
    """A menu of 30 s before each call of 60 s, which fails with 1/4 and is made again.

    Tries 4/3: 40 s of menu and 80 s of call.
    """
    found = figures(
        f"- ring: {{do: Ring, {LINE}, through: menu, takes: 1 min, closed: -> lost, "
        "fails: [25% cut off -> ring]}",
        shared=f"- menu: {{do: Listen, {LINE}, takes: 30 s}}",
    )
    assert_visits(found, {"menu": 4 / 3, "ring": 4 / 3})
    assert_measures(found, being_served_seconds=120, elapsed_seconds=120)


def test_costs_of_steps_and_worth():
    """A parcel of 2 EUR sent again with 1/3: 2 x 3/2 = 3 EUR; worth 8 EUR; 5 EUR are left.

    Fixed: 1 EUR less cost.
    """
    found = figures(
        "- send: {hidden: Send, by: Courier, after: 1 day, cost: 2 EUR, "
        "fails: [33.333333333333333% lost on the way -> send]}",
        customers="Bob: {share: 100%, worth: 8 EUR}",
    )
    third = 0.33333333333333333
    assert_measures(found, cost=2 / (1 - third), worth=8, contribution=8 - 2 / (1 - third))
    assert found.fixes["send", "lost on the way"]["cost"] == pytest.approx(-1)


def test_worth_by_outcome():
    """Half served (100), a quarter not served (0, not named), a quarter lost (-40): 40 EUR."""
    found = figures(
        "- turn: {choose: Which, go: [50% stay -> done, 25% go -> gone, away -> lost]}",
        customers="Bob: {share: 100%, worth: {served: 100 EUR, lost: -40 EUR}}",
    )
    assert_measures(found, worth=40)


DESK = "with: Desk, via: phone, takes: 1 min, closed: -> lost"


def test_contacts_and_too_many_of_them():
    """A call to people, made again with 1/2: 2 contacts on average; more than 2 with 1/4: poor.

    With 1/8 there are more than 3, but poor is poor. Times wait in a queue: they are not exact.
    """
    found = figures(
        f"""
        - ring: {{do: Ring, {DESK}}}
        - sure: {{choose: Again, go: [50% yes -> ring, no -> done]}}
        """
    )
    assert_measures(found, contacts=2, poorly_served=0.25, well_served=0.75)
    assert "elapsed_seconds" not in found.measures
    assert "queue" in found.not_exact["elapsed_seconds"]


def test_a_limit_of_contacts_of_our_own():
    """More than 1 contact is poor: that is one half."""
    found = figures(
        f"""
        - ring: {{do: Ring, {DESK}}}
        - sure: {{choose: Again, go: [50% yes -> ring, no -> done]}}
        """,
        top="poor when: [more than 1 contact]",
    )
    assert_measures(found, poorly_served=0.5)


def test_contacts_that_a_failure_causes_are_avoidable():
    """One call each, and one more for the 10 % packed wrong: .1 / 1.1 of all contacts."""
    found = figures(
        f"""
        - ring: {{do: Order, {DESK}}}
        - pack: {{hidden: Pack, by: Shop, after: 1 h, fails: [10% wrong noticed at unpack -> swap]}}
        - unpack: {{do: Unpack, {WEB}, own: 1 min, next: done}}
        - swap: {{do: Ask, {DESK}, next: done}}
        """
    )
    assert_measures(found, contacts=1.1, avoidable_contacts=0.1 / 1.1)
    assert found.fixes["pack", "wrong"]["contacts"] == pytest.approx(-0.1)
    assert found.fixes["pack", "wrong"]["avoidable_contacts"] == pytest.approx(-0.1 / 1.1)


def test_means_of_every_law():
    """Means: 90 s; (1 + 3)/2 min; 10 min; 6 min; 8 min; (1 + 2 + 6)/3 min.

    Normal of mean 5 min and sd 3 min, cut at 0: m P(m/s) + s p(m/s).
    """
    laws = (
        "90 s", "1..3 min", "exponential 10 min", "lognormal 6 min sd 9 min",
        "gamma 8 min sd 2 min", "triangular 1..2..6 min", "normal 5 min sd 3 min",
    )  # fmt: skip
    steps = "\n".join(f"- s{k}: {{do: It, {WEB}, own: {law}}}" for k, law in enumerate(laws))
    ratio = 5 / 3
    normal = 5 * float(ndtr(ratio)) + 3 * exp(-ratio * ratio / 2) / sqrt(2 * pi)
    minutes = 1.5 + 2 + 10 + 6 + 8 + 3 + normal
    found = figures(steps)
    assert found.measures["own_effort_seconds"] == pytest.approx(minutes * 60, rel=1e-9)


def test_spreads_of_laws_add_up():
    """Variances: exponential 100² + uniform (12 min)²/12 + gamma 3² + constant 0, in s²."""
    found = figures(
        f"""
        - a: {{do: It, {WEB}, own: exponential 100 s}}
        - b: {{do: It, {WEB}, own: 0..12 min}}
        - c: {{do: It, {WEB}, own: gamma 10 s sd 3 s}}
        - d: {{do: It, {WEB}, own: 5 s}}
        """
    )
    assert found.elapsed_spread_seconds == pytest.approx(
        sqrt(100**2 + 720**2 / 12 + 3**2), rel=1e-9
    )


def test_the_spread_of_two_customers_is_of_both_together():
    """Ann needs 100 s (1/4), Bob 20 s (3/4): mean 40, variance .25 x 60² + .75 x 20² = 1200."""
    found = figures(
        f"- form: {{do: Fill in, {WEB}, own: 20 s, for Ann: {{own: 100 s}}}}",
        customers=ANN_AND_BOB,
    )
    assert_measures(found, elapsed_seconds=40)
    assert found.elapsed_spread_seconds == pytest.approx(sqrt(1200), rel=1e-9)


def test_hidden_work_checks_and_messages():
    """Unseen work of 10 min, a check of 2 min that refuses 40 %, news after 1 h for the others.

    For the organisation 720 + .6 x 3600 = 2,880 s; nobody is met by people: no contact.
    """
    found = figures(
        """
        - weigh: {hidden: Weigh, by: Shop, takes: 10 min}
        - test: {check: Is it right, by: Shop, takes: 2 min, go: [40% no -> gone, yes -> news]}
        - news: {tell: It is on its way, by: Shop, via: e-mail, after: 1 h}
        """
    )
    assert_measures(found, for_organisation_seconds=2880, not_served=0.4, contacts=0)


def test_a_letter_and_its_answer():
    """A letter: 10 min of effort, then the answer takes the courier 5 min, after 2 h more.

    The customer has gone on: all of it is waiting for the organisation.
    """
    found = figures(
        "- write: {do: Write, with: Courier, via: e-mail, own: 10 min, takes: 5 min, after: 2 h}"
    )
    assert_measures(found, own_effort_seconds=600, for_organisation_seconds=7500)


VOW = f"""
- form: {{do: Fill in, {WEB}, own: exponential 1 h}}
- soon: {{promise: form to read, within: 1 h}}
- rest: {{wait: exponential 1 h}}
- read: {{do: Read, {WEB}, own: 1 min}}
"""


@pytest.mark.parametrize(
    ("steps", "measure", "word"),
    [
        (f"- ring: {{do: Ring, {DESK}, patience: 3 min -> lost}}", "well_served", "give up"),
        (f"- form: {{do: Fill in, {WEB}, own: 2 working days}}", "elapsed_seconds", "working days"),
        (f"- both: {{together: {{a: [x: {{do: X, {WEB}}}], b: [y: {{do: Y, {WEB}}}]}}}}",
         "lost", "at once"),
        (VOW, "well_served", "promise"),
    ],
)  # fmt: skip
def test_what_is_not_exact_says_so(steps: str, measure: str, word: str):
    """Patience, working days, parallel branches, a promise: no figure, but a reason."""
    found = figures(steps)
    assert measure not in found.measures
    assert word in found.not_exact.get(measure, "") + found.not_exact.get("visits", "")
