"""The guide's commands and programs work, in the order in which they stand."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from outsidein.cli import main
from outsidein.document import new_document

GUIDE = Path(__file__).parents[2] / "docs" / "guides" / "discover.md"
WAYS = (
    ["find", "place", "pay", "receive"],
    ["find", "ask", "place", "pay", "receive"],
    ["find", "place", "pay"],
    ["find", "ask"],
    ["place", "find", "receive"],
    ["find"],
)
BLOCK = re.compile(r"^```(shell|python)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def write_log(path: Path) -> None:
    """A log of six ways, the first ones most often."""
    rows = ["case,activity,time,how"]
    for number in range(60):
        way = WAYS[min(number % 10 // 2, 5) if number % 10 > 3 else number % 2]
        rows += [f"{number},{a},2026-01-05T10:{k:02}:00,served" for k, a in enumerate(way)]
    path.write_text("\n".join(rows), encoding="utf-8")


def test_the_guide_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every command and every program of the guide works."""
    write_log(tmp_path / "visits.csv")
    (tmp_path / "shop.yaml").write_text(str(new_document()), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    text = GUIDE.read_text(encoding="utf-8")
    for language, block in BLOCK.findall(text):
        if language == "python":
            exec(block, names)
            continue
        for line in block.splitlines():
            ran = CliRunner().invoke(main, shlex.split(line)[1:])
            assert ran.exit_code == 0, f"{line}\n{ran.output}"
    made = {file.name for file in tmp_path.iterdir()}
    assert made >= {"visits.svg", "visits.yaml", "visits.bpmn", "sides.csv"}
    assert bytes(names["content"]).startswith(b"<?xml")


@pytest.mark.parametrize("noise", ["2", "-0.1", "much", "nan"])
def test_a_noise_that_is_no_share_is_told(noise: str, tmp_path: Path) -> None:
    """One line with a hint, exit 1, no traceback."""
    write_log(tmp_path / "visits.csv")
    command = ["discover", str(tmp_path / "visits.csv"), "--noise", noise]
    ran = CliRunner().invoke(main, command)
    assert ran.exit_code == 1
    assert "is no share from 0 to 1" in ran.output


def test_a_file_of_an_unknown_kind_is_told(tmp_path: Path) -> None:
    """Before anything is read: which endings there are."""
    ran = CliRunner().invoke(main, ["discover", "visits.csv", "-o", "visits.gif"])
    assert ran.exit_code == 2
    assert ".svg, .png, .yaml" in ran.output


def test_everything_is_said_in_json(tmp_path: Path) -> None:
    """Fitness, precision, size, what escapes and what deviates, and each noise that was tried."""
    write_log(tmp_path / "visits.csv")
    ran = CliRunner().invoke(main, ["discover", str(tmp_path / "visits.csv"), "--json"])
    told = json.loads(ran.output)
    assert told["cases"] == 60
    assert 0 < told["fitness_of_log"] <= 1
    assert len(told["held_out"]) == 8
    assert {step["activity"] for step in told["steps"]} <= {
        "find",
        "ask",
        "place",
        "pay",
        "receive",
    }


def test_a_noise_that_is_given_is_judged_when_asked(tmp_path: Path) -> None:
    """With --tried, a row for the noise that was said, with an interval for each figure."""
    write_log(tmp_path / "visits.csv")
    ran = CliRunner().invoke(
        main, ["discover", str(tmp_path / "visits.csv"), "--noise", "10%", "--tried"]
    )
    assert ran.exit_code == 0
    assert "On held-out cases (5 folds by variant)" in ran.output
    assert re.search(r"^0\.1 +\d\.\d{3} \(\d\.\d{3} to \d\.\d{3}\)", ran.output, re.MULTILINE)


@pytest.mark.parametrize("huge", ["activities", "events"])
def test_what_no_drawing_shows_is_refused(huge: str, tmp_path: Path) -> None:
    """501 activities, or a case of 3,001 events: one line with a hint, exit 1."""
    path, count = tmp_path / "huge.csv", 501 if huge == "activities" else 3001
    names = [f"a{k}" if huge == "activities" else "a" for k in range(count)]
    rows = [f"1,{name},{1_767_600_000 + k}" for k, name in enumerate(names)]
    path.write_text("\n".join(["case,activity,time", *rows]), encoding="utf-8")
    ran = CliRunner().invoke(main, ["discover", str(path)])
    assert ran.exit_code == 1
    assert f"{count:,}" in ran.output
