"""A BPMN file as a process of ours: one case a rule, then every file of the corpus."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bpmn.facts import FOLDERS, files_of
from bpmn.made import bpmn, pool, said, steps
from outsidein.bpmn.bpmnfile import open_bytes
from outsidein.bpmn.processes import to_process
from outsidein.chart import draw
from outsidein.customers import likeness
from outsidein.document import read_text, write
from outsidein.errors import OutsideInError
from outsidein.model.check import check
from outsidein.model.missing import missing_numbers

GUEST = pool(
    "Guest", "start in; task order; task eat; end done", "in > order; order > eat; eat > done"
)
COOK = pool(
    "Cook", "start asked message; task cook; end cooked message",
    "asked > cook; cook > cooked",
)  # fmt: skip


def codes(file_read: object) -> set[str]:
    return {fault.code for fault in file_read.faults}  # type: ignore[attr-defined]


def test_pools_with_messages_and_lanes_are_the_same_process() -> None:
    """A message from pool to pool and a flow from lane to lane are both a hand-over."""
    pools = bpmn(
        pool("Guest", "start in; task order; task eat; end done", "in > order; eat > done"),
        pool("Cook", "start asked message; task cook; end cooked message",
             "asked > cook; cook > cooked"),
        messages="order > asked; cooked > eat",
    )  # fmt: skip
    lanes = bpmn(
        pool("Restaurant", "start in; task order; task cook; task eat; end done",
             "in > order; order > cook; cook > eat; eat > done",
             lanes="Guest: in order eat done; Cook: cook"),
    )  # fmt: skip
    assert steps(pools) == ["in start", "order do", "cook hidden Cook", "eat tell Cook", "done end"]
    assert steps(lanes) == ["in start", "order do", "cook hidden Cook", "eat do", "done end"]
    for file in (pools, lanes):
        read = to_process(file)
        assert [customer.name for customer in read.process.customers] == ["Guest"]
        assert [part.name for part in read.process.parts] == ["Cook"]


def test_who_sends_goes_on_and_who_receives_waits() -> None:
    """The guest goes on to eat, and eats when both the way there and the meal are done."""
    file = bpmn(GUEST, COOK, messages="order > asked; cooked > eat")
    assert steps(file) == [
        "in start", "order do >eat,cook", "cook hidden Cook", "eat tell Cook all:", "done end",
    ]  # fmt: skip


def test_an_answer_is_waited_for_where_the_question_was_asked() -> None:
    """A step that sends and gets the answer goes on with the answer: no deadlock."""
    file = bpmn(GUEST, COOK, messages="order > asked; cooked > order")
    assert steps(file) == ["in start", "order do Cook", "cook hidden Cook", "eat do", "done end"]


def test_two_halves_are_one_encounter() -> None:
    """A part's half without a flow of its own is fused, and both ids are kept."""
    file = bpmn(GUEST, pool("Cook", "task serve", ""), messages="eat > serve; serve > eat")
    read = to_process(file)
    assert said(read) == ["in start", "order do", "eat do Cook", "done end"]
    assert set(read.held["eat"]) == {"eat", "serve", "m0", "m1"}
    assert read.process.steps[2].carries == ("m0", "m1")


def test_a_half_with_a_flow_of_its_own_is_not_fused() -> None:
    """What the cook does next would be lost."""
    cook = pool("Cook", "task serve; task rest", "serve > rest")
    assert "serve hidden Cook" in " ".join(steps(bpmn(GUEST, cook, messages="eat > serve")))


def test_a_closed_pool_is_met() -> None:
    """A message to a closed pool is an encounter with it; one from it is news."""
    file = bpmn(GUEST, messages="order > Cook; Cook > eat", closed="Cook")
    assert steps(file) == ["in start", "order do Cook", "eat tell Cook", "done end"]


def test_a_closed_customer_is_met() -> None:
    """Where the customer is a closed pool, messages are all we know of them."""
    cook = pool("Cook", "start asked message; task cook; task shout; end cooked",
                "asked > cook; cook > shout; shout > cooked")  # fmt: skip
    file = bpmn(cook, messages="Guest > asked; shout > Guest", closed="Guest")
    assert steps(file) == ["asked start", "cook hidden Cook", "shout tell Cook", "cooked end"]


def test_gateways_choose_check_and_split() -> None:
    """An exclusive gateway is decided in its lane; a parallel one is a block if it has its join."""
    file = bpmn(
        pool(
            "Restaurant",
            "start s; xor hungry; task eat; xor fresh; and fork; task a; task b; and join; end e",
            "s > hungry; hungry > eat yes; hungry > e no; eat > fresh; fresh > fork; fork > a;"
            " fork > b; a > join; b > join; join > e; fresh > eat stale",
            lanes="Guest: s hungry eat e; Cook: fresh fork a b join",
        )
    )
    assert steps(file) == [
        "s start", "hungry choose yes->eat no->e", "eat do",
        "fresh check Cook fork->fork-all stale->eat", "fork-all together [a: a] [b: b]", "e end",
    ]  # fmt: skip


def test_a_fork_that_is_no_block_stays_a_fork() -> None:
    """Branches that meet crosswise keep their flows, and wait for all where they met."""
    file = bpmn(
        pool("Guest", "start s; and f; task a; task b; task c; and j; end x; end y",
             "s > f; f > a; f > b; f > c; a > j; b > j; j > x; c > y"),
    )  # fmt: skip
    found = steps(file)
    assert "s start >a,b,c" in found
    assert "x end all:" in found
    assert check(to_process(file).process)


def test_boundary_events_are_failures() -> None:
    """An interrupting boundary event is a way to fail, its chance missing; another is said."""
    file = bpmn(
        pool("Guest", "start s; task eat; boundary burnt eat error; task moan; end e; end f",
             "s > eat; eat > e; burnt > moan; moan > f"),
    )  # fmt: skip
    read = to_process(file)
    assert "eat do !burnt->moan" in said(read)
    assert any("burnt" in fault.what for fault in missing_numbers(read.process))


def test_numbers_that_are_not_drawn_stay_missing() -> None:
    """A timer's length is read, and nothing else becomes a number."""
    file = bpmn(
        pool("Guest", "start s; catch rest PT1H30M; xor x; task a; task b; end e",
             "s > rest; rest > x; x > a; x > b; a > e; b > e"),
    )  # fmt: skip
    process = to_process(file).process
    rest = next(step for step in process.steps if step.id == "rest")
    assert rest.wait is not None
    assert rest.wait.mean_seconds == 5_400
    assert process.sources == {}
    assert process.arrivals is None
    wheres = {fault.where for fault in missing_numbers(process)}
    assert wheres == {"arrivals.rate", "x.go.a", "x.go.b", "a.own", "b.own", "e.outcome"}


def test_what_the_model_cannot_hold_is_said() -> None:
    """Each of these is named with its line, and the rest is read."""
    file = bpmn(
        pool("Guest", "start s; or some; race first; catch a message; catch b PT1H; task c;"
             " boundary late c PT1H; task lonely; end e",
             "s > some; some > first one; some > c two; first > a; first > b; a > e; b > e; c > e"),
    )  # fmt: skip
    read = to_process(file)
    assert codes(read) == {"gateway", "race", "boundary", "alone"}
    assert "first choose" in " ".join(said(read))
    assert all(fault.where == "made.bpmn:1" for fault in read.faults)


def test_several_beginnings_are_several_starts() -> None:
    """Whoever begins in two ways has two starts, and their shares are missing."""
    file = bpmn(
        pool("Guest", "start walk; start call; task eat; end e",
             "walk > eat; call > eat; eat > e"),
    )  # fmt: skip
    assert steps(file)[:2] == ["walk start >eat", "call-2 start"]
    missing = {fault.where for fault in missing_numbers(to_process(file, "Guest").process)}
    assert {"walk.share", "call-2.share"} <= missing


def test_persons_of_a_customer_are_their_lanes() -> None:
    """Lanes inside the customer's pool are persons, not parts."""
    file = bpmn(
        pool("Guest", "start s; task pick; task pay; end e", "s > pick; pick > pay; pay > e",
             lanes="Child: s pick; Parent: pay e"),
    )  # fmt: skip
    process = to_process(file).process
    assert process.parts == ()
    assert process.customers[0].people == ("Child", "Parent")
    assert [step.person for step in process.steps if step.verb == "do"] == ["Child", "Parent"]


def test_the_customer_may_be_given() -> None:
    """The one that is given is taken; one that is not there is a fault with the nearest."""
    file = bpmn(GUEST, COOK, messages="order > asked; cooked > eat")
    assert to_process(file, "cook").process.customers[0].name == "Cook"
    with pytest.raises(OutsideInError, match='did you mean "Guest"'):
        to_process(file, "Guset")


def test_nobody_drawn_is_said_with_candidates() -> None:
    """Pools, lanes, start and end points are offered, and the process is read all the same."""
    file = bpmn(
        pool("Works", "start in; userTask sign; end out", "in > sign; sign > out",
             lanes="Office: in sign; Yard: out"),
    )  # fmt: skip
    read = to_process(file)
    assert read.process.customers == ()
    (fault,) = read.faults
    assert fault.code == "customer-unknown"
    for name in ("Office", "Yard", "in", "sign", "out"):
        assert f'"{name}"' in fault.hint


def test_who_sets_others_going_is_proposed() -> None:
    """Nobody sounds like a customer, but one pool starts the other."""
    file = bpmn(pool("A", "start s; task a; end e", "s > a; a > e"), COOK, messages="a > asked")
    read = to_process(file)
    assert (read.customers.name, read.customers.how) == ("A", "by starting")
    assert codes(read) == {"customer-proposed"}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Customer", 2), ("GUEST", 2), ("Guest (food consumption)", 2), ("Kunde", 2), ("Gäste", 0),
        ("Kunden", 2), ("Patients", 2), ("Antragsteller", 2), ("cliente", 2), ("客户", 2),
        ("Business customer", 1), ("Hungry guest", 1), ("Customer service", 0), ("Kundendienst", 0),
        ("Private Customer Account Manager", 0), ("Chef", 0), ("", 0), ("Host", 0),
    ],
)  # fmt: skip
def test_names_of_customers_and_of_departments(name: str, expected: int) -> None:
    """A department that is named after the customer is not the customer."""
    assert likeness(name) == expected


def test_the_guest_is_found_in_every_restaurant(corpus: Callable[[str], Path]) -> None:
    """Fifty people drew one restaurant: the guest, or the customer, is found in all of them."""
    found = [
        to_process(open_bytes(content, name)).customers
        for name, content in files_of("camunda_research", corpus)
        if "04-Self-service-restaurant" in name
    ]
    assert len(found) == 50
    right = [c for c in found if c.how == "by name" and c.name.split()[0].casefold() in
             ("guest", "customer")]  # fmt: skip
    assert len(right) == 50


def read_and_check(folder: str, corpus: Callable[[str], Path], *, drawn: bool) -> tuple[int, int]:
    """Read every file, check it, write it as a document and read that; perhaps draw it."""
    read = refused = 0
    for name, content in files_of(folder, corpus):
        try:
            process = to_process(open_bytes(content, name)).process
        except OutsideInError as nothing:
            refused += "nothing-drawn" in str(nothing)
            continue
        assert [f for f in check(process) if f.severity == "error"] == [], name
        assert read_text(write(process)) == process, name
        if drawn:
            assert "</svg>" in draw(process, "departments").svg(fonts=False)
        read += 1
    return read, refused


@pytest.mark.parametrize(("folder", "files"), [("miwg_reference", 16), ("other", 25)])
def test_every_file_is_a_process(folder: str, files: int, corpus: Callable[[str], Path]) -> None:
    """Each is read without an error, and is the same process as a document."""
    assert read_and_check(folder, corpus, drawn=False) == (files, 0)


@pytest.mark.long
@pytest.mark.parametrize(
    ("folder", "counted"),
    [*((folder, None) for folder in FOLDERS), ("camunda_research", (201, 1))],
)
def test_every_file_is_drawn(
    folder: str, counted: tuple[int, int] | None, corpus: Callable[[str], Path]
) -> None:
    """Each is drawn as a swimlane; one file of the training diagrams has no flow at all."""
    found = read_and_check(folder, corpus, drawn=True)
    assert found[0] > 0
    assert found == (counted or (len(files_of(folder, corpus)), 0))
