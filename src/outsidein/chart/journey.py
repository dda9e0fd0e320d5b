"""The journey: what the customer goes through, step by step, and what they said of it.

Rows without any data are left out; nothing is filled in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from outsidein.chart.chart import Chart, Lane
from outsidein.chart.columns import place
from outsidein.chart.figures import Figures, RulerRow
from outsidein.chart.journey_finding import finding_of
from outsidein.chart.reach import Reach, reach_of
from outsidein.chart.touches import Act, How, Journey, Touch, Wait
from outsidein.chart.wording import clean, law_text
from outsidein.model.behaviour import Law
from outsidein.model.graph import placed_steps
from outsidein.model.process import Process, Step
from outsidein.model.resolve import shares_of_ways, ways_of
from outsidein.units import readable_duration

MOST_ACTS = 6
LEAST_WAIT = 60.0  # a shorter mean wait, in seconds, is left out
ROWS = {
    "touch": 92.0, "channel": 28.0, "words": 80.0, "waits": 92.0, "effort": 70.0, "own": 70.0,
    "satisfaction": 300.0, "act": 72.0,
}  # fmt: skip


def as_journey(chart: Chart, process: Process, figures: Figures) -> Chart:
    """Return the journey, on the columns of the departments: a column a step of the customer."""
    steps = {name: placed.step for name, placed in placed_steps(process).items()}
    reach = reach_of(chart, figures, frozenset(n for n, step in steps.items() if step.join_all))
    touches = [
        _touch(chart, process, figures, reach, steps[node.id])
        for node in chart.nodes.values()
        if node.kind == "step"
    ]
    acts = _acts(chart, reach, touches)
    touches = [replace(touch, act=acts.get(touch.node)) for touch in touches]
    answers = figures.answers
    journey = Journey(touches=tuple(touches), scale=answers.scale, source=answers.source)
    lanes = tuple(_lanes(journey, figures))
    nodes = {
        touch.node: replace(
            chart.nodes[touch.node], lane="journey.touch", halves=(), shared=(), wait="", note=""
        )
        for touch in touches
    }
    made = replace(
        chart, kind="journey", lanes=lanes, nodes=nodes, links=(), exits=(), promises=(),
        meanwhiles=(), shared=(), in_sight={}, journey=journey,
    )  # fmt: skip
    title = finding_of(chart, journey) or chart.title
    return replace(made, title=title, subtitle=_subtitle(chart, figures))


def _subtitle(chart: Chart, figures: Figures) -> str:
    answers = figures.answers
    if not answers.satisfaction:
        return chart.subtitle
    count = f"{answers.n:,} answers in " if answers.n else "answers in "
    return f"{count}{clean(answers.source)}, 95 % intervals  ·  {chart.subtitle}"


def _touch(chart: Chart, process: Process, figures: Figures, reach: Reach, step: Step) -> Touch:
    node, answers = chart.nodes[step.id], figures.answers
    names = {lane.id: lane.name for lane in chart.lanes}
    met = [(b.glyph, names[half.lane]) for half in node.halves for b in half.by_share]
    return Touch(
        node=node.id,
        is_main=node.id in chart.main,
        visits=reach.visits.get(node.id),
        met=tuple(dict.fromkeys(met)),
        words=clean(answers.words.get(node.id)),
        wait=_wait(process, figures, reach, step),
        own=_own(process, figures, reach, step),
        effort_said=clean(step.effort),
        effort=answers.effort.get(node.id),
        satisfaction=answers.satisfaction.get(node.id),
    )


# Waiting: what a simulation measured, beside what the document says is tolerated.


def _wait(process: Process, figures: Figures, reach: Reach, step: Step) -> Wait | None:
    in_queue = figures.waits.get(step.id)
    behind = _wait_behind(figures, reach, step.id, is_queued=in_queue is not None)
    if behind is not None and (behind.seconds or 0.0) > max(in_queue or 0.0, LEAST_WAIT):
        promised = _promised(process, reach, step.id)
        return _beside(behind, promised, process) if promised is not None else behind
    how, tolerated = _tolerance(process, step)
    if tolerated is None:
        return Wait(seconds=in_queue, mark=step.id) if in_queue else None
    return _beside(Wait(seconds=in_queue, how=how, mark=step.id), tolerated, process)


def _wait_behind(figures: Figures, reach: Reach, step: str, *, is_queued: bool) -> Wait | None:
    """Return the wait for hidden work after a step: as measured, else the mean of its parts."""
    for following in reach.after.get(step, ()):
        seconds = figures.hidden_waits.get((step, following))
        if seconds is not None:
            return Wait(seconds=seconds, how="promised", mark=f"{step}.wait.{following}")
    own = () if is_queued else (step,)
    mean = _mean_wait(figures, reach, step, (*own, *reach.behind.get(step, ())))
    return Wait(seconds=mean, kind="mean", how="promised") if mean else None


def _beside(wait: Wait, law: Law, process: Process) -> Wait:
    """Return a wait beside what is tolerated; working days are longer on the clock."""
    stretch = 7 / len(process.working_days) if law.working and process.working_days else 1.0
    return replace(wait, tolerated=law.mean_seconds * stretch, limit=law_text(law))


def _mean_wait(figures: Figures, reach: Reach, step: str, places: tuple[str, ...]) -> float:
    """Return the mean seconds that a visit of a step leads to waiting at some places."""
    row = _ruler(figures, "wait")
    visits = reach.visits.get(step)
    if row is None or not visits:
        return 0.0
    hours = sum(row.values.get(name, 0.0) for name in places)
    return hours * 3600.0 / visits


def _ruler(figures: Figures, kind: str) -> RulerRow | None:
    return next((row for row in figures.ruler if row.kind == kind), None)


def _tolerance(process: Process, step: Step) -> tuple[How, Law | None]:
    """Return what is tolerated in the queue: said as such, else where patience ends on average."""
    ways = list(ways_of(step, process.channels).values())
    for way in ways:
        if way.tolerates is not None:
            return "tolerates", way.tolerates
    for way in ways:
        if way.patience is not None and way.patience.law is not None:
            return "gives up after", way.patience.law
    return "tolerates", None


def _promised(process: Process, reach: Reach, step: str) -> Law | None:
    """Return the promise from a step to the next one, if only hidden work lies between them."""
    for promise in process.steps:
        span = promise.span
        if promise.verb != "promise" or span is None or promise.within is None:
            continue
        if span.first == step and span.last in reach.after.get(step, ()):
            return promise.within
    return None


def _own(process: Process, figures: Figures, reach: Reach, step: Step) -> float | None:
    """Return the customer's own seconds a visit: simulated, else as the document says."""
    row = _ruler(figures, "own")
    if row is not None:
        visits = reach.visits.get(step.id)
        minutes = row.values.get(step.id)
        return minutes * 60.0 / visits if minutes and visits else None
    if step.verb not in ("do", "touch"):
        return None
    ways = list(ways_of(step, process.channels).values())
    each = [_own_of_way(process, way) for way in ways]
    known = [seconds for seconds in each if seconds is not None]
    if len(known) < len(each) or not known:
        return known[0] if len(set(known)) == 1 else None
    shares = shares_of_ways(step) if step.ways else [1.0]
    if shares is None:
        return known[0] if len(set(known)) == 1 else None
    return sum(s * share for s, share in zip(known, shares, strict=False))


def _own_of_way(process: Process, way: Step) -> float | None:
    is_live = process.channels.get(way.channel or "") in ("live", "booked") or way.verb == "touch"
    laws = [law for law in (way.own, way.takes if is_live else None) if law is not None]
    return sum(law.mean_seconds for law in laws) if laws else None


# Where to act: the marks that hurt most customers.


def _acts(chart: Chart, reach: Reach, touches: list[Touch]) -> dict[str, Act]:
    """Return the worst mark of each step, of the few steps with the worst."""
    found: dict[str, Act] = {}
    candidates = [*_failures(chart, reach), *_long_waits(touches)]
    for node, act in sorted(candidates, key=lambda pair: -pair[1].harm):
        found.setdefault(node, act)
    return dict(list(found.items())[:MOST_ACTS])


def _failures(chart: Chart, reach: Reach) -> Iterator[tuple[str, Act]]:
    cells = place(chart).cells
    columns = {name: column for name, (_, _, column) in cells.items()}
    for mark in chart.exits:
        touch = _in_column(chart, columns, mark.node) or reach.owner.get(mark.node)
        if mark.kind != "fail" or mark.notices is not None or not mark.share or touch is None:
            continue
        visits = reach.visits.get(mark.node)
        harm = mark.share * (visits if visits is not None else 1.0)
        yield touch, Act(mark=mark.id, kind="fail", text=mark.lines[0], title=mark.title, harm=harm)


def _in_column(chart: Chart, columns: dict[str, int], name: str) -> str | None:
    """Return the customer's step in a node's column, if it is one of the flow or the node."""
    steps = [
        node.id for node in chart.nodes.values()
        if node.kind == "step" and columns.get(node.id) == columns.get(name)
        and (node.act_of is None or node.id == name)
    ]  # fmt: skip
    return steps[0] if steps else None


def _long_waits(touches: list[Touch]) -> Iterator[tuple[str, Act]]:
    for touch in touches:
        wait = touch.wait
        if wait is not None and wait.is_over and wait.seconds is not None:
            text = f"{readable_duration(wait.seconds)}, over what is {said_of(wait)}"
            harm = 0.5 * (touch.visits if touch.visits is not None else 1.0)
            yield touch.node, Act(mark=touch.node, kind="wait", text=text, title=text, harm=harm)


def said_of(wait: Wait) -> str:
    """Say what a wait is compared with, as a word after "what is"."""
    return {"promised": "promised", "tolerates": "tolerated"}.get(wait.how, "tolerated")


# The rows: only those that have something to say.


def _lanes(journey: Journey, figures: Figures) -> Iterator[Lane]:
    touches = journey.touches
    known = [touch for touch in touches if touch.visits is not None]
    said = "who set out" if figures.visits or figures.flows else "by the shares said"
    count = "visits by" if figures.visits or figures.flows else "who comes, of"
    note = (f"{count} {figures.customers or 100:,}", said) if known else ("as they come",)
    if not touches:
        note = ("the customer", "takes none")
    yield _lane("touch", "Step", *note, height=92.0 if known else 74.0)
    most = max((len(touch.met) for touch in touches), default=0)
    if most:
        height = 26 + 28.0 * min(most, 3)
        yield _lane("channel", "Channel", "with whom", height=height)
    if any(touch.words for touch in touches):
        yield _lane("words", "In their words", "what they said")
    waits = [touch.wait for touch in touches if touch.wait is not None]
    if waits:
        yield _lane("waits", "Waiting", *_wait_note(waits))
    if any(touch.effort for touch in touches):
        yield _lane("effort", "Effort", "1 easy … 7 hard")
    elif any(touch.own or touch.effort_said for touch in touches):
        is_run = _ruler(figures, "own") is not None
        yield _lane("own", "Own time", "a visit, simulated" if is_run else "a visit, as said")
    if any(touch.satisfaction for touch in touches):
        low, high = (_signed(v) for v in journey.scale)
        yield _lane("satisfaction", "Satisfaction", f"{low} … {high}, mean", "and 95 % interval")
    if any(touch.act for touch in touches):
        yield _lane("act", "Where to act", "marks as in the", "swimlane charts")


def _wait_note(waits: list[Wait]) -> tuple[str, ...]:
    if all(wait.seconds is None for wait in waits):
        return ("tick: what is", "tolerated")
    kinds = dict.fromkeys(wait.kind for wait in waits if wait.seconds is not None)
    tick = any(wait.tolerated is not None for wait in waits)
    return (" or ".join(kinds), "tick: tolerated") if tick else (" or ".join(kinds),)


def _signed(value: float) -> str:
    return f"{value:+g}".replace("-", "−") if value else "0"


def _lane(name: str, title: str, *notes: str, height: float = 0.0) -> Lane:
    kind = "touch" if name == "touch" else "row"
    high = height or ROWS[name]
    room = (38.0, high - 38.0) if name == "touch" else (high / 2, high / 2)
    return Lane(id=f"journey.{name}", name=title, kind=kind, notes=notes, room=room)  # type: ignore[arg-type]
