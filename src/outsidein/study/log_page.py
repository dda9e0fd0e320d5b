"""The page of an event log: what customers went through, for a manager to read."""

from __future__ import annotations

from html import escape
from pathlib import Path

import outsidein
from outsidein.discovery.deviations import Deviations
from outsidein.eventlog.description import Description
from outsidein.eventlog.flows import Way
from outsidein.study.html import cell, document, table
from outsidein.study.log_drawing import LogDrawing, drawing_section
from outsidein.study.log_page_customers import customers_section
from outsidein.study.log_plan import plan_section
from outsidein.study.logged import differs, reading_sentences, short_codes
from outsidein.study.numbers import of_100, percent
from outsidein.units import readable_duration
from outsidein.words import listed

WAYS_SHOWN, ROWS_SHOWN = 12, 15
LONGEST_WAY = 14  # activities of a way that are drawn
TINTS = 8  # of activities; the rest have none


def log_page(
    log: Description, drawing: LogDrawing | None = None, planned: Deviations | None = None
) -> str:
    """Return the page as HTML: one file, no script, no request."""
    parts = [
        _header(log), drawing_section(drawing) if drawing else "", customers_section(log),
        plan_section(planned), _asked(log), _ways(log), _activities(log), _follows(log),
        _again(log), _groups(log), _read_as(log), _footer(log),
    ]  # fmt: skip
    return document(f"{_name(log)}: what an event log tells", short_codes("".join(parts)))


def _name(log: Description) -> str:
    return Path(log.path).name


def headline(log: Description) -> str:
    """Return what the log tells first."""
    half = readable_duration(log.through_seconds[0.5])
    common = of_100(log.ways[0].cases / log.cases)
    if len(log.ways) == 1:
        return f"Half of all cases end within {half}, and all go the same way"
    return (
        f"Half of all cases end within {half}; {common} go the commonest of "
        f"{len(log.ways):,} different ways"
    )


def _header(log: Description) -> str:
    repeated = max((one.cases_again / log.cases for one in log.again), default=0.0)
    most = max(log.again, key=lambda one: one.cases_again, default=None)
    figures = [
        ("Cases", f"{log.cases:,}", f"from {log.first[:10]} to {log.last[:10]}"),
        ("Events", f"{log.events:,}", f"{log.events_per_case:.1f} a case"),
        ("Half end within", readable_duration(log.through_seconds[0.5]), "first to last event"),
        ("Nine in ten end within", readable_duration(log.through_seconds[0.9]), "of all cases"),
        ("Different ways", f"{len(log.ways):,}", _covering(log)),
        (
            "Done again most",
            percent(repeated, 0),
            f"of cases: {most.activity}" if most else "nothing is done twice",
        ),
    ]
    told = "".join(
        f'<div><dt>{escape(name)}</dt><dd><div class="v">{escape(value)}</div>'
        f'<div class="n">{escape(note)}</div></dd></div>'
        for name, value, note in figures
    )
    return (
        f'<header><div class="kicker">What an event log tells · {escape(_name(log))}</div>'
        f'<h1>{escape(headline(log))}</h1><dl class="k">{told}</dl></header>'
    )


def _covering(log: Description) -> str:
    """Return how many ways cover most of the cases."""
    covered = 0
    for number, way in enumerate(log.ways, 1):
        covered += way.cases
        if covered >= 0.8 * log.cases:
            return f"{number:,} of them cover 8 of 10 cases"
    return "each as rare as the others"


def _ways(log: Description) -> str:
    tints = {one.name: k for k, one in enumerate(log.activities[:TINTS])}
    widest = log.ways[0].cases
    rows, covered = [], 0
    for way in log.ways[:WAYS_SHOWN]:
        covered += way.cases
        rows.append(
            f"<tr>{cell(f'{way.cases:,}', percent(way.cases / log.cases), number=True)}"
            f'<td class="bar"><i style="width:{100 * way.cases / widest:.1f}%"></i></td>'
            f'<td class="way">{_chain(way, tints)}</td>'
            f"{cell(percent(covered / log.cases), number=True)}</tr>"
        )
    heads = [("Cases", ""), ("", ""), ("What happens, in order", ""), ("Together", "of all cases")]
    return (
        '<section><h2>The ways through</h2><p class="sub">The most frequent ones. The same '
        "colour is the same activity; the rarer ones have none.</p>"
        + table(heads, rows, "Ways through", numbers=(0, 3))
        + "</section>"
    )


def _chain(way: Way, tints: dict[str, int]) -> str:
    shown = way.activities[:LONGEST_WAY]
    pieces = [
        f'<span class="act{f" t{tints[name]}" if name in tints else ""}">{escape(name)}</span>'
        for name in shown
    ]
    rest = len(way.activities) - len(shown)
    if rest:
        pieces.append(f'<span class="m">and {rest} more</span>')
    return " ".join(pieces)


def _activities(log: Description) -> str:
    timed = any(one.work_median_seconds is not None for one in log.activities)
    widest = max(one.cases for one in log.activities)
    rows = [
        f"<tr>{cell(one.name, head=True)}{cell(f'{one.events:,}', number=True)}"
        f"{cell(f'{one.cases:,}', percent(one.cases / log.cases), number=True)}"
        f'<td class="bar"><i style="width:{100 * one.cases / widest:.1f}%"></i></td>'
        f"{cell(f'{one.begins:,}', number=True)}{cell(f'{one.ends:,}', number=True)}"
        + (cell(_duration(one.work_median_seconds), number=True) if timed else "")
        + "</tr>"
        for one in log.activities[:ROWS_SHOWN]
    ]
    heads = [
        ("Activity", ""), ("Events", ""), ("Cases", "with it"), ("", ""),
        ("Begin with it", "cases"), ("End with it", "cases"),
        *([("Takes", "median")] if timed else []),
    ]  # fmt: skip
    return (
        f"<section><h2>What happens</h2>{_cut(len(log.activities))}"
        + table(heads, rows, "Activities", numbers=(1, 2, 4, 5, 6))
        + "</section>"
    )


def _duration(seconds: float | None) -> str:
    return "" if seconds is None else readable_duration(seconds)


def _cut(count: int) -> str:
    if count <= ROWS_SHOWN:
        return ""
    return f'<p class="sub">The {ROWS_SHOWN} most frequent of {count:,}.</p>'


def _follows(log: Description) -> str:
    if not log.follows:
        return ""
    rows = [
        f"<tr>{cell(one.source, head=True)}{cell(one.target)}"
        f"{cell(f'{one.count:,}', number=True)}"
        f"{cell(readable_duration(one.median_seconds), number=True)}"
        f"{cell(readable_duration(one.mean_seconds), number=True)}</tr>"
        for one in log.follows[:ROWS_SHOWN]
    ]
    heads = [
        ("After", ""), ("comes", ""), ("Times", ""), ("Time between", "median, end to end"),
        ("Time between", "mean, end to end"),
    ]  # fmt: skip
    return (
        f"<section><h2>What follows what</h2>{_cut(len(log.follows))}"
        + table(heads, rows, "What follows what", numbers=(2, 3, 4))
        + "</section>"
    )


def _again(log: Description) -> str:
    if not log.again:
        return ""
    rows = [
        f"<tr>{cell(one.activity, head=True)}"
        f"{cell(f'{one.cases_again:,}', percent(one.cases_again / one.cases), number=True)}"
        f"{cell(f'{one.times:,}', number=True)}{cell(f'{one.soon:,}', number=True)}"
        f"{cell(readable_duration(one.median_seconds), number=True)}</tr>"
        for one in log.again[:ROWS_SHOWN]
    ]
    heads = [
        ("Done again", "in the same case"), ("Cases", "of those that do it"),
        ("Times", "beyond the first"), ("Soon", "within a week"), ("After", "median"),
    ]  # fmt: skip
    made = table(heads, rows, "Done again", numbers=(1, 2, 3, 4))
    return f"<section><h2>What is done again</h2>{made}{_back_and_forth(log)}</section>"


def _back_and_forth(log: Description) -> str:
    if not log.back_and_forth:
        return ""
    told = [
        f"{one.parts[0]} and {one.parts[1]} ({one.times:,} times in {one.cases:,} cases)"
        for one in log.back_and_forth[:5]
    ]
    return (
        f'<p class="sub" style="margin-top:14px">Cases go back and forth between '
        f"{escape(listed(told))}.</p>"
    )


def _asked(log: Description) -> str:
    if not log.asked:
        return ""
    rows = [
        f"<tr>{cell(one.text, head=True)}"
        f"{cell(f'{one.cases:,}', percent(one.cases / log.cases), number=True)}"
        f"{cell(_duration(one.through_median_seconds), number=True)}</tr>"
        for one in log.asked
    ]
    heads = [("Cases that go", ""), ("Cases", "of all"), ("First to last event", "median")]
    return (
        "<section><h2>The ways you asked for</h2>"
        + table(heads, rows, "Ways asked for", numbers=(1, 2))
        + "</section>"
    )


def _groups(log: Description) -> str:
    if not log.groups:
        return ""
    rows = [
        f"<tr>{cell(one.name or 'nothing said', head=True)}"
        f"{cell(f'{one.cases:,}', percent(one.cases / log.cases), number=True)}"
        f"{cell(f'{one.events_per_case:.1f}', number=True)}"
        f"{cell(readable_duration(one.through_median_seconds), number=True)}"
        f"{cell(readable_duration(one.through_90_seconds), number=True)}"
        f"{cell(differs(one))}"
        "</tr>"
        for one in log.groups[:ROWS_SHOWN]
    ]
    heads = [
        (log.by, ""), ("Cases", ""), ("Events", "a case"), ("Half end within", ""),
        ("Nine in ten", "end within"), ("Differs from all others in", ""),
    ]  # fmt: skip
    return (
        f"<section><h2>Kinds of cases, by {escape(log.by)}</h2>"
        '<p class="sub">Only differences beyond chance are told; of all that are told, about one '
        "in twenty may still be chance. Longer in 64 % of pairs: so often a case of this kind "
        "takes longer than one of the others. A difference is not yet a cause.</p>"
        + table(heads, rows, "Kinds of cases", numbers=(1, 2, 3, 4))
        + "</section>"
    )


def _read_as(log: Description) -> str:
    told = "".join(f"<li>{escape(sentence)}</li>" for sentence in reading_sentences(log))
    return f'<section><h2>How the log was read</h2><ul class="h">{told}</ul></section>'


def _footer(log: Description) -> str:
    return (
        f"<footer>Log {escape(_name(log))}; outsidein {outsidein.__version__}. Times run from the "
        "first to the last event of a case; what came before and after, a log does not know."
        "</footer>"
    )
