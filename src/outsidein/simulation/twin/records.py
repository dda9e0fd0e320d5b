"""A trace as records: the names of the twin turned into the codes that measures count."""

from __future__ import annotations

import numpy as np

from outsidein.measures.records import (
    CASE,
    FATE,
    HOW,
    OUTCOME,
    POOR_REASONS,
    PROMISE,
    STEP,
    Records,
)
from outsidein.measures.vocabulary import Vocabulary
from outsidein.simulation.twin.state import Visit
from outsidein.simulation.twin.trace import Trace, TracedCase

TIMES = (
    "ready", "pause_ended", "began", "own_started", "joined", "started", "ended", "finished",
)  # fmt: skip


def records_of(
    trace: Trace, words: Vocabulary, segments: dict[str, int], replication: int
) -> Records:
    """Return the records of a trace; ``segments`` gives each customer's name its code."""
    codes = {s.id: k for k, s in enumerate(words.steps)}
    cases = np.zeros(len(trace.cases), dtype=CASE)
    for row, case in zip(cases, trace.cases, strict=True):
        _fill_case(row, case, codes, segments[case.customer], replication)
    steps = np.zeros(len(trace.visits), dtype=STEP)
    for row, visit in zip(steps, trace.visits, strict=True):
        _fill_visit(row, visit, words, codes)
        row["replication"], row["segment"] = replication, segments[visit.customer]
        row["customer"] = trace.cases[visit.case].of_segment
    np.add.at(cases["visits"], steps["case"], 1)
    promises = np.zeros(len(trace.promises), dtype=PROMISE)
    for row, (number, name, opened, shut, fate) in zip(promises, trace.promises, strict=True):
        row["replication"], row["case"], row["promise"] = replication, number, codes[name]
        row["fate"], row["opened"] = FATE.index(fate), opened
        row["shut"] = np.nan if shut is None else shut
    return Records(cases, steps, promises)


def _fill_case(
    row: np.void, case: TracedCase, codes: dict[str, int], segment: int, replication: int
) -> None:
    row["replication"], row["segment"] = replication, segment
    row["case"], row["customer"] = case.number, case.of_segment
    row["start"], row["end"] = case.start, np.nan if case.end is None else case.end
    row["seconds"] = tuple(case.seconds.values())
    row["outcome"] = -1 if case.outcome is None else OUTCOME.index(case.outcome)
    row["end_step"] = codes.get(case.end_step or "", -1) if case.outcome else -1
    row["poor"] = sum(1 << POOR_REASONS.index(_reason(reason)) for reason in case.poor)
    for name in (
        "cost", "path", "contacts", "repeats", "promises_kept", "promises_broken",
        "over_tolerance", "found_by_customer", "never_noticed", "stuck",
    ):  # fmt: skip
        row[name] = getattr(case, name)


def _reason(written: str) -> str:
    return "more than contacts" if written.startswith("more than") else written


def _fill_visit(row: np.void, visit: Visit, words: Vocabulary, codes: dict[str, int]) -> None:
    def code(names: tuple[str, ...], name: str | None) -> int:
        return names.index(name) if name in names else -1

    step = words.steps[codes[visit.step]]
    row["case"], row["step"], row["visit"] = visit.case, codes[visit.step], visit.visit
    row["way"] = max(code(step.ways, visit.way), 0)
    row["channel"] = code(words.channels, visit.channel)
    row["part"] = code(words.parts, visit.part)
    row["person"] = visit.person or 0
    row["caller"] = codes.get(visit.caller or "", -1)
    row["before"] = codes.get(visit.before or "", -1)
    row["branch"] = code(step.branches, visit.branch)
    modes = {mode: k for k, (at, mode) in enumerate(words.modes) if at == visit.step}
    row["arose"] = modes.get(visit.arose or "", -1)
    row["mode"] = _mode(words, visit)
    row["attempt"], row["contact"], row["repeat"] = visit.attempt, visit.contact, visit.repeat
    row["over_tolerance"], row["how"] = visit.over_tolerance, HOW.index(visit.how or "under way")
    for name in TIMES:
        time = getattr(visit, name)
        row[name] = np.nan if time is None else time
    own, joined = visit.own_started, visit.joined
    if visit.own_ended is not None:  # of a booked visit: it ends there, as the kernel does
        row["ended"] = visit.own_ended
    elif own is not None and joined is not None and own > joined:
        gone = visit.how != "under way" and visit.finished is not None
        row["ended"] = float(visit.finished or 0.0) if gone else np.nan


def _mode(words: Vocabulary, visit: Visit) -> int:
    """Return the code of the failure that acted: this step's own, or one noticed here."""
    if visit.mode is None:
        return -1
    at = visit.failed_step or visit.step
    return words.modes.index((at, visit.mode))
