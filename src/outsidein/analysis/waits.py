"""Waits: queues at parts, time that passes at steps, and hours in which nobody is there."""

from __future__ import annotations

import math

import numpy as np

from outsidein.address import join_address
from outsidein.analysis.evidence import Evidence, Floats, of_so_many, rate, title
from outsidein.analysis.finding import Finding, Harm
from outsidein.measures import records as r
from outsidein.measures import tally as t
from outsidein.model.behaviour import Law, Period
from outsidein.model.process import Part
from outsidein.model.scenario import Scenario, Set
from outsidein.simulation.calendar import staff_week
from outsidein.units import DAY_SECONDS, WEEK_SECONDS, readable_duration
from outsidein.words import listed

HOUR = 3600
SELDOM = 0.0005  # of those who join a queue
OFTEN = 0.005  # of the tries that found a part closed: in such an hour customers come


def queues(evidence: Evidence) -> list[Finding]:
    """Find each part whose queue customers or their work stand in; without queue it serves all."""
    found = []
    for part in evidence.process.parts:
        rows, live = _rows_at(evidence, part)
        waited = evidence.visits(rows, t.QUEUE)
        joined = evidence.visits(rows, t.JOINED)
        if part.people is None or not waited.sum():
            continue
        mean = rate(waited, joined)
        found.append(
            Finding(
                code="wait",
                at=join_address(part.id, "people"),
                what=_of_queue(evidence, part, mean.value, live),
                evidence=mean,
                harm=Harm(amount=evidence.hours_a_month(waited, joined), of="hours of waiting"),
                proposal=Scenario(
                    name=f"Let nobody queue at {part.name}",
                    changes=(Set(address=f"{part.id}.people", value=_enough(part)),),
                ),
            )
        )
    return found


def _rows_at(evidence: Evidence, part: Part) -> tuple[list[int], list[int]]:
    """Return the rows of the tallies at a part, and those of them with a live queue."""
    rows, live = [], []
    for words in evidence.words.steps:
        ways = {n for n, w in evidence.ways(words.id).items() if w.part == part.id}
        at = evidence.rows(words.id, ways)
        rows += at
        if words.verb == "do":
            stands = {n for n, is_live in zip(words.ways, words.live, strict=True) if is_live}
            live += evidence.rows(words.id, ways & stands)
    return rows, live


def _of_queue(evidence: Evidence, part: Part, mean: float, live: list[int]) -> str:
    """Say who waits how long at a part: customers in its queue, and the work for them."""
    joined = float(evidence.visits(live, t.JOINED).sum())
    if not joined:
        length = readable_duration(mean)
        return f"Work for {evidence.people} lies {length} before {part.name} begins it."
    own = float(evidence.visits(live, t.QUEUE).sum()) / joined
    left = float(evidence.visits(live, t.WAS_LEFT).sum()) / joined
    said = [f"{evidence.subject} wait {readable_duration(own)} in the queue of {part.name}"]
    if left > SELDOM:
        said.append(f"{of_so_many(left)} give up")
    rows, _ = _rows_at(evidence, part)
    others = [row for row in rows if row not in live]
    work = float(evidence.visits(others, t.JOINED).sum())
    if work:
        lies = float(evidence.visits(others, t.QUEUE).sum()) / work
        said.append(f"other work for them waits {readable_duration(lies)}")
    return f"{listed(said)}."


def _enough(part: Part) -> int | tuple[tuple[Period, int], ...]:
    """Return so many people that next to nobody waits."""
    if isinstance(part.people, tuple):
        return tuple((hours, _more(count)) for hours, count in part.people)
    return _more(part.people or 0)


def _more(count: int) -> int:
    return count + math.ceil(6 * math.sqrt(count)) + 4 if count else 0


def delays(evidence: Evidence) -> list[Finding]:
    """Find each step at which clock time passes; its proposal is that none does."""
    found = []
    for words in evidence.words.steps:
        step = evidence.placed[words.id].step
        rows = evidence.rows(words.id)
        column = t.IN_ALL if words.verb == "wait" else t.AFTERWARDS
        passed, visits = evidence.visits(rows, column), evidence.visits(rows, t.ARRIVALS)
        addresses = _clocks(evidence, words.id, words.verb)
        if not addresses or not passed.sum():
            continue
        mean = rate(passed, visits)
        length, name = readable_duration(mean.value), title(step)
        shown = step.shows in ("status", "full")
        sight = "and can follow it" if shown else "out of their sight"
        found.append(
            Finding(
                code="wait",
                at=addresses[0],
                what=f"{evidence.subject} wait {length} for “{name}”, {sight}.",
                evidence=mean,
                harm=Harm(amount=evidence.hours_a_month(passed, visits), of="hours of waiting"),
                proposal=Scenario(
                    name=f"Take the waiting out of “{name}”",
                    changes=tuple(Set(address=a, value=_no_time()) for a in addresses),
                ),
            )
        )
    return found


def _clocks(evidence: Evidence, step_id: str, verb: str) -> list[str]:
    """Return the addresses of the laws by which time passes at a step."""
    if verb == "wait":
        return evidence.addresses(step_id, "wait")
    found = evidence.addresses(step_id, "after")
    return [a for a in found if not a.endswith((".retry.after", ".again-after"))]


def _no_time() -> Law:
    return Law(kind="constant", parameters=(0.0,))


def closed_hours(evidence: Evidence) -> list[Finding]:
    """Find each part that customers find closed; its proposal is to be open whenever they come."""
    found = []
    for part in evidence.process.parts:
        _, live = _rows_at(evidence, part)
        refused = evidence.visits(live, t.WAS_CLOSED)
        week = staff_week(part)
        if week is None or not refused.sum():
            continue
        share = rate(refused, evidence.visits(live, t.TRIES))
        change = _opened(part, _closed_hours(evidence, part))
        who = evidence.subject
        times = evidence.a_month(refused)
        found.append(
            Finding(
                code="closed",
                at=join_address(part.id, "open"),
                what=f"{who} find {part.name} closed in {of_so_many(share.value)} tries.",
                evidence=share,
                harm=Harm(amount=times, of="tries that found it closed"),
                proposal=Scenario(
                    name=f"Open {part.name} whenever {evidence.people} come", changes=(change,)
                ),
            )
        )
    return found


def _closed_hours(evidence: Evidence, part: Part) -> Floats:
    """Return how many logged tries found a part closed in each hour of the week."""
    code, rows = evidence.words.parts.index(part.id), evidence.records
    rows = rows[(rows["part"] == code) & (rows["how"] == r.CLOSED)]
    hours = (rows["finished"] % WEEK_SECONDS // HOUR).astype(np.int64)
    return np.bincount(hours, minlength=168).astype(np.float64)


def _opened(part: Part, refused: Floats) -> Set:
    """Let a part be open, too, in every hour in which customers found it closed."""
    week = staff_week(part)
    assert week is not None
    least = round(min(level for level in week.levels if level > 0))
    wanted = refused > OFTEN * refused.sum()
    moments = sorted({*week.moments, *(float(h * HOUR) for h in range(168))})
    ends = [*moments[1:], WEEK_SECONDS]
    pieces: list[tuple[float, float, int]] = []
    for start, end in zip(moments, ends, strict=True):
        count = round(week.at(start)) or (least if wanted[int(start // HOUR)] else 0)
        joins = pieces and pieces[-1][1:] == (start, count) and start % DAY_SECONDS
        if count and joins:
            pieces[-1] = (pieces[-1][0], end, count)
        elif count:
            pieces.append((start, end, count))
    hours = tuple((_period(start, end), count) for start, end, count in pieces)
    if isinstance(part.people, tuple):
        return Set(address=f"{part.id}.people", value=hours)
    return Set(address=f"{part.id}.open", value=tuple(period for period, _ in hours))


def _period(start: float, end: float) -> Period:
    day = int(start // DAY_SECONDS)
    begin = start - day * DAY_SECONDS
    return Period(first_day=day, last_day=day, start_seconds=begin, end_seconds=begin + end - start)
