"""Promises: the silence before one is due, and a message that breaks it."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from outsidein.address import join_address
from outsidein.analysis.evidence import Evidence, case_keys, title
from outsidein.analysis.finding import Finding, Harm
from outsidein.measures import records as r
from outsidein.measures import tally as t
from outsidein.model.process import Part, Step
from outsidein.model.scenario import Change, Insert, Scenario, Set
from outsidein.statistics import Estimate, mean
from outsidein.units import DAY_SECONDS, readable_duration

LONG = DAY_SECONDS  # a shorter silence hurts nobody
MIDDLE = (0.15, 0.85)  # of a silence: a message nearer to its ends breaks nothing


@dataclass(slots=True)
class _Silence:
    """The silences of one promise: how long, and when inside them hidden work ended."""

    lengths: list[list[float]] = field(default_factory=list)  # by replication
    ended: dict[int, list[float]] = field(default_factory=dict)  # step: share of the silence
    lasted: dict[int, float] = field(default_factory=dict)  # step: seconds in all


def silences(evidence: Evidence) -> list[Finding]:
    """Find each promise before which customers hear nothing; its proposal is a message."""
    found = []
    for placed in evidence.placed.values():
        promise = placed.step
        if promise.verb != "promise" or promise.span is None:
            continue
        silence = _longest(evidence, promise.span.first, promise.span.last)
        lengths = [sum(one) / len(one) for one in silence.lengths if one]
        if not lengths or sum(lengths) / len(lengths) < LONG:
            continue
        change, name = _message(evidence, silence)
        if change is None:
            continue
        opened = evidence.visits(evidence.rows(promise.span.first), t.WAS_SERVED)
        found.append(
            Finding(
                code="silence",
                at=join_address(promise.id),
                what=f"{evidence.subject} hear nothing for {_told(lengths)} before "
                f"the promise “{title(promise)}” ends.",
                evidence=_mean(lengths, silence),
                harm=Harm(amount=evidence.a_month(opened), of="silences"),
                proposal=Scenario(name=name, changes=(change,)),
            )
        )
    return found


def _told(lengths: list[float]) -> str:
    return readable_duration(sum(lengths) / len(lengths))


def _mean(lengths: list[float], silence: _Silence) -> Estimate:
    found = mean(lengths)
    n = sum(len(one) for one in silence.lengths)
    return Estimate(value=found.value, low=found.low, high=found.high, n=n, degrees=found.degrees)


def _longest(evidence: Evidence, first: str, last: str) -> _Silence:
    """Follow every logged case through a span and keep its longest stretch without news."""
    silence, by_replication = _Silence(), dict[int, list[float]]()
    ended = _ended_at(evidence, evidence.words.step_code(last))
    codes = (evidence.words.step_code(first), evidence.words.step_code(last))
    for rows in _by_case(evidence):
        shut = ended.get(int(case_keys(rows[:1])[0]))
        stretch = _silent_stretch(evidence, rows, codes, shut)
        if stretch is None:
            continue
        start, end = stretch
        by_replication.setdefault(int(rows["replication"][0]), []).append(end - start)
        inside = rows[(rows["finished"] > start) & (rows["ready"] < end)]
        columns = (inside[name].tolist() for name in ("step", "ready", "finished"))
        for step, ready, finished in zip(*columns, strict=True):
            lasted = min(finished, end) - max(ready, start)
            silence.lasted[step] = silence.lasted.get(step, 0.0) + lasted
            share = (finished - start) / (end - start)
            silence.ended.setdefault(step, []).append(min(share, 1.0))
    silence.lengths = [by_replication[k] for k in sorted(by_replication)]
    return silence


def _ended_at(evidence: Evidence, code: int) -> dict[int, float]:
    """Return when each case ended whose end is a step: ends have no visits of their own."""
    cases = evidence.cases[evidence.cases["end_step"] == code]
    return dict(zip(case_keys(cases).tolist(), cases["end"].tolist(), strict=True))


def _by_case(evidence: Evidence) -> Iterator[Any]:
    rows = evidence.records
    rows = rows[rows["caller"] < 0]
    keys = case_keys(rows)
    order = keys.argsort(kind="stable")
    rows, keys = rows[order], keys[order]
    starts = [0, *((keys[1:] != keys[:-1]).nonzero()[0] + 1).tolist(), len(rows)]
    for a, b in itertools.pairwise(starts):
        if b > a:
            yield rows[a:b]


def _silent_stretch(
    evidence: Evidence, rows: Any, codes: tuple[int, int], ended: float | None
) -> tuple[float, float] | None:
    """Return the longest stretch between the span's ends in which a case hears nothing."""
    served = rows[rows["how"] == r.SERVED]
    opened = served[served["step"] == codes[0]]["finished"]
    shut = served[served["step"] == codes[1]]
    if not len(opened):
        return None
    begins = float(opened[0])
    starts = [_begun(row) for row in shut] + ([] if ended is None else [ended])
    ends = min((s for s in starts if s >= begins), default=None)
    if ends is None:
        return None
    meets = [evidence.words.steps[code].verb in ("do", "touch", "tell") for code in served["step"]]
    news = sorted(m for m in served["finished"][meets].tolist() if begins < m < ends)
    moments = [begins, *news, ends]
    gaps = [(b - a, a, b) for a, b in itertools.pairwise(moments)]
    length, start, end = max(gaps)
    return (start, end) if length > 0 else None


def _begun(row: Any) -> float:
    begun = [float(row[name]) for name in ("own_started", "started")]
    return min((t for t in begun if not math.isnan(t)), default=float(row["ready"]))


def _message(evidence: Evidence, silence: _Silence) -> tuple[Change | None, str]:
    """Return the change that breaks a silence: a message in its middle, or work in sight."""
    hidden = {
        code: sum(shares) / len(shares)
        for code, shares in silence.ended.items()
        if evidence.words.steps[code].verb in ("hidden", "check")
    }
    inner = {c: s for c, s in hidden.items() if MIDDLE[0] <= s <= MIDDLE[1]}
    if inner:
        code = min(inner, key=lambda c: abs(inner[c] - 0.5))
        step = evidence.placed[evidence.words.steps[code].id].step
        if not step.go:
            name = f"Tell {evidence.people} how it stands after “{title(step)}”"
            return Insert(elements=(_tell(evidence, step),), where="after", at=step.id), name
    if not silence.lasted:
        return None, ""
    code = max(silence.lasted, key=lambda c: silence.lasted[c])
    step = evidence.placed[evidence.words.steps[code].id].step
    if step.verb not in ("hidden", "wait") or step.shows == "full":
        return None, ""
    name = f"Let {evidence.people} follow “{title(step)}”"
    return Set(address=join_address(step.id, "shows"), value="full"), name


def _tell(evidence: Evidence, step: Step) -> Step:
    """Return a message that costs nobody's time, sent as other messages are."""
    tells = [p.step for p in evidence.placed.values() if p.step.verb == "tell"]
    via = next((one.channel for one in tells if one.channel), None)
    return Step(
        id=_free(evidence, f"news-{step.id}"),
        verb="tell",
        name="How it stands",
        part=_sender(evidence.process.parts, tells, step),
        channel=via,
        only=step.only,
    )


def _sender(parts: tuple[Part, ...], tells: list[Step], step: Step) -> str | None:
    """Return a part that can send a message without anybody's work."""
    free = [part.id for part in parts if part.people is None]
    known = [one.part for one in tells if one.part in free]
    return next(iter([*known, *free]), step.part)


def _free(evidence: Evidence, wanted: str) -> str:
    name, number = wanted, 1
    while name in evidence.placed:
        number += 1
        name = f"{wanted}-{number}"
    return name
