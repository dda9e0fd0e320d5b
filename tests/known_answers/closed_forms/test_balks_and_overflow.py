"""Customers who leave at the sight of a queue, and those passed on to another part."""

from __future__ import annotations

import pytest

from known_answers.closed_forms.chains import birth_and_death, erlang_b, mean, stationary
from known_answers.closed_forms.runs import (
    ALWAYS,
    MINUTE,
    Simulate,
    assert_known,
    desk,
    sizes,
    world,
)
from outsidein.measures import tally as t

SIZES = sizes()


@pytest.mark.parametrize(("simulate", "customers"), SIZES)
@pytest.mark.parametrize("takes", ["exponential 1 min", "lognormal 1 min sd 1.5 min"])
def test_nobody_queues(takes: str, simulate: Simulate, customers: int) -> None:
    """`balks: at 0 waiting`: who finds nobody free leaves at once: Erlang B, whatever the law."""
    text = world(
        f"- ring: {{do: Call, with: Desk, via: phone, takes: {takes}, "
        "balks: at 0 waiting -> gone, closed: -> gone}",
        parts=desk(5),
        per_minute=4,
    )
    found = simulate(text, customers)
    left, tries = found.visits("ring", t.WAS_LEFT), found.visits("ring", t.TRIES)
    sees = 0.02 if customers >= 10_000_000 else None
    assert_known(left, tries, erlang_b(4, 5), sees=sees)


@pytest.mark.parametrize(("simulate", "customers"), SIZES)
@pytest.mark.parametrize(("chance", "waiting"), [(1.0, 3), (0.4, 2), (0.7, 0)])
def test_a_queue_that_frightens_some(
    chance: float, waiting: int, simulate: Simulate, customers: int
) -> None:
    """`balks: PCT at NUM waiting`: M/M/3 that fewer join, from some length on; with a patience.

    A birth and death process: 3.3 come a minute, those who find `waiting` more than are free
    leave with a chance; who stays gives up after 4 min on average.
    """
    rate, people, patience = 3.3, 3, 4.0

    def births(n: int) -> float:
        return rate * (1 - chance * (n - people >= waiting)) if n < 400 else 0.0

    law = birth_and_death(births, lambda n: min(n, people) + max(n - people, 0) / patience)
    queue = sum(max(n - people, 0) * share for n, share in enumerate(law))
    balked = chance * sum(share for n, share in enumerate(law) if n - people >= waiting)
    text = world(
        "- ring: {do: Call, with: Desk, via: phone, takes: exponential 1 min, "
        f"patience: exponential {patience} min -> gone, "
        f"balks: {chance:.0%} at {waiting} waiting -> gone, closed: -> gone}}",
        parts=desk(people),
        per_minute=rate,
    )
    found = simulate(text, customers)
    tries, sees = found.visits("ring", t.TRIES), 0.05 if customers >= 10_000_000 else None
    left = balked + queue / patience / rate
    assert_known(found.visits("ring", t.WAS_LEFT), tries, left, sees=sees)
    assert_known(found.visits("ring", t.QUEUE), tries, MINUTE * queue / rate, sees=sees)
    assert_known(found.visits("ring", t.WAS_SERVED), tries, 1 - left, sees=0.02)


@pytest.mark.parametrize(("simulate", "customers"), SIZES)
def test_a_part_passes_customers_on(simulate: Simulate, customers: int) -> None:
    """`overflow: at 1 waiting`: a chain of two parts, the second with customers of its own.

    Desk has 2 people and keeps one waiting; Back has 2, and its queue is for both. All give up
    after 3 min on average. States: calls at Desk, calls at Back.
    """
    ours, theirs, patience = 2.6, 1.2, 3.0

    def moves(state: tuple[int, int]) -> list[tuple[tuple[int, int], float]]:
        here, back = state
        full = here - 2 >= 1
        found = [
            ((here, back + 1) if full else (here + 1, back), ours),
            ((here, back + 1), theirs),
            ((here - 1, back), min(here, 2) + max(here - 2, 0) / patience),
            ((here, back - 1), min(back, 2) + max(back - 2, 0) / patience),
        ]
        return [(to, rate) for to, rate in found if to[1] <= 80]

    law = stationary((0, 0), moves)
    here = mean(law, lambda a, _: max(a - 2, 0)) / patience
    back = mean(law, lambda _, b: max(b - 2, 0)) / patience
    passed_on = mean(law, lambda a, _: a >= 3)
    step = "via: phone, takes: exponential 1 min, closed: -> gone, next: done"
    text = world(
        f"""
        - which: {{choose: Which, go: [{ours / (ours + theirs):.6%} ours -> ring, theirs -> other]}}
        - ring: {{do: Ring, with: Desk, {step}, patience: exponential {patience} min -> gone}}
        - other: {{do: Call, with: Back, {step}, patience: exponential {patience} min -> gone}}
        """,
        parts=desk(2, ", overflow: at 1 waiting -> Back")
        + f"\nBack: {{people: 2, open: {ALWAYS}}}",
        per_minute=ours + theirs,
    )
    found = simulate(text, customers)
    arrived, sees = found.cases(t.ARRIVED), 0.05 if customers >= 10_000_000 else None
    known = (here + back) / (ours + theirs)
    assert_known(found.cases(t.LOST), arrived, known, sees=sees)
    both = [found.visits(step, t.QUEUE) for step in ("ring", "other")]
    waits = [a + b for a, b in zip(*both, strict=True)]
    assert_known(waits, arrived, MINUTE * known * patience, sees=sees)
    joined = [tally.parts["joined"].astype(float) for tally in found.tallies]
    if any(one.sum() for one in joined):  # the twin keeps no counts of parts
        at_back, ever = [float(one[-1]) for one in joined], [float(one.sum()) for one in joined]
        assert_known(at_back, ever, (theirs + passed_on * ours) / (ours + theirs), sees=0.02)
