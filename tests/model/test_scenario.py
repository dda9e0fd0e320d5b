"""Scenarios: every kind of change, where it misses, and the process it leads to."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outsidein.document import open_text, read, read_text, syntax
from outsidein.errors import OutsideInError
from outsidein.model.behaviour import Branch, Closed, Patience, Retry
from outsidein.model.change import Change, Insert, Remove, Scenario, Set
from outsidein.model.check import check
from outsidein.model.graph import flows, placed_steps
from outsidein.model.places import every_step
from outsidein.model.process import Part, Process, Source, Step
from outsidein.model.resolve import seen_by
from outsidein.model.scenario import apply, field_path, missed, resolve_scenario
from strategies import processes

EXAMPLES = Path(__file__).parents[1] / "document" / "examples"
law = syntax.law


@cache
def order() -> Process:
    return read(EXAMPLES / "order.yaml")


def after(*changes: Change, process: Process | None = None) -> Process:
    return apply(process or order(), Scenario(name="try", changes=changes))


def whys(*changes: Change, process: Process | None = None) -> list[str]:
    _, faults = missed(process or order(), Scenario(name="try", changes=changes))
    assert all(fault.code == "missed" for fault in faults)
    return [f"{fault.where}: {fault.what} - {fault.hint}" for fault in faults]


def step(process: Process, identity: str) -> Step:
    return next(s for s in every_step(process) if s.id == identity)


def says(text: str, addresses: str) -> Process:
    """Apply a scenario written as in a document, with the value's own spelling."""
    source = (EXAMPLES / "order.yaml").read_text(encoding="utf-8")
    document = open_text(f"{source}  try: {addresses}\n".replace("@", text))
    assert document.process is not None
    assert [str(f) for f in document.faults if f.severity == "error"] == []
    return resolve_scenario(document.process, "try")


# -- set


def test_set_replaces_only_the_pieces_written() -> None:
    """A law is one piece, a bare percentage keeps what follows it, a bare arrow what precedes."""
    assert step(says("", "{set: {ask.patience: 5 min}}"), "ask").patience == Patience(
        law=law("5 min"), to="lost"
    )
    assert step(says("", "{set: {ask.patience: -> left}}"), "ask").patience == Patience(
        law=law("exponential 3 min"), to="left"
    )
    assert step(says("", "{set: {ask.closed: 90%}}"), "ask").closed == Closed(
        chance=0.9, call_back=True, to="lost"
    )
    assert step(says("", "{set: {ask.retry: 50%}}"), "ask").retry == Retry(
        chance=0.5, after=law("2 h"), most=3
    )
    assert step(says("", "{set: {ask.retry.max: 5}}"), "ask").retry == Retry(
        chance=0.7, after=law("2 h"), most=5
    )
    assert step(says("", "{set: {ask.retry.after: 1 h}}"), "ask").retry == Retry(
        chance=0.7, after=law("1 h"), most=3
    )
    assert step(says("", "{set: {ask.takes.sd: 1 min}}"), "ask").takes == law(
        "lognormal 6 min sd 1 min"
    )
    assert step(says("", "{set: {options.at-most.max: 2}}"), "options").at_most == replace(
        step(order(), "options").at_most,
        visits=2,  # type: ignore[type-var]
    )
    assert step(says("", "{set: {ask.patience.to: left}}"), "ask").patience == Patience(
        law=law("exponential 3 min"), to="left"
    )
    changed = step(says("", "{set: {pick.fails.wrong-item: 1%}}"), "pick").fails[0]
    assert changed == replace(step(order(), "pick").fails[0], chance=0.01)


def test_set_adds_a_legal_key_and_misses_anything_else() -> None:
    """`wrap up` may be said of a do; `takes` of a choose may not."""
    assert step(after(Set(address="ask.wrap-up", value=law("1 min"))), "ask").wrap_up == law(
        "1 min"
    )
    found = whys(
        Set(address="clear.takes", value=law("1 min")),
        Set(address="ask.takse", value=law("1 min")),
        Set(address="aks.takes", value=law("1 min")),
        Set(address="clear.go.yess", value=0.9),
        Set(address="find.fax.share", value=0.1),
        Set(address="find.phone", value=0.1),
        Set(address="ask", value=0.1),
        Set(address="call-centre.peple", value=4),
        Set(address="shopper.kind", value="x"),
        Set(address="ask.patience.max", value=4),
        Set(address="swap.takes.sd", value=law("1 min")),
        Set(address="ask.for-nobody.takes", value=law("1 min")),
        Set(address="shopper.worth.gone", value=1.0),
        Set(address="arrivals.speed", value=1.0),
    )
    hints = (
        '"clear", a choose', '"takes"', '"ask"', '"yes"', '"find"', "is a way", "no value",
        '"people"', "share", "no piece", "cannot take", "nobody", "outcome", "arrivals",
    )  # fmt: skip
    assert len(found) == len(hints)
    for hint, why in zip(hints, found, strict=True):
        assert hint in why


@pytest.mark.parametrize(
    ("address", "value"),
    [
        ("ask.takes", 4.0),
        ("ask.patience", law("4 min")),
        ("clear.go.yes", law("4 min")),
        ("clear.go.yes", 1.4),
        ("call-centre.people", 0),
        ("call-centre.people", 2.5),
        ("call-centre.people", True),
        ("place.phone.share", -0.1),
        ("shopper.worth.served", "much"),
        ("shopper.comes-back.served", 1.2),
        ("shopper.comes-back.gone", 0.2),
        ("ask.with", 7),
        ("revise.chance", 7.0),
    ],
)
def test_a_value_must_fit_its_field(address: str, value: Any) -> None:
    """A value of another kind, or out of range, misses."""
    (why,) = whys(Set(address=address, value=value))
    assert why.startswith(f"scenarios.try.set.{address}: ")


def test_set_reaches_parts_customers_arrivals_and_acts() -> None:
    """Every kind of address of the grammar."""
    process = after(
        Set(address="call-centre.people", value=9),
        Set(address="warehouse.people", value=((syntax.hours("Mon-Fri 06:00-14:00"), 2),)),
        Set(address="sales.cost", value=50.0),
        Set(address="shopper.share", value=0.7),
        Set(address="business.worth.lost", value=-90.0),
        Set(address="shopper.worth", value=40.0),
        Set(address="arrivals.rate", value=0.001),
        Set(address="revise.chance", value=(0.05, "day")),
        Set(address="enquire.max", value=1),
        Set(address="delivery.within", value=law("1 day")),
        Set(address="pay.first-of.paid", value=law("3 days")),
        Set(address="ship.shows", value="full"),
        Set(address="receive.next", value=("done",)),
    )
    parts = {part.id: part for part in process.parts}
    assert (parts["call-centre"].people, parts["sales"].cost_per_hour) == (9, 50.0)
    assert isinstance(parts["warehouse"].people, tuple)
    shopper, business = process.customers
    assert (shopper.share, shopper.worth) == (0.7, {"served": 40.0})
    assert business.worth == {"served": 210.0, "lost": -90.0}
    assert process.arrivals is not None
    assert process.arrivals.per_second == 0.001
    revise = step(process, "revise").trigger
    assert revise is not None
    assert (revise.chance, revise.per) == (0.05, "day")
    assert step(process, "pay").race[0].after == law("3 days")
    assert step(process, "receive").next == ("done",)


def test_set_for_a_customer_writes_into_its_overrides() -> None:
    """Everybody else goes on as before; the latest value counts."""
    change = Set(address="ask.patience", value=Patience(law=law("9 min")), for_customer="business")
    ask = step(after(change), "ask")
    assert ask.patience == step(order(), "ask").patience
    assert seen_by(ask, "business").patience == Patience(law=law("9 min"), to="lost")
    twice = after(
        Set(address="find.phone.share", value=0.5, for_customer="business"),
        Set(address="find.phone.share", value=0.4, for_customer="business"),
        Set(address="clear.go.yes", value=0.9, for_customer="business"),
    )
    find = step(twice, "find")
    assert seen_by(find, "business").ways[1].share == 0.4
    assert sum(path[-1] == "share" for path, _ in find.overrides["business"]) == 1
    assert seen_by(step(twice, "clear"), "business").go[0].share == 0.9
    direct = after(Set(address="find.for-business.phone.share", value=0.3))
    assert seen_by(step(direct, "find"), "business").ways[1].share == 0.3


def test_set_for_a_customer_cannot_touch_what_all_share() -> None:
    """A part that exists, another customer, the arrivals."""
    found = whys(
        Set(address="sales.people", value=4, for_customer="business"),
        Set(address="shopper.share", value=0.4, for_customer="business"),
        Set(address="arrivals.rate", value=0.4, for_customer="business"),
        Set(address="ask.for-shopper.takes", value=law("1 min"), for_customer="business"),
    )
    assert len(found) == 4
    assert "works for all customers" in found[0]
    own = Part(id="desk", name="Desk", people=1, open=order().parts[2].open)
    changed = after(
        Insert(elements=own, for_customer="business"),
        Set(address="desk.people", value=2, for_customer="business"),
    )
    assert changed.parts[-1].people == 2


def test_a_number_that_is_set_is_proposed() -> None:
    """Unless the scenario says where it comes from."""
    process = after(Set(address="arrivals.rate", value=0.001))
    assert process.sources["arrivals.rate"] == Source(kind="proposed")
    said = says("", "{set: {ask.takes: 4 min ~observed n=30}}")
    assert said.sources["ask.takes"] == Source(kind="observed", n=30)
    theirs = says("", "{for: Business, set: {ask.takes: 4 min}}")
    assert theirs.sources["ask.for-business.takes"] == Source(kind="proposed")


# -- insert

NEW = Step(id="new", verb="tell", name="New", part="web-shop", channel="e-mail")
TWO = (NEW, replace(NEW, id="newer"))


def targets(process: Process, identity: str) -> set[str]:
    return {flow.target for flow in flows(process) if flow.source == identity}


def test_insert_after_a_step_that_falls_through() -> None:
    """Between it and what follows, in its phase."""
    process = after(Insert(elements=TWO, where="after", at="receive"))
    # ship: not at home; swap: a wrong item noticed here
    assert targets(process, "receive") == {"new", "ship", "swap"}
    assert targets(process, "new") == {"newer"}
    assert targets(process, "newer") == {"keep"}
    assert step(process, "new").phase == "Fulfil"


def test_insert_after_a_step_with_next() -> None:
    """The inserted step takes over where the flow goes on."""
    process = after(Insert(elements=(NEW,), where="after", at="swap"))
    assert step(process, "swap").next == ()
    assert step(process, "new").next == ("prepare",)


def test_insert_before_takes_every_flow() -> None:
    """Named and fallen through, from acts and failures, also for one customer only."""
    process = after(Insert(elements=(NEW,), where="before", at="ship"))
    led = {flow.source for flow in flows(process) if flow.target == "ship"}
    assert led == {"new"}
    assert {flow.source for flow in flows(process) if flow.target == "new"} == {
        "notify", "receive",
    }  # fmt: skip
    (override,) = step(process, "receive").overrides["business"]
    assert override[1][0].to == "new"
    before_done = after(Insert(elements=(NEW,), where="before", at="done"))
    assert {flow.source for flow in flows(before_done) if flow.target == "done"} == {"new"}


def test_insert_on_a_branch() -> None:
    """Between one answer and where it leads; the other answers stay."""
    process = after(Insert(elements=TWO, where="on", at="keep.return"))
    assert {b.label: b.to for b in step(process, "keep").go} == {
        "yes": "pay", "exchange": "swap", "return": "new",
    }  # fmt: skip
    assert step(process, "newer").next == ("send-back",)
    placed = placed_steps(process)
    assert placed["keep"].following == "new"
    assert targets(process, "keep") == {"pay", "swap", "new"}


def test_insert_on_a_branch_of_a_step_some_pass_by() -> None:
    """Who passes goes where they went."""
    process = after(Insert(elements=(NEW,), where="on", at="approval.no"))
    assert step(process, "approval").next == ("confirm",)
    assert targets(process, "approval") == {"confirm", "new"}
    assert step(process, "new").next == ("options",)


def test_insert_for_a_customer_is_for_them_only() -> None:
    """Others pass."""
    process = after(Insert(elements=(NEW,), where="after", at="receive", for_customer="business"))
    assert step(process, "new").only == "business"


def test_insert_beside_an_act_and_inside_a_branch() -> None:
    """An act among the acts; a step among those of its branch."""
    act = replace(step(order(), "chase"), id="look-again", phase=None)
    process = after(
        Insert(elements=(act,), where="after", at="enquire"),
        Insert(elements=(NEW,), where="after", at="pick"),
    )
    assert [s.id for s in step(process, "anytime").acts] == ["enquire", "look-again", "chase"]
    assert [s.id for s in step(process, "prepare").blocks[0].steps] == ["pick", "new", "pack"]


def test_insert_misses() -> None:
    """Where there is no single way out, nothing flows, or the id is taken."""
    found = whys(
        Insert(elements=(NEW,), where="after", at="clear"),
        Insert(elements=(NEW,), where="after", at="nowhere"),
        Insert(elements=(NEW,), where="after", at="done"),
        Insert(elements=(NEW,), where="after", at="delivery"),
        Insert(elements=(NEW,), where="after", at="menu"),
        Insert(elements=(NEW,), where="after", at="chase"),
        Insert(elements=(NEW,), where="on", at="clear.maybe"),
        Insert(elements=(replace(NEW, id="ask"),), where="after", at="ship"),
        Insert(elements=(replace(NEW, id="takes"),), where="after", at="ship"),
        Insert(elements=(replace(NEW, id="a.b"),), where="after", at="ship"),
        Insert(elements=(), where="after", at="ship"),
        Insert(elements=(replace(NEW, only="shopper"),), where="after", at="ship",
               for_customer="business"),
    )  # fmt: skip
    hints = (
        "on clear.LABEL", "nowhere", "end", "promise", "shared", "only acts", "maybe",
        "exists already", "key of the grammar", "cannot be an id", "no step", "only for",
    )  # fmt: skip
    for hint, why in zip(hints, found, strict=True):
        assert hint in why


def test_a_part_stands_above_or_below_another() -> None:
    """At the end if it does not say."""
    desk = Part(id="desk", name="Desk")
    above = after(Insert(elements=replace(desk, place=("above", "sales"))))
    below = after(Insert(elements=replace(desk, place=("below", "sales"))))
    names = [part.id for part in order().parts]
    at = names.index("sales")
    assert [part.id for part in above.parts] == [*names[:at], "desk", *names[at:]]
    assert [part.id for part in below.parts] == [*names[: at + 1], "desk", *names[at + 1 :]]
    assert above.parts[at].place is None
    assert after(Insert(elements=desk)).parts[-1].id == "desk"
    found = whys(
        Insert(elements=replace(desk, place=("above", "sails"))),
        Insert(elements=replace(desk, id="sales")),
    )
    assert "sales" in found[0]
    assert "exists already" in found[1]


# -- remove


def test_remove_joins_what_led_there_to_where_it_led() -> None:
    """Fallen through and named."""
    process = after(Remove(id="inspect"))
    assert targets(process, "send-back") == {"refund"}
    process = after(Remove(id="refund"))
    assert targets(process, "inspect") == {"undone"}
    assert step(process, "inspect").next == ("undone",)
    process = after(Remove(id="ask"))
    assert {b.to for b in step(process, "clear").go} == {"decide"}


def test_remove_a_shared_step_its_throughs_and_its_callers() -> None:
    """Nobody visits it any more."""
    process = after(Remove(id="menu"))
    assert process.shared == ()
    assert not [s for s in every_step(process) if s.through or any(w.through for w in s.ways)]
    calling = replace(NEW, verb="call", part=None, channel=None, calls="menu")
    with_call = after(Insert(elements=(calling,), where="after", at="ship"))
    assert "new" in placed_steps(with_call)
    assert "new" not in placed_steps(after(Remove(id="menu"), process=with_call))


def test_remove_an_act_and_an_empty_meanwhile() -> None:
    """With its last act the meanwhile goes too."""
    process = after(Remove(id="revise"))
    assert [s.id for s in step(process, "before-shipping").acts] == ["cancel"]
    process = after(Remove(id="revise"), Remove(id="cancel"))
    assert "before-shipping" not in placed_steps(process)


def test_remove_a_part_nobody_names_any_more() -> None:
    """Example: executives take over what sales did."""
    process = resolve_scenario(order(), "executives for sales")
    assert "sales" not in {part.id for part in process.parts}
    assert "account-executive" in {part.id for part in process.parts}


def test_remove_misses() -> None:
    """Choices, ends, what is still named, and steps of one customer's own scenario."""
    found = whys(
        Remove(id="decide"),
        Remove(id="done"),
        Remove(id="receive"),
        Remove(id="confirm"),
        Remove(id="sales"),
        Remove(id="nothing"),
        Remove(id="ask", for_customer="business"),
    )
    hints = (
        "3 steps",
        "is an end",
        "names it",
        "names it",
        "names it",
        "nothing",
        'for "business"',
    )
    for hint, why in zip(hints, found, strict=True):
        assert hint in why


# -- whole scenarios


def test_scenarios_stack() -> None:
    """`on top of` applies the lower one first; the result has no scenarios."""
    process = resolve_scenario(order(), "executives for sales")
    assert process.scenarios == ()
    assert "check-in" in placed_steps(process)
    assert seen_by(step(process, "ask"), "business").part == "account-executive"
    with pytest.raises(OutsideInError, match="unknown scenario"):
        resolve_scenario(order(), "executives for sale")
    assert resolve_scenario(order(), "executives-for-sales") == process


def test_scenarios_that_stand_on_each_other_are_a_fault() -> None:
    """Each says so, and none is applied."""
    one, other = Scenario(name="one", on_top_of="other"), Scenario(name="other", on_top_of="one")
    circle = replace(order(), scenarios=(one, other))
    alone = Scenario(name="self", on_top_of="self")
    circle = replace(circle, scenarios=(one, other, alone))
    for scenario in circle.scenarios:
        with pytest.raises(OutsideInError, match=r"circle|itself"):
            apply(circle, scenario)
    with pytest.raises(OutsideInError, match="unknown scenario"):
        apply(circle, Scenario(name="three", on_top_of="four"))


def test_every_change_that_missed_is_raised() -> None:
    """And the others are not applied in part."""
    with pytest.raises(OutsideInError) as caught:
        after(Remove(id="no"), Set(address="x.y", value=1), Remove(id="inspect"), Remove(id="na"))
    assert [fault.where for fault in caught.value.faults] == [
        "scenarios.try.remove.no", "scenarios.try.set.x.y", "scenarios.try.remove.na",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["order", "claim", "hospital"])
def test_every_scenario_of_the_examples_is_without_error(name: str) -> None:
    """The process it leads to is as sound as the one it came from."""
    process = read(EXAMPLES / f"{name}.yaml")
    for scenario in process.scenarios:
        found = [f for f in check(apply(process, scenario)) if f.severity == "error"]
        assert found == []


def test_check_says_that_a_set_moves_the_rest() -> None:
    """One branch set changes the one without a percentage."""
    found = [f for f in check(order()) if f.code == "rest-changes"]
    assert [(f.where, f.severity) for f in found[:1]] == [
        ("scenarios.better-descriptions.set.clear.go.yes", "warning")
    ]
    assert '"no", the rest of "clear", from 18% to 8%' in found[0].what
    keep = [f for f in found if "executives.set.keep" in f.where]
    assert all("from 5% to 3%" in f.what for f in keep)


def test_check_follows_every_scenario() -> None:
    """What is wrong only with the scenario is said at its change."""
    sets = (
        Set(address="find.phone.share", value=0.7),
        Set(address="find.web.share", value=0.6),
    )
    wrong = Scenario(name="too much", changes=sets)
    faults = check(replace(order(), scenarios=(wrong,)))
    shares = [fault for fault in faults if fault.code == "shares"]
    assert {fault.where for fault in shares} == {"scenarios.too-much.set.find.phone.share"}
    assert shares[0].what.startswith('with "too much", ')


@given(processes(), st.data())
def test_a_path_leads_where_its_value_is(process: Process, data: st.DataObject) -> None:
    """Setting a number to what it is leaves the process as it is written."""
    from outsidein.document import write
    from outsidein.model.scenario import numbers_at, with_number

    numbers = numbers_at(process)
    address = data.draw(st.sampled_from(sorted(numbers)))
    kind, identity, path = field_path(process, address)
    assert kind in {"step", "part", "customer", "arrivals"}
    assert address.startswith(identity)
    assert path
    if address.endswith("people"):
        return
    again = with_number(process, address, numbers[address])
    assert numbers_at(again) == pytest.approx(numbers)
    assert len(write(again).splitlines()) == len(write(process).splitlines())


def test_branches_keep_their_order() -> None:
    """Luck is drawn in document order, so a set must not move a branch."""
    process = after(Set(address="keep.go.exchange", value=0.5))
    assert [b.label for b in step(process, "keep").go] == ["yes", "exchange", "return"]
    assert step(process, "keep").go[2] == Branch(label="return", to="send-back")


def test_a_scenario_in_a_document_reads_its_own_names() -> None:
    """Inserted steps may lead to each other and name the scenario's own part."""
    text = (EXAMPLES / "order.yaml").read_text(encoding="utf-8") + (
        "  ours: {organisation: {Helper: {kind: system}}, insert: {after receive: "
        "[{one: {tell: One, by: Helper, via: e-mail, next: two}}, "
        "{two: {tell: Two, by: Helper, via: e-mail}}]}, set: {two.by: Web shop}}\n"
    )
    process = resolve_scenario(read_text(text), "ours")
    assert step(process, "one").part == "helper"
    assert step(process, "two").part == "web-shop"
