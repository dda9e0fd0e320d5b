"""Promises: `90% wait under 5 min at Call centre`, `95% delivery kept`, `lost at most 2%`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from outsidein.address import slug
from outsidein.document import syntax
from outsidein.document.syntax import TextError
from outsidein.errors import Fault, OutsideInError
from outsidein.measures.measures import MEASURES, Measure, Unit
from outsidein.measures.records import BROKEN, KEPT, Records
from outsidein.measures.vocabulary import Vocabulary, vocabulary
from outsidein.model.process import Process
from outsidein.simulation.search.trials import Figure, must_be_told
from outsidein.words import did_you_mean

_SHARE = r"(?:(?P<share>[\d.]+\s*%)\s+(?:of\s+\w+\s+)?)?"
_BY = r"(?:\s+(?:by|for)\s+(?P<by>[\d.]+\s*%))?"
_WAIT = re.compile(
    _SHARE + r"waits?\s+(?:under|within|below|at most|less than|up to|<=?)\s+"
    r"(?P<time>[\d.]+\s*[a-z]+)(?:\s+at\s+(?P<place>.+?))?" + _BY,
    re.IGNORECASE,
)
_KEPT = re.compile(_SHARE + r"(?P<id>[\w-]+)\s+kept" + _BY, re.IGNORECASE)
_BOUND = re.compile(
    r"(?P<measure>.+?)\s+(?P<side>at least|at most|over|under|above|below|>=|<=)\s+(?P<value>.+)",
    re.IGNORECASE,
)
_AT_LEAST = frozenset({"at least", "over", "above", ">="})


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A figure and the bound it has to keep to."""

    text: str  # as said
    figure: Figure
    bound: float
    at_least: bool
    unit: Unit

    def zone(self, within: float) -> float:
        """Return how close to the bound either answer will do: so many points, or a share of it."""
        return within if self.unit == "share" else within * abs(self.bound)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareOfWaits:
    """The share of those who join a queue who are served within a time; who gives up is not.

    ``part``, ``step`` and ``way`` are codes, -1 for any; without a part or step the live
    encounters count, at a part or step whoever joins its queue.
    """

    seconds: float
    part: int = -1
    step: int = -1
    way: int = -1

    def count(self, records: Records, words: Vocabulary) -> tuple[float, float]:
        """Return how many were served in time, and how many joined."""
        visits = records.steps
        chosen = visits["joined"] >= 0
        if self.part >= 0:
            chosen &= visits["part"] == self.part
        if self.step >= 0:
            chosen &= visits["step"] == self.step
        if self.way >= 0:
            chosen &= visits["way"] == self.way
        if self.part < 0 and self.step < 0:
            chosen &= _live(words)[visits["step"], np.maximum(visits["way"], 0)]
        seen = visits[chosen]
        in_time = (seen["started"] >= 0) & (seen["started"] - seen["joined"] <= self.seconds)
        return float(np.count_nonzero(in_time)), float(len(seen))


def _live(words: Vocabulary) -> np.ndarray:
    most = max(len(step.live) for step in words.steps)
    return np.array([[*step.live, *[False] * (most - len(step.live))] for step in words.steps])


def read_promises(process: Process, texts: Sequence[str]) -> tuple[Promise, ...]:
    """Read promises. Raises OutsideInError with all faults."""
    found, faults = [], []
    for text in texts:
        try:
            found.append(_read(process, " ".join(text.split())))
        except TextError as wrong:
            where = f"promise: {text}"
            faults.append(Fault("promise", "error", where, str(wrong.args[0]), wrong.hint))
        except OutsideInError as wrong:
            faults += wrong.faults
    if not texts:
        hint = '--keep "90% wait under 5 min at Call centre"'
        faults.append(Fault("promise", "error", "promise:", "no promise is given", hint))
    if faults:
        raise OutsideInError(faults)
    return tuple(found)


def _read(process: Process, text: str) -> Promise:
    if said := _WAIT.fullmatch(text):
        figure = _waits(process, syntax.duration(said["time"]).mean_seconds, said["place"])
        share = _said_share(said["share"] or said["by"], text)
        return Promise(text=text, figure=figure, bound=share, at_least=True, unit="share")
    if said := _KEPT.fullmatch(text):
        kept = _promise_kept(process, said["id"])
        share = _said_share(said["share"] or said["by"], text)
        return Promise(text=text, figure=kept, bound=share, at_least=True, unit="share")
    if said := _BOUND.fullmatch(text):
        one = measure_called(said["measure"])
        must_be_told(process, one)
        return Promise(
            text=text, figure=one, bound=_bound(one, said["value"]),
            at_least=said["side"].casefold() in _AT_LEAST, unit=one.unit,
        )  # fmt: skip
    hint = 'write it as "90% wait under 5 min at Call centre", or "lost at most 2%"'
    raise TextError(f'"{text}" is not a promise that can be kept to', hint)


def _said_share(text: str | None, whole: str) -> float:
    if text is None:
        raise TextError("for which share of customers is not said", f'write "90% {whole}"')
    share = syntax.percent(text.replace(" ", ""))
    if not 0 < share < 1:
        raise TextError(f"{text} can never be shown", "write a share above 0% and below 100%")
    return share


def _waits(process: Process, seconds: float, place: str | None) -> ShareOfWaits:
    if place is None:
        return ShareOfWaits(seconds=seconds)
    words, name = vocabulary(process), place.strip()
    wanted, _, way = name.partition(".")
    for code, part in enumerate(process.parts):
        if slug(name) in (part.id, slug(part.name)):
            return ShareOfWaits(seconds=seconds, part=code)
    for code, step in enumerate(words.steps):
        if slug(wanted) == step.id:
            return ShareOfWaits(seconds=seconds, step=code, way=_way(step.id, step.ways, way))
    known = [part.name for part in process.parts] + [step.id for step in words.steps]
    raise TextError(f'nothing is called "{name}"', did_you_mean(name, known))


def _way(step: str, ways: Sequence[str], wanted: str) -> int:
    if not wanted:
        return -1
    slugs = [slug(one) for one in ways]
    if slug(wanted) not in slugs:
        raise TextError(f'"{step}" has no way "{wanted}"', did_you_mean(wanted, slugs))
    return slugs.index(slug(wanted))


def _promise_kept(process: Process, name: str) -> Measure:
    words = vocabulary(process)
    codes = {step.id: k for k, step in enumerate(words.steps) if step.verb == "promise"}
    if name == "promises":
        return measure_called("promises kept")
    if slug(name) not in codes:
        known = [*codes, "promises"]
        raise TextError(f'there is no promise "{name}"', did_you_mean(name, known))
    code = codes[slug(name)]
    return Measure(
        name=f"{name} kept", label=f"{name} kept", unit="share", share=True, higher_is_better=True,
        top=lambda c: float(c.tally.promises[code, KEPT]),
        bottom=lambda c: float(c.tally.promises[code, [KEPT, BROKEN]].sum()),
    )  # fmt: skip


def measure_called(text: str) -> Measure:
    """Return a measure by its name or label. Raises TextError with a hint."""
    wanted = text.strip().casefold()
    for one in MEASURES:
        if wanted in (one.label, one.name):
            return one
    raise TextError(f'unknown measure "{text}"', did_you_mean(wanted, [m.label for m in MEASURES]))


def _bound(one: Measure, text: str) -> float:
    if one.unit == "share":
        return _said_share(text, text)
    if one.unit == "seconds":
        return syntax.duration(text).mean_seconds
    if one.unit == "money" and not re.fullmatch(r"-?[\d.]+", text):
        return syntax.money(text)[0]
    return syntax.number(text)
