"""The page of a process that lacks numbers: picture, doubts, ways through, and what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from outsidein.chart import draw
from outsidein.errors import Fault
from outsidein.model.process import Process
from outsidein.study.html import cell, document, table, wide
from outsidein.study.ways import Ways, ways_through
from outsidein.units import plain_number


def drawn_only(
    process: Process, missing: Sequence[Fault], source: str, doubts: Sequence[Fault] = ()
) -> str:
    """Return a page with both pictures and the missing numbers; nothing is filled in.

    ``doubts`` are the faults of the file that do not keep it from being drawn.
    """
    rows = [
        f"<tr>{cell(fault.where, head=True)}{cell(fault.what)}{cell(fault.hint)}</tr>"
        for fault in missing
    ]
    heads = [("Where", "place or address"), ("What", ""), ("Write", "")]
    pictures = [
        wide(draw(process, "departments").svg(suffix="-dep", fonts=False)),
        wide(draw(process, "company").svg(suffix="-com", fonts=False)),
    ]
    frames = "".join(
        f'<div class="fig" tabindex="0" role="region" aria-label="{name}">{picture}</div>'
        for name, picture in zip(("Departments", "Company as one"), pictures, strict=True)
    )
    body = (
        f'<header><div class="kicker">A customer process · {escape(source)}</div>'
        f"<h1>{escape(process.name)}: drawn, not simulated</h1>"
        f'<p class="lead">{len(missing)} numbers are missing. None of them is filled in: write '
        "them down, even as a guess, and run the same command again.</p></header>"
        f'<section class="proc"><h2>The process</h2>{frames}</section>'
        f"{_doubts(doubts)}{_ways(process)}"
        f"<section><h2>What is missing</h2>{table(heads, rows, 'Missing numbers')}</section>"
    )
    return document(f"{process.name}: a customer process", body)


def _doubts(doubts: Sequence[Fault]) -> str:
    if not doubts:
        return ""
    rows = [
        f"<tr>{cell(fault.where, head=True)}{cell(fault.what)}{cell(fault.hint)}</tr>"
        for fault in doubts
    ]
    heads = [("Where", ""), ("What", ""), ("What to do", "")]
    return f"<section><h2>What is in doubt</h2>{table(heads, rows, 'Doubts')}</section>"


def _ways(process: Process) -> str:
    """Return how many ways lead to each end, and the shortest of them."""
    found, loops = ways_through(process)
    if not found:
        return ""
    rows = [
        f"<tr>{cell(ways.end.name, ways.end.outcome or '', head=True)}"
        f"{cell(_many(ways.count), number=True)}"
        f"{cell(str(len(ways.meetings)), number=True)}{cell(_met(ways))}</tr>"
        for ways in found
    ]
    heads = [
        ("Where it ends", ""), ("Ways there", "without loops"), ("Encounters", "on the shortest"),
        ("What the customer meets on the shortest", ""),
    ]  # fmt: skip
    back = f"{loops} arrows lead back" if loops != 1 else "1 arrow leads back"
    told = f"{_many(sum(ways.count for ways in found))} in all, no loop counted; {back}."
    return (
        f'<section><h2>Ways through</h2><p class="sub">{told}</p>'
        + table(heads, rows, "Ways through", numbers=(1, 2))
        + "</section>"
    )


def _met(ways: Ways) -> str:
    return " → ".join(step.name for step in ways.meetings) or "nobody"


def _many(count: int) -> str:
    return plain_number(count, 0) if count < 1_000_000 else "over a million"
