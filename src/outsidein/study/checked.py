"""What is exactly known, beside what was simulated."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING, Any

from outsidein.measures.measures import MEASURE, Measure
from outsidein.model.graph import placed_steps
from outsidein.model.naming import customers_of
from outsidein.simulation.exact import Check, Checked, Figures
from outsidein.study.html import cell, table
from outsidein.study.numbers import DASH, MINUS, duration_unit, money, percent, told, told_range
from outsidein.units import plain_number
from outsidein.words import listed

if TYPE_CHECKING:
    from outsidein.study.whole import Study

MOST_FAILURES = 8
ONLY_SIMULATED = {
    "well_served": "who is well served",
    "contacts": "contacts",
    "elapsed_seconds": "the time in all",
    "own_seconds": "own time",
    "cost": "cost",
}
TINY = 1e-9  # below it a change is rounding


def checked(study: Study) -> str:
    """Return the simulation held against exact figures; nothing where nothing is exact."""
    found = study.checked
    if found is None or not found.count:
        return ""
    people = customers_of(study.process)
    currency = study.today.prices.currency
    names = {step: placed.step.name for step, placed in placed_steps(study.process).items()}
    rows = [
        _measure_row(check, currency)
        for check in found.measures
        if check.exact or check.simulated.value  # an outcome that no end has is no news
    ]
    rows += [_visits_row(check, names, people) for check in found.visits if not check.inside]
    heads = [
        ("Figure", ""),
        ("Simulated", "and its range"),
        ("Exact", ""),
        ("Within the range", ""),
    ]
    said = " ".join(escape(sentence) for sentence in sentences(found))
    return (
        f'<section><h2>Checked against exact figures</h2><p class="sub">{said}</p>'
        + table(heads, rows, "Simulated and exact figures", numbers=(1, 2))
        + _failures(found.exact.everyone, names, people, currency)
        + "</section>"
    )


def sentences(found: Checked) -> list[str]:
    """Say what was compared, how it came out, and what only the simulation can tell."""
    steps = len({check.step for check in found.visits})
    agree = "All" if found.inside == found.count else f"{found.inside} of"
    said = [
        "Some figures follow from the numbers in the document without any luck.",
        f"{agree} {found.count} of them lie within the simulated ranges.",
        f"The visits to {steps} steps are among them.",
        "The ranges are wide enough for all to hold together at 95 in 100.",
    ]
    if found.inside < found.count:
        said.append("One outside may be chance: try another seed, and report what stays outside.")
    return said + _not_exact(found.exact.everyone)


def _not_exact(figures: Figures) -> list[str]:
    """Say once for each reason which measures only the simulation can tell."""
    by_reason: dict[str, list[str]] = {}
    for name, words in ONLY_SIMULATED.items():
        if name in figures.not_exact:
            by_reason.setdefault(figures.not_exact[name], []).append(words)
    return [
        f"Only the simulation tells {listed(_shorter(words))}: {reason}."
        for reason, words in by_reason.items()
    ]


def _shorter(words: list[str]) -> list[str]:
    """Say "times" where both times are among the words."""
    times = [ONLY_SIMULATED["elapsed_seconds"], ONLY_SIMULATED["own_seconds"]]
    if not set(times) <= set(words):
        return words
    return ["times" if word == times[0] else word for word in words if word != times[1]]


def _measure_row(check: Check, currency: str | None) -> str:
    measure = MEASURE[check.name]
    label = f"{measure.label[0].upper()}{measure.label[1:]}"
    simulated = told(measure, check.simulated.value, currency)
    exact = told_exactly(measure, check.exact, currency)
    return _row(label, simulated, told_range(measure, check.simulated), exact, check.inside)


def told_exactly(measure: Measure, value: float, currency: str | None) -> str:
    """Write an exact figure, one digit finer than a simulated one."""
    if measure.unit == "share":
        return percent(value, 2)
    if measure.unit == "seconds":
        size, unit = duration_unit(value)
        return f"{plain_number(value / size, 4)} {unit}"
    return money(value, currency) if measure.unit == "money" else f"{value:.3f}"


def _visits_row(check: Check, names: Mapping[str, str], people: str) -> str:
    way = f", {check.way}" if check.way else ""
    ends = (check.simulated.low, check.simulated.high)
    low, high = (plain_number(1000 * max(end, 0.0), 4) for end in ends)
    return _row(
        f"Visits to {names[check.step]}{way}, per 1,000 {people}",
        plain_number(1000 * check.simulated.value, 4), f"{low} to {high}",
        plain_number(1000 * check.exact, 4), check.inside,
    )  # fmt: skip


def _row(label: str, simulated: str, ends: str, exact: str, inside: bool) -> str:
    return (
        f"<tr>{cell(label, head=True)}{cell(simulated, ends, number=True)}"
        f"{cell(exact, number=True)}{cell('yes' if inside else 'no')}</tr>"
    )


def _failures(figures: Figures, names: Mapping[str, str], people: str, currency: str | None) -> str:
    """Return what each failure does: how the figures would change if it never happened."""
    shown = [n for n in ("well_served", "lost", "own_seconds", "contacts", "cost")
             if n in figures.measures]  # fmt: skip
    shown = [n for n in shown if any(abs(fix[n]) > TINY for fix in figures.fixes.values())]
    if not shown:
        return ""
    order = sorted(figures.fixes.items(), key=lambda entry: -_harm(entry[1]))
    rows = []
    for (step, mode), fix in order[:MOST_FAILURES]:
        changes = (_change(MEASURE[name], fix[name], currency) for name in shown)
        cells = "".join(cell(change, number=True) for change in changes)
        rows.append(f"<tr>{cell(mode, head=True)}{cell(names[step])}{cells}</tr>")
    heads = [("Failure", ""), ("Step", "")]
    for name in shown:
        unit = f"per 1,000 {people}" if MEASURE[name].unit in ("share", "number") else "each"
        heads.append((f"{MEASURE[name].label[0].upper()}{MEASURE[name].label[1:]}", unit))
    return (
        '<p class="sub" style="margin-top:22px">What would change, exactly, if a failure never '
        "happened.</p>"
        + table(heads, rows, "What each failure does", numbers=range(2, 2 + len(shown)))
    )


def _harm(fix: Mapping[str, float]) -> float:
    """Return what fixing is worth: customers no longer lost, unserved or poorly served."""
    gain = fix.get("well_served", -fix["lost"] - fix["not_served"])
    return gain if abs(gain) > TINY else -TINY * fix.get("own_seconds", 0.0)


def _change(measure: Measure, value: float, currency: str | None) -> str:
    size = 1000.0 if measure.unit in ("share", "number") else 1.0
    if abs(value * size) < 0.005:
        return DASH
    sign = MINUS if value < 0 else "+"
    if measure.unit in ("share", "number"):
        return f"{sign}{plain_number(abs(value) * size, 3)}"
    return f"{sign}{told(measure, abs(value), currency)}"


def checked_json(found: Checked) -> dict[str, Any]:
    """Return exact figures and how the simulation compares, for programs."""
    figures = found.exact.everyone
    return {
        "inside": found.inside,
        "compared": found.count,
        "confidence_of_each": found.confidence,
        "why_not": found.why_not,
        "measures": dict(figures.measures),
        "not_exact": dict(figures.not_exact),
        "visits": [
            {"step": step, "way": way, "exact": visits}
            for (step, way), visits in figures.visits.items()
        ],
        "outside": [
            {"name": check.name, "step": check.step, "way": check.way, "exact": check.exact,
             "low": check.simulated.low, "high": check.simulated.high}
            for check in (*found.measures, *found.visits) if not check.inside
        ],
        "if_it_never_failed": [
            {"step": step, "failure": mode, **fix} for (step, mode), fix in figures.fixes.items()
        ],
        "by_customer": {
            name: dict(figures.measures) for name, figures in found.exact.by_segment.items()
        },
    }  # fmt: skip
