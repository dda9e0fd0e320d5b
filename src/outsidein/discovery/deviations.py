"""How journeys deviate from the planned one: the four kinds of CJML, from alignments.

A step that the plan has and the customer did not meet is *missing*; one that the plan does not
have there is *ad hoc*; one that came at another place or again is *irregular*; one that was met and
went wrong is *failing*. Source: Halvorsrud, Kvale, Følstad, Improving service quality through
customer journey analysis, Journal of Service Theory and Practice 26 (2016).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from outsidein.discovery.flow import FlowLanguage, known_as
from outsidein.discovery.search import Move, cheapest
from outsidein.eventlog.customers.parties import Side
from outsidein.eventlog.store import EventLog
from outsidein.model.process import Process

FAILING = frozenset({"failed", "left", "closed", "no show"})  # how a visit of ours went wrong


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDeviation:
    """In how many cases a step was missing, ad hoc, irregular or failing."""

    step: str  # the id of the step, or the activity that the plan does not have
    missing: int = 0
    ad_hoc: int = 0
    irregular: int = 0
    failing: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Deviations:
    """Cases beside the plan; a case with several kinds of deviation counts for each."""

    cases: int
    as_planned: int
    missing: int
    ad_hoc: int
    irregular: int
    failing: int
    steps: tuple[StepDeviation, ...]  # those that deviate in most cases first


@dataclass(slots=True, kw_only=True)
class _Tally:
    cases: Counter[str] = field(default_factory=Counter)  # by kind
    steps: Counter[tuple[str, str]] = field(default_factory=Counter)  # by step and kind
    as_planned: int = 0


def deviations(
    log: EventLog,
    process: Process,
    *,
    labels: Mapping[str, str] | None = None,
    sides: Mapping[str, Side] | None = None,
    how: str = "how",
) -> Deviations:
    """Return how the journeys of a log deviate from a planned one, at the steps customers meet.

    Parameters
    ----------
    labels : activity -> id of the step; what is not said is found by name or id.
    sides : who does what: of activities that the plan does not have, only those that the customer
        does or sees count as ad hoc. Without it all of them do.
    how : the column that says how a visit went, if the log was read with it: "failed", "left",
        "closed" and "no show" are failing. A failing visit that is tried again is not irregular.
    """
    language = FlowLanguage(process)
    steps = {**known_as(process, log.activities), **(labels or {})}
    names = [_named(a, steps, sides, language.labels) for a in log.activities]
    journeys = _journeys(log, names, how)
    tally, known = _Tally(), dict[tuple[str, ...], tuple[Move, ...]]()
    for (journey, failing), cases in journeys.items():
        if journey not in known:
            _, known[journey] = cheapest(language, journey)
        found = _kinds(known[journey]) | {(step, "failing") for step in failing}
        for one in found:
            tally.steps[one] += cases
        for kind in {kind for _, kind in found}:
            tally.cases[kind] += cases
        tally.as_planned += 0 if found else cases
    return _told(tally, len(log.events.case))


def _named(
    activity: str,
    steps: Mapping[str, str],
    sides: Mapping[str, Side] | None,
    met: Iterable[str],
) -> str | None:
    """Return what an activity is in a journey: a step, itself, or nothing (None)."""
    if activity in steps:
        return steps[activity] if steps[activity] in set(met) else None
    side = sides.get(activity) if sides is not None else None
    unseen = sides is not None and (side is None or not (side.party == "customer" or side.seen))
    return None if unseen else activity


def _journeys(
    log: EventLog, names: list[str | None], how: str
) -> Counter[tuple[tuple[str, ...], frozenset[str]]]:
    """Return each different journey with the steps that failed in it, and its cases."""
    first, activity = log.events.first.tolist(), log.events.activity.tolist()
    went = log.said.get(how)
    wrong = {k for k, word in enumerate(went.words) if word in FAILING} if went else set[int]()
    codes = went.codes.tolist() if went else []
    found: Counter[tuple[tuple[str, ...], frozenset[str]]] = Counter()
    for k in range(len(first) - 1):
        met = [
            (name, bool(codes) and codes[e] in wrong)
            for e in range(first[k], first[k + 1])
            if (name := names[activity[e]]) is not None
        ]
        failing = frozenset(name for name, failed in met if failed)
        kept = [
            name
            for at, (name, failed) in enumerate(met)
            if not failed or all(name != later for later, _ in met[at + 1 :])
        ]
        found[tuple(kept), failing] += 1
    return found


def _kinds(moves: tuple[Move, ...]) -> set[tuple[str, str]]:
    """Return (step, kind) of what an alignment shows."""
    count = {kind: Counter(m.activity for m in moves if m.kind == kind)
             for kind in ("both", "log", "model")}  # fmt: skip
    found = set()
    for step, extra in count["log"].items():
        again = count["both"][step] + count["model"][step] > 0
        found.add((step, "irregular" if again else "ad hoc"))
        count["model"][step] -= min(extra, count["model"][step])
    return found | {(step, "missing") for step, left in count["model"].items() if left}


def _told(tally: _Tally, cases: int) -> Deviations:
    steps = [
        StepDeviation(
            step=step, missing=tally.steps[step, "missing"], ad_hoc=tally.steps[step, "ad hoc"],
            irregular=tally.steps[step, "irregular"], failing=tally.steps[step, "failing"],
        )
        for step in {step for step, _ in tally.steps}
    ]  # fmt: skip
    steps.sort(key=lambda s: (-s.missing - s.ad_hoc - s.irregular - s.failing, s.step))
    return Deviations(
        cases=cases, as_planned=tally.as_planned, missing=tally.cases["missing"],
        ad_hoc=tally.cases["ad hoc"], irregular=tally.cases["irregular"],
        failing=tally.cases["failing"], steps=tuple(steps),
    )  # fmt: skip
