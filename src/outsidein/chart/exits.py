"""Ways out that are not the flow: failures, patience that ends, doors closed, limits reached."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from outsidein.chart.chart import Exit, Node
from outsidein.chart.figures import Figures
from outsidein.chart.nodes import variants
from outsidein.chart.wording import clean, law_text, law_title, percent
from outsidein.model.graph import Placed
from outsidein.model.process import Process, Step
from outsidein.model.resolve import ways_of

NOTICED = ".noticed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExitFlow:
    """Where an exit leads, and with what share of the step's visits."""

    exit: str
    target: str
    share: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """One way of one step, with the half that it meets."""

    step: Step
    way: Step
    name: str
    half: str | None
    siblings: frozenset[str]


def exits_of(
    process: Process, placed: dict[str, Placed], nodes: dict[str, Node], figures: Figures
) -> tuple[list[Exit], list[ExitFlow]]:
    """Return every mark of every step that is drawn, and where those that lead somewhere lead."""
    exits: dict[str, Exit] = {}
    led: dict[str, ExitFlow] = {}
    for p in placed.values():
        if p.is_shared or p.step.id not in nodes:
            continue
        for seen in _ways_seen(process, p.step, nodes[p.step.id]):
            for mark, target, share in _marks(seen, placed, figures):
                if mark.id in exits:
                    continue
                mark = replace(mark, went=_went(mark, target, p.step, figures))
                exits[mark.id], flow = _aimed(mark, target, share, placed, nodes)
                if flow is not None:
                    led[mark.id] = flow
    joined, led = _one_mark_a_target(list(exits.values()), led)
    return [*joined, *_notices(joined, led, nodes)], list(led.values())


def _went(mark: Exit, target: str | None, step: Step, figures: Figures) -> float | None:
    """Return the share of all customers who leave at a mark; those of two clocks are not parted."""
    if mark.kind == "limit":
        return figures.limits.get(step.id)
    if mark.kind == "patience":
        said = (step, *step.ways)
        clocks = {w for s in said for w, x in (("p", s.patience or s.closed), ("l", s.limit),
                  ("b", s.balks)) if x is not None and x.to == target}  # fmt: skip
        return figures.gave_up.get((step.id, target or "")) if len(clocks) < 2 else None
    failed = [
        v
        for (at, mode), v in figures.failed.items()
        if at == step.id and mark.id == f"{at}.fails.{clean(mode).replace(' ', '-')}"
    ]
    return sum(failed) if failed else None


def _ways_seen(process: Process, step: Step, node: Node) -> Iterator[_Seen]:
    for _, variant in variants(step):
        ways = ways_of(variant, process.channels)
        for name, way in ways.items():
            badge = clean(way.channel or name)
            half = next((h.id for h in node.halves if badge in {b.name for b in h.badges}), None)
            half = half or (node.halves[0].id if node.halves else None)
            yield _Seen(step=step, way=way, name=name, half=half, siblings=frozenset(ways) - {name})


def _marks(
    seen: _Seen, placed: dict[str, Placed], figures: Figures
) -> Iterator[tuple[Exit, str | None, float | None]]:
    yield from _patience(seen)
    yield from _overdue(seen)
    yield from _failures(seen, placed, figures)
    if seen.way.no_show:
        chance = seen.way.no_show.chance
        share = figures.fails.get((seen.step.id, "no show"), chance)
        yield (
            _fail(seen, "no show", "no show", share, None),
            seen.way.no_show.to,
            share,
        )
    limit = seen.way.at_most
    if limit and limit.to:
        text = f"after {limit.visits}" if limit.visits else "at the limit"
        short = f"≤ {limit.visits}×" if limit.visits else ""
        yield (
            Exit(id=f"{seen.step.id}.at-most", kind="limit", node=seen.step.id, half=None,
                 lines=(text,), short=short, title=f"after {limit.visits} visits"),
            limit.to, None,
        )  # fmt: skip


def _patience(seen: _Seen) -> Iterator[tuple[Exit, str | None, float | None]]:
    patience, closed = seen.way.patience, seen.way.closed
    ways_out: dict[str, list[str]] = {}
    if patience and patience.to and patience.to not in seen.siblings:
        ways_out.setdefault(patience.to, []).append(
            law_text(patience.law) if patience.law else "gives up"
        )
    if closed and closed.to and closed.to not in seen.siblings:
        ways_out.setdefault(closed.to, []).append("closed")
    for target, said in ways_out.items():
        title = "gives up"
        if patience and patience.law and said[0] != "closed":
            title = f"gives up after {law_title(patience.law)}"
        if "closed" in said:
            title += " or finds it closed" if len(said) > 1 else ": found closed"
        yield (
            Exit(id=f"{seen.step.id}.patience.{target}", kind="patience", node=seen.step.id,
                 half=None, lines=(said[0],), short=said[0], title=title),
            target, None,
        )  # fmt: skip


def _overdue(seen: _Seen) -> Iterator[tuple[Exit, str | None, float | None]]:
    """Yield the time limit of a step, and leaving at once a queue that is too long."""
    limit, balks = seen.way.limit, seen.way.balks
    if limit and limit.to:
        text = f"after {law_text(limit.law)}" if limit.law else "at the limit"
        title = f"at most {law_title(limit.law)}" if limit.law else "a time limit"
        yield _clock(seen, "limit", limit.to, text, title), limit.to, None
    if balks and balks.to and balks.to not in seen.siblings:
        text = f"{balks.at} waiting" if balks.at is not None else "too long a queue"
        share = f"{percent(balks.chance)} " if balks.chance is not None else ""
        title = f"{share or 'all '}leave at once where so many wait: {text}"
        yield _clock(seen, "balks", balks.to, f"{share}at {text}", title), balks.to, None


def _clock(seen: _Seen, word: str, to: str, text: str, title: str) -> Exit:
    return Exit(
        id=f"{seen.step.id}.{word}.{to}", kind="patience", node=seen.step.id, half=None,
        lines=(text,), short=text, title=title,
    )  # fmt: skip


def _fail(seen: _Seen, mode: str, text: str, share: float | None, noticed: str | None) -> Exit:
    short = percent(share) if share is not None else ""
    line = f"{short} {text}".strip()
    return Exit(
        id=f"{seen.step.id}.fails.{clean(mode).replace(' ', '-')}", kind="fail",
        node=seen.step.id, half=seen.half, lines=(line,), short=short or text, title=line,
        noticed_at=noticed, share=share,
    )  # fmt: skip


def _failures(
    seen: _Seen, placed: dict[str, Placed], figures: Figures
) -> Iterator[tuple[Exit, str | None, float | None]]:
    for failure in seen.way.fails:
        share = figures.fails.get((seen.step.id, failure.mode), failure.chance)
        mode, target = clean(failure.mode), failure.to
        if target in seen.siblings:
            mode, target = f"{mode}, to {clean(target or '')}", None
        elif failure.until:
            where = placed.get(failure.until)
            mode = f"{mode}, until {clean(where.step.name) if where else failure.until}"
        elif target == seen.step.id:
            mode, target = f"{mode}, again", None
        mark = _fail(seen, failure.mode, mode, share, failure.noticed_at)
        noticed = figures.noticed.get((seen.step.id, failure.mode))
        if noticed is not None:
            mark = replace(mark, end_text=f"{percent(noticed)} noticed")
        yield mark, target, share


def _aimed(
    mark: Exit, target: str | None, share: float | None,
    placed: dict[str, Placed], nodes: dict[str, Node],
) -> tuple[Exit, ExitFlow | None]:  # fmt: skip
    """Aim a mark: at an end drawn beside it, at a node by a flow, or at nothing."""
    if target is None:
        return mark, None
    if mark.noticed_at is not None:
        known = target in nodes and mark.noticed_at in nodes
        return mark, ExitFlow(exit=mark.id + NOTICED, target=target) if known else None
    if target not in placed:
        return replace(mark, end="missing", end_text=f"“{clean(target)}”?"), None
    step = placed[target].step
    if step.verb == "end":
        return replace(mark, end=step.outcome or "missing", end_text=clean(step.name)), None
    if target in nodes:
        return replace(mark, leads=True, to=target), ExitFlow(
            exit=mark.id, target=target, share=share
        )
    return mark, None


def _one_mark_a_target(
    exits: list[Exit], led: dict[str, ExitFlow]
) -> tuple[list[Exit], dict[str, ExitFlow]]:
    """Join failures that hang on one half and lead to the same place, or nowhere."""
    found: dict[tuple[object, ...], Exit] = {}
    for mark in exits:
        target = led[mark.id].target if mark.id in led else None
        key: tuple[object, ...] = (mark.kind, mark.node, mark.half, target, mark.end, mark.end_text)
        if mark.noticed_at is not None or mark.kind != "fail":
            key = (mark.id,)
        if key not in found:
            found[key] = mark
            continue
        old = found[key]
        found[key] = replace(
            old,
            lines=(*old.lines, *mark.lines),
            title=f"{old.title}; {mark.title}",
            went=(old.went or 0) + (mark.went or 0) if old.went or mark.went else None,
            share=(old.share or 0.0) + (mark.share or 0.0) or None,
        )
        led.pop(mark.id, None)
    return list(found.values()), led


def _notices(exits: list[Exit], led: dict[str, ExitFlow], nodes: dict[str, Node]) -> Iterator[Exit]:
    """Yield the hollow marks: where a failure made earlier is noticed."""
    for mark in exits:
        if mark.noticed_at is None or mark.noticed_at not in nodes:
            continue
        node, flow = nodes[mark.noticed_at], led.get(mark.id)
        end = nodes[flow.target] if flow and nodes[flow.target].kind == "end" else None
        yield replace(
            mark, id=mark.id + NOTICED, leads=flow is not None and end is None,
            to=flow.target if flow else None,
            end=(end.outcome or "missing") if end else None, node=mark.noticed_at,
            half=None if node.kind == "step" else node.id, notices=mark.id,
            lines=(mark.end_text,) if mark.end_text else (), short=mark.end_text,
            title=f"noticed here: {mark.title}", noticed_at=None, end_text=end.text if end else "",
        )  # fmt: skip
