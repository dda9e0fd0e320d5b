"""The flows of a process."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given

from outsidein.document import read, read_text
from outsidein.model.graph import Flow, first_step, flows, placed_steps
from outsidein.model.process import Process
from strategies import processes

EXAMPLES = Path(__file__).parents[1] / "document" / "examples"


def leads(process: Process, source: str) -> list[tuple[str, str, str]]:
    return [(f.target, f.kind, f.label) for f in flows(process) if f.source == source]


def test_steps_stand_where_the_document_has_them() -> None:
    """Shared ones first, inner ones after their block, each with what follows it."""
    placed = placed_steps(read(EXAMPLES / "order.yaml"))
    order = list(placed)
    assert order[:2] == ["menu", "find"]
    assert order.index("prepare") < order.index("pick") < order.index("invoice")
    assert [p.position for p in placed.values()] == list(range(len(placed)))
    assert placed["menu"].is_shared
    assert (placed["pick"].block_of, placed["pick"].block_name) == ("prepare", "goods")
    assert (placed["pick"].following, placed["pack"].following) == ("pack", None)
    assert placed["chase"].act_of == "anytime"
    assert placed["confirm"].following == "credit"  # promise and meanwhile are off the flow


def test_flows_of_every_kind() -> None:
    """Going on, answers, failures where they are noticed, ways out, races, blocks."""
    order = read(EXAMPLES / "order.yaml")
    assert leads(order, "find") == [("options", "next", "")]  # to a sibling way is no flow
    assert leads(order, "ask") == [
        ("decide", "next", ""), ("lost", "patience", ""), ("lost", "closed", ""),
    ]  # fmt: skip
    assert leads(order, "approval") == [
        ("confirm", "go", "yes"), ("options", "go", "no"), ("confirm", "next", ""),
    ]  # fmt: skip
    assert ("ship", "fails", "wrong address") in leads(order, "receive")
    assert ("swap", "fails", "wrong item") in leads(order, "receive")
    assert leads(order, "prepare") == [
        ("notify", "next", ""), ("pick", "block", "goods"), ("invoice", "block", "papers"),
    ]  # fmt: skip
    assert ("remind", "race", "overdue") in leads(order, "pay")
    assert leads(order, "revise") == [("credit", "next", "")]
    assert leads(order, "delivery") == leads(order, "done") == []
    hospital = read(EXAMPLES / "hospital.yaml")
    assert ("missed", "no show", "") in leads(hospital, "seen")
    assert ("back-to-gp", "at most", "") in leads(hospital, "invite")


def test_ways_and_customers_may_lead_elsewhere() -> None:
    """A way's own next and go, and those of one customer, are flows too."""
    process = read_text(
        "process: P\ncustomers: {A: {share: 100%}}\nchannels: {web: self, mail: left}\nsteps:\n"
        "  - buy: {do: Buy, ways: {web: {own: 1 min, next: two}, mail: {own: 1 min, "
        "go: [yes -> one]}}, for A: {next: three}}\n"
        "  - one: {do: One, own: 1 min}\n  - two: {do: Two, own: 1 min}\n"
        "  - three: {end: Three, outcome: served}\n"
    )
    assert set(leads(process, "buy")) == {
        ("one", "next", ""), ("two", "next", ""), ("one", "go", "yes"), ("three", "next", ""),
    }  # fmt: skip


def test_everybody_arrives_at_the_start() -> None:
    """Or at the first step of the flow."""
    assert getattr(first_step(read(EXAMPLES / "claim.yaml")), "id", None) == "damage"
    assert getattr(first_step(read(EXAMPLES / "order.yaml")), "id", None) == "find"
    assert first_step(Process(name="Empty")) is None


@given(processes())
def test_flows_lead_to_steps(process: Process) -> None:
    """Every flow of a sound process begins and ends at a step, and none is told twice."""
    placed = placed_steps(process)
    found = flows(process)
    assert all(flow.source in placed and flow.target in placed for flow in found)
    assert len(found) == len(set(found))
    assert all(isinstance(flow, Flow) for flow in found)
