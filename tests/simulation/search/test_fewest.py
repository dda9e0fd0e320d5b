"""The fewest people against Erlang's tables, one part and several."""

from __future__ import annotations

import itertools
import json

import numpy as np
import pytest
from click.testing import CliRunner

from outsidein import fewest, read_text
from outsidein.cli import main
from outsidein.errors import OutsideInError
from outsidein.simulation.plan import Plan
from outsidein.simulation.search.staffing import Fewest
from outsidein.study.searched import fewest_json, fewest_sentences, fewest_table
from simulation.search.erlang import (
    fewest_served_within,
    gone,
    mean_wait,
    served_within,
)

DAY = 86_400.0
DESK = """
process: A desk
customers: {{Caller: {{share: 100%}}}}
channels: {{phone: live}}
organisation: {{Desk: {{people: {people}, open: Mon-Sun 00:00-24:00, cost: 30 EUR/h}}}}
arrivals: {{rate: {per_minute} per min}}
steps:
  - ring: {{do: Ring, with: Desk, via: phone, takes: exponential 1 min, {more}closed: -> gone}}
  - done: {{end: Done, outcome: served}}
  - gone: {{end: Gone, outcome: lost}}
"""
PLAN = Plan(
    warm_up_seconds=7200, window_seconds=DAY, follow_up_seconds=DAY, replications=10, seed=4,
    terminating=False,
)  # fmt: skip


def desk(per_minute: float, people: int = 5, more: str = "") -> str:
    return DESK.format(people=people, per_minute=per_minute, more=more)


def found_for(text: str, keep: str, *ranges: str, **more: object) -> Fewest:
    process = read_text(text, "desk.yaml")
    asked = ranges or ("desk.people 1..20",)
    return fewest(process, asked, [keep], plan=PLAN, threads=1, **more)


# Each truth lies further from its bound than 1.5 percentage points, on both sides.
TABLE = [
    (0.8, 20, 0.80, 2), (2.0, 20, 0.80, 4), (3.0, 20, 0.90, 6), (4.0, 20, 0.90, 7),
    (5.0, 60, 0.90, 7), (7.0, 20, 0.95, 11), (10.0, 60, 0.80, 12),
]  # fmt: skip


@pytest.mark.parametrize(("load", "seconds", "share", "people"), TABLE)
def test_the_fewest_people_are_those_of_erlang_c(load, seconds, share, people):
    """M/M/c: P(wait <= t) = 1 - C(c, a) exp(-(c - a) t); overloaded numbers are never run."""
    assert fewest_served_within(load, seconds / 60, share) == people
    for near in (people, people - 1):
        truth = served_within(load, near, seconds / 60) if near > load else 0.0
        assert abs(truth - share) > 0.015
    found = found_for(desk(load), f"{share:.0%} wait under {seconds} s")
    assert found.values == (people,)
    assert found.decided
    assert {one.values[0] for one in found.tried if one.kept} == {
        one.values[0] for one in found.tried if one.values[0] >= people
    }


def test_what_is_shown_afresh_holds_the_truth():
    """The share served within 20 s, with the people found and with one fewer: |z| < 4."""
    found = found_for(desk(4.0), "90% wait under 20 s")
    assert [one.values for one in found.afresh] == [(7.0,), (6.0,)]
    for one in found.afresh:
        truth = served_within(4.0, int(one.values[0]), 1 / 3)
        assert abs(one.figures[0].value - truth) < 4 * one.figures[0].standard_error
    assert found.per == "money"
    assert found.cost_of((7.0,)) == 7 * 168 * 30


@pytest.mark.parametrize(("load", "bound", "people"), [(4.0, 0.024, 7), (8.0, 0.09, 9)])
def test_a_measure_with_a_bound_is_kept_as_in_erlang_a(load, bound, people):
    """Patience of mean 2 minutes: the share that gives up, by the birth and death chain."""
    assert gone(load, people, 0.5) < 0.8 * bound < 1.2 * bound < gone(load, people - 1, 0.5)
    text = desk(load, more="patience: exponential 2 min -> gone, ")
    found = found_for(text, f"lost at most {bound:.0%}", within=0.004)
    assert (found.values, found.decided) == ((people,), True)


LINE = """
process: Two desks
customers: {Caller: {share: 100%}}
channels: {phone: live}
organisation:
  Desk: {people: 4, open: Mon-Sun 00:00-24:00, cost: 30 EUR/h}
  Experts: {people: 4, open: Mon-Sun 00:00-24:00, cost: 50 EUR/h}
arrivals: {rate: 3 per min}
steps:
  - ring: {do: Ring, with: Desk, via: phone, takes: exponential 1 min, closed: -> gone}
  - ask: {do: Ask, with: Experts, via: phone, takes: exponential 1 min, closed: -> gone}
  - done: {end: Done, outcome: served}
  - gone: {end: Gone, outcome: lost}
"""


@pytest.mark.parametrize("seconds", [20, 45])
def test_of_two_parts_the_cheapest_people_are_found(seconds):
    """A tandem of M/M/c (Burke: the second sees a Poisson stream): waits add up.

    Every pair from 1 to 8 is priced and its mean waits added; the cheapest that keeps the bound
    is found among far fewer settings.
    """
    pairs = itertools.product(range(4, 9), repeat=2)
    waits = {p: 60 * sum(mean_wait(3.0, c) for c in p) for p in pairs}
    keeping = [p for p, wait in waits.items() if wait <= seconds]
    assert min(abs(w - seconds) for w in waits.values()) > 0.04 * seconds
    best = min(keeping, key=lambda p: 30 * p[0] + 50 * p[1])
    found = found_for(
        LINE, f"in a queue at most {seconds} s", "desk.people 1..8", "experts.people 1..8"
    )
    assert found.values == best
    assert found.decided
    assert len(found.tried) < 20 < len(waits)


def test_promises_are_kept_together():
    """Each desk has its own bound: the fewest of each, as in Erlang C."""
    process = read_text(LINE, "line.yaml")
    keep = ["80% wait under 20 s at Desk", "95% wait under 60 s at ask"]
    ranges = ["desk.people 1..9", "experts.people 1..9"]
    found = fewest(process, ranges, keep, plan=PLAN, threads=1)
    assert found.values == (
        fewest_served_within(3.0, 1 / 3, 0.8), fewest_served_within(3.0, 1.0, 0.95),
    )  # fmt: skip
    assert len(fewest_table(found)[0]) == 4


def test_who_gives_up_in_time_was_not_served_in_time():
    """All who give up within a minute joined, and count against the promise.

    Load 8 on 5 people, patience of exactly 30 s: more than a fifth give up within the minute.
    """
    text = desk(8.0, 5, more="patience: 30 s -> gone, ")
    found = found_for(text, "80% wait under 60 s", "desk.people 4..5")
    assert found.values is None
    assert fewest_sentences(found)[0].startswith("Even the most people")
    (only,) = found.tried
    assert only.held[0].value < 0.75


def test_a_promise_of_the_process_can_be_kept():
    """A promise step by its id: half an hour from ring to the end of a task behind."""
    text = """
process: Promised
customers: {Caller: {share: 100%}}
channels: {phone: live}
organisation: {Desk: {people: 3, open: Mon-Sun 00:00-24:00}}
arrivals: {rate: 1.5 per min}
steps:
  - begin: {do: Begin, own: 1 s}
  - soon: {promise: begin to finish, within: 3 min}
  - work: {hidden: Work, by: Desk, takes: exponential 1 min}
  - finish: {do: Finish, own: 1 s}
  - done: {end: Done, outcome: served}
"""
    found = found_for(text, "soon kept by 90%", "desk.people 1..6")
    # Time of M/M/c in all: at c = 2 (load .75) 83 % are within 3 min, at c = 3 94 %.
    assert found.values == (3.0,)
    assert found.per == "hours"


@pytest.mark.parametrize(
    ("ranges", "keep", "said"),
    [
        ("desk.peopel 1..5", "90% wait under 1 min", 'did you mean "people"?'),
        ("desc.people 1..5", "90% wait under 1 min", 'did you mean "desk"?'),
        ("desk.people 5..1", "90% wait under 1 min", "5 is not below 1"),
        ("desk.people 0..5", "90% wait under 1 min", "begin with 1"),
        ("desk.people 1..99999999", "90% wait under 1 min", "end earlier"),
        ("desk.people 1.5..5", "90% wait under 1 min", "range"),
        ("ring.takes 1..2 min", "90% wait under 1 min", "give ranges of people"),
        ("ring.takes 1..2", "90% wait under 1 min", "write 1 min, or another unit"),
        ("desk.people", "90% wait under 1 min", "call-centre.people 4..12"),
        ("desk.people 1..5", "wait under 1 min", 'write "90% wait'),
        ("desk.people 1..5", "90% wait under 1 minute", "1 min"),
        ("desk.people 1..5", "90% wait under 1 min at Desc", 'did you mean "Desk"?'),
        ("desk.people 1..5", "delivery kept by 90%", "there is no promise"),
        ("desk.people 1..5", "lots at most 3%", 'did you mean "lost"?'),
        ("desk.people 1..5", "lost at most 3", "3%"),
        ("desk.people 1..5", "something else", "lost at most 2%"),
        ("desk.people 1..5", "worth at least 3 EUR", "worth"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_a_fault_with_a_hint(ranges, keep, said):
    """An unknown address, a range without a unit, a promise without a share."""
    with pytest.raises(OutsideInError) as wrong:
        found_for(desk(4.0), keep, ranges)
    assert said in str(wrong.value), str(wrong.value)


def test_all_faults_are_told_at_once():
    """Two ranges of one address, and none at all."""
    with pytest.raises(OutsideInError, match="two ranges"):
        found_for(desk(4.0), "90% wait under 1 min", "desk.people 1..5", "desk.people 2..6")
    with pytest.raises(OutsideInError, match="no promise is given"):
        fewest(read_text(desk(4.0), "desk.yaml"), ["desk.people 1..5"], [], plan=PLAN)


def test_the_command_says_the_people_and_how_sure_that_is(tmp_path):
    """A table for people, JSON for programs, a fault with exit 1."""
    file = tmp_path / "desk.yaml"
    file.write_text(desk(4.0), encoding="utf-8")
    asked = ["search", str(file), "--set", "desk.people 4..8", "--cases", "3000"]
    asked += ["--keep", "90% wait under 60 s", "--replications", "4"]
    done = CliRunner().invoke(main, asked)
    assert done.exit_code == 0, done.output
    first, second, *_ = done.stdout.splitlines()
    assert first.endswith("desk.people 6 (now desk.people 5).")
    assert second.startswith("With 95 % probability every decision was right")
    told = json.loads(CliRunner().invoke(main, [*asked, "--json"]).stdout)
    assert told["fewest"] == {"desk.people": 6.0}
    assert told["afresh"][1]["setting"] == {"desk.people": 5.0}
    assert np.isfinite(told["afresh"][0]["cost_a_week"])
    wrong = CliRunner().invoke(main, ["search", str(file), "--keep", "90% wait under 60 s"])
    assert wrong.exit_code == 1
    assert "--set" in wrong.output


def test_the_json_names_every_setting_tried():
    """As many as were simulated."""
    found = found_for(desk(2.0), "80% wait under 20 s", "desk.people 3..5")
    assert len(fewest_json(found)["tried"]) == len(found.tried)
