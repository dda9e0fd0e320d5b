"""Tables of answers: an answer a row, a step a row, and what is wrong with them."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from outsidein.chart.answers import Answers, read_answers
from outsidein.cli import main
from outsidein.document import read_text
from outsidein.errors import OutsideInError

PROCESS = read_text(
    "process: P\nsteps:\n  - find: {do: Find a book}\n  - ask: {do: Ask}\n  - pay: {do: Pay}\n"
)


def answers(folder: Path, text: str, scale: tuple[float, float] = (-2, 2)) -> Answers:
    """Read a table of answers."""
    file = folder / "answers.csv"
    file.write_text(text, encoding="utf-8")
    return read_answers(file, PROCESS, scale)


def test_an_answer_a_row_gives_mean_and_t_interval(tmp_path: Path) -> None:
    """1, 2 and 3: mean 2, standard error 1/√3, t of two degrees 4.3027."""
    rows = "step,score,effort,words\nfind,1,2,Good\nFind a book,2,4,\nfind,3,,\nask,4,,\n"
    found = answers(tmp_path, rows, (1, 5))
    score = found.satisfaction["find"]
    assert (score.value, score.n) == (2.0, 3)
    assert score.low == pytest.approx(2 - 4.302653 / 3**0.5)
    assert score.high == pytest.approx(2 + 4.302653 / 3**0.5)
    assert (found.satisfaction["ask"].low, found.satisfaction["ask"].n) == (None, 1)
    assert found.effort["find"].value == 3.0
    assert found.words == {"find": "Good"}
    assert (found.n, found.source) == (4, "answers.csv")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_step_a_row_is_taken_as_it_is(tmp_path: Path, separator: str) -> None:
    """What a survey tool summed up is not computed again; missing ends stay missing."""
    rows = "Step,n,Mean,low,high\nask,74,−1.3,-1.54,-1.06\npay,,0.5,,\n"
    found = answers(tmp_path, rows.replace(",", separator))
    assert found.satisfaction["ask"].value == -1.3
    assert (found.satisfaction["ask"].low, found.satisfaction["ask"].high) == (-1.54, -1.06)
    assert found.satisfaction["pay"].n is None
    assert found.n == 74


@pytest.mark.parametrize(
    ("rows", "code", "place"),
    [
        ("step,score\nfnd,1\n", "unknown-step", "answers.csv:2"),
        ("step,score\nfind,1\nask,7\n", "off-the-scale", "answers.csv:3"),
        ("step,score\nfind,good\n", "not-a-number", "answers.csv:2"),
        ("step,n,mean,effort\nfind,3,1,9\n", "off-the-scale", "answers.csv:2"),
        ("task,rating\nfind,1\n", "no-answers", "answers.csv:1"),
        ("", "no-answers", "answers.csv"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(
    tmp_path: Path, rows: str, code: str, place: str
) -> None:
    """Each fault names the line and what to write; never a guess."""
    with pytest.raises(OutsideInError) as caught:
        answers(tmp_path, rows)
    fault = caught.value.faults[0]
    assert (fault.code, fault.where) == (code, place)
    assert fault.hint


def test_the_command_draws_a_journey_with_answers(tmp_path: Path) -> None:
    """The scale is said; a score outside it is a fault, no picture; another view is refused."""
    model, table = tmp_path / "p.yaml", tmp_path / "a.csv"
    model.write_text("process: P\nsteps:\n  - find: {do: Find}\n  - ask: {do: Ask}\n")
    table.write_text("step,score\nfind,5\nfind,4\nask,1\nask,2\n")
    run, base = CliRunner(), ["chart", str(model), "--answers", str(table)]
    done = run.invoke(main, [*base, "--view", "journey", "--scale", "1..5"])
    assert done.exit_code == 0, done.output
    assert "1.5" in model.with_suffix(".svg").read_text()
    assert run.invoke(main, [*base, "--view", "journey"]).exit_code == 1
    assert run.invoke(main, base).exit_code == 2
    assert run.invoke(main, [*base, "--view", "journey", "--scale", "5..1"]).exit_code == 2


def test_a_journey_holds_simulated_visits_beside_answers(tmp_path: Path) -> None:
    """With --simulate every customer comes once, and the answers stay."""
    model, table = tmp_path / "p.yaml", tmp_path / "a.csv"
    model.write_text(
        "process: P\ncustomers: {Buyer: {share: rest}}\nchannels: {web: self}\n"
        "organisation: {Shop: {kind: system}}\n"
        "arrivals: {rate: 10 per day}\nsteps:\n"
        "  - find: {do: Find, with: Shop, via: web, own: 3 min}\n"
        "  - buy: {do: Buy, with: Shop, via: web, own: 1 min}\n"
        "  - done: {end: Done, outcome: served}\n",
        encoding="utf-8",
    )
    table.write_text("step,score\nfind,1\nfind,2\nbuy,0\nbuy,1\n", encoding="utf-8")
    options = ["--simulate", "--cases", "50", "--replications", "2", "--answers", str(table)]
    done = CliRunner().invoke(main, ["chart", str(model), "--view", "journey", *options])
    assert done.exit_code == 0, done.output
    text = model.with_suffix(".svg").read_text(encoding="utf-8")
    assert text.count(">1,000</text>") == 2
    assert "4 answers in a.csv" in text
    assert ">3 min</text>" in text
