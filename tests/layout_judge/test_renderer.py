"""The judge puts texts where bpmn-js paints them: asked of bpmn-js itself, in Chromium."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest
from benchmarks.layout.drawn import read
from benchmarks.layout.lettering import labels

from bpmn.prepare import folder
from conftest import missing
from layout_judge.small import SHOP, Area, Edge, Node
from outsidein.chart.fonts import font_file

# Every line of text: whose it is, and its baseline from end to end, in the drawing's own pixels.
ASK = """
async (xml) => {
  await document.fonts.load("12px Arial");
  const viewer = new BpmnJS({ container: "#canvas" });
  await viewer.importXML(xml);
  const back = document.querySelector(".djs-container .viewport").getScreenCTM().inverse();
  const found = [];
  for (const line of document.querySelectorAll(".djs-element .djs-visual text tspan")) {
    const owner = line.closest(".djs-element").getAttribute("data-element-id");
    const count = line.getNumberOfChars();
    if (!count) continue;
    const at = back.multiply(line.getScreenCTM());
    const [start, end] = [line.getStartPositionOfChar(0), line.getEndPositionOfChar(count - 1)]
      .map((point) => point.matrixTransform(at));
    found.push([owner.replace(/_label$/, ""), start.x, start.y, end.x, end.y]);
  }
  return found;
}
"""
PAGE = """<!doctype html>
<style>@font-face {{ font-family: Arial; src: url(data:font/ttf;base64,{}) }}</style>
<div id="canvas" style="height: 600px"></div>
"""  # the font that the judge measures with, under the name that bpmn-js asks for
NEAR = 1.6  # px: bpmn-js rounds places to whole pixels, and round letters reach below the line

# No letter here reaches below its baseline, so the ink of a line ends there.
TEXTS = SHOP.changed(
    shop=Area("participant", (0, 0, 700, 300), "Store", "P"),
    bank=Area("participant", (0, 340, 700, 60), "Bank and tellers"),
    start=Node("startEvent", (80, 60, 30, 30), "A need", "customer"),
    ask=Node("task", (150, 35, 100, 80), "Ask for advice in the shoe store", "customer"),
    ok=Node("exclusiveGateway", (300, 55, 40, 40), "All clear?", "customer",
            label=(290, 25, 60, 14)),
    mend=Node("task", (270, 185, 100, 80), "Mend it", "office"),
    f3=Edge("ok", "done", [(340, 75), (420, 75)], "more than one"),
    f4=Edge("ok", "mend", [(320, 95), (320, 185)], "no"),
    f5=Edge("mend", "ask", [(270, 225), (200, 225), (200, 115)], "once more",
            label=(205, 140, 30, 26)),
    note=Node("textAnnotation", (500, 40, 120, 60), "No one ever comes back here unless asked"),
    sub=Node("subProcess", (450, 170, 180, 120), "Check", "office", more='isExpanded="true"'),
)  # fmt: skip


@pytest.fixture(scope="module")
def painted(
    chromium: str, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[list[float]]]:
    """The lines that bpmn-js paints, by element."""
    from playwright.sync_api import sync_playwright

    script = folder() / "node_modules" / "bpmn-js" / "dist" / "bpmn-viewer.production.min.js"
    if not script.exists():
        missing("bpmn-js is not there: python tests/bpmn/prepare.py")
    page_file = tmp_path_factory.mktemp("page") / "page.html"
    font = base64.b64encode(Path(font_file(400)).read_bytes()).decode()
    page_file.write_text(PAGE.format(font))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(page_file.as_uri())
        page.add_script_tag(path=str(script))
        lines: list[list[Any]] = page.evaluate(ASK, TEXTS.bpmn().decode())
        browser.close()
    found: dict[str, list[list[float]]] = {}
    for owner, *ends in lines:
        found.setdefault(owner, []).append(ends)
    return found


def test_texts_stand_where_bpmn_js_paints_them(painted: dict[str, list[list[float]]]) -> None:
    """The same lines, on the same baselines, with the same middles; turned in headers."""
    ours = {label.owner: label for label in labels(read(TEXTS.bpmn()))}
    assert set(painted) == set(ours)
    for owner, label in ours.items():
        assert len(label.ink) == len(painted[owner]), (owner, label, painted[owner])
        for box, (x1, y1, x2, y2) in zip(label.ink, painted[owner], strict=True):
            left, top, width, height = box
            if abs(x2 - x1) > abs(y2 - y1):
                assert top + height == pytest.approx(y1, abs=NEAR), owner
                assert left + width / 2 == pytest.approx((x1 + x2) / 2, abs=NEAR), owner
            else:
                assert left + width == pytest.approx(x1, abs=NEAR), owner
                assert top + height / 2 == pytest.approx((y1 + y2) / 2, abs=NEAR), owner
