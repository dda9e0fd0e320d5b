"""Streamlining: meetings that could be one, and what customers are asked twice."""

from __future__ import annotations

import math

import numpy as np

from outsidein.address import join_address
from outsidein.analysis.evidence import Evidence, Floats, case_keys, rate, title
from outsidein.analysis.finding import Finding, Harm
from outsidein.measures import tally as t
from outsidein.model.behaviour import Law
from outsidein.model.graph import Flow, flows
from outsidein.model.numbers import scaled_law
from outsidein.model.process import Behaviour, Step
from outsidein.model.scenario import Change, Remove, Scenario, Set, missed

TIMES = ("own", "takes", "wrap_up", "after")


def meetings_in_a_row(evidence: Evidence) -> list[Finding]:
    """Find two encounters with the same part, one right after the other; its proposal is one."""
    arrows, found = flows(evidence.process), []
    for words in evidence.words.steps:
        first = evidence.placed[words.id].step
        second = _right_after(evidence, first, arrows)
        if second is None:
            continue
        again = evidence.visits(evidence.rows(second.id), t.ARRIVALS)
        proposal = _merging(evidence, first, second)
        if not again.sum() or proposal is None:
            continue
        assert first.part is not None
        part = evidence.part_name(first.part)
        found.append(
            Finding(
                code="merge",
                at=second.id,
                what=f"{evidence.subject} meet {part} twice in a row: for “{title(first)}”, "
                f"then for “{title(second)}”.",
                evidence=rate(again, evidence.arrived),
                harm=Harm(amount=evidence.a_month(again), of="second meetings"),
                proposal=proposal,
            )
        )
    return found


def _right_after(evidence: Evidence, first: Step, arrows: list[Flow]) -> Step | None:
    """Return the encounter that always follows, comes from nowhere else and could be merged."""
    onward = [f for f in arrows if f.source == first.id and f.kind in ("next", "go", "race")]
    if len(onward) != 1 or onward[0].kind != "next" or not _is_plain(first):
        return None
    second = evidence.placed[onward[0].target].step
    into = {f.source for f in arrows if f.target == second.id} - {second.id}
    alike = (first.part, first.person, first.only) == (second.part, second.person, second.only)
    channels = evidence.process.channels
    kinds = [channels.get(step.channel or "") for step in (first, second)]
    modes = {failure.mode for failure in first.fails} & {f.mode for f in second.fails}
    fits = alike and kinds[0] == kinds[1] and not modes and _same_clocks(first, second)
    return second if into == {first.id} and fits and _is_plain(second) else None


def _is_plain(step: Step) -> bool:
    said = step.ways or step.overrides or step.go or step.trigger or step.join_all
    return step.verb == "do" and step.part is not None and not said


def _same_clocks(first: Step, second: Step) -> bool:
    """Whether the times of both run on the same kind of clock, so that they can be added."""
    pairs = [(getattr(first, name), getattr(second, name)) for name in TIMES]
    return all(a is None or b is None or a.working == b.working for a, b in pairs)


def _merging(evidence: Evidence, first: Step, second: Step) -> Scenario | None:
    """Return the scenario in which one of two encounters does the work of both."""
    name = f"Do “{title(second)}” together with “{title(first)}”"
    for kept, gone in ((first, second), (second, first)):
        scenario = Scenario(name=name, changes=_merged(first, second, kept, gone))
        if not missed(evidence.process, scenario)[1]:
            return scenario
    return None


def _merged(first: Step, second: Step, kept: Step, gone: Step) -> tuple[Change, ...]:
    changes: list[Change] = []
    for name in TIMES:
        law = summed(getattr(first, name), getattr(second, name))
        if law is not None and getattr(gone, name) is not None:
            changes.append(Set(address=join_address(kept.id, name.replace("_", " ")), value=law))
    if gone.fails:
        both = (*first.fails, *second.fails)
        changes.append(Set(address=join_address(kept.id, "fails"), value=both))
    return (*changes, Remove(id=gone.id))


def summed(first: Law | None, second: Law | None) -> Law | None:
    """Return the law of one time after the other: means and variances add up.

    The sum of two constants is constant; any other is taken as lognormal.
    """
    if first is None or second is None:
        return first or second
    mean = first.mean_seconds + second.mean_seconds
    spread = math.sqrt(variance(first) + variance(second))
    unit = first.unit if first.working else "s"
    if spread == 0 or mean == 0:
        return Law(kind="constant", parameters=(mean,), unit=unit)
    return Law(kind="lognormal", parameters=(mean, spread), unit=unit)


def variance(law: Law) -> float:
    """Return the variance of a law, in seconds squared (a normal before the cut at 0)."""
    p = law.parameters
    if law.kind == "constant":
        return 0.0
    if law.kind == "exponential":
        return p[0] ** 2
    if law.kind == "uniform":
        return (p[1] - p[0]) ** 2 / 12
    if law.kind == "triangular":
        a, c, b = p
        return (a * a + b * b + c * c - a * b - a * c - b * c) / 18
    return p[1] ** 2


def asked_twice(evidence: Evidence) -> list[Finding]:
    """Find what customers are asked for again at a later step; its proposal is to ask once.

    What a step asks for and the step itself count alike in its times: without one of k things
    asked, it takes k/(k + 1) of its own and the part's time.
    """
    asking = {
        words.id: _asks(evidence, words.id)
        for words in evidence.words.steps
        if _asks(evidence, words.id)
    }
    found = []
    for later, things in asking.items():
        for thing in sorted(things):
            earlier = [step for step in asking if step != later and thing in asking[step]]
            share = _share_after(evidence, earlier, later)
            if share:
                counts = evidence.visits(evidence.rows(later), t.ARRIVALS) * share
                found.append(_asked_again(evidence, thing, earlier[0], later, counts))
    return found


def _asks(evidence: Evidence, step_id: str) -> set[str]:
    return {thing for way in evidence.ways(step_id).values() for thing in way.asks_for}


def _share_after(evidence: Evidence, earlier: list[str], later: str) -> float:
    """Return the share of logged visits to a step that come after a visit to one of some others."""
    rows = evidence.records
    codes = [evidence.words.step_code(step) for step in earlier]
    before, after = rows[np.isin(rows["step"], codes)], rows[rows["step"] == _code(evidence, later)]
    if not len(after):
        return 0.0
    first: dict[int, float] = {}
    for case, finished in zip(case_keys(before).tolist(), before["finished"].tolist(), strict=True):
        first[case] = min(finished, first.get(case, math.inf))
    keys = case_keys(after).tolist()
    known = np.array([first.get(case, math.inf) for case in keys])
    return float((known <= after["ready"]).mean())


def _code(evidence: Evidence, step_id: str) -> int:
    return evidence.words.step_code(step_id)


def _asked_again(
    evidence: Evidence, thing: str, earlier: str, later: str, counts: Floats
) -> Finding:
    first, second = evidence.placed[earlier].step, evidence.placed[later].step
    return Finding(
        code="asked twice",
        at=join_address(later, "asks for"),
        what=f"{evidence.subject} are asked for {thing} at “{title(first)}” and again at "
        f"“{title(second)}”.",
        evidence=rate(counts, evidence.visits(evidence.rows(later), t.ARRIVALS)),
        harm=Harm(amount=evidence.a_month(counts), of="times asked again"),
        proposal=Scenario(
            name=f"Ask for {thing} once, at “{title(first)}”",
            changes=tuple(_asked_less(second, thing)),
        ),
    )


def _asked_less(step: Step, thing: str) -> list[Change]:
    """Return the changes after which a step no longer asks for something."""
    changes: list[Change] = []
    owners: list[tuple[tuple[str, ...], Behaviour]] = [((step.id,), step)]
    owners += [((step.id, way.name), way) for way in step.ways]
    asked = max(len(owner.asks_for) for _, owner in owners)
    for place, owner in owners:
        if thing in owner.asks_for:
            kept = tuple(one for one in owner.asks_for if one != thing)
            changes.append(Set(address=join_address(*place, "asks for"), value=kept))
        for name in ("own", "takes"):
            law = getattr(owner, name)
            if law is not None:
                less = scaled_law(law, law.mean_seconds * asked / (asked + 1))
                changes.append(Set(address=join_address(*place, name), value=less))
    return changes
