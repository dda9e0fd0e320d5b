"""The one door from the known answers to the twin: a document as text in, what happened out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from textwrap import dedent, indent
from typing import Any

import pytest

from outsidein.document import read_text
from outsidein.errors import OutsideInError
from outsidein.model.check import check
from outsidein.simulation.twin import trace

MINUTE = 60.0
HOUR = 60 * MINUTE
DAY = 24 * HOUR
WEEK = 7 * DAY
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

ALWAYS = "Mon-Sun 00:00-24:00"
OFFICE = "Mon-Fri 08:00-16:00"
SHOPPER = "Shopper: {share: 100%}"
TWO = "Ann: {share: 50%}\nBob: {share: rest}"
DESK = f"Desk: {{people: 1, open: {ALWAYS}}}"
OFFICE_DESK = f"Desk: {{people: 1, open: {OFFICE}}}"

Luck = Mapping[tuple[Any, ...], float]
Arrival = float | tuple[float, str]


def at(moment: str, week: int = 0) -> float:
    """Seconds from the first Monday 00:00 to, say, "Tue 08:30" of a week counted from 0."""
    day, clock = moment.split()
    hours, minutes = clock.split(":")
    return week * WEEK + DAYS.index(day) * DAY + int(hours) * HOUR + int(minutes) * MINUTE


def document(
    steps: str,
    *,
    parts: str = DESK,
    customers: str = SHOPPER,
    shared: str = "",
    top: str = "",
    done: bool = True,
) -> str:
    """A whole document around `steps`, with the ends that its steps name.

    A shop (a system) and a courier (a partner) are always there; the channels are web (self),
    phone, counter and door (live), e-mail (left), appointment (booked). `done` adds the served
    end as the last step.
    """
    steps = dedent(steps).strip()
    ends = ["- done: {end: All done, outcome: served}"] if done else []
    if "-> gone" in steps or "next: gone" in steps:
        ends.append("- gone: {end: Gave up, outcome: not served}")
    if "-> lost" in steps or "next: lost" in steps:
        ends.append("- lost: {end: Customer lost, outcome: lost}")
    text = "process: A case by hand\nnumbers: assumed\n"
    text += dedent(top).strip() + "\n" if top else ""
    text += "customers:\n" + indent(dedent(customers).strip(), "  ") + "\n"
    text += "channels: {web: self, phone: live, counter: live, door: live, e-mail: left,\n"
    text += "  appointment: booked}\n"
    text += "organisation:\n  Shop: {kind: system}\n  Courier: {kind: partner}\n"
    text += indent(dedent(parts).strip(), "  ") + "\n"
    if shared:
        text += "shared:\n" + indent(dedent(shared).strip(), "  ") + "\n"
    return text + "steps:\n" + indent("\n".join([steps, *ends]), "  ") + "\n"


def play(
    text: str,
    arrivals: Iterable[Arrival] = (0.0,),
    luck: Luck | None = None,
    *,
    until: float | None = None,
    seed: int = 1,
) -> Any:
    """The trace of a document; an arrival without a name is a Shopper."""
    named = [each if isinstance(each, tuple) else (each, "Shopper") for each in arrivals]
    return trace(read_text(text), arrivals=named, seed=seed, luck=dict(luck or {}), until=until)


def refused(text: str) -> str:
    """The faults of a document that cannot be run, as one text in small letters."""
    with pytest.raises(OutsideInError) as caught:
        _run_if_sound(text)
    return str(caught.value).lower().replace("-", " ")


def _run_if_sound(text: str) -> None:
    process = read_text(text)
    errors = [fault for fault in check(process) if fault.severity == "error"]
    if errors:
        raise OutsideInError(errors)
    trace(process, arrivals=[(0.0, "Shopper")])


def rows(result: Any, step: str, *fields: str) -> list[tuple[Any, ...]]:
    """The named fields of every visit of a step, by case and visit."""
    found = [visit for visit in result.visits if visit.step == step]
    found.sort(key=lambda visit: (visit.case, visit.visit))
    return [tuple(getattr(visit, field) for field in fields) for visit in found]


def column(result: Any, step: str, field: str) -> list[Any]:
    """One field of every visit of a step, by case and visit."""
    return [value for (value,) in rows(result, step, field)]


def spent(result: Any, case: int = 0) -> dict[str, float]:
    """The classes of time in which a case spent any."""
    return {name: value for name, value in result.cases[case].seconds.items() if value > 1e-6}


def ends(result: Any) -> list[tuple[float | None, str | None]]:
    """End and outcome of every case, by case."""
    return [(case.end, case.outcome) for case in result.cases]


def same(found: Any, expected: Any) -> None:
    """Assert that two nested values are equal, times to a microsecond."""
    assert _near(found, expected), f"\nfound    {found}\nexpected {expected}"


def _near(found: Any, expected: Any) -> bool:
    if isinstance(expected, dict):
        return (
            isinstance(found, Mapping)
            and set(found) == set(expected)
            and all(_near(found[key], expected[key]) for key in expected)
        )
    if isinstance(expected, (list, tuple)):
        return (
            isinstance(found, (list, tuple))
            and len(found) == len(expected)
            and all(map(_near, found, expected))
        )
    if isinstance(expected, (int, float)) and not isinstance(expected, bool):
        return isinstance(found, (int, float)) and abs(found - expected) <= 1e-6
    return bool(found == expected)
