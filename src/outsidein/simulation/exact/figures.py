"""Exact figures of a process, customer by customer and for everyone."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from outsidein.measures.prices import Prices
from outsidein.model.process import Process
from outsidein.simulation.arrivals import segment_shares
from outsidein.simulation.exact.amounts import COUNT, FIGURES, amounts_of, told
from outsidein.simulation.exact.chain import CaseChain, Mode, Way, case_chain
from outsidein.simulation.exact.flow import Flow
from outsidein.simulation.exact.reasons import Reasons
from outsidein.simulation.routes import routes_of
from outsidein.statistics.absorbing import Failing, Floats

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


@dataclass(frozen=True, slots=True)
class _Part:
    """One customer's share of everyone, and their chain if they can be followed."""

    share: float
    reasons: Reasons
    chain: CaseChain | None
    worth: Sequence[float] | None


def exact(process: Process) -> Exact:
    """Return everything that is exactly known of a process without simulating it.

    Routing (visits, shares of outcomes, contacts, costs of steps) is exact unless people may give
    up, find a part closed, act meanwhile, or several things go on at once. A time is exact where,
    besides, nobody waits in a queue and no clock of working days runs.

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
        _look_at_pay(process, prices, flow.reasons)
        parts.append(_Part(share, flow.reasons, case_chain(flow), worth))
    names = [customer.id for customer in process.customers]
    alone = [_Part(1.0, p.reasons, p.chain, p.worth) for p in parts]
    return Exact(
        everyone=_figures([part for part in parts if part.share > 0]),
        by_segment={name: _figures([part]) for name, part in zip(names, alone, strict=True)},
        states=sum(len(part.chain.states) for part in parts if part.chain),
    )


def _look_at_pay(process: Process, prices: Prices, reasons: Reasons) -> None:
    """Where people are paid by the hour, cost depends on hours on duty and overtime."""
    for part, cost in zip(process.parts, prices.cost_per_second, strict=True):
        if cost and part.people is not None:
            reasons.add("cost", "paid")


def _figures(parts: Sequence[_Part]) -> Figures:
    why = {f.name: reason for f in FIGURES if (reason := _why(parts, f.aspects)) is not None}
    if (reason := _why(parts, ())) is not None:
        why["visits"] = reason
    chains = [(part.share, part.chain, part.worth) for part in parts if part.chain]
    if "visits" in why:
        chains = []
    now = sum(
        (share * amounts_of(chain, chain.chain.outlook, worth) for share, chain, worth in chains),
        np.zeros(COUNT),
    )
    modes = dict.fromkeys(mode for _, chain, _ in chains for mode in chain.failing)
    steps = dict.fromkeys(step for step, _ in modes)
    known = [f.name for f in FIGURES if f.name not in why]
    fixes = {mode: _change(chains, [mode], now, known) for mode in modes}
    return Figures(
        measures=told(now, known) if chains else {},
        visits=_weighted([(share, chain.visits()) for share, chain, _ in chains]),
        ends=_weighted([(share, _ends(chain)) for share, chain, _ in chains]),
        fixes=fixes,
        step_fixes={
            step: _change(chains, [m for m in modes if m[0] == step], now, known)
            for step in steps
        },
        slopes={mode: _slope(chains, mode, known) for mode in modes},
        elapsed_spread_seconds=_spread(chains) if "elapsed_seconds" in known and chains else None,
        not_exact=why,
    )  # fmt: skip


Chains = Sequence[tuple[float, CaseChain, Sequence[float] | None]]


def _why(parts: Sequence[_Part], aspects: tuple[object, ...]) -> str | None:
    found = (part.reasons.of(aspects) for part in parts)  # type: ignore[arg-type]
    return next((reason for reason in found if reason is not None), None)


Name = TypeVar("Name", Way, str)


def _weighted(found: Sequence[tuple[float, Mapping[Name, float]]]) -> dict[Name, float]:
    total: dict[Name, float] = {}
    for share, figures in found:
        for name, value in figures.items():
            total[name] = total.get(name, 0.0) + share * value
    return total


def _ends(chain: CaseChain) -> dict[str, float]:
    found: dict[str, float] = {}
    for end, share in zip(chain.ends, chain.chain.outlook, strict=False):
        found[end.step] = found.get(end.step, 0.0) + float(share)
    return found


def _change(chains: Chains, modes: Sequence[Mode], now: Floats, known: Sequence[str]) -> Told:
    """Return what each measure changes by if some failures never happen."""
    fixed = now.copy()
    for share, chain, worth in chains:
        failing = [one for mode in modes for one in chain.failing.get(mode, ())]
        fixed += share * amounts_of(chain, chain.chain.fixing(failing), worth)
    before, after = told(now, known), told(fixed, known)
    return {name: after[name] - before[name] for name in before if name in after}


def _slope(chains: Chains, mode: Mode, known: Sequence[str]) -> Told:
    total = np.zeros(COUNT)
    for share, chain, worth in chains:
        failing: Sequence[Failing] = chain.failing.get(mode, ())
        total += share * amounts_of(chain, chain.chain.derivative(failing), worth)
    return told(total, [f.name for f in FIGURES if f.name in known and f.is_linear])


def _spread(chains: Chains) -> float:
    """Return the standard deviation of the time in all, over all customers together."""
    mean = second = 0.0
    for share, chain, _ in chains:
        first, spread = chain.elapsed()
        mean += share * first
        second += share * (spread**2 + first**2)
    return math.sqrt(max(second - mean**2, 0.0))
