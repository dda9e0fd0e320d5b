"""Failures: each failure mode that acts, and the process without it."""

from __future__ import annotations

import numpy as np

from outsidein.address import join_address, slug
from outsidein.analysis.evidence import Evidence, of_so_many, rate, title
from outsidein.analysis.finding import Finding, Harm
from outsidein.measures import tally as t
from outsidein.model.behaviour import Failure
from outsidein.model.scenario import Scenario, Set


def failures(evidence: Evidence) -> list[Finding]:
    """Find each failure that happens; its proposal is that it does not."""
    found = []
    for code, (step_id, mode) in enumerate(evidence.words.modes):
        counts = np.array([_times(x, code) for x in evidence.today.tallies])
        tries = evidence.visits(evidence.rows(step_id), t.TRIES)
        addresses = evidence.addresses(step_id, "fails", slug(mode))
        if not counts.sum() or not addresses:
            continue
        share = rate(counts, tries)
        name = title(evidence.placed[step_id].step)
        found.append(
            Finding(
                code="failure",
                at=join_address(step_id, "fails", mode),
                what=_sentence(evidence, step_id, mode, share.value),
                evidence=share,
                harm=Harm(amount=evidence.a_month(counts), of="failures"),
                proposal=Scenario(
                    name=f"Prevent “{mode}” at “{name}”",
                    changes=tuple(Set(address=address, value=0.0) for address in addresses),
                ),
            )
        )
    return found


def _times(tally: t.Tally, mode: int) -> float:
    return float(tally.arose[mode] or tally.acted[mode])


def _sentence(evidence: Evidence, step_id: str, mode: str, share: float) -> str:
    name = title(evidence.placed[step_id].step)
    failure = _failure(evidence, step_id, mode)
    text = f"{of_so_many(share)} visits to “{name}” go wrong: {mode}"
    if failure is not None and failure.noticed_at:
        who = evidence.people if failure.by == "customer" else "we"
        text += f", which {who} notice only later"
    return f"{text[0].upper()}{text[1:]}."


def _failure(evidence: Evidence, step_id: str, mode: str) -> Failure | None:
    ways = evidence.ways(step_id).values()
    return next((f for way in ways for f in way.fails if f.mode == mode), None)
