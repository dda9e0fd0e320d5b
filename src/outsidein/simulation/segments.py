"""What one customer's token needs to know about the steps, as rows of the kernel's records."""

from __future__ import annotations

import math
from collections.abc import Sequence

from outsidein.model.behaviour import Failure, Law
from outsidein.model.graph import OFF_THE_FLOW
from outsidein.model.process import Step
from outsidein.simulation import kernel
from outsidein.simulation.draws import stream
from outsidein.simulation.kernel import NONE
from outsidein.simulation.routes import CustomerRoutes, branch_shares
from outsidein.simulation.tables import ANYTHING, WORK, Row, Tables
from outsidein.units import UNIT_SECONDS

CALL_BACK_WITHIN = Law(kind="exponential", parameters=(1800.0,), unit="min")
MEETINGS = ("do", "touch", "tell")
OUTCOMES = ("served", "not served", "lost")


class Segment:
    """Fills in the rows of one customer."""

    def __init__(self, tables: Tables, number: int, routes: CustomerRoutes) -> None:
        self.tables, self.number, self.routes = tables, number, routes
        self.failures = [
            (placed.step.id, failure)
            for placed in routes.placed.values()
            for way in routes.ways[placed.step.id].values()
            for failure in way.fails
        ]

    def fill(self) -> None:
        """Add a row for each step, promise and act."""
        for step_id in self.tables.codes:
            self.tables.row("places", self._place(step_id))
        for step_id in self.tables.vows:
            step = self.routes.step(step_id)
            law, code = self.tables.law(step.within), self.tables.codes[step_id]
            row: Row = {"within": law, "step": code, "present": self._is_for(step)}
            self.tables.row("vows", row)
        for window, act_id in self.tables.acts:
            self.tables.row("acts", self._act(window, act_id))

    def _is_for(self, step: Step) -> bool:
        return step.only in (None, self.routes.customer.id)

    # A step, whatever the way.

    def _place(self, step_id: str) -> Row:
        tables, routes, step = self.tables, self.routes, self.routes.step(step_id)
        row: Row = dict.fromkeys(kernel.PLACE.names or (), 0)
        if step.verb in OFF_THE_FLOW:
            return row  # promises and meanwhiles are no places to be at
        ways = routes.ways[step_id]
        row |= {
            "stream": stream(step_id), "verb": kernel.VERBS.index(step.verb),
            "outcome": OUTCOMES.index(step.outcome) if step.outcome else NONE,
            "join_all": step.join_all, "ends": step.ends is not None,
            "passed": not self._is_for(step),
            "beside": step.verb == "touch" and not (step.go or step.fails or step.next),
            "has_ways": "" not in ways, "carries": self._carries(step_id),
            "wakes": any(f.until == step_id for _, f in self.failures),
            "first_view": len(tables.rows["views"]), "ways": len(ways),
            "way_shares": tables.floats_of(cumulative(routes.way_shares[step_id])),
        }  # fmt: skip
        row |= self._flows(step) | self._at_most(step) | self._limit(step)
        for name in ways:
            view = self._view(step_id, name)
            tables.row("views", view | self._straight(row, view))
            tables.row("templates", self._template(tables.codes[step_id], view))
        return row

    def _template(self, code: int, view: Row) -> Row:
        """Return the record of a visit that has not begun."""
        row: Row = {name: view[name] for name in ("way", "channel", "part")}
        row |= dict.fromkeys(("caller", "before", "branch", "mode", "arose", "how"), NONE)
        times = [name for name in kernel.STEP.names or () if kernel.STEP[name].kind == "f"]
        return row | dict.fromkeys(times, math.nan) | {"segment": self.number, "step": code}

    def _straight(self, place: Row, view: Row) -> Row:
        """Return what of a visit to a step the kernel may do without looking left or right."""
        spans = place["shuttings"] or place["openings"]
        nothing = ("join_all", "passed", "beside", "has_ways", "carries")
        first = (
            all(not place[name] for name in nothing)
            and place["most"] == NONE
            and all(view[name] == NONE for name in ("pause", "through", "own"))
            and not view["full_sight"]
        )
        choice = view["verb"] == kernel.CHOOSE
        held = bool(place["shuttings"]) and view["verb"] >= kernel.CHOOSE
        on = not (
            spans or place["wakes"] or place["beside"] or view["failures"]
            or place["limit"] != NONE
            or view["after"] != NONE or view["own_last"] != NONE or view["obstructed"]
            or self.tables.touches
            or (self.tables.news and view["meets"] and view["tells"])
        ) and bool(view["branches"] or place["onwards"] == 1)  # fmt: skip
        away = view["queues"] and view["live"] and self._has_away(view["part"])
        return {
            "straight_in": first and view["queues"] and not view["batch"]
            and not (view["at_home"] or view["calls_on"] or held or away or view["obstructed"]),
            "straight_through": first and choice and on,
            "straight_on": on,
        }  # fmt: skip

    def _has_away(self, number: float) -> bool:
        return self.tables.process.parts[int(number)].away is not None

    def _flows(self, step: Step) -> Row:
        """Return the lists of what comes to a step, what follows, and what spans it bounds."""
        tables, routes = self.tables, self.routes
        lists = {
            ("onward", "onwards"): [tables.codes[to] for to in routes.onward(step.id)],
            ("shutting", "shuttings"): self._spans(step.id, last=True),
            ("opening", "openings"): self._spans(step.id, last=False),
            ("incoming", "incomings"): [
                tables.arc(*arc) for arc in sorted(routes.incoming.get(step.id, ()))
            ],
        }
        row: Row = {"onward_arc": tables.arc(step.id, "next")}
        for (first, count), numbers in lists.items():
            row |= {first: tables.list_of(numbers), count: len(numbers)}
        blocks = self._blocks(step)
        row |= {"block": tables.list_of([n for pair in blocks for n in pair])}
        row |= {"blocks": len(blocks), "pieces": self._pieces(step) if step.blocks else NONE}
        if step.calls is not None:
            row |= {"calls": tables.codes[step.calls], "calls_arc": tables.arc(step.id, "call")}
            row |= {
                "least_runs": step.times.least if step.times else 1,
                "most_runs": step.times.most if step.times else 1, "at_once": bool(step.at_once),
            }  # fmt: skip
        return row

    def _limit(self, step: Step) -> Row:
        """Return how long a case stays at a step at most."""
        if step.limit is None:
            return {"limit": NONE}
        tables = self.tables
        assert step.limit.to is not None
        return {
            "limit": tables.law(step.limit.law), "limit_to": tables.codes[step.limit.to],
            "limit_arc": tables.arc(step.id, "limit"), "limit_stream": stream(f"{step.id}.limit"),
        }  # fmt: skip

    def _at_most(self, step: Step) -> Row:
        limit, tables = step.at_most, self.tables
        row: Row = {"most": NONE, "arrivals": NONE}
        limited = limit is not None and limit.visits is not None
        if limited or step.verb == "some of" or step.limit or step.times:
            row["arrivals"] = tables.arrivals_of(step.id)
        if limit is None or limit.visits is None:
            return row
        assert limit.to is not None
        arc = tables.arc(step.id, "at most")
        return row | {"most": limit.visits, "most_to": tables.codes[limit.to], "most_arc": arc}

    def _carries(self, step_id: str) -> bool:
        return any(at == step_id and f.noticed_at for at, f in self.failures)

    def _blocks(self, step: Step) -> list[tuple[int, int]]:
        """Return the first step of each branch, and how its token comes there."""
        if step.verb not in ("together", "some of"):
            return []
        firsts = [next(s for s in b.steps if s.verb not in OFF_THE_FLOW) for b in step.blocks]
        return [
            (self.tables.codes[first.id], self.tables.arc(step.id, block.name))
            for first, block in zip(firsts, step.blocks, strict=True)
        ]

    def _pieces(self, step: Step) -> int:
        """Return the first branch of a block that draws its branches, or runner of a race."""
        tables, first = self.tables, len(self.tables.rows["pieces"])
        for block in step.blocks if step.verb == "some of" else ():
            row: Row = {"stream": stream(f"{step.id}.{block.name}"), "law": NONE, "share": NONE}
            if block.share is not None:
                row["share"] = tables.floats_of([block.share])
            tables.row("pieces", row)
        for runner in step.race:
            row = {"stream": stream(f"{step.id}.{runner.label}"), "law": tables.law(runner.after)}
            tables.row("pieces", row | {"share": NONE})
        return first

    def _spans(self, step_id: str, *, last: bool) -> list[int]:
        """Return the promises, then the windows, that open or shut at a step."""
        found = []
        for number, span_id in enumerate([*self.tables.vows, *self.tables.windows]):
            step = self.routes.step(span_id)
            if step.span and self._is_for(step):
                at = step.span.last if last else step.span.first
                found += [number] if at == step_id else []
        return found

    # A step in one of its ways.

    def _view(self, step_id: str, name: str) -> Row:
        tables, routes = self.tables, self.routes
        step = routes.ways[step_id][name]
        words = tables.words.steps[tables.codes[step_id]]
        kind, verb = tables.kind(step), step.verb
        people = routes.customer.people
        encounter = verb == "do" and (step.part is not None or step.channel is not None)
        booked = verb == "do" and kind == "booked"
        row: Row = dict.fromkeys(kernel.VIEW.names or (), 0)
        row |= {
            "way": words.ways.index(name) if name in words.ways else 0,
            "channel": _code(tables.words.channels, step.channel),
            "part": tables.parts.get(step.part or "", NONE),
            "person": tables.person(step.person or (people[0] if people else "")),
            "verb": kernel.VERBS.index(verb), "encounter": encounter,
            "live": verb == "do" and kind == "live", "booked": booked,
            "at_home": verb == "do" and kind in ("left", "booked"),
            "asks": encounter and not (booked and not step.through),
            "calls_on": verb == "touch" or booked,
            "queues": self._queues(step, kind),
            "pauses": verb in WORK or (verb == "do" and kind == "left"),
            "meets": verb in MEETINGS, "tells": verb != "do" or encounter,
            "tried_at_own": verb in {"do", "touch"} and kind != "left",
            "full_sight": step.shows == "full",
            "joins_unheld": step.takes is not None or encounter or verb == "touch",
            "contact": self._contact(step, kind), "rank": tables.ranks[tables.order(routes, step)],
            "tolerates": math.nan, "cost": step.cost or 0.0,
        }  # fmt: skip
        if step.tolerates and verb == "do" and not booked:
            row["tolerates"] = step.tolerates.parameters[0]
        row |= self._branches(step) | self._failures(step_id, step) | self._service(step_id, step)
        row["obstructed"] = row["live"] and self._is_obstructed(step)
        row["eventful"] = (
            row["begun"] != NONE or step.no_show is not None or not math.isnan(row["tolerates"])
        )
        return (
            row | self._laws(step_id, step) | self._elsewhere(step_id, step) | _classes(step, kind)
        )

    def _service(self, step_id: str, step: Step) -> Row:
        """Return what the length of a service depends on, besides its law."""
        tables = self.tables
        ways = [way for routes in tables.routes for way in routes.ways[step_id].values()]
        remembers = any(way.takes_again for way in ways)
        parts = self.tables.parts_of(step)
        return {
            "takes_again": tables.law(step.takes_again),
            "begun": tables.begun_of(step_id) if remembers else NONE,
            "needs": tables.skills.index(step.needs or ANYTHING),
            "crew": step.crew or 1,
            "batch": step.batch.size if step.batch else 0,
            "batch_after": tables.law(step.batch.after if step.batch else None),
            "varies": step.takes_again is not None
            or step.batch is not None
            or any(part.skills or part.id in tables.interrupted for part in parts),
            "interrupts": bool(step.interrupts),
        }

    def _is_obstructed(self, step: Step) -> bool:
        """Return whether lines, overflow or long queues may keep a live customer from joining."""
        parts = self.tables.parts_of(step)
        return step.balks is not None or any(
            part.lines is not None or part.overflow is not None for part in parts
        )

    def _is_staffed(self, step: Step) -> bool:
        return self.tables.parts.get(step.part or "", NONE) in self.tables.weeks

    def _queues(self, step: Step, kind: str) -> bool:
        """Return whether a try needs one of a part's people."""
        if step.verb in WORK:
            return self._is_staffed(step) and step.takes is not None
        return self._is_staffed(step) and (
            step.verb == "touch" or kind in {"live", "left", "booked"}
        )

    def _contact(self, step: Step, kind: str) -> int:
        if step.verb != "do" or not self._is_staffed(step) or kind not in {"live", "left"}:
            return NONE
        reasons = self.tables.reasons
        return reasons.setdefault(step.reason or step.id, len(reasons))

    def _laws(self, step_id: str, step: Step) -> Row:
        tables, retry, closed = self.tables, step.retry, step.closed
        row: Row = {
            name: tables.law(getattr(step, name))
            for name in ("pause", "own", "takes", "wrap_up", "after")
        }
        row["own_last"] = NONE
        if step.verb == "do" and tables.kind(step) == "booked":
            row |= {"own": NONE, "own_last": row["own"]}
        patience = step.patience.law if step.patience and step.verb == "do" else None
        row |= {
            "waits": tables.law(step.wait), "patience": tables.law(patience),
            "through": tables.codes[step.through] if step.through else NONE,
            "through_arc": tables.arc(step_id, "through"),
            "retries": retry.most or 0 if retry else 0,
            "retry_chance": retry.chance or 0.0 if retry else 0.0,
            "retry_after": tables.law(retry.after) if retry else NONE,
            "calls_back": bool(closed and closed.call_back),
            "call_chance": math.nan if closed is None or closed.chance is None else closed.chance,
            "call_within": tables.law((closed.within if closed else None) or CALL_BACK_WITHIN),
            "no_shows": step.no_show is not None,
            "no_show_chance": step.no_show.chance or 0.0 if step.no_show else 0.0,
        }  # fmt: skip
        return row

    def _elsewhere(self, step_id: str, step: Step) -> Row:
        """Return where a customer goes who was not served."""
        patience = step.patience.to if step.patience else None
        closed = step.closed.to if step.closed else None
        no_show = step.no_show.to if step.no_show else None
        arc, to = self.tables.arc, self.tables.to
        balks, found = step.balks, self.tables.floats_of
        chance = math.nan if balks is None or balks.chance is None else balks.chance
        return {
            "balks": NONE if balks is None else found([chance]),
            "balks_at": balks.at or 0 if balks else 0,
            "balks_to": to(self.routes, step_id, balks.to if balks else None),
            "balks_arc": arc(step_id, "balks"),
            "left_to": to(self.routes, step_id, patience), "left_arc": arc(step_id, "patience"),
            "closed_to": to(self.routes, step_id, closed or patience),
            "closed_arc": arc(step_id, "closed" if closed else "patience"),
            "no_show_to": to(self.routes, step_id, no_show),
            "no_show_arc": arc(step_id, "no show"),
        }  # fmt: skip

    def _branches(self, step: Step) -> Row:
        tables = self.tables
        labels = tables.words.steps[tables.codes[step.id]].branches
        first = len(tables.rows["branches"])
        for branch, upto in zip(
            step.go, cumulative(branch_shares(step) if step.go else ()), strict=True
        ):
            row: Row = {"upto": upto, "to": tables.codes[branch.to]}
            row |= {"arc": tables.arc(step.id, branch.label), "code": labels.index(branch.label)}
            tables.row("branches", row)
        for runner in step.race:
            row = {"to": tables.codes[runner.to], "arc": tables.arc(step.id, runner.label)}
            tables.row("branches", row | {"code": labels.index(runner.label)})
        pieces = self._pieces(step) if step.race else NONE
        return {"go": first, "branches": len(step.go) + len(step.race), "pieces": pieces}

    def _failures(self, step_id: str, step: Step) -> Row:
        first = len(self.tables.rows["failures"])
        modes = [failure.mode for failure in step.fails]
        total = 0.0
        for failure in step.fails:
            total += failure.chance or 0.0
            row = {"upto": total, "first": first + modes.index(failure.mode)}
            self.tables.row("failures", row | self._failure(step_id, failure))
        return {"fails": first, "failures": len(step.fails)}

    def _failure(self, step_id: str, failure: Failure) -> Row:
        codes, at = self.tables.codes, failure.noticed_at or step_id
        return {
            "mode": self.tables.words.modes.index((step_id, failure.mode)),
            "noticed_at": codes[failure.noticed_at] if failure.noticed_at else NONE,
            "until": codes[failure.until] if failure.until else NONE,
            "to": self.tables.to(self.routes, at, failure.to),
            "arc": self.tables.arc(at, failure.mode),
            "by_customer": failure.by == "customer",
        }

    # What a customer may do meanwhile.

    def _act(self, window: str, act_id: str) -> Row:
        tables = self.tables
        act = self.routes.step(act_id)
        trigger = act.trigger
        assert trigger is not None
        random = None
        if trigger.kind == "at random" and trigger.chance:
            assert trigger.per is not None
            mean = UNIT_SECONDS[trigger.per] / trigger.chance
            random = Law(kind="exponential", parameters=(mean,), unit=trigger.per)
        promise = trigger.passed if trigger.passed in tables.vows else None
        is_open = self._is_for(act) and self._is_for(self.routes.step(window))
        return {
            "stream": stream(act_id), "step": tables.codes[act_id],
            "window": tables.windows.index(window), "kind": kernel.TRIGGERS.index(trigger.kind),
            "passed": tables.vows.index(promise) if promise else NONE,
            "silence": tables.law(trigger.silence), "again": tables.law(trigger.again_after),
            "random": tables.law(random), "chance": trigger.chance or 0.0,
            "most": NONE if trigger.most is None else trigger.most, "present": is_open,
        }  # fmt: skip


def _classes(step: Step, kind: str) -> Row:
    """Return the classes of time of a step: pace, queue and service (design, rule 4)."""
    live = step.verb == "touch" or (step.verb in ("do", "choose") and kind != "left")
    in_queue = step.verb == "do" and kind == "live"
    in_service = kernel.BEING_SERVED if live else kernel.FOR_ORGANISATION
    if step.verb in ("wait", "first of"):
        in_service = kernel.OWN_PACE if step.race_by_customer else kernel.FOR_ORGANISATION
    return {
        "pace_class": in_service if step.verb in ("wait", "first of") else kernel.OWN_PACE,
        "queue_class": kernel.IN_QUEUE if in_queue else kernel.FOR_ORGANISATION,
        "service_class": in_service,
    }


def cumulative(shares: Sequence[float]) -> list[float]:
    """Return cumulative shares; the last branch with a share takes what is left."""
    total, found = 0.0, []
    for share in shares:
        total += share
        found.append(total)
    if found:
        found[max((k for k, share in enumerate(shares) if share > 0), default=0)] = math.inf
    return found


def _code(names: Sequence[str], name: str | None) -> int:
    return names.index(name) if name in names else NONE
