"""Figures that a command was asked for: quantiles, and who gains; for people and programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from outsidein.measures.measures import MEASURE, Measure
from outsidein.model.graph import placed_steps
from outsidein.model.process import Process
from outsidein.simulation.comparison import Comparison
from outsidein.simulation.gains import Gain, gain_measure, gains
from outsidein.simulation.quantiles import TimeQuantile
from outsidein.statistics import Estimate
from outsidein.study.forest import told_change
from outsidein.study.html import cell, table
from outsidein.study.numbers import duration_unit, percent, told, told_range
from outsidein.study.printed import Table
from outsidein.study.whole import estimates
from outsidein.units import plain_number

TIME = MEASURE["elapsed_seconds"]


def quantile_label(process: Process, one: TimeQuantile) -> str:
    """Say what a quantile is of: "wait at “Ask about it”, 90 of 100 within"."""
    what = "time in all"
    if one.at:
        placed = placed_steps(process).get(one.at)
        what = f"wait at “{placed.step.name if placed else one.at}”"
    names = {customer.id: customer.name for customer in process.customers}
    who = f" of {names[one.customer]}" if one.customer else ""
    return f"{what}{who}, {plain_number(100 * one.share, 4)} of 100 within"


def quantiles_table(process: Process, found: Sequence[TimeQuantile], *, changes: bool) -> Table:
    """Return quantiles, or what a scenario changes in them, for people."""
    rows = []
    for one in found:
        seconds = one.seconds
        value = told(TIME, seconds.value)
        ends = told_range(TIME, seconds).replace("to inf", "or more")
        if changes:
            size, unit = duration_unit(seconds.value)
            value = f"{told_change(TIME, seconds.value, size)} {unit}"
            ends = _ends(seconds, TIME, size)
        rows.append([quantile_label(process, one), value, ends, f"{seconds.n:,}"])
    return ["quantile", "change" if changes else "value", "interval", "n"], rows


def quantiles_json(found: Sequence[TimeQuantile]) -> list[dict[str, Any]]:
    """Return quantiles for programs, in seconds; ``at`` null: the time in all."""
    return [
        {
            "share": one.share, "at": one.at or None, "customer": one.customer or None,
            **estimates({"seconds": one.seconds})["seconds"],
        }
        for one in found
    ]  # fmt: skip


def gains_table(comparison: Comparison, found: Mapping[str, Sequence[Gain]]) -> Table:
    """Return who gains and who loses by each scenario, for people."""
    judge = gain_measure(comparison)
    size, unit = _unit(comparison, judge, found)
    heads = ["scenario", "customer", f"{judge.label}, {unit}", "interval", ""]
    rows = [
        [name, one.name, told_change(judge, one.change.value, size),
         _ends(one.change, judge, size), one.side]
        for name, of_scenario in found.items()
        for one in of_scenario
    ]  # fmt: skip
    return heads, rows


def gains_json(found: Sequence[Gain]) -> list[dict[str, Any]]:
    """Return who gains by one scenario, for programs."""
    return [
        {"customer": one.customer, "side": one.side,
         "confidence": one.change.confidence, **estimates({"change": one.change})["change"]}
        for one in found
    ]  # fmt: skip


def gains_section(comparison: Comparison) -> str:
    """Return who gains and who loses as a part of the page; nothing where all are of one kind."""
    found = gains(comparison)
    _, rows = gains_table(comparison, found)
    if not rows:
        return ""
    judge = gain_measure(comparison)
    shares = _shares(comparison)
    body = [
        f"<tr>{cell(name, head=True)}{cell(who, shares.get(who, ''))}"
        f"{cell(change, ends, number=True)}{cell(side[0].upper() + side[1:])}</tr>"
        for name, who, change, ends, side in rows
    ]
    unit = _unit(comparison, judge, found)[1]
    heads = [("Scenario", ""), ("Customers", "of all"), (_capital(judge.label), unit), ("", "")]
    return (
        '<p class="sub" style="margin-top:22px">Who gains and who loses: each kind of customer '
        f"against itself today, judged by {escape(judge.label)}. All these intervals hold together "
        "in 95 of 100 such studies.</p>" + table(heads, body, "Who gains and who loses", (2,))
    )


def _shares(comparison: Comparison) -> dict[str, str]:
    """Return how large each kind of customer is today, by name."""
    cases = [[float(x.cases[k, 0]) for x in comparison.today.tallies]
             for k in range(len(comparison.today.process.customers))]  # fmt: skip
    total = sum(map(sum, cases)) or 1.0
    kinds = comparison.today.process.customers
    return {kind.name: percent(sum(x) / total, 0) for kind, x in zip(kinds, cases, strict=True)}


def _unit(
    comparison: Comparison, judge: Measure, found: Mapping[str, Sequence[Gain]]
) -> tuple[float, str]:
    if judge.unit == "share":
        return 0.001, "per 1,000"
    if judge.unit == "seconds":
        changes = [abs(one.change.value) for told_ones in found.values() for one in told_ones]
        size, unit = duration_unit(max(changes, default=1.0))
        return size, f"{unit} a customer"
    if judge.unit == "money":
        return 1.0, f"{comparison.today.prices.currency or ''} a customer".strip()
    return 1.0, "a customer"


def _ends(change: Estimate, measure: Measure, size: float) -> str:
    if not change.has_interval:
        return "no interval"
    low, high = (told_change(measure, end, size) for end in (change.low, change.high))
    return f"{low} to {high}"


def _capital(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}"
