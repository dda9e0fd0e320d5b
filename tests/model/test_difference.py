"""Differences of processes: known by hand, empty for the same, exact for scenarios."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings

from outsidein.document import read
from outsidein.model.change import Insert, Remove, Set
from outsidein.model.difference import Difference, Edge, Moved, difference
from outsidein.model.places import every_step
from outsidein.model.process import Part, Process
from outsidein.model.scenario import resolve_scenario
from strategies import processes

EXAMPLES = Path(__file__).parents[2] / "examples"
NAMES = sorted(folder.name for folder in EXAMPLES.iterdir())
SCENARIOS = [
    (name, scenario.name)
    for name in NAMES
    for scenario in read(EXAMPLES / name / f"{name}.yaml").scenarios
]
LED = {"to", "go", "fails", "patience", "closed", "at-most", "no-show", "through", "balks",
       "limit", "first-of", "retry", "reason", "phase", "uses", "consults", "away", "overflow",
       "with", "by"}  # fmt: skip


def _order() -> Process:
    return read(EXAMPLES / "order" / "order.yaml")


def test_a_number_an_answer_and_nothing_else() -> None:
    """Better descriptions: four shares, by hand."""
    process = _order()
    found = difference(process, resolve_scenario(process, "better descriptions"))
    assert {one.address for one in found.changed} == {
        "clear.go.yes", "decide.go.yes", "decide.go.look-again", "keep.go.yes",
    }  # fmt: skip
    clear = next(one for one in found.changed if one.address == "clear.go.yes")
    assert (clear.was.share, clear.now.share) == (0.8, 0.89)
    assert found == Difference(changed=found.changed)
    assert [one.address for one in found.of("decide")] == ["decide.go.yes", "decide.go.look-again"]


def test_an_inserted_step_and_the_flows_it_bends() -> None:
    """Status by e-mail: one step, and the flow from the courier to the door goes through it."""
    process = _order()
    found = difference(process, resolve_scenario(process, "status by e-mail"))
    assert found.added_steps == ("arriving",)
    assert {(e.source, e.target) for e in found.added_flows} == {
        ("ship", "arriving"), ("arriving", "receive"),
    }  # fmt: skip
    assert found.removed_flows == (Edge(source="ship", target="receive", kind="next"),)
    assert [(one.address, one.was, one.now) for one in found.changed] == [
        ("ship.shows", "status", "full")
    ]


def test_a_part_of_its_own_and_who_moves_there() -> None:
    """Account executives: a part, and what businesses do with it instead of Sales and others."""
    process = _order()
    found = difference(process, resolve_scenario(process, "account executives"))
    assert found.added_parts == ("account-executive",)
    assert found.removed_parts == ()
    assert found.added_steps == ("check-in",)
    asked = next(one for one in found.moved if one.step == "ask")
    assert asked == Moved(
        step="ask", address="ask.for-business.with", was="sales", now="account-executive"
    )
    assert {one.step for one in found.moved} >= {"ask", "find", "place"}


def test_a_removed_part_and_step() -> None:
    """No answering menu: the shared step goes, and nobody passes through it any more."""
    process = _order()
    found = difference(process, resolve_scenario(process, "no answering menu"))
    assert found.removed_steps == ("menu",)
    gone = {one.address for one in found.changed if one.address.endswith(".through")}
    assert {"ask.through", "find.phone.through", "swap.through"} <= gone


@settings(max_examples=40, deadline=None)
@given(process=processes())
def test_a_process_does_not_differ_from_itself(process: Process) -> None:
    """Whatever a process says, it says the same as itself; and a new name is one difference."""
    import dataclasses

    assert difference(process, process).is_empty
    other = dataclasses.replace(process, name=process.name + "!")
    assert [one.address for one in difference(process, other).changed] == ["process"]
    back = difference(other, process)
    assert [(one.was, one.now) for one in back.changed] == [(other.name, process.name)]


@pytest.mark.parametrize(("name", "scenario"), SCENARIOS)
def test_a_scenario_differs_in_what_it_sets_inserts_and_removes(name: str, scenario: str) -> None:
    """Nothing else differs, but where flows now lead; and all that it says is found."""
    process = read(EXAMPLES / name / f"{name}.yaml")
    changed = resolve_scenario(process, scenario)
    found = difference(process, changed)
    by_name = {s.name: s for s in process.scenarios}
    said, below = [], by_name.get(scenario)
    while below is not None:
        said += [(change, below.for_customer) for change in below.changes]
        below = by_name.get(below.on_top_of or "")
    inserted = {
        step.id for change, _ in said if isinstance(change, Insert)
        and not isinstance(change.elements, Part)
        for step in every_step(Process(name="", steps=change.elements))
    }  # fmt: skip
    parts = {
        c.elements.id for c, _ in said if isinstance(c, Insert) if isinstance(c.elements, Part)
    }
    removed = {change.id for change, _ in said if isinstance(change, Remove)}
    assert set(found.added_steps) == inserted - removed
    assert set(found.added_parts) == parts - removed
    assert set(found.removed_steps) | set(found.removed_parts) == removed
    addresses = {one.address for one in (*found.changed, *found.moved)}
    sets = {_address(change, customer) for change, customer in said if isinstance(change, Set)}
    for address in sets:
        head = address.split(".")[0]
        own = head in inserted | parts | removed
        assert own or any(address.startswith(a) or a.startswith(address) for a in addresses), (
            address
        )
    for address in addresses:
        known = any(a.startswith(address) or address.startswith(a) for a in sets)
        led = LED & set(address.split(".")[1:]) and (inserted or removed)
        assert known or led, address


def _address(change: Set, customer: str | None) -> str:
    head, *rest = change.address.split(".")
    if customer is not None and not rest[0].startswith("for-"):
        kinds = {"people", "open", "cost", "away", "own-customers", "lines", "share"}
        if not (len(rest) == 1 and rest[0] in kinds):
            rest = [f"for-{customer}", *rest]
    return ".".join([head, *rest])
