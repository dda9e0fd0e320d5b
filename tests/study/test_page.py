"""The page: one file, inert, reachable, small; and the browser agrees."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from lxml import html

from outsidein.simulation.sensitivity import Influence
from outsidein.study.drawn import drawn_only
from outsidein.study.tables import contacts, encounters
from outsidein.study.whole import Study
from outsidein.study.wording import headline, lead, verdict_text
from study.made import comparison, process, put_right


@pytest.fixture(scope="module")
def study() -> Study:
    """A study of the made comparison."""
    made = comparison()
    influence = Influence(address="clear.go.yes", now=0.8, effect=0.02, break_even=0.7)
    return Study(
        process=made.today.process, comparison=made, headline=headline(made.today),
        lead=tuple(lead(made)),
        verdicts=tuple(verdict_text(made, s) for s in made.scenarios),
        influences={made.scenarios[0].name: (influence,)},
        encounters=tuple(encounters(made.today)), contacts=tuple(contacts(made.today)),
        paths=(), other_paths=1.0, observed=None, findings=put_right(made), moments=(),
        source="made.yaml", fingerprint="12345678",
        command="outsidein study made.yaml",
    )  # fmt: skip


@pytest.fixture(scope="module")
def page(study) -> str:
    """Its page."""
    return study.html()


def test_the_page_holds_every_section(page):
    """Headline, scenarios, both charts, contacts, encounters, paths, sources, computation."""
    tree = html.fromstring(page)
    titles = [h.text_content() for h in tree.iter("h2")]
    for words in (
        "worth making", "What to put right", "The process", "Why shoppers contact us",
        "Encounter by encounter", "Every way through", "What this rests on", "How it was computed",
    ):  # fmt: skip
        assert any(words in title for title in titles), (words, titles)
    views = [label.text for label in tree.xpath("//div[@class='tabs']/label")]
    assert views == [
        "Departments", "Company as one", "Where the minutes go", "What-if over today",
        "Blueprint", "Journey",
    ]  # fmt: skip
    assert len(tree.xpath("//input[@type='radio']")) == 6
    assert len(tree.xpath("//div[starts-with(@class, 'panel ')]//*[local-name() = 'svg']")) == 6
    assert "outsidein study made.yaml" in tree.text_content()


def test_nothing_leaves_the_page(page):
    """No script, no link, no request; at most 1 MB."""
    tree = html.fromstring(page)
    assert not tree.xpath("//script | //link | //iframe | //img[not(starts-with(@src,'data:'))]")
    assert not [a for a in tree.xpath("//@*") if a.strip().lower().startswith("javascript")]
    assert "default-src 'none'" in page
    assert len(page.encode()) <= 1_000_000


def test_ids_are_unique(page):
    """Two pictures in one page share no id."""
    ids = html.fromstring(page).xpath("//@id")
    assert len(ids) == len(set(ids))


def test_bars_of_numbers_and_doubts_about_counts_stand_on_the_page(study):
    """Where they were asked for: a section with a picture, a sentence, and both in the JSON."""
    import json
    from dataclasses import replace

    from outsidein.simulation.observed import ObservedNumber
    from outsidein.simulation.observed_again import ObservedAgain
    from outsidein.simulation.one_at_a_time import tornado
    from outsidein.statistics import WithInputs

    measure = study.today.measures["well_served"]
    again = ObservedAgain(
        numbers=(ObservedNumber(address="arrivals.rate", now=1, n=900, group="", spread=0.03),),
        fixed=9, draws=200, overloaded=0, differences={},
        today={"well_served": WithInputs(
            total=replace(measure, low=0.8, high=0.9), share_of_inputs=0.7, by_number=np.ones(1)
        )},
    )  # fmt: skip
    moved = tornado(
        study.process, "better descriptions", numbers=["clear"], cases=200, replications=4
    )
    asked = replace(study, tornado=moved, inputs=again)
    page = asked.html()
    assert "Which numbers matter" in page
    assert "most of all in arrivals.rate, the range of well served is 80.0 to 90.0 %" in page
    assert "Which numbers matter" not in study.html()
    told = json.loads(asked.json())
    assert told["tornado"]["scenario"] == "better descriptions"
    assert told["with_inputs"]["today"]["well_served"]["most_by"] == "arrivals.rate"
    assert {one["at"] for one in told["quantiles"]} == {None, "ask"}


def test_the_json_holds_the_same_figures(study):
    """Programs read what the page says."""
    import json

    told = json.loads(study.json())
    assert told["headline"] == study.headline
    assert told["today"]["well_served"]["value"] == pytest.approx(0.85)
    assert told["scenarios"][0]["verdict"] == "better"


def test_a_process_without_numbers_is_drawn_and_its_missing_numbers_are_listed():
    """Ten steps without numbers: drawn, what is missing is listed, nothing is filled in."""
    from outsidein.document import read_text
    from outsidein.model.missing import missing_numbers

    steps = "".join(f"  - step-{k}: {{do: Step {k}}}\n" for k in range(10))
    bare = read_text(f"process: Ten steps\nsteps:\n{steps}", "bare.yaml")
    missing = missing_numbers(bare)
    page = drawn_only(bare, missing, "bare.yaml")
    text = html.fromstring(page).text_content()
    assert f"{len(missing)} numbers are missing" in text
    assert all(fault.where in text for fault in missing)


def test_the_browser_shows_it_without_a_request(page, chromium, tmp_path: Path):
    """In a real browser: no request, no error, the toggle works by keyboard, nothing overflows."""
    from playwright.sync_api import sync_playwright

    file = tmp_path / "study.html"
    file.write_text(page, encoding="utf-8")
    requests, errors = [], []
    with sync_playwright() as p:
        browser = p.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        tab = browser.new_page(viewport={"width": 1280, "height": 900})
        tab.on("request", lambda r: requests.append(r.url))
        tab.on("pageerror", lambda e: errors.append(str(e)))
        tab.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
        tab.goto(file.as_uri())
        assert tab.locator(".panel.dep").is_visible()
        assert not tab.locator(".panel.com").is_visible()
        tab.locator("#v-dep").focus()
        tab.keyboard.press("ArrowRight")
        assert tab.locator(".panel.com").is_visible()
        width = tab.evaluate("document.documentElement.scrollWidth")
        contrast = tab.evaluate(CONTRAST)
        browser.close()
    assert [r for r in requests if not r.startswith(("file:", "data:"))] == []
    assert errors == []
    assert width <= 1280
    assert contrast == []


CONTRAST = """() => {
  const lum = c => { const v = c.map(x => { x /= 255; return x <= .03928 ? x / 12.92
    : Math.pow((x + .055) / 1.055, 2.4) }); return .2126 * v[0] + .7152 * v[1] + .0722 * v[2] };
  const rgb = s => s.match(/[\\d.]+/g).slice(0, 3).map(Number);
  const paper = lum(rgb(getComputedStyle(document.body).backgroundColor));
  const bad = [];
  for (const e of document.querySelectorAll('main *:not(svg):not(svg *)')) {
    if (![...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())) continue;
    const l = lum(rgb(getComputedStyle(e).color));
    const ratio = (Math.max(l, paper) + .05) / (Math.min(l, paper) + .05);
    if (ratio < 4.5) bad.push(e.tagName + ': ' + e.textContent.slice(0, 40) + ' ' + ratio);
  }
  return bad;
}"""


def test_process_of_the_made_study_is_sound():
    """The made study is of a process without faults."""
    from outsidein.model.check import check

    assert [f for f in check(process()) if f.severity == "error"] == []
