"""Grammar §4.5: served, spans, promises: when they open, shut, are kept, broken or void."""

from __future__ import annotations

import pytest

from known_answers.harness import (
    HOUR,
    TWO,
    at,
    column,
    document,
    ends,
    play,
    rows,
    same,
)

ORDER = "- order: {do: Order, with: Shop, via: web, own: 1 min}\n"
RECEIVE = "- receive: {do: Receive, with: Courier, via: door, own: 1 h%s}\n"


def shipping(promise: str, ship: str, receive: str = "") -> str:
    """Ordered at 60, shipped by the courier, received with an hour of own time."""
    line = f"- delivery: {{promise: order to receive, within: {promise}}}\n"
    sent = f"- ship: {{hidden: Transport, by: Courier, after: {ship}}}\n"
    return ORDER + line + sent + RECEIVE % receive


def test_a_span_opens_at_the_served_end_and_shuts_at_the_start():
    """§4.5: a SPAN opens at the served end of its first step and shuts at the start of a served
    visit of its second; start is that of `own` if there is one.

    Ordered 0-60, shipped to 3660, received with own time 3660-7260. Opened 60, shut 3660.
    """
    result = play(document(shipping("2 h", "1 h")))
    same(result.promises, [(0, "delivery", 60, 3660, "kept")])
    same(result.cases[0].poor, ())


def test_what_falls_due_while_the_visit_is_tried_is_held():
    """§4.5: while such a visit is tried, from `own` on, what falls due is held; served = shut as
    of that start.

    Shipped to 60 + 5400 = 5460; own 5460-9060; the deadline, 7260, lies in between: kept.
    """
    result = play(document(shipping("2 h", "90 min")))
    same(result.promises, [(0, "delivery", 60, 5460, "kept")])


def test_what_was_held_fires_when_the_visit_is_not_served():
    """§4.5: ... else it fires at that instant.

    As above, but at 9060 nobody is at home (u = 0.1 of 50 %): shipped again to 14460, received
    14460-18060. The promise is broken (at 9060); it shuts at 14460. The case is poor.
    """
    text = document(shipping("2 h", "90 min", ", fails: [50% not at home -> ship]"))
    result = play(text, luck={("receive", 0, "fails"): 0.1, ("receive", 1, "fails"): 0.9})
    same(result.promises, [(0, "delivery", 60, 14460, "broken")])
    same(result.cases[0].poor, ("promise broken",))


WITH_ACT = """
- order: {do: Order, with: Shop, via: web, own: 1 min}
- delivery: {promise: order to receive, within: 2 h}
- meantime:
    meanwhile: order to receive
    may:
      - look:
          do: Look it up
          with: Shop
          via: web
          own: 1 min
          when: delivery passed
          chance: 100%
          max: 1
- ship: {hidden: Transport, by: Courier, after: 90 min}
- receive: {do: Receive, with: Courier, via: door, own: 1 h, fails: [50% not at home -> ship]}
"""


@pytest.mark.parametrize(("luck", "begun"), [(0.9, []), (0.1, [9060])])
def test_an_act_that_falls_due_is_held_too(luck: float, begun: list[float]):
    """§4.5: what falls due in the span is held: an act on `delivery passed`, too.

    Due at 7260, in the try 5460-9060. Served (u = 0.9): never. Not served (u = 0.1): at 9060.
    """
    result = play(document(WITH_ACT), luck={("receive", 0, "fails"): luck})
    same(column(result, "look", "ready"), begun)


def test_without_own_the_start_is_that_of_service():
    """§4.5: start is that of `own` if there is one, else of service: queueing is not enough.

    Two cases order 0-60 and join the desk's queue at 3660 (2 h a service). The first starts
    at 3660: kept. The second starts at 10860, after its deadline 7260: broken, shut at 10860.
    """
    text = document("""
        - order: {do: Order, with: Shop, via: web, own: 1 min}
        - delivery: {promise: order to collect, within: 2 h}
        - ship: {hidden: Transport, by: Courier, after: 1 h}
        - collect: {do: Collect, with: Desk, via: counter, takes: 2 h, closed: -> lost}
        """)
    result = play(text, [0, 0])
    expected = [(0, "delivery", 60, 3660, "kept"), (1, "delivery", 60, 10860, "broken")]
    same(sorted(result.promises), expected)


def test_for_left_the_start_is_that_of_service_even_with_own():
    """§4.5: (for left: of service).

    Ordered at 60; written 3660-10860 (own 2 h), answered from 10860; the deadline, 7260, lies
    in the own time and is not held: broken, shut 10860.
    """
    text = document("""
        - order: {do: Order, with: Shop, via: web, own: 1 min}
        - reply: {promise: order to write, within: 2 h}
        - ship: {hidden: Transport, by: Courier, after: 1 h}
        - write: {do: Write, with: Desk, via: e-mail, own: 2 h, takes: 10 min}
        """)
    result = play(text)
    same(result.promises, [(0, "reply", 60, 10860, "broken")])


def test_a_promise_met_at_its_very_instant_is_kept():
    """§4.5: a promise met at its very instant is kept.

    Within 2 h of 60; shipped to exactly 7260. Once with `own` from 7260, once with service.
    """
    same(play(document(shipping("2 h", "2 h"))).promises, [(0, "delivery", 60, 7260, "kept")])
    collect = "- receive: {do: Collect, with: Desk, via: counter, takes: 1 h, closed: -> lost}"
    text = document(shipping("2 h", "2 h").replace(RECEIVE % "", collect))
    same(play(text).promises, [(0, "delivery", 60, 7260, "kept")])


def test_when_the_case_ends_first_a_promise_is_void_or_already_broken():
    """§4.5: if the case ends first it is broken only if already passed, else void.

    Waits 1..3 h from 60 and gives up: u = 0.25 is 1.5 h, the case ends at 5460 before the
    deadline 7260: void. u = 0.75 is 2.5 h, 9060: broken. Neither span shuts.
    """
    text = document("""
        - order: {do: Order, with: Shop, via: web, own: 1 min}
        - delivery: {promise: order to receive, within: 2 h}
        - idle: {wait: 1..3 h}
        - still: {choose: Still want it, go: [50% yes -> receive, no -> gone]}
        - receive: {do: Receive, with: Courier, via: door, own: 1 min}
        """)
    luck = {("idle", 0, "wait", 0): 0.25, ("idle", 0, "wait", 1): 0.75, ("still", 0, "go"): 0.9}
    result = play(text, [0, 0], luck)
    same(ends(result), [(5460, "not served"), (9060, "not served")])
    expected = [(0, "delivery", 60, None, "void"), (1, "delivery", 60, None, "broken")]
    same(sorted(result.promises, key=lambda row: row[0]), expected)


def test_for_hidden_and_tell_start_and_end_mean_the_end_of_after():
    """§4.5: for tell and hidden, start and end of service both mean the end of `after`.

    Packed 0-600 plus 1 h: opens at 4200. Told: comes at 4200, arrives after 30 min: shuts
    at 6000, later than within 20 min (5400): broken.
    """
    text = document("""
        - pack: {hidden: Pack, by: Desk, takes: 10 min, after: 1 h}
        - prompt: {promise: pack to notify, within: 20 min}
        - notify: {tell: On its way, by: Shop, via: e-mail, after: 30 min}
        """)
    same(play(text).promises, [(0, "prompt", 4200, 6000, "broken")])


def test_a_span_restarts_at_each_served_end_of_its_first_step():
    """§4.5: a SPAN opens at each served end of its first step (restarting if open).

    Ordered 60 (due 7260), shipped to 5460, ordered again (u = 0.1 of 50 %) 5460-5520: due
    12720 now; shipped to 10920 and received there: kept. Reading: the span that was restarted
    leaves no verdict of its own, it has neither been met nor passed.
    """
    text = document(
        ORDER
        + "- delivery: {promise: order to receive, within: 2 h}\n"
        + "- ship: {hidden: Transport, by: Courier, after: 90 min}\n"
        + "- again: {choose: Add something, go: [50% yes -> order, no -> receive]}\n"
        + RECEIVE % ""
    )
    result = play(text, luck={("again", 0, "go"): 0.1, ("again", 1, "go"): 0.9})
    same(result.promises[-1], (0, "delivery", 5520, 10920, "kept"))
    assert "broken" not in [row[-1] for row in result.promises]


def test_a_visit_with_a_failure_is_not_served_and_opens_nothing():
    """§4.5: served if no failure acted at its end.

    The first order fails at 60 (u = 0.1 of 50 %), the second, 60-120, does not: opened 120.
    """
    text = document(
        "- order: {do: Order, with: Shop, via: web, own: 1 min, fails: [50% refused -> order]}\n"
        "- delivery: {promise: order to receive, within: 2 h}\n"
        "- ship: {hidden: Transport, by: Courier, after: 1 h}\n" + RECEIVE % ""
    )
    result = play(text, luck={("order", 0, "fails"): 0.1, ("order", 1, "fails"): 0.9})
    same(column(result, "order", "how"), ["failed", "served"])
    same(result.promises, [(0, "delivery", 120, 3720, "kept")])


def test_an_earlier_failure_noticed_there_makes_a_visit_unserved():
    """§4.5: ... its own, or an earlier one noticed there.

    Packed at 60, a wrong item (u = 0.1 of 50 %) noticed at the end of receiving, 3660-7260;
    packed again (no time), shipped to 10860, received from there: the span stays open to
    10860, past its deadline 9060 (2.5 h): broken.
    """
    text = document("""
        - order: {do: Order, with: Shop, via: web, own: 1 min}
        - delivery: {promise: order to receive, within: 150 min}
        - pack:
            hidden: Pack
            by: Courier
            after: 0 min
            fails: [50% wrong item noticed at receive by customer -> pack]
        - ship: {hidden: Transport, by: Courier, after: 1 h}
        - receive: {do: Receive, with: Courier, via: door, own: 1 h}
        """)
    result = play(text, luck={("pack", 0, "fails"): 0.1, ("pack", 1, "fails"): 0.9})
    same(column(result, "receive", "how"), ["failed", "served"])
    same(result.promises, [(0, "delivery", 60, 10860, "broken")])


def test_at_any_other_step_a_span_opens_at_going_on_and_shuts_at_arrival():
    """§4.5: at any other step arrival and going on.

    Decided after a pause of 10 min: opens at 600 (going on). Packed to 840. The wait of 1 h
    is the second step: shuts at its arrival, 840, within 5 min (900): kept.
    """
    text = document("""
        - decide: {choose: Decide, pause: 10 min, go: [50% yes -> pack, no -> gone]}
        - quick: {promise: decide to mull, within: 5 min}
        - pack: {hidden: Pack, by: Courier, after: 4 min}
        - mull: {wait: 1 h}
        """)
    result = play(text, luck={("decide", 0, "go"): 0.1})
    same(result.promises, [(0, "quick", 600, 840, "kept")])


def test_a_first_step_passed_by_only_does_not_open():
    """§4.5: a first step passed by `only` does not open.

    Bob passes the approval: he has no promise; Ann has one, opened 60, shut 3660.
    """
    text = document(
        """
        - approve: {only: Ann, do: Approve, with: Shop, via: web, own: 1 min}
        - delivery: {promise: approve to receive, within: 2 h}
        - ship: {hidden: Transport, by: Courier, after: 1 h}
        - receive: {do: Receive, with: Courier, via: door, own: 1 min}
        """,
        customers=TWO,
    )
    result = play(text, [(0, "Ann"), (0, "Bob")])
    same(result.promises, [(0, "delivery", 60, 3660, "kept")])
    same(ends(result), [(3720, "served"), (3660, "served")])


def test_a_second_step_passed_by_only_shuts_at_once():
    """§4.5: a second passed shuts at once.

    Bob passes the visit at 3660: shut there. Reading: nothing is tried, so it counts as kept.
    """
    text = document(
        """
        - order: {do: Order, with: Shop, via: web, own: 1 min}
        - soon: {promise: order to inspect, within: 2 h}
        - ship: {hidden: Transport, by: Courier, after: 1 h}
        - inspect: {only: Ann, do: Inspect, with: Courier, via: door, own: 1 min}
        - use: {wait: 1 day}
        """,
        customers=TWO,
    )
    same(play(text, [(0, "Bob")]).promises, [(0, "soon", 60, 3660, "kept")])


def test_a_promise_may_be_shorter_for_one_customer():
    """§3: `for CUSTOMER: {keys}` on a promise.

    Received from 5460; within 2 h (7260) for Ann, within 1 h (3660) for Bob.
    """
    steps = shipping("2 h, for Bob: {within: 1 h}", "90 min")
    result = play(document(steps, customers=TWO), [(0, "Ann"), (0, "Bob")])
    expected = [(0, "delivery", 60, 5460, "kept"), (1, "delivery", 60, 5460, "broken")]
    same(sorted(result.promises), expected)


def test_a_promise_in_working_days_sleeps_at_the_weekend():
    """§2: a working day is 24 h of a clock that runs only on working days.

    Ordered to Fri 12:01; within 1 working day is Mon 12:01. Transport of 72 h arrives then:
    kept; of 73 h: broken.
    """
    text = document(shipping("1 working day", "70..74 h"))
    luck = {("ship", 0, "after", 0): 0.5, ("ship", 0, "after", 1): 0.75}
    result = play(text, [at("Fri 12:00"), at("Fri 12:00")], luck)
    opened = at("Fri 12:01")
    expected = [
        (0, "delivery", opened, opened + 72 * HOUR, "kept"),
        (1, "delivery", opened, opened + 73 * HOUR, "broken"),
    ]
    same(sorted(result.promises), expected)


def test_a_no_show_leaves_promises_open():
    """§4.9: at a no show nobody is served, promises stay open.

    Comes to the counter at 3660 but is a no show (u = 0.1 of 50 %, 10 min): 4260 again shipped,
    to 7860; served from 7860, after the deadline 7260: broken, shut 7860.
    """
    text = document("""
        - order: {do: Order, with: Shop, via: web, own: 1 min}
        - soon: {promise: order to collect, within: 2 h}
        - ship: {hidden: Transport, by: Courier, after: 1 h}
        - collect:
            do: Collect
            with: Desk
            via: counter
            takes: 10 min
            no show: 50% -> ship
            closed: -> lost
        """)
    result = play(text, luck={("collect", 0, "no show"): 0.1, ("collect", 1, "no show"): 0.9})
    same(column(result, "collect", "how"), ["no show", "served"])
    same(result.promises, [(0, "soon", 60, 7860, "broken")])


def test_open_promises_do_not_keep_a_case_open():
    """Rule 14: touches and open promises never keep a case open.

    The case ends at 60 although the promise is due in 20 days.
    """
    text = document("""
        - order: {do: Order, with: Shop, via: web, own: 1 min}
        - delivery: {promise: order to receive, within: 20 days}
        - want: {choose: Want it sent, go: [50% yes -> receive, no -> done]}
        - receive: {do: Receive, with: Courier, via: door, own: 1 min}
        """)
    result = play(text, luck={("want", 0, "go"): 0.9})
    same(ends(result), [(60, "served")])
    same(result.promises, [(0, "delivery", 60, None, "void")])
    same(rows(result, "receive", "ready"), [])


def test_a_span_opens_again_after_it_has_shut():
    """§4.5: at *each* served end of its first step: a second order is a second promise.

    Ordered 0-60, received 3660-7260, ordered again (u = 0.1) 7260-7320, received from 10920.
    """
    text = document(
        "- order: {do: Order, with: Shop, via: web, own: 1 min}\n"
        "- delivery: {promise: order to receive, within: 2 h}\n"
        "- ship: {hidden: Transport, by: Courier, after: 1 h}\n"
        + RECEIVE % ""
        + "- more: {choose: Another one, go: [50% yes -> order, no -> done]}"
    )
    result = play(text, luck={("more", 0, "go"): 0.1, ("more", 1, "go"): 0.9})
    expected = [(0, "delivery", 60, 3660, "kept"), (0, "delivery", 7320, 10920, "kept")]
    same(sorted(result.promises), expected)


def test_a_promise_to_one_customer_only():
    """§3: `only: CUSTOMER` on a promise: Bob has none."""
    steps = shipping("2 h, only: Ann", "1 h")
    result = play(document(steps, customers=TWO), [(0, "Ann"), (0, "Bob")])
    same(result.promises, [(0, "delivery", 60, 3660, "kept")])
