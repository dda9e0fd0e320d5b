"""The words a process may use: every key, the field it fills, and which verb may say it.

One table: it decides what a document may say, what an address may change, and the JSON Schema.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from outsidein.address import slug
from outsidein.model.process import Fate, Outcome, Verb


@dataclass(frozen=True, slots=True)
class Key:
    """A key: its name as written, the field of the model it fills, and its kind of value."""

    name: str
    field: str
    kind: str
    means: str = ""


VERBS: tuple[Verb, ...] = get_args(Verb)

FACTS = (
    Key("asks for", "asks_for", "texts", "what the customer must give"),
    Key("gives", "gives", "texts", "what the customer gets to know"),
    Key("carries", "carries", "texts", "what travels along"),
    Key("uses", "uses", "parts", "the systems used"),
    Key("consults", "consults", "consults", "parts asked meanwhile, with their share"),
    Key("shows", "shows", "shows", "how far the customer can follow: none, status, full"),
    Key("effort", "effort", "text", "the effort it takes the customer"),
    Key("moment of truth", "moment_of_truth", "yes", "whether the customer judges us here"),
    Key("evidence", "evidence", "texts", "what the customer sees of us"),
    Key("reason", "reason", "text", "why the customer makes contact"),
    Key("tolerates", "tolerates", "duration", "the longest wait that is not poor"),
    Key("cost", "cost", "money", "what a service costs besides people"),
)

STEP_KEYS = (
    Key("with", "part", "part", "the part the customer deals with"),
    Key("by", "part", "part", "the part that does it"),
    Key("via", "channel", "channel", "the channel"),
    Key("ways", "ways", "ways", "the ways of doing it, each with its share"),
    Key("only", "only", "customer", "only these customers; others pass"),
    Key("as", "person", "text", "the person of the customer"),
    Key("through", "through", "step", "a shared step visited first"),
    Key("pause", "pause", "law", "the customer's own pace, before"),
    Key("own", "own", "law", "the customer's own time"),
    Key("takes", "takes", "law", "one person of the part is held that long"),
    Key("takes again", "takes_again", "law", "as takes, where the case was served here before"),
    Key("needs", "needs", "text", "the skill a person must have"),
    Key("crew", "crew", "people", "how many people it takes at once, two or more"),
    Key("wrap up", "wrap_up", "law", "work of the person after the service"),
    Key("after", "after", "law", "clock time that passes; nobody is held"),
    Key("patience", "patience", "patience", "how long a customer waits, and where they go then"),
    Key("closed", "closed", "closed", "what a customer does who finds it closed"),
    Key("retry", "retry", "retry", "trying again after giving up"),
    Key("balks", "balks", "balks", "how many waiting make a customer leave at once"),
    Key("no show", "no_show", "no show", "the customer does not come"),
    Key("fails", "fails", "fails", "the ways in which it fails"),
    Key("at most", "at_most", "at most", "how often it is visited, and where the next one goes"),
    Key("limit", "limit", "limit", "how long it lasts at most, and where the case goes then"),
    Key("batch", "batch", "batch", "how many cases are served together"),
    Key("priority", "priority", "number", "larger goes first"),
    Key("interrupts", "interrupts", "yes", "whether work that can wait is put aside for it"),
    Key("go", "go", "go", "where each answer leads"),
    Key("next", "next", "next", "where the flow goes, if not to the following step"),
    Key("join", "join_all", "join", "wait for every incoming flow"),
    Key("within", "within", "duration", "what is promised"),
    Key("may", "acts", "acts", "what a customer may do in between"),
    Key("when", "when", "when", "what makes the customer act"),
    Key("chance", "chance", "chance", "with what chance"),
    Key("again after", "again_after", "law", "when the customer may act again"),
    Key("max", "most", "count", "how often at most"),
    Key("times", "times", "times", "how often a shared step is run"),
    Key("at once", "at_once", "yes", "whether all runs go on side by side"),
    Key("outcome", "outcome", "outcome", "served, not served or lost"),
    Key("ends", "ends", "ends", "everything: the case ends here, whatever else goes on"),
    *FACTS,
)
SHARE = Key("share", "share", "share", "the share of customers, or rest")
RACE_BY = Key("by", "race_by_customer", "race by", "whose pace the race is: customer")
KEYS = {key.name: key for key in STEP_KEYS}
ACT_KEYS = ("when", "chance", "again after", "max")

_FACTS = tuple(key.name for key in FACTS)
_ANY = ("only", "join")
_SERVED_BY = ("by", "via", "as", "takes", "takes again", "needs", "crew")

# What each verb may say besides the facts; the order is the order of writing.
_SAYS: dict[str, tuple[str, ...]] = {
    "do": (
        "with", "via", "ways", "only", "as", "through", "pause", "own", "takes", "takes again",
        "needs", "crew", "wrap up", "after", "patience", "closed", "retry", "balks", "no show",
        "fails", "at most", "limit", "priority", "interrupts", "go", "next", "join",
    ),
    "touch": (
        *_SERVED_BY, "wrap up", "own", "fails", "priority", "interrupts", "go", "next", *_ANY,
    ),
    "tell": (*_SERVED_BY, "after", "at most", "limit", "batch", "priority", "next", *_ANY),
    "hidden": (
        "by", "takes", "takes again", "needs", "crew", "after", "wrap up", "fails", "at most",
        "limit", "batch", "priority", "go", "next", *_ANY,
    ),
    "choose": ("as", "pause", "own", "go", "next", *_ANY),
    "check": (
        "by", "takes", "takes again", "needs", "crew", "after", "limit", "batch", "priority", "go",
        "next", *_ANY,
    ),
    "wait": ("limit", "next", *_ANY),
    "first of": ("by", "limit", "next", *_ANY),
    "some of": ("limit", "next", *_ANY),
    "together": ("limit", "next", *_ANY),
    "promise": ("within", "only"),
    "meanwhile": ("may", "only"),
    "call": ("times", "at once", "limit", "next", *_ANY),
    "start": ("next", *_ANY),
    "end": ("outcome", "ends", *_ANY),
}  # fmt: skip
_WITHOUT_FACTS = {"promise", "meanwhile", "call", "start", "end"}


def says(verb: str) -> dict[str, Key]:
    """Return the keys a verb may say, by name."""
    names = _SAYS[verb] + (() if verb in _WITHOUT_FACTS else _FACTS)
    found = {name: KEYS[name] for name in names}
    if verb == "first of":
        found["by"] = RACE_BY
        found["first of"] = Key("first of", "race", "race", "what may come first")
    if verb == "start":
        found = {"share": SHARE} | found
    if verb == "wait":
        found["wait"] = Key("wait", "wait", "law", "how long")
    return found


def act_says() -> dict[str, Key]:
    """Return the keys an act may say: those of a `do`, and what triggers it."""
    return says("do") | {name: KEYS[name] for name in ACT_KEYS}


def way_says() -> dict[str, Key]:
    """Return the keys one way of a step may say."""
    without = {"ways", "at most", "limit", "join"}
    return {"share": SHARE} | {k: v for k, v in says("do").items() if k not in without}


CUSTOMER_KEYS = {
    key.name: key
    for key in (
        SHARE,
        Key("worth", "worth", "worth", "what a case is worth, at each outcome if wished"),
        Key("comes back", "comes_back", "comes back", "the share who come back, by outcome"),
        Key("people", "people", "texts", "the persons inside one customer"),
        Key("priority", "priority", "number", "larger goes first"),
    )
}
# Keys of a customer that may be said at each outcome, and the kind of value there.
OUTCOMES_OF: dict[str, tuple[str, ...]] = {"worth": get_args(Outcome), "comes back": get_args(Fate)}
KIND_AT_OUTCOME = {"worth": "money", "comes back": "percent"}
PART_KEYS = {
    key.name: key
    for key in (
        Key("kind", "kind", "part kind", "department, system or partner"),
        Key("people", "people", "staff", "how many, or hours with how many"),
        Key("open", "open", "hours", "opening hours"),
        Key("cost", "cost_per_hour", "rate", "cost of a person's hour"),
        Key("lines", "lines", "people", "how many customers can be on its lines at once"),
        Key("skills", "skills", "skills", "what its people can do, and how fast"),
        Key("id", "id", "id", "its id, if not made from its name"),
        Key("own customers", "own_customers", "own customers", "whether people keep theirs"),
        Key("away", "away", "away", "how often they are away, and who takes over"),
        Key("overflow", "overflow", "overflow", "how many waiting are passed on, and to whom"),
        Key("absent", "absent", "percent", "how often a person does not come to a shift"),
        Key("closed on", "closed_on", "holidays", "days of the year without anybody on duty"),
    )
}
ARRIVAL_KEYS = {
    "rate": Key("rate", "per_second", "arrival rate", "how many arrive"),
    "profile": Key("profile", "profile", "profile", "when they arrive, weighted by hour"),
    "year": Key("year", "year", "year", "when they arrive, weighted by week of the year"),
}
TOP_KEYS = (
    "process", "numbers", "customers", "channels", "organisation", "arrivals", "shared", "steps",
    "scenarios", "poor when", "working days", "horizon", "judge by", "drawn in",
)  # fmt: skip
SCENARIO_KEYS = ("why", "for", "on top of", "set", "insert", "remove", "organisation")
PIECES = {"to": "to", "max": "most", "after": "after", "sd": "sd"}

# Added when documents existed that used them as names: no step needs another name now.
_UNRESERVED = frozenset(
    {"takes-again", "needs", "crew", "balks", "limit", "batch", "interrupts", "times", "at-once",
     "ends", "lines", "overflow", "absent", "closed-on", "year", "comes-back"}
)  # fmt: skip
RESERVED = (
    frozenset(
    slug(name)
    for name in (
        *TOP_KEYS, *SCENARIO_KEYS, *KEYS, *VERBS, *CUSTOMER_KEYS, *PART_KEYS, *ARRIVAL_KEYS,
        "above", "below", "before", "on", "phase",
    )
)
    - _UNRESERVED
)  # fmt: skip
