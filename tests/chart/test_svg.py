"""The SVG that a page and a program can use: ids, what each element is, colours by name."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from chart.figured import SHOPPER
from chart.pixels import Pixels
from chart.test_golden import FILES
from outsidein.chart import Picture, draw
from outsidein.chart.palette import COLOURS
from outsidein.chart.raster import png
from outsidein.document import read, read_text
from outsidein.model.process import Process

SVG = "{http://www.w3.org/2000/svg}"
TWO = "process: Two steps\nsteps:\n  - one: {do: One}\n  - two: {do: Two}\n"


def groups(picture: Picture, suffix: str = "") -> dict[str, ET.Element]:
    """Return the elements of a picture with an id, by id; each id stands once."""
    root = ET.fromstring(picture.svg(suffix, fonts=False))
    named = [element for element in root.iter() if element.get("id")]
    assert len({element.get("id") for element in named}) == len(named)
    return {element.get("id") or "": element for element in named if element.tag == f"{SVG}g"}


def test_every_step_flow_half_mark_and_lane_is_an_element_of_its_own() -> None:
    """What has an address in the model is found in the picture by it, with its kind."""
    picture = draw(read(FILES["shopper"]), figures=SHOPPER)
    found, drawing = groups(picture), picture.drawing
    kinds = {one: element.get("data-kind") for one, element in found.items()}
    assert set(drawing.nodes) <= set(found)
    assert {f"flow.{line.id}" for line in drawing.lines if line.kind == "flow"} <= set(found)
    assert {f"lane.{lane}" for lane in drawing.lanes} <= set(found)
    assert kinds["find"] == "step"
    assert kinds["find.with"] == "half"
    assert kinds["find.with.web"] == "channel"
    assert kinds["flow.find.next"] == "flow"
    failures = [one for one in drawing.numbers if ".fails." in one]
    assert failures
    assert {kinds[one] for one in failures} == {"mark"}


def test_every_element_says_what_it_is() -> None:
    """Each named element of a kind is a symbol with a name and a sentence."""
    found = groups(draw(read(FILES["hospital"])))
    for one, element in found.items():
        if element.get("data-kind"):
            assert element.get("role") == "graphics-symbol img", one
            assert element.findtext(f"{SVG}title"), one
            assert element.findtext(f"{SVG}desc"), one


def test_a_sentence_names_what_comes_before_and_after() -> None:
    """Who cannot see the arrows is told where they lead."""
    found = groups(draw(read_text(TWO)))
    assert "Comes after: start. Leads to: Two." in str(found["one"].findtext(f"{SVG}desc"))
    assert found["flow.one.next"].findtext(f"{SVG}desc") == "From One to Two."


def test_ids_stay_apart_from_those_of_the_picture_itself() -> None:
    """Steps called chart and key are elements beside the chart and its key."""
    text = TWO.replace("- one", "- chart").replace("- two", "- key")
    found = groups(draw(read_text(text)))
    assert {"chart~2", "key", "key~2"} <= set(found)


def test_a_lone_surrogate_in_a_name_is_left_out() -> None:
    """Half a character, which no file can hold, does not stop the picture."""
    process = Process(name="Buy \ud800 it")
    assert "Buy it" in draw(process).svg()


def test_a_page_may_set_the_colours_and_painters_without_variables_see_the_plain_ones() -> None:
    """Each role in use is a variable with the role's own colours, and a plain rule before it."""
    picture = draw(read(FILES["claim"]))
    text = picture.svg(fonts=False)
    plain, _, named = text.partition("@supports")
    assert "var(" not in plain
    for role, (light, dark) in COLOURS.items():
        if f".f-{role}{{" in plain:
            assert f".f-{role}{{fill:{light}}}" in plain
            assert f"--c-{role}:var(--outsidein-{role},{light})" in named
            assert f"--c-{role}:var(--outsidein-{role},{dark})" in named
    assert png(text, zoom=0.5) == picture.png(zoom=0.5)


def test_a_theme_alone_is_plain() -> None:
    """Asked for one theme, the picture has its colours and no other."""
    picture = draw(read_text(TWO))
    light, dark = picture.svg(theme="light"), picture.svg(theme="dark")
    assert "@media" not in light + dark
    assert COLOURS["ink"][1] in dark
    assert COLOURS["ink"][0] not in dark
    corner = Pixels(picture.png(dark=True, zoom=1)).colours(1, 1, 3, 3)
    assert set(corner) == {bytes.fromhex(COLOURS["paper"][1][1:])}


def test_a_notebook_shows_the_picture_itself() -> None:
    """A picture that stands last in a cell is its SVG, fonts and all."""
    shown = draw(read_text(TWO))._repr_svg_()
    assert shown.startswith("<svg")
    assert "@font-face" in shown
    other = draw(Process(name="Another"))._repr_svg_()
    ids = [set(re.findall(r' id="([^"]+)"', text)) for text in (shown, other)]
    assert not ids[0] & ids[1]
    assert shown == draw(read_text(TWO))._repr_svg_()
