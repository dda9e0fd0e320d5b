"""What stands between a live customer and the queue: closed hours, lines, who is passed on."""

from __future__ import annotations

from outsidein.model.process import Step
from outsidein.simulation.twin import leaving, parts
from outsidein.simulation.twin.state import PartAtWork, Token, World


def may_join(world: World, token: Token, step: Step, away: bool) -> bool:
    """Let a live customer through to the queue of the part they asked, or of another.

    ``away``: the part asked is one that takes over, which passes nobody on.
    """
    row = token.row
    assert row is not None
    asked = world.parts.get(row.part or "")
    overflow = None if asked is None or away else asked.part.overflow
    if overflow is not None and not _is_open(world, overflow.part):
        overflow = None
    closed = asked is not None and asked.level == 0
    if closed and overflow is None:
        return _find_closed(world, token)
    if not take_line(world, token, row.part):
        hear_busy(world, token)
        return False
    if overflow and asked and (closed or _waiting(world, asked) >= overflow.at):
        row.part = overflow.part
    return not _balks(world, token, step)


def _is_open(world: World, part_id: str) -> bool:
    part = world.parts.get(part_id)
    return part is None or part.level > 0


def _waiting(world: World, part: PartAtWork) -> int:
    """Return how many live customers wait, less the people who are free to take them."""
    free = sum(p.on_duty and p.job is None for p in part.people)
    return sum(parts.is_live_do(world, token) for _, token in part.queue) - free


def _find_closed(world: World, token: Token) -> bool:
    assert token.row is not None
    token.row.joined = world.now
    world.parts[token.row.part or ""].joined += 1
    leaving.not_served(world, token, "closed")
    return False


def hear_busy(world: World, token: Token) -> None:
    """No line is free: the customer counts as having joined and left at once."""
    _left_at_once(world, token)
    leaving.not_served(world, token, "left")


def _left_at_once(world: World, token: Token) -> None:
    assert token.row is not None
    token.row.joined = world.now
    part = world.parts.get(token.row.part or "")
    if part is not None:
        part.joined += 1
        part.left += 1


def _balks(world: World, token: Token, step: Step) -> bool:
    """Whether so many wait that the customer leaves at once."""
    assert token.row is not None
    balks, part = step.balks, world.parts.get(token.row.part or "")
    if balks is None or part is None or _waiting(world, part) < (balks.at or 0):
        return False
    if balks.chance is not None and not world.happens(token, balks.chance, "balks"):
        return False
    _left_at_once(world, token)
    if balks.to is None:
        leaving.not_served(world, token, "left")
    else:
        leaving.leave(world, token, balks.to, "balks")
    return True


def take_line(world: World, token: Token, part_id: str | None) -> bool:
    """Take one of a part's lines, or have it already; False if all are busy.

    Who asks another part than before gives the first one's line back. Who is visited by
    `through` goes over the caller's line.
    """
    caller = token.caller if token.called_by == "through" else None
    if token.line == part_id or (caller is not None and caller.line == part_id):
        return True
    give_line(world, token)
    if part_id not in world.lines:
        return True
    if world.lines[part_id] == 0:
        return False
    world.lines[part_id] -= 1
    token.line = part_id
    return True


def give_line(world: World, token: Token) -> None:
    """The customer is off the line."""
    if token.line is not None:
        world.lines[token.line] += 1
        token.line = None
