"""The pictures of a study: every view of the process, one shown at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from outsidein.chart import Figures, draw
from outsidein.chart.chart import ViewKind
from outsidein.model.process import Process
from outsidein.study.html import wide

LABELS: dict[ViewKind, tuple[str, str, str]] = {
    "departments": ("dep", "Departments", "the departments"),
    "company": ("com", "Company as one", "the company as one"),
    "blueprint": ("blu", "Blueprint", "the service blueprint"),
    "journey": ("jou", "Journey", "the journey"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A picture of the study: its key in ids and classes, its tab, and what the tab shows."""

    key: str
    tab: str
    what: str
    svg: str


def panel(process: Process, view: ViewKind, figures: Figures) -> tuple[Panel, dict[str, str]]:
    """Return a view of a process as a panel, and the numbers of the marks in it."""
    key, tab, what = LABELS[view]
    drawn = draw(process, view, figures)
    made = Panel(key=key, tab=tab, what=what, svg=wide(drawn.svg(suffix=f"-{key}", fonts=False)))
    return made, drawn.drawing.numbers


def toggle(panels: Sequence[Panel]) -> str:
    """Return panels of which one is shown: radio buttons and CSS, without a script.

    The n-th button and the n-th tab belong to the n-th panel; the CSS counts them.
    """
    buttons = "".join(
        f'<input class="r" type="radio" name="v" id="v-{one.key}"{" checked" if not k else ""} '
        f'aria-label="Show {escape(one.what)}">'
        for k, one in enumerate(panels)
    )
    tabs = "".join(f'<label for="v-{one.key}">{escape(one.tab)}</label>' for one in panels)
    shown = "".join(
        f'<div class="panel {one.key}" tabindex="0" role="region" aria-label="{escape(one.tab)}">'
        f"{one.svg}</div>"
        for one in panels
    )
    return f'{buttons}<div class="tabs">{tabs}</div>{shown}'
