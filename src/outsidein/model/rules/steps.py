"""Rules about one step: choices, failures, ways, encounters, acts, promises."""

from __future__ import annotations

from collections.abc import Iterator

from outsidein.address import join_address
from outsidein.errors import Fault
from outsidein.model.process import Step
from outsidein.model.resolve import ways_of
from outsidein.model.rules.elements import TINY, add_up, percent
from outsidein.model.rules.queues import hears_busy
from outsidein.model.rules.surroundings import Model, Seen, error
from outsidein.words import did_you_mean

_REST = "let one of them be the rest"
OFF_THE_FLOW = ("promise", "meanwhile")
SHARED_VERBS = ("do", "touch", "tell", "hidden", "wait")


def shares_of_branches(model: Model) -> Iterator[Fault]:
    """The shares of a choice add up: exactly one branch without a share takes the rest."""
    for seen in model.seen:
        wrong = add_up([branch.share for branch in seen.way.go]) if seen.way.go else ""
        if wrong:
            what = f'the branches of "{seen.step.id}" {wrong}'
            yield error("shares", seen.where("go"), what, "leave one branch without a percentage")


def shares_of_ways(model: Model) -> Iterator[Fault]:
    """The shares of the ways add up, for every customer."""
    for placed, step, customer in model.views():
        wrong = add_up([way.share for way in step.ways]) if step.ways else ""
        if wrong:
            whom = f' for "{customer}"' if customer else ""
            where = join_address(step.id, *([f"for-{customer}"] if customer else []), "ways")
            what = f'the shares of the ways of "{placed.step.id}"{whom} {wrong}'
            yield error("shares", where, what, _REST)


def chances_of_failures(model: Model) -> Iterator[Fault]:
    """The failures of a step exclude each other: their chances are at most 100 % together."""
    for seen in model.seen:
        total = sum(failure.chance or 0.0 for failure in seen.way.fails)
        if total > 1 + TINY:
            what = f'the failures of "{seen.step.id}" add up to {percent(total)}, more than 100%'
            yield error("shares", seen.where("fails"), what)


def failures_lead_somewhere(model: Model) -> Iterator[Fault]:
    """A failure says where it leads; only one of a shared step may leave it to the caller."""
    for seen in model.seen:
        for failure in seen.way.fails:
            where = seen.where("fails", failure.mode)
            if failure.to is None and not seen.placed.is_shared:
                what = f'"{failure.mode}" does not say where it leads'
                yield error("leads-nowhere", where, what, "add -> STEP")
            if failure.noticed_at == seen.step.id:
                what = f'"{failure.mode}" is noticed at its own step'
                yield error("noticed-at-itself", where, what, "leave `noticed at` out")
            for word in ("noticed_at", "until"):
                named = getattr(failure, word)
                placed = model.placed.get(named) if named else None
                if placed is not None and placed.step.verb in (*OFF_THE_FLOW, "start", "end"):
                    what = f'"{failure.mode}" waits for a visit of "{named}", a {placed.step.verb}'
                    yield error("never-visited", where, what, "name a step that is visited")


def everybody_has_a_way_out(model: Model) -> Iterator[Fault]:
    """Who finds a live channel closed, or gives up waiting, goes somewhere."""
    for seen in model.seen:
        if seen.placed.act_of is not None:
            continue  # an act just ends
        way = seen.way
        patience_to = way.patience.to if way.patience is not None else None
        if way.patience is not None and patience_to is None:
            what = f'who gives up waiting at "{seen.step.id}" goes nowhere'
            hint = "add -> STEP: where does their patience lead?"
            yield error("leads-nowhere", seen.where("patience"), what, hint)
        closed_to = way.closed.to if way.closed is not None else None
        live = way.verb == "do" and model.kind_of_channel(way) == "live"
        if live and model.may_be_closed(way.part) and not (closed_to or patience_to):
            what = f'who finds "{seen.step.id}" closed goes nowhere'
            hint = "say closed: -> STEP, or patience: 5 min -> STEP"
            where = seen.where("closed") if way.closed else seen.where()
            yield error("leads-nowhere", where, what, hint)


def limits_lead_somewhere(model: Model) -> Iterator[Fault]:
    """`at most`, `limit` and `no show` say where the customer goes."""
    for seen in model.seen:
        for field in ("at_most", "limit", "no_show"):
            value = getattr(seen.way, field)
            if value is not None and value.to is None:
                what = f'"{seen.step.id}" does not say where the customer goes then'
                yield error("leads-nowhere", seen.where(field), what, "add -> STEP")


def retries_follow_patience(model: Model) -> Iterator[Fault]:
    """Only who gives up tries again."""
    for seen in model.seen:
        if seen.way.retry is not None and seen.way.patience is None:
            what = f'nobody gives up at "{seen.step.id}", so nobody tries again'
            hint = "say patience: 5 min -> STEP"
            yield error("retry-without-patience", seen.where("retry"), what, hint)


def no_shows_are_booked(model: Model) -> Iterator[Fault]:
    """Only who has an appointment can fail to come."""
    for seen in model.seen:
        if seen.way.no_show is not None and model.kind_of_channel(seen.way) != "booked":
            what = f'"{seen.step.id}" has no appointment: its channel is not booked'
            yield error("no-show-not-booked", seen.where("no_show"), what)


def booked_never_closes(model: Model) -> Iterator[Fault]:
    """Who waits at home for an appointment finds nothing closed."""
    for seen in model.seen:
        if seen.way.closed is not None and model.kind_of_channel(seen.way) == "booked":
            what = f'nobody finds "{seen.step.id}" closed: who has booked waits at home'
            yield error("closed-of-booked", seen.where("closed"), what, "leave closed out")


def touches_are_live(model: Model) -> Iterator[Fault]:
    """A part calls on the customer live."""
    for seen in model.seen:
        way = seen.way
        if way.verb == "touch" and way.channel and model.kind_of_channel(way) != "live":
            kind = model.kind_of_channel(way)
            what = f'"{seen.step.id}" is a touch, but its channel "{way.channel}" is {kind}'
            hint = "choose a live channel, or make it a tell"
            yield error("touch-not-live", seen.where("channel"), what, hint)


def encounters_have_a_channel(model: Model) -> Iterator[Fault]:
    """Who meets people meets them through a channel: it decides whether they queue."""
    for seen in model.seen:
        way = seen.way
        if way.verb == "do" and model.has_people(way.part) and way.channel is None:
            what = f'"{seen.step.id}" does not say through which channel'
            yield error("no-channel", seen.where(), what, "say via: CHANNEL")


def work_has_a_part(model: Model) -> Iterator[Fault]:
    """Work is done by a part, once there are parts."""
    if not model.parts:
        return
    for seen in model.seen:
        way = seen.way
        word = "with" if way.verb == "do" else "by"
        must = way.verb in {"touch", "tell", "hidden", "check"}
        if way.part is None and (must or way.takes is not None or way.wrap_up is not None):
            what = f'"{seen.step.id}" does not say which part does it'
            yield error("no-part", seen.where("takes") if not must else seen.where(), what,
                        f"say {word}: PART")  # fmt: skip


def channel_or_ways(model: Model) -> Iterator[Fault]:
    """A step says `via` or `ways`, not both."""
    for placed in model.placed.values():
        step = placed.step
        if step.ways and step.channel is not None:
            what = f'"{step.id}" says both via and ways'
            yield error("via-and-ways", f"{step.id}.via", what, "say via in each way")


def decisions_decide(model: Model) -> Iterator[Fault]:
    """A choice says where each answer leads; what comes next is said once."""
    for seen in model.seen:
        way = seen.way
        if way.verb in {"choose", "check"} and not way.go:
            what = f'"{seen.step.id}" does not say where each answer leads'
            yield error("no-go", seen.where(), what, "say go: [82% yes -> STEP, no -> STEP]")
        if way.go and way.next and not way.only:
            what = f'"{seen.step.id}" says both go and next'
            hint = "next is for customers who pass by `only`"
            yield error("go-and-next", seen.where("next"), what, hint)


def blocks_have_branches(model: Model) -> Iterator[Fault]:
    """A block has at least two branches, each with steps; a chance is at most 100 %."""
    for placed in model.placed.values():
        step = placed.step
        if step.verb == "together" and len(step.blocks) < 2:
            what = f'"{step.id}" has {len(step.blocks)} branch'
            yield error("few-branches", step.id, what, "two branches at least")
        if step.verb == "some of" and not step.blocks:
            yield error("few-branches", step.id, f'"{step.id}" has no branch')
        for block in [block for block in step.blocks if block.rest][1:]:
            what = f'two branches of "{step.id}" are the rest'
            yield error("two-rests", join_address(step.id, block.name), what, "give one a chance")
        for block in step.blocks:
            if not any(inner.verb not in OFF_THE_FLOW for inner in block.steps):
                where = join_address(step.id, block.name)
                yield error("empty-branch", where, f'branch "{block.name}" has no step')
        if step.verb == "first of" and len(step.race) < 2:
            what = f'"{step.id}" is a race of {len(step.race)}'
            yield error("few-branches", step.id, what, "two runners at least")


def acts_are_triggered(model: Model) -> Iterator[Fault]:
    """What a customer may do meanwhile is a `do` with a trigger; nothing else has one."""
    for placed in model.placed.values():
        step = placed.step
        if placed.act_of is None:
            if step.trigger is not None:
                what = f'"{step.id}" is triggered, but stands in no meanwhile'
                yield error("trigger-outside", f"{step.id}.when", what)
            continue
        if step.verb != "do":
            what = f'"{step.id}" is a {step.verb}: what a customer may do meanwhile is a do'
            yield error("not-a-do", step.id, what)
        if step.trigger is None:
            hint = "say when: at random, PROMISE passed, or no news for 1 day"
            what = f'"{step.id}" does not say when the customer does it'
            yield error("no-trigger", step.id, what, hint)
        else:
            yield from _trigger(model, step)
        if step.at_most is not None:
            what = f'"{step.id}" is an act: max says how often'
            yield error("at-most-of-act", f"{step.id}.at-most", what, "say max: 2")
    for placed in model.placed.values():
        if placed.step.verb == "meanwhile" and not placed.step.acts:
            what = f'"{placed.step.id}" does not say what a customer may do'
            yield error("no-acts", placed.step.id, what, "say may: [...]")


def _trigger(model: Model, step: Step) -> Iterator[Fault]:
    trigger = step.trigger
    assert trigger is not None
    where = f"{step.id}.chance"
    if trigger.kind == "at random" and trigger.chance is not None and trigger.per is None:
        what = f'"{step.id}" happens at random: its chance must be per unit of time'
        yield error("chance-without-unit", where, what, "say 2% per day")
    if trigger.kind != "at random" and trigger.per is not None:
        what = f'"{step.id}" is not at random: its chance is of each time, not per {trigger.per}'
        yield error("chance-with-unit", where, what, f"leave per {trigger.per} out")
    if trigger.passed is not None:
        promise = model.placed.get(trigger.passed)
        if promise is None or promise.step.verb != "promise":
            promises = [p.step.id for p in model.placed.values() if p.step.verb == "promise"]
            hint = did_you_mean(trigger.passed, promises)
            what = f'"{trigger.passed}" is not a promise'
            yield error("not-a-promise", f"{step.id}.when", what, hint)


def spans(model: Model) -> Iterator[Fault]:
    """A promise and a meanwhile reach from one visited step to another."""
    for placed in model.placed.values():
        step = placed.step
        if step.verb not in OFF_THE_FLOW:
            continue
        if step.span is None:
            what = f'"{step.id}" does not say from where to where'
            yield error("no-span", step.id, what, "write FIRST to LAST")
            continue
        where = join_address(step.id, step.verb)
        if step.span.first == step.span.last:
            yield error("empty-span", where, f'"{step.id}" begins and ends at the same step')
        for named in (step.span.first, step.span.last):
            end = model.placed.get(named)
            if end is None:
                hint = did_you_mean(named, model.placed)
                yield error("unknown-step", where, f'unknown step "{named}"', hint)
            elif end.step.verb in OFF_THE_FLOW or end.act_of is not None or end.is_shared:
                kind = "an act" if end.act_of else "shared" if end.is_shared else end.step.verb
                what = f'"{step.id}" reaches to "{named}", which is {kind}'
                yield error("bad-span", where, what, "name a step of the flow")


def calls_end(model: Model) -> Iterator[Fault]:
    """Only a step that is run several times can be run at once."""
    for placed in model.placed.values():
        step = placed.step
        if step.at_once and step.times is None:
            what = f'"{step.id}" is run once: nothing goes on at once'
            yield error("at-once-alone", f"{step.id}.at-once", what, "say times: 3")


def shared_steps(model: Model) -> Iterator[Fault]:
    """`through` and `call` name a shared step, and its failures can lead on from there."""
    for seen in model.seen:
        way = seen.way
        for field, named in (("through", way.through), ("calls", way.calls)):
            if named is None:
                continue
            where = seen.where(field) if field == "through" else f"{seen.step.id}.call"
            target = model.shared.get(named)
            if target is None:
                hint = did_you_mean(named, model.shared) or "declare it under `shared:`"
                yield error("not-shared", where, f'"{named}" is not a shared step', hint)
            else:
                yield from _leads_on(model, seen, target, where)
    for step in model.process.shared:
        if step.verb not in SHARED_VERBS:
            what = f"a shared step cannot be a {step.verb}"
            yield error("bad-shared-step", step.id, what, f"one of: {', '.join(SHARED_VERBS)}")
        for field in ("go", "next", "through", "join_all"):
            if getattr(step, field):
                what = f'a shared step cannot say "{field.replace("_all", "")}": its caller does'
                yield error("bad-shared-step", join_address(step.id, field), what)


def _leads_on(model: Model, seen: Seen, target: Step, where: str) -> Iterator[Fault]:
    """A failure of the shared step without a destination needs a way out at the caller."""
    leaves = any(f.to is None for said in (target, *target.ways) for f in said.fails)
    leaves = leaves or any(
        hears_busy(model, way) for way in ways_of(target, model.process.channels).values()
    )
    if not leaves or seen.placed.act_of is not None:
        return
    way = seen.way
    if way.calls is not None:
        what = f'"{target.id}" may fail without saying where it leads'
        yield error("leads-nowhere", where, what, f"say so in {target.id}.fails")
    elif way.patience is None or way.patience.to is None:
        what = f'who gives up in "{target.id}" on the way to "{seen.step.id}" goes nowhere'
        yield error("leads-nowhere", where, what, "say patience: 5 min -> STEP")
