"""The graph made plain: one way in, nothing that only passes on, no end left open."""

from __future__ import annotations

from collections.abc import Collection

from outsidein.bpmn.weave import DECIDING, Knot, Thread
from outsidein.bpmn.weaving import SEVERAL_WAYS, Weaver
from outsidein.errors import Fault

BEGIN = "start~"


def smooth(weaver: Weaver) -> str | None:
    """Make the graph plain and return the knot where everybody arrives, None if there is none."""
    _forget_what_stands_beside(weaver)
    _forget_what_stands_alone(weaver)
    _news_for_parts(weaver)
    start = _one_start(weaver)
    _joins_that_join_nothing(weaver)
    contract(weaver)
    _forget_ends_of_parts(weaver)
    _close_ends(weaver)
    return start if start in weaver.weave.knots else None


def _forget_what_stands_alone(weaver: Weaver) -> None:
    weave = weaver.weave
    several = len(weave.knots) > 1
    for knot in list(weave.knots.values()):
        alone = not weave.out[knot.key] and not weave.into[knot.key]
        alone = alone and not knot.fails and not weave.failures_to(knot.key)
        if alone and several and not (weaver.is_customer(knot.owner) and knot.meets):
            if knot.node is not None:
                weaver.fault("alone", knot.node, "is joined to nothing: it is left out")
            weave.drop(knot.key)


def _forget_what_stands_beside(weaver: Weaver) -> None:
    """Leave out what can be reached only by an event that is left out."""
    weave, waiting = weaver.weave, sorted(weaver.beside)
    while waiting:
        key = waiting.pop()
        if key not in weave.knots or weave.into[key] or weave.failures_to(key):
            continue
        waiting += [t.target for t in weave.out[key]] + [to for _, to in weave.knots[key].fails]
        weave.drop(key)


def _news_for_parts(weaver: Weaver) -> None:
    """A part that gets a message passes it on at once; without one it waits for who knows what."""
    for knot in weaver.weave.knots.values():
        if knot.kind != "news":
            continue
        heard = knot.asks or knot.tells or any(t.message for t in weaver.weave.into[knot.key])
        heard = heard or any(t.source.endswith("~heard") for t in weaver.weave.into[knot.key])
        if not heard:
            raced = any(
                weaver.weave.knots[t.source].kind == "race" for t in weaver.weave.into[knot.key]
            )
            knot.kind = "pass" if raced else "wait"
        elif not weaver.is_customer(knot.owner) and knot.meets is None:
            knot.kind = "pass"


def _one_start(weaver: Weaver) -> str | None:
    """Return the one knot where cases begin; several beginnings become a choice or a fork."""
    weave = weaver.weave
    reached = {to for knot in weave.knots.values() for _, to in knot.fails}
    roots = [k for k in weave.knots.values() if not weave.into[k.key] and k.key not in reached]
    for knot in weave.knots.values():
        if knot.kind == "start" and knot not in roots:
            knot.kind = "pass"
    drawn = [k for k in roots if k.kind == "start"]
    own = [k for k in drawn if weaver.is_customer(k.owner)]
    own = own or [k for k in roots if weaver.is_customer(k.owner)] or drawn or roots
    if not own:
        first = next(iter(weave.knots), None)
        return None if first is None else _begin(weaver, [weave.knots[first]], [])
    pools = {k.owner.pool if k.owner else "" for k in own}
    if not any(weaver.is_customer(k.owner) for k in own) and len(pools) > 1:
        own = own[:1]
    rest = [k for k in roots if k not in own]
    return _begin(weaver, own, rest)


def _begin(weaver: Weaver, own: list[Knot], rest: list[Knot]) -> str:
    weave = weaver.weave
    if all(knot.kind == "start" for knot in own) and (len(own) > 1 or not rest):
        return _several(weaver, own, rest)
    start = weave.add(Knot(key=BEGIN, kind="start", name="", owner=own[0].owner))
    for knot in own + rest:
        if knot.kind == "start":
            knot.kind = "pass"
    source = start.key
    if len(own) > 1:
        names = " / ".join(dict.fromkeys(k.name for k in own if k.name))
        _note(weaver, own[1], f"is another beginning: which one it is ({names}) is a decision")
        name = "How does it begin"
        choice = Knot(key=f"{BEGIN}which", kind="choice", name=name, owner=own[0].owner)
        source = weave.add(choice).key
        weave.tie(Thread(source=start.key, target=source))
    for knot in own:
        label = knot.name if len(own) > 1 else ""
        weave.tie(Thread(source=source, target=knot.key, label=label))
    for knot in rest:
        _note(weaver, knot, "begins by itself: it is read as beginning with the case")
        weave.tie(Thread(source=start.key, target=knot.key))
    return start.key


def _several(weaver: Weaver, own: list[Knot], rest: list[Knot]) -> str:
    """Let customers begin at one of several starts, each with its share of them."""
    for knot in rest:
        if knot.kind == "start":
            knot.kind = "pass"
        _note(weaver, knot, "begins by itself: it is read as beginning with the case")
        for start in own:
            weaver.weave.tie(Thread(source=start.key, target=knot.key))
    return own[0].key


def _note(weaver: Weaver, knot: Knot, what: str) -> None:
    if knot.node is not None:
        weaver.fault("beginning", knot.node, what)
    else:
        weaver.faults.append(Fault("beginning", "warning", weaver.name, f'"{knot.name}" {what}'))


def _joins_that_join_nothing(weaver: Weaver) -> None:
    for knot in weaver.weave.knots.values():
        if len({t.source for t in weaver.weave.into[knot.key]}) < 2:
            knot.joins = False


def contract(weaver: Weaver, apart: Collection[str] = (), *, finally_: bool = False) -> None:
    """Take out what only passes on; what cannot be taken out stays as a step without time.

    What stands ``apart``, in the branches of blocks, is let alone; so is, until ``finally_``,
    where ways of an inclusive gateway may meet.
    """
    changed = True
    while changed:
        changed = False
        for knot in list(weaver.weave.knots.values()):
            passes = knot.kind in ("pass", "fork") and knot.key not in apart
            passes = passes and (finally_ or not knot.merges)
            if passes and knot.key in weaver.weave.knots and _pass_on(weaver, knot):
                changed = True


def _pass_on(weaver: Weaver, knot: Knot) -> bool:
    weave = weaver.weave
    into, out = weave.into[knot.key], weave.out[knot.key]
    if any(t.target == knot.key for t in out):
        return False
    failing = weave.failures_to(knot.key)
    if len(out) == 1:
        return _join_forward(weaver, knot, failing)
    if len(into) == 1 and len(out) > 1 and not failing and not knot.joins:
        before = weave.knots[into[0].source]
        if before.kind not in ("work", "start", "fork", "pass", "wait", "news") or before.fails:
            return False
        held = into[0].held
        for thread in list(out):
            weave.begin(thread, before.key)
            thread.held = (*held, *thread.held)
        before.held += knot.held
        weave.drop(knot.key)
        return True
    return False


def _join_forward(weaver: Weaver, knot: Knot, failing: list[Knot]) -> bool:
    """Let what leads to a knot lead to the one behind it, unless that would change a join."""
    weave = weaver.weave
    into, onward = weave.into[knot.key], weave.out[knot.key][0]
    target = weave.knots[onward.target]
    others = [t for t in weave.into[target.key] if t is not onward]
    if target.joins and (len(into) != 1 or failing or knot.joins):
        return False
    if target.joins and into[0].source in {t.source for t in others}:
        return False  # two ways from one step to a join would look like one
    if knot.joins and (others or failing or weave.failures_to(target.key)):
        return False
    sources = [t.source for t in into]
    if knot.joins and (len(set(sources)) < len(sources) or target.kind == "race"):
        return False
    for thread in list(into):
        thread.label = thread.label or onward.label
        thread.held = (*thread.held, *onward.held)
        weave.lead(thread, target.key)
    for failed in failing:
        failed.fails = [(m, target.key if to == knot.key else to) for m, to in failed.fails]
    target.joins |= knot.joins
    target.held += knot.held
    weave.drop(knot.key)
    return True


def take_one_way(weaver: Weaver) -> None:
    """Let an inclusive gateway whose ways do not meet again take one of them."""
    for knot in weaver.weave.knots.values():
        if knot.kind == "some":
            knot.kind = "choice"
            if knot.node is not None:
                weaver.fault("gateway", knot.node, SEVERAL_WAYS)


def _forget_ends_of_parts(weaver: Weaver) -> None:
    """Leave out the end of a part that hands over: nothing happens to the customer there."""
    weave = weaver.weave
    for end in [k for k in weave.knots.values() if k.kind == "end"]:
        if weaver.is_customer(end.owner) or not weaver.customers.owners or end.joins:
            continue
        for thread in list(weave.into[end.key]):
            before = weave.knots[thread.source]
            if len(weave.out[before.key]) > 1 and before.kind not in DECIDING:
                weave.cut(thread)
                before.held += end.held
        if not weave.into[end.key] and not weave.failures_to(end.key):
            weave.drop(end.key)


def _close_ends(weaver: Weaver) -> None:
    """Give every way that stops an end of its own."""
    weave = weaver.weave
    for knot in list(weave.knots.values()):
        if weave.out[knot.key] or knot.kind == "end":
            continue
        if knot.kind in ("pass", "fork", *DECIDING) and not knot.joins:
            knot.kind = "end"
            continue
        name = f"after {knot.name}" if knot.name else "the end"
        end = weave.add(Knot(key=f"{knot.key}~end", kind="end", name=name, owner=knot.owner))
        weave.tie(Thread(source=knot.key, target=end.key))
