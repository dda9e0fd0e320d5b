"""The line of vision as drawn: what stands out, what is grey, and what the title says."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from chart.faults import faults
from chart.figured import SHOPPER
from chart.test_hostile import spoilt
from outsidein.chart import draw
from outsidein.chart.drawing import Drawing, Rect, Text
from outsidein.cli import main
from outsidein.document import read, read_text
from outsidein.errors import OutsideInError

DOCUMENTS = Path(__file__).parent / "documents"
EXAMPLES = Path(__file__).parents[2] / "examples"
PARCEL = """
process: Send a parcel
customers: {Sender: {share: rest}}
channels: {web: self, door: live}
organisation:
  Web shop: {kind: system}
  Billing:  {kind: department}
  Depot:    {kind: department}
  Courier:  {kind: partner}
steps:
  - order: {do: Order a courier, with: Web shop, via: web, fails: [2% lost]}
  - bill:  {hidden: Write the bill, by: Billing, fails: [3% wrong]}
  - plan:  {hidden: Plan the tour, by: Depot, shows: status}
  - sort:  {hidden: Sort it, by: Depot}
  - fetch: {do: Give the parcel, with: Courier, via: door}
  - done:  {end: Sent, outcome: served}
"""
BILLING = (
    "Two hand-overs lie between Billing and the sender, who sees nothing of it until "
    "“Give the parcel”"
)


def drawn(part: str, text: str = PARCEL) -> Drawing:
    """Draw a part's line of vision."""
    return draw(read_text(text), part=part).drawing


def roles(drawing: Drawing, name: str) -> set[str]:
    """Return the roles of strokes and texts of a group."""
    group = next(g for g in drawing.layers if g.id == name)
    found = {s.role for s in group.shapes if isinstance(s, Text)}
    return found | {s.stroke for s in group.shapes if not isinstance(s, Text) and s.stroke}


def test_the_way_stands_out_and_the_rest_is_grey() -> None:
    """Order, bill, plan, sort and fetch are on Billing's way; nothing else has its colours."""
    shown = drawn("Billing")
    assert roles(shown, "bill") == {"org", "ink"}
    assert "ghost" not in roles(shown, "flow.plan.next") | roles(shown, "rail.fetch")
    assert roles(shown, "flow.fetch.next") == {"ghost"}
    assert roles(shown, "order.fails.lost") == {"ghost", "muted"}
    assert "muted" not in roles(shown, "bill.fails.wrong")
    assert roles(shown, "done") == {"ghost"}


def test_the_parts_own_steps_have_the_thickest_frame() -> None:
    """Bill is framed with 3 units, sort with the usual 1.25."""
    widths = {}
    for name in ("bill", "sort"):
        group = next(g for g in drawn("Billing").layers if g.id == name)
        widths[name] = next(s.stroke_width for s in group.shapes if isinstance(s, Rect))
    assert widths == {"bill": 3.0, "sort": 1.25}


def test_hand_overs_are_numbered_from_the_part() -> None:
    """Web shop to Billing is one; Billing to Depot one and Depot to Courier two the other way."""
    numbers = {
        group.id: next(s.text for s in group.shapes if isinstance(s, Text))
        for group in drawn("Billing").layers if group.id.startswith("hop.")
    }  # fmt: skip
    assert numbers == {
        "hop.order.next": "1", "hop.bill.next": "1", "hop.sort.next": "2",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("part", "title"),
    [
        ("Billing", BILLING),
        (
            "depot",
            "One hand-over lies between Depot and the sender, who can follow one of its steps",
        ),
        ("Courier", "The sender meets Courier in one step, and nothing it does is out of sight"),
    ],
)
def test_the_title_says_how_far_the_part_stands(part: str, title: str) -> None:
    """Hand-overs, and what is in sight, in one sentence."""
    assert drawn(part).title == title


def test_what_is_in_sight_is_said_below_the_step() -> None:
    """Of the depot's two steps one is in sight."""
    said = {label.owner: label.text for label in drawn("Depot").labels}
    assert (said["plan.note"], said["sort.note"]) == ("in sight", "out of sight")


def test_an_unknown_part_is_a_fault() -> None:
    """A name nobody has is refused, with the one that was meant."""
    with pytest.raises(OutsideInError, match="Biling") as caught:
        drawn("Biling")
    assert caught.value.faults[0].code == "unknown-part"
    assert "Billing" in caught.value.faults[0].hint


def test_the_picture_is_the_departments_view_but_for_its_colours() -> None:
    """Every node and line stands where it stands in the whole picture."""
    whole, part = draw(read_text(PARCEL)).drawing, drawn("Billing")
    assert part.nodes == whole.nodes
    assert [line.points for line in part.lines] == [line.points for line in whole.lines]


@pytest.mark.parametrize(("name", "part"), [("shopper", "Billing"), ("order", "Warehouse")])
def test_lines_of_vision_are_as_reviewed(
    name: str, part: str, golden: Callable[[str, str], None]
) -> None:
    """The two pictures that were looked at, without a fault."""
    file = DOCUMENTS / "shopper.yaml" if name == "shopper" else EXAMPLES / name / f"{name}.yaml"
    picture = draw(read(file), figures=SHOPPER if name == "shopper" else None, part=part)
    assert faults(picture.drawing) == []
    golden(f"chart/{name}-vision.svg", picture.svg(fonts=False))


@given(seed=st.integers(0, 100_000))
def test_any_part_has_a_clean_line_of_vision(seed: int) -> None:
    """Nothing stands on anything else, whatever the process and the part."""
    process = spoilt(seed)
    if process.parts:
        part = random.Random(seed).choice(process.parts)
        assert faults(draw(process, part=part.id).drawing) == []


def test_the_command_draws_a_line_of_vision(tmp_path: Path) -> None:
    """--part draws it; with another view, or of nobody, it is refused."""
    model = tmp_path / "p.yaml"
    model.write_text(re.sub(r", fails: \[[^]]*\]", "", PARCEL), encoding="utf-8")
    run = CliRunner()
    done = run.invoke(main, ["chart", str(model), "--part", "Billing"])
    assert done.exit_code == 0, done.output
    assert "Two hand-overs lie" in model.with_suffix(".svg").read_text(encoding="utf-8")
    assert run.invoke(main, ["chart", str(model), "--part", "Nobody"]).exit_code == 1
    both = ["chart", str(model), "--part", "Billing", "--view", "company"]
    assert run.invoke(main, both).exit_code == 2
