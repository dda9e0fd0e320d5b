"""The page to explore: every function by keyboard, in a real browser, and nothing leaves it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from chart.figured import SHOPPER
from chart.test_golden import FILES
from outsidein.chart import draw
from outsidein.chart.outputs.html import Shown, html
from outsidein.chart.outputs.stops import stops
from outsidein.document import read, read_text

HOSTILE = (
    "</script><script>document.title='ran'</script>",
    "<img src=x onerror=\"document.title='ran'\">",
    "%%SCRIPT%%", "\u202eright to left", "'\"` ${1+1} {{x}}", "<!--<script>", "&lt;b&gt;",
)  # fmt: skip
SMALL = "process: {}\nsteps:\n" + "".join(f"  - s{k}: {{{{do: {{}}}}}}\n" for k in range(3))


class Tab:
    """A page in a browser that has no network, and what went wrong in it."""

    def __init__(self, browser: Any, **options: Any) -> None:
        self.context = browser.new_context(
            viewport={"width": 1200, "height": 800}, reduced_motion="reduce", **options
        )
        self.page = self.context.new_page()
        self.asked: list[str] = []
        self.errors: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda said: self.errors.append(said.text))

    def open(self, content: str, folder: Path, hash_: str = "") -> Any:
        """Open a page from a file."""
        file = folder / "page.html"
        file.write_text(content, encoding="utf-8")
        self.page.goto(file.as_uri() + hash_)
        return self.page

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def box(self) -> list[float]:
        """Return what the picture that is seen shows, in units: left, top, width, height."""
        text = self.page.locator(".picture:not([hidden]) svg").get_attribute("viewBox")
        return [float(number) for number in text.split()]

    def step(self) -> str:
        """Return the name of the step that the panel tells about."""
        return str(self.page.locator("#facts h2").inner_text())

    def calm(self) -> bool:
        """Return whether nothing was asked of a network and nothing was complained about."""
        away = [url for url in self.asked if not url.startswith(("file:", "data:"))]
        return (away, self.errors) == ([], [])


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Any]:
    """One browser for all tests of this file."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def tab(browser: Any) -> Iterator[Tab]:
    """A new tab."""
    opened = Tab(browser)
    yield opened
    opened.context.close()


@pytest.fixture(scope="module")
def shopper() -> str:
    """The page of a golden document in two views."""
    process = read(FILES["shopper"])
    return html([
        Shown(name=view, drawing=draw(process, view, SHOPPER).drawing)  # type: ignore[arg-type]
        for view in ("departments", "company")
    ])  # fmt: skip


def test_the_main_way_is_walked_by_keyboard(tab: Tab, shopper: str, tmp_path: Path) -> None:
    """From the start to the end with one key, and back with another; the panel tells each step."""
    page = tab.open(shopper, tmp_path)
    seen = []
    for _ in range(60):
        tab.press("n")
        seen.append(tab.step())
        if page.locator("#on").is_disabled():
            break
    wanted = ["Find a product", "Place the order", "Receive the goods"]
    assert [name for name in seen if name in wanted] == wanted
    assert "The way ends here." in page.locator("#facts").inner_text()
    tab.press("p")
    assert tab.step() == seen[-2]
    assert page.locator(".ring").count() == 1
    assert tab.calm()


def test_branches_and_facts_are_in_the_panel(tab: Tab, shopper: str, tmp_path: Path) -> None:
    """At a step stand its part, channel, numbers and marks; at a decision each answer leads on."""
    page = tab.open(shopper, tmp_path, "#ask")
    facts = page.locator("#facts").inner_text()
    assert tab.step() == "Phone with a question"
    assert "Step of the customer · Shopper" in facts
    assert "via phone" in facts
    assert "with Call centre" in facts
    assert re.search(r"F\d", facts)
    assert page.locator("#facts").get_attribute("aria-live") == "polite"
    tab.press("Escape", "/")
    page.keyboard.type("clear")
    tab.press("Enter")
    ways = page.locator("#facts button")
    assert ways.filter(has_text="no").first.inner_text().endswith("Phone with a question")
    ways.filter(has_text="Phone with a question").first.focus()
    tab.press("Enter")
    assert tab.step() == "Phone with a question"
    tab.press("p")
    assert tab.step() != "Phone with a question"
    assert tab.calm()


def test_search_finds_jumps_and_rings(tab: Tab, shopper: str, tmp_path: Path) -> None:
    """Part of a name, in any case, is enough; arrows choose among several; the step is in sight."""
    page = tab.open(shopper, tmp_path)
    tab.press("/")
    assert page.evaluate("document.activeElement.id") == "query"
    every = page.locator("#found button").count()
    page.keyboard.type("THE ORDER")
    found = page.locator("#found button")
    assert 1 < found.count() < every
    assert page.locator("#count").inner_text() == f"{found.count()} found"
    second = found.nth(1).evaluate("button => button.firstChild.textContent")
    tab.press("ArrowDown", "ArrowDown", "Enter")
    assert tab.step() == second
    assert page.locator("#found").is_hidden()
    ring = page.locator(".ring").bounding_box()
    stage = page.locator("#stage").bounding_box()
    assert ring is not None
    assert stage is not None
    assert stage["x"] < ring["x"] < ring["x"] + ring["width"] < stage["x"] + stage["width"]
    assert stage["y"] < ring["y"] < ring["y"] + ring["height"] < stage["y"] + stage["height"]
    tab.press("/")
    page.keyboard.type("no such step")
    assert page.locator("#count").inner_text() == "0 found"
    tab.press("Enter", "Escape", "Escape")
    assert page.evaluate("document.activeElement.id") == "stage"
    assert tab.calm()


def test_the_picture_moves_and_grows_by_keyboard(tab: Tab, shopper: str, tmp_path: Path) -> None:
    """Plus and minus change the size, arrows move, nought shows all; Tab reaches each of them."""
    page = tab.open(shopper, tmp_path)
    page.locator("#stage").focus()
    first = tab.box()
    tab.press("+", "+")
    grown = tab.box()
    assert grown[2] == pytest.approx(first[2] / 1.4**2, rel=1e-6)
    tab.press("ArrowRight", "ArrowDown")
    moved = tab.box()
    assert moved[0] > grown[0]
    assert moved[1] > grown[1]
    tab.press("ArrowLeft", "ArrowUp", "-", "-")
    assert tab.box() == pytest.approx(first, abs=0.01)
    tab.press("+", "0")
    assert tab.box() == pytest.approx(first, abs=0.01)
    reached = []
    page.evaluate("document.activeElement.blur()")
    for _ in range(20):
        tab.press("Tab")
        reached.append(page.evaluate("document.activeElement.id || document.activeElement.tagName"))
    assert {"query", "on", "in", "out", "whole", "stage", "SUMMARY"} <= set(reached)
    page.locator("#in").focus()
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    tab.press("Enter")
    assert tab.box()[2] == pytest.approx(first[2] / 1.4, rel=1e-6)
    assert outline == "solid"
    assert tab.calm()


def test_the_views_change_by_keyboard_and_the_step_stays(
    tab: Tab, shopper: str, tmp_path: Path
) -> None:
    """An arrow on the switch shows the other view, at the same step."""
    page = tab.open(shopper, tmp_path, "#place")
    page.get_by_role("radio", name="departments").focus()
    tab.press("ArrowRight")
    assert page.locator("#chart-1").is_visible()
    assert page.locator("#chart-0").is_hidden()
    assert tab.step() == "Place the order"
    assert page.locator("#chart-1 .ring").count() == 1
    assert tab.calm()


def test_letters_can_be_turned_off(tab: Tab, shopper: str, tmp_path: Path) -> None:
    """Who speaks to their computer turns keys of one letter off (WCAG 2.2, 2.1.4)."""
    page = tab.open(shopper, tmp_path)
    page.locator("summary").focus()
    tab.press("Enter", "Tab", "Space", "n")
    assert page.locator("#facts h2").count() == 0
    tab.press("Space", "n")
    assert page.locator("#facts h2").count() == 1


def test_mouse_and_fingers(browser: Any, shopper: str, tmp_path: Path) -> None:
    """A wheel changes the size where it points, a drag moves, a click or a tap chooses a step."""
    tab = Tab(browser, has_touch=True)
    page = tab.open(shopper, tmp_path)
    first = tab.box()
    page.mouse.move(300, 400)
    page.mouse.wheel(0, -400)
    page.wait_for_function(
        "width => document.querySelector('#chart-0').viewBox.baseVal.width < width",
        arg=first[2],
    )
    near = tab.box()
    page.mouse.down()
    page.mouse.move(250, 380, steps=4)
    page.mouse.up()
    assert tab.box()[0] > near[0]
    assert page.locator("#facts h2").count() == 0
    tab.press("0")
    page.locator("#find-0").click()
    assert tab.step() == "Find a product"
    tab.press("0")
    page.locator("#place-0").tap()
    assert tab.step() == "Place the order"
    assert tab.calm()
    tab.context.close()


def test_hostile_names_are_text(tab: Tab, tmp_path: Path) -> None:
    """Names that are code are shown as they were written, in the list and in the panel."""
    quoted = [json.dumps(name) for name in HOSTILE]
    for first in range(0, len(quoted), 3):
        names = (quoted[first : first + 3] * 3)[:3]
        text = SMALL.format(quoted[first], *names)
        page = tab.open(draw(read_text(text)).html(), tmp_path)
        tab.press("n", "n")
        assert page.locator("#facts h2").inner_text() in " ".join(HOSTILE)
        tab.press("/")
        assert page.locator("#found button").count() >= 4
        assert page.evaluate("document.images.length") == 0
        assert page.evaluate("document.scripts.length") == 2
        assert page.title() != "ran"
    assert tab.calm()


def test_the_policy_stops_what_is_not_the_page_s_own(
    tab: Tab, shopper: str, tmp_path: Path
) -> None:
    """Were something to slip in, the browser would neither run nor load it."""
    slipped = "<script>document.title='ran'</script><img src='https://example.org/x.png'></body>"
    page = tab.open(shopper.replace("</body>", slipped), tmp_path)
    assert page.title() != "ran"
    assert any("Content Security Policy" in error for error in tab.errors)
    assert "http:" not in shopper.replace("http://www.w3.org/2000/svg", "")
    assert "https:" not in shopper


CONTRAST = """() => {
  const lum = c => { const v = c.map(x => { x /= 255; return x <= .03928 ? x / 12.92
    : Math.pow((x + .055) / 1.055, 2.4) }); return .2126 * v[0] + .7152 * v[1] + .0722 * v[2] };
  const rgb = s => s.match(/[\\d.]+/g).map(Number);
  const ground = e => { for (; e; e = e.parentElement) {
    const c = rgb(getComputedStyle(e).backgroundColor);
    if (c[3] !== 0) return lum(c.slice(0, 3)) } };
  const bad = [];
  for (const e of document.querySelectorAll('body *:not(svg):not(svg *):not(script)')) {
    if (![...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())) continue;
    const [l, g] = [lum(rgb(getComputedStyle(e).color).slice(0, 3)), ground(e)];
    const ratio = (Math.max(l, g) + .05) / (Math.min(l, g) + .05);
    if (ratio < 4.5) bad.push(e.tagName + ': ' + e.textContent.slice(0, 40) + ' ' + ratio);
  }
  return bad;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_written_can_be_read(
    browser: Any, scheme: str, shopper: str, tmp_path: Path
) -> None:
    """In both themes every text of the page has a contrast of 4.5 on its ground (WCAG AA)."""
    tab = Tab(browser, color_scheme=scheme)
    page = tab.open(shopper, tmp_path, "#ask")
    page.locator("summary").click()
    page.locator("#query").focus()
    assert page.evaluate(CONTRAST) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 1200
    tab.context.close()


def test_a_colour_set_by_the_page_is_the_picture_s(tab: Tab, tmp_path: Path) -> None:
    """An SVG in a page takes the page's colours; one in an image keeps its own."""
    text = draw(read_text(SMALL.format(1, 2, 3, 4))).svg()
    (tmp_path / "one.svg").write_text(text, encoding="utf-8")
    plain = f"<div>{text}</div><img src='one.svg'>"
    page = tab.open(f"<!doctype html><style>div{{--outsidein-cust:red}}</style>{plain}", tmp_path)
    fill = "getComputedStyle(document.querySelector('.f-cust')).fill"
    assert page.evaluate(fill) == "rgb(255, 0, 0)"
    page.evaluate("document.querySelector('style').remove()")
    assert page.evaluate(fill) == "rgb(234, 242, 251)"
    assert page.evaluate("document.images[0].naturalWidth") > 700


def test_every_step_is_a_stop_once_from_left_to_right() -> None:
    """The walk has the drawing's nodes but for the halves, which are told with their step."""
    drawing = draw(read(FILES["hospital"])).drawing
    walked = stops(drawing)
    halves = {one for one, kind in drawing.kinds.items() if kind == "half"}
    assert {one.id for one in walked} == {
        one for one in drawing.nodes if one not in halves and not one.startswith("once.")
    }
    lefts = [drawing.nodes[one.id].left for one in walked]
    assert lefts == sorted(lefts)
    reached = {way.to for one in walked for way in one.after}
    assert all(way.to in drawing.nodes for one in walked for way in one.before)
    assert len(reached) > len(walked) / 2


def test_two_fingers_pull_the_picture_larger(browser: Any, shopper: str, tmp_path: Path) -> None:
    """Fingers that part make it larger, and what lies between them stays between them."""
    tab = Tab(browser, has_touch=True)
    tab.open(shopper, tmp_path)
    before = tab.box()
    session = tab.context.new_cdp_session(tab.page)

    def touch(kind: str, *places: tuple[float, float]) -> None:
        points = [{"x": x, "y": y, "id": k} for k, (x, y) in enumerate(places)]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", (350, 400), (450, 400))
    for step in range(1, 6):
        touch("touchMove", (350 - 20 * step, 400), (450 + 20 * step, 400))
    touch("touchEnd")
    tab.page.wait_for_timeout(50)
    after = tab.box()
    assert after[2] == pytest.approx(before[2] / 3, rel=0.05)
    width = tab.page.locator("#stage").bounding_box()["width"]
    middles = [box[0] + 400 / width * box[2] for box in (before, after)]
    assert middles[1] == pytest.approx(middles[0], abs=before[2] / 20)
    assert tab.page.locator("#facts h2").count() == 0
    assert tab.calm()
    tab.context.close()
