"""Grammar §4.9, rule 9: no show, failures at once, noticed later, lasting until."""

from __future__ import annotations

import pytest

from known_answers.harness import (
    DAY,
    OFFICE_DESK,
    TWO,
    at,
    column,
    document,
    ends,
    play,
    rows,
    same,
    spent,
)


@pytest.mark.parametrize(
    ("luck", "mode", "end", "outcome"),
    [(0.05, "late", 60, "not served"), (0.25, "broken", 60, "lost"), (0.35, None, 60, "served")],
)
def test_modes_are_disjoint_intervals_in_document_order(
    luck: float, mode: str | None, end: float, outcome: str
):
    """Rule 9: drawn once; modes are disjoint intervals of one uniform, cumulative in order.

    10 % late is [0, 0.1), 20 % broken is [0.1, 0.3), the rest is no failure.
    """
    text = document(
        "- buy: {do: Buy, with: Shop, via: web, own: 1 min,"
        " fails: [10% late -> gone, 20% broken -> lost]}"
    )
    result = play(text, luck={("buy", 0, "fails"): luck})
    same(rows(result, "buy", "mode", "how"), [(mode, "failed" if mode else "served")])
    same(ends(result), [(end, outcome)])


@pytest.mark.parametrize(
    ("luck", "outcome"), [(0.05, "not served"), (0.25, "lost"), (0.35, "served")]
)
def test_failures_of_step_and_way_are_joined_step_first(luck: float, outcome: str):
    """§3: `fails` lists are joined, step first: the step's 10 %, then the way's 20 %."""
    text = document("""
        - buy:
            do: Buy
            fails: [10% late -> gone]
            ways:
              web: {share: 100%, with: Shop, own: 1 min, fails: [20% broken -> lost]}
        """)
    result = play(text, luck={("buy", 0, "fails"): luck})
    same(ends(result), [(60, outcome)])


NOTICED = """
- pack: {hidden: Pack, by: Courier, after: 1 h, fails: [50%% wrong noticed at receive%s -> swap]}
- receive: {do: Receive, with: Courier, via: door, own: 1 min%s}
- use: {choose: Fine, go: [50%% yes -> done, no -> done]}
- swap: {tell: Another one comes, by: Shop, via: e-mail, after: 1 h, next: %s}
"""


def test_a_failure_noticed_later_travels_with_the_case():
    """Rule 9, §4.9: drawn at packing, it acts at the end of receiving.

    Packed 0-3600 (u = 0.1): nothing happens there; received 3600-3660: wrong, to `swap`,
    7260; received again 7260-7320: nothing is noticed twice.
    """
    text = document(NOTICED % (" by customer", "", "receive"))
    result = play(text, luck={("pack", 0, "fails"): 0.1})
    same(rows(result, "pack", "how", "mode"), [("served", None)])
    same(rows(result, "receive", "how", "mode"), [("failed", "wrong"), ("served", None)])
    same(ends(result), [(7320, "served")])
    same(result.cases[0].never_noticed, 0)


@pytest.mark.parametrize(
    ("by", "poor"),
    [
        (" by customer", ("a failure the customer found first",)),
        (" by Courier", ()),
        ("", ()),
    ],
)
def test_who_noticed_decides_poor(by: str, poor: tuple[str, ...]):
    """§4.9: without `by`, the part noticed it; §2: poor when the customer found it first."""
    text = document(NOTICED % (by, "", "receive"))
    result = play(text, luck={("pack", 0, "fails"): 0.1})
    same(result.cases[0].poor, poor)


def test_what_is_noticed_acts_before_the_steps_own_failures():
    """§4.9: acts at the end of a visit of X, before X's own fails.

    Both would act at 3660 (u = 0.1): the older one leads to `swap`, X's own to `lost`.
    """
    text = document(NOTICED % ("", ", fails: [50% dented -> lost]", "receive"))
    luck = {("pack", 0, "fails"): 0.1, ("receive", 0, "fails"): 0.1, ("receive", 1, "fails"): 0.9}
    result = play(text, luck=luck)
    same(column(result, "receive", "mode"), ["wrong", None])
    same(ends(result), [(7320, "served")])


def test_a_visit_found_closed_notices_nothing():
    """§4.9: noticed at the end of a visit of X that was not left, closed or no show.

    Packed to Mon 20:00 (u = 0.1). The counter is closed; back Tue 08:10, served to 08:15:
    only now it is noticed: to `gone`.
    """
    text = document(
        """
        - pack: {hidden: Pack, by: Courier, after: 1 h, fails: [50% wrong noticed at fetch -> gone]}
        - fetch:
            do: Fetch
            with: Desk
            via: counter
            takes: 5 min
            closed: call back at opening within 10 min -> done
        """,
        parts=OFFICE_DESK,
    )
    result = play(text, [at("Mon 19:00")], {("pack", 0, "fails"): 0.1})
    same(rows(result, "fetch", "how", "mode"), [("closed", None), ("failed", "wrong")])
    same(ends(result), [(at("Tue 08:15"), "not served")])


def test_a_visit_given_up_notices_nothing():
    """§4.9: ... that was not left.

    Ann keeps the desk 0-1 h. Bob, packed at 60 with u = 0.1, leaves at 360 and retries at 4260:
    noticed at the end, 4560.
    """
    text = document(
        """
        - pack:
            hidden: Pack
            by: Courier
            after: 1 min
            fails: [50% wrong noticed at fetch -> gone]
            for Ann: {after: 0 min}
        - fetch:
            do: Fetch
            with: Desk
            via: counter
            takes: 5 min
            patience: 5 min -> lost
            retry: 100% after 65 min max 1
            for Ann: {takes: 1 h}
        """,
        customers=TWO,
    )
    luck = {("pack", 0, "fails", 0): 0.9, ("pack", 0, "fails", 1): 0.1}
    result = play(text, [(0, "Ann"), (0, "Bob")], luck)
    same(rows(result, "fetch", "how", "mode")[1:], [("left", None), ("failed", "wrong")])
    same(ends(result)[1], (4560, "not served"))


def test_the_oldest_acts_and_the_others_are_dropped():
    """§4.9: oldest first, the others dropped.

    Packing (3600) and labelling (7200) both fail (u = 0.1), both noticed at receiving, 7260:
    packing acts, to `swap` at 7260 + 1 h, received 10860-10920; the label's failure, which would
    lead to `lost`, has been dropped and is not counted as never noticed.
    """
    text = document("""
        - pack: {hidden: Pack, by: Shop, after: 1 h, fails: [50% wrong noticed at receive -> swap]}
        - tag: {hidden: Label, by: Shop, after: 1 h, fails: [50% torn noticed at receive -> lost]}
        - receive: {do: Receive, with: Courier, via: door, own: 1 min}
        - use: {choose: Fine, go: [50% yes -> done, no -> done]}
        - swap: {tell: Another one comes, by: Shop, via: e-mail, after: 1 h, next: receive}
        """)
    result = play(text, luck={("pack", 0, "fails"): 0.1, ("tag", 0, "fails"): 0.1})
    same(column(result, "receive", "mode"), ["wrong", None])
    same(ends(result), [(10920, "served")])
    same(result.cases[0].never_noticed, 0)


def test_it_is_cleared_when_a_token_arrives_at_the_failing_step_again():
    """§4.9: cleared when a token arrives at the failing step again.

    Packed 0-3600 with u = 0.1; packed again on the customer's wish 3600-7200 with u = 0.9:
    received at 7260 without failure.
    """
    text = document("""
        - pack: {hidden: Pack, by: Shop, after: 1 h, fails: [50% wrong noticed at receive -> lost]}
        - more: {choose: Add something, go: [50% yes -> pack, no -> receive]}
        - receive: {do: Receive, with: Courier, via: door, own: 1 min}
        """)
    luck = {
        ("pack", 0, "fails"): 0.1,
        ("pack", 1, "fails"): 0.9,
        ("more", 0, "go"): 0.1,
        ("more", 1, "go"): 0.9,
    }
    result = play(text, luck=luck)
    same(column(result, "receive", "mode"), [None])
    same(ends(result), [(7260, "served")])


def test_a_case_ending_with_one_counts_never_noticed():
    """§4.9: a case ending with one counts "never noticed"."""
    text = document("""
        - pack: {hidden: Pack, by: Shop, after: 1 h, fails: [50% wrong noticed at receive -> lost]}
        - want: {choose: Still want it, go: [50% yes -> receive, no -> gone]}
        - receive: {do: Receive, with: Courier, via: door, own: 1 min}
        """)
    luck = {("pack", 0, "fails", 0): 0.1, ("pack", 0, "fails", 1): 0.9, ("want", 0, "go"): 0.9}
    result = play(text, [0, 0], luck)
    same([case.never_noticed for case in result.cases], [1, 0])
    same(ends(result), [(3600, "not served"), (3600, "not served")])


def test_until_rests_at_the_step_until_the_case_ends_a_visit_of_it():
    """§4.9: `P MODE until ID`: the token rests at the step until the case ends a visit of ID.

    Ordered 60; referred to 60 + 1 day and lost in the post (u = 0.1 of 50 %). After two days
    of silence, at 172860, the customer chases on the web for 10 min: at 173460 the letter is
    written again, 1 day (u = 0.9), seen 259860-259920. Effort 60 + 600 + 60. Reading: resting
    is waiting for the organisation. The customer found it first: poor.
    """
    text = document("""
        - order: {do: Order, with: Shop, via: web, own: 1 min}
        - meantime:
            meanwhile: order to seen
            may:
              - chase:
                  do: Ask when it will be
                  with: Shop
                  via: web
                  own: 10 min
                  when: no news for 2 days
                  chance: 100%
                  max: 5
        - refer:
            hidden: Refer
            by: Courier
            after: 1 day
            fails: [50% lost in the post until chase by customer -> refer]
        - seen: {do: Be seen, with: Shop, via: web, own: 1 min}
        """)
    result = play(text, luck={("refer", 0, "fails"): 0.1, ("refer", 1, "fails"): 0.9})
    same(rows(result, "chase", "ready", "ended"), [(60 + 2 * DAY, 660 + 2 * DAY)])
    same(column(result, "refer", "ready"), [60, 660 + 2 * DAY])
    same(column(result, "refer", "how"), ["failed", "served"])
    same(ends(result), [(720 + 3 * DAY, "served")])
    same(spent(result), {"own effort": 720, "waiting for the organisation": 3 * DAY})
    same(result.cases[0].poor, ("a failure the customer found first",))


NO_SHOW = """
- seen:
    do: See the doctor
    with: Desk
    via: counter
    takes: 20 min
    wrap up: 5 min
    no show: 10% -> missed
    closed: -> lost
    next: done
- missed: {tell: You missed it, by: Shop, via: e-mail, next: gone}
"""


def test_a_no_show_holds_the_person_for_takes_and_wrap_up():
    """§4.9: the person is held for takes and wrap up, nobody is served; the token goes on at the
    end of takes ("waiting for the organisation").

    Case 0 (u = 0.05 of 10 %): a no show 0-1200, over at 1200. Case 1 starts at 1500.
    """
    luck = {("seen", 0, "no show", 0): 0.05, ("seen", 0, "no show", 1): 0.95}
    result = play(document(NO_SHOW), [0, 0], luck)
    same(
        rows(result, "seen", "started", "finished", "how"),
        [
            (0, 1200, "no show"),
            (1500, 2700, "served"),
        ],
    )
    same(ends(result), [(1200, "not served"), (2700, "served")])
    same(spent(result, 0), {"waiting for the organisation": 1200})
    same(result.busy["desk"], 3000)


def test_a_no_show_is_drawn_at_the_start_of_service():
    """§4.9: `no show` is drawn at the start of service: who has waited may still not show.

    Case 1 waits 0-1500 for case 0 (served 0-1200, wrap up to 1500), then is a no show.
    """
    luck = {("seen", 0, "no show", 0): 0.95, ("seen", 0, "no show", 1): 0.05}
    result = play(document(NO_SHOW), [0, 0], luck)
    same(rows(result, "seen", "started", "how")[1:], [(1500, "no show")])
    same(ends(result)[1], (2700, "not served"))


def test_a_no_show_notices_nothing_and_fails_in_nothing_else():
    """§4.9: a failure noticed at X does not act at a no show of X; nobody is served.

    Packed 0-3600 (u = 0.1, noticed at fetching). Fetching 3600-3900 is a no show (u = 0.1 of
    50 %), fetched again 3900-4200 (u = 0.9): noticed only there.
    """
    text = document("""
        - pack: {hidden: Pack, by: Courier, after: 1 h, fails: [50% wrong noticed at fetch -> gone]}
        - fetch:
            do: Fetch
            with: Desk
            via: counter
            takes: 5 min
            no show: 50% -> fetch
            closed: -> done
        """)
    luck = {
        ("pack", 0, "fails"): 0.1,
        ("fetch", 0, "no show"): 0.1,
        ("fetch", 1, "no show"): 0.9,
    }
    result = play(text, luck=luck)
    same(rows(result, "fetch", "how", "mode"), [("no show", None), ("failed", "wrong")])
    same(ends(result), [(4200, "not served")])


def test_a_failure_may_be_noticed_in_an_act_and_takes_over():
    """§4.9: noticed at the end of a visit of X; §4.3: a jump out of an act takes over.

    Packed 60-3660 (u = 0.1), noticed when the customer looks it up after 2 h of silence, at
    the end of the act, 7320: to `gone`; the parcel is forgotten.
    """
    text = document("""
        - order: {do: Order, with: Shop, via: web, own: 1 min}
        - meantime:
            meanwhile: order to receive
            may:
              - look:
                  do: Look it up
                  with: Shop
                  via: web
                  own: 1 min
                  when: no news for 2 h
                  chance: 100%
                  max: 1
        - pack: {hidden: Pack, by: Shop, after: 1 h, fails: [50% wrong noticed at look -> gone]}
        - ship: {hidden: Transport, by: Courier, after: 1 day}
        - receive: {do: Receive, with: Courier, via: door, own: 1 min}
        """)
    result = play(text, luck={("pack", 0, "fails"): 0.1})
    same(rows(result, "look", "how", "mode"), [("failed", "wrong")])
    same(ends(result), [(7320, "not served")])


def test_a_touch_may_fail_and_then_holds_the_token():
    """§4.12: only a touch without go, *fails* or next runs beside.

    Rung up 0-300; nobody answers (u = 0.1 of 50 %): again 300-600, answered (u = 0.9).
    """
    steps = (
        "- ring-up: {touch: Ring, by: Desk, via: phone, takes: 5 min, fails: [50% no -> ring-up]}"
    )
    luck = {("ring-up", 0, "fails"): 0.1, ("ring-up", 1, "fails"): 0.9}
    result = play(document(steps), luck=luck)
    same(rows(result, "ring-up", "started", "how"), [(0, "failed"), (300, "served")])
    same(ends(result), [(600, "served")])


@pytest.mark.parametrize(
    ("by", "poor"), [(" by customer", ("a failure the customer found first",)), ("", ())]
)
def test_a_failure_at_once_may_be_found_by_the_customer_too(by: str, poor: tuple[str, ...]):
    """§4.9: without `by`, the part noticed it; with `by customer` the served case is poor."""
    steps = f"- buy: {{do: Buy, with: Shop, via: web, own: 1 min, fails: [50% refused{by} -> buy]}}"
    luck = {("buy", 0, "fails"): 0.1, ("buy", 1, "fails"): 0.9}
    result = play(document(steps), luck=luck)
    same(ends(result), [(120, "served")])
    same(result.cases[0].poor, poor)


def test_a_token_that_rests_for_ever_is_stuck():
    """§4.9, rule 2: resting until a visit that never comes, the token can never move.

    Lost in the post (u = 0.1); the one chance to chase is missed (u = 0.9 of 50 %).
    """
    text = document("""
        - order: {do: Order, with: Shop, via: web, own: 1 min}
        - meantime:
            meanwhile: order to seen
            may:
              - chase:
                  do: Ask when it will be
                  with: Shop
                  via: web
                  own: 10 min
                  when: no news for 2 days
                  chance: 50%
                  max: 5
        - refer:
            hidden: Refer
            by: Courier
            after: 1 day
            fails: [50% lost in the post until chase by customer -> refer]
        - seen: {do: Be seen, with: Shop, via: web, own: 1 min}
        """)
    result = play(text, luck={("refer", 0, "fails"): 0.1, ("chase", 0, "chance"): 0.9})
    same([case.stuck for case in result.cases], [True])
    same(result.cases[0].outcome, None)
