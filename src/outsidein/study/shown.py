"""Values in a notebook: a process as its picture, figures as tables, a study as its page."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from outsidein.chart import draw
from outsidein.model.process import Process
from outsidein.simulation.comparison import Comparison
from outsidein.simulation.runs import Results
from outsidein.study.printed import comparison_table, measures_table
from outsidein.study.wording import headline, verdict_text

if TYPE_CHECKING:
    from outsidein.study.whole import Study

PAGE_HEIGHT = 720


def process_html(process: Process) -> str:
    """Show a process as its picture; where it cannot be drawn, say what it holds."""
    picture = draw(process, "departments").svg(suffix=f"-{id(process):x}")
    return f'<div style="overflow-x:auto">{picture}</div>'


def results_html(results: Results) -> str:
    """Show what a run found: the headline and every measure with its interval."""
    return f"<p>{escape(headline(results))}.</p>{_table(*measures_table(results))}"


def comparison_html(comparison: Comparison) -> str:
    """Show each scenario against today, with its verdict and the reason."""
    reasons = [verdict_text(comparison, scenario) for scenario in comparison.scenarios]
    names = [scenario.name for scenario in comparison.scenarios]
    said = "".join(
        f"<li>{escape(name)}: {escape(text.opening)}. {escape(text.reason)}</li>"
        for name, text in zip(names, reasons, strict=True)
    )
    confidence = f"{100 * comparison.confidence:.4g} %"
    return (
        f"<p>{escape(headline(comparison.today))}.</p>{_table(*comparison_table(comparison))}"
        f"<ul>{said}</ul><p>Difference to today on the same customers, with its {confidence} "
        "interval: simulation error only, given the numbers of the process.</p>"
    )


def study_html(study: Study) -> str:
    """Show a study as its page, in a frame of its own."""
    return (
        f'<iframe srcdoc="{escape(study.html(), quote=True)}" title="{escape(study.headline)}" '
        f'style="width:100%;height:{PAGE_HEIGHT}px;border:0"></iframe>'
    )


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    top = "".join(f"<th>{escape(head)}</th>" for head in heads)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"
