"""Every rule of check: a small document that breaks it, and the same one mended."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from hypothesis import given

from outsidein.document import open_text
from outsidein.model.behaviour import AtMost, Branch, Period
from outsidein.model.check import check
from outsidein.model.process import Customer, Part, Process, Step
from strategies import processes

HEAD = """\
process: Try
customers: {Shopper: {share: 85%}, Business: {share: rest, people: [buyer, approver]}}
channels: {web: self, phone: live, mail: left, home: booked}
organisation:
  Web:   {kind: system}
  Desk:  {people: 2, open: Mon-Fri 08:00-18:00}
  Night: {people: 1, open: Mon-Sun 00:00-24:00}
arrivals: {rate: 30 per day}
"""
TAIL = """\
  - done: {end: Done, outcome: served}
  - lost: {end: Lost, outcome: lost}
"""
FIRST = "  - look: {do: Look, with: Web, via: web, own: 4 min, fails: [1% broken -> lost]}\n"
PHONE = "with: Desk, via: phone, takes: 4 min"
OUT = "patience: 5 min -> lost, closed: -> lost"


def test_nobody_comes_back_more_than_always() -> None:
    """A share outside 0 to 1, as only a program can say it, is a fault at its address."""
    shopper = Customer(id="shopper", name="Shopper", comes_back={"poor": 1.2, "lost": 0.1})
    found = [f for f in check(Process(name="Try", customers=(shopper,))) if f.code == "shares"]
    assert [(f.where, f.what) for f in found] == [
        ("shopper.comes-back.poor", '120% of "Shopper" cannot come back')
    ]


def process_of(steps: str, head: str = HEAD, before: str = "steps:\n") -> Process:
    document = open_text(head + before + FIRST + steps + TAIL)
    assert [str(f) for f in document.faults if f.severity == "error"] == []
    assert document.process is not None
    return document.process


def codes(process: Process) -> set[str]:
    return {fault.code for fault in check(process) if fault.severity == "error"}


def test_the_frame_of_these_tests_is_without_fault() -> None:
    """What is found below is in the step, not around it."""
    assert check(process_of("")) == []


@dataclass(frozen=True)
class Case:
    code: str
    broken: str
    mended: str
    where: str = ""


CASES = [
    Case(
        "leads-nowhere",
        f"  - ask: {{do: Ask, {PHONE}}}\n",
        f"  - ask: {{do: Ask, {PHONE}, {OUT}}}\n",
        "ask",
    ),
    Case(
        "leads-nowhere",
        f"  - ask: {{do: Ask, {PHONE}, closed: call back at opening}}\n",
        f"  - ask: {{do: Ask, {PHONE}, closed: call back at opening, patience: 5 min -> lost}}\n",
        "ask.closed",
    ),
    Case(
        "leads-nowhere",
        f"  - ask: {{do: Ask, {PHONE}, patience: 5 min, closed: -> lost}}\n",
        "  - ask: {do: Ask, with: Night, via: phone, takes: 4 min}\n",
        "ask.patience",
    ),
    Case(
        "leads-nowhere",
        "  - pack: {hidden: Pack, by: Desk, takes: 1 min, fails: [2% torn]}\n",
        "  - pack: {hidden: Pack, by: Desk, takes: 1 min, fails: [2% torn -> lost]}\n",
        "pack.fails.torn",
    ),
    Case(
        "leads-nowhere",
        "  - pack: {hidden: Pack, by: Desk, takes: 1 min, at most: 2 visits}\n",
        "  - pack: {hidden: Pack, by: Desk, takes: 1 min, at most: 2 visits -> lost}\n",
        "pack.at-most",
    ),
    Case(
        "shares",
        "  - ok: {choose: Ok, go: [60% yes -> done, 50% no -> lost]}\n",
        "  - ok: {choose: Ok, go: [60% yes -> done, 40% no -> lost]}\n",
        "ok.go",
    ),
    Case(
        "shares",
        "  - ok: {choose: Ok, go: [60% yes -> done, 30% no -> lost]}\n",
        "  - ok: {choose: Ok, go: [60% yes -> done, no -> lost]}\n",
        "ok.go",
    ),
    Case(
        "shares",
        "  - ok: {choose: Ok, go: [60% yes -> done, no -> lost], "
        "for Business: {go: [90% yes -> done, 20% no -> lost]}}\n",
        "  - ok: {choose: Ok, go: [60% yes -> done, no -> lost], "
        "for Business: {go: [90% yes -> done, no -> lost]}}\n",
        "ok.for-business.go",
    ),
    Case(
        "shares",
        "  - pack: {hidden: Pack, by: Desk, takes: 1 min, "
        "fails: [60% torn -> lost, 50% late -> lost]}\n",
        "  - pack: {hidden: Pack, by: Desk, takes: 1 min, "
        "fails: [60% torn -> lost, 40% late -> lost]}\n",
        "pack.fails",
    ),
    Case(
        "shares",
        "  - buy: {do: Buy, ways: {web: {share: 60%, with: Web, own: 1 min}, "
        "mail: {share: 60%, with: Desk, takes: 1 min}}}\n",
        "  - buy: {do: Buy, ways: {web: {share: 60%, with: Web, own: 1 min}, "
        "mail: {share: rest, with: Desk, takes: 1 min}}}\n",
        "buy.ways",
    ),
    Case(
        "no-go",
        "  - ok: {choose: Ok}\n",
        "  - ok: {choose: Ok, go: [60% yes -> done, no -> lost]}\n",
        "ok",
    ),
    Case(
        "go-and-next",
        "  - ok: {choose: Ok, go: [60% yes -> done, no -> lost], next: done}\n",
        "  - ok: {only: Business, choose: Ok, go: [60% yes -> done, no -> lost], next: done}\n",
        "ok.next",
    ),
    Case(
        "touch-not-live",
        "  - call-up: {touch: Call, by: Desk, via: mail, takes: 5 min}\n",
        "  - call-up: {touch: Call, by: Desk, via: phone, takes: 5 min}\n",
        "call-up.via",
    ),
    Case(
        "no-show-not-booked",
        f"  - ask: {{do: Ask, {PHONE}, {OUT}, no show: 5% -> lost}}\n",
        "  - ask: {do: Ask, with: Desk, via: home, takes: 4 min, no show: 5% -> lost}\n",
        "ask.no-show",
    ),
    Case(
        "retry-without-patience",
        f"  - ask: {{do: Ask, {PHONE}, closed: -> lost, retry: 70% after 2 h max 3}}\n",
        f"  - ask: {{do: Ask, {PHONE}, {OUT}, retry: 70% after 2 h max 3}}\n",
        "ask.retry",
    ),
    Case(
        "no-channel",
        f"  - ask: {{do: Ask, with: Desk, takes: 4 min, {OUT}}}\n",
        f"  - ask: {{do: Ask, {PHONE}, {OUT}}}\n",
        "ask",
    ),
    Case(
        "no-part",
        "  - pack: {hidden: Pack, takes: 4 min}\n",
        "  - pack: {hidden: Pack, by: Desk, takes: 4 min}\n",
        "pack",
    ),
    Case(
        "via-and-ways",
        "  - buy: {do: Buy, via: web, ways: {web: {with: Web, own: 1 min}}}\n",
        "  - buy: {do: Buy, ways: {web: {with: Web, own: 1 min}}}\n",
        "buy.via",
    ),
    Case(
        "unknown-person",
        "  - agree: {do: Agree, as: boss, own: 4 min}\n",
        "  - agree: {do: Agree, as: approver, own: 4 min}\n",
        "agree.as",
    ),
    Case(
        "unknown-person",
        "  - agree: {only: Shopper, do: Agree, as: buyer, own: 4 min}\n",
        "  - agree: {only: Business, do: Agree, as: buyer, own: 4 min}\n",
        "agree.as",
    ),
    Case(
        "jump-out",
        "  - both: {together: {a: [{one: {tell: One, by: Web, via: mail, next: done}}], "
        "b: [{two: {tell: Two, by: Web, via: mail}}]}}\n",
        "  - both: {together: {a: [{one: {tell: One, by: Web, via: mail}}], "
        "b: [{two: {tell: Two, by: Web, via: mail}}]}}\n",
        "one.next",
    ),
    Case(
        "jump-out",
        "  - both: {together: {a: [{one: {hidden: One, by: Desk, takes: 1 min, "
        "fails: [1% x -> lost]}}], b: [{two: {tell: Two, by: Web, via: mail}}]}}\n",
        "  - both: {together: {a: [{one: {hidden: One, by: Desk, takes: 1 min, "
        "fails: [1% x -> one]}}], b: [{two: {tell: Two, by: Web, via: mail}}]}}\n",
        "one.fails.x",
    ),
    Case(
        "jump-in",
        "  - both: {together: {a: [{one: {tell: One, by: Web, via: mail}}], "
        "b: [{two: {tell: Two, by: Web, via: mail}}]}}\n"
        "  - ok: {choose: Ok, go: [60% yes -> done, no -> two]}\n",
        "  - both: {together: {a: [{one: {tell: One, by: Web, via: mail}}], "
        "b: [{two: {tell: Two, by: Web, via: mail}}]}}\n"
        "  - ok: {choose: Ok, go: [60% yes -> done, no -> both]}\n",
        "ok.go.no",
    ),
    Case(
        "end-in-block",
        "  - both: {together: {a: [{one: {end: One, outcome: lost}}], "
        "b: [{two: {tell: Two, by: Web, via: mail}}]}}\n",
        "  - both: {together: {a: [{one: {tell: One, by: Web, via: mail}}], "
        "b: [{two: {tell: Two, by: Web, via: mail}}]}}\n",
        "one",
    ),
    Case(
        "few-branches",
        "  - both: {together: {a: [{one: {tell: One, by: Web, via: mail}}]}}\n",
        "  - one: {tell: One, by: Web, via: mail}\n",
        "both",
    ),
    Case(
        "loop-without-exit",
        "  - one: {tell: One, by: Web, via: mail}\n"
        "  - two: {tell: Two, by: Web, via: mail, next: one}\n",
        "  - one: {tell: One, by: Web, via: mail, at most: 2 visits -> lost}\n"
        "  - two: {tell: Two, by: Web, via: mail, next: one}\n",
        "one",
    ),
    Case(
        "lonely-join",
        "  - one: {tell: One, by: Web, via: mail, join: all}\n",
        "  - zero: {tell: Zero, by: Web, via: mail, next: [half, one]}\n"
        "  - half: {tell: Half, by: Web, via: mail}\n"
        "  - one: {tell: One, by: Web, via: mail, join: all}\n",
        "one.join",
    ),
    Case(
        "not-on-the-flow",
        "  - soon: {promise: look to done, within: 1 day}\n"
        "  - ok: {choose: Ok, go: [60% yes -> done, no -> soon]}\n",
        "  - soon: {promise: look to done, within: 1 day}\n"
        "  - ok: {choose: Ok, go: [60% yes -> done, no -> lost]}\n",
        "ok.go.no",
    ),
    Case(
        "bad-span",
        "  - any: {meanwhile: look to peek, may: "
        "[{peek: {do: Peek, own: 1 min, when: at random, chance: 1% per day}}]}\n",
        "  - any: {meanwhile: look to done, may: "
        "[{peek: {do: Peek, own: 1 min, when: at random, chance: 1% per day}}]}\n",
        "any.meanwhile",
    ),
    Case(
        "empty-span",
        "  - soon: {promise: look to look, within: 1 day}\n",
        "  - soon: {promise: look to done, within: 1 day}\n",
        "soon.promise",
    ),
    Case(
        "no-trigger",
        "  - any: {meanwhile: look to done, may: [{peek: {do: Peek, own: 1 min, max: 2}}]}\n",
        "  - any: {meanwhile: look to done, may: "
        "[{peek: {do: Peek, own: 1 min, max: 2, when: at random, chance: 1% per day}}]}\n",
        "peek",
    ),
    Case(
        "chance-without-unit",
        "  - any: {meanwhile: look to done, may: "
        "[{peek: {do: Peek, own: 1 min, when: at random, chance: 1%}}]}\n",
        "  - any: {meanwhile: look to done, may: "
        "[{peek: {do: Peek, own: 1 min, when: at random, chance: 1% per h}}]}\n",
        "peek.chance",
    ),
    Case(
        "chance-with-unit",
        "  - any: {meanwhile: look to done, may: "
        "[{peek: {do: Peek, own: 1 min, when: no news for 1 day, chance: 1% per day}}]}\n",
        "  - any: {meanwhile: look to done, may: "
        "[{peek: {do: Peek, own: 1 min, when: no news for 1 day, chance: 1%}}]}\n",
        "peek.chance",
    ),
    Case(
        "not-a-promise",
        "  - any: {meanwhile: look to done, may: "
        "[{peek: {do: Peek, own: 1 min, when: look passed, chance: 1%}}]}\n",
        "  - soon: {promise: look to done, within: 1 day}\n"
        "  - any: {meanwhile: look to done, may: "
        "[{peek: {do: Peek, own: 1 min, when: soon passed, chance: 1%}}]}\n",
        "peek.when",
    ),
    Case(
        "at-most-of-act",
        "  - any: {meanwhile: look to done, may: [{peek: {do: Peek, own: 1 min, "
        "when: at random, chance: 1% per day, at most: 2 visits -> lost}}]}\n",
        "  - any: {meanwhile: look to done, may: [{peek: {do: Peek, own: 1 min, "
        "when: at random, chance: 1% per day, max: 2}}]}\n",
        "peek.at-most",
    ),
    Case(
        "noticed-at-itself",
        "  - pack: {hidden: Pack, by: Web, after: 1 h, fails: [2% torn noticed at pack -> lost]}\n",
        "  - pack: {hidden: Pack, by: Desk, takes: 1 min, fails: [2% torn -> lost]}\n",
        "pack.fails.torn",
    ),
    Case(
        "never-visited",
        "  - pack: {hidden: Pack, by: Web, after: 1 h, fails: [2% torn noticed at done -> lost]}\n",
        "  - pack: {hidden: Pack, by: Web, after: 1 h, fails: [2% torn noticed at get -> lost]}\n"
        "  - get: {do: Get it, own: 1 min}\n",
        "pack.fails.torn",
    ),
    Case(
        "shares",
        "  - begin: {start: Begin, share: 30%}\n  - again: {start: Again, share: 60%}\n",
        "  - begin: {start: Begin, share: 30%}\n  - again: {start: Again, share: rest}\n",
        "again.share",
    ),
    Case(
        "no-start",
        "  - begin: {only: Business, start: Begin}\n"
        "  - again: {only: Business, start: Again, share: 2%}\n",
        "  - begin: {only: Business, start: Begin}\n  - again: {start: Again, share: 2%}\n",
        "begin",
    ),
    Case(
        "two-rests",
        "  - some: {some of: {20% a: [{p: {wait: 1 h}}], rest b: [{q: {wait: 1 h}}], "
        "rest c: [{r: {wait: 1 h}}]}}\n",
        "  - some: {some of: {20% a: [{p: {wait: 1 h}}], rest b: [{q: {wait: 1 h}}]}}\n",
        "some.c",
    ),
    Case(
        "closed-of-booked",
        "  - visit: {do: Visit, with: Desk, via: home, takes: 1 h, closed: -> lost}\n",
        "  - visit: {do: Visit, with: Desk, via: home, takes: 1 h}\n",
        "visit.closed",
    ),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[f"{k}-{c.code}" for k, c in enumerate(CASES)])
def test_a_broken_rule_is_found_where_it_is_broken(case: Case) -> None:
    """And the mended process is without error."""
    found = [fault for fault in check(process_of(case.broken)) if fault.severity == "error"]
    assert [(fault.code, fault.where) for fault in found] == [(case.code, case.where)]
    assert codes(process_of(case.mended)) == set()


DESK = "people: 2, open: Mon-Fri 08:00-18:00"
SHARED = "shared:\n  - menu: {do: Menu, with: Web, via: phone, own: 1 min, fails: [4% gave up]}\n"


@pytest.mark.parametrize(
    ("code", "shared", "broken", "mended"),
    [
        (
            "leads-nowhere",
            SHARED,
            "  - ask: {do: Ask, with: Night, via: phone, through: menu, takes: 4 min}\n",
            f"  - ask: {{do: Ask, through: menu, {PHONE}, {OUT}}}\n",
        ),
        (
            "leads-nowhere",
            SHARED,
            "  - get-through: {call: menu}\n",
            f"  - ask: {{do: Ask, through: menu, {PHONE}, {OUT}}}\n",
        ),
        (
            "not-shared",
            SHARED,
            f"  - ask: {{do: Ask, through: look, {PHONE}, {OUT}}}\n",
            f"  - ask: {{do: Ask, through: menu, {PHONE}, {OUT}}}\n",
        ),
        (
            "not-on-the-flow",
            SHARED,
            f"  - ask: {{do: Ask, through: menu, {PHONE}, {OUT}, next: menu}}\n",
            f"  - ask: {{do: Ask, through: menu, {PHONE}, {OUT}}}\n",
        ),
        (
            "bad-shared-step",
            "shared:\n  - menu: {choose: Which, go: [50% a -> done, b -> lost]}\n",
            f"  - ask: {{do: Ask, through: menu, {PHONE}, {OUT}}}\n",
            "",
        ),
    ],
)
def test_shared_steps_lead_back_to_their_callers(
    code: str, shared: str, broken: str, mended: str
) -> None:
    """`through` and `call` name a shared step; who gives up there has a way out at the caller."""
    assert code in codes(process_of(broken, before=shared + "steps:\n"))
    if mended:
        assert codes(process_of(mended, before=shared + "steps:\n")) == set()


@pytest.mark.parametrize(
    ("code", "old", "new"),
    [
        ("people-without-hours", DESK, "people: 2"),
        ("hours-without-people", DESK, "open: Mon-Fri 08:00-18:00"),
        ("hours-twice", "people: 2,", "people: [Mon-Fri 08:00-12:00 x2],"),
        ("people-without-hours", DESK, "people: [Mon 08:00-12:00 x0]"),
        ("hours-overlap", DESK, "people: 2, open: [Mon-Fri 08:00-18:00, Fri 17:00-19:00]"),
        ("nobody-there", "Web:   {kind: system}", "Web:   {kind: system, own customers: yes}"),
        ("nobody-there", "Web:   {kind: system}", "Web:   {kind: system, away: 10% -> Desk}"),
        ("away-to-itself", "people: 2,", "people: 2, away: 10% -> Desk,"),
        ("shares", "share: 85%", "share: 105%".replace("105", "100") + ", priority: 1"),
        ("nobody-arrives", "rate: 30 per day", "rate: 30 per day, profile: [Mon 08:00-09:00 x0]"),
    ],
)  # fmt: skip
def test_the_surroundings_of_the_steps(code: str, old: str, new: str) -> None:
    """Customers, parts, hours and arrivals."""
    assert old in HEAD
    if code == "shares":
        head = HEAD.replace(old, new).replace("share: rest", "share: 10%")
    else:
        head = HEAD.replace(old, new)
    assert codes(process_of("", head=head)) == {code}


def test_hours_that_touch_do_not_overlap() -> None:
    """Also from Sunday to Monday."""
    touching = "open: [Sun 20:00-24:00, Mon 00:00-06:00, Mon 06:00-09:00]"
    head = HEAD.replace("open: Mon-Fri 08:00-18:00", touching)
    assert codes(process_of("", head=head)) == set()


def test_what_may_be_meant_is_a_warning() -> None:
    """Steps nobody reaches, a beginning or an end the customer does not see."""
    steps = (
        "  - ok: {check: Ok, by: Web, go: [60% yes -> done, no -> lost]}\n"
        "  - aside: {tell: Nobody comes here, by: Web, via: mail, next: done}\n"
    )
    found = {(f.code, f.where, f.severity) for f in check(process_of(steps))}
    assert found == {
        ("ends-unseen", "ok.go.yes", "warning"),
        ("ends-unseen", "ok.go.no", "warning"),
        ("unreachable", "aside", "warning"),
    }
    begun = process_of("", before="steps:\n  - pack: {hidden: Pack, by: Desk, takes: 1 min}\n")
    assert [fault.code for fault in check(begun)] == ["begins-inside"]


def test_a_program_may_break_what_a_document_cannot() -> None:
    """Ids that clash or are none, references that lead nowhere, keys no verb may say."""
    process = process_of("")
    assert "duplicate-id" in codes(replace(process, steps=process.steps + process.steps[:1]))
    assert "bad-id" in codes(replace(process, parts=(*process.parts, Part(id="A b", name="A b"))))
    end = replace(process.steps[1], at_most=AtMost(visits=1, to="lost"))
    assert "key-not-here" in codes(replace(process, steps=(process.steps[0], end)))
    odd = Step(id="odd", verb="choose", name="Odd", go=(Branch(label="x", to="nowhere"),))
    assert "unknown-step" in codes(replace(process, steps=(odd, *process.steps)))
    asked = Step(
        id="asked", verb="do", name="Asked", part="none", channel="fax", only="nobody",
        overrides={"someone": ((("takes",), None),)},
    )  # fmt: skip
    found = codes(replace(process, steps=(asked, *process.steps)))
    assert {"unknown-part", "unknown-channel", "unknown-customer"} <= found
    wrong = replace(process.steps[0], overrides={"shopper": ((("nonsense",), 1),)})
    assert "bad-override" in codes(replace(process, steps=(wrong, *process.steps[1:])))
    assert "no-working-day" in codes(replace(process, working_days=()))
    assert "no-steps" in codes(replace(process, steps=()))
    overfull = (Customer(id="a", name="A", share=0.7), Customer(id="b", name="B", share=0.7))
    assert "shares" in codes(replace(process, customers=overfull))


BUY = "  - buy: {do: Buy, ways: {web: {with: Web, own: 1 min}, phone: {with: Night, takes: 1 h}}}\n"
PEEK = (
    "  - any: {meanwhile: look to done, may: "
    "[{peek: {do: Peek, own: 1 min, when: no news for 1 day}}]}\n"
)


@pytest.mark.parametrize(
    ("steps", "address"),
    [
        (f"  - ask: {{do: Ask, with: Desk, via: phone, {OUT}}}\n", "ask.takes"),
        ("  - think: {do: Think}\n", "think.own"),
        ("  - ship: {hidden: Ship, by: Web}\n", "ship.after"),
        ("  - say: {tell: Say, by: Desk, via: mail}\n", "say.takes"),
        ("  - ok: {choose: Ok, go: [yes -> done, no -> lost]}\n", "ok.go.yes"),
        ("  - soon: {promise: look to done}\n", "soon.within"),
        (BUY, "buy.web.share"),
        ("  - pack: {hidden: Pack, by: Desk, takes: 1 min, fails: [torn -> lost]}\n",
         "pack.fails.torn"),
        (f"  - ask: {{do: Ask, {PHONE}, patience: -> lost}}\n", "ask.patience"),
        (f"  - ask: {{do: Ask, {PHONE}, {OUT}, retry: 70% max 2}}\n", "ask.retry"),
        ("  - pack: {hidden: Pack, by: Desk, takes: 1 min, at most: -> lost}\n", "pack.at-most"),
        (PEEK, "peek.chance"),
        ("  - over: {end: Over}\n", "over.outcome"),
    ],
)  # fmt: skip
def test_a_missing_number_is_listed_and_not_filled_in(steps: str, address: str) -> None:
    """With its address, and what to write."""
    faults = [f for f in check(process_of(steps)) if f.code == "missing-number"]
    assert address in [fault.where for fault in faults]
    assert all(fault.hint and fault.severity == "warning" for fault in faults)


def test_nothing_is_missing_where_nothing_is_needed() -> None:
    """A letter from a system, a door at a courier, a choice: they take the time they say."""
    steps = (
        "  - say: {tell: Say, by: Web, via: mail}\n"
        "  - ok: {check: Ok, by: Web, go: [yes -> say2, 10% no -> say]}\n"
        "  - say2: {tell: Say, by: Web, via: mail}\n"
    )
    assert check(process_of(steps)) == []


def test_a_list_that_just_ends_lacks_its_end() -> None:
    """What has become of the customer is missing, like a number."""
    process = Process(name="Bare", steps=(Step(id="a", verb="do", name="A"),))
    assert {fault.where for fault in check(process)} == {"arrivals.rate", "a", "a.own"}


@given(processes())
def test_every_fault_says_where_and_what(process: Process) -> None:
    """Break a process at random: whatever is found has an address and a sentence."""
    broken = replace(process, channels={}, parts=process.parts[:1], steps=process.steps[::-1])
    for fault in check(broken):
        assert fault.where
        assert fault.what
        assert fault.code


def test_a_period_keeps_within_its_day() -> None:
    """A class checks itself."""
    with pytest.raises(ValueError, match="one day"):
        Period(first_day=0, last_day=0, start_seconds=3600.0, end_seconds=3600.0)
