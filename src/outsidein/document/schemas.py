"""The JSON Schema of a document, for editors: made from the same table as the reading."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from outsidein.document.names import BLOCKS
from outsidein.document.syntax import NUMBER
from outsidein.document.values import CHANNEL_KINDS, OUTCOMES, PART_KINDS, SHOWN
from outsidein.model.keys import (
    ARRIVAL_KEYS,
    CUSTOMER_KEYS,
    OUTCOMES_OF,
    PART_KEYS,
    SCENARIO_KEYS,
    VERBS,
    Key,
    act_says,
    says,
    way_says,
)

Schema = dict[str, Any]

_SOURCE = r"( ~(assumed|observed|proposed)( n=\d+)?( .+)?)?"
_UNIT = "(s|min|h|days?|weeks?|working days?)"
_DURATION = f"{NUMBER} {_UNIT}"
_LAW = (
    f"({_DURATION}|{NUMBER}\\.\\.{NUMBER} {_UNIT}|exponential {_DURATION}"
    f"|(lognormal|gamma|normal) {_DURATION} sd {_DURATION}"
    f"|triangular {NUMBER}\\.\\.{NUMBER}\\.\\.{NUMBER} {_UNIT})"
)
_PERCENT = f"{NUMBER}%"
_TO = "-> .+"
_MONEY = f"-?{NUMBER} [A-Z]{{3}}"
_DAYS = "(Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
_DAY_RUN = f"{_DAYS}(-{_DAYS})?"
_HOURS = f"{_DAY_RUN} \\d\\d:\\d\\d-\\d\\d:\\d\\d"

TEXT: Schema = {"type": ["string", "number", "boolean"]}  # YAML reads some names as others


def _pattern(expression: str, *, number: bool = False) -> Schema:
    """A text of a pattern, perhaps with its source; ``number``: YAML may read it as one."""
    found: Schema = {"type": "string", "pattern": f"^({expression}){_SOURCE}$"}
    if number:
        return {"anyOf": [found, {"type": "number", "minimum": 0}]}
    return found


def _one_or_more(item: Schema) -> Schema:
    return {"anyOf": [item, {"type": "array", "items": item}]}


def _one_of(*words: str) -> Schema:
    return {"enum": list(words)}


def _by_outcome(key: str, expression: str) -> Schema:
    """A text of a pattern, or one at each outcome of a key."""
    one = _pattern(expression)
    outcomes = dict.fromkeys(OUTCOMES_OF[key], one)
    return {
        "anyOf": [
            one,
            {"type": "object", "properties": outcomes, "additionalProperties": False},
        ]
    }


KINDS: Mapping[str, Schema] = {
    "law": _pattern(_LAW),
    "duration": _pattern(_DURATION),
    "number": _pattern(NUMBER, number=True),
    "count": _pattern("[1-9]\\d*", number=True),
    "share": _pattern(f"{_PERCENT}|rest"),
    "percent": _pattern(_PERCENT),
    "chance": _pattern(f"{_PERCENT}( per {_UNIT})?"),
    "patience": _pattern(f"{_LAW}( {_TO})?|{_TO}"),
    "closed": _pattern(f"{_TO}|({_PERCENT} )?call back at opening( within {_LAW})?( {_TO})?"),
    "retry": _pattern(f"{_PERCENT}( after {_LAW})?( max [1-9]\\d*)?"),
    "no show": _pattern(f"({_PERCENT} )?{_TO}"),
    "balks": _pattern(f"({_PERCENT} )?at \\d+ waiting( {_TO})?|({_PERCENT} )?{_TO}"),
    "limit": _pattern(f"{_LAW}( {_TO})?|{_TO}"),
    "batch": _pattern(f"[1-9]\\d*( or after {_LAW})?", number=True),
    "times": _pattern("\\d+(\\.\\.\\d+)?", number=True),
    "people": _pattern("[1-9]\\d*", number=True),
    "overflow": _pattern(f"at \\d+ waiting {_TO}"),
    "skills": _one_or_more(TEXT),
    "holidays": _one_or_more(_pattern(f"week \\d+( {_DAY_RUN})?")),
    "year": _one_or_more(_pattern(f"week \\d+(\\.\\.\\d+)? x{NUMBER}")),
    "at most": _pattern(f"([1-9]\\d* visits? )?{_TO}"),
    "go": _one_or_more(_pattern(f"({_PERCENT} )?[^%]+ {_TO}")),
    "race": _one_or_more(_pattern(f".+ after {_LAW} {_TO}")),
    "fails": _one_or_more(_pattern(f"({_PERCENT} )?[^%]+")),
    "consults": _one_or_more(_pattern(f"({_PERCENT} )?[^%]+")),
    "when": _pattern(f"at random|no news for {_DURATION}|.+ passed"),
    "next": _one_or_more(TEXT),
    "join": _one_of("all"),
    "race by": _one_of("customer"),
    "shows": _one_of(*SHOWN),
    "outcome": _one_of(*OUTCOMES),
    "ends": _one_of("everything"),
    "part kind": _one_of(*PART_KINDS),
    "yes": _one_of("yes", "no", True, False),  # type: ignore[arg-type]
    "money": _pattern(_MONEY),
    "rate": _pattern(f"{_MONEY}/h"),
    "worth": _by_outcome("worth", _MONEY),
    "comes back": _by_outcome("comes back", _PERCENT),
    "hours": _one_or_more(_pattern(_HOURS)),
    "staff": {
        "anyOf": [
            _pattern("[1-9]\\d*", number=True),
            _one_or_more(_pattern(f"{_HOURS} x\\d+")),
        ]
    },
    "profile": _one_or_more(_pattern(f"{_HOURS} x{NUMBER}")),
    "arrival rate": _pattern(f"{NUMBER} per (s|min|h|day|week)"),
    "own customers": {
        "anyOf": [_pattern(f"yes( within {_LAW})?"), {"const": True}],
    },
    "away": _pattern(f"{_PERCENT} {_TO}"),
    "texts": _one_or_more(TEXT),
    "parts": _one_or_more(TEXT),
    **dict.fromkeys(("text", "part", "customer", "step", "channel", "id"), TEXT),
}


def kind(name: str) -> Schema:
    """Return a reference to the schema of a kind of value."""
    return {"$ref": f"#/$defs/{name}"}


def schema() -> Schema:
    """Return the JSON Schema (2020-12) of a document.

    It knows keys, values and where each may stand; whether names exist and the process makes
    sense is the business of `outsidein check`.
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A customer process of outsidein",
        "type": "object",
        "required": ["process", "steps"],
        "additionalProperties": False,
        "properties": _top(),
        "$defs": {
            **KINDS,
            "steps": {"type": "array", "items": _item()},
            "acts": {"type": "array", "items": _named({"$ref": "#/$defs/act"})},
            "act": _object(act_says(), "do", step=True),
            "way": _object(way_says(), None),
            "a part": _object(PART_KEYS, None),
            **{f"verb {verb}": _object(says(verb), verb, step=True) for verb in VERBS},
        },
    }


def _top() -> Schema:
    return {
        "process": TEXT | {"description": "the name of the process"},
        "numbers": _one_of("assumed", "observed", "proposed"),
        "customers": _map_of(_object(CUSTOMER_KEYS, None)),
        "channels": _map_of(_one_of(*CHANNEL_KINDS)),
        "organisation": _map_of({"$ref": "#/$defs/a part"}),
        "arrivals": _object(ARRIVAL_KEYS, None),
        "shared": {"$ref": "#/$defs/steps"},
        "steps": {"$ref": "#/$defs/steps"},
        "scenarios": _map_of(_scenario()),
        "poor when": _one_or_more(
            _pattern(
                "promise broken|more than \\d+ contacts?|a wait over its tolerance"
                "|a failure the customer found first"
            )
        ),
        "working days": _one_or_more(_pattern(_DAY_RUN)),
        "horizon": _pattern(_DURATION),
        "judge by": TEXT,
        "drawn in": TEXT,
    }


def _map_of(value: Schema) -> Schema:
    return {"type": "object", "additionalProperties": value}


def _named(value: Schema) -> Schema:
    """A map of one key, whatever its name."""
    return _map_of(value) | {"minProperties": 1, "maxProperties": 1}


def _item() -> Schema:
    """An item of a list of steps: a phase, or a step with exactly one verb."""
    one_verb = {"oneOf": [{"$ref": f"#/$defs/verb {verb}"} for verb in VERBS]}
    return _named(one_verb) | {"properties": {"phase": TEXT}}


def _object(keys: Mapping[str, Key], verb: str | None, *, step: bool = False) -> Schema:
    """A map of keys of a table; a step has its verb, and may say keys for one customer."""
    properties = {name: _value(key) for name, key in keys.items()}
    found: Schema = {"type": "object", "additionalProperties": False}
    if verb is not None:
        found["required"] = [verb]
        properties[verb] = _behind(verb)
    found["properties"] = properties
    if step or ("share" in keys and "with" in keys):
        inner = {name: _value(key) for name, key in keys.items()}
        if verb == "wait":
            inner["wait"] = kind("law")
        found["patternProperties"] = {
            "^for .+$": {"type": "object", "additionalProperties": False, "properties": inner}
        }
    return found


def _value(key: Key) -> Schema:
    described = {"description": key.means} if key.means else {}
    if key.kind == "ways":
        return _map_of({"$ref": "#/$defs/way"}) | described
    if key.kind == "acts":
        return {"$ref": "#/$defs/acts"} | described
    return kind(key.kind) | described


def _behind(verb: str) -> Schema:
    """What stands behind a verb."""
    if verb == "wait":
        return kind("law")
    if verb == "first of":
        return kind("race")
    if verb in BLOCKS:
        return _map_of({"$ref": "#/$defs/steps"}) | {"minProperties": 1}
    if verb in {"promise", "meanwhile"}:
        return {"type": "string", "pattern": "^.+ to .+$"}
    return TEXT


def _scenario() -> Schema:
    beside = {"above": TEXT, "below": TEXT}
    part = _object(PART_KEYS, None)
    part["properties"] = part["properties"] | beside
    known: Schema = {
        "why": TEXT,
        "for": TEXT,
        "on top of": TEXT,
        "set": {"type": "object", "propertyNames": {"pattern": "^[^.]+(\\.[^.]+)+$"}},
        "insert": {
            "type": "object",
            "propertyNames": {"pattern": "^(after|before|on) .+$"},
            "additionalProperties": {"$ref": "#/$defs/steps"},
        },
        "remove": _one_or_more(TEXT),
        "organisation": _map_of(part),
    }
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {name: known[name] for name in SCENARIO_KEYS},
    }
