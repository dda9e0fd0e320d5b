"""The forest plot: what each scenario changes, with its interval, and the verdict beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from outsidein.chart.fonts import cut, wrap
from outsidein.measures.measures import MEASURE, Measure
from outsidein.simulation.comparison import Comparison, ScenarioResult
from outsidein.statistics import Estimate
from outsidein.study.numbers import MINUS, duration_unit
from outsidein.study.wording import VerdictText
from outsidein.units import plain_number

LEFT, COLUMN, GAP, TOP, ROW = 250, 230, 44, 74, 46
VERDICT_WIDTH = 400


@dataclass(frozen=True, slots=True)
class Axis:
    """One measure's axis: where its values lie, and in which unit they are written."""

    measure: Measure
    left: float
    size: float  # of the unit
    unit: str
    low: float
    high: float
    width: float = COLUMN

    def x(self, value: float) -> float:
        """Return the place of a value."""
        return self.left + (value / self.size - self.low) / (self.high - self.low) * self.width


def forest(comparison: Comparison, verdicts: Sequence[VerdictText]) -> str:
    """Return the plot as SVG: a row a scenario, a column a measure, a line at today."""
    measures = columns(comparison)
    axes = [_axis(comparison, m, LEFT + k * (COLUMN + GAP)) for k, m in enumerate(measures)]
    width = LEFT + len(axes) * (COLUMN + GAP) + VERDICT_WIDTH
    height = TOP + ROW * len(comparison.scenarios) + 40
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
            'aria-labelledby="forest-title forest-text"><title id="forest-title">Scenarios '
            'against today</title><desc id="forest-text">The same figures stand in the table '
            "below.</desc>"
        )
    ]
    parts += [_axis_picture(axis, comparison) for axis in axes]
    parts.append(drawn_text(width - VERDICT_WIDTH + 10, 26, "Verdict", "w6"))
    for k, (scenario, verdict) in enumerate(zip(comparison.scenarios, verdicts, strict=True)):
        y = TOP + ROW * k + ROW / 2
        parts.append(_row(scenario, verdict, axes, y, width))
    return "".join([*parts, "</svg>"])


def columns(comparison: Comparison) -> list[Measure]:
    """Return the measures shown: the primary one, own time, then money."""
    known = [comparison.today, *(s.results for s in comparison.scenarios)]

    def told(name: str) -> bool:
        return all(name in results.measures.estimates for results in known)

    money = "contribution" if told("contribution") else "cost"
    names = [comparison.judge.name, "well_served", "own_seconds", money]
    return [MEASURE[name] for name in dict.fromkeys(names) if told(name)][:3]


def unit_of(comparison: Comparison, measure: Measure) -> tuple[float, str]:
    """Return the size and name of the unit in which differences of a measure are told."""
    if measure.unit == "share":
        return 0.001, "per 1,000"
    if measure.unit == "seconds":
        largest = max(
            (abs(s.differences[measure.name].value) for s in comparison.scenarios), default=1.0
        )
        size, unit = duration_unit(largest)
        return size, f"{unit} a customer"
    if measure.unit == "money":
        return 1.0, f"{comparison.today.prices.currency or ''} a customer".strip()
    return 1.0, "a customer"


def written(value: float, size: float, *, cents: bool = False) -> str:
    """Write a difference with its sign: +59, −1.5, 0; money with its cents."""
    number = value / size
    text = f"{abs(number):,.2f}" if cents else plain_number(abs(number), 3)
    if abs(number) < 0.005:
        return "0"
    return f"{MINUS if number < 0 else '+'}{text}"


def told_change(measure: Measure, value: float, size: float) -> str:
    """Write a difference of a measure in the unit of its column."""
    return written(value, size, cents=measure.unit == "money")


def _axis(comparison: Comparison, measure: Measure, left: float) -> Axis:
    size, unit = unit_of(comparison, measure)
    ends = [0.0]
    for scenario in comparison.scenarios:
        change = scenario.differences[measure.name]
        ends += [e / size for e in (change.value, change.low, change.high) if e == e]  # noqa: PLR0124
    low, high = min(ends), max(ends)
    room = (high - low) * 0.28 or 1.0
    return Axis(measure, left, size, unit, low - room, high + room)


def ticks(axis: Axis) -> list[float]:
    """Return round values within an axis, in its unit."""
    span = (axis.high - axis.low) / 3
    step = 10.0 ** len(str(int(span))) / 10 if span >= 1 else 0.1
    while step > span:
        step /= 10
    for factor in (5, 2):
        if step * factor <= span:
            step *= factor
            break
    first = int(axis.low // step) + 1
    return [k * step for k in range(first, int(axis.high // step) + 1)]


def _axis_picture(axis: Axis, comparison: Comparison) -> str:
    bottom = TOP + ROW * len(comparison.scenarios)
    label = axis.measure.label
    better = "more is better" if axis.measure.higher_is_better else "less is better"
    parts = [
        drawn_text(axis.left, 26, f"{label[0].upper()}{label[1:]}, {axis.unit}", "w6"),
        drawn_text(axis.left, 44, better, "m"),
    ]
    for tick in ticks(axis):
        x = axis.x(tick * axis.size)
        at_today = abs(tick) < 1e-12
        tone = "ink" if at_today else "hair"
        parts.append(drawn_line(x, TOP - 12, x, bottom, tone, 1.5 if at_today else 1))
        name = "today" if at_today else written(tick, 1.0)
        parts.append(drawn_text(x, bottom + 20, name, "w6" if at_today else "m", "middle"))
    return "".join(parts)


def _row(
    scenario: ScenarioResult, verdict: VerdictText, axes: Sequence[Axis], y: float, width: float
) -> str:
    parts = [drawn_line(0, y + ROW / 2, width, y + ROW / 2, "hair", 1)]
    parts.append(drawn_text(4, y - 2 if scenario.why else y + 4, scenario.name, "w6"))
    if scenario.why:
        parts.append(drawn_text(4, y + 15, cut(scenario.why, LEFT - 20, 12), "m"))
    parts += [_point(axis, scenario.differences[axis.measure.name], y) for axis in axes]
    left = width - VERDICT_WIDTH + 10
    for k, line in enumerate(
        wrap(f"{verdict.opening}. {verdict.reason}", VERDICT_WIDTH - 20, 12.5, most=3)
    ):
        parts.append(drawn_text(left, y - 8 + 15 * k, line, "t"))
    return "".join(parts)


def _point(axis: Axis, change: Estimate, y: float) -> str:
    x = axis.x(change.value)
    shown = change.has_interval and (change.low > 0 or change.high < 0)
    good = (change.value > 0) == axis.measure.higher_is_better
    tone = ("good" if good else "fail") if shown else "muted"
    parts = []
    if change.has_interval:
        ends = [axis.x(change.low), axis.x(change.high)]
        parts.append(drawn_line(ends[0], y, ends[1], y, tone, 2))
        parts += [drawn_line(end, y - 5, end, y + 5, tone, 1.5) for end in ends]
    fill = f"f-{tone}" if shown else "f-paper"
    parts.append(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" class="{fill} s-{tone}" stroke-width="1.75"/>'
    )
    right = change.value >= 0
    edge = (change.high if right else change.low) if change.has_interval else change.value
    place = axis.x(edge) + (10 if right else -10)
    parts.append(
        drawn_text(
            place,
            y + 4,
            told_change(axis.measure, change.value, axis.size),
            "w6",
            "start" if right else "end",
            tone,
        )
    )
    return "".join(parts)


def drawn_text(
    x: float, y: float, text: str, kind: str, anchor: str = "start", tone: str | None = None
) -> str:
    """Return a text in one of three sizes: bold, muted, plain."""
    size = {"w6": 13, "m": 12, "t": 12.5}[kind]
    weight = ' font-weight="600"' if kind == "w6" else ""
    colour = tone or ("muted" if kind == "m" else "ink")
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}"{weight} text-anchor="{anchor}" '
        f'class="f-{colour}">{escape(text)}</text>'
    )


def drawn_line(x1: float, y1: float, x2: float, y2: float, tone: str, width: float) -> str:
    """Return a straight line in a tone of the page."""
    return (
        f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" class="s-{tone}" '
        f'stroke-width="{width}" fill="none"/>'
    )
