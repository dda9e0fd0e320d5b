"""Answers of customers, a row an answer or a row a step: satisfaction, effort and words."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from outsidein.address import slug
from outsidein.chart.touches import Score
from outsidein.errors import Fault, OutsideInError
from outsidein.files import read_capped
from outsidein.model.graph import placed_steps
from outsidein.model.process import Process
from outsidein.words import did_you_mean

SCALE = (-2.0, 2.0)
EFFORT = (1.0, 7.0)
MOST_BYTES = 50_000_000
MOST_FAULTS = 20
ONE_EACH = {"step", "score"}
SUMMED = {"step", "mean"}
NUMBERS = ("score", "n", "mean", "low", "high", "effort")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What customers said of steps, by step id.

    ``scale`` is the lowest and highest satisfaction that could be answered; effort is from 1
    (easy) to 7 (hard) · ``source`` names where they come from · ``n`` counts the answers.
    """

    satisfaction: Mapping[str, Score] = field(default_factory=dict)
    effort: Mapping[str, Score] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    scale: tuple[float, float] = SCALE
    source: str = ""
    n: int = 0


def read_answers(file: str | Path, process: Process, scale: tuple[float, float] = SCALE) -> Answers:
    """Read a table of answers (CSV with one head line, separated by commas, semicolons or tabs).

    Columns ``step, score`` hold one answer a row: the mean and its 95 % t interval are computed.
    Columns ``step, n, mean, low, high`` hold one step a row, as a survey tool sums it up; ``n``,
    ``low`` and ``high`` may be missing. ``effort`` (1 to 7) and ``words`` may stand beside both.
    Raises OutsideInError with a fault for each line that cannot be used.
    """
    name = Path(file).name
    rows = _rows(read_capped(file, most_bytes=MOST_BYTES), name)
    table = _Table(process, scale, name)
    for line, row in rows:
        table.take(line, row)
    if table.faults:
        raise OutsideInError(table.faults[:MOST_FAULTS])
    return table.answers()


def _rows(content: bytes, name: str) -> list[tuple[int, dict[str, str]]]:
    text = content.decode("utf-8-sig", errors="replace")
    lines = text.splitlines()
    if not lines:
        what, hint = "is empty", "write a line of names: step,score"
        raise OutsideInError([Fault("no-answers", "error", name, what, hint)])
    separator = max(",;\t", key=lines[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    heads = [head.strip().casefold() for head in next(reader)]
    if not (set(heads) >= ONE_EACH or set(heads) >= SUMMED):
        what = f"has the columns {', '.join(heads)}"
        hint = "write step,score (an answer a row) or step,n,mean,low,high (a step a row)"
        raise OutsideInError([Fault("no-answers", "error", f"{name}:1", what, hint)])
    return [
        (reader.line_num, dict(zip(heads, (cell.strip() for cell in row), strict=False)))
        for row in reader
        if any(cell.strip() for cell in row)
    ]


@dataclass(slots=True)
class _Table:
    """The rows read so far, by step."""

    process: Process
    scale: tuple[float, float]
    name: str
    faults: list[Fault] = field(default_factory=list)
    scores: dict[str, list[float]] = field(default_factory=dict)
    efforts: dict[str, list[float]] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    eased: dict[str, Score] = field(default_factory=dict)
    summed: dict[str, Score] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for step_id, placed in placed_steps(self.process).items():
            self.names.setdefault(slug(placed.step.name), step_id)
        self.names |= {step_id: step_id for step_id in placed_steps(self.process)}

    def take(self, line: int, row: dict[str, str]) -> None:
        """Take one row, or note what is wrong with it."""
        step = self.names.get(slug(row.get("step", "")))
        if step is None:
            said = row.get("step", "")
            hint = did_you_mean(slug(said), self.names)
            self._fault("unknown-step", line, f"“{said}” is not a step", hint)
            return
        numbers = {key: self._number(line, key, row.get(key, "")) for key in NUMBERS}
        if numbers["score"] is not None:
            self.scores.setdefault(step, []).append(numbers["score"])
        elif numbers["mean"] is not None:
            n = numbers["n"]
            self.summed[step] = Score(
                value=numbers["mean"], low=numbers["low"], high=numbers["high"],
                n=int(n) if n is not None else None,
            )  # fmt: skip
        if numbers["effort"] is not None and numbers["mean"] is not None:
            self.eased[step] = Score(value=numbers["effort"])
        elif numbers["effort"] is not None:
            self.efforts.setdefault(step, []).append(numbers["effort"])
        if row.get("words"):
            self.words.setdefault(step, row["words"].strip("“”\"'"))

    def _number(self, line: int, key: str, text: str) -> float | None:
        if not text:
            return None
        try:
            value = float(text.replace("−", "-").replace(",", "."))
        except ValueError:
            self._fault("not-a-number", line, f"{key} is “{text}”", "write a number")
            return None
        low, high = EFFORT if key == "effort" else self.scale
        if key == "n":
            low, high = 1, float("inf")
        if not low <= value <= high:
            what = f"{key} is {text}, the scale goes from {low:g} to {high:g}"
            hint = "" if key in ("n", "effort") else "say the survey's scale: --scale 1..5"
            self._fault("off-the-scale", line, what, hint or "correct it")
            return None
        return value

    def _fault(self, code: str, line: int, what: str, hint: str) -> None:
        self.faults.append(Fault(code, "error", f"{self.name}:{line}", what, hint))

    def answers(self) -> Answers:
        """Return what the rows say together."""
        found = dict(self.summed) | {step: scored(v) for step, v in self.scores.items()}
        effort = dict(self.eased) | {step: scored(v) for step, v in self.efforts.items()}
        return Answers(
            satisfaction=found, effort=effort,
            words=self.words, scale=self.scale, source=self.name,
            n=sum(score.n or 0 for score in found.values()),
        )  # fmt: skip


def scored(values: Sequence[float]) -> Score:
    """Return the mean of answers with its 95 % t interval; no interval for a single answer."""
    from outsidein.statistics import mean

    found = mean(list(values))
    low, high = (found.low, found.high) if found.has_interval else (None, None)
    return Score(value=found.value, low=low, high=high, n=len(values))
