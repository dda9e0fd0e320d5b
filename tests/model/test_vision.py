"""The line of vision, by hand on small processes: A, B and C hand work to each other."""

from __future__ import annotations

import pytest

from outsidein.document import read_text
from outsidein.model.vision import Vision, line_of_vision

HEAD = """
process: P
customers: {Buyer: {share: rest}}
channels: {web: self, phone: live}
organisation: {A: {people: 1}, B: {people: 1}, C: {people: 1}}
steps:
  - ask: {do: Ask, with: A, via: web}
"""


def vision(steps: list[str], part: str = "b") -> Vision:
    """Return the line of vision of a part in a process that begins with asking A."""
    return line_of_vision(read_text(HEAD + "".join(f"  - {step}\n" for step in steps)), part)


SAY = "say: {tell: S, by: A, via: web}"
SAY_B = "say: {tell: S, by: B, via: web}"
WORK = "work: {hidden: D, by: B}"
MORE = "more: {hidden: O, by: C}"
GET = "get: {do: G, ways: {web: {share: 50%, with: A}, phone: {with: C}}}"
OVER = "over: {end: E, outcome: served}"
CHECK = "fits: {check: I, by: B, go: [50% yes -> other, no -> b1]}"
BLOCK = "both: {together: {one: [{work: {hidden: D, by: B}}], two: [{more: {hidden: O, by: C}}]}}"
BACK = "fits: {check: I, by: B, go: [20% no -> ask, yes -> over]}"
OTHER = ["other: {hidden: C, by: C, next: say}", "b1: {hidden: X, by: B}", "b2: {hidden: Y, by: B}"]

# Steps after `ask`, the part, hand-overs from the customer and to the customer, and the way on.
BY_HAND = [
    # A works and answers itself.
    (["work: {hidden: D, by: A}", SAY], "a", 0, 0, "work say"),
    # B works, A answers: one hand-over each way.
    ([WORK, SAY], "b", 1, 1, "work say"),
    # B and C between: two hand-overs to the customer.
    ([WORK, MORE, SAY], "b", 1, 2, "work more say"),
    # Twice at B is one hand-over.
    ([WORK, "more: {hidden: O, by: B}", SAY], "b", 1, 1, "more say"),
    # Time that passes hands nothing over.
    ([WORK, "idle: {wait: 2 days}", SAY_B], "b", 1, 0, "work idle say"),
    # Fewer hand-overs win over fewer steps.
    ([CHECK, *OTHER, SAY_B], "b", 1, 0, "b2 say"),
    # A step of the customer's own ends the way without a hand-over.
    ([WORK, "look: {do: Look at it}"], "b", 1, 0, "work look"),
    # Through a block: the branch of B, then on.
    ([BLOCK, SAY], "b", 1, 1, "work say"),
    # A loop back to the customer's first step is a way.
    ([BACK, OVER], "b", 1, 1, "fits ask"),
    # An encounter by two ways that meet different parts: the part itself meets the customer.
    (["work: {hidden: D, by: C}", GET], "c", 1, 0, "work get"),
]


@pytest.mark.parametrize(("steps", "part", "from_customer", "to_customer", "way"), BY_HAND)
def test_hand_offs_by_hand(
    steps: list[str], part: str, from_customer: int, to_customer: int, way: str
) -> None:
    """The shortest way to the customer, its hand-overs, and those from the customer."""
    found = vision(steps, part)
    assert found.nearest is not None
    assert found.nearest.steps == tuple(way.split())
    assert found.nearest.hand_offs == to_customer
    first = found.back[found.hidden[0]]
    assert first.hand_offs == from_customer
    assert first.steps[0] == "ask"
    assert first.steps[-1] == found.hidden[0]


def test_a_way_that_never_comes_back_is_missing() -> None:
    """Work that ends behind the line has no way to the customer, only one from them."""
    found = vision([WORK, OVER])
    assert found.nearest is None
    assert found.onward == {}
    assert found.back["work"].steps == ("ask", "work")


def test_failures_and_lost_patience_are_no_way() -> None:
    """A failure leads back to the customer at once; the way of the flow is the longer one."""
    found = vision(["work: {hidden: D, by: B, fails: [10% wrong -> ask]}", MORE, SAY])
    assert found.onward["work"].steps == ("work", "more", "say")


def test_what_the_customer_sees_of_a_part() -> None:
    """One of two hidden steps shows its status; the third step is an encounter."""
    found = vision([WORK, "more: {hidden: O, by: B, shows: status}", SAY_B])
    assert (found.meets, found.hidden, found.in_sight) == (("say",), ("work", "more"), ("more",))


def test_the_holders_of_a_way_are_named() -> None:
    """Each step of a way has the part that holds the work there."""
    way = vision([WORK, "idle: {wait: 2 days}", MORE, SAY]).onward["work"]
    assert list(zip(way.steps, way.holders, strict=True)) == [
        ("work", "b"), ("idle", "b"), ("more", "c"), ("say", "a"),
    ]  # fmt: skip


def test_a_part_that_does_nothing_has_an_empty_line() -> None:
    """No steps, no ways."""
    found = vision([OVER], "c")
    assert (found.meets, found.hidden, dict(found.onward), dict(found.back)) == ((), (), {}, {})
