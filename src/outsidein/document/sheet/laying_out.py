"""From a process to the rows of its two sheets, each value as it is typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from outsidein.address import slug
from outsidein.document.known_words import time_key
from outsidein.document.names import BLOCKS
from outsidein.document.sheet.columns import LISTED, STEP_COLUMNS
from outsidein.document.sheet.drafts import BY_VERBS, KEYED_VERBS
from outsidein.document.sheet.sections import NAMED, set_kind
from outsidein.document.sheet.spelled import TIMES, joined, pieces, plain
from outsidein.document.sheet.steps import IN_WAY
from outsidein.document.syntax import NUMBER, clean
from outsidein.document.trees import tree_of
from outsidein.model.keys import ARRIVAL_KEYS, CUSTOMER_KEYS, KIND_AT_OUTCOME, PART_KEYS
from outsidein.model.keys import VERBS as EVERY_VERB
from outsidein.model.process import Process

PERCENT_KINDS = frozenset({"share", "percent", "chance", "comes back"})


@dataclass(frozen=True, slots=True)
class Percent:
    """A share as it is typed into a percent cell, from 0 to 1."""

    share: float


Typed = str | float | Percent
Line = dict[str, Typed]


@dataclass(slots=True, kw_only=True)
class Laid:
    """The rows of the two sheets, by the names of their columns."""

    steps: list[Line] = field(default_factory=list)
    document: list[Line] = field(default_factory=list)


def lay_out(process: Process) -> Laid:
    """Return the rows of a process."""
    laid = Laid()
    tree = tree_of(process)
    rows = _Rows(laid, process)
    rows.steps(tree.get("steps", []), inside="")
    rows.steps(tree.get("shared", []), inside="shared")
    for key, value in tree.items():
        if key == "scenarios":
            for name, scenario in value.items():
                rows.scenario(name, scenario)
        elif key not in {"steps", "shared"}:
            rows.section(key, value)
    return laid


def typed(text: str, kind: str) -> Typed:
    """Return what is typed into a cell: a number or a percentage where one says the same."""
    if kind in TIMES and text.endswith(" min") and _survives(text.removesuffix(" min")):
        return float(text.removesuffix(" min"))
    if kind in PERCENT_KINDS and text.endswith("%") and _survives(text[:-1]):
        share = float(Decimal(text[:-1]) / 100)
        if plain(Decimal(f"{share:.15g}") * 100) == text[:-1]:
            return Percent(share)
    if kind in {"number", "count", "staff"} and _survives(text):
        return float(text)
    return text


def _survives(text: str) -> bool:
    """Whether a text is a number that a spreadsheet keeps to the last digit."""
    import re

    if not re.fullmatch(NUMBER, text, re.ASCII) or len(text) > 15:
        return False
    return plain(Decimal(f"{float(text):.15g}")) == text


def cell_of(value: Any, kind: str) -> Typed:
    """Return what is typed for a text or a list of texts."""
    if isinstance(value, str):
        if kind in LISTED and pieces(value) != [value]:
            return joined([value])
        return typed(value, kind)
    return joined([str(one) for one in value])


class _Rows:
    """Adds row after row."""

    def __init__(self, laid: Laid, process: Process) -> None:
        self.laid, self.process = laid, process
        self.kinds = dict(process.channels)

    # -- the sheet document

    def section(self, key: str, value: Any, scenario: str = "") -> None:
        """Add the rows of a top key, or of a key of a scenario."""
        if key in NAMED:
            for name, said in value.items():
                self.element(key, name, said, scenario)
        elif key == "channels":
            for name, kind in value.items():
                self.said(scenario, section=key, name=name, value=kind)
        elif key == "arrivals":
            for name, said in value.items():
                self.said(
                    scenario, section=key, key=name, value=cell_of(said, ARRIVAL_KEYS[name].kind)
                )
        elif key == "set":
            for address, said in value.items():
                self.set(scenario, address, said)
        else:
            kind = "text" if isinstance(value, str) else "texts"
            kind = "parts" if key in {"remove", "poor when", "working days"} else kind
            self.said(scenario, section=key, value=cell_of(value, kind))

    def set(self, scenario: str, address: str, value: Any) -> None:
        """Add the row of a value that a scenario sets; amounts by outcome have a row each."""
        if isinstance(value, Mapping):
            kind = KIND_AT_OUTCOME.get(set_kind(address), "money")
            for outcome, one in value.items():
                cell = cell_of(one, kind)
                self.said(scenario, section="set", name=address, key=outcome, value=cell)
            return
        kind = set_kind(address)
        shares = isinstance(value, str) and kind == "text" and value.endswith("%")
        said = cell_of(value, "percent" if shares else kind)
        self.said(scenario, section="set", name=address, value=said)

    def element(self, section: str, name: str, said: Mapping[str, Any], scenario: str) -> None:
        """Add a row for each key of a customer or a part; one at least."""
        known = CUSTOMER_KEYS if section == "customers" else PART_KEYS
        if not said:
            self.said(scenario, section=section, name=name)
        for key, value in said.items():
            if isinstance(value, Mapping):
                for outcome, one in value.items():
                    cell = cell_of(one, KIND_AT_OUTCOME[key])
                    self.said(
                        scenario, section=section, name=name, key=f"{key} {outcome}", value=cell
                    )
                continue
            kind = known[key].kind if key in known else "text"
            self.said(scenario, section=section, name=name, key=key, value=cell_of(value, kind))

    def said(self, scenario: str, **cells: Typed) -> None:
        """Add a row of the sheet document."""
        self.laid.document.append(cells | ({"scenario": scenario} if scenario else {}))

    def scenario(self, name: str, said: Mapping[str, Any]) -> None:
        """Add the rows of a scenario, its inserted steps among them."""
        self.said(name, section="scenario")
        for key, value in said.items():
            if key == "insert":
                for place, steps in value.items():
                    self.steps(steps, inside=place, scenario=name)
            else:
                self.section(key, value, name)

    # -- the sheet steps

    def steps(self, items: Sequence[Any], *, inside: str, scenario: str = "") -> None:
        """Add the rows of a list of steps; those inside a step come right below it."""
        phase = ""
        for item in items:
            ((key, said),) = item.items()
            if key == "phase":
                phase = said
                continue
            self.step(key, said, {"phase": phase, "inside": inside, "scenario": scenario})

    def step(self, key: str, said: Mapping[str, Any], around: Line) -> None:
        """Add the rows of one step."""
        verb = next(name for name in said if name in EVERY_VERB)
        row: Line = {"id": key, "verb": verb}
        row |= {column: text for column, text in around.items() if text}
        self.verb(row, verb, said)
        self.keys(row, said, verb)
        self.laid.steps.append(row)
        scenario = str(around["scenario"])
        base: Line = {"id": key, "scenario": scenario} if scenario else {"id": key}
        for way, inner in said.get("ways", {}).items():
            self.way(base | {"way": way}, verb, way, inner)
        for name, inner in said.items():
            if name.startswith("for "):
                customer = base | {"for": name.removeprefix("for ")}
                self.for_customer(customer, verb, said, inner)
        if verb == "meanwhile":
            self.steps(said.get("may", []), inside=key, scenario=scenario)
        elif verb in BLOCKS:
            for branch, steps in said[verb].items():
                self.steps(steps, inside=f"{slug(key)}.{clean(branch)}", scenario=scenario)

    def verb(self, row: Line, verb: str, said: Mapping[str, Any]) -> None:
        """Add what stands behind the verb, and who acts."""
        value = said[verb]
        if verb == "wait":
            row["minutes"] = cell_of(value, "law")
        elif verb in BLOCKS:
            row["step"] = joined(list(value))
        else:
            row["step"] = cell_of(value, "race") if verb == "first of" else value
        if verb not in BY_VERBS | KEYED_VERBS | {"start", "end"}:
            row["who"] = "customer"

    def keys(
        self, row: Line, said: Mapping[str, Any], verb: str,
        above: Mapping[str, Any] | None = None, way: str = "",
    ) -> None:  # fmt: skip
        """Add a cell for each key; ``above`` holds where a way or a customer is silent."""
        renamed, above = {"with": "part", "by": "who", "via": "channel"}, above or {}
        channel = said.get("via") or above.get("via") or way
        minutes = time_key(verb, channel, "with" in {**said, **above}, self.kinds)
        for key, value in said.items():
            if key == verb or key in {"ways", "may"} or key.startswith("for "):
                if key == "wait" and "for" in row:
                    row["minutes"] = cell_of(value, "law")
                elif key == "first of" and "for" in row:
                    row["step"] = cell_of(value, "race")
                continue
            if key == minutes:
                row["minutes"] = cell_of(value, "law")
            elif key in {"go", "next"}:
                row[key] = cell_of(value, key)
            else:
                column = STEP_COLUMNS[renamed.get(key, key)]
                row[column.name] = cell_of(value, column.kind)

    def way(self, row: Line, verb: str, way: str, said: Mapping[str, Any]) -> None:
        """Add the row of a way, and those of what it says for some customers."""
        others = [
            (row | {"for": name.removeprefix("for ") + IN_WAY}, inner)
            for name, inner in said.items() if name.startswith("for ")
        ]  # fmt: skip
        self.keys(row, said, verb, {}, way)
        self.laid.steps.append(row)
        for other, inner in others:
            self.keys(other, inner, verb, said, way)
            self.laid.steps.append(other)

    def for_customer(
        self, base: Line, verb: str, step: Mapping[str, Any], said: Mapping[str, Any]
    ) -> None:
        """Add the rows of what is different for a customer: of the step, and of its ways."""
        row, ways = dict(base), said.get("ways", {})
        self.keys(row, said, verb, step)
        if len(row) > len(base) or not ways:
            self.laid.steps.append(row)
        for way, inner in ways.items():
            other = base | {"way": way}
            self.keys(other, inner, verb, step.get("ways", {}).get(way, {}), way)
            self.laid.steps.append(other)
