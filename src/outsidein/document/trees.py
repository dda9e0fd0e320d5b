"""From a process to the tree of its document: maps, lists and texts, in the order of reading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, fields
from typing import Any

from outsidein.address import join_address, slug
from outsidein.document import spelling
from outsidein.document.tree_steps import StepTrees, Words
from outsidein.model.change import Insert, Remove, Scenario, Set
from outsidein.model.process import Arrivals, Customer, Part, Process

_DEFAULTS = {f.name: f.default for f in fields(Process) if f.default is not MISSING}


def tree_of(process: Process) -> dict[str, Any]:
    """Return the whole document as a tree."""
    words = Words(process)
    steps = StepTrees(words)
    tree: dict[str, Any] = {"process": process.name, "numbers": process.numbers}
    if process.drawn_in is not None:
        tree["drawn in"] = process.drawn_in
    if process.poor_when != _DEFAULTS["poor_when"]:
        tree["poor when"] = [spelling.poor_rule(rule) for rule in process.poor_when]
    if process.working_days != _DEFAULTS["working_days"]:
        tree["working days"] = _one_or_more(spelling.working_days(process.working_days))
    if process.horizon_seconds is not None:
        tree["horizon"] = words.sourced(_horizon(process.horizon_seconds), "horizon")
    if process.customers:
        tree["customers"] = {c.name: _customer(words, c) for c in process.customers}
    if process.channels:
        tree["channels"] = dict(process.channels)
    if process.parts:
        tree["organisation"] = {part.name: part_tree(words, part) for part in process.parts}
    if process.arrivals is not None:
        tree["arrivals"] = _arrivals(words, process.arrivals)
    if process.shared:
        tree["shared"] = steps.items(process.shared)
    tree["steps"] = steps.items(process.steps)
    if process.scenarios:
        tree["scenarios"] = {s.name: _scenario(process, s) for s in process.scenarios}
    if process.judge_by is not None:
        tree["judge by"] = process.judge_by
    return tree


def _horizon(seconds: float) -> str:
    unit = next(u for u in ("week", "day", "h", "min", "s") if seconds % _size(u) == 0 or u == "s")
    return spelling.duration(seconds, unit)


def _size(unit: str) -> float:
    return {"week": 604_800.0, "day": 86_400.0, "h": 3_600.0, "min": 60.0, "s": 1.0}[unit]


def _one_or_more(texts: Sequence[str]) -> str | list[str]:
    return texts[0] if len(texts) == 1 else list(texts)


def _customer(words: Words, customer: Customer) -> dict[str, Any]:
    address = customer.id
    tree: dict[str, Any] = {}
    several = len(words.process.customers) > 1
    if customer.share is not None:
        tree["share"] = words.sourced(spelling.percent(customer.share), address, "share")
    elif several and sum(c.share is None for c in words.process.customers) == 1:
        tree["share"] = "rest"
    if customer.worth:
        amounts = {
            outcome: words.sourced(
                spelling.money(amount, words.process.currency), address, "worth", outcome
            )
            for outcome, amount in customer.worth.items()
        }
        tree["worth"] = amounts["served"] if list(amounts) == ["served"] else amounts
    if customer.comes_back:
        tree["comes back"] = _comes_back(words, customer)
    if customer.people:
        tree["people"] = list(customer.people)
    if customer.priority:
        tree["priority"] = words.sourced(spelling.number(customer.priority), address, "priority")
    return tree


def _comes_back(words: Words, customer: Customer) -> Any:
    """Return one share where a single text said it, else that of each outcome with its source."""
    shares = customer.comes_back or {}
    above = (customer.id, "comes back")
    addresses = {fate: (*above, fate) for fate in shares}
    known = words.process.sources
    said = {fate for fate in shares if join_address(*addresses[fate]) in known}
    tree = words.comes_back(shares)
    if isinstance(tree, str) and not said:
        return words.sourced(tree, *above)
    return {
        fate: words.sourced(spelling.percent(share), *(addresses[fate] if fate in said else above))
        for fate, share in shares.items()
    }


def part_tree(words: Words, part: Part) -> dict[str, Any]:
    """Return the tree of one part."""
    address = part.id
    tree: dict[str, Any] = {}
    if part.place is not None:
        tree[part.place[0]] = words.part(part.place[1])
    if part.kind != "department":
        tree["kind"] = part.kind
    if part.id != slug(part.name):
        tree["id"] = part.id
    if isinstance(part.people, tuple):
        entries = [spelling.weighted_hours(entry) for entry in part.people]
        tree["people"] = words.first_sourced(entries, address, "people")
    elif part.people is not None:
        tree["people"] = words.sourced(str(part.people), address, "people")
    if part.open:
        entries = [spelling.hours(period) for period in part.open]
        tree["open"] = words.first_sourced(entries, address, "open")
    if part.cost_per_hour is not None:
        rate = spelling.rate(part.cost_per_hour, words.process.currency)
        tree["cost"] = words.sourced(rate, address, "cost")
    if part.lines is not None:
        tree["lines"] = words.sourced(str(part.lines), address, "lines")
    if part.skills:
        skills = [spelling.skill(entry) for entry in part.skills]
        tree["skills"] = words.first_sourced(skills, address, "skills")
    if part.own_customers is not None:
        text = spelling.own_customers(part.own_customers)
        tree["own customers"] = words.sourced(text, address, "own customers")
    if part.away is not None:
        text = spelling.away(part.away, words.part(part.away.part))
        tree["away"] = words.sourced(text, address, "away")
    if part.overflow is not None:
        text = spelling.overflow(part.overflow, words.part(part.overflow.part))
        tree["overflow"] = words.sourced(text, address, "overflow")
    if part.absent is not None:
        tree["absent"] = words.sourced(spelling.percent(part.absent), address, "absent")
    if part.closed_on:
        days = [spelling.holiday(day) for day in part.closed_on]
        tree["closed on"] = words.first_sourced(days, address, "closed on")
    return tree


def _arrivals(words: Words, arrivals: Arrivals) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    if arrivals.per_second is not None:
        rate = spelling.arrival_rate(arrivals.per_second, arrivals.unit)
        tree["rate"] = words.sourced(rate, "arrivals", "rate")
    if arrivals.profile:
        entries = [spelling.weighted_hours(entry) for entry in arrivals.profile]
        tree["profile"] = words.first_sourced(entries, "arrivals", "profile")
    if arrivals.year:
        entries = [spelling.weeks(entry) for entry in arrivals.year]
        tree["year"] = words.first_sourced(entries, "arrivals", "year")
    return tree


def _scenario(process: Process, scenario: Scenario) -> dict[str, Any]:
    words = Words(process, scenario)
    tree: dict[str, Any] = {}
    if scenario.why:
        tree["why"] = scenario.why
    if scenario.for_customer is not None:
        tree["for"] = words.customer(scenario.for_customer)
    if scenario.on_top_of is not None:
        tree["on top of"] = scenario.on_top_of
    added = [c.elements for c in scenario.changes if isinstance(c, Insert)]
    parts = [part for part in added if isinstance(part, Part)]
    if parts:
        tree["organisation"] = {part.name: part_tree(words, part) for part in parts}
    inserted = _inserted(words, scenario)
    if inserted:
        tree["insert"] = inserted
    sets = [c for c in scenario.changes if isinstance(c, Set)]
    if sets:
        tree["set"] = {c.address: _set_value(words, scenario, c) for c in sets}
    removed = [c.id for c in scenario.changes if isinstance(c, Remove)]
    if removed:
        tree["remove"] = [words.any_name(identity) for identity in removed]
    return tree


def _inserted(words: Words, scenario: Scenario) -> dict[str, Any]:
    found: dict[str, Any] = {}
    steps = StepTrees(words)
    for change in scenario.changes:
        if isinstance(change, Insert) and not isinstance(change.elements, Part):
            key = f"{change.where} {change.at}"
            # What is inserted later after the same step stands before what was inserted first.
            items, earlier = steps.items(change.elements), found.get(key, [])
            found[key] = earlier + items if change.where == "before" else items + earlier
    return found


def _set_value(words: Words, scenario: Scenario, change: Set) -> Any:
    value = words.value_at(change.address, change.value)
    at = ("scenarios", scenario.name, "set", *change.address.split("."))
    if isinstance(value, Mapping):
        return {outcome: words.sourced(text, *at, outcome) for outcome, text in value.items()}
    source = words.process.sources.get(join_address(*at))
    if source is None or not isinstance(value, str | list):
        return value
    if isinstance(value, list):
        return [f"{value[0]} {spelling.source(source)}", *value[1:]]
    return f"{value} {spelling.source(source)}"
