"""The figures of a run, as the chart takes them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from outsidein.chart.figures import Figures, Quality, RulerRow
from outsidein.measures import tally as t
from outsidein.measures.tally import Tally
from outsidein.simulation.runs import Results
from outsidein.statistics import Estimate, quantile
from outsidein.study.going import Going, going

Floats = npt.NDArray[np.float64]
K = TypeVar("K")
LEAST_UNDER_WAY = 0.0005  # a smaller share is not drawn


class Totals:
    """The tallies of all replications added up, and their rows by step and way."""

    def __init__(self, results: Results) -> None:
        self.results = results
        self.words = results.vocabulary
        tallies: tuple[Tally, ...] = results.tallies
        self.cases: Floats = sum((x.cases for x in tallies), np.zeros_like(tallies[0].cases))
        self.visits: Floats = sum((x.visits for x in tallies), np.zeros_like(tallies[0].visits))
        self.waits = sum((x.waits for x in tallies), np.zeros_like(tallies[0].waits))
        self.acted = sum((x.acted for x in tallies), np.zeros_like(tallies[0].acted))
        self.arose = sum((x.arose for x in tallies), np.zeros_like(tallies[0].arose))
        self.branches = sum((x.branches for x in tallies), np.zeros_like(tallies[0].branches))
        self.promises = sum((x.promises for x in tallies), np.zeros_like(tallies[0].promises))
        self.ends = sum((x.ends for x in tallies), np.zeros_like(tallies[0].ends))
        self.first_row = tallies[0].shape.first_row
        self.moves = [x.moves for x in tallies if x.moves is not None]
        self.arrived = float(self.cases[:, t.ARRIVED].sum())

    def rows(self, step: int) -> slice:
        """Return the rows of a step: one a way."""
        first = int(self.first_row[step])
        return slice(first, first + len(self.words.steps[step].ways))

    def of_step(self, step: int, column: int) -> float:
        """Return one column of the visit counts, over all ways of a step."""
        return float(self.visits[self.rows(step), column].sum())

    def median_wait(self, step: int) -> float:
        """Return the median seconds in the queue of all who joined; NaN if nobody did."""
        return float(quantile(self.waits[self.rows(step)].sum(axis=0), 0.5))

    def part_cost(self) -> Floats:
        """Return the paid cost of each part, over all replications."""
        prices = self.results.prices.cost_per_second
        paid = sum(
            (
                x.parts["staffed_seconds"] + x.parts["overtime_seconds"]
                for x in self.results.tallies
            ),
            np.zeros(len(self.words.parts)),
        )
        return np.asarray([float(s) * (c or 0.0) for s, c in zip(paid, prices, strict=True)])


def chart_figures(results: Results, *, title: str, subtitle: str) -> Figures:
    """Return what the picture shows of a run; counts refer to 1,000 customers."""
    totals, gone = Totals(results), going(results) or Going()
    customers = results.process.customers

    def share(counts: Mapping[K, float]) -> dict[K, float]:
        return {key: count / totals.arrived for key, count in counts.items()}

    return Figures(
        customers=1000,
        customer_name=customers[0].name if len(customers) == 1 else None,
        title=title,
        subtitle=subtitle,
        visits={
            s.id: totals.of_step(k, t.ARRIVALS) / totals.arrived
            for k, s in enumerate(totals.words.steps)
        },
        branches=_branches(totals),
        ways=_ways(totals),
        flows=share(gone.flows),
        waits=_waits(totals),
        hidden_waits=gone.waits,
        fails=_fails(totals),
        noticed=_noticed(totals),
        lost=share(gone.lost),
        failed=share(gone.failed),
        gave_up=share(gone.gave_up),
        limits=share(gone.limits),
        ends=_ends(totals),
        outcomes=_outcomes(totals),
        kept=_kept(totals),
        ruler=_ruler(totals),
    )


def _branches(totals: Totals) -> dict[tuple[str, str], float]:
    found = {}
    for k, step in enumerate(totals.words.steps):
        row = totals.branches[k]
        if row.sum():
            for j, label in enumerate(step.branches):
                found[step.id, label] = float(row[j] / row.sum())
    return found


def _ways(totals: Totals) -> dict[tuple[str, str], float]:
    found = {}
    for k, step in enumerate(totals.words.steps):
        tries = totals.visits[totals.rows(k), t.ARRIVALS]
        if len(step.ways) > 1 and tries.sum():
            for way, count in zip(step.ways, tries, strict=True):
                found[step.id, way] = float(count / tries.sum())
    return found


def _waits(totals: Totals) -> dict[str, float]:
    found = {}
    for k, step in enumerate(totals.words.steps):
        if any(step.live) and totals.of_step(k, t.JOINED):
            found[step.id] = totals.median_wait(k)
    return found


def _fails(totals: Totals) -> dict[tuple[str, str], float]:
    found = {}
    codes = {s.id: k for k, s in enumerate(totals.words.steps)}
    for mode, (step_id, name) in enumerate(totals.words.modes):
        tries = totals.of_step(codes[step_id], t.TRIES)
        count = totals.arose[mode] or totals.acted[mode]
        if tries:
            found[step_id, name] = float(count / tries)
    return found


def _noticed(totals: Totals) -> dict[tuple[str, str], float]:
    """Return the share of visits at which a failure that arose earlier is noticed."""
    from outsidein.model.graph import placed_steps
    from outsidein.model.resolve import ways_of

    placed = placed_steps(totals.results.process)
    codes = {s.id: k for k, s in enumerate(totals.words.steps)}
    found = {}
    for mode, (step_id, name) in enumerate(totals.words.modes):
        ways = ways_of(placed[step_id].step, totals.results.process.channels).values()
        at = {f.noticed_at or "" for way in ways for f in way.fails if f.mode == name}
        for where in at & codes.keys():
            tries = totals.of_step(codes[where], t.TRIES)
            if tries:
                found[step_id, name] = float(totals.acted[mode] / tries)
    return found


def _ends(totals: Totals) -> dict[str, float]:
    return {
        step.id: float(totals.ends[k].sum() / totals.arrived)
        for k, step in enumerate(totals.words.steps)
        if step.verb == "end"
    }


def _outcomes(totals: Totals) -> dict[Quality, float]:
    columns: dict[Quality, int] = {
        "well": t.WELL, "poorly": t.POOR, "not served": t.NOT_SERVED, "lost": t.LOST,
        "under way": t.UNDER_WAY,
    }  # fmt: skip
    shares = {q: float(totals.cases[:, c].sum() / totals.arrived) for q, c in columns.items()}
    if shares["under way"] < LEAST_UNDER_WAY:
        del shares["under way"]
    return shares


def _kept(totals: Totals) -> dict[str, float]:
    found = {}
    for k, step in enumerate(totals.words.steps):
        judged = totals.promises[k, :2].sum()
        if judged:
            found[step.id] = float(totals.promises[k, 0] / judged)
    return found


def _ruler(totals: Totals) -> tuple[RulerRow, ...]:
    """Means over all who set out: own minutes, hours of waiting, cost, by step."""
    own, wait, seen, cost = {}, {}, {}, {}
    shows = _shown(totals)
    paid = _cost_by_step(totals)
    for k, step in enumerate(totals.words.steps):
        mine, theirs = own_and_waiting(totals, k)
        if mine:
            own[step.id] = mine / totals.arrived / 60
        if theirs:
            wait[step.id] = theirs / totals.arrived / 3600
            if step.id in shows:
                seen[step.id] = wait[step.id]
        if paid[k]:
            cost[step.id] = paid[k] / totals.arrived
    currency = totals.results.prices.currency or ""
    known = totals.results.measures.estimates
    unseen = sum(wait.values()) - sum(seen.values())
    in_all = {
        "own": _in_all(known.get("own_seconds"), 60, own),
        "wait": _in_all(known.get("waiting_seconds"), 3600, wait),
        "cost": _in_all(known.get("cost"), 1, cost),
    }
    rows = [
        RulerRow(
            name="Own time", unit="min a customer", values=own, total=in_all["own"],
            total_note=_beside("in all", own, in_all["own"]), kind="own",
        ),
        RulerRow(
            name="Waiting", unit="hours a customer", values=wait, hollow=seen,
            total=in_all["wait"], kind="wait",
            total_note=_beside(f"{unseen:.1f} out of sight", wait, in_all["wait"]),
        ),
    ]  # fmt: skip
    if cost:
        rows.append(
            RulerRow(
                name="Cost", unit=f"{currency} a customer", values=cost, total=in_all["cost"],
                total_note=_idle(cost, in_all["cost"]), kind="cost",
            )
        )  # fmt: skip
    return tuple(rows)


def _in_all(known: Estimate | None, size: float, values: Mapping[str, float]) -> float:
    """Return the measure of the whole process in the ruler's unit; else what the steps add to."""
    if known is None or math.isnan(known.value):
        return float(sum(values.values()))
    return float(known.value / size)


def _beside(note: str, values: Mapping[str, float], total: float) -> str:
    """Say what the columns add to if it is more: steps side by side, touches after the end."""
    steps = sum(values.values())
    if steps - total < max(0.05, 0.005 * total):
        return note
    return f"columns {steps:,.1f}: some side by side"


def _idle(values: Mapping[str, float], total: float) -> str:
    rest = total - sum(values.values())
    return f"in all, {rest:,.2f} at no step" if rest >= 0.005 else "in all"


def own_and_waiting(totals: Totals, step: int) -> tuple[float, float]:
    """Return the customer's own seconds and waiting seconds at a step, over all cases."""
    words, own, waiting = totals.words.steps[step], 0.0, 0.0
    for row, left in zip(totals.visits[totals.rows(step)], words.left, strict=True):
        served = words.verb in ("do", "touch", "choose") and not left
        own += row[t.EFFORT] + (row[t.SERVICE] if served else 0.0)
        waiting += row[t.QUEUE] + row[t.AFTERWARDS] + (0.0 if served else row[t.SERVICE])
        if words.verb == "wait":
            waiting += row[t.IN_ALL] - row[t.AFTERWARDS]
    return float(own), float(waiting)


def _shown(totals: Totals) -> set[str]:
    from outsidein.model.graph import placed_steps

    placed = placed_steps(totals.results.process)
    return {s for s, p in placed.items() if p.step.shows in ("status", "full")}


def _cost_by_step(totals: Totals) -> Floats:
    """Share each part's paid cost among its steps by the time worked; add the steps' own cost."""
    return np.asarray(cost_by_part(totals).sum(axis=0))


def cost_by_part(totals: Totals) -> Floats:
    """Return the cost of each step by part, over all cases; the last row is of no part."""
    from outsidein.model.graph import placed_steps
    from outsidein.model.resolve import ways_of

    process, parts = totals.results.process, totals.words.parts
    placed = placed_steps(process)
    paid = np.append(totals.part_cost(), 0.0)
    worked = np.zeros((len(parts) + 1, len(totals.words.steps)))
    own = np.zeros_like(worked)
    for k, step in enumerate(totals.words.steps):
        ways = ways_of(placed[step.id].step, process.channels)
        for row, name in zip(totals.visits[totals.rows(k)], step.ways, strict=True):
            way = ways.get(name) or next(iter(ways.values()))
            part = parts.index(way.part) if way.part in parts else len(parts)
            own[part, k] += (way.cost or 0.0) * float(row[t.WAS_SERVED] + row[t.WAS_FAILED])
            if part < len(parts) and not totals.moves:
                worked[part, k] += float(row[t.SERVICE])
    for moves in totals.moves:
        for (step_code, part_code), seconds in moves.worked.items():
            worked[part_code, step_code] += seconds
    shares = worked / np.maximum(worked.sum(axis=1, keepdims=True), 1e-12)
    return np.asarray(paid[:, None] * shares + own)
