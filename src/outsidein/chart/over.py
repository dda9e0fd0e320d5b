"""Draw one process over another: the differences in one picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from outsidein.chart.columns import place
from outsidein.chart.comparing import Comparing
from outsidein.chart.figures import Figures
from outsidein.chart.ghosts import union_of
from outsidein.chart.heat import Warmth
from outsidein.chart.layout import columns, columns_on, layout
from outsidein.chart.picture import Picture
from outsidein.chart.view import view as view_of
from outsidein.model.difference import Difference, difference
from outsidein.model.process import Process
from outsidein.words import listed, plural

MOST_WORDS = ("shows", "effort", "reason", "why")  # what a picture does not show of a step


def draw_over(
    today: Process, other: Process, view: Literal["departments", "company"] = "departments",
    figures: Figures | None = None, *, name: str, is_scenario: bool = True,
    minutes: Mapping[str, Warmth] | None = None,
    changes: Mapping[tuple[str, str], Warmth] | None = None, measure: str = "own minutes",
) -> Picture:  # fmt: skip
    """Draw a process over today's: added, removed, moved, changed; all else is grey.

    Parameters
    ----------
    figures : of the other process, with today's in ``before``; None: structure alone.
    name : what the other process is called: a scenario, or a file.
    minutes : the change of a customer's own time by step, in minutes a customer, with the
        interval of paired runs: a pill on each step.
    changes : the same of each row of the ruler, by (kind, step); step "" is the total.
    """
    told = difference(today, other)
    olds = figures.before if figures is not None else None
    old, new = view_of(today, "departments", olds), view_of(other, "departments", figures)
    union = union_of(old, new, lambda step: _is_changed(told, step))
    placed = place(union.placed)
    if view == "company":
        sides = (view_of(today, "company", olds), view_of(other, "company", figures))
        union = union_of(*sides, lambda step: _is_changed(told, step))
    made = columns_on(placed, union.chart)
    numbers = columns(old).numbers
    made = replace(made, numbers={**made.numbers, **_numbered_on(made.numbers, numbers)})
    what = f"{'what-if' if is_scenario else 'new'} “{name}” drawn over today"
    overlay = Comparing(
        union=union, what=what, name=name, minutes=minutes or {}, changes=changes or {},
        measure=measure, word="what-if" if is_scenario else "new",
        title=new.title if figures is not None else structure_title(told, name),
    )  # fmt: skip
    return Picture(drawing=layout(union.chart, made, figures, overlay))


def _is_changed(told: Difference, step: str) -> bool:
    return any(one.address.rsplit(".", 1)[-1] not in MOST_WORDS for one in told.of(step))


def _numbered_on(now: Mapping[str, str], today: Mapping[str, str]) -> dict[str, str]:
    """Number what is there today as today, what is new behind it."""
    found = {mark: text for mark, text in today.items() if mark in now}
    for letter in "FW":
        last = max([0, *(int(t[1:] or 0) for t in today.values() if t[:1] == letter)])
        for mark in [m for m, t in now.items() if m not in found and t[:1] == letter]:
            last += 1
            found[mark] = f"{letter}{last}"
    return found


def structure_title(told: Difference, name: str) -> str:
    """Say in a sentence what differs, in counts.

    >>> structure_title(Difference(added_steps=("a",), removed_steps=("b", "c")), "less")
    '“less” adds 1 step and removes 2 steps'
    """
    moved = len({one.step for one in told.moved})
    changed = len({one.address.split(".")[0] for one in told.changed})
    pieces = [
        f"{verb} {count} {plural(thing) if count != 1 else thing}"
        for verb, count, thing in (
            ("adds", len(told.added_parts), "part"), ("removes", len(told.removed_parts), "part"),
            ("adds", len(told.added_steps), "step"), ("removes", len(told.removed_steps), "step"),
            ("moves", moved, "step"), ("changes", changed, "element"),
        ) if count
    ]  # fmt: skip
    return f"“{name}” {listed(pieces)}" if pieces else f"“{name}” changes nothing"
