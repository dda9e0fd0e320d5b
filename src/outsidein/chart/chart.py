"""What is to be drawn: lanes, nodes, links and what hangs on them; no coordinates yet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from outsidein.chart.touches import Journey
from outsidein.model.process import Outcome

ViewKind = Literal["departments", "company", "blueprint", "journey"]
LaneKind = Literal[
    "person", "customer", "department", "system", "partner", "company", "behind",
    "onstage", "backstage", "support", "touch", "row",
]  # fmt: skip
NodeKind = Literal["start", "end", "step", "gateway", "timer", "back", "consult", "tag", "ghost"]
Sign = Literal["choice", "all", "some", "race"]
LinkKind = Literal["flow", "fail", "patience", "limit", "wait", "consult", "noticed"]
ExitKind = Literal["fail", "patience", "limit"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """A band of the picture, top to bottom; ``notes`` stand below its name."""

    id: str
    name: str
    kind: LaneKind
    notes: tuple[str, ...] = ()
    room: tuple[float, float] | None = None  # fixed, above and below its middle
    idle: str = ""  # said where nothing stands in it

    @property
    def of_customer(self) -> bool:
        """Whether the lane lies above the line of visibility."""
        return self.kind in ("person", "customer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """One way through an encounter: its channel's sign and its share."""

    name: str
    glyph: str
    label: str = ""
    share: float | None = None
    through: str | None = None  # the shared step passed first, if the other ways do not


@dataclass(frozen=True, slots=True, kw_only=True)
class Half:
    """The part's half of an encounter, below the customer's, joined to it by the rail."""

    id: str
    lane: str
    text: str
    title: str
    badges: tuple[Badge, ...] = ()
    note: str = ""  # how long it takes
    part: str = ""  # the part's name, where the lane does not say it
    is_system: bool = False

    @property
    def by_share(self) -> list[Badge]:
        """The badges, the likeliest way first: it stands on the line of visibility."""
        return sorted(self.badges, key=lambda badge: -(badge.share or 0.0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One node in a lane; an encounter is one node with the halves below it."""

    id: str
    kind: NodeKind
    lane: str
    text: str
    title: str
    position: int
    phase: str = ""
    sign: Sign | None = None
    outcome: Outcome | None = None
    halves: tuple[Half, ...] = ()
    note: str = ""
    is_system: bool = False
    in_sight: bool = False  # a hidden step that the customer can follow
    only: str = ""
    act_of: str | None = None
    shared: tuple[str, ...] = ()  # shared steps passed through first
    is_local: bool = False  # a copy of an end, drawn beside the step that leads to it
    wait: str = ""  # median wait
    trigger: tuple[str, ...] = ()
    lost: str = ""
    part: str = ""  # the part's name, where the lane does not say it
    points: str = ""  # a tag: right, left or up
    aside: float = 0.0  # how far right of its column's centre it stands


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A flow between two nodes; ``back`` is set when it returns to an earlier step."""

    id: str
    source: str
    target: str
    kind: LinkKind = "flow"
    label: str = ""
    share: float | None = None  # of the source's visits
    weight: float | None = None  # of all customers, if known
    limit: str = ""
    exit: str | None = None  # the mark it starts at
    entry: str | None = None  # the mark it ends at
    back: bool = False
    title: str = ""
    wait: bool = False  # a wait whose length a simulation measured
    was: float | None = None  # its share today, in a comparison


@dataclass(frozen=True, slots=True, kw_only=True)
class Exit:
    """A way out that is not the flow: a failure, patience that ends, a limit that is reached.

    ``lines`` stand beside the mark · ``end`` is set if it leads straight to an end.
    """

    id: str
    kind: ExitKind
    node: str
    half: str | None
    lines: tuple[str, ...]
    short: str
    title: str
    number: int = 0
    end: Outcome | Literal["missing"] | None = None
    end_text: str = ""
    noticed_at: str | None = None
    notices: str | None = None  # set on the hollow mark: the exit whose failure is noticed here
    leads: bool = False  # a link starts at this mark
    went: float | None = None  # share of all customers who leave here
    went_before: str = ""  # how many leave here today, in a comparison
    to: str | None = None
    share: float | None = None  # of a failure


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A bracket or a bar over the columns from one node to another."""

    id: str
    first: str
    last: str
    texts: tuple[str, ...]  # the longest first: the first that fits is taken
    title: str
    kept: str = ""
    acts: tuple[str, ...] = ()
    open_left: bool = False  # it begins in an earlier band of the page
    open_right: bool = False  # it goes on in a later one


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """A shared step, drawn once below the lanes."""

    id: str
    mark: str
    node: Node
    part_name: str
    note: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What the customer sees or holds at a step; ``is_said``: the document says it."""

    text: str
    is_said: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sightline:
    """What stands out in a picture whose rest is grey: a part's line of vision.

    ``own`` are the part's steps and halves · ``kept`` all elements that stay as they are ·
    ``hops`` the number of each hand-over, counted from the part, by link.
    """

    part: str
    own: frozenset[str]
    kept: frozenset[str]
    hops: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A picture's contents: what one view of a process shows."""

    kind: ViewKind
    name: str
    title: str
    subtitle: str
    customer: str
    lanes: tuple[Lane, ...]
    nodes: dict[str, Node]
    links: tuple[Link, ...]
    exits: tuple[Exit, ...] = ()
    promises: tuple[Span, ...] = ()
    meanwhiles: tuple[Span, ...] = ()
    shared: tuple[Shared, ...] = ()
    main: frozenset[str] = field(default_factory=frozenset)  # nodes of the main way
    in_sight: dict[str, str] = field(default_factory=dict)  # hidden steps left out, but seen
    waits_bend: bool = False  # waits are the only link where hidden work is left out
    order: tuple[str, ...] = ()  # nodes in the order of their columns
    head: float = 0.0  # room above the lanes
    evidence: dict[str, Evidence] = field(default_factory=dict)  # by node
    open_lanes: frozenset[str] = frozenset()  # drawn at full height even where nothing stands
    ghosts: frozenset[str] = frozenset()  # nodes of a neighbouring phase
    focus: str = ""  # the phase that alone is shown
    automated_from: str | None = None  # the first lane below the line of automation
    journey: Journey | None = None
    sightline: Sightline | None = None

    def lane(self, lane_id: str) -> Lane:
        """Return a lane by id."""
        return next(lane for lane in self.lanes if lane.id == lane_id)
