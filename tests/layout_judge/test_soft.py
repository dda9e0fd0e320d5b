"""The soft measures and the places of texts, worked by hand on small drawings."""

from __future__ import annotations

import math

import pytest
from benchmarks.layout import unextended
from benchmarks.layout.drawn import read
from benchmarks.layout.lettering import broken, labels
from benchmarks.layout.score import score
from benchmarks.layout.shapes import Outline

from layout_judge.small import SHOP, Area, Edge, Node, Small
from outsidein.chart.fonts import text_width

# Two rows of two tasks, 100 x 80: a (0, 0), b (200, 0), c (0, 200), d (200, 200). Flows:
# a -> b level, 100 px; b -> c with two bends, 160 + 60 = back and down; c -> d level, 100 px;
# d -> a up and back, aslant.
CORNERS = {"a": (0, 0), "b": (200, 0), "c": (0, 200), "d": (200, 200)}
FOUR = Small(
    pools={},
    lanes={},
    nodes={k: Node("task", (x, y, 100, 80)) for k, (x, y) in CORNERS.items()},
    edges={
        "ab": Edge("a", "b", [(100, 40), (200, 40)]),
        "bc": Edge("b", "c", [(250, 80), (250, 140), (50, 140), (50, 200)]),
        "cd": Edge("c", "d", [(100, 240), (200, 240)]),
        "da": Edge("d", "a", [(200, 210), (80, 80)]),
    },
)
ASLANT = math.hypot(120, 130)


def test_soft_measures_of_four_tasks() -> None:
    """300 x 280 px; bc has 2 bends, 320 px, 200 of them back; da is aslant, 120 back, crosses bc.

    Rightwards lead ab and cd.
    """
    found = score(FOUR.bpmn()).soft
    whole = 100 + 320 + 100 + ASLANT
    expected = {
        "crossings": 1, "crossings_all": 1, "bends": 2 / 4, "length": whole / 4,
        "area": 300 * 280 / 4, "back": (200 + 120) / 4, "orthogonal": 520 / whole,
        "aspect": 300 / 280, "forward": 2 / 4, "shared_exits": 0, "label_distance": 0,
        "lanes_moved": 0,
    }  # fmt: skip
    assert found == pytest.approx(expected)


def test_messages_and_associations_count_where_they_are_said_to() -> None:
    """A message flow has a length and bends, but only "any lines" counts what it crosses."""
    lower = Area("participant", (0, 340, 300, 60), "Bank")
    message = Edge("a", "bank", [(20, 80), (20, 120), (150, 120), (150, 340)], kind="messageFlow")
    found = score(FOUR.changed(bank=lower, m=message).bpmn()).soft
    assert found["crossings"] == 1
    assert found["crossings_all"] == 1 + 4  # da on its level leg; da, bc and cd downwards
    assert found["bends"] == (2 + 2) / 5
    assert found["length"] == pytest.approx((520 + ASLANT + 40 + 130 + 220) / 5)
    assert found["area"] == 300 * 400 / 4


def test_branches_that_leave_together_are_counted() -> None:
    """Two of three branches from one corner are a pair; of four branches some must share."""
    gateway = {"g": Node("exclusiveGateway", (400, 20, 40, 40))}
    out = {
        "ga": Edge("g", "a", [(440, 40), (460, 40), (460, -20), (50, -20), (50, 0)]),
        "gb": Edge("g", "b", [(400, 40), (300, 40)]),
        "gd": Edge("g", "d", [(440, 40), (460, 40), (460, 240), (300, 240)]),
    }
    assert score(FOUR.changed(**gateway, **out).bpmn()).soft["shared_exits"] == 1
    fourth = Edge("g", "c", [(420, 60), (420, 320), (50, 320), (50, 280)])
    assert score(FOUR.changed(**gateway, **out, gc=fourth).bpmn()).soft["shared_exits"] == 0


def test_lanes_in_another_order_than_in_the_source_are_counted() -> None:
    """Two lanes that changed places are one pair; against itself no drawing moved any."""
    office, customer = SHOP.lanes["office"].box, SHOP.lanes["customer"].box
    turned = SHOP.changed(
        customer=Area("lane", office, "Customer"), office=Area("lane", customer, "Office")
    )
    assert score(turned.bpmn(), SHOP.bpmn()).soft["lanes_moved"] == 1
    assert score(turned.bpmn()).soft["lanes_moved"] == 0


def test_label_distance_is_from_ink_to_outline() -> None:
    """The label "yes" stands in a box from y = 55: one line of 11 px in 14 px.

    Spacing is 13.2 px, the baseline 9.9 px below the top, "y" reaches .21 em under it.
    """
    one = SHOP.changed(f4=Edge("ok", "mend", SHOP.edges["f4"].points), ok=Node(
        "exclusiveGateway", (300, 55, 40, 40), "", "customer"), done=Node(
        "endEvent", (420, 61, 28, 28), "", "customer"))  # fmt: skip
    reach = 0.21 * 11
    expected = 75 - (55 + 0.75 * 13.2 + reach)
    assert score(one.bpmn()).soft["label_distance"] == pytest.approx(expected, abs=0.1)


def test_texts_without_bounds_stand_where_bpmn_js_puts_them() -> None:
    """Below events; 15 px above the middle of a level flow, right of an upright one.

    The text box is 20 px high there, so its top lies 25 px above, or 10 px above the middle.
    """
    drawing = read(
        SHOP.changed(
            f3=Edge("ok", "done", [(340, 75), (420, 75)], "yes"),
            f4=Edge("ok", "mend", [(320, 95), (320, 185)], "no"),
        ).bpmn()
    )
    ink = {label.owner: label.ink[0] for label in labels(drawing)}
    for owner, middle, top in (("done", 434, 89), ("f3", 380, 50), ("f4", 335, 130)):
        left, upper, width, height = ink[owner]
        assert left + width / 2 == pytest.approx(middle)
        baseline = upper + height - (0.21 * 11 if owner == "f3" else 0)
        assert baseline == pytest.approx(top + 0.75 * 13.2, abs=0.25)


def test_a_lane_s_name_is_turned_in_its_header() -> None:
    """Its lines run upwards in the first 30 px; "Office" is as high as it is long."""
    ink = {label.owner: label.ink for label in labels(read(SHOP.bpmn()))}
    (left, top, width, height), *rest = ink["office"]
    assert not rest
    assert 30 < left < left + width < 60
    assert height == pytest.approx(text_width("Office", 12))
    assert top + height / 2 == pytest.approx(225)


def test_lines_break_at_spaces_and_hyphens_then_within_words() -> None:
    """By hand: all letters are as wide as one "a", so many fit; one less within a word."""
    one = text_width("a", 11)
    assert broken("aaaa", 3.5 * one, 11) == ["aaa", "a"]
    assert broken("aaa aaa", 4.9 * one, 11) == ["aaa", "aaa"]
    assert broken("aaa-aaa", 5.5 * one, 11) == ["aaa-", "aaa"]
    assert broken("Ask\nagain", 90, 11) == ["Ask", "again"]
    assert broken("Ask again", 90, 11) == ["Ask again"]


@pytest.mark.parametrize(
    ("form", "point", "expected"),
    [
        ("circle", (50, 20), 10), ("circle", (20, 20), -20), ("circle", (44, 38), 10),
        ("diamond", (45, 20), 5), ("diamond", (20, 20), -math.sqrt(200)),
        ("diamond", (40, 40), math.sqrt(200)), ("diamond", (30, 10), 0),
        ("box", (43, 44), 5), ("box", (20, 5), -5),
        ("round", (0, 0), 10 * (math.sqrt(2) - 1)), ("round", (0, 20), 0),
    ],
)  # fmt: skip
def test_distances_from_outlines(form: str, point: tuple[float, float], expected: float) -> None:
    """Shapes of 40 x 40 px: outside positive, inside negative, worked by hand."""
    outline = Outline(form=form, box=(0, 0, 40, 40))
    assert outline.distance(point) == pytest.approx(expected, abs=1e-9)


def test_a_leg_is_as_deep_as_its_deepest_point() -> None:
    """Through the middle of a circle of radius 20: 20; along a chord 12 off the middle: 8."""
    circle = Outline(form="circle", box=(0, 0, 40, 40))
    assert circle.deepest((-10, 20), (60, 20)) == pytest.approx(-20, abs=1e-3)
    assert circle.deepest((-10, 32), (60, 32)) == pytest.approx(-8, abs=1e-3)
    assert circle.gap((35, 0, 10, 5)) == pytest.approx(math.hypot(15, 15) - 20)


def test_the_first_scorer_needs_two_lanes_and_eight_flows() -> None:
    """The small drawing has two lanes and five flows: figures only when asked for."""
    assert unextended.score(SHOP.bpmn()) is None
    found = unextended.score(SHOP.bpmn(), every=True)
    assert found is not None
    assert found["bends_per_flow"] == 1 / 5
    assert found["length_per_flow"] == (40 + 50 + 80 + 90 + 180) / 5
    assert found["area_per_node"] == 670 * 300 / 5
