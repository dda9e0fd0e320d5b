"""The pictures of a study: views of one process, its heat, and the best scenario over it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from html import escape
from typing import TYPE_CHECKING

from outsidein.chart import draw
from outsidein.chart.chart import ViewKind
from outsidein.chart.figures import Figures
from outsidein.chart.picture import Picture
from outsidein.errors import OutsideInError
from outsidein.measures.measures import MEASURE
from outsidein.model.naming import customers_of
from outsidein.study.compared import picture_over
from outsidein.study.figures import chart_figures
from outsidein.study.heated import heat_of
from outsidein.study.html import wide
from outsidein.study.numbers import told
from outsidein.study.views import Panel, panel, toggle
from outsidein.study.wording import best_of
from outsidein.words import listed

if TYPE_CHECKING:
    from outsidein.study.whole import Study

_OTHERS: tuple[ViewKind, ...] = ("blueprint", "journey")


def charts(study: Study) -> tuple[str, Mapping[str, str]]:
    """Return the section with its views, and the numbers of the marks in the departments."""
    people = customers_of(study.process)
    panels, numbers = _panels(study)
    names = listed([one.tab[0].lower() + one.tab[1:] for one in panels])
    return (
        f'<section class="proc" aria-label="The process"><h2>The process, from the side of '
        f'{escape(people)}</h2><p class="sub">One process, the same columns in each view: '
        f"{escape(names)}. What lies above the blue line is what the customer sees.</p>"
        f"{toggle(panels)}</section>"
    ), numbers


def _panels(study: Study) -> tuple[list[Panel], dict[str, str]]:
    """Draw every view for which the study has figures."""
    today, process = study.today, study.process
    base = f"counts and shares of {customers_of(process)} who set out"

    def figures(title: str) -> Figures:
        return chart_figures(today, title=title, subtitle=base)

    departments, numbers = panel(process, "departments", figures(_finding(study)))
    found = [departments, panel(process, "company", figures(_cost_finding(study)))[0]]
    with suppress(OutsideInError):  # nobody may say how long anything takes the customer
        heat = heat_of(today, "own")
        drawn = draw(process, "company", figures(heat.title), heat=heat)
        found.append(_panel("min", "Where the minutes go", drawn))
    best = best_of(study.comparison)
    if best is not None:
        drawn = picture_over(study.comparison, best)
        found.append(_panel("sce", "What-if over today", drawn))
    found += [panel(process, view, figures(_finding(study)))[0] for view in _OTHERS]
    return found, numbers


def _panel(key: str, tab: str, drawn: Picture) -> Panel:
    picture = wide(drawn.svg(suffix=f"-{key}", fonts=False))
    return Panel(key=key, tab=tab, what=tab[0].lower() + tab[1:], svg=picture)


def _finding(study: Study) -> str:
    measures = study.today.measures
    well = round(measures["well_served"].value * 100)
    served = round((measures["well_served"].value + measures["poorly_served"].value) * 100)
    people = customers_of(study.process)
    return f"{served} of 100 {people} are served, {well} of them well"


def _cost_finding(study: Study) -> str:
    known = study.today.measures.estimates
    people = customers_of(study.process)
    if "own_seconds" not in known or "waiting_seconds" not in known:
        return f"What {people} meet"
    own = told(MEASURE["own_seconds"], known["own_seconds"].value)
    waiting = told(MEASURE["waiting_seconds"], known["waiting_seconds"].value)
    return f"It takes {own} of a customer's own time and {waiting} of waiting"
