"""Parameters that stand inside a drawing: QBP and BPSim."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from outsidein.document import read_text
from outsidein.document.writing import write
from outsidein.drawings import open_drawing
from outsidein.errors import Fault
from outsidein.model.behaviour import Law, Period
from outsidein.model.check import check
from outsidein.model.process import Process
from parameters.made_files import BPSIM, QBP, drawing

OPEN = Period(first_day=0, last_day=4, start_seconds=32_400.0, end_seconds=61_200.0)
WHERE = Path(os.environ.get("OUTSIDEIN_DATA", Path(__file__).parents[3] / "shared" / "data"))


def opened(inside: str = "", behind: str = "") -> tuple[Process, tuple[Fault, ...]]:
    document = open_drawing(drawing(inside, behind), "claim.bpmn")
    assert document.process is not None
    return document.process, document.faults


def errors(faults: tuple[Fault, ...]) -> list[Fault]:
    return [fault for fault in faults if fault.severity == "error"]


def test_qbp_is_found_in_the_drawing() -> None:
    """Variance for a lognormal time, deviation for a normal one; 23:59:59.999 is midnight."""
    process, faults = opened(QBP)
    clerk, expert, _ = process.parts
    steps = {step.id: step for step in process.steps}
    assert (clerk.people, clerk.open, clerk.cost_per_hour) == (2, (OPEN,), 25)
    assert expert.open == (
        Period(first_day=0, last_day=6, start_seconds=0.0, end_seconds=86_400.0),
    )
    assert steps["look"].takes == Law(kind="normal", parameters=(1200, 300), unit="min")
    assert steps["look"].cost == 3
    assert steps["ask"].takes == Law(kind="lognormal", parameters=(1800, 900), unit="min")
    assert [branch.share for branch in steps["clear"].go] == [0.7, None]
    assert process.arrivals is not None
    assert process.arrivals.profile == ((OPEN, 1.0),)
    assert process.arrivals.per_second == pytest.approx(
        40 / 168 / 1800, rel=1e-5
    )  # 40 of 168 hours
    assert process.currency == "EUR"
    assert not errors(faults)
    assert not [f for f in check(process) if f.severity == "error" or f.code == "missing-number"]


def test_bpsim_is_found_in_the_drawing() -> None:
    """Set-up and processing add up; a task without a resource holds nobody."""
    process, faults = opened(behind=BPSIM)
    steps = {step.id: step for step in process.steps}
    clerks = next(part for part in process.parts if part.name == "Clerks")
    assert (clerks.people, clerks.open, clerks.cost_per_hour) == (2, (OPEN,), 25)
    assert steps["look"].takes == Law(kind="constant", parameters=(1200.0,), unit="min")
    assert (steps["look"].part, steps["look"].cost) == (clerks.id, 3)
    after = Law(kind="triangular", parameters=(600.0, 1200.0, 3600.0), unit="min")
    assert (steps["ask"].takes, steps["ask"].after) == (None, after)
    assert [branch.share for branch in steps["clear"].go] == [0.7, None]
    assert process.arrivals is not None
    assert process.arrivals.per_second == pytest.approx(40 / 168 / 1800, rel=1e-5)
    assert not errors(faults)
    assert not [f for f in check(process) if f.severity == "error" or f.code == "missing-number"]


@pytest.mark.parametrize("said", [{"inside": QBP}, {"behind": BPSIM}])
def test_it_can_be_written_as_a_document(said: dict[str, str]) -> None:
    """What was read is a process as any other: its document reads as the same."""
    process, _ = opened(**said)
    assert read_text(write(process)) == process


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('totalAmount="2"', 'totalAmount="0"', "no-people"),
        ('totalAmount="2"', 'totalAmount="two"', "no-people"),
        ('timetableId="day"', 'timetableId="night"', "no-hours"),
        ('toTime="17:00:00.000+00:00"', 'toTime="late"', "bad-hours"),
        ('type="NORMAL"', 'type="CAUCHY"', "unknown-law"),
        ('mean="1200"', 'mean="-1200"', "bad-law"),
        ('mean="1200"', 'mean="1e400"', "not-a-number"),
        ('executionProbability="0.7"', 'executionProbability="7"', "not-a-chance"),
        ('executionProbability="0.7"', 'executionProbability="0.2"', "shares"),
        ('arg1="1800"', 'arg1="0"', "no-time"),
        (">r2<", ">nobody<", "unknown-resource"),
    ],
)
def test_what_cannot_be_in_qbp_is_refused_at_its_line(old: str, new: str, code: str) -> None:
    """Each fault stands at a line of the drawing."""
    assert old in QBP
    _, faults = opened(QBP.replace(old, new, 1))
    found = next(fault for fault in errors(faults) if fault.code == code)
    assert found.where.startswith("claim.bpmn:")


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('<bpsim:NumericParameter value="2"', '<bpsim:NumericParameter value="0"', "no-people"),
        ('baseTimeUnit="min"', 'baseTimeUnit="moons"', "unknown-unit"),
        ('value="PT19M"', 'value="soon"', "not-a-number"),
        ("TriangularDistribution", "PoissonDistribution", "unknown-law"),
        ('mode="20"', 'mode="90"', "bad-law"),
        ('value="0.7"', 'value="1.7"', "not-a-chance"),
        ('mean="30"', 'mean="0"', "no-time"),
        ("RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "RRULE:FREQ=YEARLY", "bad-hours"),
        ("getResource('clerks', 1)", "getResource('clerks', 2)", "not-held"),
        ("getResource('clerks', 1)", "getResource('ghosts', 1)", "no-people"),
    ],
)
def test_what_cannot_be_in_bpsim_is_refused_at_its_line(old: str, new: str, code: str) -> None:
    """Each fault stands at a line of the drawing."""
    assert old in BPSIM
    _, faults = opened(behind=BPSIM.replace(old, new, 1))
    found = next(fault for fault in errors(faults) if fault.code == code)
    assert found.where.startswith("claim.bpmn:")


def test_files_of_others_are_read_whole() -> None:
    """Every drawing with QBP parameters that is at hand is read without an error."""
    found = sorted((WHERE / "bpmn" / "other").glob("*.bpmn")) if WHERE.exists() else []
    found = [path for path in found if b"processSimulationInfo" in path.read_bytes()]
    if not found:
        pytest.skip(f"no drawings in {WHERE / 'bpmn' / 'other'}")
    for path in found:
        document = open_drawing(path.read_bytes(), path.name)
        assert document.process is not None
        assert not errors(document.faults), path.name
        assert document.process.arrivals is not None, path.name


@pytest.mark.parametrize(
    ("drawn", "said"),
    [
        ("simmodels/prosimos_credit_application.bpmn", "prosimos_credit_application.json"),
        ("bpmn/other/prosimos_LoanApp_sequential_9-5.bpmn", "prosimos_LoanApp_arrival_fix_10.json"),
        ("bpmn/other/prosimos_PurchasingExampleQBP.bpmn", "prosimos_PurchasingExampleQBP.json"),
    ],
)
def test_files_of_prosimos_are_read_whole(drawn: str, said: str) -> None:
    """Three of its own examples, each with its drawing: nothing is missing for a run."""
    drawing_file, parameters = WHERE / drawn, WHERE / "simmodels" / said
    if not drawing_file.exists() or not parameters.exists():
        pytest.skip(f"no {drawn} in {WHERE}")
    given = (parameters.read_bytes(), said)
    document = open_drawing(drawing_file.read_bytes(), drawn, parameters=given)
    process = document.sure()
    assert not [f for f in check(process) if f.severity == "error" or f.code == "missing-number"]
