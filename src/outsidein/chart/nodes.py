"""Steps become nodes: boxes, decisions, splits and joins, with the halves they meet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from outsidein.chart.chart import Badge, Half, Node, Sign
from outsidein.chart.figures import Figures
from outsidein.chart.glyphs import channel_glyph
from outsidein.chart.lanes import Lanes, every_step
from outsidein.chart.wording import clean, law_text, law_title, percent, trigger_text
from outsidein.model.behaviour import Law
from outsidein.model.graph import Placed, start_steps
from outsidein.model.process import Process, Step
from outsidein.model.resolve import seen_by, shares_of_ways, ways_of, with_rest
from outsidein.units import readable_duration
from outsidein.words import listed

ENCOUNTERS = ("do", "touch", "tell")
LEAST_WAIT = 10.0  # a shorter median wait, in seconds, is no wait point
JOIN = "~join"
ASKS = "~go"


def variants(step: Step) -> list[tuple[str, Step]]:
    """Return a step as everybody meets it, then as each customer with words of their own does."""
    return [("", step), *((customer, seen_by(step, customer)) for customer in step.overrides)]


def nodes_of(
    process: Process, placed: Placed, lanes: Lanes, figures: Figures, phase: str
) -> list[Node]:
    """Return the nodes of a step: one, or a split with its join, or a step with its decision."""
    step = placed.step
    node = _node(process, placed, lanes, figures, phase)
    if step.verb in ("together", "some of"):
        last = placed.position + sum(1 for b in step.blocks for _ in every_step(b.steps))
        join = replace(
            node, id=step.id + JOIN, text="", title=f"all of {node.title}", note="", position=last
        )
        return [node, join]
    if step.go and step.verb not in ("choose", "check"):
        lane = node.lane if step.verb in ("do", "call") else lanes.of_part(step.part)
        asks = Node(
            id=step.id + ASKS, kind="gateway", lane=lane, text="", title=f"after {node.title}",
            position=placed.position, phase=phase, sign="choice", act_of=node.act_of,
        )  # fmt: skip
        return [node, asks]
    return [node]


def _node(process: Process, placed: Placed, lanes: Lanes, figures: Figures, phase: str) -> Node:
    step = placed.step
    title = step_title(process, step)
    base = Node(
        id=step.id, kind="step", lane=lanes.of_person(_person(step)), text=clean(step.name),
        title=title, position=placed.position, phase=phase, act_of=placed.act_of,
        only=_customer_name(process, step.only), shared=_shared(step),
    )  # fmt: skip
    if figures.waits.get(step.id, 0.0) >= LEAST_WAIT:
        base = replace(base, wait=readable_duration(figures.waits[step.id]))
    if step.verb in ("together", "some of"):
        sign: Sign = "all" if step.verb == "together" else "some"
        return replace(base, kind="gateway", sign=sign, text="", lane="?")
    if step.verb == "first of":
        named = clean(step.name).casefold() != step.id
        text = _question(step.name) if named else "Which is first?"
        return replace(base, kind="gateway", sign="race", text=text)
    if step.verb == "choose":
        return replace(base, kind="gateway", sign="choice", text=_question(step.name))
    if step.verb == "check":
        return replace(
            base, kind="gateway", sign="choice", text=_question(step.name),
            lane=lanes.of_part(step.part), note=_work_note(step, figures),
        )  # fmt: skip
    if step.verb == "hidden":
        part = next((p for p in process.parts if p.id == step.part), None)
        return replace(
            base, kind="back", lane=lanes.of_part(step.part), note=_work_note(step, figures),
            is_system=bool(part and part.kind == "system"),
            in_sight=step.shows in ("status", "full"),
        )  # fmt: skip
    if step.verb == "wait" and step.wait is not None and not any(step.wait.parameters):
        # No time passes: only the flow forks or meets here.
        both: Sign = "all" if step.join_all or len(step.next) > 1 else "choice"
        return replace(base, kind="gateway", sign=both, text="", lane="?")
    if step.verb == "wait":
        note = law_text(step.wait) if step.wait else ""
        return replace(base, kind="timer", text=note or base.text, note="")
    if step.verb == "start":
        share = _share_of_start(process, step)
        text = f"{base.text}\n{percent(share)}" if share is not None else base.text
        return replace(base, kind="start", text=text)
    if step.verb == "end":
        return replace(base, kind="end", outcome=step.outcome)
    if step.verb == "call":
        return _called(process, base, step, lanes, figures)
    trigger = _trigger(process, step) if step.trigger else ()
    halves = halves_of(process, step, lanes, figures)
    return replace(base, halves=halves, trigger=trigger, note=_own_note(step, figures))


def _share_of_start(process: Process, step: Step) -> float | None:
    """Return the share of a start, if there are several."""
    shares = with_rest([start.share for start in start_steps(process)])
    if shares is None or len(shares) < 2:
        return None
    ids = [start.id for start in start_steps(process)]
    return shares[ids.index(step.id)] if step.id in ids else None


def _called(process: Process, base: Node, step: Step, lanes: Lanes, figures: Figures) -> Node:
    shared = next((s for s in process.shared if s.id == step.calls), None)
    if shared is None:
        return base
    if shared.verb == "hidden":
        below = lanes.of_part(shared.part)
        return replace(
            base, kind="back", lane=below, text=clean(shared.name), shared=(shared.id,)
        )  # fmt: skip
    own = [  # each call has halves of its own
        replace(half, id=step.id + half.id.removeprefix(shared.id))
        for half in halves_of(process, shared, lanes, figures)
    ]
    halves = tuple(own)
    return replace(
        base, text=clean(shared.name), halves=halves, shared=(shared.id, *_shared(shared))
    )


def _person(step: Step) -> str | None:
    return step.person or next((way.person for way in step.ways if way.person), None)


def _shared(step: Step) -> tuple[str, ...]:
    """Return the shared steps passed through first, in any way."""
    found = [said.through for _, seen in variants(step) for said in (seen, *seen.ways)]
    return tuple(dict.fromkeys(f for f in found if f))


def _customer_name(process: Process, customer: str | None) -> str:
    if customer is None:
        return ""
    return clean(next((c.name for c in process.customers if c.id == customer), customer))


def _question(name: str) -> str:
    text = clean(name)
    return text if not text or text.endswith("?") else f"{text}?"


def _trigger(process: Process, step: Step) -> tuple[str, ...]:
    assert step.trigger is not None
    promise = next((s.name for s in process.steps if s.id == step.trigger.passed), "")
    return (trigger_text(step.trigger, promise),)


def _work_note(step: Step, figures: Figures) -> str:
    """Say how long the part works, and then how long it takes until it is done."""
    if figures.ruler:
        return ""
    said = [law_text(step.takes)] if step.takes else []
    if step.after:
        said.append(f"{law_text(step.after)} later" if said else law_text(step.after))
    if step.batch:
        said.append(f"{step.batch.size} together")
    if step.needs:
        said.append(f"needs {clean(step.needs)}")
    if step.crew:
        said.append(f"needs {step.crew} people")
    return ", ".join(said)


def _own_note(step: Step, figures: Figures) -> str:
    """Say the customer's own time, if every way has the same or there is only one."""
    if figures.ruler:
        return ""
    found = dict.fromkeys(law_text(s.own) for s in (step, *step.ways) if s.own)
    return next(iter(found)) if len(found) == 1 else ""


def halves_of(process: Process, step: Step, lanes: Lanes, figures: Figures) -> tuple[Half, ...]:
    """Return the halves that meet an encounter: one a part, with a badge a way."""
    found: dict[str, Half] = {}
    names: set[str] = set()
    for way, badge, label, share in _ways(process, step, figures):
        if way.part is None and way.channel is None and step.verb == "do":
            continue
        lane = lanes.of_part(way.part)
        glyph = channel_glyph(badge, process.channels.get(badge))
        through = way.through if step.through is None else None
        sign = Badge(name=badge, glyph=glyph, label=label, share=share, through=through)
        if lane in found:
            old = found[lane]
            if sign.name not in {b.name for b in old.badges}:
                found[lane] = replace(old, badges=(*old.badges, sign))
            continue
        first = badge not in names
        names.add(badge)
        found[lane] = _half(process, step, way, lane, sign, figures, first=first)
    return tuple(found.values())


def _half(
    process: Process, step: Step, way: Step, lane: str, sign: Badge, figures: Figures,
    *, first: bool,
) -> Half:  # fmt: skip
    part = next((p for p in process.parts if p.id == way.part), None)
    pieces = [step.id, sign.name, "with"] if step.ways else [step.id, "with"]
    name = ".".join(p.replace(" ", "-") for p in pieces if p)
    return Half(
        id=name if first else f"{name}.{part.id if part else 'company'}",
        lane=lane,
        text=clean(step.name),
        title=step_title(process, way),
        badges=(sign,),
        note=_work_note(way, figures),
        is_system=bool(part and part.kind == "system"),
    )


def _ways(
    process: Process, step: Step, figures: Figures
) -> list[tuple[Step, str, str, float | None]]:
    """Return (the way as a step, its channel, its label, its share), each way and part once."""
    found: list[tuple[Step, str, str, float | None]] = []
    seen: set[tuple[str, str | None]] = set()
    for customer, variant in variants(step):
        ways = ways_of(variant, process.channels)
        shares = shares_of_ways(variant) if variant.ways else None
        for index, (name, way) in enumerate(ways.items()):
            if (name, way.part) in seen:
                continue
            seen.add((name, way.part))
            share = figures.ways.get((step.id, name), shares[index] if shares else None)
            label = percent(share) if share is not None and not customer else ""
            if customer:
                label = _customer_name(process, customer)
            found.append((way, clean(way.channel or name), label, None if customer else share))
    return found


def step_title(process: Process, step: Step) -> str:
    """Say a step in words, for the tooltip: who, how, how long, and the facts."""
    part = next((clean(p.name) for p in process.parts if p.id == step.part), step.part or "")
    said = [clean(step.name)]
    said += [f"with {part}"] * bool(part and step.verb == "do")
    said += [f"by {part}"] * bool(part and step.verb != "do")
    said += [f"via {clean(step.channel)}"] * bool(step.channel)
    laws: Mapping[str, Law | None] = {
        "pause": step.pause, "own time": step.own, "takes": step.takes,
        "when here before": step.takes_again, "wrap up": step.wrap_up,
        "after": step.after, "tolerates": step.tolerates, "wait": step.wait,
    }  # fmt: skip
    said += [f"{name} {law_title(law)}" for name, law in laws.items() if law is not None]
    said += [f"needs {clean(step.needs)}"] * bool(step.needs)
    said += [f"needs {step.crew} people"] if step.crew else []
    said += ["work that can wait is put aside for it"] * bool(step.interrupts)
    said += [f"{step.batch.size} together"] if step.batch else []
    said += ["ends everything"] * bool(step.ends)
    if step.patience and step.patience.law:
        said.append(f"patience {law_title(step.patience.law)}")
    facts = (("asks for", step.asks_for), ("gives", step.gives), ("carries", step.carries),
             ("evidence", step.evidence))  # fmt: skip
    said += [f"{name} {listed([clean(v) for v in values])}" for name, values in facts if values]
    said += [f"reason: {clean(step.reason)}"] * bool(step.reason)
    said += [f"effort: {clean(step.effort)}"] * bool(step.effort)
    said += ["moment of truth"] * bool(step.moment_of_truth)
    return " · ".join(said)
