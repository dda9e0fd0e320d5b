"""Exact figures of a process, customer by customer and for everyone."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

import numpy as np

from outsidein.measures.prices import Prices
from outsidein.model.process import Process
from outsidein.simulation.arrivals import segment_shares
from outsidein.simulation.exact.amounts import COUNT, FIGURE, FIGURES, amounts_of, told
from outsidein.simulation.exact.chain import CaseChain, Mode, Way, case_chain
from outsidein.simulation.exact.flow import Flow
from outsidein.simulation.exact.reasons import Aspect, Reasons
from outsidein.simulation.exact.unheld import look_at_unheld
from outsidein.simulation.routes import routes_of
from outsidein.statistics.absorbing import Floats

Told = Mapping[str, float]  # by the names of measures


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What is exactly known of one case, a mean over cases; what is not is absent.

    ``measures`` go by the names of `outsidein.measures.measures` · ``visits`` are tries by
    (step, way), the way "" where a step has none · ``ends`` are shares by end step ("": the flow
    just stops) · ``fixes`` say by how much each measure changes if a failure (step, mode) never
    happens, ``step_fixes`` if a step never fails, ``slopes`` how fast a measure moves with a
    failure's chance · ``not_exact`` gives the reason, in words, by measure or "visits".
    """

    measures: Told
    visits: Mapping[Way, float]
    ends: Mapping[str, float]
    fixes: Mapping[Mode, Told]
    step_fixes: Mapping[str, Told]
    slopes: Mapping[Mode, Told]
    elapsed_spread_seconds: float | None  # standard deviation of the time in all
    not_exact: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exact:
    """Exact figures: of everyone, and of each customer by id; ``states`` tells the chains' size."""

    everyone: Figures
    by_segment: Mapping[str, Figures]
    states: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """One customer's share of everyone, and what their chain comes to, if it can be followed."""

    share: float
    reasons: Reasons
    chain: CaseChain | None = None
    elapsed: tuple[float, float] = (0.0, 0.0)  # mean and standard deviation
    now: Floats = field(default_factory=lambda: np.zeros(COUNT))
    fixes: Mapping[Mode, Floats] = field(default_factory=dict)
    step_fixes: Mapping[str, Floats] = field(default_factory=dict)
    slopes: Mapping[Mode, Floats] = field(default_factory=dict)


def exact(process: Process) -> Exact:
    """Return everything that is exactly known of a process without simulating it.

    Routing (visits, shares of outcomes, contacts, costs of steps) is exact unless people may give
    up, find a part closed, or several things go on at once. Acts meanwhile that change nothing
    else leave visits and outcomes exact. A time is exact where, besides, nothing is done
    meanwhile, nobody waits in a queue and no clock of working days runs.

    Parameters
    ----------
    process : without faults or missing numbers, as `run` takes it.

    Raises
    ------
    ValueError : a share is missing.

    Notes
    -----
    An absorbing chain for each customer, its states expanded by what the flow remembers: counts of
    `at most`, failures noticed later, callers of shared steps. Source: Kemeny & Snell, *Finite
    Markov Chains*, chapter 3.
    """
    prices, shares = Prices.of(process), segment_shares(process)
    parts = []
    for customer, share, worth in zip(process.customers, shares, prices.worth, strict=True):
        flow = Flow(process, routes_of(process, customer))
        look_at_unheld(flow)
        _look_at_pay(process, prices, flow.reasons)
        parts.append(_part(flow, share, worth))
    return Exact(
        everyone=_figures([part for part in parts if part.share > 0]),
        by_segment={
            customer.id: _figures([replace(part, share=1.0)])
            for customer, part in zip(process.customers, parts, strict=True)
        },
        states=sum(len(part.chain.states) for part in parts if part.chain),
    )


def _part(flow: Flow, share: float, worth: Sequence[float] | None) -> _Part:
    chain = case_chain(flow)
    if chain is None:
        return _Part(share=share, reasons=flow.reasons)
    modes = list(chain.failing)
    of_step = {step: [m for m in modes if m[0] == step] for step, _ in modes}
    return _Part(
        share=share, reasons=flow.reasons, chain=chain, elapsed=chain.elapsed(),
        now=amounts_of(chain, chain.chain.outlook, worth),
        fixes={mode: amounts_of(chain, chain.fixing([mode]), worth) for mode in modes},
        step_fixes={s: amounts_of(chain, chain.fixing(m), worth) for s, m in of_step.items()},
        slopes={mode: amounts_of(chain, chain.slope(mode), worth) for mode in modes},
    )  # fmt: skip


def _look_at_pay(process: Process, prices: Prices, reasons: Reasons) -> None:
    """Where people are paid by the hour, cost depends on hours on duty and overtime."""
    for part, cost in zip(process.parts, prices.cost_per_second, strict=True):
        if cost and part.people is not None:
            reasons.add("cost", "paid")


def _figures(parts: Sequence[_Part]) -> Figures:
    why = {f.name: reason for f in FIGURES if (reason := _why(parts, f.aspects)) is not None}
    if (reason := _why(parts, ())) is not None:
        why["visits"], parts = reason, []
    known = [f.name for f in FIGURES if f.name not in why]
    lines = [name for name in known if FIGURE[name].is_linear]
    now = sum((part.share * part.now for part in parts), np.zeros(COUNT))
    return Figures(
        measures=told(now, known) if parts else {},
        visits=_added([(p.share, p.chain.visits()) for p in parts if p.chain]),
        ends=_added([(p.share, _ends(p.chain)) for p in parts if p.chain]),
        fixes=_changes(now, _moved([(p.share, p.fixes) for p in parts]), known),
        step_fixes=_changes(now, _moved([(p.share, p.step_fixes) for p in parts]), known),
        slopes={m: told(x, lines) for m, x in _moved([(p.share, p.slopes) for p in parts]).items()},
        elapsed_spread_seconds=_spread(parts) if parts and "elapsed_seconds" in known else None,
        not_exact=why,
    )


def _why(parts: Sequence[_Part], aspects: tuple[Aspect, ...]) -> str | None:
    found = (part.reasons.of(aspects) for part in parts)
    return next((reason for reason in found if reason is not None), None)


Key = TypeVar("Key", Mode, str)


def _moved(found: Sequence[tuple[float, Mapping[Key, Floats]]]) -> dict[Key, Floats]:
    """Add up changes over customers, weighted by their shares."""
    total: dict[Key, Floats] = {}
    for share, changes in found:
        for key, change in changes.items():
            total[key] = total.get(key, 0.0) + share * change
    return total


def _changes(now: Floats, moved: Mapping[Key, Floats], known: Sequence[str]) -> dict[Key, Told]:
    """Return what each measure changes by, for each change of the amounts."""
    found: dict[Key, Told] = {}
    before = told(now, known)
    for key, change in moved.items():
        after = told(now + change, known)
        found[key] = {name: after[name] - before[name] for name in before if name in after}
    return found


def _added(found: Sequence[tuple[float, Mapping[Key, float]]]) -> dict[Key, float]:
    total: dict[Key, float] = {}
    for share, figures in found:
        for key, value in figures.items():
            total[key] = total.get(key, 0.0) + share * value
    return total


def _ends(chain: CaseChain) -> dict[str, float]:
    found: dict[str, float] = {}
    for end, share in zip(chain.ends, chain.chain.outlook, strict=False):
        found[end.step] = found.get(end.step, 0.0) + float(share)
    return found


def _spread(parts: Sequence[_Part]) -> float:
    """Return the standard deviation of the time in all, over all customers together."""
    mean = second = 0.0
    for part in parts:
        first, spread = part.elapsed
        mean += part.share * first
        second += part.share * (spread**2 + first**2)
    return math.sqrt(max(second - mean**2, 0.0))
