"""Lines: Erlang B whatever the law of service, M/M/c/K, and menus, lines and people at once."""

from __future__ import annotations

from math import factorial

import pytest

from known_answers.closed_forms.chains import birth_and_death, erlang_b, stationary
from known_answers.closed_forms.runs import MINUTE, Simulate, assert_known, desk, sizes, world
from outsidein.measures import tally as t

FOR_EVER = "patience: 10000 day -> gone, closed: -> gone"
SIZES = sizes()


def call(takes: str) -> str:
    """Write a call that waits as long as it must."""
    return f"- ring: {{do: Call, with: Desk, via: phone, takes: {takes}, {FOR_EVER}}}"


@pytest.mark.parametrize(("simulate", "customers"), SIZES)
@pytest.mark.parametrize(
    "takes",
    ["exponential 1 min", "1 min", "lognormal 1 min sd 2 min", "0.2..1.8 min",
     "gamma 1 min sd 0.5 min"],
)  # fmt: skip
def test_as_many_lines_as_people(takes: str, simulate: Simulate, customers: int) -> None:
    """`lines`: a caller who finds no line free hears the busy tone and waits not at all.

    M/G/5/5: Erlang B whatever the law of service (Sevastyanov 1957): .199067 at 4 erlangs.
    """
    found = simulate(world(call(takes), parts=desk(5, ", lines: 5"), per_minute=4), customers)
    tries, sees = found.visits("ring", t.TRIES), 0.02 if customers >= 10_000_000 else None
    assert erlang_b(4, 5) == pytest.approx(0.199067, abs=5e-7)
    assert_known(found.visits("ring", t.WAS_LEFT), tries, erlang_b(4, 5), sees=sees)
    assert_known(found.cases(t.LOST), found.cases(t.ARRIVED), erlang_b(4, 5), sees=sees)
    assert found.visits("ring", t.JOINED) == tries
    assert max(found.visits("ring", t.QUEUE)) < 1e-6 * customers
    assert found.cases(t.CONTACTS) == found.cases(t.ARRIVED)


@pytest.mark.parametrize(("simulate", "customers"), SIZES)
@pytest.mark.parametrize("rate", [2.4, 3.9])
def test_more_lines_than_people(rate: float, simulate: Simulate, customers: int) -> None:
    """`lines`: M/M/3/8: a line is held from joining to the end of service."""
    law = birth_and_death(lambda n: rate * (n < 8), lambda n: min(n, 3))
    text = world(call("exponential 1 min"), parts=desk(3, ", lines: 8"), per_minute=rate)
    found = simulate(text, customers)
    tries, sees = found.visits("ring", t.TRIES), 0.05 if customers >= 10_000_000 else None
    assert_known(found.visits("ring", t.WAS_LEFT), tries, law[8], sees=sees)
    wait = sum(max(n - 3, 0) * share for n, share in enumerate(law)) / (rate * (1 - law[8]))
    served = found.visits("ring", t.WAS_SERVED)
    assert_known(found.visits("ring", t.WAIT_OF_SERVED), served, MINUTE * wait, sees=sees)


@pytest.mark.parametrize(("simulate", "customers"), SIZES)
def test_a_wrap_up_holds_the_person_and_not_the_line(simulate: Simulate, customers: int) -> None:
    """`lines`: a line is free at the end of service, not of wrap up: M/M/1/2 in two phases.

    States: (calls on the lines, is the person wrapping up).
    """
    rate, talk, wrap = 0.7, 1.0, 2.0
    text = world(
        "- ring: {do: Call, with: Desk, via: phone, takes: exponential 1 min, "
        f"wrap up: exponential 0.5 min, {FOR_EVER}}}",
        parts=desk(1, ", lines: 2"),
        per_minute=rate,
    )

    def moves(state: tuple[int, int]) -> list[tuple[tuple[int, int], float]]:
        calls, wrapping = state
        found = [((calls + 1, wrapping), rate)] if calls < 2 else []
        if wrapping:
            return [*found, ((calls, 0), wrap)]
        return [*found, ((calls - 1, 1), talk)] if calls else found

    law = stationary((0, 0), moves)
    busy = sum(share for (calls, _), share in law.items() if calls == 2)
    found = simulate(text, customers)
    tries = found.visits("ring", t.TRIES)
    assert_known(found.visits("ring", t.WAS_LEFT), tries, busy)


def product_form(
    rate: float, menu: float, share: float, talk: float, people: int, lines: int
) -> dict[tuple[int, int], float]:
    """Return P(calls in the menu, calls at people), of a menu without queue and people with one.

    Rates a minute: `menu` and `talk` are how fast either is over. Source: Srinivasan, Talim &
    Wang (2004), *Performance analysis of a call center with interactive voice response units*.
    """
    offered, found = rate / menu, {}
    load = share * rate / talk
    for i in range(lines + 1):
        for j in range(lines + 1 - i):
            waiting = people ** (j - people) if j > people else 1
            at_people = load**j / (factorial(min(j, people)) * waiting)
            found[i, j] = offered**i / factorial(i) * at_people
    total = sum(found.values())
    return {state: weight / total for state, weight in found.items()}


@pytest.mark.parametrize(("simulate", "customers"), SIZES)
def test_a_menu_lines_and_people(simulate: Simulate, customers: int) -> None:
    """`lines`: a line is held from the start of `through`; grammar §4.1: a failure in it ends it.

    9 calls a minute hear a menu of a minute on 14 lines; 40 % go on to 4 people for .9 min each:
    blocked .14897, waits .34190, mean wait .16017 min of those who go on to people.
    """
    law = product_form(9, 1, 0.4, 1 / 0.9, 4, 14)
    blocked = sum(share for (i, j), share in law.items() if i + j == 14)
    leaving = sum(i * share for (i, j), share in law.items())
    waits = sum(i * share for (i, j), share in law.items() if j >= 4) / leaving
    wait = sum(i * share * (j - 3) * 0.9 / 4 for (i, j), share in law.items() if j >= 4) / leaving
    assert (blocked, waits, wait) == pytest.approx((0.14897, 0.34190, 0.16017), abs=6e-6)
    text = world(
        f"- ring: {{do: Call, with: Desk, via: phone, through: menu, takes: exponential 54 s, "
        f"{FOR_EVER}}}",
        parts=desk(4, ", lines: 14"),
        per_minute=9,
        shared="- menu: {do: Hear the menu, with: Machine, via: phone, own: exponential 1 min, "
        "fails: [60% answered]}",
    )
    found = simulate(text, customers)
    sees = 0.05 if customers >= 10_000_000 else None
    served = found.visits("ring", t.WAS_SERVED)
    assert_known(
        found.visits("ring", t.WAS_LEFT), found.visits("ring", t.TRIES), blocked, sees=sees
    )
    assert_known(found.visits("ring", t.WAIT_OF_SERVED), served, MINUTE * wait, sees=sees)
    longer, edge = found.waited_longer("ring", 0.0)
    assert edge < 0.01
    assert_known(longer, served, waits, sees=sees)
    through = [a + b for a, b in zip(served, found.visits("ring", t.GAVE_UP_BEFORE), strict=True)]
    assert_known(served, through, 0.4, sees=sees)
