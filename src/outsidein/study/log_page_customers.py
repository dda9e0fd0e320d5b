"""The part of a log's page that tells what customers go through: time, waits, funnels, changes."""

from __future__ import annotations

from html import escape

from outsidein.eventlog.description import Description
from outsidein.study.html import cell, table
from outsidein.study.logged_customers import (
    changes_table,
    customer_sentences,
    funnel_table,
    known_sides,
    time_shares,
    waits_table,
)

ROWS_SHOWN = 15
SHOWN_FROM = 0.005  # of the time


def customers_section(log: Description) -> str:
    """Return what customers go through: time, waits, how far they come, what changed."""
    said = " ".join(customer_sentences(log))
    tables = [
        ("What customers wait for", waits_table(log, ROWS_SHOWN), (2, 3, 4, 5, 6)),
        ("How far they come", funnel_table(log, ROWS_SHOWN), (1, 2, 3, 4)),
        ("What changed over time", changes_table(log, ROWS_SHOWN), (1, 2, 3)),
    ]
    return (
        f'<section><h2>What customers go through</h2><p class="sub">{escape(said)}</p>'
        f"{_time_bar(log)}</section>"
        + "".join(told_table(title, *made, numbers=numbers) for title, made, numbers in tables)
    )


def _time_bar(log: Description) -> str:
    """Draw where the time of a case goes; the words beside it say the same."""
    shares = time_shares(log.experience.spent)
    if not shares or not known_sides(log):
        return ""
    shown = [(kind, share, what) for kind, share, what in shares if share >= SHOWN_FROM]
    if len(shown) < 2:
        return ""
    bars = "".join(f'<i class="{kind}" style="flex:{share:.4f}"></i>' for kind, share, _ in shown)
    named = "".join(
        f'<li><i class="{kind}"></i>{share:.0%} {escape(what)}</li>' for kind, share, what in shown
    )
    label = escape("; ".join(f"{share:.0%} {what}" for _, share, what in shown), quote=True)
    return (
        f'<div class="spent" role="img" aria-label="{label}">{bars}</div>'
        f'<ul class="spentkey" aria-hidden="true">{named}</ul>'
    )


def told_table(
    title: str, heads: list[str], rows: list[list[str]], numbers: tuple[int, ...]
) -> str:
    """Return a table with its title as part of a page; nothing where it has no rows."""
    if not rows:
        return ""
    made = [
        "<tr>"
        + "".join(cell(text, head=not k, number=k in numbers) for k, text in enumerate(row))
        + "</tr>"
        for row in rows
    ]
    named = [(head[:1].upper() + head[1:], "") for head in heads]
    return f"<section><h2>{title}</h2>{table(named, made, title, numbers=numbers)}</section>"
