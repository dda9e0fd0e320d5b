"""Object-centric logs: the three forms of OCEL 2.0 and the older one tell the same."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from outsidein.errors import OutsideInError
from outsidein.eventlog.description import Description, describe
from outsidein.eventlog.importing import read_log

# event -> (type, time, objects); o1 is an order, i1 and i2 are items, c1 a customer
OBJECTS = {"o1": "order", "i1": "item", "i2": "item", "c1": "customer"}
EVENTS = {
    "e1": ("place", "2024-01-01T09:00:00Z", ["o1", "i1", "i2", "c1"]),
    "e2": ("pick", "2024-01-01T10:00:00Z", ["i2"]),
    "e3": ("pick", "2024-01-01T11:00:00Z", ["i1"]),
    "e4": ("pay", "2024-01-02T09:00:00Z", ["o1"]),
}


def as_json(path: Path) -> None:
    told = {
        "objects": [{"id": name, "type": kind} for name, kind in OBJECTS.items()],
        "events": [
            {
                "id": name, "type": kind, "time": time, "attributes": [{"name": "n", "value": 7}],
                "relationships": [{"objectId": one, "qualifier": ""} for one in objects],
            }
            for name, (kind, time, objects) in EVENTS.items()
        ],
    }  # fmt: skip
    path.write_text(json.dumps(told), encoding="utf-8")


def as_first_version(path: Path) -> None:
    told = {
        "ocel:objects": {name: {"ocel:type": kind} for name, kind in OBJECTS.items()},
        "ocel:events": {
            name: {
                "ocel:activity": kind, "ocel:timestamp": time, "ocel:omap": objects,
                "ocel:vmap": {"n": 7},
            }
            for name, (kind, time, objects) in EVENTS.items()
        },
    }  # fmt: skip
    path.write_text(json.dumps(told), encoding="utf-8")


def as_xml(path: Path) -> None:
    objects = "".join(
        f'<object id="{name}" type="{kind}"><attributes><attribute name="a" time="0">x</attribute>'
        f'</attributes><objects><relationship object-id="c1" qualifier=""/></objects></object>'
        for name, kind in OBJECTS.items()
    )
    events = "".join(
        f'<event id="{name}" type="{kind}" time="{time}"><attributes><attribute name="n">7'
        f"</attribute></attributes><objects>"
        + "".join(f'<relationship object-id="{one}" qualifier=""/>' for one in related)
        + "</objects></event>"
        for name, (kind, time, related) in EVENTS.items()
    )
    text = f"<log><objects>{objects}</objects><events>{events}</events></log>"
    path.write_text(text, encoding="utf-8")


def as_sqlite(path: Path) -> None:
    with closing(sqlite3.connect(path)) as base:
        base.executescript(
            "CREATE TABLE object(ocel_id, ocel_type); CREATE TABLE event(ocel_id, ocel_type);"
            "CREATE TABLE event_object(ocel_event_id, ocel_object_id, ocel_qualifier);"
            "CREATE TABLE event_map_type(ocel_type, ocel_type_map);"
        )
        base.executemany("INSERT INTO object VALUES (?, ?)", OBJECTS.items())
        for kind in {kind for kind, _, _ in EVENTS.values()}:
            base.execute("INSERT INTO event_map_type VALUES (?, ?)", (kind, f"T_{kind}"))
            base.execute(f'CREATE TABLE "event_T_{kind}"(ocel_id, ocel_time, n)')
        for name, (kind, time, objects) in EVENTS.items():
            base.execute(f'INSERT INTO "event_T_{kind}" VALUES (?, ?, 7)', (name, time))
            base.executemany(
                "INSERT INTO event_object VALUES (?, ?, '')", [(name, one) for one in objects]
            )
        base.commit()


FORMS = {
    "a.json": as_json, "a.jsonocel": as_first_version, "a.xmlocel": as_xml, "a.sqlite": as_sqlite,
}  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
def test_an_event_belongs_to_the_way_of_each_of_its_objects(name: str, tmp_path: Path) -> None:
    """By items: both are placed, then picked; by order: placed and paid; the rest is counted."""
    FORMS[name](tmp_path / name)
    items = read_log(tmp_path / name, object_type="item")
    assert sorted(items.cases.tolist()) == ["i1", "i2"]
    found = describe(items)
    assert [(way.activities, way.cases) for way in found.ways] == [(("place", "pick"), 2)]
    assert [(one.reason, one.count) for one in found.aside] == [('no object of the type "item"', 1)]
    assert "n" in items.attributes
    orders = describe(read_log(tmp_path / name, object_type="order"))
    assert [way.activities for way in orders.ways] == [("place", "pay")]
    assert orders.through_seconds[0.5] == 86_400


@pytest.mark.parametrize("name", FORMS)
def test_whose_way_is_meant_must_be_said(name: str, tmp_path: Path) -> None:
    """Without a type, or with an unknown one, the types are listed."""
    FORMS[name](tmp_path / name)
    for said, hint in ((None, "item (2)"), ("items", "item")):
        with pytest.raises(OutsideInError) as error:
            read_log(tmp_path / name, object_type=said)
        (fault,) = error.value.faults
        assert fault.code == "object-type"
        assert hint in fault.hint


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", b"{"), ("a.json", b"[]"), ("a.json", b'{"objects": 3, "events": []}'),
        ("a.xml", b"<log><event/></log>"), ("a.xml", b"<!DOCTYPE log><log/>"), ("a.xml", b"<log>"),
        ("a.xml", b"<a>" * 99), ("a.sqlite", b"no database"), ("a.sqlite", b""),
    ],
)  # fmt: skip
def test_what_is_no_such_log_is_refused_in_words(name: str, content: bytes, tmp_path: Path) -> None:
    """Cut, of another shape, hostile: a fault, never a traceback."""
    (tmp_path / name).write_bytes(content)
    with pytest.raises(OutsideInError) as error:
        read_log(tmp_path / name, object_type="item")
    assert [fault.code for fault in error.value.faults] == ["not-a-log"]


def test_the_forms_of_one_real_log_tell_the_same(corpus: Callable[[str], Path]) -> None:
    """The specification's example by each type; the clocks of its files are an hour apart."""

    def told(file: str, kind: str) -> tuple[object, ...]:
        found: Description = describe(read_log(corpus(f"ocel/{file}"), object_type=kind))
        return found.events, found.cases, found.ways, found.aside, found.activities

    files = ("ocel20_example.jsonocel.gz", "ocel20_example.xmlocel", "ocel20_example.sqlite")
    for kind in ("Invoice", "Payment", "Purchase Order", "Purchase Requisition"):
        assert told(files[0], kind) == told(files[1], kind) == told(files[2], kind)
