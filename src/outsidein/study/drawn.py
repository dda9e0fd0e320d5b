"""The page of a process that lacks numbers: the picture, and exactly what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from outsidein.chart import draw
from outsidein.errors import Fault
from outsidein.model.process import Process
from outsidein.study.html import cell, document, table, wide


def drawn_only(process: Process, missing: Sequence[Fault], source: str) -> str:
    """Return a page with both pictures and the missing numbers; nothing is filled in."""
    rows = [
        f"<tr>{cell(fault.where, head=True)}{cell(fault.what)}{cell(fault.hint)}</tr>"
        for fault in missing
    ]
    heads = [("Where", "address in the document"), ("What", ""), ("Write", "")]
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
        f"<section><h2>What is missing</h2>{table(heads, rows, 'Missing numbers')}</section>"
    )
    return document(f"{process.name}: a customer process", body)
