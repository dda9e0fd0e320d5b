"""Fewer signs for the same flow: two decisions, of which the second follows the first alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from outsidein.discovery.steps import GO_ON, WHICH, Answer, Draft, every

DECIDING = ("check", "choose")


def smoothed(drafts: Sequence[Draft]) -> list[Draft]:
    """Return the steps with each decision that one decision alone leads to made part of it."""
    found = list(drafts)
    while True:
        into = Counter(to for step in every(found) for to in step.targets())
        by_id = {step.id: step for step in found}
        pairs = (
            (step, by_id[answer.to])
            for step in found
            for answer in step.go
            if answer.to in by_id and _is_part(by_id[answer.to], step, into)
        )
        pair = next(pairs, None)
        if pair is None:
            return found
        step, second = pair
        step.name = WHICH
        step.go = _together(step, second, by_id)
        found.remove(second)


def _is_part(second: Draft, first: Draft, into: Mapping[str, int]) -> bool:
    return (
        second.verb == first.verb
        and second.verb in DECIDING
        and second is not first
        and into[second.id] == 1
    )


def _together(first: Draft, second: Draft, by_id: Mapping[str, Draft]) -> list[Answer]:
    """Return the answers of both, each named by what it leads to: the question has gone."""
    found: list[Answer] = []
    for answer in first.go:
        found += second.go if answer.to == second.id else [answer]
    for answer in found:
        target = by_id.get(answer.to)
        onward = target.name if target is not None and target.verb in ("do", "hidden") else GO_ON
        answer.label = answer.begins or onward
    return sorted(found, key=lambda answer: -answer.runs)
