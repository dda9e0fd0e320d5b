"""Figures that a command was asked for: quantiles, and who gains; for people and programs."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from outsidein.measures.measures import MEASURE, Measure
from outsidein.model.graph import placed_steps
from outsidein.model.process import Process
from outsidein.simulation.comparison import Comparison
from outsidein.simulation.controls import Controlled
from outsidein.simulation.gains import Gain, gain_measure, gains
from outsidein.simulation.observed_again import ObservedAgain
from outsidein.simulation.quantiles import TimeQuantile
from outsidein.simulation.runs import Results
from outsidein.statistics import Estimate, WithInputs
from outsidein.study.forest import columns, told_change, unit_of
from outsidein.study.html import cell, table
from outsidein.study.numbers import duration_unit, percent, told, told_range
from outsidein.study.printed import QUANTILES, Table
from outsidein.study.whole import estimates
from outsidein.units import plain_number
from outsidein.words import listed

if TYPE_CHECKING:
    from outsidein.study.whole import Study

BOTH = ["with what you observed", "of it observed", "most by"]
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


def inputs_table(results: Results, found: ObservedAgain) -> Table:
    """Return figures of a run with both intervals, for people."""
    labels = {name: one.label for name, one in MEASURE.items()} | QUANTILES
    heads = [
        "measure",
        "value",
        "95 % interval",
        "with what you observed",
        "of it observed",
        "most",
    ]
    rows = []
    for name, both in found.today.items():
        measure, estimate = MEASURE.get(name, TIME), results.measures[name]
        rows.append([
            labels[name], told(measure, estimate.value, results.prices.currency),
            told_range(measure, estimate), told_range(measure, both.total), *_of_it(found, both),
        ])  # fmt: skip
    return heads, rows


def changes_with_inputs(comparison: Comparison, found: ObservedAgain) -> Table:
    """Return what scenarios change, with both intervals, for people."""
    rows = []
    for scenario in comparison.scenarios:
        for measure in columns(comparison):
            both = found.differences[scenario.name].get(measure.name)
            if both is None:
                continue
            size, unit = unit_of(comparison, measure)
            change = scenario.differences[measure.name]
            rows.append([
                scenario.name, f"{measure.label}, {unit}", told_change(measure, change.value, size),
                _ends(change, measure, size), _ends(both.total, measure, size),
                *_of_it(found, both),
            ])  # fmt: skip
    return ["scenario", "measure", "change", "interval", *BOTH], rows


def _of_it(found: ObservedAgain, both: WithInputs) -> list[str]:
    leading = found.leading(both)
    if leading is None or math.isnan(both.share_of_inputs):
        return ["none", ""]
    return [percent(both.share_of_inputs, 0), leading.address]


def inputs_sentences(found: ObservedAgain) -> list[str]:
    """Say what was drawn anew, and what stays."""
    count = len(found.numbers)
    if not count:
        why = "write n behind its source, as in ~observed n=812"
        return [f"No number says how often it was observed: {why}."]
    numbers = f"{count} numbers were" if count > 1 else "One number was"
    said = [
        f"{numbers} drawn anew {found.draws} times, as observing again might have found.",
        f"{found.fixed} stay: nobody says how often they were observed, or they cannot vary.",
    ]
    if found.overloaded:
        said.append(
            f"In {found.overloaded} of {found.draws} draws more work comes in than people can do."
        )
    return said


def inputs_json(found: ObservedAgain) -> dict[str, Any]:
    """Return figures with the chance in observed numbers, for programs."""

    def told_ones(of: Mapping[str, WithInputs]) -> dict[str, Any]:
        plain = estimates({name: both.total for name, both in of.items()})
        for name, both in of.items():
            leading = found.leading(both)
            share = both.share_of_inputs
            plain[name] |= {
                "share_of_inputs": None if math.isnan(share) else share,
                "most_by": leading.address if leading else None,  # type: ignore[dict-item]
            }
        return plain

    return {
        "numbers": [{"address": one.address, "now": one.now, "n": one.n} for one in found.numbers],
        "fixed": found.fixed, "draws": found.draws, "overloaded": found.overloaded,
        "today": told_ones(found.today),
        "differences": {name: told_ones(of) for name, of in found.differences.items()},
    }  # fmt: skip


def inputs_sentence(study: Study) -> str:
    """Say the primary measure's interval with the chance in observed numbers, if it is known."""
    found = study.inputs
    judge = study.comparison.judge
    both = found.today.get(judge.name) if found else None
    if found is None or both is None:
        return ""
    leading = found.leading(both)
    most = f", most of all in {leading.address}" if leading else ""
    ends = told_range(judge, both.total)
    unit = " %" if judge.unit == "share" else ""
    return (
        f"With the chance in the numbers you observed{most}, the range of "
        f"{judge.label} is {ends}{unit}."
    )


def controls_table(results: Results, found: Controlled) -> Table:
    """Return the figures of a run that became narrower, for people."""
    rows = []
    for name, estimate in found.estimates.items():
        measure, plain = MEASURE[name], results.measures[name]
        rows.append([
            measure.label, told(measure, estimate.value, results.prices.currency),
            told_range(measure, plain), told_range(measure, estimate),
            percent(found.kept[name], 0),
        ])  # fmt: skip
    return ["measure", "value", "plain interval", "with what is exactly known", "width left"], rows


def changes_with_controls(comparison: Comparison, found: Mapping[str, Controlled]) -> Table:
    """Return the differences that became narrower, for people."""
    rows = []
    for scenario in comparison.scenarios:
        narrowed = found[scenario.name]
        for measure in columns(comparison):
            better = narrowed.estimates.get(measure.name)
            if better is None:
                continue
            size, unit = unit_of(comparison, measure)
            plain = scenario.differences[measure.name]
            rows.append([
                scenario.name, f"{measure.label}, {unit}", told_change(measure, better.value, size),
                _ends(plain, measure, size), _ends(better, measure, size),
                percent(narrowed.kept[measure.name], 0),
            ])  # fmt: skip
    heads = ["scenario", "measure", "change", "plain interval", "with what is exactly known"]
    return [*heads, "width left"], rows


def controls_sentences(found: Controlled) -> list[str]:
    """Say what was exactly known, and why not more."""
    said = []
    if found.used:
        known = listed(list(found.used))
        said.append(f"Exactly known: {known}. Only intervals a fifth narrower are shown.")
    else:
        said.append("What is exactly known makes no interval a fifth narrower.")
    if found.why_not:
        said.append(f"Visits are not exactly known: {found.why_not}.")
    return said


def controls_json(found: Controlled) -> dict[str, Any]:
    """Return the figures that became narrower, for programs."""
    plain = estimates(found.estimates)
    return {
        "figures": {name: {**plain[name], "width_left": found.kept[name]} for name in plain},
        "used": list(found.used),
        "why_not": found.why_not or None,
    }
