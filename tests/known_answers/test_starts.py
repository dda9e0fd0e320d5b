"""Several starts with shares, and an end that ends everything."""

from __future__ import annotations

import pytest

from known_answers.harness import (
    ALWAYS,
    HOUR,
    TWO,
    column,
    document,
    ends,
    play,
    refused,
    rows,
    same,
    spent,
)

FORM = "{do: Fill in, with: Shop, via: web, own: 1 min%s}"
SHARES = """
- phone-in: {{start: By phone, share: {one}}}
- ring: {ring}
- walk-in: {{start: At the counter, share: {two}}}
- stand: {stand}
- web-in: {{start: On the web, share: {three}}}
- form: {form}
"""


def starts(one: str, two: str, three: str) -> str:
    """Three ways in, each with a step of a minute that leads to the end."""
    step = FORM % ", next: done"
    return document(SHARES.format(one=one, two=two, three=three, ring=step, stand=step, form=step))


def steps_of(result: object, case: int = 0) -> list[str]:
    """The steps that a case visited, by time."""
    visits = [visit for visit in result.visits if visit.case == case]  # type: ignore[attr-defined]
    return [visit.step for visit in sorted(visits, key=lambda visit: (visit.ready, visit.finished))]


@pytest.mark.parametrize(
    ("luck", "step"), [(0.1, "ring"), (0.25, "stand"), (0.6, "stand"), (0.8, "form")]
)
def test_an_arrival_draws_its_start(luck: float, step: str):
    """One uniform u("start") of the stream "start", cumulative in document order.

    20 % is [0, 0.2), the rest (50 %) [0.2, 0.7), 30 % [0.7, 1).
    """
    result = play(starts("20%", "rest", "30%"), luck={("start", 0, "start"): luck})
    same(steps_of(result), [step])
    same(ends(result), [(60, "served")])


@pytest.mark.parametrize(("luck", "step"), [(0.1, "ring"), (0.39, "ring"), (0.41, "stand")])
def test_the_rest_may_come_first(luck: float, step: str):
    """Rest in its place: 100 - 30 - 30 = 40 % for the first, [0, 0.4)."""
    result = play(starts("rest", "30%", "30%"), luck={("start", 0, "start"): luck})
    same(steps_of(result), [step])


def test_each_case_draws_for_itself():
    """The draw is the case's: three cases, three starts."""
    luck = {("start", 0, "start", case): u for case, u in enumerate((0.1, 0.5, 0.9))}
    result = play(starts("20%", "rest", "30%"), [0, 10, 20], luck)
    same([steps_of(result, case) for case in range(3)], [["ring"], ["stand"], ["form"]])


@pytest.mark.parametrize(
    ("luck", "visited"), [(0.1, ["ring", "stand", "form"]), (0.6, ["stand", "form"])]
)
def test_falling_through_passes_a_later_start(luck: float, visited: list[str]):
    """The flow passes a later start like any step that takes no time and is none.

    From the first start: ring 0-60, past `walk-in`, stand 60-120, past `web-in`, form 120-180.
    """
    step = FORM % ""
    text = document(
        SHARES.format(one="50%", two="40%", three="rest", ring=step, stand=step, form=step)
    )
    result = play(text, luck={("start", 0, "start"): luck})
    same(steps_of(result), visited)
    same(ends(result), [(60 * len(visited), "served")])


def test_starts_for_one_customer_only():
    """`only:` leaves each customer exactly one: no share is needed."""
    text = document(
        f"""
        - anns: {{start: Ann's way in, only: Ann}}
        - ring: {FORM % ", next: done"}
        - bobs: {{start: Bob's way in, only: Bob}}
        - stand: {FORM % ""}
        """,
        customers=TWO,
    )
    result = play(text, [(0, "Ann"), (0, "Bob")])
    same([steps_of(result, 0), steps_of(result, 1)], [["ring"], ["stand"]])


def test_shares_are_among_those_open_to_the_customer():
    """Shares are among the starts open to that customer and must add up for each.

    Ann has 25 % phone and the rest counter; Bob has all three: 25 %, 50 % web and the rest.
    u = 0.9: Ann's [0.25, 1) is the counter; Bob's order is phone 0-0.25, counter 0.25-0.5, web.
    """
    text = document(
        f"""
        - phone-in: {{start: By phone, share: 25%}}
        - ring: {FORM % ", next: done"}
        - walk-in: {{start: At the counter, share: rest}}
        - stand: {FORM % ", next: done"}
        - web-in: {{start: On the web, share: 50%, only: Bob}}
        - form: {FORM % ""}
        """,
        customers=TWO,
    )
    result = play(text, [(0, "Ann"), (0, "Bob")], {("start", 0, "start"): 0.9})
    same([steps_of(result, 0), steps_of(result, 1)], [["stand"], ["form"]])


@pytest.mark.parametrize(
    ("one", "two", "three"), [("20%", "20%", "20%"), ("60%", "60%", "rest"), ("50%", "40%", "20%")]
)
def test_shares_that_do_not_add_up_are_a_fault(one: str, two: str, three: str):
    """They must add up."""
    assert "100" in refused(starts(one, two, three))


def test_one_start_is_as_ever():
    """One start or none: as today: nothing is drawn, the case begins there."""
    text = document(
        f"""
        - begin: {{start: Here}}
        - ring: {FORM % ""}
        """
    )
    for luck in (0.01, 0.99):
        same(steps_of(play(text, luck={("start", 0, "start"): luck})), ["ring"])


def test_a_start_added_moves_nobodys_luck():
    """Rule 11: who comes in by phone draws the same time with and without a second way in."""
    step = "{do: Fill in, with: Shop, via: web, own: exponential 10 min}"
    one = play(document(f"- phone-in: {{start: By phone}}\n- ring: {step}"), [0, 0])
    text = document(
        f"""
        - phone-in: {{start: By phone, share: 50%}}
        - ring: {step}
        - walk-in: {{start: At the counter, share: rest}}
        """
    )
    two = play(text, [0, 0], {("start", 0, "start"): 0.1})
    same(column(two, "ring", "finished"), column(one, "ring", "finished"))


def test_a_start_opens_a_span_for_those_who_begin_there():
    """§4.5: at a start arrival and going on: promised within 30 s from the counter to the form.

    Who begins at the counter has the promise from 0: stands 0-60: broken at 60. Who begins on the
    web has none.
    """
    text = document(
        f"""
        - walk-in: {{start: At the counter, share: 50%}}
        - soon: {{promise: walk-in to form, within: 30 s}}
        - stand: {FORM % ""}
        - web-in: {{start: On the web, share: rest}}
        - form: {FORM % ""}
        """
    )
    luck = {("start", 0, "start", 0): 0.1, ("start", 0, "start", 1): 0.9}
    result = play(text, [0, 0], luck)
    same(result.promises, [(0, "soon", 0, 60, "broken")])
    same(ends(result), [(120, "served"), (60, "served")])


def test_a_loop_back_to_a_start_draws_nothing():
    """A start named by a destination is passed like any: the draw is the arrival's alone."""
    text = document(
        f"""
        - phone-in: {{start: By phone, share: 50%}}
        - ring: {FORM % ""}
        - more: {{choose: Again, go: [50% yes -> phone-in, no -> done]}}
        - walk-in: {{start: At the counter, share: rest}}
        - stand: {FORM % ""}
        """
    )
    luck = {("start", 0, "start"): 0.1, ("start", 1, "start"): 0.9}
    luck |= {("more", 0, "go"): 0.1, ("more", 1, "go"): 0.9}
    result = play(text, luck=luck)
    same(steps_of(result), ["ring", "more", "ring", "more"])
    same(ends(result), [(120, "served")])


STOP = """
- begin: {{tell: Hello, by: Shop, via: e-mail, next: [goods, papers]}}
- goods: {{{goods}, next: {after_goods}}}
- papers: {{hidden: Print, by: Courier, after: 10 min, next: stop}}
- stop: {{end: Over, outcome: {outcome}, ends: everything}}
"""


def stopped(
    goods: str = "hidden: Pack, by: Courier, after: 1 h",
    after_goods: str = "done",
    outcome: str = "served",
) -> str:
    """Goods and papers side by side; after the papers, at 600, everything ends."""
    return document(STOP.format(goods=goods, after_goods=after_goods, outcome=outcome))


@pytest.mark.parametrize("outcome", ["served", "not served", "lost"])
def test_an_end_of_everything_ends_the_case_at_once(outcome: str):
    """`ends: everything`: the packing, to 3600, is dropped at 600; the outcome is the end's own."""
    result = play(stopped(outcome=outcome))
    same(ends(result), [(600, outcome)])
    same(column(result, "goods", "how"), ["under way"])
    same([case.end_step for case in result.cases], ["stop"])


def test_a_plain_end_waits_for_the_other_token():
    """Rule 2: without it the case ends with its last token, at 3600."""
    text = stopped().replace(", ends: everything", "")
    same(ends(play(text)), [(HOUR, "served")])


def test_a_service_under_way_is_finished_and_dropped():
    """Rule 2: as at an end `lost`: the desk packs for 1 h all the same; who waits is not packed.

    Case 0 is packed 0-3600 though over at 600; case 1's goods leave the queue at 600. A third
    case at 700 is packed from 3600, and over at 1300 before.
    """
    result = play(stopped("hidden: Pack, by: Desk, takes: 1 h"), [0, 0, 700], until=9 * HOUR)
    same(column(result, "goods", "started"), [0, None, None])
    same(result.busy["desk"], HOUR)
    same(ends(result), [(600, "served"), (600, "served"), (1300, "served")])


def test_others_ends_count_the_worst_reached():
    """The worst reached: the goods end at `gone` at 300, everything as served at 600."""
    goods = "hidden: Pack, by: Courier, after: 5 min"
    same(ends(play(stopped(goods, "gone"))), [(600, "not served")])


@pytest.mark.parametrize(
    ("first", "second", "outcome"),
    [("pears", "stop", "not served"), ("stop", "pears", "served")],
)
def test_at_one_instant_the_step_written_first_is_first(first: str, second: str, outcome: str):
    """§4.15: goods and papers are done at 600, in this order; so stand the ends they lead to.

    `pears` first: reached, and worse than served; `stop` first: everything is over before.
    """
    over = {
        "pears": "- pears: {end: Gave up, outcome: not served}",
        "stop": "- stop: {end: Over, outcome: served, ends: everything}",
    }
    text = document(
        f"""
        - begin: {{tell: Hello, by: Shop, via: e-mail, next: [goods, papers]}}
        - goods: {{hidden: Pack, by: Courier, after: 10 min, next: {first}}}
        - papers: {{hidden: Print, by: Courier, after: 10 min, next: {second}}}
        {over[first]}
        {over[second]}
        """,
        done=False,
    )
    same(ends(play(text)), [(600, outcome)])


def test_the_last_token_ends_it_as_any_end():
    """Reached by the only token left it is an end like any other."""
    goods = "hidden: Pack, by: Courier, after: 5 min"
    same(ends(play(stopped(goods))), [(600, "served")])


def test_acts_and_open_promises_go_with_it():
    """§4.3, §4.5: when the case ends acts are dropped; a promise not yet passed is void.

    Ordered at 60; asked at 3660 for 2 h; the papers, 65 min, end everything at 3960.
    """
    text = document(
        """
        - order: {do: Order, with: Shop, via: web, own: 1 min}
        - soon: {promise: order to receive, within: 1 day}
        - meantime:
            meanwhile: order to receive
            may:
              - look:
                  do: Look
                  with: Shop
                  via: web
                  own: 2 h
                  when: no news for 1 h
                  chance: 100%
                  max: 1
        - split: {tell: Hello, by: Shop, via: e-mail, after: 0 s, next: [receive, papers]}
        - receive: {do: Receive, with: Shop, via: web, pause: 9 days, next: done}
        - papers: {hidden: Print, by: Courier, after: 65 min, next: stop}
        - stop: {end: Over, outcome: served, ends: everything}
        """
    )
    result = play(text)
    same(ends(result), [(3960, "served")])
    same(column(result, "look", "ready"), [3660])
    same(result.promises, [(0, "soon", 60, None, "void")])
    expected = {"own effort": 60 + 300, "waiting for the organisation": 3600}
    same(spent(result), expected)


def test_a_caller_on_hold_hangs_up():
    """Rule 2: waiting tokens leave their queues: Bob, next in the queue, is served at 600.

    Zoe's call 0-10 min, Ann on hold since 0, over at 300; Bob on hold since 60.
    """
    text = document(
        """
        - begin: {tell: Hello, by: Shop, via: e-mail, next: [ring, papers]}
        - ring: {do: Ring, with: Desk, via: phone, takes: 10 min, closed: -> done, next: done}
        - papers: {hidden: Print, by: Courier, after: 1 h, for Ann: {after: 5 min}, next: stop}
        - stop: {end: Over, outcome: not served, ends: everything}
        """,
        customers="Zoe: {share: 20%}\nAnn: {share: 40%}\nBob: {share: rest}",
        parts=f"Desk: {{people: 1, open: {ALWAYS}}}",
    )
    result = play(text, [(0, "Zoe"), (0, "Ann"), (60, "Bob")])
    same(rows(result, "ring", "started", "how")[1:], [(None, "under way"), (600, "served")])
    same(ends(result)[1], (300, "not served"))
    same(spent(result, 1), {"in queue": 300})
