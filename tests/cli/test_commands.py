"""Every command: its help ends in an example that runs; faults end in words, never a traceback."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

import outsidein
from outsidein.cli import _COMMANDS, main

QUICK = {
    "study": ["--cases", "100", "--replications", "3"],
    "compare": ["--cases", "100", "--replications", "3"],
    "simulate": ["--cases", "100", "--replications", "3"],
    "tornado": ["--cases", "100", "--replications", "3"],
}


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the document that `outsidein new` writes."""
    monkeypatch.chdir(tmp_path)
    assert call("new", "shop.yaml").exit_code == 0
    rows = ["case,activity,time", "1,ask,2024-01-01 09:00", "1,buy,2024-01-01 09:05"]
    Path("visits.csv").write_text("\n".join(rows), encoding="utf-8")
    return tmp_path / "shop.yaml"


def call(*words: str) -> Result:
    """Run a command in this process."""
    return CliRunner().invoke(main, list(words))


def example_of(command: str) -> list[str]:
    """Return the words of the example in a command's help."""
    text = call(command, "--help").output
    line = re.search(r"Example:\s+(outsidein .+)", text)
    assert line, f"{command} --help has no example"
    return shlex.split(line.group(1).split(">", maxsplit=1)[0])[1:]


@pytest.mark.parametrize(
    "command", [c for c in _COMMANDS if c not in ("demo", "new", "warmup", "watch")]
)
def test_the_example_in_the_help_runs(command, shop):
    """What --help shows works on the document that `new` writes."""
    words = example_of(command)
    result = call(*words, *QUICK.get(command, []))
    assert result.exit_code == 0, result.output


def test_new_writes_a_document_without_faults(shop):
    """The start has no fault, and is not overwritten."""
    assert call("check", "shop.yaml").exit_code == 0
    before = shop.read_text()
    again = call("new", "shop.yaml")
    assert again.exit_code == 2
    assert "exists" in again.output
    assert shop.read_text() == before
    assert call("new", "shop.doc").exit_code == 2


def test_a_workbook_goes_through_every_command(tmp_path, monkeypatch):
    """What `new shop.xlsx` writes is checked, drawn, simulated and studied like a text."""
    monkeypatch.chdir(tmp_path)
    assert call("new", "shop.xlsx").exit_code == 0
    assert call("check", "shop.xlsx").exit_code == 0
    assert call("chart", "shop.xlsx", "-o", "shop.svg").exit_code == 0
    for command in ("simulate", "compare", "study"):
        result = call(command, "shop.xlsx", *QUICK[command])
        assert result.exit_code == 0, result.output
    assert "well served" in call("simulate", "shop.xlsx", *QUICK["simulate"]).output
    assert Path("shop.html").exists()


def test_what_a_bare_workbook_leaves_open_is_said(tmp_path, monkeypatch):
    """Three columns are enough for a picture; what was taken for granted goes to stderr."""
    monkeypatch.chdir(tmp_path)
    book = openpyxl.Workbook()
    for row in (["step", "who", "part", "channel"], ["Ask", "Guest", "Desk", "counter"]):
        book.worksheets[0].append(row)
    book.save("inn.xlsx")
    result = call("chart", "inn.xlsx")
    assert result.exit_code == 0, result.output
    assert "inn.xlsx:Sheet!D2 channels taken from the steps: counter (live)" in result.stderr


def test_simulate_prints_measures_and_json(shop):
    """A table for people, JSON with units in the names for programs."""
    quick = ["--cases", "100", "--replications", "3"]
    table = call("simulate", "shop.yaml", *quick)
    assert table.exit_code == 0, table.output
    assert "well served" in table.output
    told = json.loads(call("simulate", "shop.yaml", "--json", *quick).stdout)
    assert set(told["measures"]["elapsed_seconds"]) == {"value", "low", "high", "n"}
    assert told["replications"] == 3


def test_simulate_tells_any_quantile(shop):
    """A share is written 95% or 0.95; the table has a row for it, JSON the usual ones without."""
    quick = [*QUICK["simulate"]]
    told = call("simulate", "shop.yaml", "--quantile", "95%", "--quantile", "0.6", *quick).output
    assert "time in all, 95 of 100 within" in told
    assert "60 of 100 within" in told
    found = json.loads(call("simulate", "shop.yaml", "--json", *quick).output)["quantiles"]
    assert {one["share"] for one in found} == {0.5, 0.9}
    assert all(one["low"] is None or one["low"] <= one["value"] for one in found)
    assert call("simulate", "shop.yaml", "--quantile", "95", *quick).exit_code == 2


def test_observed_numbers_widen_the_intervals(shop):
    """With an n behind the rate there is a second interval; else it is said what to write."""
    quick = [*QUICK["simulate"], "--inputs"]
    none = call("simulate", "shop.yaml", *quick)
    assert "write n behind its source" in none.stderr
    text = shop.read_text()
    rate = re.search(r"rate: ([^,}\n#]*[^,}\n# ])", text)
    shop.write_text(text.replace(rate.group(), f"{rate.group()} ~observed n=50 2024", 1))
    found = json.loads(call("compare", "shop.yaml", "--json", *quick).stdout)["with_inputs"]
    assert [one["address"] for one in found["numbers"]] == ["arrivals.rate"]
    assert all(of for of in found["differences"].values())
    told = call("simulate", "shop.yaml", *quick)
    assert "with what you observed" in told.stdout
    assert "1 numbers" not in told.stderr


def test_what_is_exactly_known_narrows_intervals(shop):
    """The last table shows the width that is left; programs read the same."""
    words = ["--cases", "100", "--replications", "20", "--controls"]
    told = call("simulate", "shop.yaml", *words)
    assert "a fifth narrower" in told.stderr
    found = json.loads(call("simulate", "shop.yaml", "--json", *words).stdout)["with_controls"]
    assert all(one["width_left"] <= 0.8 for one in found["figures"].values())
    compared = json.loads(call("compare", "shop.yaml", "--json", *words).stdout)
    assert all("with_controls" in scenario for scenario in compared["scenarios"])


@pytest.mark.parametrize("suffix", ["csv", "parquet", "xes"])
def test_simulate_writes_an_event_log(shop, suffix):
    """The log is written, and its visits are as many as were simulated."""
    quick = ["--cases", "50", "--replications", "2", "--log", f"log.{suffix}"]
    result = call("simulate", "shop.yaml", *quick)
    assert result.exit_code == 0, result.output
    written = shop.parent / f"log.{suffix}"
    assert written.stat().st_size > 1000
    if suffix == "csv":
        head = written.read_text().splitlines()[0]
        assert head.startswith("replication,case,customer,segment,step,visit")
        assert (shop.parent / "log.cases.csv").exists()


def test_a_log_that_starts_on_no_monday_is_refused(shop):
    """Time 0 is a Monday 00:00."""
    quick = ["--cases", "20", "--replications", "1", "--log", "log.csv", "--start", "2024-01-03"]
    result = call("simulate", "shop.yaml", *quick)
    assert result.exit_code == 1
    assert "Monday" in result.output


def test_faults_are_listed_at_their_places(shop):
    """Two faults, two lines with file:line:column; exit 1."""
    shop.write_text(
        "process: Shop\ncustomers: {Shopper: {share: 100%}}\nchannels: {web: self}\n"
        "steps:\n  - buy: {do: Buy, via: wep, own: 3 minits}\n"
        "  - done: {end: Done, outcome: served}\n"
    )
    result = call("check", "shop.yaml")
    assert result.exit_code == 1
    assert "shop.yaml:5:" in result.output
    assert "web" in result.output
    assert len([line for line in result.output.splitlines() if "shop.yaml:5:" in line]) >= 2
    assert call("study", "shop.yaml").exit_code == 1
    assert call("chart", "shop.yaml").exit_code == 1


def test_what_cannot_be_parsed_ends_with_2_and_one_line(tmp_path, monkeypatch):
    """Not YAML, no file, a folder: exit 2, one line, no traceback."""
    monkeypatch.chdir(tmp_path)
    Path("broken.yaml").write_text("process: [a, b\nsteps: }")
    Path("bytes.yaml").write_bytes(b"process: \xff\xfe\x00")
    Path("folder.yaml").mkdir()
    for name in ("broken.yaml", "bytes.yaml", "folder.yaml", "missing.yaml"):
        for command in ("check", "study", "simulate", "compare", "chart"):
            result = call(command, name)
            assert result.exit_code == 2, (command, name, result.output)
            assert "Traceback" not in result.output
            assert len(result.output.strip().splitlines()) == 1, result.output


def test_an_unknown_command_is_answered_with_the_nearest(tmp_path):
    """A slip of the finger is met with what was meant."""
    result = call("stuty")
    assert result.exit_code == 2
    assert "study" in result.output


def test_a_document_without_numbers_is_drawn_not_simulated(tmp_path, monkeypatch):
    """Ten bare steps: study draws and lists, simulate lists and refuses."""
    monkeypatch.chdir(tmp_path)
    steps = "".join(f"  - step-{k}: {{do: Step {k}}}\n" for k in range(10))
    Path("bare.yaml").write_text(f"process: Bare\nsteps:\n{steps}")
    drawn = call("study", "bare.yaml")
    assert drawn.exit_code == 0, drawn.output
    assert "missing" in drawn.output
    assert Path("bare.html").exists()
    assert call("chart", "bare.yaml", "-o", "bare.png").exit_code == 0
    refused = call("simulate", "bare.yaml")
    assert refused.exit_code == 1
    assert "missing" in refused.output


@pytest.mark.parametrize("words", [["--help"], ["check", "--help"], ["study", "--help"]])
def test_help_loads_nothing_heavy(words):
    """Help must not wait for numba, numpy, duckdb, scipy or pydantic."""
    code = (
        "import sys\nfrom outsidein.cli import main\n"
        f"try:\n    main({words!r})\nexcept SystemExit:\n    pass\n"
        "heavy = {'numpy', 'numba', 'duckdb', 'scipy', 'pydantic', 'lxml', 'ruamel'}\n"
        "print('HEAVY', sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "HEAVY []" in done.stdout


def test_demo_ends_with_the_path_of_the_study(tmp_path, monkeypatch):
    """The README's first command: the study of the order example, its path on the last line."""
    monkeypatch.chdir(tmp_path)
    result = call("demo")
    assert result.exit_code == 0, result.output
    assert result.output.splitlines()[-1] == "order.html"
    page = Path("order.html").read_text(encoding="utf-8")
    assert "Order a product" in page
    assert len(page.encode()) <= 1_000_000


def test_convert_goes_there_and_back(shop):
    """A text becomes a workbook and a text again: the same process, and nothing is overwritten."""
    there = call("convert", "shop.yaml", "shop.xlsx")
    assert there.exit_code == 0, there.output
    assert "comments are not carried over" in there.stderr
    assert call("convert", "shop.xlsx", "shop.yaml").exit_code == 2
    back = call("convert", "shop.xlsx", "again.yaml")
    assert back.exit_code == 0, back.output
    assert outsidein.read("again.yaml") == outsidein.read(shop)
    assert call("convert", "shop.yaml", "again.yaml", "--force").exit_code == 0


def test_convert_leaves_what_is_there_when_it_cannot_write(shop):
    """A model with faults, or a kind that is not written: the file stays as it was."""
    Path("there.xlsx").write_bytes(b"mine")
    shop.write_text("process: Shop\nsteps:\n  - a: {do: A, via: wep}\n")
    assert call("convert", "shop.yaml", "there.xlsx", "--force").exit_code == 1
    assert Path("there.xlsx").read_bytes() == b"mine"
    assert call("convert", "there.xlsx", "other.yaml").exit_code == 2
    assert call("new", "good.yaml").exit_code == 0
    refused = call("convert", "good.yaml", "there.doc")
    assert refused.exit_code == 1
    assert "no kind that can be written" in refused.output
    assert not Path("there.doc").exists()
