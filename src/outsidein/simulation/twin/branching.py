"""Where the flow divides and meets again: blocks, races, and steps that wait for all."""

from __future__ import annotations

from outsidein.model.behaviour import Times
from outsidein.model.process import BranchBlock, Step
from outsidein.simulation.twin import cases, limits, spans, steps
from outsidein.simulation.twin.state import DONE, Split, Token, World


def split(world: World, token: Token, step: Step) -> None:
    """Send a token into every branch of a `together`, or into those of a `some of` it draws."""
    spans.begin_trying(world, token)
    taken = list(step.blocks) if step.verb == "together" else _drawn(world, token, step)
    if not taken:
        pass_on(world, token)
        return
    together = Split(step.id, len(taken), token.split, token.trying_since)
    token.trying_since = None
    limits.hand_on(token, together)
    firsts = [next(s for s in b.steps if s.verb not in ("promise", "meanwhile")) for b in taken]
    for number, (block, first) in enumerate(zip(taken, firsts, strict=True)):
        branch = token if number == 0 else cases.twin_of(token)
        branch.split = together
        steps.route(world, branch, first.id, (step.id, block.name))


def _drawn(world: World, token: Token, step: Step) -> list[BranchBlock]:
    """Draw each branch on its own; the rest is taken if no other is."""
    arrival = token.case.arrivals[step.id] - 1
    taken = [
        block for block in step.blocks
        if block.share is not None
        and world.uniform(token.case, f"{step.id}.{block.name}", arrival, "go") < block.share
    ]  # fmt: skip
    return taken or [block for block in step.blocks if block.rest]


def meet(world: World, token: Token) -> None:
    """A branch of a block is done; the last one goes on."""
    split = token.split
    assert split is not None
    split.missing -= 1
    limits.stop(token)
    spans.leave_sight(world, token)
    if split.missing:
        token.state = "joining"
        cases.look_for_stuck(world, token.case)
        return
    for other in [t for t in token.case.tokens if t.split is split and t is not token]:
        token.case.tokens.remove(other)
    token.split, token.at, token.trying_since = split.outer, split.step, split.trying_since
    limits.hand_back(token, split)
    pass_on(world, token)


def call(world: World, token: Token, step: Step) -> None:
    """Run a shared step, once or as often as drawn, one after another or all at once."""
    spans.begin_trying(world, token)
    token.state = "through"
    count = 1 if step.times is None else _times(world, token, step.times)
    token.runs_out = 0
    token.runs_left = count
    if not count:
        pass_on(world, token)
    for _ in range(count if step.at_once else min(count, 1)):
        _run_again(world, token, step)


def _times(world: World, token: Token, times: Times) -> int:
    u = world.uniform(token.case, token.at, token.case.arrivals[token.at] - 1, "instance")
    return times.least + int(u * (times.most - times.least + 1))


def _run_again(world: World, token: Token, step: Step) -> None:
    assert step.calls is not None
    token.runs_left -= 1
    token.runs_out += 1
    cases.spawn(world, token, step.calls, called_by="call")


def came_back(world: World, token: Token) -> None:
    """A run of the shared step is done: the next begins, or all are done."""
    token.runs_out -= 1
    if token.runs_left:
        _run_again(world, token, token.case.routes.step(token.at))
    elif not token.runs_out:
        pass_on(world, token)


def pass_on(world: World, token: Token) -> None:
    """A block or a call is behind: spans shut and open here, the token goes on."""
    spans.end_trying(world, token, served=True)
    steps.go_on(world, token, "next")


def stop_trying(world: World, token: Token) -> None:
    """A branch is cut short: a block whose branches are all gone was not served."""
    case, split = token.case, token.split
    while split is not None:
        if any(split in around(other) for other in case.tokens):
            return
        if split.limit is not None:
            limits.kill(split.limit)
        if split.trying_since is not None and case.end is None:
            since, split.trying_since = split.trying_since, None
            spans.stop_trying(world, case, split.step, since, served=False)
        split = split.outer


def around(token: Token) -> list[Split]:
    """Return the blocks under way that a token is in."""
    found, split = [], token.split
    while split is not None:
        found.append(split)
        split = split.outer
    return found


def joined(world: World, token: Token) -> bool:
    """A step that waits for every incoming flow: take one token of each, or wait."""
    case, step_id = token.case, token.at
    token.state = "joining"
    here = [t for t in case.tokens if t.at == step_id and t.state == "joining"]
    first_by_arc: dict[tuple[str, str], Token] = {}
    for waiting in here:
        first_by_arc.setdefault(waiting.came_by, waiting)
    if set(first_by_arc) != set(case.routes.incoming[step_id]):
        cases.look_for_stuck(world, case)
        return False
    for waiting in first_by_arc.values():
        if waiting is not token:
            case.tokens.remove(waiting)
    token.state = "moving"
    return True


def race(world: World, token: Token, step: Step) -> None:
    """Let the runners run: the first to come in decides where the token goes."""
    row = token.row
    assert row is not None
    ends = []
    for runner in step.race:
        u = world.uniform(token.case, f"{step.id}.{runner.label}", row.visit, "race")
        ends.append(world.end_of(runner.after, u, world.now))
    first = ends.index(min(ends))
    token.won = step.race[first]
    token.state = "after"
    world.after(token, ends[first] - world.now, DONE, lambda: steps.conclude(world, token))
