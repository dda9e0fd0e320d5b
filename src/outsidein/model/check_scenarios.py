"""Faults of scenarios: changes that miss, and what is wrong with the process they lead to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from outsidein.address import join_address, slug
from outsidein.errors import Fault
from outsidein.model.change import Scenario, Set
from outsidein.model.faults import faults_of
from outsidein.model.missing import missing_numbers
from outsidein.model.places import every_step
from outsidein.model.process import Process, Step
from outsidein.model.resolve import seen_by, shares_of_branches
from outsidein.model.rules.elements import percent
from outsidein.model.rules.surroundings import warning
from outsidein.model.scenario import missed


def check_scenarios(process: Process, known: Sequence[Fault], *, flows: bool = True) -> list[Fault]:
    """Return the faults of every scenario that the process without it does not have."""
    found: list[Fault] = []
    for scenario in process.scenarios:
        found += _faults(process, scenario, known, flows=flows)
    return found


def _faults(
    process: Process, scenario: Scenario, known: Sequence[Fault], *, flows: bool
) -> list[Fault]:
    changed, faults = missed(process, scenario)
    own = [fault for fault in faults if _is_of(fault, scenario)]
    if faults:
        return own
    said = {(fault.code, fault.where, fault.what) for fault in known}
    after = faults_of(changed, flows=flows) + missing_numbers(changed)
    new = [f for f in after if (f.code, f.where, f.what) not in said]
    below = _below(process, scenario)
    if below is not None:
        old, _ = missed(process, below)
        theirs = {(f.code, f.where, f.what) for f in faults_of(old) + missing_numbers(old)}
        new = [f for f in new if (f.code, f.where, f.what) not in theirs]
    return own + [_moved(fault, scenario) for fault in new] + list(_rests(process, scenario))


def _is_of(fault: Fault, scenario: Scenario) -> bool:
    above = join_address("scenarios", scenario.name)
    return fault.where == above or fault.where.startswith(above + ".")


def _below(process: Process, scenario: Scenario) -> Scenario | None:
    return next((s for s in process.scenarios if s.name == scenario.on_top_of), None)


def _moved(fault: Fault, scenario: Scenario) -> Fault:
    """Say where in the scenario a fault of the changed process comes from."""
    above = join_address("scenarios", scenario.name)
    element = fault.where.split(".")[0]
    sets = [c.address for c in scenario.changes if isinstance(c, Set)]
    exact = [a for a in sets if a == fault.where or fault.where.startswith(a + ".")]
    near = [a for a in sets if a.split(".")[0] == element]
    where = f"{above}.set.{(exact or near)[0]}" if exact or near else f"{above}.{fault.where}"
    what = f'with "{scenario.name}", {fault.what}'
    return replace(fault, where=where, what=what)


def _rests(process: Process, scenario: Scenario) -> Iterator[Fault]:
    """A set of one branch changes the one without a percentage: say which, and to what."""
    before = _by_id(every_step(process))
    below = _below(process, scenario)
    if below is not None:
        before = _by_id(every_step(missed(process, below)[0]))
    after = _by_id(every_step(missed(process, scenario)[0]))
    for change in scenario.changes:
        if not isinstance(change, Set) or ".go." not in change.address:
            continue
        head, _, label = change.address.partition(".go.")
        step = head.split(".")[0]
        if step not in before or step not in after:
            continue
        yield from _moved_rest(
            before[step], after[step], change, label,
            join_address("scenarios", scenario.name, "set", *change.address.split(".")),
        )  # fmt: skip


def _by_id(steps: Iterable[Step]) -> dict[str, Step]:
    return {step.id: step for step in steps}


def _moved_rest(old: Step, new: Step, change: Set, label: str, where: str) -> Iterator[Fault]:
    said_for = change.address.split(".")[1]
    customer = change.for_customer
    if customer is None and said_for.startswith("for-"):
        customer = said_for.removeprefix("for-")
    if customer is not None:
        old, new = seen_by(old, customer), seen_by(new, customer)
    rest = [k for k, branch in enumerate(new.go) if branch.share is None]
    shares_old, shares_new = shares_of_branches(old.go), shares_of_branches(new.go)
    if len(rest) != 1 or shares_old is None or shares_new is None:
        return
    at = rest[0]
    if at >= len(shares_old) or slug(new.go[at].label) == label.split(".", maxsplit=1)[0]:
        return
    before, now = shares_old[at], shares_new[at]
    if abs(before - now) > 1e-12:
        what = (
            f'this also changes "{new.go[at].label}", the rest of "{new.id}", '
            f"from {percent(before)} to {percent(now)}"
        )
        yield warning("rest-changes", where, what, "set the others too if you mean them")
