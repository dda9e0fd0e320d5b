"""Not served: trying again, calling back, or going elsewhere."""

from __future__ import annotations

import math

from outsidein.model.behaviour import Law
from outsidein.simulation.twin import cases, spans, steps
from outsidein.simulation.twin.state import DONE, Token, World

CALL_BACKS = 3
CALL_BACK_WITHIN = Law(kind="exponential", parameters=(1800.0,), unit="min")


def lead(world: World, token: Token, to: str | None, came_by: tuple[str, str]) -> None:
    """Send a token that was not served to a sister way, a step, its caller or its act's end."""
    if to is not None and to in token.case.routes.ways[token.at]:
        token.way, token.retries, token.call_backs, token.attempt = to, 0, 0, token.attempt + 1
        cases.release_person(world, token)
        spans.leave_sight(world, token)
        steps.begin_try(world, token)
    elif to is not None:
        cases.release_person(world, token)
        spans.jump(world, token, to, came_by)
    else:
        cases.come_to_an_edge(world, token, came_through=False)


def not_served(world: World, token: Token, how: str) -> None:
    """The customer gave up, or found it closed: try again later, or go elsewhere."""
    step = steps.doing(token)
    steps.close_row(world, token, how)
    spans.end_trying(world, token, served=False)
    cases.release_person(world, token)
    if token.act and token.act.last_piece:
        spans.end_last_piece(world, token)
        return
    again = _again_after_closed(world, token) if how == "closed" else _retry(world, token)
    if again is not None:
        token.state = "between tries"
        token.attempt += 1
        world.after(token, again - world.now, DONE, lambda: steps.begin_try(world, token))
        return
    closed = step.closed.to if how == "closed" and step.closed else None
    patience = step.patience.to if step.patience else None
    lead(world, token, closed or patience, (step.id, "closed" if closed else "patience"))


def leave(world: World, token: Token, to: str, why: str) -> None:
    """The customer leaves at once for another step or way, without trying again."""
    step = steps.doing(token)
    steps.close_row(world, token, "left")
    spans.end_trying(world, token, served=False)
    cases.release_person(world, token)
    if token.act and token.act.last_piece:
        spans.end_last_piece(world, token)
    else:
        lead(world, token, to, (step.id, why))


def _retry(world: World, token: Token) -> float | None:
    """Return when the customer tries again after giving up, or None."""
    retry = steps.doing(token).retry
    if retry is None or token.retries >= (retry.most or 0):
        return None
    assert retry.after is not None
    if not world.happens(token, retry.chance or 0.0, "retry"):
        return None
    token.retries += 1
    return world.now + world.delay(token, retry.after, "retry after")


def _again_after_closed(world: World, token: Token) -> float | None:
    """Return when the customer calls back after finding it closed, or None."""
    closed, row = steps.doing(token).closed, token.row
    if closed is None or not closed.call_back or token.call_backs >= CALL_BACKS:
        return None
    if closed.chance is not None and not world.happens(token, closed.chance, "closed"):
        return None
    assert row is not None
    assert row.part is not None
    opening = world.parts[row.part].week.next_above_zero(world.now)
    if math.isinf(opening):
        return None
    token.call_backs += 1
    within = closed.within or CALL_BACK_WITHIN
    u = world.uniform(token.case, row.step, row.visit, "call back")
    return world.end_of(within, u, opening)
