"""What a state of a case leads to: the rules of the run without queues and clocks."""

from __future__ import annotations

from outsidein.measures.records import (
    BEING_SERVED,
    BETWEEN_TRIES,
    FOR_ORGANISATION,
    IN_QUEUE,
    OWN_EFFORT,
    OWN_PACE,
)
from outsidein.measures.vocabulary import contact_causes
from outsidein.model.behaviour import Failure, Law
from outsidein.model.process import Process, Step
from outsidein.simulation.calendar import staff_week
from outsidein.simulation.exact.aside import acts_of, leaves_alone, shared_by
from outsidein.simulation.exact.laws import mean_and_variance
from outsidein.simulation.exact.races import race_of
from outsidein.simulation.exact.reach import reachable
from outsidein.simulation.exact.reasons import ALL_TIMES, Aspect, Reasons
from outsidein.simulation.exact.states import (
    Carried,
    End,
    Frame,
    Leaving,
    Memory,
    Moves,
    Quality,
    State,
)
from outsidein.simulation.routes import CustomerRoutes, branch_shares

TRIED = ("do", "touch", "tell", "hidden", "check", "choose", "wait")
WORK = ("tell", "hidden", "check")
NOBODY: Moves = [(1.0, End("", ""))]  # where only the simulation can follow


class Flow:
    """The process as one customer meets it; ``reasons`` fills with what cannot be followed."""

    def __init__(self, process: Process, routes: CustomerRoutes) -> None:
        self.process, self.routes = process, routes
        self.reasons = Reasons()
        self.parts = {part.id: part for part in process.parts}
        self.weeks = {
            part.id: week for part in process.parts if (week := staff_week(part)) is not None
        }
        self.causes = contact_causes(process)
        self.rules = {reason for reason, _ in process.poor_when}
        limits = [int(limit) for rule, limit in process.poor_when if rule == "more than contacts"]
        self.most_contacts = min(limits, default=-1)
        self.beyond = reachable(routes)
        self.unknown: set[str] = set()  # steps visited by what customers do meanwhile, too
        self._look_at_spans()

    def _look_at_spans(self) -> None:
        """Promises and what customers do meanwhile depend on the clock."""
        customer = self.routes.customer.id
        for placed in self.routes.placed.values():
            step = placed.step
            if step.only not in (None, customer):
                continue
            if step.verb == "meanwhile":
                self._look_at_acts(step, acts_of(self.routes, step))
            if step.verb == "promise" and "promise broken" in self.rules:
                self.reasons.add("quality", "promise", step.name)
        if "quality" in self.reasons.found:  # then nothing needs be remembered for it
            self.rules, self.most_contacts = set(), -1

    def _look_at_acts(self, window: Step, acts: list[Step]) -> None:
        if not acts:
            return
        if not all(leaves_alone(self.routes, act) for act in acts):
            self.reasons.add("routes", "meanwhile", window.name)
            return
        aspects: tuple[Aspect, ...] = ("contacts", "cost", *ALL_TIMES)
        for aspect in (*aspects, "quality") if self.rules else aspects:
            self.reasons.add(aspect, "meanwhile", window.name)
        self.unknown |= {place for act in acts for place in shared_by(self.routes, act)}

    def first(self) -> State:
        """Return where a case begins."""
        if len(self.routes.starts) > 1:
            return State("begin", self.routes.first)
        return State("arrive", self.routes.first)

    def forgetting(self, state: State) -> State:
        """Return a state without what can matter no more: limits and failures left behind."""
        memory, beyond = state.memory, self.beyond[state.step]
        if not (memory.arrivals or memory.carried or memory.begun):
            return state
        arrivals = tuple(entry for entry in memory.arrivals if entry[0] in beyond)
        carried = tuple(c for c in memory.carried if c.noticed_at in beyond)
        begun = tuple(step for step in memory.begun if step in beyond)
        memory = memory._replace(arrivals=arrivals, carried=carried, begun=begun)
        return state._replace(memory=memory)

    def leaving(self, state: State) -> Leaving:
        """Return what a visit to a state gives and where it leads."""
        if state.kind == "begin":
            drawn = zip(self.routes.start_shares, self.routes.starts, strict=True)
            return Leaving([(share, State("arrive", step)) for share, step in drawn if share > 0])
        if state.kind == "arrive":
            return Leaving(self._arrived(state))
        if state.kind == "race":
            return self._raced(state)
        if state.kind == "try":
            return self._tried(state)
        if state.kind == "serve":
            return self._served(state)
        if state.kind == "between":
            return self._waited_to_retry(state)
        return self._beside(state)

    def _step(self, state: State | Frame) -> Step:
        return self.routes.ways[state.step][state.way]

    def _stop(self, why: str, step: Step) -> Moves:
        self.reasons.add("routes", why, step.name)
        return NOBODY

    # Arriving.

    def _arrived(self, state: State) -> Moves:
        step, memory = self.routes.step(state.step), state.memory
        if step.join_all:
            return self._stop("parallel", step)
        if step.only not in (None, self.routes.customer.id):
            return self._go_on(state)
        if step.at_most and step.at_most.visits is not None and step.at_most.to is not None:
            counts = dict(memory.arrivals)
            so_far = counts.get(step.id, 0)
            if so_far >= step.at_most.visits:
                if state.callers:
                    return self._stop("jumps", step)
                return [(1.0, State("arrive", step.at_most.to, memory=memory))]
            counts[step.id] = so_far + 1
            memory = memory._replace(arrivals=tuple(sorted(counts.items())))
        kept = tuple(c for c in memory.carried if c.step != step.id)
        state = state._replace(memory=memory._replace(carried=kept))
        if step.verb in TRIED:
            return self._ways(state, step)
        return self._passed(state, step)

    def _ways(self, state: State, step: Step) -> Moves:
        runs_beside = step.verb == "touch" and not (step.go or step.fails or step.next)
        kind = "beside" if runs_beside else "try"
        names = self.routes.ways[step.id]
        shares = self.routes.way_shares[step.id]
        return [
            (share, state._replace(kind=kind, way=name))  # type: ignore[arg-type]
            for name, share in zip(names, shares, strict=True)
            if share > 0
        ]

    def _passed(self, state: State, step: Step) -> Moves:
        """A start, an end, a call; what goes several ways at once is not followed."""
        if step.verb == "end":
            return [(1.0, self._end(step, state.memory))]
        if step.verb == "start":
            return self._go_on(state)
        if step.verb == "call" and step.calls is not None:
            frame = Frame("call", step.id, "", 0, False)
            return [(1.0, State("arrive", step.calls, callers=(*state.callers, frame),
                                memory=state.memory))]  # fmt: skip
        return self._race(state, step) if step.verb == "first of" else self._stop("parallel", step)

    def _race(self, state: State, step: Step) -> Moves:
        """One runner is first: each leaves after a time of its own kind."""
        race = race_of(step.race)
        if race is None or state.callers:
            return self._stop("race", step)
        return [
            (chance, state._replace(kind="race", way=runner.label))
            for chance, runner in zip(race.chances, step.race, strict=True)
            if chance > 0
        ]

    def _raced(self, state: State) -> Leaving:
        step = self.routes.step(state.step)
        race = race_of(step.race)
        assert race is not None
        place = next(k for k, runner in enumerate(step.race) if runner.label == state.way)
        pace = OWN_PACE if step.race_by_customer else FOR_ORGANISATION
        found = Leaving(visit=True)
        found.seconds.append((pace, *race.times[place]))
        noticed = any(c.noticed_at == step.id for c in state.memory.carried)
        to = State("arrive", step.race[place].to, memory=state.memory)
        found.succeeding = self._stop("rests", step) if noticed else [(1.0, to)]
        return found

    def _end(self, step: Step, memory: Memory) -> End:
        quality: Quality = ""
        if step.outcome == "served":
            poor = memory.found_first or 0 <= self.most_contacts < memory.contacts
            quality = "poorly_served" if poor else "well_served"
        elif step.outcome is not None:
            quality = "not_served" if step.outcome == "not served" else "lost"
        return End(step.id, quality)

    # A try.

    def _tried(self, state: State) -> Leaving:
        step = self._step(state)
        through = bool(state.callers) and state.callers[-1].called_by == "through"
        contact = not through and self._is_contact(step)
        if contact:
            state = state._replace(memory=self._with_contact(state.memory))
        found = Leaving()
        if step.through:
            frame = Frame("through", state.step, state.way, state.retries, state.again)
            found.succeeding = [(1.0, State("arrive", step.through, memory=state.memory,
                                            callers=(*state.callers, frame)))]  # fmt: skip
        else:
            found = self._served(state)
        pace = FOR_ORGANISATION if step.verb == "wait" else OWN_PACE
        self._takes_time(found, step, pace, step.pause)
        found.visit, found.contact = True, contact
        found.avoidable = contact and (state.again or self.causes.get(step.id, "") != "")
        return found

    def _is_contact(self, step: Step) -> bool:
        kind = self.process.channels.get(step.channel or "")
        return step.verb == "do" and step.part in self.weeks and kind in ("live", "left")

    def _with_contact(self, memory: Memory) -> Memory:
        return memory._replace(contacts=min(memory.contacts + 1, self.most_contacts + 1))

    def _takes_time(self, found: Leaving, step: Step, kind: int, law: Law | None) -> None:
        if law is None:
            return
        if law.working:
            self.reasons.add(kind, "working days", step.name)
        found.seconds.append((kind, *mean_and_variance(law)))

    def _served(self, state: State) -> Leaving:
        """The customer's own time, the service, what passes after it; then it ends or fails."""
        step, found = self._step(state), Leaving()
        if step.verb == "wait":
            self._takes_time(found, step, FOR_ORGANISATION, step.wait)
        else:
            self._takes_time(found, step, OWN_EFFORT, step.own)
            self._takes_time(found, step, FOR_ORGANISATION, step.after)
        if step.verb not in ("wait", "choose"):
            again = step.takes_again is not None and step.id in state.memory.begun
            takes = step.takes_again if again else step.takes
            self._takes_time(found, step, self._class_of_service(step), takes)
            self._look_at_speeds(step)
            self._look_at_queue(step)
            found.cost = step.cost or 0.0
        if self.process.channels.get(step.channel or "") == "booked" and step.no_show:
            found.succeeding = self._stop("booked", step)
            return found
        self._conclude(found, self._having_begun(state, step), step)
        return found

    def _having_begun(self, state: State, step: Step) -> State:
        """Remember that a step which takes another time when done again was done."""
        if step.takes_again is None or step.id in state.memory.begun:
            return state
        begun = tuple(sorted((*state.memory.begun, step.id)))
        return state._replace(memory=state.memory._replace(begun=begun))

    def _look_at_speeds(self, step: Step) -> None:
        """Who serves decides how long it takes, where people differ."""
        part = self.parts.get(step.part or "")
        if part is not None and any(skill.speed != 1 for skill in part.skills):
            self.reasons.add(self._class_of_service(step), "speeds", step.name)

    def _class_of_service(self, step: Step) -> int:
        kind = self.process.channels.get(step.channel or "", "self")
        with_customer = step.verb == "touch" or (step.verb == "do" and kind != "left")
        return BEING_SERVED if with_customer else FOR_ORGANISATION

    def _look_at_queue(self, step: Step) -> None:
        """Note what depends on who else is there when this step is done."""
        kind = self.process.channels.get(step.channel or "", "self")
        asked = [step.part or ""]
        if kind == "live" and step.verb == "do" and (part := self.parts.get(asked[0])):
            asked += [part.away.part] if part.away else []
        staffed = [self.weeks[part] for part in asked if part in self.weeks]
        if not staffed:
            return
        if step.verb in WORK and step.takes is not None:
            self.reasons.add(FOR_ORGANISATION, "work", step.name)
        if step.verb == "touch":
            self.reasons.add(FOR_ORGANISATION, "queue", step.name)
        if step.verb != "do" or kind not in ("live", "left", "booked"):
            return
        if kind == "booked":
            self.reasons.add(FOR_ORGANISATION, "booked", step.name)
            if step.patience and step.patience.law:
                self.reasons.add("routes", "gives up", step.name)
            return
        self.reasons.add(IN_QUEUE if kind == "live" else FOR_ORGANISATION, "queue", step.name)
        if kind == "live" and any(level == 0 for week in staffed for level in week.levels):
            self.reasons.add("routes", "closed", step.name)
        if step.patience and step.patience.law:
            self.reasons.add("routes", "gives up", step.name)
        if step.tolerates and "a wait over its tolerance" in self.rules:
            self.reasons.add("quality", "tolerance", step.name)

    # How a try ends.

    def _conclude(self, found: Leaving, state: State, step: Step) -> None:
        """An earlier failure is noticed, or the step fails itself, or it was served."""
        memory = state.memory
        noticed = [c for c in memory.carried if c.noticed_at == step.id]
        if noticed:
            kept = tuple(c for c in memory.carried if c.noticed_at != step.id)
            memory = memory._replace(carried=kept)
            found.succeeding = self._failed(
                state._replace(memory=memory), noticed[0].by_customer, noticed[0].to
            )
            return
        found.succeeding = self._completed(state, step)
        for failure in step.fails:
            if failure.chance:
                key = (step.id, failure.mode)
                found.failing.append((key, failure.chance, self._fails(state, step, failure)))

    def _fails(self, state: State, step: Step, failure: Failure) -> Moves:
        if failure.until:
            return self._stop("rests", step)
        by_customer = failure.by == "customer"
        if failure.noticed_at:
            carried = Carried(step.id, failure.noticed_at, by_customer, failure.to)
            memory = state.memory
            memory = memory._replace(carried=(*memory.carried, carried))
            return self._completed(state._replace(memory=memory), step)
        return self._failed(state, by_customer, failure.to)

    def _failed(self, state: State, by_customer: bool, to: str | None) -> Moves:
        """A failure acts at the end of this visit."""
        if by_customer and "a failure the customer found first" in self.rules:
            state = state._replace(memory=state.memory._replace(found_first=True))
        return self._lead(state, to)

    def _completed(self, state: State, step: Step) -> Moves:
        if not step.go:
            return self._go_on(state)
        shares = branch_shares(step)
        return [
            (share, State("arrive", branch.to, memory=state.memory))
            for branch, share in zip(step.go, shares, strict=True)
            if share > 0
        ]

    def _go_on(self, state: State) -> Moves:
        onward = self.routes.onward(state.step)
        if len(onward) > 1:
            return self._stop("parallel", self.routes.step(state.step))
        if onward:
            return [(1.0, State("arrive", onward[0], callers=state.callers, memory=state.memory))]
        return self._edge(state, came_through=True)

    def _lead(self, state: State, to: str | None) -> Moves:
        """Lead a case that was not served to a sister way, a step, or its caller."""
        if to is None:
            return self._edge(state, came_through=False)
        if to in self.routes.ways[state.step]:
            return [(1.0, state._replace(kind="try", way=to, retries=0, again=True))]
        return [(1.0, State("arrive", to, memory=state.memory))]

    def _edge(self, state: State, *, came_through: bool) -> Moves:
        """Nothing follows: back to the caller, or the case just stops."""
        if not state.callers:
            return [(1.0, End("", ""))]
        *outer, frame = state.callers
        kind = "serve" if frame.called_by == "through" else "arrive"
        caller = State(
            kind, frame.step, frame.way, frame.retries, frame.again, tuple(outer), state.memory  # type: ignore[arg-type]
        )  # fmt: skip
        if frame.called_by == "call":
            return self._go_on(caller)
        return [(1.0, caller)] if came_through else self._gave_up(caller)

    def _gave_up(self, state: State) -> Moves:
        """The shared step was not passed: try again later, or go where patience leads."""
        step = self._step(state)
        to = step.patience.to if step.patience else None
        away = self._lead(state, to)
        retry = step.retry
        if retry is None or not retry.chance or state.retries >= (retry.most or 0):
            return away
        again = state._replace(kind="between", retries=state.retries + 1, again=True)
        left = [(share * (1 - retry.chance), target) for share, target in away]
        return [(retry.chance, again), *left]

    def _waited_to_retry(self, state: State) -> Leaving:
        step, found = self._step(state), Leaving([(1.0, state._replace(kind="try"))])
        if step.retry:
            self._takes_time(found, step, BETWEEN_TRIES, step.retry.after)
        return found

    def _beside(self, state: State) -> Leaving:
        """A touch beside the case: it is counted, the case goes on at once."""
        step = self._step(state)
        aspects: tuple[Aspect, ...] = (*ALL_TIMES, "cost") if step.cost else tuple(ALL_TIMES)
        for aspect in aspects:
            self.reasons.add(aspect, "beside", step.name)
        if any(c.noticed_at == step.id for c in state.memory.carried):
            self.reasons.add("routes", "beside", step.name)
        return Leaving(self._go_on(state), visit=True)
