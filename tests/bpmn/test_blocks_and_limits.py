"""Gateways that take some of their ways, races, limits of time, and what is done several times."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpmn.made import bpmn, pool
from outsidein.bpmn import open_bytes, to_process, write_bpmn
from outsidein.bpmn.bpmnfile import BpmnFile
from outsidein.layer.opening import open_layer
from outsidein.layer.writing import layer_text
from outsidein.model.behaviour import Law, Limit, Times
from outsidein.model.check import check
from outsidein.model.missing import missing_numbers
from outsidein.model.process import Process, Step

DAY = 86_400.0


def one(file: BpmnFile, identity: str) -> Step:
    """A step of a file, which is sound but for its numbers."""
    process = to_process(file, "Guest").process
    wrong = [f for f in check(process) if f.severity == "error"]
    assert [f for f in wrong if f.code != "cannot-be-simulated-yet"] == []
    return next(step for step in process.steps if step.id == identity)


def extras(more: str = "", flows: str = "", default: str = "", onward: str = "e") -> BpmnFile:
    """A guest who takes some of three dishes."""
    file = bpmn(
        pool("Guest", f"start s; or which; task soup; task fish; task cake; or met; end e{more}",
             "s > which; which > soup hungry; which > fish rich; which > cake sweet;"
             f"soup > met; fish > met; cake > met; met > {onward}{flows}"),
    )  # fmt: skip
    if not default:
        return file
    return open_bytes(file.to_bytes().replace(b'id="which"', f'id="which" default="{default}"'
                                              .encode()))  # fmt: skip


def test_an_inclusive_pair_is_some_of() -> None:
    """Ways that meet again are branches, each with a chance that is missing."""
    step = one(extras(), "which-all")
    assert step.verb == "some of"
    assert [(b.name, b.share, b.rest, [s.id for s in b.steps]) for b in step.blocks] == [
        ("hungry", None, False, ["soup"]), ("rich", None, False, ["fish"]),
        ("sweet", None, False, ["cake"]),
    ]  # fmt: skip
    read = to_process(extras(), "Guest")
    assert "gateway" not in {fault.code for fault in read.faults}
    hints = {fault.hint for fault in missing_numbers(read.process)}
    assert {"NUMBER% hungry", "NUMBER% rich", "NUMBER% sweet"} <= hints


def test_the_default_way_is_the_rest() -> None:
    """The flow taken if no condition holds is the branch done if no other is."""
    step = one(extras(default="f-which-cake-3"), "which-all")
    assert [block.rest for block in step.blocks] == [False, False, True]


def test_a_way_that_does_nothing_is_no_branch() -> None:
    """Straight from one gateway to the other: nothing is done there."""
    step = one(extras(flows="; which > met nothing", default="f-which-met-8"), "which-all")
    assert [block.name for block in step.blocks] == ["hungry", "rich", "sweet"]
    assert not any(block.rest for block in step.blocks)


def test_ways_that_do_not_meet_are_still_a_decision() -> None:
    """Without the other gateway it is read as taking one way, and said."""
    file = extras(more="; end left", flows="; soup > left")
    read = to_process(file, "Guest")
    assert "gateway" in {fault.code for fault in read.faults}
    assert {step.id: step.verb for step in read.process.steps}["which"] == "choose"


def test_one_inclusive_pair_inside_another_is_read() -> None:
    """No block stands in another one: the inner one is, the outer stays a decision, and is said."""
    file = bpmn(
        pool("Guest", "start s; or one; or two; task a; task b; task c; or in; or out; end e",
             "s > one; one > two x; one > c y; two > a p; two > b q; a > in; b > in; in > out;"
             "c > out; out > e"),
    )  # fmt: skip
    assert one(file, "two-all").verb == "some of"
    assert one(file, "one").verb == "choose"
    and_around = bpmn(
        pool("Guest", "start s; and one; or two; task a; task b; task c; and out; end e",
             "s > one; one > two; one > c; two > a p; two > b q; a > out; b > out; c > out;"
             "out > e"),
    )  # fmt: skip
    assert to_process(and_around, "Guest").process.steps


def test_a_race_of_timers_is_first_of() -> None:
    """An event-based gateway with timers alone: each way after its time."""
    file = bpmn(
        pool("Guest", "start s; race first; catch soon P1D; catch late P2D; task pay; end e",
             "s > first; first > soon; first > late; soon > pay; late > e; pay > e"),
    )  # fmt: skip
    step = one(file, "first")
    assert (step.verb, step.race_by_customer) == ("first of", True)
    assert [(r.label, r.after.mean_seconds, r.to) for r in step.race] == [
        ("soon", DAY, "pay"), ("late", 2 * DAY, "e"),
    ]  # fmt: skip
    assert "race" not in {fault.code for fault in to_process(file, "Guest").faults}


def test_a_race_with_a_message_is_still_a_decision() -> None:
    """When a message comes is not drawn: a decision, and it is said."""
    file = bpmn(
        pool("Guest", "start s; race first; catch news message; catch late P2D; task pay; end e",
             "s > first; first > news; first > late; news > pay; late > e; pay > e"),
    )  # fmt: skip
    assert one(file, "first").verb == "choose"
    assert "race" in {fault.code for fault in to_process(file, "Guest").faults}


@pytest.mark.parametrize(
    ("time", "law"),
    [("P2D", Law(kind="constant", parameters=(2 * DAY,), unit="day")), ("timer", None)],
)
def test_a_timer_on_a_step_is_its_limit(time: str, law: Law | None) -> None:
    """An interrupting timer ends the step, after as long as is drawn; others are failures."""
    file = bpmn(
        pool("Guest", f"start s; task wait; boundary late wait {time}; boundary bad wait error;"
             "task call; end e", "s > wait; wait > e; late > call; call > e; bad > e"),
    )  # fmt: skip
    step = one(file, "wait-2")
    assert step.limit == Limit(law=law, to="call-2")
    assert [(failure.mode, failure.to) for failure in step.fails] == [("bad", "e")]
    missing = [f for f in missing_numbers(to_process(file, "Guest").process) if "limit" in f.where]
    assert len(missing) == (law is None)


def several(loop: str, inside: str = "") -> BpmnFile:
    file = bpmn(
        pool("Guest", "start s; task pick; end e", "s > pick; pick > e"),
        pool("Shop", "start b; task pack; end f", "b > pack; pack > f"), messages="pick > b",
    )  # fmt: skip
    marker = f"<multiInstanceLoopCharacteristics {loop}>{inside}</multiInstanceLoopCharacteristics>"
    old = b'<task id="pack" name="pack"></task>'
    assert old in file.to_bytes()
    new = f'<task id="pack" name="pack">{marker}</task>'.encode()
    return open_bytes(file.to_bytes().replace(old, new))


def test_what_is_done_several_times_is_a_shared_step_that_is_called() -> None:
    """A multi-instance marker: its number if it is drawn, all at once unless one by one."""
    read = to_process(several("", "<loopCardinality> 3 </loopCardinality>"), "Guest")
    step = next(step for step in read.process.steps if step.id == "pack")
    (each,) = read.process.shared
    assert (step.verb, step.calls, step.times, step.at_once, step.name) == (
        "call", each.id, Times(least=3, most=3), True, "pack",
    )  # fmt: skip
    assert (each.verb, each.name) == ("hidden", "pack")
    assert "pack" in read.held[each.id]
    assert "repeats" not in {fault.code for fault in read.faults}
    assert not any(f.severity == "error" for f in check(read.process))


def test_how_often_is_asked_if_it_is_not_drawn() -> None:
    """Without a number it is done once until a layer says how often."""
    read = to_process(several('isSequential="true"'), "Guest")
    step = next(step for step in read.process.steps if step.id == "pack")
    assert (step.verb, step.times, step.at_once) == ("call", None, None)
    (said,) = (fault.what for fault in read.faults if fault.code == "repeats")
    assert said.endswith("say times: NUMBER")


def test_a_layer_says_the_limits_and_chances_that_are_missing(tmp_path: Path) -> None:
    """Where a limit leads and what stands in a branch is drawn; a layer need not say it again."""
    file = extras(more="; task tea; boundary late tea timer; end gone",
                  flows="; tea > e; late > gone", onward="tea")  # fmt: skip
    file.save(tmp_path / "x.bpmn")
    process = to_process(file, "Guest").process
    text = layer_text(process, "x.bpmn")
    assert "  #     limit: NUMBER days\n" in text
    assert "  #     some of:\n  #       NUMBER% hungry:\n" in text
    layer = (
        "drawn in: x.bpmn\nsteps:\n  - tea: {limit: 2 days ~assumed}\n"
        "  - which-all: {some of: {30% hungry: , 20% sweet: }}\n"
    )
    found = open_layer(layer.encode(), str(tmp_path / "x.yaml")).sure()
    block = next(step for step in found.steps if step.id == "which-all")
    assert [(b.name, b.share) for b in block.blocks] == [
        ("hungry", 0.3), ("rich", None), ("sweet", 0.2),
    ]  # fmt: skip
    tea = next(step for step in found.steps if step.id == "tea")
    assert tea.limit is not None
    assert tea.limit.law is not None
    assert (tea.limit.law.mean_seconds, tea.limit.to) == (2 * DAY, "gone")


def test_an_end_that_stops_everything() -> None:
    """A terminate event ends the case of its own pool; a pool of its own stops for itself alone."""
    file = bpmn(pool("Guest", "start s; task pick; end e terminate", "s > pick; pick > e"))
    assert one(file, "e").ends == "everything"


def drawn_again(process: Process) -> Process:
    """A process written as BPMN, our facts thrown away, and read by its drawing alone."""
    from lxml import etree

    root = etree.fromstring(write_bpmn(process))
    for room in list(root.iter("{*}extensionElements")):
        for facts in list(room):
            if facts.tag != "{urn:outsidein:1}half":
                room.remove(facts)
    return to_process(open_bytes(etree.tostring(root))).process


def test_what_bpmn_has_a_sign_for_is_drawn_with_it() -> None:
    """Some of, its rest, a race, a limit, several starts, several times, an end of everything."""
    file = bpmn(
        pool("Guest", "start s; start t; or which; task soup; task fish; or met; race first;"
             "catch soon P1D; catch late P2D; task pay; boundary slow pay P3D; end e terminate;"
             "end gone",
             "s > which; t > which; which > soup hungry; which > fish rich; soup > met; fish > met;"
             "met > first; first > soon; first > late; soon > pay; late > e; pay > e; slow > gone"),
    )  # fmt: skip
    marker = (
        b"<multiInstanceLoopCharacteristics><loopCardinality>4</loopCardinality>"
        b"</multiInstanceLoopCharacteristics>"
    )
    text = file.to_bytes().replace(b'id="which"', b'id="which" default="f-which-fish-3"')
    text = text.replace(b'<task id="pay" name="pay">', b'<task id="pay" name="pay">' + marker)
    process = to_process(open_bytes(text), "Guest").process
    again = drawn_again(process)
    assert [s.verb for s in again.steps].count("start") == 2
    verbs = {step.verb: step for step in again.steps}
    assert [b.rest for b in verbs["some of"].blocks] == [False, True]
    assert [b.name for b in verbs["some of"].blocks] == ["hungry", "rich"]
    assert [r.after.mean_seconds for r in verbs["first of"].race] == [DAY, 2 * DAY]
    assert verbs["call"].times == Times(least=4, most=4)
    assert verbs["call"].at_once
    assert verbs["call"].limit is not None
    assert verbs["call"].limit.law == Law(kind="constant", parameters=(3 * DAY,), unit="day")
    assert {s.ends for s in again.steps if s.verb == "end"} == {"everything", None}
