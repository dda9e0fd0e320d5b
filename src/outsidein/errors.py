"""Faults: what is wrong in the user's input, where, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]
MOST_SAID = 400  # characters of a sentence; a name of 100,000 would bury what is wrong with it

# What to do about a fault that does not say it itself, by its code.
HINTS = {
    "away-to-itself": "name another part",
    "bad-override": "leave it out, or say it of the step first",
    "bad-shared-step": "leave it out here, and say it where the step is called",
    "cannot-be-simulated-yet": "leave it out; it can be drawn all the same",
    "circular": "let one of them stand on today",
    "duplicate-id": "choose another name",
    "duplicate-key": "keep one of them",
    "duplicate-label": "give each its own name",
    "empty-branch": "write a step in it: [ID: {do: NAME}]",
    "empty-span": "name two different steps",
    "few-branches": "write two branches at least",
    "key": "write a name before the colon",
    "key-not-here": "leave it out, or say it of another step",
    "missed": "look at the step that is changed",
    "misspelt": "the page about the document has an example of every key",
    "no-show-not-booked": "leave it out, or let the channel be booked",
    "no-steps": "write a step: - look: {do: Look it up}",
    "no-working-day": "write working days: Mon-Fri",
    "nobody-arrives": "give an hour a weight above 0",
    "nobody-there": "give that part people, or leave this out",
    "not-a-do": "write do: NAME, or take it out of `may`",
    "not-a-character": "leave it out",
    "not-a-promise": "name a step that is a promise",
    "not-on-the-flow": "lead to another step",
    "not-a-log": "is it the right file?",
    "not-kept": "keep the old file as well",
    "not-yaml": "look at the indentation, the brackets and the quotes just before",
    "people-without-hours": "give an hour people, or leave `people` out",
    "reserved": "choose another name",
    "shares": "let them add up to 100%, or leave one without a percentage",
    "too-large": "is it the right file?",
    "too-many-persons": "let fewer persons act for a customer",
    "trigger-outside": "say it of an act under `may`",
    "two-meanings": "rename one of them",
    "two-places": "say one of them",
    "two-rests": "give the others a percentage",
    "two-verbs": "make them two steps",
    "unknown-channel": "declare it under `channels`",
    "unknown-customer": "declare it under `customers`",
    "unknown-key": "leave it out; quote a text that contains a comma or a colon",
    "unknown-outcome": "write served, not served or lost",
    "unknown-part": "declare it under `organisation`",
    "unknown-person": "name one of the people of the customer",
    "unknown-scenario": "name a scenario of this document",
    "unknown-source": "write assumed, observed or proposed",
    "unknown-step": "name a step of this document",
    "unknown-way": "name a way of this step",
    "unreadable": "name a file that can be read",
    "value-missing": "write the value, or leave the key out",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """Something the user can correct: what is wrong, where, and what to do.

    ``where`` is a place in a file (``order.yaml:14:11``) or an element's address.
    """

    code: str
    severity: Severity
    where: str
    what: str
    hint: str = ""

    def __post_init__(self) -> None:
        if not self.hint:
            object.__setattr__(self, "hint", HINTS.get(self.code, ""))
        for name in ("what", "hint"):
            said = getattr(self, name)
            if len(said) > MOST_SAID:
                object.__setattr__(self, name, shortened(said, MOST_SAID))

    def __str__(self) -> str:
        tail = f" - {self.hint}" if self.hint else ""
        return f"{self.where} {self.what}{tail} [{self.code}]"


def shortened(text: str, most: int) -> str:
    """Return a text with its middle left out if it is longer than ``most`` characters.

    >>> shortened("from the beginning to the end", 11)
    'from … end'
    """
    if len(text) <= most:
        return text
    kept = (most - 1) // 2
    return f"{text[:kept].rstrip()} … {text[-kept + 1 :].lstrip()}"


class OutsideInError(ValueError):
    """Raised with every fault found, never only the first."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))
