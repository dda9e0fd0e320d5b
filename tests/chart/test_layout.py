"""The layout: nothing on anything else, the same columns in both views, quick."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chart.faults import faults
from outsidein.chart import draw
from outsidein.chart.drawing import Drawing
from outsidein.document import read, read_text
from outsidein.model.process import Process
from random_processes import random_process

REPOSITORY = Path(__file__).parents[2]
EXAMPLES = sorted((REPOSITORY / "examples").glob("*/*.yaml"))
VIEWS = ("departments", "company")


def customer_boxes(drawing: Drawing) -> dict[str, object]:
    """Return the boxes of the nodes in the customer's lanes."""
    return {
        name: box for name, box in drawing.nodes.items()
        if drawing.lane_of.get(name, "").startswith("customer")
    }  # fmt: skip


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_nothing_stands_on_anything_else_in_the_examples(file: Path, view: str) -> None:
    """No text over text or lines, no line through a step or along another, no step outside."""
    assert faults(draw(read(file), view).drawing) == []  # type: ignore[arg-type]


@given(seed=st.integers(0, 100_000), view=st.sampled_from(VIEWS))
def test_nothing_stands_on_anything_else_in_random_processes(seed: int, view: str) -> None:
    """The same for any process that can be thought up."""
    assert faults(draw(random_process(seed), view).drawing) == []  # type: ignore[arg-type]


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_the_customers_lane_is_the_same_in_both_views(file: Path) -> None:
    """Company and departments show the customer's steps at the same places, to the pixel."""
    process = read(file)
    departments, company = (customer_boxes(draw(process, view).drawing) for view in VIEWS)  # type: ignore[arg-type]
    assert company
    assert company.items() <= departments.items()


def long_process(steps: int) -> Process:
    """Return a process of so many steps with decisions, returns and hidden work."""
    lines = ["process: Long", "organisation: {A: {kind: system}, B: {kind: partner}}", "steps:"]
    for k in range(steps):
        if k % 5 == 2 and k + 4 < steps:
            lines.append(
                f"  - s{k}: {{choose: Is {k} so, go: [80% yes -> s{k + 1}, no -> s{k + 3}]}}"
            )
        elif k % 5 == 4:
            lines.append(f"  - s{k}: {{hidden: Work at {k}, by: B, fails: [5% wrong -> s{k - 3}]}}")
        else:
            lines.append(f"  - s{k}: {{do: Do number {k}, with: A, via: web}}")
    return read_text("\n".join(["channels: {web: self}", *lines]) + "\n")


@pytest.mark.parametrize(("steps", "seconds"), [(30, 0.6), (200, 10.0)])
def test_drawing_is_quick(steps: int, seconds: float) -> None:
    """Thirty steps take at most 0.6 CPU seconds, two hundred at most ten."""
    process = long_process(steps)
    draw(process)  # fonts and imports are loaded once
    before = time.process_time()
    drawing = draw(process).drawing
    assert time.process_time() - before < seconds
    assert len(drawing.nodes) >= steps


def test_two_hundred_steps_have_no_faults() -> None:
    """A process of two hundred steps is drawn as cleanly as a small one."""
    assert faults(draw(long_process(200)).drawing) == []
