"""The page of a log: what it says is what the description holds; foreign names are inert."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner

from outsidein.cli import main
from outsidein.eventlog.description import describe
from outsidein.eventlog.importing import read_log
from outsidein.study.log_drawing import draw_log, drawing_section
from outsidein.study.log_page import log_page

ROWS = [
    "case,activity,start,end,channel",
    "1,ask,2024-01-01 09:00,2024-01-01 09:10,web", "1,buy,2024-01-02 09:00,2024-01-02 09:05,web",
    "2,ask,2024-01-01 10:00,2024-01-01 10:20,phone", "3,,2024-01-01,2024-01-01,web",
    "2,ask,2024-01-03 10:00,2024-01-03 10:30,phone",
    "2,buy,2024-01-05 10:00,2024-01-05 10:01,phone",
]  # fmt: skip


@pytest.fixture
def visits(tmp_path: Path) -> Path:
    path = tmp_path / "visits.csv"
    path.write_text("\n".join(ROWS), encoding="utf-8")
    return path


def words_of(page: str) -> str:
    """Return what a reader sees, in one line."""
    found: list[str] = []
    parser = HTMLParser()
    parser.handle_data = found.append  # type: ignore[method-assign]
    parser.feed(re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL))
    return " ".join(" ".join(found).split())


def test_the_page_says_what_the_log_holds(visits: Path) -> None:
    """Counts, times, ways, repetitions, a way asked for, and what was kept aside."""
    log = read_log(visits)
    said = words_of(log_page(describe(log, paths=["ask -> buy"], by="channel")))
    assert "Half of all cases end within 2.5 days; 50 of 100 go the commonest of 2" in said
    assert "5 events of 2 cases, 2 activities" in said
    assert "Kept aside: 1 with no activity (row 4)" in said
    assert "ask -> buy 2 100.0 % 2.5 days" in said
    assert "ask 1 50.0 % 1 1 2 days" in said  # again: cases, share, times, soon, after
    assert "too few to compare" in said


def test_names_from_a_log_do_nothing_on_the_page(tmp_path: Path) -> None:
    """An activity called <script> is a text; the page is allowed no request."""
    path = tmp_path / "a&b.csv"
    path.write_text(
        'case,activity,time\n1,"<script>alert(1)</script>",2024-01-01', encoding="utf-8"
    )
    page = log_page(describe(read_log(path)))
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "default-src 'none'" in page


def test_study_of_a_log_writes_the_page_beside_it(visits: Path) -> None:
    """`study visits.csv` is `log visits.csv -o visits.html`: with channels told apart."""
    done = CliRunner().invoke(main, ["study", str(visits), "--json"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["events"] == 5
    page = visits.with_suffix(".html").read_text(encoding="utf-8")
    told = describe(read_log(visits), by="channel")
    assert page == log_page(told, draw_log(read_log(visits), len(told.ways)))
    assert "of the cases go as drawn" in page
    assert "<svg" in page
    again = CliRunner().invoke(main, ["log", str(visits), "-o", str(visits.with_name("b.html"))])
    assert again.exit_code == 0, again.output
    assert visits.with_name("b.html").read_text(encoding="utf-8") == page


def test_wrong_words_of_the_command_are_faults(visits: Path) -> None:
    """An option without its sign, a kind that is not there, an activity that is not there."""
    for words, code in (
        (["--column", "case"], "misspelt"),
        (["--by", "part"], "unknown-column"),
        (["--by", "colour"], "unknown-column"),
        (["--path", "ask -> bye"], "pattern"),
    ):
        done = CliRunner().invoke(main, ["log", str(visits), *words])
        assert (done.exit_code, f"[{code}]" in done.stderr) == (1, True), done.output


def test_what_no_picture_can_show_is_said(tmp_path: Path) -> None:
    """A log of a hundred activities is not drawn, and the page says why."""
    path = tmp_path / "many.csv"
    rows = [f"1,does {k},2024-01-01 09:{k // 60:02d}:{k % 60:02d}" for k in range(100)]
    path.write_text("\n".join(["case,activity,time", *rows]) + "\n", encoding="utf-8")
    drawing = draw_log(read_log(path), 1)
    assert drawing.svg == ""
    assert "100 activities in 1 different ways" in drawing_section(drawing)
