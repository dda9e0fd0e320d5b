"""Reasons for contact: each one that makes customers contact us, and the process without it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from outsidein.address import join_address, slug
from outsidein.analysis.evidence import Evidence, rate
from outsidein.analysis.finding import Finding, Harm
from outsidein.measures import tally as t
from outsidein.model.graph import Flow, flows
from outsidein.model.process import Step
from outsidein.model.resolve import seen_by
from outsidein.model.scenario import Change, Remove, Scenario, Set, missed
from outsidein.units import rounded

Shares = Mapping[str, float | None]
PASSING = ("join", "block", "at most", "patience", "closed")  # they lead here; they do not cause it


def contact_reasons(evidence: Evidence) -> list[Finding]:
    """Find each reason for contact that customers could be spared."""
    found = []
    for reason, steps in _by_reason(evidence).items():
        rows = [row for step_id in steps for row in evidence.rows(step_id)]
        made = evidence.visits(rows, t.MADE_CONTACT)
        changes = [_spared(evidence, step_id) for step_id in steps]
        if not made.sum() or not any(changes):
            continue
        a_month = evidence.a_month(made)
        spared = [step for step, change in zip(steps, changes, strict=True) if change]
        found.append(
            Finding(
                code="contact",
                at=join_address(spared[0], "reason"),
                what=f"{evidence.subject} contact us {rounded(a_month.value)} times "
                f"a month for this reason: {reason}.",
                evidence=rate(made, evidence.arrived),
                harm=Harm(amount=a_month, of="contacts"),
                proposal=Scenario(
                    name=f"Remove the reason for contact “{reason}”",
                    changes=tuple(c for change in changes for c in change),
                ),
            )
        )
    return found


def _by_reason(evidence: Evidence) -> dict[str, list[str]]:
    """Return the steps at which customers contact us, by their reason."""
    found: dict[str, list[str]] = {}
    for words in evidence.words.steps:
        made = evidence.visits(evidence.rows(words.id), t.MADE_CONTACT).sum()
        if words.verb == "do" and made:
            found.setdefault(words.reason or words.name, []).append(words.id)
    return found


def _spared(evidence: Evidence, step_id: str) -> list[Change]:
    """Return the changes after which nobody needs a step's contact; empty if it has to be."""
    placed = evidence.placed[step_id]
    step = placed.step
    if step.trigger is not None:
        chances = evidence.addresses(step_id, "chance")
        return [Set(address=address, value=0.0) for address in chances]
    if step.ways:
        return _other_ways(evidence, step)
    into = [
        flow for flow in flows(evidence.process)
        if flow.target == step_id and flow.source != step_id and flow.kind not in PASSING
    ]  # fmt: skip
    if into and all(flow.kind == "go" for flow in into):
        return _other_answers(evidence, into)
    is_first = not into
    if step.reason and not is_first and not any(flow.kind == "fails" for flow in into):
        return _removed(evidence, step_id)
    return []


def _removed(evidence: Evidence, step_id: str) -> list[Change]:
    """Take a step away, unless something else names it or it leads to several steps."""
    removal = Remove(id=step_id)
    _, faults = missed(evidence.process, Scenario(name=step_id, changes=(removal,)))
    return [] if faults else [removal]


def _other_ways(evidence: Evidence, step: Step) -> list[Change]:
    """Let everybody take the ways that make no contact."""
    changes: list[Change] = []
    for prefix, seen in _faces(evidence, step):
        gone = {way.name for way in seen.ways if _is_contact(evidence, step.id, way.name)}
        shares = without({way.name: way.share for way in seen.ways}, gone)
        if not gone:
            continue
        if shares is None:
            return []
        changes += [
            Set(address=".".join((prefix, slug(name), "share")), value=share)
            for name, share in shares.items()
        ]
    return changes


def _faces(evidence: Evidence, step: Step) -> Iterable[tuple[str, Step]]:
    """Return a step as everybody meets it, and as each customer does who meets other shares."""
    yield step.id, step
    for customer in step.overrides:
        prefix = f"{step.id}.for-{customer}"
        said = [a for a in evidence.numbers if a.startswith(f"{prefix}.")]
        if any(a.endswith(".share") or ".go." in a for a in said):
            yield prefix, seen_by(step, customer)


def _is_contact(evidence: Evidence, step_id: str, way_name: str) -> bool:
    rows = evidence.rows(step_id, {way_name})
    return bool(evidence.visits(rows, t.MADE_CONTACT).sum())


def _other_answers(evidence: Evidence, into: list[Flow]) -> list[Change]:
    """Let every decision that leads to the contact give its other answers."""
    changes: list[Change] = []
    for source in dict.fromkeys(flow.source for flow in into):
        gone = {flow.label for flow in into if flow.source == source}
        for prefix, seen in _faces(evidence, evidence.placed[source].step):
            if not seen.go:
                return []
            shares = without({b.label: b.share for b in seen.go}, gone)
            if shares is None:
                return []
            changes += [
                Set(address=".".join((prefix, "go", slug(label))), value=share)
                for label, share in shares.items()
            ]
    return changes


def without(shares: Shares, gone: set[str]) -> dict[str, float] | None:
    """Return the shares to set so that some names get none and the others share in proportion.

    Exactly one share may be None: the rest. None is returned where nothing would be left.

    >>> without({"yes": 0.8, "no": None}, {"no"})
    {'yes': 1.0}
    >>> without({"yes": None, "call": 0.1, "no": 0.1}, {"call"})
    {'call': 0.0}
    """
    kept = {name: share for name, share in shares.items() if name not in gone}
    if not kept:
        return None
    found = {name: 0.0 for name in gone if shares.get(name) is not None}
    if None in kept.values():
        return found
    total = sum(share or 0.0 for share in kept.values())
    if total <= 0:
        return None
    scaled = {name: (share or 0.0) / total for name, share in kept.items()}
    *others, last = scaled
    scaled[last] = 1.0 - sum(scaled[name] for name in others)
    return {**found, **scaled}
