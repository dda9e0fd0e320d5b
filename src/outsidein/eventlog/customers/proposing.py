"""Who probably does each activity: from names, parts, people and times, with the reason said."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np

from outsidein.customers import likeness
from outsidein.eventlog.customers.parties import Party, Side, named_part
from outsidein.eventlog.store import NOT_SAID, EventLog

# Words of activities, in any of their forms: what a customer does …
CUSTOMER_DOES = (
    "submit", "apply", "complain", "complaint", "appeal", "enquire", "enquiry", "inquire",
    "inquiry", "ask", "browse", "search", "checkout", "login", "log in", "upload", "hand in",
    "request appointment", "subscribe", "unsubscribe", "purchase", "incoming", "payment",
    "pick-up", "pick up", "sign", "return", "bestellen", "bestellung",
)  # fmt: skip
# … what an organisation does towards a customer, who notices it …
TOWARDS = (
    "send", "sent", "inform", "notify", "notification", "call", "phone", "telephone",
    "telephonic", "advise", "invite", "mail", "email", "e-mail", "letter", "answer", "reply",
    "contact", "deliver", "delivery", "ship", "hand over", "remind", "reminder", "refund",
    "interview", "discharge", "triage", "admission", "admit", "registration", "examine",
    "examination", "treatment", "appointment", "visit", "welcome", "confirmation",
    "return application", "nabellen", "discuss", "check-out", "check-in",
)  # fmt: skip
# … and what is done behind the scenes, when a name begins with it.
BEHIND = (
    "check", "determine", "draft", "create", "verify", "validate", "design", "adjust", "prepare",
    "assess", "analyze", "analyse", "approve", "initiate", "process", "register", "assign",
    "close", "archive", "review", "decide", "calculate", "record", "change", "amend", "report",
    "receive", "test", "resolve", "enter", "pack", "plan", "schedule", "add", "insert", "clear",
    "authorize", "choose", "valideren", "beoordelen", "afhandelen",
)  # fmt: skip
ASKS = ("submit", "request", "apply", "file", "order", "report", "create", "hand in", "lodge")
AUTOMATIC = ("automatic", "auto", "system", "batch", "robot", "bot", "timer", "time-out", "timeout")
MARKERS = frozenset({"start", "end", "begin", "finish", "done", "stop"})
ROBOTS = re.compile(r"\b(system|robot|rpa|bot|batch|automat\w*|server|scheduler)\b", re.IGNORECASE)
CODE = re.compile(r"^(?:[A-Z]{1,3}\d*(?:[-_.]\d+)*[_ ](?=\S)|\d+[_. -]+)")  # "T05 ", "W_", "01_"
BY = re.compile(r"\b(?:by|durch|por|par|door)\s+(?:the\s+)?([^\W\d_][\w ]*)$", re.IGNORECASE)
BEGINS = 0.8  # of all cases: who does what most cases begin with, by name, is the customer
CLICKS = re.compile(r"user|visitor|session|cookie", re.IGNORECASE)
NOTHING_SAID = "nothing says otherwise"

Found = tuple[Party, bool, str] | None


def propose_sides(log: EventLog) -> tuple[Side, ...]:
    """Return who probably does each activity of a log, in the order of how often it happens.

    A proposal is to be looked at: what rests on nothing says so, and counts as work of the
    organisation that the customer does not see.
    """
    seen = _Evidence(log)
    return tuple(
        Side(
            activity=name, party=party, seen=noticed, part=seen.part_of(k),
            events=int(seen.counts[k]), because=because,
        )
        for k, name in enumerate(log.activities)
        for party, noticed, because in [_side(k, name, seen)]
    )  # fmt: skip


def _side(k: int, name: str, seen: _Evidence) -> tuple[Party, bool, str]:
    rules: tuple[Callable[[int, str, _Evidence], Found], ...] = (
        _clicked, _done_by_name, _part_of_customers, _customer_named, _marker, _automatic,
        _behind, _by_verb, _by_robots, _towards, _takes_no_time,
    )  # fmt: skip
    for rule in rules:
        found = rule(k, name, seen)
        if found is not None:
            return found
    return "organisation", False, NOTHING_SAID


@dataclass(frozen=True)
class _Evidence:
    """What a log knows about its activities."""

    log: EventLog

    @cached_property
    def counts(self) -> np.ndarray:
        return np.bincount(self.log.events.activity, minlength=len(self.log.activities))

    @cached_property
    def parts(self) -> list[str]:
        return self._commonest("part")

    @cached_property
    def people(self) -> list[set[str]]:
        """Return who does each activity; empty where nobody is named."""
        events = self.log.events
        found: list[set[str]] = [set() for _ in self.log.activities]
        named = events.resource >= 0
        width = max(len(self.log.resources), 1)
        pairs = np.unique(events.activity[named].astype(np.int64) * width + events.resource[named])
        for pair in pairs:
            found[int(pair) // width].add(self.log.resources[int(pair) % width])
        return found

    @cached_property
    def actors(self) -> frozenset[str]:
        """Return who, by name, does what cases begin with: "submitted by EMPLOYEE"."""
        begins = np.bincount(
            self.log.events.activity[self.log.events.first[:-1]],
            minlength=len(self.log.activities),
        )
        told: Counter[str] = Counter()
        for name, count in zip(self.log.activities, begins, strict=True):
            actor = _actor(name)
            if actor and _any(ASKS, name):
                told[actor] += int(count)
        enough = BEGINS * int(begins.sum())
        return frozenset(actor for actor, count in told.most_common(1) if count >= enough)

    @cached_property
    def takes_time(self) -> np.ndarray:
        """Return which activities ever take time from their start to their end."""
        events = self.log.events
        long = (events.start != NOT_SAID) & (events.end > events.start)
        return np.bincount(events.activity[long], minlength=len(self.log.activities)) > 0

    @cached_property
    def has_actors(self) -> bool:
        return any(_actor(name) for name in self.log.activities)

    @cached_property
    def is_clicks(self) -> bool:
        nobody = not self.log.resources and "part" not in self.log.said
        roles = self.log.roles
        return nobody and (roles.case == roles.customer or bool(CLICKS.search(roles.case)))

    def part_of(self, k: int) -> str:
        return named_part(self.parts[k])

    def by_robots(self, k: int) -> bool:
        return bool(self.people[k]) and all(ROBOTS.search(one) for one in self.people[k])

    def _commonest(self, column: str) -> list[str]:
        """Return the commonest word of a column for each activity; "" where there is none."""
        coded = self.log.said.get(column)
        found = [""] * len(self.log.activities)
        if coded is None or not coded.words:
            return found
        named = coded.codes >= 0
        pair = self.log.events.activity[named].astype(np.int64) * len(coded.words)
        pairs, counts = np.unique(pair + coded.codes[named], return_counts=True)
        for at in np.argsort(counts, kind="stable"):
            activity, word = divmod(int(pairs[at]), len(coded.words))
            found[activity] = coded.words[word]
        return found


def _clicked(k: int, name: str, seen: _Evidence) -> Found:  # noqa: ARG001 rules are called alike
    if not seen.is_clicks:
        return None
    return "customer", True, "a log of visitors in which nobody else acts"


def _done_by_name(k: int, name: str, seen: _Evidence) -> Found:  # noqa: ARG001
    actor = _actor(name)
    if not actor:
        return None
    if likeness(actor) or actor in seen.actors:
        return "customer", True, f"its name says who does it: {actor}"
    return "organisation", False, f"its name says who does it: {actor}"


def _part_of_customers(k: int, name: str, seen: _Evidence) -> Found:  # noqa: ARG001
    part = seen.parts[k]
    if part and (likeness(part) == 2 or part in seen.actors):
        return "customer", True, f"its part is {part}"
    people = seen.people[k]
    if people and all(likeness(re.sub(r"[\d_-]+$", "", one)) == 2 for one in people):
        return "customer", True, f"done by {min(people)}"
    return None


def _customer_named(k: int, name: str, seen: _Evidence) -> Found:  # noqa: ARG001
    words = _plain(name).split()
    if len(words) > 1 and likeness(words[0]) == 2:
        return "customer", True, f"its name begins with {words[0]}"
    if not any(likeness(word) == 2 for word in words) or not _any(TOWARDS, name):
        return None
    return "organisation", True, "its name says that it goes to the customer"


def _marker(k: int, name: str, seen: _Evidence) -> Found:
    if _plain(name).casefold() in MARKERS and not seen.takes_time[k]:
        return "system", False, "only marks where a case begins or ends"
    return None


def _automatic(k: int, name: str, seen: _Evidence) -> Found:  # noqa: ARG001
    word = _any(AUTOMATIC, name)
    return ("system", False, f'its name says "{word}"') if word else None


def _by_robots(k: int, name: str, seen: _Evidence) -> Found:
    if seen.by_robots(k):
        return "system", bool(_any(TOWARDS, name)), f"done by {min(seen.people[k])}"
    return None


def _towards(k: int, name: str, seen: _Evidence) -> Found:  # noqa: ARG001
    word = _any(TOWARDS, name)
    return ("organisation", True, f'its name says "{word}"') if word else None


def _behind(k: int, name: str, seen: _Evidence) -> Found:
    word = _first(BEHIND, name)
    if not word:
        return None
    return (
        "system" if seen.by_robots(k) else "organisation",
        False,
        f'its name begins with "{word}"',
    )


def _by_verb(k: int, name: str, seen: _Evidence) -> Found:
    word = _first(CUSTOMER_DOES, name)
    if word and not (word == "payment" and seen.by_robots(k)):
        return "customer", True, f'its name says "{word}"'
    return None


def _takes_no_time(k: int, name: str, seen: _Evidence) -> Found:  # noqa: ARG001
    nobody = not seen.people[k] and bool(seen.log.resources)
    if nobody and bool(seen.takes_time.any()) and not seen.takes_time[k]:
        return "system", False, "takes no time, and nobody does it"
    return None


def _actor(name: str) -> str:
    found = BY.search(name)
    return found[1].strip() if found else ""


def _plain(name: str) -> str:
    """Return a name without a code in front: "T05 Print" is Print."""
    return CODE.sub("", name.strip()) or name


def _any(known: tuple[str, ...], name: str) -> str:
    """Return the first of some words that the name has in any form; "" if it has none."""
    text = _folded(name)
    return next((one for one in known if _form(one).search(text)), "")


def _first(known: tuple[str, ...], name: str) -> str:
    """Return the word that the name begins with, in any form; "" if it is none of them."""
    text = _folded(name)
    return next((one for one in known if _form(one).match(text)), "")


def _folded(name: str) -> str:
    return re.sub(r"[_\s]+", " ", _plain(name).casefold()).strip()


@cache
def _form(word: str) -> re.Pattern[str]:
    """Match a word with the endings of verbs and plurals: send, sends, sending; apply, applied."""
    stem = word[:-1] if word.endswith(("e", "y")) else word
    endings = {"y": "(?:y|ies|ied|ying)", "e": "(?:e|es|ed|ing)"}
    ending = endings.get(word[-1], "(?:s|es|ed|ing|ted|ting)?")
    return re.compile(rf"(?<![\w-]){re.escape(stem)}{ending}(?![\w-])")
