"""How long a case stays at a step at most, and what happens when that time is over."""

from __future__ import annotations

from outsidein.model.process import Step
from outsidein.simulation.twin import branching, cases, parts, spans, steps
from outsidein.simulation.twin.state import LIMIT, Case, Split, TimeLimit, Token, World


def begin(world: World, token: Token, step: Step) -> None:
    """The case comes to a step that has a limit: its clock runs until the case goes on."""
    if step.limit is None:
        return
    assert step.limit.law is not None
    case, arrival = token.case, token.case.arrivals[step.id] - 1
    u = world.uniform(case, f"{step.id}.limit", arrival, "wait")
    due = world.end_of(step.limit.law, u, world.now)
    key = (case.number, case.routes.placed[step.id].position, arrival)
    limit = TimeLimit(step, token)
    limit.entry = world.schedule(due, LIMIT, key, lambda: _fall_due(world, case, limit))
    token.limit = limit


def stop(token: Token) -> None:
    """The case goes on from the step."""
    if token.limit is not None:
        kill(token.limit)
        token.limit = None


def kill(limit: TimeLimit) -> None:
    """A limit never falls due."""
    if limit.entry is not None:
        limit.entry.alive = False


def hand_on(token: Token, split: Split) -> None:
    """The limit of a block runs on while its branches do."""
    split.limit, token.limit = token.limit, None
    if split.limit is not None:
        split.limit.token, split.limit.split = None, split


def hand_back(token: Token, split: Split) -> None:
    """The last branch is done: the block is as good as behind."""
    token.limit = split.limit
    if token.limit is not None:
        token.limit.token, token.limit.split = token, None


def _fall_due(world: World, case: Case, limit: TimeLimit) -> None:
    """Whatever goes on at the step is cut short, and the case goes where the limit leads."""
    assert limit.step.limit is not None
    assert limit.step.limit.to is not None
    token = limit.token
    if token is None:
        assert limit.split is not None
        token = _out_of_block(world, case, limit.split)
    else:
        token.limit = None
        _cut_short(world, token)
    if token.act and token.act.last_piece:
        spans.end_last_piece(world, token)
    else:
        spans.jump(world, token, limit.step.limit.to, (limit.step.id, "limit"))


def _out_of_block(world: World, case: Case, split: Split) -> Token:
    """Drop every branch of a block; return the token that stands for the case again."""
    inside = [t for t in case.tokens if split in branching.around(t)]
    token = Token(case, split.step)
    token.split = split.outer
    case.tokens.append(token)
    for branch in inside:
        drop_below(world, branch, "left")
        _count_left(world, branch)
        cases.drop(world, branch, "left")
    return token


def _count_left(world: World, token: Token) -> None:
    """Who is in a queue when time is up has left it."""
    if token.state == "queue" and token.row is not None and token.row.part in world.parts:
        world.parts[token.row.part].left += 1


def _cut_short(world: World, token: Token) -> None:
    """The case leaves queue or effort; a service under way is finished by the part without it."""
    drop_below(world, token, "left")
    row, case = token.row, token.case
    if token in case.asking:
        case.asking.remove(token)
    _count_left(world, token)
    parts.let_go(world, token)
    for entry in token.entries:
        entry.alive = False
    token.entries.clear()
    if row is not None and row.how is None:
        steps.close_row(world, token, "left")
    spans.end_trying(world, token, served=False)
    cases.release_person(world, token)
    token.won, token.no_show = None, False


def drop_below(world: World, token: Token, how: str = "under way") -> None:
    """Drop what runs through shared steps for a token."""
    for child in [t for t in token.case.tokens if t.caller is token]:
        drop_below(world, child, how)
        if how == "left":
            _count_left(world, child)
        cases.drop(world, child, how)


def any_runs(case: Case) -> bool:
    """Whether a limit of the case will still fall due."""
    return any(
        t.limit is not None or any(s.limit is not None for s in branching.around(t))
        for t in case.tokens
    )
