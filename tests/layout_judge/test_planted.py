"""Each hard fault of a drawing, planted alone, is seen; its twin without it has none."""

from __future__ import annotations

import pytest
from benchmarks.layout.score import KINDS, score

from layout_judge.small import SHOP, Area, Edge, Node, Small

TASK = (450, 185, 100, 80)


def office(kind: str, *box: float, name: str = "", **more: str) -> Node:
    return Node(kind, box, name, "office", **more)  # type: ignore[arg-type]


def extra_flow(*points: tuple[float, float]) -> dict[str, object]:
    """A flow between two events of the office, which the others have nothing to do with."""
    return {
        "a": office("startEvent", 80, 165, 30, 30),
        "b": office("endEvent", 216, 186, 28, 28),
        "f6": Edge("a", "b", [(110, 180), *points]),
    }


def noted(points: list[tuple[float, float]]) -> dict[str, object]:
    """A note on the end event, at the right."""
    return {
        "note": Node("textAnnotation", (560, 60, 100, 30), "Nice"),
        "n1": Edge("done", "note", points, kind="association"),
    }


def opened(**children: Node) -> dict[str, object]:
    """An open sub-process in the office, at the right."""
    more = 'isExpanded="true"'
    return {"sub": office("subProcess", 450, 170, 180, 120, name="Check", more=more), **children}


def bounded(x: float, points: list[tuple[float, float]]) -> dict[str, object]:
    """A boundary event on the task in the office, and a flow from it to an end."""
    return {
        "late": Node("boundaryEvent", (x, 210, 30, 30), host="mend"),
        "gone": office("endEvent", 466, 211, 28, 28),
        "f6": Edge("late", "gone", points),
    }


def stored(points: list[tuple[float, float]]) -> dict[str, object]:
    """A data object that the task in the office writes."""
    return {
        "file": Node("dataObjectReference", (470, 200, 36, 50), "File"),
        "d1": Edge("mend", "file", points, kind="dataOutputAssociation"),
    }


LONG = "Write to the customer, wait for an answer and then write once more, at length"
FAR_AWAY = [(270, 225), (255, 225), (255, 280), (-10, 280), (-10, 125), (200, 125), (200, 115)]
F3, F4 = SHOP.edges["f3"], SHOP.edges["f4"]

# kind: what makes the twin, what makes the fault, the ids it is about
PLANTED: dict[str, tuple[str, dict[str, object], dict[str, object], set[str]]] = {
    "node on node": (
        "overlap",
        {"x": office("task", *TASK)}, {"x": office("task", 365, 185, 100, 80)}, {"mend", "x"},
    ),
    "node on an open sub-process": (
        "overlap",
        {**opened(), "x": office("endEvent", 400, 180, 28, 28)},
        {**opened(), "x": office("endEvent", 440, 180, 28, 28)}, {"sub", "x"},
    ),
    "flow through an event": (
        "through",
        {"x": office("endEvent", 215, 160, 28, 28)},
        {"x": office("endEvent", 215, 211, 28, 28)}, {"f5", "x"},
    ),
    "message through a task": (
        "through",
        {}, {"m1": Edge("ok", "bank", [(320, 95), (320, 340)], kind="messageFlow"),
             "f4": Edge("ok", "mend", [(320, 95), (320, 185)])},
        {"m1", "mend"},
    ),
    "flow from a boundary event through its host": (
        "through",
        bounded(355, [(385, 225), (466, 225)]),
        bounded(255, [(255, 225), (245, 225), (245, 175), (262, 175), (262, 200), (420, 200),
                      (420, 225), (466, 225)]) | {"f5": None},
        {"f6", "mend"},
    ),
    "flow through an open sub-process": (
        "through",
        {**opened(), "f6": Edge("mend", "done", [(370, 225), (434, 225), (434, 89)]),
         "done": Node("endEvent", (420, 61, 28, 28), "Done", "customer", label=(460, 68, 40, 14))},
        {**opened(), "f6": Edge("mend", "done", [(370, 225), (470, 225), (470, 75), (448, 75)])},
        {"f6", "sub"},
    ),
    "association through a task": (
        "through_by_association",
        noted([(448, 75), (560, 75)]),
        noted([(448, 75), (560, 75)])
        | {"x": Node("task", (450, 35, 100, 80), "", "customer")},
        {"n1", "x"},
    ),
    "two flows on one line": (
        "on_top",
        extra_flow((170, 180), (170, 200), (216, 200)),
        extra_flow((200, 180), (200, 200), (216, 200)), {"f5", "f6"},
    ),
    "flow along a border": (
        "on_border",
        extra_flow((120, 180), (120, 165), (230, 165), (230, 186)),
        extra_flow((120, 180), (120, 150), (230, 150), (230, 186)), {"f6", "office"},
    ),
    "node across its lane's border": (
        "outside",
        {"x": office("task", *TASK)}, {"x": office("task", 450, 140, 100, 80)}, {"x", "office"},
    ),
    "node out of the sub-process it is in": (
        "outside",
        opened(x=Node("task", (490, 200, 100, 80), parent="sub")),
        opened(x=Node("task", (490, 212, 100, 80), parent="sub")), {"x", "sub"},
    ),
    "flow out of its pool": (
        "outside",
        {}, {"f5": Edge("mend", "ask", FAR_AWAY)}, {"f5", "shop"},
    ),
    "lanes on each other": (
        "lanes",
        {}, {"office": Area("lane", (30, 145, 670, 155), "Office")}, {"customer", "office"},
    ),
    "lane out of its pool": (
        "lanes",
        {}, {"office": Area("lane", (30, 150, 690, 150), "Office")}, {"office", "shop"},
    ),
    "pools on each other": (
        "lanes",
        {"till": Area("participant", (0, 420, 700, 60), "Till")},
        {"till": Area("participant", (0, 390, 700, 60), "Till")}, {"bank", "till"},
    ),
    "inner lane out of its lane": (
        "lanes",
        {"office": Area("lane", (30, 150, 670, 150), "Office", inner={
            "desk": Area("lane", (60, 150, 640, 150), "Desk")})},
        {"office": Area("lane", (30, 150, 670, 150), "Office", inner={
            "desk": Area("lane", (60, 140, 640, 160), "Desk")})},
        {"desk", "office"},
    ),
    "end short of its node": (
        "docking",
        {}, {"f1": Edge("start", "ask", [(110, 75), (145, 75)])}, {"f1", "ask"},
    ),
    "end on a task's round corner": (
        "docking",
        {"f5": Edge("mend", "ask", [(270, 225), (160, 225), (160, 115)])},
        {"f5": Edge("mend", "ask", [(270, 225), (150, 225), (150, 115)])}, {"f5", "ask"},
    ),
    "message short of its pool": (
        "docking",
        {}, {"m1": Edge("mend", "bank", [(320, 265), (320, 330)], kind="messageFlow")},
        {"m1", "bank"},
    ),
    "flow through its own end": (
        "docking",
        {}, {"f5": Edge("mend", "ask", [(270, 225), (200, 225), (200, 35)])}, {"f5", "ask"},
    ),
    "last leg aslant": (
        "docking",
        {}, {"f3": Edge("ok", "done", [(340, 75), (390, 75), (421, 80)])}, {"f3", "done"},
    ),
    "last leg along the side": (
        "docking",
        {}, {"f1": Edge("start", "ask", [(110, 75), (130, 75), (130, 20), (150, 20), (150, 60)])},
        {"f1", "ask"},
    ),
    "beside the middle of a gateway": (
        "docking",
        {"f3": Edge("ok", "done", [(332, 67), (390, 67), (390, 75), (420, 75)])},
        {"f3": Edge("ok", "done", [(328, 63), (390, 63), (390, 75), (420, 75)])}, {"f3", "ok"},
    ),
    "association short of its note": (
        "docking",
        noted([(448, 75), (560, 75)]), noted([(448, 75), (550, 75)]), {"n1", "note"},
    ),
    "boundary event off its host": (
        "boundary",
        bounded(355, [(385, 225), (466, 225)]),
        bounded(390, [(420, 225), (466, 225)]), {"late", "mend"},
    ),
    "small task": (
        "size",
        {"x": office("task", *TASK)}, {"x": office("task", 450, 185, 90, 80)}, {"x"},
    ),
    "small event": (
        "size",
        {"x": office("endEvent", 450, 185, 28, 28)},
        {"x": office("endEvent", 450, 185, 20, 20)}, {"x"},
    ),
    "node not drawn": (
        "missing_node",
        {"x": office("task", *TASK)}, {"x": Node("task", None, "", "office")}, {"x"},
    ),
    "flow not drawn": (
        "missing_line",
        {}, {"f2": Edge("ask", "ok", [])}, {"f2"},
    ),
    "data association not drawn": (
        "missing_line",
        stored([(370, 225), (470, 225)]), stored([]), {"d1"},
    ),
    "pool not drawn": (
        "missing_area",
        {"till": Area("participant", (0, 420, 700, 60), "Till")},
        {"till": Area("participant", None, "Till")}, {"till"},
    ),
    "label on label": (
        "label_label",
        {"ok": Node("exclusiveGateway", (300, 55, 40, 40), "Right?", "customer",
                    label=(330, 28, 40, 14))},
        {"ok": Node("exclusiveGateway", (300, 55, 40, 40), "Right?", "customer",
                    label=(344, 52, 40, 14))}, {"ok", "f3"},
    ),
    "label on another node": (
        "label_node",
        {}, {"f4": Edge("ok", "mend", F4.points, "no", label=(330, 186, 20, 14))}, {"f4", "mend"},
    ),
    "label on its own node": (
        "label_node",
        {}, {"ok": Node("exclusiveGateway", (300, 55, 40, 40), "?", "customer",
                        label=(313, 62, 14, 14))}, {"ok"},
    ),
    "node on the name of a sub-process": (
        "label_node",
        opened(x=Node("endEvent", (480, 200, 28, 28), parent="sub")),
        opened(x=Node("endEvent", (530, 172, 28, 28), parent="sub")), {"sub", "x"},
    ),
    "label on its own line": (
        "label_line",
        {}, {"f3": Edge("ok", "done", F3.points, "yes", label=(360, 68, 30, 14))}, {"f3"},
    ),
    "label on another line": (
        "label_line",
        {}, {"f4": Edge("ok", "mend", [(320, 95), (320, 185)], "no", label=(345, 68, 20, 14))},
        {"f4", "f3"},
    ),
    "label on the border of its lane": (
        "label_line",
        {}, {"f4": Edge("ok", "mend", F4.points, "no", label=(326, 143, 20, 14))},
        {"f4", "customer"},
    ),
    "flow through the name of a pool": (
        "label_line",
        {"m1": Edge("mend", "bank", [(320, 265), (320, 340)], kind="messageFlow"),
         "till": Area("participant", (0, 420, 700, 60), "Till"),
         "m2": Edge("till", "mend", [(290, 420), (290, 265)], kind="messageFlow")},
        {"till": Area("participant", (0, 420, 700, 60), "Till"),
         "m2": Edge("till", "mend", [(345, 420), (345, 265)], kind="messageFlow")},
        {"bank", "m2"},
    ),
    "label outside its pool": (
        "label_out",
        {"x": office("endEvent", 450, 255, 28, 28, name="Over", label=(484, 262, 30, 14))},
        {"x": office("endEvent", 450, 268, 28, 28, name="Over", label=(450, 302, 30, 14))}, {"x"},
    ),
    "label far from its line": (
        "label_far",
        {}, {"f3": Edge("ok", "done", F3.points, "yes", label=(360, 10, 30, 14))}, {"f3"},
    ),
    "name too long for its task": (
        "label_fit",
        {"x": office("task", *TASK, name=LONG[:40])}, {"x": office("task", *TASK, name=LONG)},
        {"x"},
    ),
    "note too long for its box": (
        "label_fit",
        {"note": Node("textAnnotation", (500, 60, 120, 80), LONG)},
        {"note": Node("textAnnotation", (500, 60, 120, 40), LONG)}, {"note"},
    ),
    "pool's name too long for it": (
        "label_fit",
        {"shop": Area("participant", (0, 0, 700, 300), LONG[:30], "P")},
        {"shop": Area("participant", (0, 0, 700, 300), LONG + LONG, "P")}, {"shop"},
    ),
    "small letters": (
        "label_small",
        {"type_size": 11.0, "x": office("endEvent", 450, 200, 28, 28, name="Over",
                                        label=(484, 207, 30, 14), style="S")},
        {"type_size": 9.0, "x": office("endEvent", 450, 200, 28, 28, name="Over",
                                       label=(484, 207, 30, 14), style="S")}, {"x"},
    ),
    "label without room": (
        "label_missing",
        {}, {"f3": Edge("ok", "done", F3.points, "yes", label=(360, 55, 0, 0))}, {"f3"},
    ),
}  # fmt: skip


def twin(edits: dict[str, object]) -> Small:
    return SHOP.changed(**edits)


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_is_seen_and_nothing_else(name: str) -> None:
    """The twin has no fault; the other has faults of the one kind, about the ids concerned."""
    kind, clean, bad, ids = PLANTED[name]
    assert score(twin(clean).bpmn()).faults == []
    found = score(twin(bad).bpmn()).faults
    assert {fault.kind for fault in found} == {kind}, found
    assert set().union(*(fault.where for fault in found)) == ids
    assert len(found) == 1, found


def test_every_kind_of_fault_is_planted() -> None:
    """No kind that the judge knows is left out above."""
    assert {kind for kind, *_ in PLANTED.values()} == set(KINDS)


def test_a_redrawn_node_is_held_against_its_source() -> None:
    """Nodes smaller than before, and what is left out, are faults though the rest is in order."""
    big = SHOP.changed(done=Node("endEvent", (420, 57, 36, 36), "Done", "customer"))
    assert [(f.kind, f.where) for f in score(SHOP.bpmn(), big.bpmn()).faults] == [
        ("size", ("done",))
    ]
    more = SHOP.changed(x=office("task", *TASK))
    assert [(f.kind, f.where) for f in score(SHOP.bpmn(), more.bpmn()).faults] == [
        ("missing_node", ("x",))
    ]


def test_what_is_inside_a_closed_sub_process_is_not_judged() -> None:
    """A child drawn on top of a step counts only while its sub-process is open."""
    child = Node("task", (280, 190, 100, 80), parent="sub")
    closed = Node("subProcess", (450, 180, 100, 80), "Check", "office", more='isExpanded="false"')
    assert score(SHOP.changed(sub=closed, x=child).bpmn()).faults == []
    kinds = score(SHOP.changed(**opened(x=child)).bpmn()).kinds
    assert kinds["overlap"] == 1
    assert kinds["outside"] == 1


def test_a_line_that_leads_nowhere_is_not_asked_for() -> None:
    """A flow without a target cannot be drawn in a right way; a flow to a step must be."""
    nowhere = SHOP.changed(f6=Edge("mend", "", []), f7=Edge("mend", "nobody", []))
    assert score(nowhere.bpmn()).faults == []
    known = SHOP.changed(f6=Edge("mend", "done", []))
    assert [fault.kind for fault in score(known.bpmn()).faults] == ["missing_line"]


def test_a_message_to_the_pool_it_comes_from_runs_inside_it() -> None:
    """From a step to the border of its own pool there is no other way."""
    message = Edge("done", "shop", [(434, 61), (434, 0)], kind="messageFlow")
    assert score(SHOP.changed(m2=message).bpmn()).faults == []


def test_an_association_may_end_on_a_line() -> None:
    """A note on a flow is no fault; if it was drawn before and is not now, it is missing."""
    note = Node("textAnnotation", (560, 60, 100, 30), "Nice")
    shown = Edge("f3", "note", [(400, 75), (560, 75)], kind="association")
    drawn = SHOP.changed(note=note, n1=shown)
    hidden = SHOP.changed(note=note, n1=Edge("f3", "note", [], kind="association"))
    assert score(drawn.bpmn()).faults == []
    assert [fault.kind for fault in score(hidden.bpmn()).faults] == ["missing_line"]
