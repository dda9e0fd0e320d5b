"""Inside a step: arriving, trying, being served, failing, going on."""

from __future__ import annotations

import math
from collections.abc import Callable

from outsidein.measures.records import HOW, extend_path
from outsidein.model.behaviour import Branch, Failure, Law, RaceBranch
from outsidein.model.process import Step
from outsidein.simulation.routes import branch_shares
from outsidein.simulation.twin import branching, cases, leaving, limits, meeting, parts, spans
from outsidein.simulation.twin.state import DONE, ROUTING, Carried, Token, Visit, World

REPEAT_SECONDS = 7 * 86_400.0
TRIED = ("do", "touch", "tell", "hidden", "check", "choose", "wait", "first of")


def doing(token: Token) -> Step:
    """Return the step a token is at, in the way it does it."""
    return token.case.routes.ways[token.at][token.way]


def route(world: World, token: Token, to: str, came_by: tuple[str, str]) -> None:
    """Send a token to a step; it arrives at this instant, in its turn."""
    spans.leave_sight(world, token)
    limits.stop(token)
    token.at, token.state, token.row, token.came_by = to, "moving", None, came_by
    key = world.key(token)
    token.entries.append(world.schedule(world.now, ROUTING, key, lambda: arrive(world, token)))


def arrive(world: World, token: Token) -> None:
    """A token comes to a step: it joins, passes by, or begins its first try."""
    case, step = token.case, token.case.routes.step(token.at)
    token.entries.clear()
    world.count_move(case)
    if step.join_all and not branching.joined(world, token):
        return
    if step.only not in (None, case.routes.customer.id):
        spans.passed_by(world, case, step.id)
        go_on(world, token, "next")
        return
    case.arrivals[step.id] = case.arrivals.get(step.id, 0) + 1
    limit = step.at_most
    if limit and limit.visits is not None and case.arrivals[step.id] > limit.visits:
        assert limit.to is not None
        route(world, token, limit.to, (step.id, "at most"))
        return
    case.carried = [c for c in case.carried if c.step != step.id]
    token.retries = token.call_backs = token.attempt = 0
    token.way = ""
    limits.begin(world, token, step)
    if step.verb == "touch" and not (step.go or step.fails or step.next):
        _make_beside(world, token)
    elif step.verb in TRIED:
        begin_try(world, token)
    else:
        _pass_through(world, token, step)


def _make_beside(world: World, token: Token) -> None:
    """A touch without a way on of its own runs beside: the token goes on at once."""
    beside = Token(token.case, token.at, beside=True)
    token.case.tokens.append(beside)
    begin_try(world, beside)
    go_on(world, token, "next")


def _pass_through(world: World, token: Token, step: Step) -> None:
    """A start, an end, a block or a call: no visit of its own."""
    if step.verb == "end":
        spans.begin_trying(world, token)
        spans.end_trying(world, token, served=True)
        cases.reach_end(world, token, step)
    elif step.verb == "start":
        spans.begin_trying(world, token)
        spans.end_trying(world, token, served=True)
        go_on(world, token, "next")
    elif step.verb in ("together", "some of"):
        branching.split(world, token, step)
    elif step.verb == "call":
        branching.call(world, token, step)


def begin_try(world: World, token: Token) -> None:
    """Begin a try: draw the way at the first, then the customer's own pace."""
    case, step_id = token.case, token.at
    world.count_move(case)
    place = case.routes.placed[step_id]
    number = case.visits.get(step_id, 0)
    case.visits[step_id] = number + 1
    token.row = Visit(case.number, case.name, step_id, number, place.position, ready=world.now)
    ways = case.routes.ways[step_id]
    if "" not in ways and not token.way:
        token.way = _draw_way(world, token)
    step = doing(token)
    row = token.row
    row.way, row.channel, row.part = token.way or None, step.channel, step.part
    row.attempt, row.before = token.attempt, case.before
    row.caller = token.caller.at if token.caller and token.called_by == "through" else None
    spans.come_into_sight(world, token, step)
    if step.verb in ("choose", "check", "wait", "first of"):
        spans.begin_trying(world, token)
    if step.pause:
        token.state = "pausing"
        world.after(
            token, world.delay(token, step.pause, "pause"), DONE, lambda: _paused(world, token)
        )
    else:
        _paused(world, token)


def _draw_way(world: World, token: Token) -> str:
    assert token.row is not None
    u = world.uniform(token.case, token.at, token.row.visit, "way")
    names = list(token.case.routes.ways[token.at])
    shares = token.case.routes.way_shares[token.at]
    return names[pick(shares, u)]


def pick(shares: tuple[float, ...], u: float) -> int:
    """Return the first entry whose cumulative share exceeds u; the last one takes what is left."""
    total = 0.0
    for index, share in enumerate(shares):
        total += share
        if u < total:
            return index
    return max(k for k, share in enumerate(shares) if share > 0)


def is_encounter(step: Step) -> bool:
    """Whether the customer meets a part here (and is held by it)."""
    return step.verb == "do" and (step.part is not None or step.channel is not None)


def _waits_at_home(world: World, step: Step) -> bool:
    """Whether the customer's person is free until the service begins."""
    return parts.is_booked(world, step) and not step.through


def _paused(world: World, token: Token) -> None:
    """The customer's own pace is over: an encounter needs the customer's person."""
    assert token.row is not None
    token.row.pause_ended = world.now
    step = doing(token)
    if step.verb == "wait":
        assert step.wait is not None
        token.row.began = world.now
        token.state = "after"
        world.after(
            token, world.delay(token, step.wait, "wait"), DONE, lambda: conclude(world, token)
        )
    elif step.verb == "first of":
        token.row.began = world.now
        branching.race(world, token, step)
    elif is_encounter(step) and token.called_by != "through" and not _waits_at_home(world, step):
        cases.ask_for_person(world, token)
    else:
        began(world, token)


def began(world: World, token: Token) -> None:
    """The encounter begins: a contact is counted, a shared step comes first."""
    assert token.row is not None
    row, step = token.row, doing(token)
    row.began = world.now
    _count_contact(world, token, step)
    if step.through and parts.is_live_do(world, token) and not _takes_line(world, token):
        meeting.hear_busy(world, token)
    elif step.through:
        token.state = "through"
        cases.spawn(world, token, step.through, called_by="through")
    else:
        through_ended(world, token)


def _takes_line(world: World, token: Token) -> bool:
    """Whether a line is free at the start of `through`; one of a closed part is not asked for."""
    assert token.row is not None
    part = world.parts.get(token.row.part or "")
    closed = part is not None and part.level == 0
    return closed or meeting.take_line(world, token, token.row.part)


def _count_contact(world: World, token: Token, step: Step) -> None:
    row, case = token.row, token.case
    assert row is not None
    reaches_people = step.part in world.parts and step.verb == "do"
    if not reaches_people or token.called_by == "through":
        return
    if world.process.channels.get(step.channel or "") not in ("live", "left"):
        return
    reason = step.reason or step.id
    last = case.last_contact.get(reason, -math.inf)
    row.contact, row.repeat = True, world.now - last <= REPEAT_SECONDS
    case.last_contact[reason] = world.now
    case.contacts += 1
    case.repeats += row.repeat


def through_ended(world: World, token: Token) -> None:
    """The shared step is behind: now the customer's own effort."""
    assert token.row is not None
    step = doing(token)
    if not parts.is_booked(world, step):
        token.row.own_started = world.now
    if token.act and token.act.last_piece:
        spans.end_last_piece(world, token)
    elif step.own and not parts.is_booked(world, step):
        if (
            step.verb in ("do", "touch")
            and world.process.channels.get(step.channel or "") != "left"
        ):
            spans.begin_trying(world, token)
        _own(world, token, step.own, _own_ended)
    else:
        _own_ended(world, token)


def _own(world: World, token: Token, law: Law, then: Callable[[World, Token], None]) -> None:
    token.state = "own"
    world.after(token, world.delay(token, law, "own"), DONE, lambda: then(world, token))


def _own_ended(world: World, token: Token) -> None:
    step = doing(token)
    if token.act and token.act.last_piece and (parts.queues(world, step) or step.takes):
        spans.end_last_piece(world, token)
    elif step.verb == "choose":
        service_ended(world, token)
    else:
        parts.join(world, token)


def law_of_service(token: Token, step: Step) -> Law:
    """Return how long the service takes: another law where the case has been served before."""
    law = step.takes
    if step.takes_again and step.id in token.case.begun:
        law = step.takes_again
    assert law is not None
    return law


def service_started(world: World, token: Token) -> None:
    """The service begins: spans that shut here hold what falls due from now on."""
    assert token.row is not None
    step = doing(token)
    token.state = "service"
    token.row.started = world.now
    token.case.begun.add(step.id)
    _check_tolerance(world, token, step)
    no_show = step.no_show
    token.no_show = no_show is not None and world.happens(token, no_show.chance or 0.0, "no show")
    token.row.no_show = token.no_show
    if not token.no_show:
        token.case.cost += step.cost or 0.0
    if step.verb in ("do", "touch"):
        spans.begin_trying(world, token)


def _check_tolerance(world: World, token: Token, step: Step) -> None:
    row = token.row
    assert row is not None
    if step.tolerates is None or step.verb != "do" or row.joined is None:
        return
    if parts.is_booked(world, step):
        return
    until = row.started if row.started is not None else row.ended
    assert until is not None
    row.over_tolerance = until - row.joined > step.tolerates.parameters[0]
    token.case.over_tolerance += row.over_tolerance


def service_ended(world: World, token: Token) -> None:
    """The service is over; of a booked one the customer's own effort follows."""
    assert token.row is not None
    step = doing(token)
    token.row.ended = world.now
    meeting.give_line(world, token)
    last_piece = token.act and token.act.last_piece
    if step.own and parts.is_booked(world, step) and not (token.no_show or last_piece):
        token.row.own_started = world.now
        _own(world, token, step.own, _tidied_up)
    else:
        _encounter_ended(world, token)


def _tidied_up(world: World, token: Token) -> None:
    """The customer's own effort after a booked service is over."""
    assert token.row is not None
    token.row.own_ended = world.now
    _encounter_ended(world, token)


def _encounter_ended(world: World, token: Token) -> None:
    """The customer's person is free, then clock time passes."""
    step = doing(token)
    cases.release_person(world, token)
    if token.no_show:
        _go_on_after_no_show(world, token, step)
    elif step.after and not (token.act and token.act.last_piece):
        token.state = "after"
        world.after(
            token, world.delay(token, step.after, "after"), DONE, lambda: conclude(world, token)
        )
    else:
        conclude(world, token)


def _go_on_after_no_show(world: World, token: Token, step: Step) -> None:
    """Nobody was served: promises stay open, the token goes where the no show leads."""
    token.no_show = False
    close_row(world, token, "no show")
    spans.end_trying(world, token, served=False)
    if token.act and token.act.last_piece:
        spans.end_last_piece(world, token)
    else:
        to = step.no_show.to if step.no_show else None
        leaving.lead(world, token, to, (step.id, "no show"))


def conclude(world: World, token: Token) -> None:
    """The visit is over: an earlier failure is noticed, or it fails itself, or it was served."""
    assert token.row is not None
    step, case = doing(token), token.case
    if token.row.ended is None:
        token.row.ended = world.now
    if token.act and token.act.last_piece:
        served(world, token)
        return
    noticed = [c for c in case.carried if c.noticed_at == step.id]
    if noticed:
        case.carried = [c for c in case.carried if c.noticed_at != step.id]
        first = noticed[0]
        token.row.failed_step = first.step
        _fail(world, token, first.mode, first.by, first.to)
        return
    failure = _own_failure(world, token, step)
    if failure is None:
        served(world, token)
    elif failure.noticed_at:
        token.row.arose = failure.mode
        case.carried.append(
            Carried(step.id, failure.mode, failure.noticed_at, failure.by, failure.to)
        )
        served(world, token)
    elif failure.until:
        cases.rest(world, token, failure)
    else:
        _fail(world, token, failure.mode, failure.by, failure.to)


def _own_failure(world: World, token: Token, step: Step) -> Failure | None:
    if not step.fails:
        return None
    assert token.row is not None
    u = world.uniform(token.case, step.id, token.row.visit, "fails")
    total = 0.0
    for failure in step.fails:
        total += failure.chance or 0.0
        if u < total:
            return failure
    return None


def _fail(world: World, token: Token, mode: str, by: str | None, to: str | None) -> None:
    """A failure acts at the end of this visit."""
    if by == "customer":
        token.case.found_by_customer += 1
    assert token.row is not None
    token.row.mode = mode
    close_row(world, token, "failed")
    spans.end_trying(world, token, served=False)
    leaving.lead(world, token, to, (token.at, mode))


def close_row(world: World, token: Token, how: str) -> None:
    """Write the visit down."""
    row = token.row
    assert row is not None
    meeting.give_line(world, token)
    row.how = how
    if row.ended is None and how != "under way":
        row.ended = world.now
    row.finished = world.now
    if how in ("left", "closed") and row.started is None:
        _check_tolerance(world, token, doing(token))
    world.visits.append(row)
    token.case.rows.append(row)
    if how != "under way" and row.caller is None and doing(token).verb in ("do", "touch", "tell"):
        token.case.path = extend_path(token.case.path, row.position, HOW.index(how))
    if how in ("served", "failed"):
        cases.wake_resting(world, token.case, row.step)


def served(world: World, token: Token) -> None:
    """Nothing failed: spans shut and open, news reaches the customer, the token goes on."""
    step, case = doing(token), token.case
    branch = _branch(world, token, step)
    close_row(world, token, "served")
    seen = step.verb in ("do", "touch", "tell") and token.called_by != "through"
    if seen:
        case.before = step.id
    token.retries = token.call_backs = token.attempt = 0
    spans.end_trying(world, token, served=True)
    if seen and (step.verb != "do" or is_encounter(step)):
        spans.news(world, case)
    if token.act and token.act.last_piece:
        spans.end_last_piece(world, token)
    elif token.beside:
        cases.remove(world, token)
    elif branch is not None:
        spans.jump(world, token, branch.to, (step.id, branch.label))
    else:
        go_on(world, token, "next")


def _branch(world: World, token: Token, step: Step) -> Branch | RaceBranch | None:
    """Return the answer, drawn, or the runner that came in first; None if nothing is decided."""
    branch: Branch | RaceBranch | None = token.won
    token.won = None
    assert token.row is not None
    if step.go and not (token.act and token.act.last_piece):
        u = world.uniform(token.case, step.id, token.row.visit, "go")
        branch = step.go[pick(branch_shares(step), u)]
    if branch is not None:
        token.row.branch = branch.label
    return branch


def go_on(world: World, token: Token, label: str) -> None:
    """Follow `next`, or fall through to the following step, or come to an edge."""
    step = token.case.routes.step(token.at)
    onward = token.case.routes.onward(token.at)
    if token.act and token.caller is None and step.id == token.act.act.id and onward:
        spans.take_over(world, token, onward[0], (step.id, label))
    elif onward:
        for number, to in enumerate(onward):
            branch = token if number == 0 else cases.twin_of(token)
            route(world, branch, to, (step.id, label))
    else:
        cases.come_to_an_edge(world, token, came_through=True)
