"""Editing a document in place: the rest stays to the letter."""

from __future__ import annotations

import difflib
import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outsidein.document import edit, new_document, read_text, syntax, write
from outsidein.errors import OutsideInError
from outsidein.model.behaviour import Patience
from outsidein.model.change import Change, Insert, Remove, Set
from outsidein.model.process import Process, Step
from outsidein.model.scenario import numbers_at, with_number
from strategies import processes

ORDER = (Path(__file__).parent / "examples" / "order.yaml").read_text(encoding="utf-8")
START = new_document()
law = syntax.law


def changes_of(before: str, after: str) -> tuple[list[str], list[str]]:
    """Return the lines taken out and the lines put in."""
    lines = list(difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0))
    gone = [line[1:] for line in lines if line.startswith("-") and not line.startswith("---")]
    new = [line[1:] for line in lines if line.startswith("+") and not line.startswith("+++")]
    return gone, new


def edited(text: str, *changes: Change) -> tuple[list[str], list[str]]:
    return changes_of(text, edit(text, changes))


def test_a_number_changes_in_its_place_and_the_comment_stays() -> None:
    """Only the scalar differs; what stands behind it in the line is untouched."""
    gone, new = edited(START, Set(address="ask.takes", value=law("lognormal 5 min sd 2 min")))
    assert gone == [
        "      takes: lognormal 6 min sd 3 min          # the mean, and the standard deviation"
    ]
    assert new == [gone[0].replace("6 min sd 3 min", "5 min sd 2 min")]


def test_a_piece_leaves_the_others() -> None:
    """Patience keeps its destination, a branch its label."""
    changes = (
        Set(address="ask.patience", value=Patience(law=law("9 min"))),
        Set(address="clear.go.yes", value=0.9),
        Set(address="find.for-business.phone.share", value=0.5),
    )
    gone, new = edited(ORDER, *changes)
    assert len(gone) == len(new) == 3
    assert "for Business: {ways: {phone: {share: 50%, with: Sales}}}" in new[0]
    assert "go: [90% yes -> decide, no -> ask]" in new[1]
    assert "patience: 9 min -> lost, closed: 60% call back at opening -> lost" in new[2]


def test_a_number_that_is_set_loses_its_source() -> None:
    """It is no longer the number that was observed."""
    _, new = edited(ORDER, Set(address="arrivals.rate", value=0.001))
    assert new[0].startswith("arrivals: {rate: 86.4 per day, profile:")


def test_a_new_key_stands_behind_its_neighbour() -> None:
    """In brackets with a comma, in a block on a line of its own."""
    _, new = edited(ORDER, Set(address="swap.wrap-up", value=law("1 min")))
    assert "takes: 8 min, wrap up: 1 min, patience: 10 min -> lost" in new[0]
    gone, new = edited(START, Set(address="ask.wrap-up", value=law("1 min")))
    assert (gone, new) == ([], ["      wrap up: 1 min"])


def test_a_step_is_inserted_on_a_line_of_its_own() -> None:
    """And what led past it leads to it."""
    step = Step(id="check-in", verb="touch", name="Ask: all well?", part="sales", channel="phone")
    gone, new = edited(ORDER, Insert(elements=(step,), where="after", at="receive"))
    assert gone == []
    assert new == ['  - check-in: {touch: "Ask: all well?", by: Sales, via: phone}']
    gone, new = edited(ORDER, Insert(elements=(step,), where="before", at="options"))
    assert len(gone) == 2  # two flows that led to options
    assert len(new) == 3


def test_a_removed_step_takes_its_line_along() -> None:
    """A shared step takes its section along if it was the last, and leaves its callers."""
    gone, new = edited(ORDER, Remove(id="inspect"))
    assert [line.strip()[:10] for line in gone] == ["- inspect:"]
    assert new == []
    text = edit(ORDER, [Remove(id="menu")])
    assert "shared:" not in text
    assert "through" not in text


def test_windows_line_ends_stay() -> None:
    """A document written elsewhere keeps its line ends."""
    step = Step(id="pause-it", verb="wait", name="pause-it", wait=law("1 h"))
    text = edit(
        ORDER.replace("\n", "\r\n"), [Insert(elements=(step,), where="after", at="receive")]
    )
    assert text.count("\r\n") == text.count("\n")
    assert "\r\n  - pause-it: {wait: 1 h}\r\n" in text


def test_an_edit_that_changes_nothing_changes_no_letter() -> None:
    """Setting what is there already leaves even odd spellings alone."""
    text = ORDER.replace("takes: 8 min", "takes:  480   s ")
    assert edit(text, [Set(address="swap.takes", value=law("480 s"))]) == text
    assert edit(text, []) == text


def test_changes_that_miss_are_all_raised() -> None:
    """And nothing is edited."""
    changes: Sequence[Change] = [
        Set(address="aks.takes", value=law("1 min")),
        Remove(id="decide"),
        Set(address="ask.takse", value=law("1 min")),
    ]
    with pytest.raises(OutsideInError) as caught:
        edit(ORDER, changes)
    assert len(caught.value.faults) == 3
    with pytest.raises(OutsideInError, match="unknown key"):
        edit(ORDER.replace("takes", "takse", 1), [])


@given(processes(), st.integers(0, 2**32))
def test_an_edited_number_reads_as_if_it_had_been_changed(process: Process, seed: int) -> None:
    """Editing the text and changing the model are the same."""
    dice = random.Random(seed)
    addresses = [a for a in numbers_at(process) if a.endswith((".takes", ".own", ".after"))]
    if not addresses:
        return
    address = dice.choice(addresses)
    value = law(dice.choice(("7 min", "exponential 9 min", "2 days")))
    text = edit(write(process), [Set(address=address, value=value)])
    found = read_text(text)
    assert numbers_at(found)[address] == value.mean_seconds
    wanted = with_number(process, address, value.mean_seconds)
    others = {a: n for a, n in numbers_at(wanted).items() if a != address}
    assert {a: n for a, n in numbers_at(found).items() if a != address} == others
    gone, new = changes_of(write(process), text)
    assert len(gone) <= 1
    assert len(new) == len(gone)
