"""The drawing on the page of a log: the way most cases go, and what it leaves out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from outsidein.eventlog.customers.parties import Side
from outsidein.eventlog.store import EventLog

MOST_ACTIVITIES = 60  # a drawing of more is read by nobody
MOST_WAYS = 6_000  # more take minutes to be weighed
FEWEST_WAYS, NOISE = 50, 0.2  # of fewer ways none can be held out
LEFT_OUT_TOLD = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class LogDrawing:
    """A picture of the way most cases go, or why there is none; sentences on what it leaves out."""

    svg: str
    title: str
    said: tuple[str, ...]


def draw_log(log: EventLog, ways: int, sides: Mapping[str, Side] | None = None) -> LogDrawing:
    """Return the drawing of a log; ``ways``: how many different ones it has.

    What is too rare to be drawn is chosen on held-out cases where there are enough ways for that.
    """
    from outsidein.chart import draw
    from outsidein.discovery.discovery import discover_log
    from outsidein.discovery.told import leaves_out

    if len(log.activities) > MOST_ACTIVITIES or ways > MOST_WAYS:
        count = f"{len(log.activities):,} activities in {ways:,} different ways"
        said = f"{count}: more than one picture can show. `outsidein discover` tries all the same."
        return LogDrawing(svg="", title="No drawing", said=(said,))
    found = discover_log(log, sides=sides, noise=None if ways >= FEWEST_WAYS else NOISE)
    picture = draw(found.pictured.process, "departments", found.pictured.figures)
    share = found.fitness.fitting / found.fitness.cases
    return LogDrawing(
        svg=picture.svg("log", fonts=False), title=f"{share:.0%} of the cases go as drawn",
        said=tuple(leaves_out(found)),
    )  # fmt: skip


BEFORE = (
    "The customer on top, each part below in a lane of its own. What is too rare is left out, by "
    "how well the drawing does on cases that it was not made from."
)


def drawing_section(drawing: LogDrawing) -> str:
    """Return the drawing as part of a page."""
    title = escape(drawing.title)
    told = "".join(f"<li>{escape(sentence)}</li>" for sentence in drawing.said[:LEFT_OUT_TOLD])
    if not drawing.svg:
        return f'<section><h2>{title}</h2><ul class="h">{told}</ul></section>'
    left = f'<h3>What it leaves out</h3><ul class="h">{told}</ul>' if told else ""
    return (
        f'<section><h2>{title}</h2><p class="sub">{BEFORE}</p>'
        '<div class="fig" tabindex="0" role="region" aria-label="Drawing of the log">'
        f"{drawing.svg}</div>{left}</section>"
    )
