"""Progress: told on a terminal and in a notebook, silent elsewhere."""

from __future__ import annotations

import io

import pytest

from outsidein import progress as p
from outsidein.progress import Meter, in_notebook, on_terminal, part_of


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_terminal_is_told_and_wiped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each sign of life overwrites the last; at the end the line is empty."""
    clock = iter(range(100))
    monkeypatch.setattr(p.time, "monotonic", lambda: float(next(clock)))
    stream = Terminal()
    with on_terminal("simulating", stream) as report:
        for done in range(1, 5):
            report(done, 4)
    told = stream.getvalue().split("\r\x1b[K")
    assert told[1:] == [
        "simulating: 25 %",
        "simulating: 50 %, about 2 s left",
        "simulating: 75 %, about 1 s left",
        "simulating: 100 %",
        "\r",
    ]


def test_a_file_is_told_nothing() -> None:
    """What is not a terminal gets no control characters."""
    stream = io.StringIO()
    with on_terminal("simulating", stream) as report:
        report(1, 2)
    assert stream.getvalue() == ""


def test_a_meter_never_goes_back_and_is_not_chatty() -> None:
    """Less than what was told before is not told; nor is every little step."""
    said: list[str] = []
    meter = Meter("m", said.append)
    for done in range(100):
        meter(done, 1_000_000)
    meter(10, 10)
    meter(1, 10)
    assert said == ["m: 100 %"]


def test_stages_fill_the_whole_in_order() -> None:
    """Three stages of different weight go from nothing to all."""
    told: list[float] = []
    whole = lambda done, of: told.append(done / of)  # noqa: E731
    for first, last in ((0.0, 0.5), (0.5, 0.7), (0.7, 1.0)):
        stage = part_of(whole, first, last)
        assert stage is not None
        for done in range(1, 4):
            stage(done, 3)
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert part_of(None, 0, 1) is None


def test_outside_a_notebook_the_library_is_silent(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a caller's progress nothing is printed; with one, it is given on."""
    with in_notebook("simulating") as report:
        report(1, 2)
    told: list[tuple[int, int]] = []
    with in_notebook("simulating", lambda done, of: told.append((done, of))) as report:
        report(1, 2)
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "")
    assert told == [(1, 2)]


def test_a_study_tells_every_stage_of_its_work() -> None:
    """From the first run to the last proposal: it only grows, and ends at all."""
    from outsidein.document import new_document, read_text
    from outsidein.study import study_process

    told: list[float] = []
    process = read_text(new_document(), "new.yaml")
    study_process(
        process, cases=50, replications=2, threads=1,
        progress=lambda done, of: told.append(done / of),
    )  # fmt: skip
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert sum(0.5 < one <= 1 for one in told) >= 3
