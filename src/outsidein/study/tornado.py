"""The tornado as a table, as a picture of bars, and as a page of its own."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape
from typing import Any

from outsidein.chart.fonts import cut
from outsidein.measures.measures import Measure
from outsidein.simulation.one_at_a_time import Bar, Tornado
from outsidein.statistics import Estimate
from outsidein.study.forest import Axis, drawn_line, drawn_text, ticks, told_change, written
from outsidein.study.html import cell, document, table
from outsidein.study.numbers import DASH, duration_unit, told, told_number
from outsidein.study.printed import Table
from outsidein.study.whole import estimates

LEFT, WIDE, TURN, TOP, ROW, BAR = 390, 500, 190, 60, 30, 9
MOST_BARS = 20
WHOSE = {"both": "", "today": " (today)", "scenario": " (as proposed)"}


def unit_of_bars(found: Tornado) -> tuple[float, str]:
    """Return the size and name of the unit in which effects are told."""
    if found.measure.unit == "share":
        return 0.001, "per 1,000"
    if found.measure.unit == "seconds":
        size, unit = duration_unit(max((bar.width for bar in found.bars), default=1.0))
        return size, f"{unit} a customer"
    if found.measure.unit == "money":
        return 1.0, f"{found.currency or ''} a customer".strip()
    return 1.0, "a customer"


def tornado_table(found: Tornado, most: int = MOST_BARS) -> Table:
    """Return the strongest numbers for people: what each does at both ends, and where it turns."""
    size, unit = unit_of_bars(found)
    heads = ["number", "now", "low", "high", f"at low, {unit}", f"at high, {unit}", "turns at"]
    rows = [
        [
            f"{bar.address}{WHOSE[bar.whose]}", *(told_number(bar.address, v) for v in
            (bar.now, bar.low, bar.high)), _effect(found.measure, bar.at_low, size, bar),
            _effect(found.measure, bar.at_high, size, bar), _turns(found, bar),
        ]
        for bar in told_bars(found)[:most]
    ]  # fmt: skip
    return heads, rows


def told_bars(found: Tornado) -> list[Bar]:
    """Return the numbers that are shown to move the figure, or could not be tried."""
    return [bar for bar in found.bars if bar.shown or bar.why_not]


def _effect(measure: Measure, change: Estimate | None, size: float, bar: Bar) -> str:
    if change is None:
        return bar.why_not or DASH
    value, low, high = (
        told_change(measure, x, size) for x in (change.value, change.low, change.high)
    )
    return f"{value} [{low}, {high}]"


def _turns(found: Tornado, bar: Bar) -> str:
    if found.target is None:
        return ""
    return "not near" if bar.turns_at is None else told_number(bar.address, bar.turns_at)


def tornado_sentences(found: Tornado) -> list[str]:
    """Say what was moved, which numbers matter, and where the verdict would turn."""
    what = found.measure.label
    currency = found.currency
    if found.scenario:
        size, unit = unit_of_bars(found)
        now = told_change(found.measure, found.figure.value, size)
        start = f"“{found.scenario}” changes {what} by {now} {unit}."
    else:
        start = f"Today {what} is {told(found.measure, found.figure.value, currency)}."
    shown = sum(bar.shown for bar in found.bars)
    percent = f"{100 * found.by:.0f} %"
    moved = (
        f"Each of {len(found.bars)} numbers was moved alone, {percent} down and up, or through "
        "its own range where you say how often you observed it."
    )
    said = [start, moved, f"{shown} of them are shown to move it."]
    first = next((bar for bar in found.bars if bar.turns_at is not None), None)
    if first is not None:
        goal = "0" if found.scenario else told(found.measure, found.target or 0.0, currency)
        value = told_number(first.address, first.turns_at)
        said.append(f"It comes to {goal} if {first.address} is {value}: a run confirms it.")
    return said


def tornado_json(found: Tornado) -> dict[str, Any]:
    """Return a tornado for programs; numbers as `numbers_at` has them, effects in plain units."""
    return {
        "scenario": found.scenario or None, "measure": found.measure.name, "target": found.target,
        "by": found.by, "confidence_of_each": found.confidence,
        "figure": estimates({"figure": found.figure})["figure"],
        "numbers": [
            {
                "address": bar.address, "whose": bar.whose, "now": bar.now, "low": bar.low,
                "high": bar.high, "observed": bar.observed, "shown": bar.shown,
                **{
                    name: None if end is None else estimates({name: end})[name]
                    for name, end in (("at_low", bar.at_low), ("at_high", bar.at_high))
                },
                "turns_at": bar.turns_at, "why_not": bar.why_not or None,
            }
            for bar in found.bars
        ],
    }  # fmt: skip


def tornado_page(found: Tornado, title: str) -> str:
    """Return a page with the bars and the table, one file that asks the network for nothing."""
    return document(
        f"{title}: which numbers matter",
        f'<header><div class="kicker">{escape(title)}</div></header>{tornado_section(found)}',
    )


def tornado_section(found: Tornado) -> str:
    """Return the bars and the table as a part of a page."""
    heads, rows = tornado_table(found, len(found.bars))
    body = [
        f"<tr>{cell(row[0], head=True)}{''.join(cell(x, number=True) for x in row[1:])}</tr>"
        for row in rows
    ]
    said = " ".join(escape(sentence) for sentence in tornado_sentences(found))
    better = "More" if found.measure.higher_is_better else "Less"
    return (
        f'<section class="sce"><h2>Which numbers matter</h2><p class="sub">{said}</p>'
        f'<p class="sub">Filled: the number higher; hollow: lower. {better} is better. The thin '
        "line is the interval; all of them hold together in 95 of 100 such studies.</p>"
        '<div class="fig" tabindex="0" role="region" aria-label="Numbers as bars">'
        f"{tornado_picture(found)}</div>"
        + table([(head, "") for head in heads], body, "Numbers", numbers=range(1, len(heads)))
        + "</section>"
    )


def tornado_picture(found: Tornado, most: int = MOST_BARS) -> str:
    """Return the bars as SVG: a row a number, both ends from a line at what it is now."""
    bars = told_bars(found)[:most]
    axis = _axis(found, bars)
    width, bottom = LEFT + WIDE + TURN, TOP + ROW * len(bars)
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {bottom + 36}" '
            'role="img" aria-labelledby="tornado-title tornado-text"><title id="tornado-title">'
            'What each number does</title><desc id="tornado-text">The same figures stand in the '
            "table below.</desc>"
        ),
        drawn_text(LEFT, 24, f"Effect on {found.measure.label}, {axis.unit}", "w6"),
        *_grid(axis, bottom),
    ]
    if found.target is not None:
        parts.append(drawn_text(width - TURN + 20, 24, "Turns at", "w6"))
    for k, bar in enumerate(bars):
        parts += _row(found, bar, axis, TOP + ROW * k + ROW / 2, width)
    return "".join([*parts, "</svg>"])


def _axis(found: Tornado, bars: Sequence[Bar]) -> Axis:
    size, unit = unit_of_bars(found)
    ends = [0.0]
    for bar in bars:
        for change in (bar.at_low, bar.at_high):
            if change is not None and change.has_interval:
                ends += [change.low / size, change.high / size]
    room = (max(ends) - min(ends)) * 0.06 or 1.0
    return Axis(found.measure, LEFT, size, unit, min(ends) - room, max(ends) + room, WIDE)


def _grid(axis: Axis, bottom: float) -> list[str]:
    parts = []
    for tick in ticks(axis):
        x, at_now = axis.x(tick * axis.size), abs(tick) < 1e-12
        tone = "ink" if at_now else "hair"
        parts.append(drawn_line(x, TOP - 12, x, bottom, tone, 1.5 if at_now else 1))
        name = "now" if at_now else written(tick, 1.0)
        parts.append(drawn_text(x, bottom + 20, name, "w6" if at_now else "m", "middle"))
    return parts


def _row(found: Tornado, bar: Bar, axis: Axis, y: float, width: float) -> list[str]:
    name = cut(f"{bar.address}{WHOSE[bar.whose]}", LEFT - 170, 12.5)
    ends = f"{told_number(bar.address, bar.low)} to {told_number(bar.address, bar.high)}"
    parts = [
        drawn_text(4, y + 4, name, "t"),
        drawn_text(LEFT - 14, y + 4, cut(ends, 146, 12), "m", "end"),
    ]
    for change, filled, lift in ((bar.at_low, False, -BAR - 0.5), (bar.at_high, True, 0.5)):
        if change is not None and change.has_interval:
            parts += _end(axis, change, y + lift, filled=filled)
    turns = bar.why_not or _turns(found, bar)
    if turns and turns != "not near":
        parts.append(drawn_text(width - TURN + 20, y + 4, cut(turns, TURN - 24, 12), "t"))
    return parts


def _end(axis: Axis, change: Estimate, top: float, *, filled: bool) -> list[str]:
    shown = change.low > 0 or change.high < 0
    good = (change.value > 0) == axis.measure.higher_is_better
    tone = ("good" if good else "fail") if shown else "muted"
    left, right = sorted((axis.x(0.0), axis.x(change.value)))
    fill = f"f-{tone}" if filled else "f-paper"
    middle = top + BAR / 2
    box = f'x="{left:.1f}" y="{top:.1f}" width="{right - left:.1f}" height="{BAR}"'
    return [
        f'<rect {box} class="{fill} s-{tone}" stroke-width="1.25"/>',
        drawn_line(axis.x(change.low), middle, axis.x(change.high), middle, "ink", 1),
    ]


def tornado_text(found: Tornado) -> str:
    """Return `tornado_json` as text."""
    return json.dumps(tornado_json(found), indent=2, ensure_ascii=False, allow_nan=False)
