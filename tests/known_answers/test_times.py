"""`times` and `at once`: a shared step run several times, one after the other or side by side."""

from __future__ import annotations

import pytest

from known_answers.harness import (
    HOUR,
    TWO,
    column,
    document,
    ends,
    play,
    rows,
    same,
    spent,
)

MENU = "- menu: {do: Listen, with: Shop, via: phone, own: 1 min}"
PACK = "- pack: {hidden: Pack, by: Desk, takes: 10 min}"
BRING = "- bring: {hidden: Bring, by: Courier, after: 0..20 min}"


def many(keys: str, shared: str = MENU, customers: str = "Shopper: {share: 100%}") -> str:
    """A call of the shared step with these keys, then one minute on the web."""
    name = shared.split(":", 1)[0].removeprefix("- ")
    after = "\n- buy: {do: Buy, with: Shop, via: web, own: 1 min}"
    return document(f"- hear: {{call: {name}, {keys}}}" + after, shared=shared, customers=customers)


def test_one_after_another():
    """Three times 1 min: 0-60, 60-120, 120-180; then `buy`. Each is a visit of the shared step."""
    result = play(many("times: 3"))
    expected = [(0, 0, 60), (1, 60, 120), (2, 120, 180)]
    same(rows(result, "menu", "visit", "ready", "finished"), expected)
    same(ends(result), [(240, "served")])
    same(spent(result), {"own effort": 240})


def test_all_at_once():
    """Three parcels brought side by side, 5, 10 and 20 min: on when all came back, at 1200."""
    luck = {("bring", visit, "after"): u for visit, u in enumerate((0.25, 1 - 1e-12, 0.5))}
    result = play(many("times: 3, at once: yes", BRING), luck=luck)
    same(column(result, "bring", "ready"), [0, 0, 0])
    same(column(result, "bring", "finished"), [300, 1200, 600])
    same(column(result, "buy", "ready"), [1200])


def test_all_at_once_queue_for_the_same_person():
    """Three jobs of 10 min in one queue: 0-600, 600-1200, 1200-1800; one after another in time."""
    result = play(many("times: 3, at once: yes", PACK))
    same(rows(result, "pack", "joined", "started"), [(0, 0), (0, 600), (0, 1200)])
    same(column(result, "buy", "ready"), [1800])


def test_one_after_another_joins_one_after_another():
    """Two cases, twice 10 min each, at once of nobody: case 0, case 1, case 0, case 1."""
    result = play(many("times: 2", PACK), [0, 0])
    same(rows(result, "pack", "case", "joined", "started"),
         [(0, 0, 0), (0, 600, 1200), (1, 0, 600), (1, 1200, 1800)])  # fmt: skip
    same(column(result, "buy", "ready"), [1800, 2400])


@pytest.mark.parametrize(
    ("luck", "times"), [(0.01, 1), (0.33, 1), (0.34, 2), (0.66, 2), (0.67, 3), (0.99, 3)]
)
def test_a_whole_number_drawn(luck: float, times: int):
    """A..B: uniform whole number, u("instance") of the caller: 1, 2 or 3, a third each."""
    result = play(many("times: 1..3"), luck={("hear", 0, "instance"): luck})
    same(len(column(result, "menu", "ready")), times)
    same(ends(result), [(60 * times + 60, "served")])


@pytest.mark.parametrize("keys", ["times: 0", "times: 0, at once: yes"])
def test_no_times_goes_on_at_once(keys: str):
    """0 times: goes on at once."""
    result = play(many(keys))
    same(column(result, "menu", "ready"), [])
    same(ends(result), [(60, "served")])


@pytest.mark.parametrize(("luck", "end"), [(0.4, 60), (0.6, 120)])
def test_none_or_one(luck: float, end: float):
    """0..1: a half each."""
    result = play(many("times: 0..1"), luck={("hear", 0, "instance"): luck})
    same(ends(result), [(end, "served")])


def test_once_is_as_without():
    """`times: 1` is a plain call."""
    same(ends(play(many("times: 1"))), [(120, "served")])
    same(ends(play(many("times: 1, at once: yes"))), [(120, "served")])


def test_each_visit_of_the_caller_draws_anew():
    """The visit is the caller's: twice, then once: 2 + 1 menus."""
    text = document(
        """
        - hear: {call: menu, times: 1..2}
        - more: {choose: Once more, go: [50% yes -> hear, no -> done]}
        """,
        shared=MENU,
    )
    luck = {("hear", 0, "instance"): 0.9, ("hear", 1, "instance"): 0.1}
    luck |= {("more", 0, "go"): 0.1, ("more", 1, "go"): 0.9}
    result = play(text, luck=luck)
    same(column(result, "menu", "ready"), [0, 60, 120])
    same(ends(result), [(180, "served")])


def test_one_person_does_all_at_once_one_after_the_other():
    """§4.2: one encounter at a time: three menus at once are 0-60, 60-120, 120-180 all the same."""
    result = play(many("times: 3, at once: yes"))
    same(sorted(column(result, "menu", "finished")), [60, 120, 180])
    same(column(result, "menu", "ready"), [0, 0, 0])
    same(column(result, "buy", "ready"), [180])


def test_next_comes_after_the_last():
    """`next` is said by the caller: after all three to `gone`, past `buy`."""
    text = many("times: 3, next: gone")
    text = text.replace("- hear", "- pick: {choose: What, go: [50% a -> hear, b -> buy]}\n  - hear")
    result = play(text, luck={("pick", 0, "go"): 0.1})
    same(ends(result), [(180, "not served")])


def test_a_limit_on_the_caller_drops_all():
    """A jump out drops the others: three hours one after another, due at 90 min: the second is
    left at 5400, the third never begins; at once: all three are left.
    """
    shared = "- bring: {hidden: Bring, by: Courier, after: 1 h}"
    text = many("times: 3, limit: 90 min -> done", shared)
    result = play(text)
    same(column(result, "bring", "how"), ["served", "left"])
    same(ends(result), [(5400, "served")])
    text = many("times: 3, at once: yes, limit: 30 min -> done", shared)
    result = play(text)
    same(column(result, "bring", "how"), ["left"] * 3)
    same(ends(result), [(1800, "served")])


def test_for_one_customer_another_number():
    """§3: `for CUSTOMER`: Bob three times, Ann twice; and `only` passes as ever."""
    result = play(many("times: 2, for Bob: {times: 3}", customers=TWO), [(0, "Ann"), (0, "Bob")])
    same(ends(result), [(180, "served"), (240, "served")])
    result = play(many("times: 2, only: Ann", customers=TWO), [(0, "Ann"), (0, "Bob")])
    same(ends(result), [(180, "served"), (60, "served")])


def test_a_span_over_the_caller():
    """§4.5: arrival and going on: opens when all three have come back, at 180."""
    text = document(
        "- told: {promise: hear to buy, within: 1 min}\n- hear: {call: menu, times: 3}\n"
        "- buy: {do: Buy, with: Shop, via: web, own: 1 min}",
        shared=MENU,
    )
    same(play(text).promises, [(0, "told", 180, 180, "kept")])


def test_in_a_branch_beside_another():
    """Two menus of 1 min beside goods of 1 h: joined at 3600."""
    text = document(
        """
        - both:
            together:
              one: [{goods: {hidden: Pack, by: Courier, after: 1 h}}]
              two: [{hear: {call: menu, times: 2}}]
        """,
        shared=MENU,
    )
    result = play(text)
    same(column(result, "menu", "ready"), [0, 60])
    same(ends(result), [(HOUR, "served")])


def test_the_number_moves_no_other_luck():
    """The draw is the caller's own: `buy` lasts as long with one menu as with three."""
    text = many("times: 1").replace("web, own: 1 min", "web, own: exponential 10 min")
    lasted = []
    for times in (1, 3):
        result = play(text.replace("times: 1", f"times: {times}"))
        ((begin, end),) = rows(result, "buy", "ready", "finished")
        lasted.append(end - begin)
    same(lasted[0], lasted[1])
