"""A case: its tokens, its persons, where its branches meet, and how it ends."""

from __future__ import annotations

from typing import Literal

from outsidein.model.behaviour import Failure
from outsidein.model.process import Step
from outsidein.simulation.twin import branching, crews, leaving, limits, parts, spans, steps
from outsidein.simulation.twin.state import ROUTING, Case, Token, World

WORST = {None: -1, "served": 0, "not served": 1, "lost": 2}


def begin(world: World, case: Case, at: str | None = None) -> None:
    """A customer arrives: one token goes to a step given, or where customers of this kind begin."""
    spans.prepare(case)
    routes = case.routes
    u = world.uniform(case, "start", 0, "start")
    first = at or routes.starts[steps.pick(routes.start_shares, u)]
    token = Token(case, first)
    case.tokens.append(token)
    steps.route(world, token, first, ("", ""))


def twin_of(token: Token) -> Token:
    """Return a new token of the same case, in the same split, act and caller."""
    other = Token(token.case, token.at, act=token.act, caller=token.caller)
    other.called_by, other.split = token.called_by, token.split
    token.case.tokens.append(other)
    if token.act:
        token.act.window.runs.append(other)
    return other


def spawn(world: World, caller: Token, step: str, called_by: Literal["through", "call"]) -> None:
    """Send a token of its own through a shared step; the caller waits for it."""
    child = Token(caller.case, step, act=caller.act, caller=caller, called_by=called_by)
    caller.case.tokens.append(child)
    if caller.act:
        caller.act.window.runs.append(child)
    steps.route(world, child, step, (caller.at, called_by))


def come_to_an_edge(world: World, token: Token, came_through: bool) -> None:
    """Nothing follows: back to the caller, out of the act, or to where the branches meet."""
    caller = token.caller
    if caller is not None:
        called_by = token.called_by
        remove(world, token)
        if called_by == "through" and came_through:
            steps.through_ended(world, caller)
        elif called_by == "through":
            if caller.row and caller.row.ended is None:
                caller.row.ended = world.now
            leaving.not_served(world, caller, "left")
        else:
            branching.came_back(world, caller)
    elif token.act:
        spans.end_act(world, token)
    elif token.split:
        branching.meet(world, token)
    else:
        reach_end(world, token, None)


def ask_for_person(world: World, token: Token) -> None:
    """An encounter needs its person: at once if free, else when the other encounter ends."""
    person = person_of(token)
    if person in token.case.engaged:
        token.state = "asking"
        token.case.asking.append(token)
    else:
        take_person(world, token)
        steps.began(world, token)


def person_of(token: Token) -> str:
    """Return the customer's person of an encounter: `as`, else the first inside."""
    people = token.case.routes.customer.people
    return steps.doing(token).person or (people[0] if people else "")


def take_person(world: World, token: Token) -> None:
    """The person is in this encounter from now on."""
    token.holds = person_of(token)
    token.case.engaged[token.holds] = token
    crews.look_behind(world, token.case)


def release_person(world: World, token: Token) -> None:
    """The encounter is over: the next that asks for the person begins, touches may start."""
    if token.holds is None:
        return
    case = token.case
    del case.engaged[token.holds]
    token.holds = None
    for waiting in case.asking:
        world.schedule(world.now, ROUTING, world.key(waiting), lambda: _grant(world, case))
        break
    parts.look_at_touches(world, case)


def _grant(world: World, case: Case) -> None:
    """Begin every encounter that asks for a person who is free, first come first."""
    for waiting in list(case.asking):
        if waiting in case.asking and person_of(waiting) not in case.engaged:
            case.asking.remove(waiting)
            take_person(world, waiting)
            steps.began(world, waiting)


def rest(world: World, token: Token, failure: Failure) -> None:
    """The failure is found when the case ends a visit of another step; until then it rests."""
    token.state = "resting"
    assert token.row is not None
    token.row.mode = failure.mode
    spans.end_trying(world, token, served=False)
    look_for_stuck(world, token.case)


def wake_resting(world: World, case: Case, step_id: str) -> None:
    """A visit of a step has ended: the failures that waited for it lead on."""
    for token in [t for t in case.tokens if t.state == "resting"]:
        failure = _resting_failure(token)
        if failure.until == step_id:
            token.state = "moving"
            if failure.by == "customer":
                case.found_by_customer += 1
            steps.close_row(world, token, "failed")
            leaving.lead(world, token, failure.to, (token.at, failure.mode))


def _resting_failure(token: Token) -> Failure:
    assert token.row is not None
    return next(f for f in steps.doing(token).fails if f.mode == token.row.mode)


def reach_end(world: World, token: Token, step: Step | None) -> None:
    """A token ends; an end `lost` or one that ends everything, or the last token, ends the case."""
    case = token.case
    outcome = step.outcome if step else None
    if WORST[outcome] > WORST[case.outcome]:
        case.outcome, case.end_step = outcome, step.id if step else None
    remove(world, token)
    terminates = step is not None and step.ends is not None
    if case.outcome == "lost" or terminates or not on_the_way(case):
        end(world, case)
    else:
        look_for_stuck(world, case)


def on_the_way(case: Case) -> list[Token]:
    """Return the tokens that keep a case open: outside acts and touches beside it."""
    return [t for t in case.tokens if t.act is None and not t.beside]


def look_for_stuck(world: World, case: Case) -> None:
    """End a case whose tokens can never move again."""
    if case.end is not None or case.stuck:
        return
    waiting = {"joining", "resting", "through"}
    if any(t.state not in waiting for t in case.tokens if not t.beside):
        return
    if spans.anything_due(case) or limits.any_runs(case):
        return
    case.stuck = True
    end(world, case)
    case.end = None


def end(world: World, case: Case) -> None:
    """The case is over: acts are dropped, open promises are judged, touches are still made."""
    case.end = world.now
    for token in list(case.tokens):
        if not token.beside or case.outcome == "lost":
            drop(world, token)
    spans.close_case(world, case)
    case.never_noticed += len(case.carried)
    for part_id, number in case.bound.items():
        part = world.parts[part_id]
        part.people[number - 1].bound -= 1
        world.dirty.add(part_id)
    case.bound.clear()
    if not case.tokens:
        world.open_cases.discard(case.number)


def remove(world: World, token: Token) -> None:
    """Take a token that has nothing under way out of its case."""
    for entry in token.entries:
        entry.alive = False
    limits.stop(token)
    spans.leave_sight(world, token)
    if token in token.case.tokens:
        token.case.tokens.remove(token)
    if token.act and token in token.act.window.runs:
        token.act.window.runs.remove(token)
    if token.case.end is not None and not token.case.tokens:
        world.open_cases.discard(token.case.number)


def drop(world: World, token: Token, how: str = "under way") -> None:
    """Cut a token short: it leaves its queue, a service under way is finished without it."""
    case = token.case
    if token not in case.tokens:
        return
    if token in case.asking:
        case.asking.remove(token)
    parts.let_go(world, token)
    row = token.row
    remove(world, token)
    spans.end_trying(world, token, served=False)
    branching.stop_trying(world, token)
    if row is not None and row.how is None:
        steps.close_row(world, token, how)
    release_person(world, token)
