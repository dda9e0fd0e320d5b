"""Grammar §4.10, §3, rule 2: choices, ways, splits, joins and ends."""

from __future__ import annotations

import pytest

from known_answers.harness import (
    DESK,
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

ENDS = """
- apples: {end: Apples, outcome: served}
- pears: {end: Pears, outcome: not served}
- plums: {end: Plums, outcome: lost}
"""


@pytest.mark.parametrize(("luck", "outcome"), [(0.1, "served"), (0.6, "not served"), (0.8, "lost")])
def test_a_choice_is_one_uniform_cumulative_with_the_rest_in_its_place(luck: float, outcome: str):
    """§4.10: one uniform, cumulative in document order, `rest` in its place.

    20 % apples is [0, 0.2), the rest (50 %) is pears [0.2, 0.7), 30 % plums [0.7, 1).
    """
    steps = "- pick: {choose: What, go: [20% a -> apples, b -> pears, 30% c -> plums]}" + ENDS
    result = play(document(steps, done=False), luck={("pick", 0, "go"): luck})
    same(ends(result), [(0, outcome)])


def test_a_choice_takes_the_customers_pause_and_own_time():
    """§3: choose may say pause and own: own pace 1 h, effort 5 min, then the way out."""
    steps = """
        - pick: {choose: What, pause: 1 h, own: 5 min, go: [50% yes -> done, no -> gone]}
        """
    result = play(document(steps), luck={("pick", 0, "go"): 0.1})
    same(ends(result), [(3900, "served")])
    same(spent(result), {"own pace": 3600, "own effort": 300})


def test_a_do_may_end_with_go():
    """§4.1: then go or next: served 0-60, then u = 0.9 of 50 % leads to `gone`."""
    steps = "- buy: {do: Buy, with: Shop, via: web, own: 1 min, go: [50% yes -> done, no -> gone]}"
    result = play(document(steps), luck={("buy", 0, "go"): 0.9})
    same(ends(result), [(60, "not served")])


def test_without_go_or_next_the_following_step_comes():
    """Design §3.2: the next step is where the flow goes unless said otherwise.

    a 0-60, next: c 60-120 (b is passed over), then b, the following one, 120-180.
    """
    steps = """
        - begin: {start: Here}
        - first: {do: First, with: Shop, via: web, own: 1 min, next: third}
        - second: {do: Second, with: Shop, via: web, own: 1 min, next: done}
        - third: {do: Third, with: Shop, via: web, own: 1 min, next: second}
        """
    result = play(document(steps))
    same(column(result, "third", "ready") + column(result, "second", "ready"), [60, 120])
    same(ends(result), [(180, "served")])


def test_together_waits_for_all_its_branches():
    """§4.10: `together` waits for all its branches.

    Branches of 1 h and of 10 + 20 min: both done at 3600, the next step runs once, to 3660.
    """
    text = document("""
        - both:
            together:
              one: [{goods: {hidden: Pack, by: Courier, after: 1 h}}]
              two:
                - papers: {hidden: Print, by: Courier, after: 10 min}
                - stamp: {hidden: Stamp, by: Courier, after: 20 min}
        - receive: {do: Receive, with: Courier, via: door, own: 1 min}
        """)
    result = play(text)
    same(rows(result, "stamp", "ready", "finished"), [(600, 1800)])
    same(column(result, "receive", "ready"), [HOUR])
    same(ends(result), [(3660, "served")])


def test_together_may_say_next():
    """§3: `next` on together: from the join at 600 to `gone`."""
    steps = """
        - both:
            together:
              one: [{goods: {hidden: Pack, by: Courier, after: 10 min}}]
              two: [{papers: {hidden: Print, by: Courier, after: 5 min}}]
            next: gone
        """
    same(ends(play(document(steps, done=False))), [(600, "not served")])


SPLIT = """
- order: {do: Order, with: Shop, via: web, own: 1 min, next: [goods, papers]}
- goods: {hidden: Pack, by: Courier, after: 1 h, next: %s}
- papers: {hidden: Print, by: Courier, after: 10 min, next: %s}
"""


def test_next_splits_and_join_waits_for_every_incoming_flow():
    """§4.10, rule 2: `next: [a, b]` splits, `join: all` waits for every incoming flow.

    Split at 60; tokens at the join at 3660 and 660: received once, from 3660.
    """
    steps = SPLIT % ("receive", "receive") + (
        "- receive: {do: Receive, with: Courier, via: door, own: 1 min, join: all}"
    )
    result = play(document(steps))
    same(column(result, "receive", "ready"), [3660])
    same(ends(result), [(3720, "served")])


def test_without_a_join_a_task_fires_once_per_incoming_token():
    """Rule 2: a task fires once per incoming token.

    Received 660-720 and 3660-3720: two visits; the case ends with its last token, 3720.
    """
    steps = SPLIT % ("receive", "receive") + (
        "- receive: {do: Receive, with: Courier, via: door, own: 1 min}"
    )
    result = play(document(steps))
    same(rows(result, "receive", "visit", "ready"), [(0, 660), (1, 3660)])
    same(ends(result), [(3720, "served")])


@pytest.mark.parametrize(
    ("first", "last", "outcome"),
    [("pears", "apples", "not served"), ("apples", "pears", "not served")],
)
def test_a_case_ends_with_its_last_token_and_its_worst_outcome(first: str, last: str, outcome: str):
    """Rule 2: ends when its last token ends; its outcome is the worst reached.

    One token ends at 660, the other at 3660; one of them in `not served`.
    """
    steps = SPLIT % (last, first) + ENDS.replace("- plums: {end: Plums, outcome: lost}\n", "")
    same(ends(play(document(steps, done=False))), [(3660, outcome)])


def test_an_end_lost_ends_the_case_at_once():
    """Rule 2: an end `lost` ends the case: waiting tokens leave their queues, a service under way
    is finished and dropped.

    Two cases; papers lead to `lost` at 660. Packing takes a packer 1 h: case 0's runs from 60
    to 3660 although the case ended at 660; case 1's (in the queue from 60) is never done: the
    packer worked 1 h. A third case at 1000 is packed from 3660.
    """
    steps = """
        - order: {do: Order, with: Shop, via: web, own: 1 min, next: [goods, papers]}
        - goods: {hidden: Pack, by: Packers, takes: 1 h, next: done}
        - papers: {hidden: Print, by: Courier, after: 10 min, next: lost, for Ann: {after: 2 days}}
        """
    text = document(steps, customers=TWO, parts="Packers: {people: 1, open: Mon-Sun 00:00-24:00}")
    result = play(text, [(0, "Bob"), (0, "Bob"), (1000, "Ann")], until=100_000)
    same(ends(result)[:2], [(660, "lost"), (660, "lost")])
    same(column(result, "goods", "started"), [60, None, 3660])
    same(column(result, "goods", "how"), ["under way", "under way", "served"])
    same(result.busy["packers"], 2 * HOUR)


def test_a_token_that_can_never_move_is_stuck():
    """Rule 2: a token that can never move is counted `stuck`.

    The choice takes one of the two flows into the join (u = 0.1): the other never comes. The
    case does not end. Reading: the trace tells it in `stuck`; nothing is raised.
    """
    steps = """
        - which: {choose: Which, go: [50% goods -> goods, papers -> papers]}
        - goods: {hidden: Pack, by: Courier, after: 1 h, next: receive}
        - papers: {hidden: Print, by: Courier, after: 10 min, next: receive}
        - receive: {do: Receive, with: Courier, via: door, own: 1 min, join: all}
        """
    result = play(document(steps), luck={("which", 0, "go"): 0.1})
    same([case.stuck for case in result.cases], [True])
    same(ends(result), [(None, None)])


def test_ten_thousand_moves_in_no_time_are_an_error():
    """Rule 1: 10,000 zero-time moves of one case: error "loop without time".

    Two choices lead to each other and out only once in ten million.
    """
    steps = """
        - here: {choose: Here, go: [0.00001% out -> done, on -> there]}
        - there: {choose: There, go: [0.00001% out -> done, back -> here]}
        """
    assert "loop without time" in refused(document(steps))


@pytest.mark.parametrize(("luck", "way", "end"), [(0.2, "web", 60), (0.3, "phone", 120)])
def test_ways_are_shares_of_one_uniform_in_document_order(luck: float, way: str, end: float):
    """§3: the way is drawn once an arrival: 25 % web is [0, 0.25), the rest the phone.

    The name is the channel; each way has its own numbers.
    """
    text = document("""
        - ask:
            do: Ask
            ways:
              web: {share: 25%, with: Shop, own: 1 min}
              phone: {share: rest, with: Shop, takes: 2 min}
        """)
    result = play(text, luck={("ask", 0, "way"): luck})
    same(rows(result, "ask", "way", "channel"), [(way, way)])
    same(ends(result), [(end, "served")])


def test_a_way_may_name_its_channel_and_inherits_the_steps_keys():
    """§3: the name is the channel unless `via`; a way inherits the step's keys.

    Both ways have the step's own 5 min; `quick` is on the web, `slow` says its own 10 min.
    """
    text = document("""
        - ask:
            do: Ask
            own: 5 min
            with: Shop
            ways:
              quick: {share: 50%, via: web}
              slow: {share: rest, via: web, own: 10 min}
        """)
    luck = {("ask", 0, "way", 0): 0.1, ("ask", 0, "way", 1): 0.9}
    result = play(text, [0, 0], luck)
    same(rows(result, "ask", "way", "channel"), [("quick", "web"), ("slow", "web")])
    same(ends(result), [(300, "served"), (600, "served")])


def test_for_a_customer_maps_are_merged_and_scalars_replaced():
    """§3: `for CUSTOMER`: maps such as ways are merged key by key, lists and scalars replaced.

    Ann: web with probability 0.75 (u = 0.5), 60 s. Bob: the phone's share is 60 % and it takes
    4 min, still with the shop: u = 0.5 is beyond the 40 % left for the web: 240 s.
    """
    text = document(
        """
        - ask:
            do: Ask
            ways:
              web: {share: rest, with: Shop, own: 1 min}
              phone: {share: 25%, with: Shop, takes: 2 min}
            for Bob: {ways: {phone: {share: 60%, takes: 4 min}}}
        """,
        customers=TWO,
    )
    result = play(text, [(0, "Ann"), (0, "Bob")], {("ask", 0, "way"): 0.5})
    same(ends(result), [(60, "served"), (240, "served")])


def test_for_a_customer_a_go_list_is_replaced():
    """§3: lists are replaced: u = 0.3 of 50 % is yes for Ann, of 20 % no for Bob."""
    text = document(
        "- pick: {choose: What, go: [50% yes -> done, no -> gone],"
        " for Bob: {go: [20% yes -> done, no -> gone]}}",
        customers=TWO,
    )
    result = play(text, [(0, "Ann"), (0, "Bob")], {("pick", 0, "go"): 0.3})
    same(ends(result), [(0, "served"), (0, "not served")])


def test_only_lets_others_pass_at_once_to_next_else_to_the_following_step():
    """§3: `only: CUSTOMER`: others pass at once to its `next`, else to the following step.

    Ann does `first` (60 s) and `second` (60 s, next `gone`). Bob passes `first` to `second`
    and that to `gone`, at 0.
    """
    text = document(
        """
        - first: {only: Ann, do: First, with: Shop, via: web, own: 1 min}
        - second: {only: Ann, do: Second, with: Shop, via: web, own: 1 min, next: gone}
        """,
        customers=TWO,
        parts=DESK,
        done=False,
    )
    result = play(text, [(0, "Ann"), (0, "Bob")])
    same(ends(result), [(120, "not served"), (0, "not served")])
    same(column(result, "first", "case") + column(result, "second", "case"), [0, 0])


def test_a_wait_lets_time_pass():
    """§3: wait: LAW: u = 0.25 of 1..5 h is 2 h. Reading: it is waiting for the organisation."""
    result = play(document("- idle: {wait: 1..5 h}"), luck={("idle", 0, "wait"): 0.25})
    same(ends(result), [(2 * HOUR, "served")])
    same(spent(result), {"waiting for the organisation": 2 * HOUR})


def test_a_call_visits_a_shared_step_as_a_step_of_the_flow():
    """§3: `call`: a shared step; `next` is said by the caller: menu 0-60, then `buy` 60-120."""
    text = document(
        """
        - hear: {call: menu}
        - buy: {do: Buy, with: Shop, via: web, own: 1 min}
        """,
        shared="- menu: {do: The menu, with: Shop, via: phone, own: 1 min}",
    )
    result = play(text)
    same(column(result, "buy", "ready"), [60])
    same(ends(result), [(120, "served")])


def test_together_may_stand_inside_together():
    """§4.10: an inner join is waited for by the outer one: 10 + max(20, 30) = 40 min < 1 h."""
    text = document("""
        - both:
            together:
              one:
                - goods: {hidden: Pack, by: Courier, after: 10 min}
                - inner:
                    together:
                      left-hand: [{gloves: {hidden: Gloves, by: Courier, after: 20 min}}]
                      right-hand: [{hats: {hidden: Hats, by: Courier, after: 30 min}}]
                - seal: {hidden: Seal, by: Courier, after: 5 min}
              two: [{papers: {hidden: Print, by: Courier, after: 1 h}}]
        - receive: {do: Receive, with: Courier, via: door, own: 1 min}
        """)
    result = play(text)
    same(column(result, "seal", "ready"), [2400])
    same(column(result, "receive", "ready"), [3600])


def test_facts_do_not_touch_the_run():
    """§3: facts are drawn and analysed; only full `shows`, `tolerates` and `cost` touch the run."""
    plain = (
        "- ring: {do: Ring, with: Desk, via: phone, takes: exponential 5 min, closed: -> lost%s}"
    )
    facts = (
        ", asks for: [address], gives: [price], carries: order, uses: [Shop], effort: high,"
        " consults: [20% Courier], moment of truth: yes, evidence: van, reason: order,"
        " shows: status"
    )
    bare, told = (play(document(plain % more), [0, 10, 20]) for more in ("", facts))
    same(column(told, "ring", "ended"), column(bare, "ring", "ended"))


def test_a_wait_for_one_customer_only():
    """§3: `only` on a wait: Bob passes at once."""
    text = document("- idle: {only: Ann, wait: 1 h}", customers=TWO)
    same(ends(play(text, [(0, "Ann"), (0, "Bob")])), [(HOUR, "served"), (0, "served")])


def test_a_call_may_say_next():
    """§3: `call` may say `next`: the menu 0-60, then `gone`, past `buy`."""
    text = document(
        "- pick: {choose: What, go: [50% ask -> hear, no -> buy]}\n"
        "- hear: {call: menu, next: gone}\n"
        "- buy: {do: Buy, with: Shop, via: web, own: 1 min}",
        shared="- menu: {do: The menu, with: Shop, via: phone, own: 1 min}",
    )
    same(ends(play(text, luck={("pick", 0, "go"): 0.1})), [(60, "not served")])


def test_a_branch_may_be_passed_and_may_loop():
    """§3, §4.10: who passes a whole branch by `only` is at its join at once; a loop within a
    branch is no jump out.

    Ann prints 10 min, again (u = 0.1 of 50 %) 10 min, and then not (u = 0.9): 1200. Bob passes
    the printing and its question; goods take 5 min: Ann ends at 1200, Bob at 300.
    """
    text = document(
        """
        - both:
            together:
              one: [{goods: {hidden: Pack, by: Courier, after: 5 min}}]
              two:
                - papers: {only: Ann, hidden: Print, by: Courier, after: 10 min}
                - legible: {check: Legible, by: Courier, go: [50% no -> papers, yes -> sign]}
                - sign: {only: Ann, tell: Signed, by: Shop, via: e-mail}
        """,
        customers=TWO,
    )
    luck = {
        ("legible", 0, "go", 0): 0.1,
        ("legible", 1, "go", 0): 0.9,
        ("legible", 0, "go", 1): 0.9,
    }
    result = play(text, [(0, "Ann"), (0, "Bob")], luck)
    same(column(result, "papers", "ready"), [0, 600])
    same(ends(result), [(1200, "served"), (300, "served")])


def test_ten_thousand_moves_with_time_between_them_are_no_error():
    """Rule 1: only *zero-time* moves count: 550 rounds of a second and 21 choices are fine."""
    chain = [
        f"- c{n}: {{choose: Go on, go: [50% a -> c{n + 1}, b -> c{n + 1}]}}" for n in range(20)
    ]
    steps = "- idle: {wait: 1 s}\n" + "\n".join(chain)
    steps += "\n- c20: {choose: Once more, go: [50% yes -> idle, no -> done]}"
    luck = {("c20", visit, "go"): 0.1 for visit in range(549)}
    luck[("c20", 549, "go")] = 0.9
    same(ends(play(document(steps), luck=luck)), [(550, "served")])
