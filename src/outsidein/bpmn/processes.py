"""A BPMN file as a process of ours: what it says, and a fault for what our model cannot hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from lxml import etree

from outsidein.address import slug
from outsidein.bpmn.blocks import Block, Blocks, in_order
from outsidein.bpmn.bpmnfile import BpmnFile
from outsidein.bpmn.carried import carried_in, halves_in
from outsidein.bpmn.customer import Customers, find_customer
from outsidein.bpmn.inscribing import CUSTOMER, SIGN, inscribed, sign_of, with_names
from outsidein.bpmn.messages import weave_messages
from outsidein.bpmn.owners import Owner, Owners, tidy
from outsidein.bpmn.redrawn import compare, overlaid, renamed
from outsidein.bpmn.smoothing import contract, smooth, take_one_way
from outsidein.bpmn.steps import NOBODY, StepMaker
from outsidein.bpmn.weave import Weave
from outsidein.bpmn.weaving import Weaver
from outsidein.errors import Fault, OutsideInError
from outsidein.model.graph import placed_steps
from outsidein.model.keys import RESERVED
from outsidein.model.process import Customer, Part, Process, Step

MOST_NODES = 5_000
OUR_LANE = "lane.customer"


@dataclass(frozen=True, kw_only=True)
class ProcessRead:
    """A process read from a BPMN file.

    ``faults`` are those of the file and of what our model cannot hold · ``held`` gives, for each
    step, the ids of the elements that it stands for · ``branches`` the flows of each answer of a
    decision, in their order, by its id · ``customers`` who the customer is.
    """

    process: Process
    faults: tuple[Fault, ...]
    customers: Customers
    held: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    branches: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)


def to_process(file: BpmnFile, customer: str | None = None) -> ProcessRead:
    """Read a BPMN file as a process.

    Several pools with messages and one pool with lanes come out as the same kind of process. No
    number is made up: times, shares and outcomes that the file does not say stay missing.
    ``customer`` names the pool or the lane of the customer; without it the name that sounds like
    one is taken. A file that `write_bpmn` made gives its process again, with every fact and the
    names of the drawing; so does one that carries our facts in its maker's drawing. If its flows
    were redrawn, the drawing wins, and what still fits stays.
    Raises OutsideInError if that name is not in the file, or nothing flows in it.
    """
    ours = carried_in(file.root) if customer is None else None
    if ours is None or ours.process is None:
        return as_drawn(file, customer)
    whole = inscribed(file)
    if whole is not None:
        return _as_inscribed(file, ours.process, ours.steps, whole)
    compared = compare(file.content, ours.process)
    if compared.same_flow:
        return _as_written(file, renamed(ours.process, compared))
    return _redrawn(file, ours.process, ours.steps)


def _as_inscribed(
    file: BpmnFile, ours: Process, steps: Mapping[str, Step], whole: etree._Element
) -> ProcessRead:
    """Return the process that a drawing of another maker carries, if it says what it said."""
    customer = whole.get(CUSTOMER)
    read = as_drawn(file, customer)
    if sign_of(read.process) != whole.get(SIGN):
        return _redrawn(file, ours, steps, customer)
    return replace(read, process=with_names(ours, whole, read.process))


def _redrawn(
    file: BpmnFile, ours: Process, steps: Mapping[str, Step], customer: str | None = None
) -> ProcessRead:
    """Return the process as it is drawn now, with what still fits of what the file carries."""
    read = as_drawn(file, customer)
    process, known = overlaid(read.process, ours, steps)
    what = (
        f"was redrawn since it was written: it is read as drawn, with what is known of {known} of "
        f"its {len(read.held)} steps; promises, ways, ways out and scenarios are not read"
    )
    said = Fault("redrawn", "warning", f"{file.name}:1", what, "they stay in the file")
    return replace(read, process=process, faults=(*read.faults, said))


def as_drawn(file: BpmnFile, customer: str | None = None) -> ProcessRead:
    """Read a BPMN file as a process by what is drawn alone; our facts in it are passed over."""
    content = file.content
    if len(content.nodes) > MOST_NODES:
        what = f"has more than {MOST_NODES:,} steps: too many for one picture"
        raise OutsideInError([Fault("too-large", "error", f"{file.name}:1", what)])
    owners = Owners(content)
    customers = _customers_of_ours(owners) if customer is None else None
    customers = customers or find_customer(content, owners, f"{file.name}:1", customer)
    weaver = Weaver(content, owners, customers, file.name, halves_in(file.root))
    weave = weaver.make()
    weave_messages(weaver)
    start = smooth(weaver)
    if start is None:
        what = "no process is drawn in it: there is no flow between steps"
        raise OutsideInError([Fault("nothing-drawn", "error", f"{file.name}:1", what)])
    folding = Blocks(weave)
    folding.fold()
    take_one_way(weaver)
    blocks = folding.fold()  # around what is a decision after all
    inside = {key for block in blocks.values() for _, keys in block.branches for key in keys}
    contract(weaver, inside, finally_=True)
    names = _Names(customers)
    ids = names.ids(weave)  # before the parts: a step keeps its own id
    parts = names.parts(weave, owners, weaver)
    maker = StepMaker(weaver, blocks, ids, names)
    starts = [k for k, knot in weave.knots.items() if knot.kind == "start" and k != start]
    order = [k for k in _order(weave, start, blocks) if k not in {start, *starts}]
    steps = maker.steps([start, *starts, *order])
    process = Process(name=_title(file), customers=names.customers(), parts=parts, steps=steps,
                      shared=tuple(maker.shared))  # fmt: skip
    said = [*file.faults, *customers.faults, *weaver.faults, *maker.faults]
    held = {maker.ids[key]: tuple(k.held) for key, k in weave.knots.items() if key in maker.ids}
    held |= maker.held
    return ProcessRead(
        process=process, faults=tuple(dict.fromkeys(said)), customers=customers, held=held,
        branches=maker.branches,
    )  # fmt: skip


def _as_written(file: BpmnFile, process: Process) -> ProcessRead:
    """Return the process that a file of our own carries, its drawing not changed since."""
    name = process.customers[0].name if process.customers else ""
    held = {identity: (identity,) for identity in placed_steps(process)}
    return ProcessRead(
        process=process, faults=file.faults, customers=Customers(name=name, how="given"), held=held
    )


def _customers_of_ours(owners: Owners) -> Customers | None:
    """Return the customer of a file that we wrote: its lanes have ids of ours."""
    lanes = [o for o in owners.every if o.key == OUR_LANE or o.key.startswith(f"{OUR_LANE}.")]
    main = next((lane for lane in lanes if lane.key == OUR_LANE), None)
    if main is None:
        return None
    keys = frozenset(lane.key for lane in lanes)
    return Customers(owners=keys, name=main.name, how="given")


def _order(weave: Weave, start: str, blocks: dict[str, Block]) -> list[str]:
    inside = {key for block in blocks.values() for _, keys in block.branches for key in keys}
    found = [key for key in in_order(weave, start) if key not in inside]
    # What no flow reaches is read all the same: the check says so, the picture shows it.
    return [*found, *(key for key in weave.knots if key not in inside and key not in found)]


def _title(file: BpmnFile) -> str:
    content = file.content
    elements = (*content.collaborations.values(), *content.processes.values())
    names = [content.name, *(element.name for element in elements)]
    said = next((tidy(name) for name in names if tidy(name)), "")
    return said or Path(file.name).stem


class _Names:
    """Gives customers, parts and steps ids that no two of them share."""

    def __init__(self, customers: Customers) -> None:
        self.customer = customers
        self.taken: set[str] = set()
        self.by_owner: dict[str, str] = {}
        self.persons: list[str] = []
        if customers.owners:  # first: a document gives a customer no other id than their name's
            self.by_owner[""] = self.free(customers.name or "customer")

    def free(self, wanted: str) -> str:
        """Return an id that is not taken and no word of the grammar."""
        identity = slug(wanted)
        number = 1
        while identity in self.taken or identity in RESERVED:
            number += 1
            identity = f"{slug(wanted)}-{number}"
        self.taken.add(identity)
        return identity

    def customers(self) -> tuple[Customer, ...]:
        """Return the customer, with the persons whose lanes are drawn."""
        if not self.customer.owners:
            return ()
        name = self.customer.name
        return (Customer(id=self.by_owner[""], name=name, people=tuple(self.persons)),)

    def parts(self, weave: Weave, owners: Owners, weaver: Weaver) -> tuple[Part, ...]:
        """Return the parts that do or meet something, each name once, in the file's order."""
        used: dict[str, Owner] = {}
        for knot in weave.knots.values():
            used |= {owner.key: owner for owner in (knot.owner, knot.meets) if owner is not None}
        self._persons(weaver, used)
        theirs = [o for o in owners.every if o.key in used and not weaver.is_customer(o)]
        if all(not owner.name for owner in theirs) and len(theirs) < 2:
            return ()  # nobody is named: the company is one
        found: dict[str, Part] = {}
        for owner in theirs:
            name = part_name(owner.name)
            if name.casefold() not in found:
                found[name.casefold()] = Part(id=self.free(name), name=name)
            self.by_owner[owner.key] = found[name.casefold()].id
        if any(knot.owner is None for knot in weave.knots.values()):
            name = part_name("")
            found.setdefault(name.casefold(), Part(id=self.free(name), name=name))
            self.by_owner[NOBODY] = found[name.casefold()].id
        return tuple(found.values())

    def _persons(self, weaver: Weaver, used: dict[str, Owner]) -> None:
        lanes = [o for o in used.values() if weaver.is_customer(o) and not o.is_pool and o.name]
        names = list(dict.fromkeys(owner.name for owner in lanes))
        if len(names) > 1:
            self.persons = names
            self.by_owner |= {f"person {owner.key}": owner.name for owner in lanes}

    def ids(self, weave: Weave) -> dict[str, str]:
        """Return the id of each knot's step: BPMN's own, as a slug."""
        return {key: self.free(key.replace("~", "-")) for key in weave.knots}


def part_name(name: str) -> str:
    """Return the name of a part: as drawn, or a word for one that has none."""
    return tidy(name) or "Organisation"
