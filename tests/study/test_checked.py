"""Exact figures beside simulated ones, on the page, in the terminal and for programs."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from click.testing import CliRunner
from lxml import html

from outsidein.cli import main
from outsidein.document import read_text
from outsidein.simulation.exact import Checked, check_run, exact
from outsidein.simulation.runs import Results, run
from outsidein.study.checked import checked_json, sentences
from outsidein.study.printed import measures_json, measures_table
from outsidein.study.whole import Study, study_process

TEXT = """
process: Open an account
customers: {Client: {share: 100%, worth: 50 EUR}}
channels: {web: self, phone: live}
organisation:
  Web site: {kind: system}
  Help desk: {people: 2, open: Mon-Sun 00:00-24:00}
arrivals: {rate: 200 per day}
steps:
  - form: {do: Fill in the form, with: Web site, via: web, own: 5 min, at most: 3 visits -> gone,
           fails: [20% rejected by customer -> form, 5% given up -> gone]}
  - clear: {choose: Is it clear, go: [80% yes -> done, no -> ask]}
  - ask: {do: Ask about it, with: Help desk, via: phone, takes: 6 min}
  - done: {end: Account in use, outcome: served}
  - gone: {end: Gave up, outcome: lost}
"""


@pytest.fixture(scope="module")
def study() -> Study:
    """A study of a process in which only waiting is not exact."""
    return study_process(read_text(TEXT, "account.yaml"), cases=500, replications=5, seed=2)


@pytest.fixture(scope="module")
def results(study: Study) -> Results:
    """The run behind it."""
    return study.today


@pytest.fixture(scope="module")
def wrong(results: Results) -> Checked:
    """The run held against a process that is clear to fewer."""
    other = read_text(TEXT.replace("80% yes", "40% yes"), "account.yaml")
    return check_run(results, exact(other))


def test_the_page_shows_simulated_and_exact_side_by_side(study):
    """A row a measure, all within; what each failure does, the worst first."""
    tree = html.fromstring(study.html())
    section = next(s for s in tree.iter("section") if "exact figures" in s.findtext("h2", ""))
    first, second = section.iter("table")
    rows = [[cell.text_content() for cell in row] for row in first.find("tbody")]
    named = {row[0]: row for row in rows}
    assert named["Lost"][2] == f"{100 * study.checked.exact.everyone.measures['lost']:.2f} %"
    assert {row[3] for row in rows} == {"yes"}
    assert "Waiting" not in named
    failures = [[cell.text_content() for cell in row] for row in second.find("tbody")]
    assert [row[0] for row in failures] == ["rejected", "given up"]
    assert all(re.match(r"[+−]\d", row[2]) for row in failures)


def test_the_sentences_are_short_and_plain(study, wrong):
    """At most 25 words, no symbols; the wrong chain is told apart from the right one."""
    for said in (sentences(study.checked), sentences(wrong)):
        assert all(len(one.split()) <= 25 for one in said)
        assert not re.search(r"[<>=%~\[\]{}]", " ".join(said))
    assert sentences(study.checked)[1].startswith("All ")
    assert "report what stays outside" in " ".join(sentences(wrong))
    assert any("the time in all: people wait in a queue at “Ask about it”" in s
               for s in sentences(study.checked))  # fmt: skip


def test_a_figure_outside_is_shown(study, wrong):
    """Visits are listed one by one only where they lie outside."""
    page = replace(study, checked=wrong).html()
    assert "Visits to Ask about it, per 1,000 clients" in page
    assert "Visits to Ask about it, per 1,000 clients" not in study.html()


def test_programs_read_the_same(results, wrong):
    """JSON holds measures, visits, reasons, fixes and what lies outside."""
    told = json.loads(json.dumps(measures_json(results, check_run(results)), allow_nan=False))
    assert told["exact"]["inside"] == told["exact"]["compared"] > 6
    assert told["exact"]["measures"]["contacts"] == pytest.approx(0.2 * (1 - told_lost(told)))
    assert "waiting_seconds" in told["exact"]["not_exact"]
    assert {one["failure"] for one in told["exact"]["if_it_never_failed"]} == {
        "rejected", "given up",
    }  # fmt: skip
    assert "ask" in {one["step"] for one in checked_json(wrong)["outside"]}


def told_lost(told: dict) -> float:
    """The exact share of the lost: nobody is lost after the form."""
    return told["exact"]["measures"]["lost"]


def test_the_terminal_has_a_column(results):
    """With exact figures a column more; without, the table as ever."""
    heads, rows = measures_table(results, check_run(results))
    exact_of = {row[0]: row[4] for row in rows}
    assert heads[-1] == "exact"
    assert exact_of["contacts"].startswith("0.1")
    assert exact_of["waiting"] == exact_of["use of Help desk"] == ""
    assert measures_table(results)[0][-1] == "n"


def test_simulate_says_what_is_exact(tmp_path):
    """The command prints the column, and says how many figures agree."""
    file = tmp_path / "account.yaml"
    file.write_text(TEXT, encoding="utf-8")
    asked = ["simulate", str(file), "--cases", "300", "--replications", "4"]
    done = CliRunner().invoke(main, asked)
    assert done.exit_code == 0, done.output
    assert "exact" in done.stdout.splitlines()[0]
    assert "lie within the simulated ranges" in done.stderr
    told = CliRunner().invoke(main, [*asked, "--json"])
    assert json.loads(told.stdout)["exact"]["compared"] > 6


def test_where_nothing_is_exact_nothing_is_said():
    """Customers who may give up: no column, no section; programs read why."""
    text = TEXT.replace("takes: 6 min", "takes: 6 min, patience: 3 min -> gone")
    found = check_run(run(read_text(text, "account.yaml"), cases=100, replications=2))
    assert found.count == 0
    assert "give up" in checked_json(found)["why_not"]
