"""What the twin keeps: the agenda of one instant after another, cases, tokens, people at work."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from outsidein.errors import Fault, OutsideInError
from outsidein.model.behaviour import Law, RaceBranch
from outsidein.model.process import Part, Process, Step
from outsidein.simulation.calendar import Accumulator, Week, add_working
from outsidein.simulation.draws import PURPOSE, quantile, stream, uniform
from outsidein.simulation.routes import CustomerRoutes

DONE, CLOSING, OPENING, ROUTING, TRIGGER, START, GIVING_UP, DEADLINE = range(8)
LIMIT = 0.5  # what ends at that instant is done in time

MOST_MOVES_AT_ONE_INSTANT = 10_000
NO_SEGMENT = 255  # the luck of a part's people

Luck = Mapping[tuple[str, int, str] | tuple[str, int, str, int], float]


@dataclass(eq=False, slots=True)
class Entry:
    """Something due: dead entries are skipped."""

    action: Callable[[], None]
    alive: bool = True


@dataclass(eq=False, slots=True)
class Visit:
    """One try of a step, or one pass through a step without tries."""

    case: int
    customer: str
    step: str
    visit: int
    position: int
    way: str | None = None
    channel: str | None = None
    part: str | None = None
    person: int | None = None
    caller: str | None = None
    before: str | None = None
    branch: str | None = None
    attempt: int = 0
    contact: bool = False
    repeat: bool = False
    over_tolerance: bool = False
    ready: float = 0.0
    pause_ended: float | None = None
    began: float | None = None
    own_started: float | None = None
    joined: float | None = None
    started: float | None = None
    ended: float | None = None
    own_ended: float | None = None  # of a booked service, which own effort follows
    finished: float | None = None
    how: str | None = None
    no_show: bool = False  # nobody came, even if it was cut short before its end
    mode: str | None = None
    failed_step: str | None = None  # where the failure arose that acted here
    arose: str | None = None


@dataclass(eq=False, slots=True)
class TimeLimit:
    """A limit that runs: of a token at a step, or of a block whose branches are under way."""

    step: Step
    token: Token | None
    split: Split | None = None
    entry: Entry | None = None


@dataclass(eq=False, slots=True)
class Split:
    """A block under way: how many branches must still arrive."""

    step: str
    missing: int
    outer: Split | None
    trying_since: float | None  # for spans that shut at this step
    limit: TimeLimit | None = None


TokenState = Literal[
    "moving", "pausing", "asking", "through", "own", "queue", "service", "after",
    "resting", "joining", "between tries", "batching",
]  # fmt: skip


@dataclass(eq=False, slots=True)
class Token:
    """Where a case is; a token of a shared step has the token that calls it as its caller."""

    case: Case
    at: str
    state: TokenState = "moving"
    act: ActRun | None = None
    beside: bool = False  # a touch the case does not wait for
    caller: Token | None = None
    called_by: Literal["through", "call"] | None = None
    came_by: tuple[str, str] = ("", "")
    split: Split | None = None
    way: str = ""
    row: Visit | None = None
    retries: int = 0
    call_backs: int = 0
    attempt: int = 0
    job: Job | None = None
    holds: str | None = None  # the customer's person
    batch: Batch | None = None
    limit: TimeLimit | None = None
    runs_out: int = 0  # runs of the shared step it calls that are under way
    runs_left: int = 0  # and those that have still to begin
    line: str | None = None  # the part one of whose lines it is on
    anybody: bool = False  # own customers: waited long enough to be taken by anybody
    trying_since: float | None = None  # for spans that shut at this step
    in_full_sight: bool = False
    no_show: bool = False
    won: RaceBranch | None = None  # the runner of a race that comes in first
    entries: list[Entry] = field(default_factory=list)


@dataclass(eq=False, slots=True)
class ActRun:
    """One run of an act, in the window that was open when it began."""

    act: Step
    window: Window
    last_piece: bool = False  # the window shut: it ends with the piece it is in


@dataclass(eq=False, slots=True)
class Clock:
    """The one clock of an act: it runs, or stands still with some time left."""

    act: Step
    begun: int = 0  # in this window
    starts: int = 0
    draws: int = 0
    entry: Entry | None = None
    due: float = 0.0
    left: float | None = None  # standing still, in the clock's own time
    working: bool = False  # the clock runs on working days only


@dataclass(eq=False, slots=True)
class Window:
    """A meanwhile of one case; ``held`` is what fell due while its last step was tried."""

    step: Step
    clocks: list[Clock]
    is_open: bool = False
    tries: int = 0
    held: list[Clock] = field(default_factory=list)
    runs: list[Token] = field(default_factory=list)


@dataclass(eq=False, slots=True)
class Promise:
    """A promise of one case."""

    step: Step
    opened: float | None = None  # None: not open
    passed: bool = False
    tries: int = 0
    held: bool = False
    falls: bool = False  # was held, and falls due at this very instant
    entry: Entry | None = None


@dataclass(eq=False, slots=True)
class Carried:
    """A failure that travels with its case until a later step notices it."""

    step: str
    mode: str
    noticed_at: str
    by: str | None
    to: str | None


@dataclass(eq=False, slots=True)
class Case:
    """One run of one customer."""

    number: int
    routes: CustomerRoutes
    segment: int
    of_segment: int
    start: float
    end: float | None = None
    outcome: str | None = None
    end_step: str | None = None
    stuck: bool = False
    tokens: list[Token] = field(default_factory=list)
    engaged: dict[str, Token] = field(default_factory=dict)
    asking: list[Token] = field(default_factory=list)
    begun: set[str] = field(default_factory=set)  # steps of which a service has begun
    visits: dict[str, int] = field(default_factory=dict)
    arrivals: dict[str, int] = field(default_factory=dict)
    windows: dict[str, Window] = field(default_factory=dict)
    promises: dict[str, Promise] = field(default_factory=dict)
    carried: list[Carried] = field(default_factory=list)
    bound: dict[str, int] = field(default_factory=dict)  # part -> person
    last_contact: dict[str, float] = field(default_factory=dict)  # by reason
    rows: list[Visit] = field(default_factory=list)
    before: str | None = None
    in_full_sight: int = 0
    contacts: int = 0
    repeats: int = 0
    promises_kept: int = 0
    promises_broken: int = 0
    over_tolerance: int = 0
    found_by_customer: int = 0
    never_noticed: int = 0
    cost: float = 0.0
    path: int = 0
    moves_at: float = -1.0
    moves: int = 0

    @property
    def name(self) -> str:
        """The customer's name."""
        return self.routes.customer.name


@dataclass(eq=False, slots=True)
class Job:
    """What a person works on: a service, then its wrap-up; work that pauses goes on later."""

    token: Token | None  # None: dropped, finished all the same
    person: Person
    key: tuple[int, int, int]  # case, position, visit
    pauses: bool  # at closing: work does, a live service does not
    wrap_up: Law | None
    needs: str | None  # a skill
    order: tuple[float, ...]  # its place in the order of who is next
    drawn_for: tuple[Case, str, int]
    wrapping: bool = False
    batch: Batch | None = None
    piece_since: float = 0.0
    due: float = 0.0
    left: float = 0.0
    entry: Entry | None = None


@dataclass(eq=False, slots=True)
class Batch:
    """Cases that wait for each other at a step, and are served together; the first came first."""

    step: Step
    drawn_for: tuple[Case, str, int]  # the first one's luck
    tokens: list[Token] = field(default_factory=list)
    entry: Entry | None = None


@dataclass(eq=False, slots=True)
class Person:
    """One of a part's people."""

    number: int
    on_shift: bool = False
    shifts: int = 0  # how often they were due
    on_duty: bool = False  # on shift and not absent
    idle_since: float = 0.0
    off_since: float = 0.0
    job: Job | None = None
    paused: Job | None = None
    bound: int = 0


@dataclass(eq=False, slots=True)
class PartAtWork:
    """A part with people: who is on duty, who waits."""

    part: Part
    position: int
    week: Week
    people: list[Person]
    level: int = 0
    queue: list[tuple[tuple[float, ...], Token]] = field(default_factory=list)
    orphans: list[Job] = field(default_factory=list)  # paused work of people off shift
    busy_seconds: float = 0.0
    overtime_seconds: float = 0.0
    joined: int = 0
    left: int = 0


class World:
    """Everything that exists at one moment of a run."""

    def __init__(
        self,
        process: Process,
        routes: list[CustomerRoutes],
        seed: int,
        replication: int,
        luck: Luck,
    ) -> None:
        self.process, self.routes = process, routes
        self.seed, self.replication, self.luck = seed, replication, luck
        self.now = 0.0
        self.heap: list[tuple[float, float, tuple[int, int, int], int, Entry]] = []
        self.serial = 0
        self.cases: list[Case] = []
        self.open_cases: set[int] = set()  # not ended, or with a touch still to be made
        self.parts: dict[str, PartAtWork] = {}
        self.lines: dict[str, int] = {}  # free lines, of parts that have so many
        self.batches: dict[str, Batch] = {}  # that are still filling, by step
        self.dirty: set[str] = set()
        self.visits: list[Visit] = []
        self.promises: list[tuple[int, str, float, float | None, str]] = []
        self.working: Accumulator | None = None

    def schedule(
        self, time: float, rank: float, key: tuple[int, int, int], action: Callable[[], None]
    ) -> Entry:
        """Put something on the agenda."""
        entry = Entry(action)
        self.serial += 1
        heapq.heappush(self.heap, (time, rank, key, self.serial, entry))
        return entry

    def after(self, token: Token, delay: float, rank: int, action: Callable[[], None]) -> Entry:
        """Schedule something for a token; it dies with the token."""
        entry = self.schedule(self.now + delay, rank, self.key(token), action)
        token.entries.append(entry)
        return entry

    def key(self, token: Token) -> tuple[int, int, int]:
        """Return the order of tokens within a rank: case, step's position, visit."""
        visit = token.row.visit if token.row else token.case.visits.get(token.at, 0)
        return token.case.number, token.case.routes.placed[token.at].position, visit

    def uniform(self, case: Case, step: str, visit: int, purpose: str) -> float:
        """Return the luck of one quantity."""
        for key in ((step, visit, purpose, case.number), (step, visit, purpose)):
            if key in self.luck:
                return self.luck[key]
        return uniform(
            self.seed, self.replication, case.segment, case.of_segment,
            stream(step), visit, PURPOSE[purpose],
        )  # fmt: skip

    def is_absent(self, part: Part, number: int, shift: int) -> bool:
        """Draw whether a person does not come to a shift."""
        name = f"{part.id}.{number}"
        u = self.luck.get((name, shift, "absent"))
        if u is None:
            purpose = PURPOSE["absent"]
            u = uniform(self.seed, self.replication, NO_SEGMENT, 0, stream(name), shift, purpose)
        return u < (part.absent or 0.0)

    def end_of(self, law: Law, u: float, start: float, speed: float = 1.0) -> float:
        """Return when a duration that starts at a time ends, by the law's own clock."""
        seconds = quantile(law, u) / speed
        if law.working:
            assert self.working is not None
            return add_working(self.working, start, seconds)
        return start + seconds

    def delay(self, token: Token, law: Law, purpose: str, speed: float = 1.0) -> float:
        """Draw how long something takes a token from now; ``speed`` divides it."""
        assert token.row is not None
        u = self.uniform(token.case, token.row.step, token.row.visit, purpose)
        return self.end_of(law, u, self.now, speed) - self.now

    def happens(self, token: Token, chance: float, purpose: str) -> bool:
        """Draw whether something with a chance happens to a token."""
        assert token.row is not None
        return self.uniform(token.case, token.row.step, token.row.visit, purpose) < chance

    def count_move(self, case: Case) -> None:
        """Refuse a case that moves for ever without time passing."""
        if case.moves_at != self.now:
            case.moves_at, case.moves = self.now, 0
        case.moves += 1
        if case.moves >= MOST_MOVES_AT_ONE_INSTANT:
            what = f"{MOST_MOVES_AT_ONE_INSTANT:,} moves of one case at one instant"
            hint = "give a step of the loop a time, or the loop a limit"
            where = case.tokens[0].at if case.tokens else case.routes.first
            raise OutsideInError([Fault("loop-without-time", "error", where, what, hint)])
