"""A drawing and its parameters become one process of ours; what is said otherwise is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from outsidein.bpmn.bpmnfile import BpmnFile
from outsidein.bpmn.elements import Gateway
from outsidein.bpmn.processes import ProcessRead
from outsidein.errors import Fault, Severity
from outsidein.model.behaviour import Branch, Law, Skill
from outsidein.model.places import every_step
from outsidein.model.process import Arrivals, Customer, Part, Process, Step
from outsidein.parameters.arriving import arriving
from outsidein.parameters.pools import Pool, differing, free_id, pools_of
from outsidein.parameters.speeds import are_nested, scaled, skills_of, usual_mean
from outsidein.parameters.spreads import Spread, mixture, nearest
from outsidein.parameters.values import Chances, Parameters, Work
from outsidein.units import UNIT_SECONDS, readable_duration

NO_CURRENCY = "XXX"  # ISO 4217: an amount without a currency
CUSTOMER, AUTOMATIC = "Customer", "Automatic"
OFF = 0.005  # of the mean: a law of ours this near is not told apart
CLEARLY = 0.02  # how much more or less than chance arrivals vary
BY_A_PART = frozenset({"hidden", "tell", "touch", "check"})


def with_parameters(
    file: BpmnFile, read: ProcessRead, parameters: Parameters
) -> tuple[Process, tuple[Fault, ...]]:
    """Join a process as it is drawn with the parameters of a simulation of it.

    Each law that ours does not hold is the nearest of ours, told with its distance; whatever the
    parameters do not say stays missing.
    """
    join = _Join(file, read, parameters)
    return join.process(), tuple(dict.fromkeys(join.faults))


class _Join:
    """Joins one drawing with one parameter file."""

    def __init__(self, file: BpmnFile, read: ProcessRead, parameters: Parameters) -> None:
        self.file, self.read, self.parameters = file, read, parameters
        self.faults: list[Fault] = []
        ids = {step.id for step in every_step(read.process)}
        ids |= {customer.id for customer in read.process.customers} | {"customer"}
        self.pools, said = pools_of(parameters, ids, read.process.parts)
        self.taken = ids | {part.id for part in read.process.parts}
        self.taken |= {pool.part.id for pool in self.pools}
        self.faults += said
        self.pool_of = {r.id: pool for pool in self.pools for r in pool.resources}
        self.skills: dict[str, list[Skill]] = {}
        self.work = self._work_by_step()
        self.chances = {choice.gateway: choice for choice in parameters.choices}
        self.unsaid_ends = 0

    def process(self) -> Process:
        process = self.read.process
        process = each_step(process, self._step)
        currency = process.currency or self._currency()
        process = replace(process, arrivals=self._arrivals(), currency=currency)
        if not process.customers:
            customer = Customer(id="customer", name=CUSTOMER)
            process = replace(process, customers=(customer,))
        self._say_what_differs()
        return self._with_parts(process)

    # -- what belongs to which step

    def _work_by_step(self) -> dict[str, Work]:
        steps = {key: step for step, held in self.read.held.items() for key in held}
        found: dict[str, Work] = {}
        for work in self.parameters.work:
            step = steps.get(work.element)
            if step is not None:
                found[step] = work
            elif work.times:
                what = f'"{work.element}" is no step of the drawing: what is said of it is not read'
                self.faults.append(Fault("unknown-element", "warning", work.where, what))
        return found

    def _step(self, step: Step) -> Step:
        said: dict[str, Any] = {}
        if step.id in self.work:
            said |= self._times(step, self.work[step.id])
        if step.go:
            said["go"] = self._go(step)
        if step.verb == "end" and step.outcome is None:
            self.unsaid_ends += 1
            said["outcome"] = "served"
        return replace(step, **said) if said else step

    # -- times

    def _times(self, step: Step, work: Work) -> dict[str, Any]:
        said: dict[str, Any] = {} if work.cost is None or work.cost <= 0 else {"cost": work.cost}
        pools = [self.pool_of[name] for name in work.times if name in self.pool_of]
        pool = pools[0] if pools else None
        skill = self._skill(step, work, pool) if pool is not None else None
        if skill is not None:
            said["needs"] = skill
        spread = self._mixed(work, pool)
        if spread is None:
            return said
        law = self._law(step.name, spread, work.where)
        if step.verb == "wait":
            return said | {"wait": law}
        if step.verb == "do" and step.part is None:
            if pools:
                what = (
                    f'"{step.name}" is done by the customer: "{pools[0].part.name}" is not needed'
                )
                self.faults.append(Fault("not-needed", "warning", work.where, what))
            return said | {"own": law}
        if not pools:
            return said | {"after": law}
        return said | {"part": pools[0].part.id, "takes": law}

    def _mixed(self, work: Work, pool: Pool | None) -> Spread | None:
        """Return the time of a task, whoever does it: each as often as there are of them."""
        if pool is None:
            return next(iter(work.times.values()), None)
        several = [
            (work.times[r.id], float(r.number)) for r in pool.resources if r.id in work.times
        ]
        first = several[0][0]
        if all(spread.text == first.text for spread, _ in several):
            return first
        if not are_nested(pool):
            return mixture(several)
        usual = usual_mean(work, pool)
        return mixture([(scaled(spread, usual), weight) for spread, weight in several])

    def _skill(self, step: Step, work: Work, pool: Pool) -> str | None:
        """Return the skill that a task needs, if not everybody does it alike; note who has it."""
        entries = skills_of(step, work, pool)
        if not entries:
            return None
        self.skills.setdefault(pool.part.id, []).extend(entries)
        return entries[0].name

    def _law(self, name: str, spread: Spread, where: str) -> Law:
        found = nearest(spread)
        law = in_a_unit(found.law)
        if found.off > OFF:
            mean = readable_duration(spread.mean_seconds)
            what = (
                f'"{name}" takes {spread.text}: read as a {law.kind} time of the same mean, '
                f"{mean}, and spread, {100 * found.off:.1f} % of it off on average"
            )
            self.faults.append(Fault("approximated", "warning", where, what))
        return law

    # -- decisions

    def _go(self, step: Step) -> tuple[Branch, ...]:
        held = self.read.branches.get(step.id, ())
        keys = self.read.held.get(step.id, ())
        choice = next((self.chances[key] for key in keys if key in self.chances), None)
        shares = [self._share(flows, choice) for flows in held]
        if len(shares) != len(step.go) or all(share is None for share in shares):
            return step.go
        where = choice.where if choice is not None else self.parameters.where
        settled = self._settled(step, shares, where)
        if settled is None:
            return step.go
        return tuple(
            replace(branch, share=share) for branch, share in zip(step.go, settled, strict=True)
        )

    def _share(self, flows: Sequence[str], choice: Chances | None) -> float | None:
        said: Mapping[str, float] = choice.chances if choice is not None else {}
        for key in flows[:1]:
            flow = self.file.content.flows.get(key)
            for name in (key, flow.target if flow is not None else None):
                if name is not None and name in said:
                    return said[name]
            if key in self.parameters.flows:
                return self.parameters.flows[key]
        return None

    def _settled(
        self, step: Step, shares: Sequence[float | None], where: str
    ) -> list[float | None] | None:
        """Return shares of which the last is the rest; None and a fault if they do not add up."""
        unsaid = [k for k, share in enumerate(shares) if share is None]
        total = sum(share for share in shares if share is not None)
        nodes = [self.file.content.nodes.get(key) for key in self.read.held.get(step.id, ())]
        inclusive = any(isinstance(n, Gateway) and n.kind == "inclusiveGateway" for n in nodes)
        if len(unsaid) > 1 or (unsaid and total > 1):
            return None
        if not unsaid and abs(total - 1) > 0.02:
            what = f'the chances at "{step.name}" add up to {100 * total:.4g} %'
            if inclusive:
                what = f'"{step.name}" may take several ways at once: its chances are not read'
            severity: Severity = "warning" if inclusive else "error"
            hint = "let them add up to 1"
            self.faults.append(Fault("shares", severity, where, what, hint))
            return None
        scale = 1.0 if unsaid else total
        settled = [None if s is None else float(f"{s / scale:.6g}") for s in shares]
        settled[unsaid[0] if unsaid else -1] = None
        over = sum(s for s in settled if s is not None)
        return settled if over <= 1 + 1e-9 else None

    # -- around

    def _arrivals(self) -> Arrivals | None:
        incoming = self.parameters.incoming
        if incoming is None:
            return self.read.process.arrivals
        found = arriving(incoming)
        if abs(found.variation - 1) > CLEARLY:
            more = "more" if found.variation > 1 else "less"
            what = (
                f"customers come {incoming.between.text}: read as coming by chance, as many in each"
                f" hour; the file's intervals vary {more} (variation {found.variation:.2f}, not 1)"
            )
            self.faults.append(Fault("approximated", "warning", incoming.where, what))
        return found.arrivals

    def _currency(self) -> str | None:
        paid = any(r.cost_per_hour for r in self.parameters.resources)
        paid = paid or any(work.cost for work in self.parameters.work)
        if self.parameters.currency or not paid:
            return self.parameters.currency
        what = f"no currency is named: amounts are written in {NO_CURRENCY}"
        self.faults.append(Fault("no-currency", "warning", self.parameters.where, what))
        return NO_CURRENCY

    def _with_parts(self, process: Process) -> Process:
        """Give each step its part, and keep the parts that a step names, as drawn, people last.

        What a part does that nobody is named for, a decision too, holds nobody.
        """
        nobody = Part(id=free_id(AUTOMATIC, self.taken), name=AUTOMATIC, kind="system")
        process = each_step(process, lambda step: _by(step, nobody.id))
        people = {
            pool.part.id: replace(pool.part, skills=tuple(self.skills.get(pool.part.id, ())))
            for pool in self.pools
        }
        named = {step.part for step in every_step(process)}
        parts = [people.pop(part.id, part) for part in process.parts if part.id in named]
        parts += people.values()
        parts += [nobody] if nobody.id in named else []
        return replace(process, parts=tuple(parts))

    def _say_what_differs(self) -> None:
        if self.unsaid_ends:
            what = "every end counts as served: the parameters know no other outcome"
            self.faults.append(Fault("outcomes", "warning", self.parameters.where, what))
        for pool in self.pools:
            found = differing(pool, self.parameters.work)
            if "hours" in found:
                how = "those with the longest hours first"
                if "times" in found and not are_nested(pool):
                    how = "all in the average time, as they take turns"
                what = (
                    f'the people of "{pool.part.name}" differ in {" and ".join(found)}: so many '
                    f"are there by the hour, {how}"
                )
                where = pool.resources[0].where
                self.faults.append(Fault("approximated", "warning", where, what))


def _by(step: Step, nobody: str) -> Step:
    unsaid = step.part is None and step.verb in BY_A_PART
    return replace(step, part=nobody) if unsaid else step


def each_step(process: Process, change: Callable[[Step], Step]) -> Process:
    """Return a process in which each step on its flow is changed, those in branches too."""

    def changed(step: Step) -> Step:
        blocks = tuple(
            replace(block, steps=tuple(changed(inner) for inner in block.steps))
            for block in step.blocks
        )
        return change(replace(step, blocks=blocks) if blocks else step)

    steps = tuple(changed(step) for step in process.steps)
    shared = tuple(changed(step) for step in process.shared)
    return replace(process, steps=steps, shared=shared)


def in_a_unit(law: Law) -> Law:
    """Return a law in the unit that a reader would choose, six digits that count.

    >>> in_a_unit(Law(kind="constant", parameters=(1200.0,)))
    Law(kind='constant', parameters=(1200.0,), unit='min')
    """
    mean = law.mean_seconds
    unit = "s" if mean < 120 else "min" if mean < 4 * 3_600 else "h"
    size = UNIT_SECONDS[unit]
    pieces = tuple(float(f"{value / size:.6g}") * size for value in law.parameters)
    return Law(kind=law.kind, parameters=pieces, unit=unit)
