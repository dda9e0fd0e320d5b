"""What to put right, by harm done, and the encounters that decide the outcome."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING, Any

from outsidein.address import slug
from outsidein.analysis.finding import Finding, Gain
from outsidein.model.naming import customers_of
from outsidein.statistics import Estimate
from outsidein.study.html import cell, table
from outsidein.study.numbers import percent
from outsidein.units import rounded

if TYPE_CHECKING:
    from outsidein.study.whole import Study

MOST_NOT_TRIED = 8
MINUTES_AN_HOUR = 60


def harm_text(finding: Finding) -> str:
    """Say how much customers meet it in a month: 175 failures."""
    return f"{rounded(finding.harm.amount.value)} {finding.harm.of}"


def gain_lines(finding: Finding) -> list[tuple[str, str, str]]:
    """Return what a proposal gains a month: (class, text, interval), most important first."""
    gain = finding.gain
    if gain is None:
        return []
    if finding.verdict == "no difference that matters":
        return [("", "no gain that matters", _range(gain.customers, 1))]
    if finding.verdict == "cannot tell yet":
        return [("", "no gain shown yet", f"{_range(gain.customers, 1)} customers")]
    return [*_customers(gain), *_time(gain), *_contacts(gain)]


def _customers(gain: Gain) -> list[tuple[str, str, str]]:
    one = gain.customers
    if one.low <= 0 <= one.high:
        return []
    kind, word = ("better", "more") if one.value > 0 else ("worse", "fewer")
    text = f"{rounded(abs(one.value))} {word} well served"
    return [(kind, text, _range(one, 1))]


def _time(gain: Gain) -> list[tuple[str, str, str]]:
    one = gain.minutes
    if one is None or one.low <= 0 <= one.high:
        return []
    size, unit = (MINUTES_AN_HOUR, "h") if abs(one.value) >= 600 else (1, "min")
    kind, said = ("better", "{} less of their time")
    if one.value < 0:
        kind, said = ("worse", "but {} more of their time")
    text = said.format(f"{rounded(abs(one.value) / size)} {unit}")
    return [(kind, text, _range(one, size))]


def _contacts(gain: Gain) -> list[tuple[str, str, str]]:
    one = gain.contacts
    if one.low <= 0:
        return []
    return [("better", f"{rounded(one.value)} fewer contacts", _range(one, 1))]


def _range(one: Estimate, size: float) -> str:
    ends = sorted((one.low / size, one.high / size), key=abs)
    if one.low < 0 < one.high:
        ends = [one.low / size, one.high / size]
    signs = ["−" if end < 0 and one.low < 0 < one.high else "" for end in ends]
    return " to ".join(f"{s}{rounded(abs(e))}" for s, e in zip(signs, ends, strict=True))


def findings(study: Study, numbers: Mapping[str, str]) -> str:
    """Return the findings with their proposals; ``numbers`` are the marks of the picture."""
    people = customers_of(study.process)
    if not study.findings:
        return ""
    tried = [one for one in study.findings if one.proven is not None]
    others = [one for one in study.findings if one.proven is None]
    rows = [_row(study, one, numbers) for one in tried]
    heads = [
        ("", ""), ("Finding", ""), ("Harm today", "a month"), ("Proposal", ""),
        ("Gain when simulated", "a month, with its interval"),
    ]  # fmt: skip
    body = table(heads, rows, "Findings", numbers=()) if rows else ""
    return (
        '<section class="put"><h2>What to put right, by harm done</h2><p class="sub">Every '
        f"proposal was tried alone, on the same {escape(people)} as today, in a short run. The "
        "best were simulated again on others; their intervals hold together in 95 of 100 such "
        f"studies. A month has 30 days. What it costs to make a change is not counted.</p>"
        f"{body}{_not_tried(others)}</section>{_moments(study)}"
    )


def _row(study: Study, finding: Finding, numbers: Mapping[str, str]) -> str:
    gains = "".join(
        f'<div><span class="{kind}">{escape(text)}</span> <span class="m">{escape(ends)}</span>'
        "</div>"
        for kind, text, ends in gain_lines(finding)
    )
    name = finding.proposal.name if finding.proposal else ""
    return (
        f"<tr><td>{_badge(study, finding, numbers)}</td>{cell(finding.what, head=True)}"
        f"{cell(harm_text(finding))}{cell(name)}<td>{gains}</td></tr>"
    )


def _badge(study: Study, finding: Finding, numbers: Mapping[str, str]) -> str:
    """Return the mark that the picture has for it, if it has one."""
    by_slug = {slug(mark.replace(".", "-")): number for mark, number in numbers.items()}
    wanted = [finding.at, finding.at.split(".")[0]]
    if finding.code == "wait":
        wanted = [
            s.id for s in study.today.process.steps if s.part == wanted[1] or s.id == wanted[1]
        ]
    found = next((by_slug[k] for w in wanted if (k := slug(w.replace(".", "-"))) in by_slug), "")
    if finding.code not in ("failure", "wait") or not found:
        return ""
    kind = "fail" if found.startswith("F") else "waits"
    return f'<span class="mark {kind}">{found}</span>'


def _not_tried(others: list[Finding]) -> str:
    if not others:
        return ""
    items = "".join(
        f"<li>{escape(one.what)} "
        f'<span class="m">{escape(one.proposal.name if one.proposal else "")}.</span></li>'
        for one in others[:MOST_NOT_TRIED]
    )
    more = len(others) - MOST_NOT_TRIED
    rest = f'<p class="m">And {more} more with less to gain.</p>' if more > 0 else ""
    return (
        '<p class="sub" style="margin-top:18px">Also seen, with less to gain in the short run, '
        f'and not tried again.</p><ul class="h">{items}</ul>{rest}'
    )


def _moments(study: Study) -> str:
    """Return the encounters after which the outcome differs most."""
    if not study.moments:
        return ""
    people = customers_of(study.process)
    rows = [
        f"<tr>{cell(one.name, head=True)}{cell(percent(one.went_wrong, 0), number=True)}"
        f"{cell(percent(one.well_after_good, 0), number=True)}"
        f"{cell(percent(one.well_after_wrong, 0), number=True)}"
        f"{cell(_points(one.difference), number=True)}</tr>"
        for one in study.moments
    ]
    heads = [
        ("Encounter", ""), ("Goes wrong", f"for {people} who come here"),
        ("Well served in the end", "if it went well"), ("Well served in the end", "if not"),
        ("Difference", "of 100, with its interval"),
    ]  # fmt: skip
    return (
        '<section><h2>Moments of truth: what decides the outcome</h2><p class="sub">An encounter '
        f"goes wrong if it fails, or {escape(people)} give up, find it closed, or wait longer than "
        "they put up with. Those for whom it went wrong may differ in other ways, too.</p>"
        + table(heads, rows, "Moments of truth", numbers=(1, 2, 3, 4))
        + "</section>"
    )


def _points(difference: Estimate) -> str:
    low, high = (f"{100 * end:.0f}" for end in (difference.low, difference.high))
    return f"{100 * difference.value:.0f} ({low} to {high})"


def told(finding: Finding) -> dict[str, Any]:
    """Return a finding for programs; numbers are a month of 30 days."""
    gain = finding.gain
    return {
        "code": finding.code,
        "at": finding.at,
        "what": finding.what,
        "harm": {"of": finding.harm.of, **_plain(finding.harm.amount)},
        "proposal": finding.proposal.name if finding.proposal else None,
        "tried": finding.proven is not None,
        "verdict": finding.verdict if finding.proven is not None else None,
        "customers_a_month": _plain(gain.customers) if gain else None,
        "minutes_a_month": _plain(gain.minutes) if gain and gain.minutes else None,
        "contacts_a_month": _plain(gain.contacts) if gain else None,
    }


def _plain(one: Estimate) -> dict[str, float | int | None]:
    ends = {"value": one.value, "low": one.low, "high": one.high}
    return {**{k: v if abs(v) < float("inf") else None for k, v in ends.items()}, "n": one.n}
