"""The picture as slides: every node, label and line is a shape in its place, and can be edited."""

from __future__ import annotations

import io
import re
import zipfile
from itertools import pairwise

import pytest
from lxml import etree

from chart.figured import SHOPPER
from chart.slides import A, P, Seen, slides
from chart.test_golden import FILES
from outsidein.chart import Picture, draw
from outsidein.chart.drawing import Box, Text
from outsidein.chart.drawing import Path as Drawn
from outsidein.chart.fonts import text_width
from outsidein.chart.outputs.outline import Move, extent, outline
from outsidein.chart.outputs.pptx import MOST_EMU, UNIT_EMU, pptx
from outsidein.chart.palette import COLOURS
from outsidein.chart.wording import clean
from outsidein.document import read, read_text
from outsidein.model.process import Process

GOLDEN = [("shopper", "departments"), ("hospital", "departments"), ("order", "company"),
          ("claim", "journey")]  # fmt: skip


def picture(name: str, view: str) -> Picture:
    """Draw one of the documents of the reviewed pictures."""
    return draw(read(FILES[name]), view, SHOPPER if name == "shopper" else None)  # type: ignore[arg-type]


def shapes(drawn: Picture) -> list[Seen]:
    """Return the shapes of a picture's only slide."""
    (only,) = slides(drawn.pptx(), UNIT_EMU)
    return only


def called(one: Seen) -> str:
    """Return the address in a shape's name: one of several in a group has a number behind it."""
    return re.sub(r" \d+$", "", one.name)


def near(a: tuple[float, ...], b: tuple[float, ...], by: float = 0.1) -> bool:
    return all(abs(x - y) <= by for x, y in zip(a, b, strict=True))


@pytest.mark.parametrize(("name", "view"), GOLDEN)
def test_every_label_stands_where_the_picture_has_it(name: str, view: str) -> None:
    """Each line of text is found in a shape around its place, and has room there."""
    drawn = picture(name, view)
    seen = [one for one in shapes(drawn) if one.text]
    for text in (s for g in drawn.drawing.layers for s in g.shapes if isinstance(s, Text)):
        width = text_width(text.text, text.size, text.weight)
        left = text.x - {"start": 0, "middle": width / 2, "end": width}[text.anchor]
        place = (left, text.y - text.size / 2, left + width, text.y)
        holding = [one for one in seen if (clean(text.text), pytest.approx(text.size, abs=0.2))
                   in one.text and inside(place, one.box)]  # fmt: skip
        assert holding, f"{text.text!r} at {text.x}, {text.y}"
    for one in seen:
        height = sum(size * 1.2 for _, size in one.text)
        assert height <= one.box[3] - one.box[1] + 3 or one.kind == "free", one.text


def test_a_text_at_the_edge_of_a_shape_is_not_pulled_into_its_middle() -> None:
    """A frame around a phase has its name at the top, on the slide too."""
    drawn = draw(read(FILES["order"]), phase="Fulfil")
    wanted = [s for g in drawn.drawing.layers for s in g.shapes
              if isinstance(s, Text) and s.text == "Fulfil"]  # fmt: skip
    found = [one for one in shapes(drawn) if [line for line, _ in one.text] == ["Fulfil"]]
    assert len(found) == len(wanted) > 1
    for text in wanted:
        assert [one for one in found if one.box[1] < text.y < one.box[3] and one.box[3]
                - one.box[1] < 2 * text.size]  # fmt: skip


def inside(place: tuple[float, ...], box: tuple[float, ...]) -> bool:
    return (box[0] - 3 <= place[0] and place[2] <= box[2] + 3
            and box[1] - 3 <= place[1] and place[3] <= box[3] + 3)  # fmt: skip


@pytest.mark.parametrize(("name", "view"), GOLDEN)
def test_every_node_is_one_shape_by_its_address(name: str, view: str) -> None:
    """A node's shape has its name and its box, and says what the document says of it."""
    drawn = picture(name, view)
    seen = shapes(drawn)
    titles = {group.id: group.title for group in drawn.drawing.layers}
    nodes = {one: box for one, box in drawn.drawing.nodes.items() if one in titles}
    assert nodes
    for one, box in nodes.items():
        wanted = (box.left, box.top, box.right, box.bottom)
        assert [s for s in seen if called(s) == one and near(s.box, wanted, by=2)], one
    assert any(s.said == titles[s.name] != "" for s in seen if s.name in nodes)


@pytest.mark.parametrize(("name", "view"), GOLDEN[:3])
def test_connectors_run_as_drawn_and_hold_on_to_their_steps(name: str, view: str) -> None:
    """Straight flows are glued at both ends; every connector passes the corners of its flow."""
    drawn = picture(name, view)
    seen_all = shapes(drawn)
    found = {one.name: one for one in seen_all}
    numbers = {one.number: one for one in seen_all}
    kinds: set[str] = set()
    flows = [line for line in drawn.drawing.lines if f"flow.{line.id}" in found]
    for line in flows:
        one = found[f"flow.{line.id}"]
        if one.kind == "free":
            continue
        kinds.add(one.kind)
        assert len(one.outline) == len(line.points), line.id
        for seen, wanted in zip(one.outline, line.points, strict=True):
            assert near(seen, wanted), line.id
        for end, number, site in one.glue:
            node = line.source if end == "st" else line.target
            assert called(numbers[number]) == node
            assert 0 <= site <= (7 if numbers[number].kind == "ellipse" else 3)
        if len(line.points) == 2 and line.source in drawn.drawing.nodes and one.head:
            assert [end for end, _, _ in one.glue] == ["st", "end"], line.id
    assert kinds == {"straightConnector1", "bentConnector2", "bentConnector3"}
    assert len(flows) > len([line for line in drawn.drawing.lines if line.kind == "flow"]) / 2


@pytest.mark.parametrize(("name", "view"), GOLDEN)
def test_flows_that_are_not_connectors_are_drawn(name: str, view: str) -> None:
    """No line of the picture is missing on its slide."""
    drawn = picture(name, view)
    names = {one.name for one in shapes(drawn)}
    lines = [line.id for line in drawn.drawing.lines if line.kind in ("flow", "wait") and line.id]
    assert [one for one in lines if not {f"flow.{one}", f"flow.{one} 0"} & names] == []


def test_what_powerpoint_demands_of_the_file() -> None:
    """Numbers are unique, every shape has a text body with a paragraph, no box is negative."""
    content = pptx([picture(*one).drawing for one in GOLDEN[:2]])
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert package.testzip() is None
        parts = [n for n in package.namelist() if n.startswith("ppt/slides/slide")]
        assert len(parts) == 2
        for part in parts:
            tree = etree.fromstring(package.read(part))
            numbers = [one.get("id") for one in tree.iter(f"{P}cNvPr")]
            assert len(numbers) == len(set(numbers))
            assert all(one.get("name") for one in tree.iter(f"{P}cNvPr") if one.get("id") != "1")
            for body in tree.iter(f"{P}txBody"):
                assert [child.tag for child in body][:2] == [f"{A}bodyPr", f"{A}lstStyle"]
                assert body.findall(f"{A}p")
            for ext in tree.iter(f"{A}ext"):
                assert int(ext.get("cx")) >= 0
                assert int(ext.get("cy")) >= 0
            for path in tree.iter(f"{A}path"):
                assert int(path.get("w")) > 0
                assert int(path.get("h")) > 0
            ids = set(numbers)
            assert all(end.get("id") in ids for end in tree.iter(f"{A}stCxn", f"{A}endCxn"))


def test_colours_are_the_picture_s_in_both_themes() -> None:
    """Every fill, line and text colour is one of the palette's."""
    drawn = picture("claim", "company")
    for dark in (False, True):
        (seen,) = slides(drawn.pptx(dark=dark), UNIT_EMU)
        wanted = {colours[dark][1:] for colours in COLOURS.values()}
        used = {one.fill for one in seen} | {one.stroke for one in seen}
        assert used - {None} <= wanted
        assert len(used) > 5


def test_names_that_are_markup_or_hold_control_characters_stay_text() -> None:
    """XML in a name is text; half characters and bells are left out."""
    names = ["</a:t></a:r>", "&amp;<p:sp/>", "\ud800 half", "bell \x07", '"quoted"']
    steps = "".join(f"  - s{k}: {{do: one}}\n" for k in range(len(names)))
    process = read_text(f"process: Names\nsteps:\n{steps}")
    made = Process(
        name="]]> & <x>",
        steps=tuple(
            type(step)(**{**{f: getattr(step, f) for f in step.__slots__}, "name": name})
            for step, name in zip(process.steps, names, strict=True)
        ),
    )
    said = [line for one in shapes(draw(made)) for line, _ in one.text]
    assert {"</a:t></a:r>", "&amp;<p:sp/>", "half", "bell", '"quoted"', "]]> & <x>"} <= set(said)


def test_a_process_of_two_hundred_steps_fits_powerpoint_s_largest_slide() -> None:
    """A very long picture is drawn smaller, so that PowerPoint opens it."""
    steps = "".join(f"  - s{k}: {{do: Step {k}}}\n" for k in range(200))
    drawn = draw(read_text(f"process: Long\nsteps:\n{steps}"))
    content = drawn.pptx()
    emu = MOST_EMU / max(drawn.drawing.width, drawn.drawing.height)
    assert emu < UNIT_EMU
    (seen,) = slides(content, emu)
    assert max(one.box[2] for one in seen) <= drawn.drawing.width + 1
    assert {"s0", "s199"} <= {one.name for one in seen}


def test_an_outline_is_read_as_svg_says() -> None:
    """Each command of a path, by hand: a half circle of radius 5 passes (5, 0) at its top."""
    moves = outline(Drawn(commands="M0 5A5 5 0 0 1 10 5L10 9H4V8Q4 7 5 7Z", at=(1, 1)))
    kinds = [move.kind for move in moves]
    assert kinds == ["move", "curve", "curve", "line", "line", "line", "curve", "close"]
    assert near(moves[1].points[-1], (6, 1), by=1e-9)
    assert near(moves[2].points[-1], (11, 6), by=1e-9)
    assert near(moves[6].points[0], (5, 1 + 8 - 2 / 3), by=1e-9)
    assert near(moves[6].points[1], (6 - 2 / 3, 8), by=1e-9)
    assert extent([Move("move", ((1, 2),)), Move("line", ((3, 0),))]) == Box(1, 0, 3, 2)
    whole = outline(Drawn(commands="M-2.5 -3.1A2.5 2.5 0 1 0 2.5 -3.1A2.5 2.5 0 1 0 -2.5 -3.1Z"))
    for before, after in pairwise([move for move in whole if move.kind != "close"]):
        assert near((abs(after.points[-1][0]) ** 2 + (after.points[-1][1] + 3.1) ** 2,), (6.25,))
        assert before.points[-1] != after.points[-1]


@pytest.mark.parametrize(
    ("relative", "absolute"),
    [
        ("M1 2h3v4h-3z", "M1 2H4V6H1Z"),
        ("m1 2l3 4 1 1", "M1 2L4 6L5 7"),
        ("M1 2q1 0 1 1c0 1 0 2 -1 2", "M1 2Q2 2 2 3C2 4 2 5 1 5"),
        ("M1 2a3 3 0 0 1 6 0l.5-.5", "M1 2A3 3 0 0 1 7 2L7.5 1.5"),
        ("M1 1h2zv3", "M1 1H3ZV4"),
    ],
)
def test_small_letters_count_from_where_the_pen_is(relative: str, absolute: str) -> None:
    """A path in relative commands is the same outline as in absolute ones."""
    one, other = outline(Drawn(commands=relative)), outline(Drawn(commands=absolute))
    assert [move.kind for move in one] == [move.kind for move in other]
    for a, b in zip(one, other, strict=True):
        for p, q in zip(a.points, b.points, strict=True):
            assert near(p, q, by=1e-9)


def test_no_shape_of_any_view_leaves_the_slide() -> None:
    """What a path says is understood: nothing runs to a corner where nothing is drawn."""
    for name in ("shopper", "claim"):
        for view in ("departments", "company", "blueprint", "journey"):
            drawn = picture(name, view)
            for one in shapes(drawn):
                left, top, right, low = one.box
                assert left > -30, one.name
                assert top > 0, one.name
                assert right < drawn.drawing.width + 30, one.name
                assert low < drawn.drawing.height + 5, one.name
