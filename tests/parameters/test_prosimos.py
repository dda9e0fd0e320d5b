"""Parameter files of Prosimos: what they mean, what of them is refused, and where."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from outsidein.document import read_text
from outsidein.document.writing import write
from outsidein.drawings import open_drawing
from outsidein.errors import Fault, OutsideInError
from outsidein.model.behaviour import Law, Period
from outsidein.model.check import check
from outsidein.model.process import Process, Step
from outsidein.parameters.json_text import Looking, read_json
from outsidein.parameters.prosimos_spreads import spread_of
from outsidein.parameters.spreads import nearest
from parameters.made_files import WEEKDAYS, drawing, law, parameters, written

OPEN = (Period(first_day=0, last_day=4, start_seconds=32_400.0, end_seconds=61_200.0),)


def joined(said: dict[str, Any]) -> tuple[Process, tuple[Fault, ...]]:
    document = open_drawing(drawing(), "claim.bpmn", parameters=(written(said), "claim.json"))
    assert document.process is not None
    return document.process, document.faults


def step(process: Process, name: str) -> Step:
    return next(step for step in process.steps if step.id == name)


def test_a_drawing_with_its_parameters_can_be_simulated() -> None:
    """People, hours, costs, times, chances, arrivals and outcomes: nothing is missing."""
    process, _ = joined(parameters())
    clerk, expert, automatic = process.parts
    assert (clerk.name, clerk.people, clerk.open, clerk.cost_per_hour) == ("Clerk", 2, OPEN, 25)
    assert (expert.name, expert.people) == ("Expert", 3)
    assert (automatic.kind, automatic.people) == ("system", None)
    assert step(process, "look").takes == Law(kind="normal", parameters=(1200, 300), unit="min")
    assert step(process, "look").part == clerk.id
    assert [branch.share for branch in step(process, "clear").go] == [0.7, None]
    assert step(process, "done").outcome == "served"
    assert not [fault for fault in check(process) if fault.code == "missing-number"]
    assert not [fault for fault in check(process) if fault.severity == "error"]


def test_an_arrival_out_of_hours_comes_at_the_next_opening() -> None:
    """One at each opening, then one in 30 min on average: 17 a day of 8 h, five days a week."""
    process, _ = joined(parameters())
    assert process.arrivals is not None
    assert process.arrivals.per_second is not None
    assert process.arrivals.per_second * 604_800 == pytest.approx(85, rel=2e-3)
    first, rest = process.arrivals.profile
    assert (first[0].end_seconds, first[1]) == (36_000.0, pytest.approx(1.5, abs=0.02))
    assert rest[1] == 1.0


@pytest.mark.parametrize(
    ("said", "mean", "sd"),
    [
        (law("fix", 100), 100, 0),
        (law("expon", 100, 50, 200), 92.1, 35.5),
        (law("expon", 0, 100), 100, 100),
        (law("norm", 10, 30, 0, 1e5), 28.0, 20.0),
        (law("uniform", 10, 30), 20, 5.77),
        (law("lognorm", 300, 90_000, 0, 1e6), 300, 300),
        (law("lognorm", 300, 90_000, 100, 400), 217.6, 81.0),
        (law("gamma", 300, 45_000, 100, 1e6), 340, 202),
        (law("exponnorm", 2, 100, 10, 0, 1e6), 120, 22.4),
        (law("triang", 0.5, 10, 100), 60, 20.4),
    ],
)
def test_parameters_mean_what_prosimos_makes_of_them(
    said: dict[str, Any], mean: float, sd: float
) -> None:
    """Means and deviations as Prosimos 2.1 draws them; the last two are scipy's own."""
    spread = spread_of(Looking("x"), read_json(json.dumps(said).encode(), "x"))
    assert spread is not None
    assert spread.mean_seconds == pytest.approx(mean, rel=0.01)
    assert spread.sd_seconds == pytest.approx(sd, rel=0.02)
    assert nearest(spread).off < 0.07


def test_a_law_of_ours_that_is_only_near_is_told_with_its_distance() -> None:
    """An exponential time behind a least one is none of our laws."""
    said = parameters()
    said["task_resource_distribution"][1]["resources"][0] |= law("expon", 2700, 1800, 9000)
    process, faults = joined(said)
    told = next(f for f in faults if f.code == "approximated" and "expert" in f.what)
    assert "expon(2700, 1800, 9000)" in told.what
    assert "% of it off" in told.what
    assert told.where.startswith("claim.json:")
    takes = step(process, "ask").takes
    assert takes is not None
    assert takes.mean_seconds == pytest.approx(2_700, rel=0.01)


def test_people_who_differ_have_speeds_of_their_own() -> None:
    """20 and 40 min: 30 min at one and a half and at three quarters of the speed."""
    said = parameters()
    said["task_resource_distribution"][0]["resources"][1] |= law("norm", 2400, 300, 0, 1e6)
    process, _ = joined(said)
    look, clerk = step(process, "look"), process.parts[0]
    assert look.takes is not None
    assert look.takes.mean_seconds == pytest.approx(1_800, rel=0.01)
    assert look.needs == "look"
    assert [(s.name, s.first, s.last, s.speed) for s in clerk.skills] == [
        ("look", 1, 1, 1.5), ("look", 2, 2, 0.75),
    ]  # fmt: skip
    assert not [fault for fault in check(process) if fault.severity == "error"]
    assert read_text(write(process)) == process


def test_who_does_less_than_others_has_the_skills_for_it() -> None:
    """The second clerk also asks the expert's question: one queue, and only they and experts do."""
    said = parameters()
    extra = {"resource_id": "clerk 2", **law("fix", 1800)}
    said["task_resource_distribution"][1]["resources"].append(extra)
    process, _ = joined(said)
    assert step(process, "look").part == step(process, "ask").part
    skills = {(s.name, s.first, s.last) for s in process.parts[0].skills}
    assert ("look", 1, 2) in skills
    assert ("ask an expert", 2, 5) in skills
    assert not [fault for fault in check(process) if fault.severity == "error"]


def test_people_who_take_turns_take_the_average_time() -> None:
    """One in the morning, one in the afternoon, of other speeds: number 1 is both of them."""
    said = parameters()
    for k, (start, end) in enumerate((("09:00:00", "13:00:00"), ("13:00:00", "17:00:00"))):
        hours = [WEEKDAYS[0] | {"beginTime": start, "endTime": end}]
        said["resource_calendars"].append({"id": start, "name": "x", "time_periods": hours})
        said["resource_profiles"][0]["resource_list"][k]["calendar"] = start
    said["task_resource_distribution"][0]["resources"][1] |= law("norm", 2400, 300, 0, 1e6)
    process, faults = joined(said)
    assert process.parts[0].skills == ()
    takes = step(process, "look").takes
    assert takes is not None
    assert takes.mean_seconds == pytest.approx(1_800, rel=0.01)
    assert any("as they take turns" in fault.what for fault in faults)


def test_people_with_hours_of_their_own_are_told() -> None:
    """One comes in the afternoon only: two, then one, and that is said."""
    said = parameters()
    late = [WEEKDAYS[0] | {"beginTime": "13:00:00"}]
    said["resource_calendars"].append({"id": "late", "name": "Late", "time_periods": late})
    said["resource_profiles"][0]["resource_list"][0]["calendar"] = "late"
    process, faults = joined(said)
    assert any("differ in hours" in fault.what for fault in faults)
    people = process.parts[0].people
    assert isinstance(people, tuple)
    assert [number for _, number in people] == [1, 2]


def change(*path: Any, to: Any) -> Callable[[dict[str, Any]], None]:
    def put(said: dict[str, Any]) -> None:
        held: Any = said
        for piece in path[:-1]:
            held = held[piece]
        held[path[-1]] = to

    return put


RESOURCE = ("resource_profiles", 1, "resource_list", 0)
TIMES = ("task_resource_distribution", 1, "resources", 0)


@pytest.mark.parametrize(
    ("put", "code", "what"),
    [
        (change(*RESOURCE, "amount", to=0), "no-people", "amount"),
        (change(*RESOURCE, "amount", to=1.5), "no-people", "1.5"),
        (change(*RESOURCE, "amount", to="many"), "not-a-number", "number"),
        (change(*RESOURCE, "calendar", to="nights"), "no-hours", "nights"),
        (change(*RESOURCE, "cost_per_hour", to=-1), "below-zero", "cost_per_hour"),
        (change("resource_calendars", 0, "time_periods", to=[]), "no-hours", "no hours"),
        (change("resource_calendars", 0, "time_periods", 0, "from", to="FEASTDAY"), "bad-hours",
         "hours"),
        (change(*TIMES, "distribution_name", to="cauchy"), "unknown-law", "cauchy"),
        (change(*TIMES, "distribution_params", to=[]), "bad-law", "too few"),
        (change(*TIMES, "distribution_params", to=[{"value": -5}]), "bad-law", "-5"),
        (change(*TIMES, "resource_id", to="ghost"), "unknown-resource", "ghost"),
        (change("gateway_branching_probabilities", 0, "probabilities", 0, "value", to=7),
         "not-a-chance", "7"),
        (change("gateway_branching_probabilities", 0, "probabilities", 0, "value", to=0.4),
         "shares", "70 %"),
        (change("arrival_time_distribution", to=law("fix", 0)), "no-time", "all at once"),
        (change("batch_processing", to=[{"task_id": "look"}]), "not-held", "batches"),
        (change("prioritisation_rules", to=[{"rule": 1}]), "not-held", "priorities"),
        (change("model_type", to="FUZZY"), "not-held", "probable"),
        (change("resource_profiles", to=7), "not-as-expected", "list"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_at_its_line(
    put: Callable[[dict[str, Any]], None], code: str, what: str
) -> None:
    """Each fault names its line in the parameter file, not in the drawing."""
    said = parameters()
    put(said)
    _, faults = joined(said)
    found = [fault for fault in faults if fault.severity == "error"]
    assert code in {fault.code for fault in found}
    fault = next(fault for fault in found if fault.code == code)
    assert what in fault.what
    name, line = fault.where.rsplit(":", 1)
    assert name == "claim.json"
    assert 1 <= int(line) <= written(said).count(b"\n") + 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "not-json"), (b"{", "not-json"), (b'{"a": 1,}', "not-json"),
        (b'{"a": NaN}', "not-json"), (b'{"a": 1e999}', "not-json"), (b"[1 2]", "not-json"),
        (b'{"a": 1, "a": 2}', "not-json"), (b'{"a": "\\ud800x', "not-json"),
        (b"[" * 5_000, "too-large"), (b"\xff\xfe", "not-utf-8"), (b'{"a": 1}', "not-parameters"),
        (b"[]", "not-parameters"), (b'{"a": 007}', "not-json"), (b"{} {}", "not-json"),
    ],
)  # fmt: skip
def test_no_json_of_prosimos_is_refused(content: bytes, code: str) -> None:
    """What is no JSON, too deep, or about something else: one fault, at its line."""
    with pytest.raises(OutsideInError) as refused:
        open_drawing(drawing(), "claim.bpmn", parameters=(content, "claim.json"))
    assert refused.value.faults[0].code == code
    assert refused.value.faults[0].where.startswith("claim.json")


def test_a_line_is_counted() -> None:
    """The fault of the third line names it."""
    with pytest.raises(OutsideInError) as refused:
        read_json(b'{\n "a": [1,\n  oops]}', "x.json")
    assert refused.value.faults[0].where == "x.json:3"


def test_a_task_that_is_not_drawn_is_told() -> None:
    """A parameter file of another drawing."""
    said = parameters()
    said["task_resource_distribution"][1]["task_id"] = "elsewhere"
    _, faults = joined(said)
    assert any(f.code == "unknown-element" and "elsewhere" in f.what for f in faults)
