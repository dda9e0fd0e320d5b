"""Between two steps: promises, what a customer may do meanwhile, news, and taking over."""

from __future__ import annotations

from outsidein.model.behaviour import Law
from outsidein.model.process import Step
from outsidein.simulation.calendar import add_working
from outsidein.simulation.twin import cases, limits, steps
from outsidein.simulation.twin.state import (
    DEADLINE,
    TRIGGER,
    ActRun,
    Case,
    Clock,
    Promise,
    Token,
    Window,
    World,
)
from outsidein.units import UNIT_SECONDS


def prepare(case: Case) -> None:
    """Give a new case its promises and windows, all shut."""
    customer = case.routes.customer.id
    for step_id, placed in case.routes.placed.items():
        step = placed.step
        if step.only not in (None, customer):
            continue
        if step.verb == "promise":
            case.promises[step_id] = Promise(step)
        elif step.verb == "meanwhile":
            acts = [a for a in step.acts if a.only in (None, customer)]
            case.windows[step_id] = Window(step, [Clock(act) for act in acts])


def _key(case: Case, step: Step) -> tuple[int, int, int]:
    return case.number, case.routes.placed[step.id].position, 0


# What opens and shuts a span.


def begin_trying(world: World, token: Token) -> None:
    """A visit begins: what falls due in spans that shut here is held."""
    if token.trying_since is not None:
        return
    token.trying_since = world.now
    for span in _shutting(token.case, token.at):
        span.tries += 1


def end_trying(world: World, token: Token, served: bool) -> None:
    """A visit is over: if served, spans shut and open; if not, what was held falls due."""
    since = token.trying_since
    if token.case.end is None:
        token.trying_since = None
        stop_trying(world, token.case, token.at, since, served)


def stop_trying(
    world: World, case: Case, step_id: str, since: float | None, served: bool
) -> None:  # fmt: skip
    """What was tried at a step since a time, if at all, is served or not."""
    if since is not None:
        for span in _shutting(case, step_id):
            span.tries -= 1
    if served:
        for span in _shutting(case, step_id):
            _shut(world, case, span, world.now if since is None else since)
        for span in _spans(case):
            if span.step.span and span.step.span.first == step_id:
                _open(world, case, span)
    elif since is not None:
        for span in _shutting(case, step_id):
            _release(world, case, span)


def passed_by(world: World, case: Case, step_id: str) -> None:
    """A step passed because it is for other customers: a span shuts, none opens."""
    for span in _shutting(case, step_id):
        _shut(world, case, span, world.now)


def _spans(case: Case) -> list[Promise | Window]:
    return [*case.promises.values(), *case.windows.values()]


def _shutting(case: Case, step_id: str) -> list[Promise | Window]:
    return [s for s in _spans(case) if s.step.span and s.step.span.last == step_id]


def _open(world: World, case: Case, span: Promise | Window) -> None:
    if isinstance(span, Promise):
        _open_promise(world, case, span)
    else:
        _open_window(world, case, span)


def _shut(world: World, case: Case, span: Promise | Window, when: float) -> None:
    if isinstance(span, Promise):
        _shut_promise(world, case, span, when)
    else:
        _shut_window(world, case, span)


def _release(world: World, case: Case, span: Promise | Window) -> None:
    """Nobody tries the last step any more and it was not served: what was held falls due."""
    if span.tries:
        return
    if isinstance(span, Promise):
        if span.held:
            span.held, span.falls = False, True
            promise = span
            world.schedule(
                world.now, DEADLINE, _key(case, span.step), lambda: _due(world, case, promise)
            )
    else:
        held, span.held = span.held, []
        for clock in held:
            _set_clock(world, case, span, clock, world.now)


# Promises.


def _open_promise(world: World, case: Case, promise: Promise) -> None:
    if promise.opened is not None and promise.entry is not None:
        promise.entry.alive = False
    if promise.opened is not None and promise.passed:
        world.promises.append((case.number, promise.step.id, promise.opened, None, "broken"))
    promise.opened, promise.passed, promise.held, promise.falls = world.now, False, False, False
    assert promise.step.within is not None
    deadline = world.end_of(promise.step.within, 0.5, world.now)
    key = _key(case, promise.step)
    promise.entry = world.schedule(deadline, DEADLINE, key, lambda: _due(world, case, promise))


def _due(world: World, case: Case, promise: Promise) -> None:
    """The deadline: broken, unless the last step is being tried."""
    if promise.opened is None or case.end is not None:
        return
    if promise.tries:
        promise.held, promise.falls = True, False
        return
    promise.passed, promise.falls = True, False
    case.promises_broken += 1
    for window in case.windows.values():
        for clock in window.clocks:
            trigger = clock.act.trigger
            if window.is_open and trigger and trigger.passed == promise.step.id:
                _set_clock(world, case, window, clock, world.now)


def _shut_promise(world: World, case: Case, promise: Promise, when: float) -> None:
    if promise.opened is None:
        return
    if promise.entry is not None:
        promise.entry.alive = False
    fate = "broken" if promise.passed else "kept"
    case.promises_kept += fate == "kept"
    world.promises.append((case.number, promise.step.id, promise.opened, when, fate))
    promise.opened, promise.held, promise.falls = None, False, False


# Windows and the clocks of their acts.


def _open_window(world: World, case: Case, window: Window) -> None:
    window.is_open, window.held = True, []
    for clock in window.clocks:
        clock.begun = 0
        _stop(clock)
        trigger = clock.act.trigger
        assert trigger is not None
        if trigger.kind == "at random":
            _start_random(world, case, window, clock)
        elif trigger.kind == "no news":
            assert trigger.silence is not None
            _start(world, case, window, clock, trigger.silence)
        elif any(p.passed and p.opened is not None for p in _promises_of(case, clock)):
            _set_clock(world, case, window, clock, world.now)


def _promises_of(case: Case, clock: Clock) -> list[Promise]:
    assert clock.act.trigger is not None
    found = case.promises.get(clock.act.trigger.passed or "")
    return [found] if found else []


def _shut_window(world: World, case: Case, window: Window) -> None:
    window.is_open, window.held = False, []
    for clock in window.clocks:
        _stop(clock)
    for token in list(window.runs):
        if token not in case.tokens:
            continue
        assert token.act is not None
        if token.state in ("own", "service"):
            token.act.last_piece = True
        elif token.state == "through":
            if not any(t.caller is token and t.state in ("own", "service") for t in case.tokens):
                _drop_run(world, token)
        else:
            _drop_run(world, token)


def _drop_run(world: World, token: Token) -> Token:
    """Drop a token of an act and its callers; return the one that stood for the act."""
    while True:
        caller = token.caller
        cases.drop(world, token)
        if caller is None:
            return token
        token = caller


def end_last_piece(world: World, token: Token) -> None:
    """The window shut while this act was in the piece that has ended now."""
    end_act(world, _drop_run(world, token))


def _stop(clock: Clock) -> None:
    if clock.entry is not None:
        clock.entry.alive = False
    clock.entry = clock.left = None


def _law_of(clock: Clock) -> Law:
    """Return the exponential law of an act at random: its rate is the chance a unit of time."""
    trigger = clock.act.trigger
    assert trigger is not None
    assert trigger.chance
    assert trigger.per is not None
    mean = UNIT_SECONDS[trigger.per] / trigger.chance
    return Law(kind="exponential", parameters=(mean,), unit=trigger.per)


def _start_random(world: World, case: Case, window: Window, clock: Clock) -> None:
    trigger = clock.act.trigger
    if trigger is not None and trigger.chance:
        _start(world, case, window, clock, _law_of(clock))


def _start(world: World, case: Case, window: Window, clock: Clock, law: Law) -> None:
    """Start an act's clock anew; the latest start replaces the earlier."""
    u = world.uniform(case, clock.act.id, clock.starts, "clock")
    clock.starts += 1
    clock.working = law.working
    _set_clock(world, case, window, clock, world.end_of(law, u, world.now))


def _left(world: World, clock: Clock) -> float:
    """Return what is left of a clock, in seconds of its own time."""
    if not clock.working:
        return clock.due - world.now
    assert world.working is not None
    return world.working.up_to(clock.due) - world.working.up_to(world.now)


def _due_after(world: World, clock: Clock, left: float) -> float:
    """Return when a clock with some time left is due if it runs from now."""
    if not clock.working:
        return world.now + left
    assert world.working is not None
    return add_working(world.working, world.now, left)


def _set_clock(world: World, case: Case, window: Window, clock: Clock, due: float) -> None:
    _stop(clock)
    trigger = clock.act.trigger
    assert trigger is not None
    if not window.is_open or (trigger.most is not None and clock.begun >= trigger.most):
        return
    clock.due = due
    if trigger.kind == "no news" and case.in_full_sight:
        clock.left = _left(world, clock)
        return
    key = _key(case, clock.act)
    clock.entry = world.schedule(due, TRIGGER, key, lambda: _fire(world, case, window, clock))


def _fire(world: World, case: Case, window: Window, clock: Clock) -> None:
    """A trigger falls due: held while the last step is tried, else its chance is drawn."""
    clock.entry = None
    if window.tries:
        window.held.append(clock)
        return
    trigger = clock.act.trigger
    assert trigger is not None
    if trigger.kind != "at random":
        assert trigger.chance is not None
        u = world.uniform(case, clock.act.id, clock.draws, "chance")
        clock.draws += 1
        if u >= trigger.chance:
            if trigger.again_after:
                _start(world, case, window, clock, trigger.again_after)
            else:
                cases.look_for_stuck(world, case)
            return
    clock.begun += 1
    token = Token(case, clock.act.id, act=ActRun(clock.act, window))
    case.tokens.append(token)
    window.runs.append(token)
    steps.route(world, token, clock.act.id, ("", ""))


def end_act(world: World, token: Token) -> None:
    """An act ends and changes nothing else; its clock starts anew."""
    assert token.act is not None
    case, window, act = token.case, token.act.window, token.act.act
    cases.remove(world, token)
    clock = next(c for c in window.clocks if c.act.id == act.id)
    trigger = act.trigger
    assert trigger is not None
    if window.is_open:
        if trigger.kind == "at random":
            _start_random(world, case, window, clock)
        elif trigger.again_after:
            _start(world, case, window, clock, trigger.again_after)
        elif trigger.kind == "no news" and trigger.silence:
            _start(world, case, window, clock, trigger.silence)
    cases.look_for_stuck(world, case)


def anything_due(case: Case) -> bool:
    """Whether an act may still begin: a clock runs, or a promise that starts one is open."""
    for window in case.windows.values():
        if not window.is_open:
            continue
        for clock in window.clocks:
            if clock.entry is not None or clock.left is not None or clock in window.held:
                return True
            if any(p.opened is not None and not p.passed for p in _promises_of(case, clock)):
                return True
    return False


# News and sight.


def news(world: World, case: Case) -> None:
    """The customer heard from the organisation: the clocks of silence start anew."""
    for window in case.windows.values():
        if not window.is_open:
            continue
        for clock in window.clocks:
            trigger = clock.act.trigger
            if trigger and trigger.kind == "no news" and trigger.silence:
                window.held = [c for c in window.held if c is not clock]
                _start(world, case, window, clock, trigger.silence)


def come_into_sight(world: World, token: Token, step: Step) -> None:
    """At a step that shows everything, the clocks of silence stand still."""
    if step.shows != "full" or token.in_full_sight:
        return
    token.in_full_sight = True
    token.case.in_full_sight += 1
    if token.case.in_full_sight > 1:
        return
    for window in token.case.windows.values():
        for clock in window.clocks:
            trigger = clock.act.trigger
            if clock.entry is not None and trigger and trigger.kind == "no news":
                left = _left(world, clock)
                _stop(clock)
                clock.left = left


def leave_sight(world: World, token: Token) -> None:
    """The token moves on: clocks that stood still run again."""
    if not token.in_full_sight:
        return
    token.in_full_sight = False
    case = token.case
    case.in_full_sight -= 1
    if case.in_full_sight:
        return
    for window in case.windows.values():
        for clock in window.clocks:
            if clock.left is not None:
                _set_clock(world, case, window, clock, _due_after(world, clock, clock.left))


# Jumping out.


def jump(world: World, token: Token, to: str, came_by: tuple[str, str]) -> None:
    """Send a token to a step; out of a shared step its callers end, out of an act it takes over."""
    while token.caller is not None:
        caller = token.caller
        cases.remove(world, token)
        token = caller
        limits.drop_below(world, token)
        if token.row is not None and token.row.how is None:
            steps.close_row(world, token, "left")
            cases.release_person(world, token)
        end_trying(world, token, served=False)
    if token.act:
        take_over(world, token, to, came_by)
    else:
        steps.route(world, token, to, came_by)


def take_over(world: World, token: Token, to: str, came_by: tuple[str, str]) -> None:
    """An act with a way on: every other token of the case is dropped, one goes there."""
    case = token.case
    for other in list(case.tokens):
        if other is not token and not other.beside:
            cases.drop(world, other)
    cases.remove(world, token)
    only = Token(case, token.at)
    case.tokens.append(only)
    steps.route(world, only, to, came_by)


def close_case(world: World, case: Case) -> None:
    """The case is over: clocks stop; a promise is broken only if already passed, else void."""
    for window in case.windows.values():
        window.is_open = False
        for clock in window.clocks:
            _stop(clock)
    for promise in case.promises.values():
        if promise.opened is None:
            continue
        if promise.entry is not None:
            promise.entry.alive = False
        case.promises_broken += promise.falls  # the case ends at the instant it falls due
        fate = "broken" if promise.passed or promise.falls else "void"
        world.promises.append((case.number, promise.step.id, promise.opened, None, fate))
        promise.opened = None
