"""The customer's side of an event log, in words and tables: waits, funnels, what changed."""

from __future__ import annotations

from outsidein.eventlog.customers.parties import CONFIRMED
from outsidein.eventlog.customers.proposing import NOTHING_SAID
from outsidein.eventlog.customers.spent import Spent
from outsidein.eventlog.description import Description, moment
from outsidein.eventlog.drift import Change, Drift
from outsidein.eventlog.funnels import Stage
from outsidein.statistics.estimate import Estimate
from outsidein.units import readable_duration
from outsidein.words import listed

Table = tuple[list[str], list[list[str]]]
UNKNOWN = "Who does what is not told by the names: say it with --propose-sides and --sides."


def customer_sentences(log: Description) -> list[str]:
    """Return what a case is for the customer, as far as it is known who does what."""
    told, known = log.experience, known_sides(log)
    drifted = [drift_sentence(log.drift)] if log.drift is not None else []
    if not known:
        return [UNKNOWN, *drifted]
    noticed = (
        f"A customer notices {told.noticed:.1f} events a case, {told.own:.1f} of them of their "
        f"own doing; {told.hidden:.1f} stay out of sight ({known})."
    )
    said = [noticed]
    if told.silence_median_seconds is not None and told.silence_90_seconds is not None:
        said.append(
            f"The longest time without news: half of the cases up to "
            f"{readable_duration(told.silence_median_seconds)}, nine in ten up to "
            f"{readable_duration(told.silence_90_seconds)}."
        )
    if any(side.party != "customer" for side in told.sides):
        said.append(_spent(log))
    return [*said, *drifted]


def known_sides(log: Description) -> str:
    """Return how it is known who does what: "" where nothing tells."""
    sides = log.experience.sides
    confirmed = sum(side.because == CONFIRMED for side in sides)
    if confirmed == len(sides):
        return "as confirmed"
    if not confirmed and all(side.because == NOTHING_SAID or not side.seen for side in sides):
        return ""
    if confirmed:
        return f"{confirmed:,} of {len(sides):,} activities confirmed, the rest proposed"
    return "proposed from the names, not confirmed"


def time_shares(time: Spent) -> list[tuple[str, float, str]]:
    """Return what share of the time goes to what: a word for it, the share, how a sentence has it.

    Nothing where all events of every case have one time.
    """
    whole = time.through_seconds
    if not whole:
        return []
    return [
        ("served", time.served_seconds / whole, "being served"),
        ("own", time.own_seconds / whole, "doing something themselves"),
        ("worked", time.worked_seconds / whole, "while somebody works out of sight"),
        ("organisation", time.for_organisation_seconds / whole, "waiting for the organisation"),
        ("customer", time.for_customer_seconds / whole, "until the customer acts"),
    ]


def _spent(log: Description) -> str:
    """Return where the time goes, in a sentence."""
    time = log.experience.spent
    shares = time_shares(time)
    if not shares:
        return "All events of a case have one time: nothing tells where time goes."
    parts = [f"{share:.0%} {what}" for _, share, what in shares if share >= 5e-3]
    whole = readable_duration(time.through_seconds)
    note = " Events have one time each: waiting holds the work that ends it."
    return f"Of {whole} a case, {listed(parts)}.{'' if time.has_durations else note}"


def waits_table(log: Description, most: int) -> Table:
    """Return what customers wait for longest: what ends the wait, and who does it."""
    if not known_sides(log) or all(side.party == "customer" for side in log.experience.sides):
        return [], []
    heads = ["waits until", "who is waited for", "times", "cases", "median", "mean", "of all time"]
    rows = [
        [
            one.activity,
            one.part or ("the customer" if one.party == "customer" else f"the {one.party}"),
            f"{one.times:,}",
            f"{one.cases:,}",
            readable_duration(one.median_seconds),
            readable_duration(one.mean_seconds),
            f"{one.share:.1%}",
        ]
        for one in log.experience.spent.waits[:most]
    ]
    return heads, rows


def funnel_table(log: Description, most: int) -> Table:  # noqa: ARG001 every step is told
    """Return how far cases come on the ways that were asked for, a row a step."""
    heads = [
        "how far cases come", "cases", "of those before", "of all", "after (median)",
        "those who stop go to",
    ]  # fmt: skip
    rows = [
        [
            stage.name,
            f"{stage.cases:,}",
            _interval(stage.of_before) if k else "",
            f"{stage.of_all.value:.1%}",
            "" if stage.median_seconds is None else readable_duration(stage.median_seconds),
            _instead(stage),
        ]
        for one in log.funnels
        for k, stage in enumerate(one.stages)
    ]
    return heads, rows


def _interval(share: Estimate) -> str:
    if not share.has_interval:
        return f"{share.value:.1%}"
    return f"{share.value:.1%} ({100 * share.low:.1f} to {100 * share.high:.1f})"


def _instead(stage: Stage) -> str:
    return ", ".join(f"{name or 'nothing more'} {count:,}" for name, count in stage.instead)


def drift_sentence(found: Drift) -> str:
    """Return what was looked at over time, and what it came to."""
    if found.too_short:
        return "The log is too short to tell what changed over time."
    told = sum(change.told for change in found.changes)
    said = f"{told:,} of {len(found.changes):,} figures changed" if told else "Nothing changed"
    late = "1 case" if found.left_out == 1 else f"{found.left_out:,} cases"
    left = f"; {late} so late that they may not have ended left out" if found.left_out else ""
    each = "day" if found.spell == "day" else found.spell
    return (
        f"{said} over time beyond chance, looked at after each {each}, "
        f"with {found.customers:,} customers or cases that stand for one{left}."
    )


def changes_table(log: Description, most: int) -> Table:
    """Return what changed over time, the largest change first."""
    heads = ["changed over time", "on", "before", "after"]
    if log.drift is None:
        return heads, []
    rows = [
        [one.figure, moment(one.at)[:10], _level(one, one.before), _level(one, one.after)]
        for one in log.drift.changes
        if one.told
    ]
    return heads, rows[:most]


def _level(change: Change, value: float) -> str:
    """Write a mean time, a mean count, or the share of cases that do an activity."""
    if change.figure == "time through":
        return readable_duration(value)
    return f"{value:.2f}" if change.figure == "events a case" else f"{value:.1%} of cases"
