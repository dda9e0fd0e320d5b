"""Customers, channels, the organisation and arrivals: from nodes to the model."""

from __future__ import annotations

from typing import Any

from outsidein.address import slug
from outsidein.document import syntax
from outsidein.document.nodes import Node
from outsidein.document.reading import Reading
from outsidein.document.syntax import clean
from outsidein.document.values import CHANNEL_KINDS, Scope, read_value
from outsidein.model.keys import ARRIVAL_KEYS, CUSTOMER_KEYS, PART_KEYS, Key
from outsidein.model.process import Arrivals, ChannelKind, Customer, Part
from outsidein.words import did_you_mean


def read_keys(
    reading: Reading, node: Node, known: dict[str, Key], what: str, *address: str
) -> dict[str, Any]:
    """Read a map of keys into the fields of the model."""
    said: dict[str, Any] = {}
    for key, value in reading.entries(node, what):
        if key.text not in known:
            reading.unknown(key, key.text, known, "key")
            continue
        entry = known[key.text]
        found = read_value(reading, entry, value, Scope(address=(*address, entry.name)))
        if found is not None:
            said[entry.field] = found
    return said


def read_customers(reading: Reading, node: Node) -> tuple[Customer, ...]:
    """Read the segments of customers."""
    found = []
    for key, value in reading.entries(node, "customers"):
        name, identity = clean(key.text), slug(key.text)
        reading.element(key, value, identity)
        said = read_keys(reading, value, CUSTOMER_KEYS, f'customer "{name}"', identity)
        found.append(Customer(id=identity, name=name, **said))
    reading.one_rest([value for _, value in node.entries], "the customers")
    return tuple(found)


def read_channels(reading: Reading, node: Node) -> dict[str, ChannelKind]:
    """Read the channels, by name as written."""
    found: dict[str, ChannelKind] = {}
    for key, value in reading.entries(node, "channels"):
        name = clean(key.text)
        reading.mark(key, "channels", name)
        kind = reading.text(value, f'channel "{name}"')
        if kind is None:
            continue
        if kind not in CHANNEL_KINDS:
            what = f'channel "{name}": "{kind}" is not one of {", ".join(CHANNEL_KINDS)}'
            reading.fault("misspelt", value, what, did_you_mean(kind, CHANNEL_KINDS))
            kind = "live"  # so that what is said of the channel is not called unknown too
        found[name] = kind  # type: ignore[assignment]
    return found


def read_organisation(
    reading: Reading, node: Node, *, in_scenario: bool = False
) -> tuple[Part, ...]:
    """Read the parts, top to bottom; in a scenario a part may say where it stands."""
    found = []
    for key, value in reading.entries(node, "organisation"):
        name = clean(key.text)
        own = value.value_of("id") if value.kind == "map" else None
        identity = slug(own.text) if own is not None and own.kind == "text" else slug(name)
        reading.element(key, value, identity)
        if identity == "customer":
            reading.fault("reserved", key, '"customer" cannot be the name of a part')
        place_keys = {k: Key(k, k, "part") for k in ("above", "below")} if in_scenario else {}
        known = PART_KEYS | place_keys
        said = read_keys(reading, value, known, f'part "{name}"', identity)
        said.pop("id", None)
        places = [(k, said.pop(k)) for k in ("above", "below") if k in said]
        if len(places) > 1:
            reading.fault("two-places", key, f'"{name}" stands above and below')
        if places:
            said["place"] = places[0]
        found.append(Part(id=identity, name=name, **said))
    return tuple(found)


def read_arrivals(reading: Reading, node: Node) -> Arrivals | None:
    """Read how customers arrive."""
    said = read_keys(reading, node, ARRIVAL_KEYS, "arrivals", "arrivals")
    if "per_second" in said:
        said["per_second"], said["unit"] = said["per_second"]
    return Arrivals(**said)


def read_working_days(reading: Reading, node: Node) -> tuple[int, ...] | None:
    """Read the days on which the clock of working days runs."""
    texts = [reading.text(item, "working days") for item in reading.one_or_more(node)]
    named = [text for text in texts if text is not None]
    joined = reading.spelled(
        node if node.kind == "text" else _as_text(node, ", ".join(named)), "working days",
        lambda _: syntax.working_days(named),
    )  # fmt: skip
    return joined or None


def _as_text(node: Node, text: str) -> Node:
    return Node(kind="text", start=node.start, end=node.end, text=text or "-")
