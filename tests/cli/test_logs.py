"""The log command: options that belong together, and those that do not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from outsidein.cli import main

ROWS = """case,activity,time,customer
1,Customer asks,2024-01-01 09:00,ann
1,Send answer,2024-01-01 10:00,ann
2,Customer asks,2024-01-08 09:00,ann
2,Check,2024-01-08 09:30,ann
"""


@pytest.fixture
def visits(tmp_path: Path) -> Path:
    """Write a small log."""
    path = tmp_path / "visits.csv"
    path.write_text(ROWS, encoding="utf-8")
    return path


def run(*words: object) -> tuple[int, str]:
    """Run the command; return its exit code and all it said."""
    done = CliRunner().invoke(main, ["log", *map(str, words)])
    return done.exit_code, done.output


def test_sides_are_proposed_changed_and_used(visits: Path, tmp_path: Path) -> None:
    """What was proposed is written; a changed line changes what is told."""
    sides = tmp_path / "sides.csv"
    assert run(visits, "--propose-sides", sides)[0] == 0
    text = sides.read_text(encoding="utf-8")
    assert "Check,organisation,no" in text
    sides.write_text(text.replace("Check,organisation,no", "Check,organisation,yes"), "utf-8")
    code, said = run(visits, "--sides", sides, "--json")
    told = json.loads(said)["experience"]
    assert code == 0
    assert told["noticed"] == 2
    assert {side["because"] for side in told["sides"]} == {"confirmed"}


def test_customers_visits_and_funnels(visits: Path) -> None:
    """One customer, two visits; half of them get an answer."""
    assert json.loads(run(visits, "--by-customer", "--json")[1])["cases"] == 1
    way = "Customer asks -> Send answer"
    code, said = run(visits, "--by-customer", "--visits", "2 days", "--funnel", way, "--json")
    told = json.loads(said)
    assert code == 0
    assert (told["cases"], told["funnels"][0]["stages"][1]["cases"]) == (2, 1)
    assert "how far cases come" in run(visits, "--funnel", way)[1]


def test_whole_customers_are_not_looked_at_over_time(visits: Path) -> None:
    """A log never holds a customer whole: refused with the way out, which works."""
    code, said = run(visits, "--by-customer", "--drift")
    assert code == 1
    assert "--visits" in said
    code, said = run(visits, "--by-customer", "--visits", "2 days", "--drift")
    assert code == 0
    assert "too short to tell" in said


@pytest.mark.parametrize("silence", ["soon", "0 min", "-1 h"])
def test_a_silence_is_a_time_above_zero(visits: Path, silence: str) -> None:
    """A word, nothing, less than nothing: located, with a hint."""
    code, said = run(visits, "--visits", silence)
    assert code == 1
    assert "--visits" in said


PLAN = """process: Ask
customers: {customer: {share: 100%}}
organisation: {Desk: {kind: system}}
channels: {letter: left}
steps:
  - ask: {do: Customer asks, with: Desk, via: letter}
  - answer: {tell: Send answer, by: Desk, via: letter}
"""


def test_a_log_is_held_against_the_plan(visits: Path, tmp_path: Path) -> None:
    """Of two questions one was answered: one case as planned, one leaves the answer out."""
    plan = tmp_path / "plan.yaml"
    plan.write_text(PLAN, encoding="utf-8")
    code, said = run(visits, "--plan", plan)
    assert code == 0, said
    assert "1 of 2 cases go as planned, as customers notice it; 1 leave a step out." in said
    found = json.loads(run(visits, "--plan", plan, "--json")[1])["plan"]
    assert (found["as_planned"], found["missing"]) == (1, 1)
    page = tmp_path / "page.html"
    assert run(visits, "--plan", plan, "-o", page)[0] == 0
    assert "Beside the plan" in page.read_text(encoding="utf-8")
