"""Parts at work: hours, queues, who is next, who serves, what pauses."""

from __future__ import annotations

import math
from bisect import insort
from dataclasses import replace

from outsidein.model.process import Step
from outsidein.simulation.calendar import staff_week
from outsidein.simulation.twin import batches, cases, crews, interruption, leaving, meeting, steps
from outsidein.simulation.twin.state import (
    CLOSING,
    DONE,
    GIVING_UP,
    OPENING,
    START,
    Case,
    Job,
    PartAtWork,
    Person,
    Token,
    World,
)

WORK = ("tell", "hidden", "check")


def prepare(world: World) -> None:
    """Put the people to work at time 0."""
    for position, part in enumerate(world.process.parts):
        if part.lines is not None:
            world.lines[part.id] = part.lines
        week = staff_week(part)
        if week is None:
            continue
        people = [Person(k + 1) for k in range(int(max(week.levels)))]
        at_work = PartAtWork(part, position, week, people)
        world.parts[part.id] = at_work
        _set_level(world, at_work, int(week.at(0.0)))
        _schedule_change(world, at_work)


def _schedule_change(world: World, part: PartAtWork) -> None:
    time = part.week.next_change(world.now)
    if math.isinf(time):
        return
    rank = CLOSING if part.week.at(time) < part.week.at(world.now) else OPENING

    def change() -> None:
        _set_level(world, part, int(part.week.at(world.now)))
        _schedule_change(world, part)

    world.schedule(time, rank, (-1, part.position, 0), change)


def _set_level(world: World, part: PartAtWork, level: int) -> None:
    old, part.level = part.level, level
    for person in part.people:
        if person.on_shift and person.number > level:
            person.on_shift = False
            if person.on_duty:
                person.on_duty, person.off_since = False, world.now
            if level > 0:
                _orphan(part, person)
        if level == 0:
            _pause(world, part, person)
    for person in part.people:
        if not person.on_shift and person.number <= level:
            _come_on_shift(world, part, person)
    if old == 0 and level > 0:
        orphans = [p for p in part.people if p.paused and not p.on_duty]
        for person in sorted(orphans, key=lambda p: p.paused.key if p.paused else (0, 0, 0)):
            _orphan(part, person)
    if old > 0 and level == 0:
        _close_queue(world, part)
    world.dirty.add(part.part.id)


def _orphan(part: PartAtWork, person: Person) -> None:
    """The paused work of somebody off shift goes to the first who is free."""
    if person.paused is not None:
        part.orphans.append(person.paused)
        person.paused = None


def _pause(world: World, part: PartAtWork, person: Person) -> None:
    """Put work aside, at closing or for a customer who interrupts; a live service goes on."""
    job = person.job
    if job is None or not job.pauses:
        return
    assert job.entry is not None
    job.entry.alive = False
    job.left = job.due - world.now
    _count_piece(world, part, job)
    person.job, person.paused = None, job


def _count_piece(world: World, part: PartAtWork, job: Job) -> None:
    """Add a finished piece of work to the part's busy time, and what lay beyond the shift."""
    part.busy_seconds += world.now - job.piece_since
    if not job.person.on_duty:
        part.overtime_seconds += world.now - max(job.person.off_since, job.piece_since)


def _come_on_shift(world: World, part: PartAtWork, person: Person) -> None:
    """A shift begins for a person: they come, unless they are absent until it ends."""
    person.on_shift = True
    shift, person.shifts = person.shifts, person.shifts + 1
    absent = part.part.absent is not None and world.is_absent(part.part, person.number, shift)
    if not absent or person.job is not None:
        _come_on_duty(world, part, person)


def _come_on_duty(world: World, part: PartAtWork, person: Person) -> None:
    person.on_duty = True
    if person.job is not None:
        part.overtime_seconds += world.now - max(person.off_since, person.job.piece_since)
    elif person.paused is not None:
        job, person.paused = person.paused, None
        _resume(world, part, job, person)
    else:
        person.idle_since = world.now


def _resume(world: World, part: PartAtWork, job: Job, person: Person) -> None:
    job.person, person.job = person, job
    job.piece_since, job.due = world.now, world.now + job.left
    job.entry = world.schedule(job.due, DONE, job.key, lambda: _job_done(world, part, job))
    served = job.batch.tokens if job.batch is not None else [job.token]
    for token in served if not job.wrapping else ():
        if token is not None and token.row is not None:
            token.row.person = person.number


def _close_queue(world: World, part: PartAtWork) -> None:
    """Live customers still in the queue at closing find it closed."""
    waiting = [t for _, t in part.queue if is_live_do(world, t)]
    for token in sorted(waiting, key=world.key):
        if token.state == "queue":
            _leave_queue(part, token)
            leaving.not_served(world, token, "closed")


def _kind(world: World, step: Step) -> str:
    return world.process.channels.get(step.channel or "", "self")


def is_live_do(world: World, token: Token) -> bool:
    """Whether the customer is there while they wait."""
    step = steps.doing(token)
    return step.verb == "do" and _kind(world, step) == "live"


def is_booked(world: World, step: Step) -> bool:
    """Whether the customer waits at home for an appointment."""
    return step.verb == "do" and _kind(world, step) == "booked"


def asks_at_start(world: World, token: Token) -> bool:
    """Whether the customer's person is taken only when the service begins."""
    step = steps.doing(token)
    return step.verb == "touch" or (is_booked(world, step) and token.called_by != "through")


def is_passed_over(world: World, token: Token) -> bool:
    """Whether a service cannot begin as the customer's person is in another encounter."""
    return asks_at_start(world, token) and cases.person_of(token) in token.case.engaged


def queues(world: World, step: Step) -> bool:
    """Whether this try needs one of a part's people."""
    if step.part not in world.parts:
        return False
    if step.verb in WORK:
        return step.takes is not None
    return step.verb == "touch" or _kind(world, step) in ("live", "left", "booked")


def join(world: World, token: Token) -> None:
    """The customer is ready for the service: join a queue, find it closed, or begin at once."""
    row, step = token.row, steps.doing(token)
    assert row is not None
    live_do = is_live_do(world, token)
    part = world.parts.get(step.part or "")
    away = part.part.away if live_do and part else None
    if away and world.happens(token, away.share, "away"):
        row.part = away.part
    if live_do and not meeting.may_join(world, token, step, row.part != step.part):
        return
    if step.batch is not None:
        batches.wait(world, token, step)
        return
    part = world.parts.get(row.part or "")
    if step.verb == "do" and _kind(world, step) in ("left", "booked"):
        cases.release_person(world, token)
    if part is None or not queues(world, step):
        _serve_unheld(world, token, step)
    else:
        _enqueue(world, token, part, step)


def _serve_unheld(world: World, token: Token, step: Step) -> None:
    """Nobody need be free; who calls on the customer still waits until their person is."""
    row = token.row
    assert row is not None
    if step.takes or steps.is_encounter(step) or step.verb == "touch":
        row.joined = world.now
    if is_passed_over(world, token):
        token.state = "queue"
        return
    if asks_at_start(world, token):
        cases.take_person(world, token)
    takes = steps.law_of_service(token, step) if step.takes else None
    if row.joined is not None:
        steps.service_started(world, token)
    if takes:
        token.state = "service"
        delay = world.delay(token, takes, "takes")
        world.after(token, delay, DONE, lambda: steps.service_ended(world, token))
    else:
        if row.joined is None:
            token.case.cost += step.cost or 0.0
        steps.service_ended(world, token)


def _enqueue(world: World, token: Token, part: PartAtWork, step: Step) -> None:
    row = token.row
    assert row is not None
    token.state, token.anybody, row.joined = "queue", False, world.now
    part.joined += 1
    insort(
        part.queue, (order_in_queue(world, token, step), token), key=lambda entry: entry[0]
    )  # fmt: skip
    world.dirty.add(part.part.id)
    if step.patience and step.patience.law and step.verb == "do":
        delay = world.delay(token, step.patience.law, "patience")
        world.after(token, delay, GIVING_UP, lambda: _give_up(world, part, token))
    own = part.part.own_customers
    if own and own.within:
        delay = world.delay(token, own.within, "within")
        world.after(token, delay, DONE, lambda: _anybody(world, part, token))


def order_in_queue(world: World, token: Token, step: Step) -> tuple[float, ...]:
    """Return where a token that joins now stands in the order of who is next."""
    left = _kind(world, step) == "left" and step.verb == "do"
    kind = 2 if step.verb in WORK else 1 if left else 0
    priority = token.case.routes.customer.priority
    return (-step.priority, -priority, kind, world.now, *map(float, world.key(token)))


def _anybody(world: World, part: PartAtWork, token: Token) -> None:
    if token.state == "queue":
        token.anybody = True
        world.dirty.add(part.part.id)


def _give_up(world: World, part: PartAtWork, token: Token) -> None:
    if token.state == "queue":
        part.left += 1
        _leave_queue(part, token)
        world.dirty.add(part.part.id)
        leaving.not_served(world, token, "left")


def _leave_queue(part: PartAtWork, token: Token) -> None:
    part.queue = [entry for entry in part.queue if entry[1] is not token]
    for entry in token.entries:
        entry.alive = False
    token.entries.clear()
    token.state = "moving"


def let_go(world: World, token: Token) -> None:
    """Take a dropped token out of its queue, or leave its service to be finished without it."""
    row = token.row
    batches.leave(world, token)
    if token.state == "queue" and row is not None and row.part in world.parts:
        _leave_queue(world.parts[row.part], token)
        world.dirty.add(row.part)
    if token.job is not None:
        token.job.token, token.job = None, None


def look_at_touches(world: World, case: Case) -> None:
    """A person of the customer is free: what was passed over may start."""
    for token in case.tokens:
        if token.state != "queue" or not asks_at_start(world, token):
            continue
        if token.row is not None and token.row.part in world.parts:
            world.dirty.add(token.row.part)
        else:
            _look_again(world, token)


def _look_again(world: World, token: Token) -> None:
    def look() -> None:
        if token.state == "queue":
            _serve_unheld(world, token, steps.doing(token))

    world.after(token, 0.0, START, look)


def free_people(part: PartAtWork) -> list[Person]:
    """Return who is on duty without a job, the longest idle first."""
    free = [p for p in part.people if p.on_duty and p.job is None]
    return sorted(free, key=lambda p: (p.idle_since, p.number))


def next_start(
    world: World, part: PartAtWork
) -> tuple[tuple[int, int, int], Job | Token, Person] | None:
    """Return what a part would start now: (order, paused work or token, person), or None."""
    free = free_people(part)
    idle = [p for p in free if p.paused is None]
    for job in part.orphans:
        able = [p for p in idle if _can(part, p, job.needs)]
        if able:
            return job.key, job, able[0]
    waiting = crews.who_may_start(world, part, idle)
    for person in [p for p in free if p.paused is not None]:
        if not any(interruption.may_take(part, token, person) for _, token in waiting):
            assert person.paused is not None
            return person.paused.key, person.paused, person
    for order, token in waiting:
        server = server_of(part, token, able_of(part, idle, token))
        server = server or interruption.server(part, token, order)
        if server is not None:
            return world.key(token), token, server
    return None


def able_of(part: PartAtWork, people: list[Person], token: Token) -> list[Person]:
    """Return those of some people who have the skill that a token needs."""
    return [p for p in people if _can(part, p, steps.doing(token).needs)]


def _can(part: PartAtWork, person: Person, needs: str | None) -> bool:
    return part.part.speed(person.number, needs) is not None


def server_of(part: PartAtWork, token: Token, free: list[Person]) -> Person | None:
    """Return who of the free people who can serves a token: own customers first where said."""
    if not free:
        return None
    if part.part.own_customers is None:
        return free[0]
    bound = token.case.bound.get(part.part.id)
    if bound is not None and part.part.speed(bound, steps.doing(token).needs) is None:
        return free[0]
    if bound is None:
        return min(free, key=lambda p: (p.bound, p.number))
    own = [p for p in free if p.number == bound]
    if own:
        return own[0]
    return free[0] if token.anybody else None


def start(world: World, part: PartAtWork, what: Job | Token, person: Person) -> None:
    """A person takes up paused work, or the next in the queue."""
    world.dirty.add(part.part.id)
    if isinstance(what, Job):
        if what is person.paused:
            person.paused = None
        else:
            part.orphans.remove(what)
        _resume(world, part, what, person)
        return
    token, step, row = what, steps.doing(what), what.row
    assert row is not None
    order = next(key for key, waiting in part.queue if waiting is token)
    _leave_queue(part, token)
    _pause(world, part, person)
    case = token.case
    if part.part.own_customers is not None and part.part.id not in case.bound and case.end is None:
        case.bound[part.part.id] = person.number
        person.bound += 1
    if asks_at_start(world, token):
        cases.take_person(world, token)
    row.person = person.number
    pauses = step.verb in WORK or (step.verb == "do" and _kind(world, step) == "left")
    drawn_for = (case, step.id, row.visit)
    job = Job(token, person, world.key(token), pauses, step.wrap_up, step.needs, order, drawn_for)
    person.job = job
    takes = steps.law_of_service(token, step)
    if token.batch is None:
        token.job = job
        steps.service_started(world, token)
    else:
        job.token, job.batch, job.drawn_for = None, token.batch, token.batch.drawn_for
        batches.start(world, token.batch, person.number)
    speed = part.part.speed(person.number, step.needs)
    case, step_id, visit = job.drawn_for
    u = world.uniform(case, step_id, visit, "takes")
    job.left = world.end_of(takes, u, world.now, speed or 1.0) - world.now
    mates = crews.mates(part, token, person)
    _resume(world, part, job, person)
    for mate in mates:
        _resume(world, part, replace(job, token=None, person=mate, entry=None), mate)


def _job_done(world: World, part: PartAtWork, job: Job) -> None:
    """A service or its wrap-up ends."""
    person = job.person
    _count_piece(world, part, job)
    person.job = None
    token = job.token
    if not job.wrapping and job.wrap_up is not None:
        _wrap_up(world, part, job, person)
    elif person.on_duty:
        person.idle_since = world.now
    elif part.level > 0:
        _orphan(part, person)
    world.dirty.add(part.part.id)
    if token is not None:
        token.job = job.token = None
        steps.service_ended(world, token)
    elif job.batch is not None:
        batches.end(world, job.batch)


def _wrap_up(world: World, part: PartAtWork, job: Job, person: Person) -> None:
    assert job.wrap_up is not None
    case, step_id, visit = job.drawn_for
    u = world.uniform(case, step_id, visit, "wrap up")
    wrap = replace(job, token=None, batch=None, wrap_up=None, wrapping=True, entry=None)
    wrap.left = world.end_of(job.wrap_up, u, world.now) - world.now
    _resume(world, part, wrap, person)
