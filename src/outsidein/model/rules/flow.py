"""Rules about the flow: what is reached, what ends, and what may not be jumped into or out of."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping

from outsidein.address import join_address
from outsidein.errors import Fault
from outsidein.model.graph import OFF_THE_FLOW, Flow, Placed, start_steps
from outsidein.model.process import Step
from outsidein.model.resolve import seen_by
from outsidein.model.rules.elements import add_up
from outsidein.model.rules.surroundings import Model, error, warning
from outsidein.words import did_you_mean

_KEYS = {
    "next": "next", "go": "go", "patience": "patience", "closed": "closed", "fails": "fails",
    "no show": "no-show", "at most": "at-most", "race": "first-of", "balks": "balks",
    "limit": "limit",
}  # fmt: skip
_UNSEEN = ("hidden", "check")


def destinations(model: Model) -> Iterator[Fault]:
    """Every flow leads to a step of the flow."""
    for flow in model.flows:
        wrong = _wrong_target(model, flow)
        if wrong is not None:
            code, what, hint = wrong
            yield error(code, place_of(model, flow), what, hint)


def _wrong_target(model: Model, flow: Flow) -> tuple[str, str, str] | None:
    target = model.placed.get(flow.target)
    if target is None:
        hint = did_you_mean(flow.target, model.placed)
        return "unknown-step", f'unknown step "{flow.target}"', hint
    code = "not-on-the-flow"
    if target.step.verb in OFF_THE_FLOW:
        kind = target.step.verb
        return code, f'leads to "{flow.target}", a {kind}: nothing flows through it', ""
    if target.is_shared:
        hint = f"visit it by call: {flow.target}, or through: {flow.target}"
        return code, f'leads to the shared step "{flow.target}"', hint
    if target.act_of is not None and target.step.id != flow.source:
        return code, f'leads to "{flow.target}", which only the customer starts', ""
    return None


def place_of(model: Model, flow: Flow) -> str:
    """Return the address at which a flow is said."""
    key = _KEYS.get(flow.kind, "")
    source = flow.source
    if flow.kind == "fails":
        source = _failing(model, flow)
    if not key:
        return source
    step = model.placed[source].step
    labelled = (source, key, flow.label) if flow.label else (source, key)
    if flow.kind in {"patience", "closed", "balks", "fails"} and step.ways:
        for way in step.ways:
            said = getattr(way, flow.kind)
            leads = said if isinstance(said, tuple) else (said,)
            if any(one is not None and one.to == flow.target for one in leads):
                return join_address(source, way.name, *labelled[1:])
    return join_address(*labelled)


def _failing(model: Model, flow: Flow) -> str:
    """Return the step that fails: a failure noticed later flows from where it is noticed."""
    for placed in model.placed.values():
        step = placed.step
        for said in (step, *step.ways):
            for failure in said.fails:
                source = failure.noticed_at or step.id
                if (source, failure.to, failure.mode) == (flow.source, flow.target, flow.label):
                    return step.id
    return flow.source


def jumps(model: Model) -> Iterator[Fault]:
    """Nothing jumps into or out of a branch of a block: the block waits for its branches."""
    for flow in model.flows:
        source, target = model.placed.get(flow.source), model.placed.get(flow.target)
        if source is None or target is None or flow.kind == "block":
            continue
        if (source.block_of, source.block_name) == (target.block_of, target.block_name):
            continue
        where = place_of(model, flow)
        if source.block_of is not None and not _inside(model, target, source):
            what = f'"{flow.source}" jumps out of a branch of "{source.block_of}"'
            hint = f'lead to a step of the branch "{source.block_name}"'
            yield error("jump-out", where, what, hint)
        elif target.block_of is not None:
            what = f'"{flow.source}" jumps into a branch of "{target.block_of}"'
            yield error("jump-in", where, what, f"lead to {target.block_of}")


def _inside(model: Model, target: Placed, source: Placed) -> bool:
    """Whether the target stands in the source's own branch, perhaps in a block within it."""
    around: Placed | None = target
    while around is not None and around.block_of is not None:
        if (around.block_of, around.block_name) == (source.block_of, source.block_name):
            return True
        around = model.placed.get(around.block_of)
    return False


def ends_outside_blocks(model: Model) -> Iterator[Fault]:
    """A case does not end inside a block, whose other branches it would leave behind."""
    for placed in model.placed.values():
        if placed.block_of is not None and placed.step.verb in {"end", "start"}:
            what = f'"{placed.step.id}" stands in a branch of "{placed.block_of}"'
            yield error("end-in-block", placed.step.id, what, "the branch ends with its last step")


def starts(model: Model) -> Iterator[Fault]:
    """There is a way in for every customer, and the customer begins."""
    flowing = [s for s in model.process.steps if s.verb not in OFF_THE_FLOW]
    begun = [s for s in flowing if s.verb == "start"]
    if len(begun) > 1:
        yield from _shares_of_starts(model, begun)
    if not flowing:
        yield error("no-steps", "steps", "there are no steps")
        return
    after = [s for s in flowing if s.verb != "start"]
    if after and after[0].verb in {*_UNSEEN, "tell", "touch"}:
        what = f'the process begins with "{after[0].id}", before the customer does anything'
        hint = "begin with what the customer does"
        yield warning("begins-inside", after[0].id, what, hint)


def _shares_of_starts(model: Model, begun: list[Step]) -> Iterator[Fault]:
    """The shares of the starts that are open to a customer add up, for every customer."""
    alike = not any(s.only or s.overrides for s in begun)
    for customer in model.process.customers[: 1 if alike else None]:
        theirs = [s for s in starts_of(begun, customer.id) if s.only in (None, customer.id)]
        if not theirs:
            what = f'no start is open to "{customer.name}"'
            hint = "let one of the starts be for everybody"
            yield error("no-start", begun[0].id, what, hint)
        wrong = add_up([s.share for s in theirs]) if len(theirs) > 1 else ""
        if wrong:
            whom = "" if alike else f' of "{customer.name}"'
            what = f"the shares of the starts{whom} {wrong}"
            yield error("shares", f"{theirs[-1].id}.share", what, "let one of them be the rest")


def starts_of(begun: list[Step], customer: str) -> Iterator[Step]:
    """Yield starts as a customer meets them."""
    for step in begun:
        try:
            yield seen_by(step, customer)
        except (KeyError, TypeError, ValueError):
            continue  # a rule of its own reports it


def joins(model: Model) -> Iterator[Fault]:
    """A step that joins has several flows to wait for."""
    incoming = defaultdict(set)
    for flow in model.flows:
        incoming[flow.target].add(flow.source)
    for placed in model.placed.values():
        if placed.step.join_all and len(incoming[placed.step.id]) < 2:
            what = f'"{placed.step.id}" waits for all flows, but only one leads here'
            yield error("lonely-join", f"{placed.step.id}.join", what, "leave join out")


def reached(model: Model) -> Iterator[Fault]:
    """Every step can be reached."""
    first = {step.id for step in start_steps(model.process)}
    if not first:
        return
    roots = {*first, *(p.step.id for p in model.placed.values() if p.act_of is not None)}
    found = _closure(roots, _visits(model))
    for placed in model.placed.values():
        step = placed.step
        if step.id in found or step.verb in OFF_THE_FLOW:
            continue
        if placed.is_shared:
            what = f'nobody calls the shared step "{step.id}"'
            yield warning("unreachable", step.id, what, f"say through: {step.id}")
        else:
            what = f'"{step.id}" is never reached: no way leads there'
            yield warning("unreachable", step.id, what, "lead there, or leave it out")


def _visits(model: Model) -> Mapping[str, set[str]]:
    """Return what each step leads to, with the shared steps it calls and what notices for it."""
    leads: dict[str, set[str]] = defaultdict(set)
    for flow in model.flows:
        leads[flow.source].add(flow.target)
    for placed in model.placed.values():
        for said in (placed.step, *placed.step.ways):
            leads[placed.step.id] |= {called for called in (said.through,) if called}
        if placed.step.calls:
            leads[placed.step.id].add(placed.step.calls)
    return leads


def _closure(roots: Iterable[str], leads: Mapping[str, set[str]]) -> set[str]:
    found, waiting = set(roots), deque(roots)
    while waiting:
        for target in leads.get(waiting.popleft(), ()):
            if target not in found:
                found.add(target)
                waiting.append(target)
    return found


def exits(model: Model) -> Iterator[Fault]:
    """From every step an end can be reached: no loop is without an exit."""
    backwards: dict[str, set[str]] = defaultdict(set)
    for flow in model.flows:
        backwards[flow.target].add(flow.source)
    for placed in model.placed.values():
        if placed.block_of is not None:  # a branch that comes to its end leads on to the join
            backwards[placed.block_of].add(placed.step.id)
    leaving = _closure(_ends(model), backwards)
    reachable = _closure({s.id for s in start_steps(model.process)}, _visits(model))
    stuck = [
        placed.step.id for placed in model.placed.values()
        if placed.step.id in reachable and placed.step.id not in leaving
        and placed.block_of is None and not placed.is_shared
        and placed.step.verb not in OFF_THE_FLOW
    ]  # fmt: skip
    if stuck:
        named = ", ".join(f'"{step}"' for step in stuck[:4]) + (", …" if len(stuck) > 4 else "")
        what = f"a loop without exit: from {named} no end is ever reached"
        yield error("loop-without-exit", stuck[0], what, "lead to an end")


def _ends(model: Model) -> set[str]:
    """Return the ends, and the steps after which nothing follows."""
    found = set()
    for placed in model.placed.values():
        step = placed.step
        if step.verb == "end" or falls_off(placed):
            found.add(step.id)
    return found


def falls_off(placed: Placed) -> bool:
    """Whether the flow comes to the end of the list here, without an end."""
    step = placed.step
    if step.verb in OFF_THE_FLOW or step.verb == "end" or placed.is_shared:
        return False
    if placed.act_of is not None or placed.block_of is not None or placed.following is not None:
        return False
    leads = bool(step.next) or (bool(step.go or step.race) and not step.only)
    ways_lead = bool(step.ways) and all(way.next or way.go for way in step.ways)
    return not leads and not ways_lead


def ends_seen(model: Model) -> Iterator[Fault]:
    """The process ends with the customer: they are told what became of it."""
    for flow in model.flows:
        source, target = model.placed.get(flow.source), model.placed.get(flow.target)
        if source is None or target is None or flow.kind not in {"next", "go"}:
            continue
        if target.step.verb == "end" and source.step.verb in _UNSEEN:
            what = f'the process ends with "{flow.source}", which the customer does not see'
            hint = f"tell them before {flow.target}"
            yield warning("ends-unseen", place_of(model, flow), what, hint)
