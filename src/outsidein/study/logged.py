"""What an event log holds, in words, tables and JSON."""

from __future__ import annotations

import re
from dataclasses import asdict, replace
from typing import Any

from outsidein.eventlog.description import Description
from outsidein.eventlog.groups import FEWEST_CASES, Difference, Group
from outsidein.study.logged_customers import customer_sentences
from outsidein.units import readable_duration
from outsidein.words import listed

Table = tuple[list[str], list[list[str]]]
MEANINGS = {"end": "time", "resource": "person", "lifecycle": "state"}  # as people say them
LONGEST_WAY = 90  # characters of a way on one line
CODE = re.compile(r"(?=[^\W_]*\d)[^\W_]{24,}")  # a name that is a number or a hash
CODE_SHOWN = 10


def log_sentences(log: Description) -> list[str]:
    """Return how a log was read, what it amounts to, and what a case is for the customer."""
    return [*reading_sentences(log), *customer_sentences(log)]


def reading_sentences(log: Description) -> list[str]:
    """Return how a log was read and what it amounts to, a sentence a line."""
    people = f", {log.people:,} people" if log.people else ""
    columns = [f'{MEANINGS.get(name, name)} is "{column}"' for name, column in log.columns.items()]
    counts = f"{log.events:,} events of {log.cases:,} cases, {len(log.activities):,} activities"
    told = [
        f"{counts}{people}, from {log.first[:10]} to {log.last[:10]}.",
        f"Read as {listed(log.read_as)}. {'; '.join(columns)}.",
    ]
    joined = log.rows - log.events - sum(one.count for one in log.aside if one.rows)
    if joined > 0:
        told.append(f"{joined:,} rows say that something began, and were joined to its end.")
    for one in log.aside:
        rows = f" (row {', '.join(f'{row:,}' for row in one.rows)}{_more(one)})" if one.rows else ""
        told.append(f"Kept aside: {one.count:,} with {one.reason}{rows}.")
    if log.ends_before_start:
        count = log.ends_before_start
        said = (
            "1 event ends before it starts"
            if count == 1
            else f"{count:,} events end before they start"
        )
        told.append(f"{said}: left out of how long things take.")
    if log.tied_events:
        share = log.tied_events / log.events
        told.append(
            f"{log.tied_events:,} events ({share:.1%}) have the very time of the one before them: "
            f"they stand in the order of {_order(log)}."
        )
    half, most = log.through_seconds[0.5], log.through_seconds[0.9]
    told.append(
        f"From first to last event: half of the cases take up to {readable_duration(half)}, "
        f"nine in ten up to {readable_duration(most)}; "
        f"on average {readable_duration(log.through_mean_seconds)} and "
        f"{log.events_per_case:.1f} events."
    )
    return told


def _more(one: Any) -> str:
    return ", …" if one.count > len(one.rows) else ""


def _order(log: Description) -> str:
    column = log.columns.get("sequence")
    return f'"{column}"' if column else "the file"


def activities_table(log: Description, most: int) -> Table:
    """Return a row an activity: how often, in how many cases, how many begin and end with it."""
    timed = any(one.work_median_seconds is not None for one in log.activities)
    heads = ["activity", "events", "cases", "of all cases", "begin", "end"]
    rows = [
        [
            one.name,
            f"{one.events:,}",
            f"{one.cases:,}",
            f"{one.cases / log.cases:.1%}",
            f"{one.begins:,}",
            f"{one.ends:,}",
            *([_duration(one.work_median_seconds)] if timed else []),
        ]
        for one in log.activities[:most]
    ]
    return [*heads, *(["takes (median)"] if timed else [])], rows


def _duration(seconds: float | None) -> str:
    return "" if seconds is None else readable_duration(seconds)


def follows_table(log: Description, most: int) -> Table:
    """Return what most often follows what, with the time between their ends."""
    heads = ["then", "times", "after (median)", "after (mean)"]
    rows = [
        [
            f"{one.source} → {one.target}",
            f"{one.count:,}",
            readable_duration(one.median_seconds),
            readable_duration(one.mean_seconds),
        ]
        for one in log.follows[:most]
    ]
    return heads, rows


def ways_table(log: Description, most: int) -> Table:
    """Return the most frequent ways through, and how many of all cases they cover together."""
    rows, covered = [], 0
    for way in log.ways[:most]:
        covered += way.cases
        rows.append(
            [_way(way.activities), f"{way.cases:,}", f"{covered / log.cases:.1%}"],
        )
    return [f"way through ({len(log.ways):,} different)", "cases", "together"], rows


def _way(activities: tuple[str, ...]) -> str:
    text = short_codes(" → ".join(activities))
    if len(text) <= LONGEST_WAY:
        return text
    return f"{text[:LONGEST_WAY].rstrip()} … ({len(activities)} events)"


def again_table(log: Description, most: int) -> Table:
    """Return what is done again in the same case."""
    heads = ["done again", "in cases", "of those that do it", "times", "soon", "after (median)"]
    rows = [
        [
            one.activity,
            f"{one.cases_again:,}",
            f"{one.cases_again / one.cases:.1%}",
            f"{one.times:,}",
            f"{one.soon:,}",
            readable_duration(one.median_seconds),
        ]
        for one in log.again[:most]
    ]
    return heads, rows


def back_and_forth_table(log: Description, most: int) -> Table:
    """Return between which parts work goes to and fro."""
    heads = ["back and forth between", "times", "cases"]
    rows = [
        [f"{one.parts[0]} and {one.parts[1]}", f"{one.times:,}", f"{one.cases:,}"]
        for one in log.back_and_forth[:most]
    ]
    return heads, rows


def asked_table(log: Description, most: int) -> Table:  # noqa: ARG001 every one asked for is told
    """Return how many cases go the ways that were asked for."""
    heads = ["cases that go", "cases", "of all", "time through (median)"]
    rows = [
        [
            one.text,
            f"{one.cases:,}",
            f"{one.cases / log.cases:.1%}",
            _duration(one.through_median_seconds),
        ]
        for one in log.asked
    ]
    return heads, rows


def groups_table(log: Description, most: int) -> Table:
    """Return the kinds of cases, and what sets each apart from all others."""
    heads = [log.by, "cases", "events a case", "time through (median)", "nine in ten", "differs in"]
    rows = [
        [
            one.name or "(nothing said)",
            f"{one.cases:,}",
            f"{one.events_per_case:.1f}",
            readable_duration(one.through_median_seconds),
            readable_duration(one.through_90_seconds),
            differs(one),
        ]
        for one in log.groups[:most]
    ]
    return heads, rows


def differs(group: Group) -> str:
    """Return what sets one kind of cases apart from all others, in words."""
    if group.cases < FEWEST_CASES:
        return "too few to compare"
    return "; ".join(map(_difference, group.differences[:3])) or "nothing beyond chance"


def _difference(one: Difference) -> str:
    if one.figure == "time through":
        longer = one.effect > 0
        share = 0.5 + abs(one.effect)
        return f"{'longer' if longer else 'shorter'} in {share:.0%} of pairs"
    return f"{one.figure} {one.here:.0%} against {one.elsewhere:.0%}"


def short_codes(text: str) -> str:
    """Cut names that are long codes: nobody reads a hash to its end.

    >>> short_codes("33c64c9c7a47dd97dac475a2eb5f1f7d8fa7 → End")
    '33c64c9c7a… → End'
    """
    return CODE.sub(lambda found: f"{found[0][:CODE_SHOWN]}…", text)


def log_json(log: Description) -> dict[str, Any]:
    """Return everything a description holds, for programs; times in seconds."""
    told = asdict(replace(log, ways=tuple(log.ways)))
    told["through_seconds"] = {f"{100 * q:.0f}": s for q, s in log.through_seconds.items()}
    return told
