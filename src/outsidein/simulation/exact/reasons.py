"""Why a figure is not exact, in words for people."""

from __future__ import annotations

from typing import Literal

from outsidein.measures.records import TIME_CLASSES

Aspect = Literal["routes", "quality", "contacts", "cost"] | int  # a number is a class of time

ALL_TIMES = range(len(TIME_CLASSES))
SENTENCES = {
    "parallel": "several things go on at once after “{}”",
    "meanwhile": "customers may act at any time in “{}”",
    "gives up": "customers may give up in the queue at “{}”",
    "closed": "customers may find “{}” closed",
    "rests": "a failure at “{}” waits for something else to happen",
    "race": "what comes first decides at “{}”",
    "beside": "“{}” may go on beside the case",
    "jumps": "“{}” leads out of a step that others visit",
    "queue": "people wait in a queue at “{}”",
    "work": "work waits for somebody to be free at “{}”",
    "working days": "“{}” takes working days, and a week-end may lie between",
    "tolerance": "a wait at “{}” may be too long",
    "promise": "the promise “{}” may be broken",
    "booked": "customers wait for an appointment at “{}”",
    "speeds": "who serves decides how long “{}” takes",
    "paid": "people are paid for hours on duty, busy or not",
    "unheld": "“{}” says what only the simulation can follow",
    "many": "the process remembers too much of each case",
    "endless": "some cases never come to an end",
}


class Reasons:
    """The first reason found for each aspect that is not exact."""

    def __init__(self) -> None:
        self.found: dict[Aspect, str] = {}

    def add(self, aspect: Aspect, why: str, name: str = "") -> None:
        """Remember why an aspect is not exact, unless a reason is known already."""
        self.found.setdefault(aspect, SENTENCES[why].format(name))

    def of(self, aspects: tuple[Aspect, ...]) -> str | None:
        """Return why something that needs these aspects is not exact; None if it is."""
        return next((self.found[a] for a in ("routes", *aspects) if a in self.found), None)
