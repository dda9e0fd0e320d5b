"""The figures of a run or a comparison as a terminal or a program wants them."""

from __future__ import annotations

from typing import Any

from outsidein.measures.measures import MEASURE, MEASURES
from outsidein.simulation.comparison import Comparison
from outsidein.simulation.exact import Checked
from outsidein.simulation.runs import Results
from outsidein.study.checked import checked_json, told_exactly
from outsidein.study.forest import columns, told_change, unit_of
from outsidein.study.numbers import told, told_range
from outsidein.study.whole import estimates
from outsidein.study.wording import verdict_text

Table = tuple[list[str], list[list[str]]]
QUANTILES = {
    "elapsed_median_seconds": "time in all, median",
    "elapsed_90_seconds": "time in all, 90 of 100 within",
}


def measures_table(results: Results, checked: Checked | None = None) -> Table:
    """Return every measure with its interval, and the exact figure where known, for people."""
    rows = []
    known = checked.exact.everyone.measures if checked and checked.count else {}
    labels = {m.name: m.label for m in MEASURES} | QUANTILES
    for name, label in labels.items():
        estimate = results.measures.get(name)
        if estimate is None:
            continue
        measure = MEASURE.get(name, MEASURE["elapsed_seconds"])
        value = told(measure, estimate.value, results.prices.currency)
        exact = ""
        if name in known:
            exact = told_exactly(measure, known[name], results.prices.currency)
        rows.append([label, value, told_range(measure, estimate), f"{estimate.n:,}", exact])
    rows += [[*part, ""] for part in _parts(results)]
    heads = ["measure", "value", "95 % interval", "n", "exact"]
    return (heads, rows) if known else (heads[:-1], [row[:-1] for row in rows])


def _parts(results: Results) -> list[list[str]]:
    """Return how far each part with people is in use: worked over staffed time."""
    from outsidein.statistics import ratio

    rows = []
    for k, part in enumerate(results.process.parts):
        busy = [float(t.parts["busy_seconds"][k]) for t in results.tallies]
        staffed = [float(t.parts["staffed_seconds"][k]) for t in results.tallies]
        if sum(staffed) > 0:
            use = ratio(busy, staffed, n=results.plan.replications)
            ends = told_range(MEASURE["well_served"], use)
            rows.append(
                [f"use of {part.name}", f"{use.value:.1%}".replace("%", " %"), ends, f"{use.n}"]
            )
    return rows


def measures_json(results: Results, checked: Checked | None = None) -> dict[str, Any]:
    """Return every measure for programs, units in the names; ``checked`` adds exact figures."""
    return {
        **({"exact": checked_json(checked)} if checked else {}),
        "process": results.process.name,
        "customers": results.arrived,
        "replications": results.plan.replications,
        "seed": results.plan.seed,
        "warm_up_seconds": results.plan.warm_up_seconds,
        "window_seconds": results.plan.window_seconds,
        "measures": estimates(results.measures.estimates),
        "by_customer": {k: estimates(m.estimates) for k, m in results.by_segment.items()},
        "notes": [*results.measures.notes, *results.notes],
    }


def comparison_table(comparison: Comparison) -> Table:
    """Return each scenario's differences and verdict, for people."""
    measures = columns(comparison)
    heads = ["scenario", *(f"{m.label}, {unit_of(comparison, m)[1]}" for m in measures), "verdict"]
    rows = []
    for scenario in comparison.scenarios:
        cells = [scenario.name]
        for measure in measures:
            change, size = scenario.differences[measure.name], unit_of(comparison, measure)[0]
            value, low, high = (
                told_change(measure, v, size) for v in (change.value, change.low, change.high)
            )
            cells.append(f"{value} [{low}, {high}]")
        rows.append([*cells, verdict_text(comparison, scenario).opening])
    return heads, rows


def comparison_json(comparison: Comparison) -> dict[str, Any]:
    """Return a comparison for programs."""
    return {
        "today": measures_json(comparison.today),
        "judge_by": comparison.judge.name,
        "smallest_that_matters": comparison.smallest_that_matters,
        "confidence_of_each": comparison.confidence,
        "scenarios": [
            {
                "name": scenario.name,
                "verdict": scenario.verdict,
                "differences": estimates(scenario.differences),
                "by_customer": {k: estimates(m) for k, m in scenario.by_segment.items()},
                "findings": list(scenario.findings),
            }
            for scenario in comparison.scenarios
        ],
    }
