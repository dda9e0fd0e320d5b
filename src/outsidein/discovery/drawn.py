"""A mined tree as a process of ours, with the figures of its log, so that our chart draws it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from outsidein.bpmn.steps import spoken
from outsidein.chart.figures import Figures
from outsidein.discovery.counted import Counted
from outsidein.discovery.smoothing import smoothed
from outsidein.discovery.steps import Draft, Drafting, every, finished, free
from outsidein.eventlog.customers.parties import Side, named_part
from outsidein.eventlog.store import NOT_SAID, Codes, EventLog
from outsidein.model.graph import placed_steps
from outsidein.model.process import Part, Process

MICROSECONDS = 1e6
Floats = npt.NDArray[np.float64]
ORGANISATION, SYSTEM = "Organisation", "System"
BEGIN, DONE = "begin", "done"
MANY_ALIKE = 0.6  # share of the activities whose names begin alike before that is left out


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A process with the figures of the log it came from; ``ids`` are those of its activities."""

    process: Process
    figures: Figures
    ids: Mapping[str, str]


def as_process(
    node: Counted,
    log: EventLog,
    *,
    name: str,
    sides: Mapping[str, Side] | None = None,
    briefly: bool = False,
) -> Drawn:
    """Return a counted tree as a process: shares as in the log, lanes from its parts, no times.

    Parameters
    ----------
    sides : who does each activity, and whether the customer sees it; without it everything is
        done by the organisation, unseen.
    briefly : leave out, for a picture, how most names begin ("Declaration …").
    """
    sides = sides or {}
    labels = [leaf.label for leaf in node.tree.leaves() if leaf.label is not None]
    names = {label: spoken(label) or "Unnamed" for label in labels}
    names = brief(names) if briefly else names
    words = part_of(log, labels, sides)
    taken = {BEGIN, DONE, "customer"}
    parts = {word: free(word, taken) for word in dict.fromkeys(words.values())}
    by_label = {label: parts[word] for label, word in words.items()}
    drafting = Drafting(names, by_label, sides, taken)
    entry, steps = drafting.draft(node, DONE, in_block=False)
    begin = Draft(id=BEGIN, verb="start", name="Begin", runs=node.runs, next=[entry])
    done = Draft(id=DONE, verb="end", name="End", runs=node.runs)
    drafts = smoothed([begin, *steps, done])
    process = Process(
        name=name,
        parts=tuple(
            Part(id=identity, name=word, kind="system" if word == SYSTEM else "department")
            for word, identity in parts.items()
        ),
        steps=finished(drafts),
        numbers="observed",
    )
    figures = _figures(process, drafts, node.runs, log, drafting.ids)
    return Drawn(process=process, figures=figures, ids=drafting.ids)


def brief(names: Mapping[str, str]) -> dict[str, str]:
    """Return names without the words with which most of them begin.

    >>> brief({"a": "Claim filed", "b": "Claim paid", "c": "Claim closed"})
    {'a': 'filed', 'b': 'paid', 'c': 'closed'}
    """
    words = [name.split() for name in names.values()]
    alike: list[str] = []
    while len(words) > 2:
        begins = [w[: len(alike) + 1] for w in words if len(w) > len(alike) + 1]
        longest = max(begins, key=begins.count, default=[])
        if begins.count(longest) < MANY_ALIKE * len(words):
            break
        alike = longest
    start = " ".join(alike) + " "
    shorter = {label: name.removeprefix(start) if alike else name for label, name in names.items()}
    return shorter if len(set(shorter.values())) == len(names) else dict(names)


def part_of(log: EventLog, labels: Iterable[str], sides: Mapping[str, Side]) -> dict[str, str]:
    """Return the part that does each activity: as confirmed, else as most of its events name it.

    An activity of the customer has one only if somebody says so.
    """
    found = {}
    said = log.said.get("part")
    codes = {activity: code for code, activity in enumerate(log.activities)}
    for label in labels:
        side = sides.get(label)
        party, word = (side.party, side.part) if side is not None else ("organisation", "")
        if not word and said is not None:
            of = said.codes[(log.events.activity == codes[label]) & (said.codes >= 0)]
            word = named_part(said.words[int(np.bincount(of).argmax())]) if len(of) else ""
        word = spoken(word)
        if word or party != "customer":
            found[label] = word or (SYSTEM if party == "system" else ORGANISATION)
    return found


def waits_before(log: EventLog) -> dict[str, float]:
    """Return the median seconds from the event before to the start of each activity.

    Nothing where events have one time only: what passes then is waiting and work in one.
    """
    if not log.has_starts:
        return {}
    activity, gap = _gaps(log, np.ones(len(log.activities), dtype=np.bool_))[1:]
    return {
        name: float(np.median(gap[activity == code]))
        for code, name in enumerate(log.activities)
        if np.any(activity == code)
    }


def times_between(log: EventLog, met: Collection[str]) -> dict[tuple[str, str], float]:
    """Return the median seconds from one activity that customers meet to the next one they do."""
    before, after, gap = _gaps(log, np.array([name in met for name in log.activities]))
    pair = before.astype(np.int64) * len(log.activities) + after
    return {
        (log.activities[one // len(log.activities)], log.activities[one % len(log.activities)]):
            float(np.median(gap[pair == one]))
        for one in np.unique(pair).tolist()
    }  # fmt: skip


def _gaps(log: EventLog, wanted: npt.NDArray[np.bool_]) -> tuple[Codes, Codes, Floats]:
    """Return (activity, the next one wanted in the same case, seconds between) of all events."""
    events = log.events
    case = np.repeat(np.arange(len(events.case)), np.diff(events.first))
    kept = wanted[events.activity]
    activity, case, end = events.activity[kept], case[kept], events.end[kept]
    began = np.where(events.start != NOT_SAID, events.start, events.end)[kept]
    same = case[1:] == case[:-1]
    gap = np.maximum(began[1:] - end[:-1], 0)[same] / MICROSECONDS
    return activity[:-1][same], activity[1:][same], gap


def _figures(
    process: Process, drafts: list[Draft], cases: int, log: EventLog, ids: Mapping[str, str]
) -> Figures:
    """Return what the log says of each step: visits, shares, waits."""
    known = {draft.id: draft for draft in every(drafts)}
    branches = {
        (placed.step.id, branch.label): answer.runs / max(sum(a.runs for a in draft.go), 1)
        for placed in placed_steps(process).values()
        for draft in [known[placed.step.id]]
        for branch, answer in zip(placed.step.go, draft.go, strict=True)
    }
    visits = {draft.id: draft.runs / cases for draft in known.values()}
    met = {label for label, one in ids.items() if known[one].verb in ("do", "tell")}
    between = times_between(log, met)
    waits = {ids[a]: seconds for a, seconds in waits_before(log).items() if a in ids}
    return Figures(
        customers=1000,
        customer_name="case",
        visits=visits,
        branches=branches,
        waits=waits,
        hidden_waits={(ids[a], ids[b]): seconds for (a, b), seconds in between.items()},
    )
