"""Work done for several cases at once: they wait for each other, then one service serves all."""

from __future__ import annotations

from bisect import insort

from outsidein.model.process import Step
from outsidein.simulation.twin import parts, steps
from outsidein.simulation.twin.state import DONE, Batch, Token, World


def wait(world: World, token: Token, step: Step) -> None:
    """A case joins those that wait at a step; the last one needed, or time, sets them going."""
    row = token.row
    assert row is not None
    assert step.batch is not None
    row.own_started, token.state = None, "batching"
    batch = world.batches.get(step.id)
    if batch is None:
        batch = world.batches[step.id] = Batch(step, (token.case, step.id, row.visit))
        if step.batch.after is not None:
            delay = world.delay(token, step.batch.after, "wait")
            key = world.key(token)
            batch.entry = world.schedule(world.now + delay, DONE, key, lambda: _go(world, batch))
    batch.tokens.append(token)
    token.batch = batch
    if len(batch.tokens) >= step.batch.size:
        _go(world, batch)


def _go(world: World, batch: Batch) -> None:
    """The batch is complete: it joins the queue, or is served at once where nobody is held."""
    if batch.entry is not None:
        batch.entry.alive = False
    del world.batches[batch.step.id]
    for token in batch.tokens:
        assert token.row is not None
        token.row.joined, token.state = world.now, "queue"
    part = world.parts.get(batch.step.part or "")
    if part is None:
        _serve_unheld(world, batch)
        return
    part.joined += len(batch.tokens)
    first = batch.tokens[0]
    order = parts.order_in_queue(world, first, steps.doing(first))
    insort(part.queue, (order, first), key=lambda entry: entry[0])
    world.dirty.add(part.part.id)


def _serve_unheld(world: World, batch: Batch) -> None:
    first = batch.tokens[0]
    law = steps.law_of_service(first, steps.doing(first))
    start(world, batch)
    case, step_id, visit = batch.drawn_for
    ended = world.end_of(law, world.uniform(case, step_id, visit, "takes"), world.now)
    world.schedule(ended, DONE, world.key(first), lambda: end(world, batch))


def start(world: World, batch: Batch, person: int | None = None) -> None:
    """One service begins for all of them."""
    for token in batch.tokens:
        assert token.row is not None
        token.row.person = person
        steps.service_started(world, token)


def end(world: World, batch: Batch) -> None:
    """The service is over: each goes on by itself."""
    for token in list(batch.tokens):
        token.batch = None
        steps.service_ended(world, token)


def leave(world: World, token: Token) -> None:
    """A case is dropped: the others are served without it."""
    batch = token.batch
    if batch is None:
        return
    at, token.batch = batch.tokens.index(token), None
    batch.tokens.remove(token)
    part = world.parts.get(batch.step.part or "")
    if at == 0 and token.state == "queue" and part is not None and batch.tokens:
        order = next(key for key, waiting in part.queue if waiting is token)
        insort(part.queue, (order, batch.tokens[0]), key=lambda entry: entry[0])
    if token.state == "batching" and not batch.tokens:
        if batch.entry is not None:
            batch.entry.alive = False
        del world.batches[batch.step.id]
