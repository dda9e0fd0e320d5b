"""Exact figures of races, several starts, booked channels and second visits that are shorter."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from outsidein.document import read_text, syntax
from outsidein.model.behaviour import Law, RaceBranch
from outsidein.model.process import Process
from outsidein.simulation.draws import quantile
from outsidein.simulation.exact import check_run, exact
from outsidein.simulation.exact.races import race_of
from outsidein.simulation.runs import run

TOP = """
process: By hand
numbers: assumed
customers: {{Shopper: {{share: 100%, worth: 10 EUR}}}}
channels: {{web: self, phone: live, home: booked}}
organisation:
  Shop: {{kind: system}}
  Desk: {{people: 2, open: Mon-Sun 00:00-24:00}}
arrivals: {{rate: 100 per day}}
poor when: []
steps:
{steps}
  - done: {{end: Done, outcome: served}}
  - gone: {{end: Gone, outcome: not served}}
  - lost: {{end: Lost, outcome: lost, ends: everything}}
"""
RACE = (
    "- hear: {first of: [reply after exponential 3 days -> done, nothing after 5 days -> gone,"
    " late after 6 days -> lost, moved after exponential 20 days -> lost], by: customer}"
)
LOOP = """- ask: {do: Ask, with: Shop, via: web, own: 3 min}
- hear: {first of: [reply after exponential 3 days -> done, nothing after 2 days -> ask]}"""
STARTS = """- a: {start: By phone, share: 30%}
- b: {do: Phone, with: Desk, via: phone, takes: 3 min, next: done}
- c: {start: By web, share: rest}
- d: {do: Click, with: Shop, via: web, own: 3 min, fails: [20% broken -> b]}"""
BOOKED = (
    "- visit: {do: Visit, with: Desk, via: home, takes: 6 min, own: 2 min,"
    " fails: [10% wrong -> visit]}"
)


def by_hand(steps: str) -> Process:
    """Read a document of these steps; the ends are there."""
    lines = "\n".join(f"  {line}" for line in steps.splitlines())
    return read_text(TOP.format(steps=lines), "by-hand.yaml")


def test_a_race_by_hand() -> None:
    """Reply in 3 days, moved in 20, both at random; nothing after 5: shares and the mean.

    Λ = 1/3 + 1/20 = 23/60 a day; e^(-Λ5) goes; of the rest 20/23 reply. The mean of the shortest
    is (1 - e^(-Λ5))/Λ; "late after 6 days" never comes first.
    """
    figures = exact(by_hand(RACE)).everyone
    gone = math.exp(-23 / 12)
    assert figures.measures["not_served"] == pytest.approx(gone)
    assert figures.measures["well_served"] == pytest.approx((1 - gone) * 20 / 23)
    assert figures.measures["lost"] == pytest.approx((1 - gone) * 3 / 23)
    assert figures.measures["own_pace_seconds"] == pytest.approx((1 - gone) * 60 / 23 * 86_400)
    assert figures.visits == {("hear", ""): pytest.approx(1.0)}


def runners(*laws: str) -> list[RaceBranch]:
    """Make runners of laws, each leading to the end."""
    read = [syntax.law(text) for text in laws]
    return [RaceBranch(label=str(k), after=law, to="done") for k, law in enumerate(read)]


@pytest.mark.parametrize(
    "laws",
    [
        ("exponential 3 h", "exponential 5 h"), ("exponential 3 h", "2 h"), ("2 h", "1 h"),
        ("exponential 9 h", "10 s", "exponential 2 h"),
    ],
)  # fmt: skip
def test_a_race_has_the_moments_of_its_shortest_runner(laws: tuple[str, ...]) -> None:
    """Mean and variance from the chances of being later, summed over a fine grid of times."""
    race = race_of(runners(*laws))
    assert race is not None
    mean = sum(p * m for p, (m, _) in zip(race.chances, race.times, strict=True))
    second = sum(p * (v + m * m) for p, (m, v) in zip(race.chances, race.times, strict=True))
    read = [syntax.law(text) for text in laws]
    fixed = min([x.parameters[0] for x in read if x.kind == "constant"], default=math.inf)
    total = sum(1 / x.parameters[0] for x in read if x.kind == "exponential")
    drawn = [
        min(fixed, quantile(Law(kind="exponential", parameters=(1 / total,)), (k + 0.5) / 50_000))
        if total else fixed
        for k in range(50_000)
    ]  # fmt: skip
    assert sum(race.chances) == pytest.approx(1)
    assert mean == pytest.approx(math.fsum(drawn) / len(drawn), rel=1e-3)
    assert second == pytest.approx(math.fsum(x * x for x in drawn) / len(drawn), rel=1e-2)


def test_of_constant_runners_alike_the_first_wins() -> None:
    """Two after 2 h: the one that is written first."""
    race = race_of(runners("3 h", "2 h", "2 h"))
    assert race is not None
    assert race.chances == (0.0, 1.0, 0.0)


@pytest.mark.parametrize("law", ["lognormal 3 h sd 1 h", "2 working days", "1..3 h"])
def test_other_races_are_left_to_the_simulation(law: str) -> None:
    """Neither law nor clock is exact: refused by name."""
    figures = exact(by_hand(RACE.replace("5 days", law))).everyone
    assert "what comes first decides" in figures.not_exact["well_served"]
    assert not figures.measures


def test_a_second_visit_takes_another_time() -> None:
    """6 min, then 2 min each: half are asked again, so one repeat a case: 8 min."""
    process = by_hand(
        "- ask: {do: Ask, with: Shop, via: web, takes: 6 min, fails: [50% unclear -> ask]}"
    )
    ask = replace(process.steps[0], takes_again=Law(kind="constant", parameters=(120.0,)))
    figures = exact(replace(process, steps=(ask, *process.steps[1:]))).everyone
    assert figures.measures["being_served_seconds"] == pytest.approx(480)
    assert figures.visits["ask", ""] == pytest.approx(2)


def test_who_waits_for_an_appointment_is_not_timed() -> None:
    """Visits, service and the customer's own time are exact, the wait for the visit is not."""
    figures = exact(by_hand(BOOKED)).everyone
    assert figures.visits["visit", ""] == pytest.approx(1 / 0.9)
    assert figures.measures["being_served_seconds"] == pytest.approx(360 / 0.9)
    assert figures.measures["own_effort_seconds"] == pytest.approx(120 / 0.9)
    assert figures.measures["contacts"] == 0
    assert "for_organisation_seconds" not in figures.measures


@pytest.mark.parametrize("steps", [RACE, LOOP, STARTS, BOOKED])
def test_the_simulation_agrees(steps: str) -> None:
    """Every exact figure lies in the ranges that hold together at 95 in 100."""
    checked = check_run(run(by_hand(steps), cases=2_000, replications=20, seed=3))
    assert checked.count >= 6
    assert checked.inside == checked.count
