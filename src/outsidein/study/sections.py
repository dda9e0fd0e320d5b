"""The tables of the page: contacts, encounters, ways through, what it rests on, how computed."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from outsidein.address import slug
from outsidein.measures.measures import MEASURE
from outsidein.model.naming import customers_of
from outsidein.model.numbers import numbers_at
from outsidein.statistics import Estimate
from outsidein.study.html import cell, table
from outsidein.study.numbers import (
    DASH,
    duration_unit,
    of_100,
    percent,
    told_number,
    told_range,
)
from outsidein.study.wording import smallest_in_words
from outsidein.units import WEEK_SECONDS, plain_number, readable_duration
from outsidein.words import small

if TYPE_CHECKING:
    from outsidein.study.whole import Study

CAUSE_WORDS = {
    "": "",
    "failure": "a failure",
    "chase": "a chase",
    "unclear": "something unclear",
}
MOST_CONTACT_ROWS = 15
SOURCE_MARKS = {"observed": "●", "assumed": "○", "proposed": "◇"}


def _per_1000(estimate: Estimate) -> tuple[str, str]:
    value = plain_number(estimate.value, 3)
    if not estimate.has_interval:
        return value, ""
    return value, f"{plain_number(max(estimate.low, 0), 3)} to {plain_number(estimate.high, 3)}"


def contacts(study: Study) -> str:
    """Return why customers contact us: reason, step before, how often, minutes."""
    people = customers_of(study.process)
    if not study.contacts:
        return (
            '<section><h2>Nobody needs to contact us</h2><p class="sub">No step asks customers to '
            "reach people.</p></section>"
        )
    total = study.today.measures["contacts"]
    avoidable = study.today.measures.get("avoidable_contacts")
    share = f"; {of_100(avoidable.value)} could be avoided" if avoidable else ""
    rows = []
    for row in study.contacts[:MOST_CONTACT_ROWS]:
        after = f"after {small(row.after)}" if row.after else "at the start"
        rows.append(
            f"<tr>{cell(row.reason, head=True)}{cell(row.step)}{cell(after)}"
            f"{cell(*_per_1000(row.per_1000), number=True)}"
            f"{cell(plain_number(row.minutes_each, 2), number=True)}"
            f"{cell(plain_number(row.minutes_per_1000, 3), number=True)}"
            f"{cell(CAUSE_WORDS[row.cause])}</tr>"
        )
    rest = study.contacts[MOST_CONTACT_ROWS:]
    if rest:
        count = sum(row.per_1000.value for row in rest)
        minutes = sum(row.minutes_per_1000 for row in rest)
        rows.append(
            f"<tr>{cell(f'{len(rest)} more', head=True)}{cell('')}{cell('')}"
            f"{cell(plain_number(count, 3), number=True)}{cell('')}"
            f"{cell(plain_number(minutes, 3), number=True)}{cell('')}</tr>"
        )
    heads = [
        ("Reason", ""), ("Step", ""), ("Comes", "after the last step completed"),
        ("Contacts", f"per 1,000 {people}"), ("Minutes", "of the customer, each"),
        ("Minutes", f"per 1,000 {people}"), ("Avoidable", "because of"),
    ]  # fmt: skip
    return (
        f'<section><h2>Why {people} contact us</h2><p class="sub">'
        f"{total.value * 1000:,.0f} contacts per 1,000 {people}{share}. Another try after "
        "giving up, or after finding it closed, counts as avoidable too.</p>"
        + table(heads, rows, "Reasons for contact", numbers=(3, 4, 5))
        + "</section>"
    )


def encounters(study: Study) -> str:
    """Return the table of encounters."""
    people = customers_of(study.process)
    widest = max((row.own_seconds for row in study.encounters), default=1.0) or 1.0
    rows = []
    for row in study.encounters:
        wait = _wait(row.median_wait)
        width = 100 * row.own_seconds / widest
        rows.append(
            f"<tr>{cell(row.name, ', '.join(row.channels), head=True)}{cell(', '.join(row.parts))}"
            f"{cell(*_per_1000(row.per_1000), number=True)}"
            f"{cell(readable_duration(row.own_seconds), number=True)}"
            f'<td class="bar"><i style="width:{width:.1f}%"></i></td>'
            f"{cell(*wait, number=True)}"
            f"{cell(_share(row.gave_up), number=True)}{cell(_share(row.found_closed), number=True)}"
            f"{cell(_share(row.failed or None), number=True)}"
            f"{cell(_share(row.over_tolerance or None), number=True)}</tr>"
        )
    heads = [
        ("Encounter", "and its channels"), ("With", ""), ("Visits", f"per 1,000 {people}"),
        ("Own time", "a visit"), ("", ""), ("Wait", "median of all who join"),
        ("Gave up", "of those who join"), ("Found closed", "of those who join"),
        ("Fails", "of tries"), ("Too long", "wait over tolerance"),
    ]  # fmt: skip
    return (
        '<section class="enc"><h2>Encounter by encounter</h2><p class="sub">Today. Own time is '
        "the customer's effort and being served, for each visit; bars are on one scale.</p>"
        + table(heads, rows, "Encounters", numbers=(2, 3, 5, 6, 7, 8, 9))
        + "</section>"
    )


def _wait(wait: Estimate | None) -> tuple[str, str]:
    """Return a median wait and its interval; no wait has none."""
    if wait is None:
        return DASH, ""
    value = readable_duration(wait.value)
    ends = told_range(MEASURE["elapsed_seconds"], wait).replace("to inf", "or more")
    return value, ends if wait.has_interval and wait.high > 0 else ""


def _share(share: float | None) -> str:
    return DASH if share is None else percent(share)


def paths(study: Study) -> str:
    """Return the ways through with their share, time and contacts."""
    people = customers_of(study.process)
    rows = []
    for row in study.paths:
        share = f"{row.share.low * 100:.1f} to {row.share.high * 100:.1f}"
        rows.append(
            f"<tr>{cell(' → '.join(row.meetings) or 'meets nobody', head=True)}"
            f"{cell(percent(row.share.value), share, number=True)}"
            f"{cell(readable_duration(row.hours * 3600), number=True)}"
            f"{cell(plain_number(row.contacts, 2), number=True)}"
            f"{cell(percent(row.well_served, 0), number=True)}</tr>"
        )
    heads = [
        ("What the customer meets, in order", ""), ("Share", f"of {people}"),
        ("Time in all", "mean"), ("Contacts", "mean"), ("Well served", ""),
    ]  # fmt: skip
    return (
        f'<section><h2>Every way through</h2><p class="sub">The {len(study.paths)} commonest of '
        f"all ways. {people[0].upper()}{people[1:]} who take another: "
        f"{of_100(study.other_paths)}.</p>"
        + table(heads, rows, "Ways through", numbers=(1, 2, 3, 4))
        + "</section>"
    )


def observed(study: Study) -> str:
    """Return the simulated times beside the observed ones, and what explains the difference."""
    held = study.observed
    assert held is not None
    rows = []
    names = {
        "p25": "a quarter end within",
        "median": "half end within",
        "p75": "three in four within",
    }
    for name, seconds in held.quantiles.items():
        rows.append(_held_row(names[name], seconds, held.simulated[name]))
    if held.mean_seconds is not None and held.simulated_mean is not None:
        rows.append(_held_row("mean", held.mean_seconds, held.simulated_mean))
    heads = [
        ("Time in all", ""),
        ("Observed", f"n={held.n:,}"),
        ("Simulated", ""),
        ("Difference", ""),
    ]
    explained = _explained(study) if held.differing else ""
    return (
        '<section><h2>Held against what was observed</h2><p class="sub">'
        f"{escape(held.source)}, {escape(held.period)}. Days and hours of the clock.</p>"
        + table(heads, rows, "Observed and simulated times", numbers=(1, 2, 3))
        + explained
        + "</section>"
    )


def _held_row(name: str, seconds: float, estimate: Estimate) -> str:
    change = estimate.value / seconds - 1 if seconds else 0.0
    size, unit = duration_unit(estimate.value)
    ends = f"{plain_number(estimate.low / size, 3)} to {plain_number(estimate.high / size, 3)}"
    more = "more" if change > 0 else "less"
    seen, drawn = (f"{plain_number(s / size, 3)} {unit}" for s in (seconds, estimate.value))
    return (
        f"<tr>{cell(name, head=True)}{cell(seen, number=True)}{cell(drawn, ends, number=True)}"
        f"{cell(f'{abs(change) * 100:.0f} % {more}', number=True)}</tr>"
    )


def _explained(study: Study) -> str:
    held = study.observed
    assert held is not None
    rows = []
    for step in held.differing[:8]:
        sign = "more" if step.difference_hours > 0 else "less"
        said = [
            plain_number(step.observed.visits, 3),
            plain_number(step.simulated.visits, 3),
            readable_duration(step.observed.hours * 3600),
            readable_duration(step.simulated.hours * 3600),
            f"{readable_duration(abs(step.difference_hours) * 3600)} {sign}",
        ]
        cells = "".join(cell(text, number=True) for text in said)
        rows.append(f"<tr>{cell(step.name, head=True)}{cells}</tr>")
    heads = [
        ("Step", "largest differences first"), ("Visits a case", "observed"),
        ("Visits a case", "simulated"), ("From the visit before", "observed"),
        ("From the visit before", "simulated"), ("Explains", "of the mean"),
    ]  # fmt: skip
    return '<p class="sub" style="margin-top:18px">What explains the difference.</p>' + table(
        heads, rows, "What explains the difference", numbers=(1, 2, 3, 4, 5)
    )


def rests_on(study: Study) -> str:
    """Return where the numbers come from: observed, proposed, and how many are assumed."""
    sources, values = study.process.sources, numbers_at(study.process)
    proposed = _proposed_values(study)
    known = sum(address in sources for address in values)
    rows = []
    for address, source in sorted(sources.items(), key=lambda e: (e[1].kind, e[0])):
        said = [f"n={source.n:,}"] if source.n else []
        said += [source.period] if source.period else []
        value = values.get(address, proposed.get(address))
        pieces = address.split(".set.")
        rows.append(
            f"<tr>{cell(address, head=True)}{cell(told_number(pieces[-1], value), number=True)}"
            f"{cell(f'{SOURCE_MARKS[source.kind]} {source.kind}')}{cell(', '.join(said))}</tr>"
        )
    other = study.process.numbers
    text = f"Every number without a source of its own is {other}: {len(values) - known} of them."
    heads = [
        ("Number", "its address in the document"), ("Value", ""), ("Where from", ""), ("Of", ""),
    ]  # fmt: skip
    body = table(heads, rows, "Sources of numbers", numbers=(1,)) if rows else ""
    return f'<section><h2>What this rests on</h2><p class="sub">{text}</p>{body}</section>'


def _proposed_values(study: Study) -> dict[str, float]:
    """Return the values that scenarios propose, by the address of their `set` or of the number.

    What a scenario sets for one customer is that customer's value, not everybody's.
    """
    written = {scenario.name: scenario for scenario in study.process.scenarios}
    found: dict[str, float] = {}
    for scenario in study.comparison.scenarios:
        values = numbers_at(scenario.results.process)
        customer = written[scenario.name].for_customer if scenario.name in written else None
        above = f"scenarios.{slug(scenario.name)}.set"
        found |= {address: v for address, v in values.items() if address not in found}
        found |= {f"{above}.{address}": v for address, v in values.items()}
        mine = f".for-{customer}."
        own = {a.replace(mine, ".", 1): v for a, v in values.items() if mine in a}
        found |= {f"{above}.{address}": v for address, v in own.items()}
    return found


def computed(study: Study) -> str:
    """Return how the figures were computed, and the command that repeats it."""
    plan = study.today.plan
    people = customers_of(study.process)
    read = f"{len(study.process.steps)} steps, {len(study.process.parts)} parts"
    counted = f"{plan.replications} runs, {study.today.arrived:,} {people} counted in all"
    judged = (
        f"Scenarios are judged by {study.comparison.judge.label}; a difference below "
        f"{smallest_in_words(study.comparison)} does not matter."
    )
    sentences = [
        f"The process was read from {study.source}: {read}.",
        f"Customers were simulated as people who queue, give up and try again: {counted}.",
        _warm_up(study),
        "Whoever arrived in the counted time was followed to the end, for at most 26 weeks more.",
        "Today and every scenario met the same customers with the same luck: differences show.",
        "Intervals are Student's t over the runs: simulation error only, given the numbers above.",
        judged,
        "Cost is paid time: hours on duty and work beyond the shift, and what a step costs.",
        *(
            f"{note[0].upper()}{note[1:]}."
            for note in study.today.notes + study.today.measures.notes
        ),
    ]
    items = "".join(f"<li>{escape(s)}</li>" for s in sentences)
    return (
        f'<section><h2>How it was computed</h2><ol class="h">{items}</ol>'
        f'<p class="m">To repeat it: <code>{escape(study.command)}</code></p></section>'
    )


def _warm_up(study: Study) -> str:
    plan = study.today.plan
    if plan.terminating or plan.warm_up_seconds == 0:
        return "Nothing was left out at the start."
    weeks = plan.warm_up_seconds / WEEK_SECONDS
    length = f"{weeks:.0f} weeks" if weeks >= 1 else readable_duration(plan.warm_up_seconds)
    return f"The first {length} of each run were left out, because the queues were still filling."
