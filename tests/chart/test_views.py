"""Every view of any process: none is refused, the customer on top, lanes in the given order."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from itertools import pairwise
from typing import get_args

import pytest

from chart.test_layout import long_process
from outsidein.chart import draw
from outsidein.chart.chart import ViewKind
from outsidein.chart.drawing import Drawing
from outsidein.model.process import Process
from random_processes import random_process

VIEWS = get_args(ViewKind)
BANDS = {
    "company": ("company", "behind"),
    "blueprint": ("onstage", "backstage", "support"),
    "journey": tuple(
        f"journey.{row}"
        for row in ("channel", "words", "waits", "effort", "own", "satisfaction", "act")
    ),
}  # below the customer, in this order
CUSTOMER = ("customer", "journey.touch")


def lanes(drawing: Drawing) -> list[str]:
    """The lanes from the top down; each begins where the last one ends, or lower."""
    found = sorted(drawing.lanes, key=lambda lane: drawing.lanes[lane].top)
    for above, below in pairwise(found):
        assert drawing.lanes[above].bottom <= drawing.lanes[below].top + 0.5, (above, below)
    return found


def shuffled(seed: int) -> Process:
    """A random process whose parts stand in another order than they are used in."""
    process = random_process(seed)
    parts = list(process.parts)
    random.Random(seed).shuffle(parts)
    return replace(process, parts=tuple(parts))


def check(process: Process, view: ViewKind) -> None:
    """Assert what holds in every picture."""
    drawing = draw(process, view).drawing
    order = lanes(drawing)
    of_customer = [lane.startswith(CUSTOMER) for lane in order]
    assert of_customer[0], order
    assert of_customer == sorted(of_customer, reverse=True), order
    wanted = BANDS.get(view, tuple(f"part.{part.id}" for part in process.parts))
    below = [lane for lane in order if lane in wanted]
    assert below == [lane for lane in wanted if lane in order]
    if view == "departments":
        assert below == list(wanted)
    for node, lane in drawing.lane_of.items():
        box, band = drawing.nodes[node], drawing.lanes[lane]
        assert band.top <= box.top, node
        assert box.bottom <= band.bottom, node


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("seed", range(6))
def test_the_customer_is_on_top_and_lanes_keep_their_order(seed: int, view: ViewKind) -> None:
    """Whatever the order of the parts in the document, it is that of the picture."""
    check(shuffled(seed), view)


@pytest.mark.long
@pytest.mark.parametrize("view", VIEWS)
def test_no_random_process_is_refused(view: ViewKind) -> None:
    """The same of three hundred."""
    for seed in range(300):
        check(shuffled(seed), view)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize(("steps", "seconds"), [(30, 0.6), (200, 10.0)])
def test_every_view_is_drawn_quickly(steps: int, seconds: float, view: ViewKind) -> None:
    """Thirty steps take at most 0.6 CPU seconds in each view, two hundred at most ten."""
    process = long_process(steps)
    draw(long_process(5), view)  # fonts and imports are loaded once
    before = time.process_time()
    drawing = draw(process, view).drawing
    assert time.process_time() - before < seconds
    assert sum(name.startswith("s") for name in drawing.nodes) >= 0.6 * steps
