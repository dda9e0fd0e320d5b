"""The small language of behaviour, phrase by phrase."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from outsidein.document import phrases, spelling, syntax
from outsidein.document.syntax import TextError
from outsidein.model.behaviour import (
    AtMost,
    Away,
    Branch,
    Closed,
    Consult,
    Failure,
    NoShow,
    Patience,
    RaceBranch,
    Retry,
    Trigger,
)

law = syntax.law


def failure(text: str) -> Failure:
    def near(word: str) -> str:
        return 'did you mean "customer"?' if word == "custmer" else ""

    return phrases.failure(text, lambda word: word == "Sales", near)


@pytest.mark.parametrize(
    ("read", "write", "text", "expected"),
    [
        (phrases.patience, spelling.patience, "3 min", Patience(law=law("3 min"))),
        (
            phrases.patience,
            spelling.patience,
            "exponential 3 min -> lost",
            Patience(law=law("exponential 3 min"), to="lost"),
        ),
        (phrases.closed, spelling.closed, "-> web", Closed(to="web")),
        (phrases.closed, spelling.closed, "call back at opening", Closed(call_back=True)),
        (
            phrases.closed,
            spelling.closed,
            "60% call back at opening within 1..30 min -> lost",
            Closed(chance=0.6, call_back=True, within=law("1..30 min"), to="lost"),
        ),
        (
            phrases.retry,
            spelling.retry,
            "70% after 2 h max 3",
            Retry(chance=0.7, after=law("2 h"), most=3),
        ),
        (phrases.no_show, spelling.no_show, "9% -> missed", NoShow(chance=0.09, to="missed")),
        (phrases.at_most, spelling.at_most, "2 visits -> done", AtMost(visits=2, to="done")),
        (phrases.at_most, spelling.at_most, "1 visit -> done", AtMost(visits=1, to="done")),
        (phrases.branch, spelling.branch, "82% yes -> a", Branch(label="yes", to="a", share=0.82)),
        (phrases.branch, spelling.branch, "look again -> b", Branch(label="look again", to="b")),
        (
            phrases.runner,
            spelling.runner,
            "paid after lognormal 14 days sd 8 days -> done",
            RaceBranch(label="paid", after=law("lognormal 14 days sd 8 days"), to="done"),
        ),
        (phrases.when, spelling.when, "at random", Trigger(kind="at random")),
        (phrases.when, spelling.when, "late passed", Trigger(kind="passed", passed="late")),
        (
            phrases.when,
            spelling.when,
            "no news for 2 days",
            Trigger(kind="no news", silence=law("2 days")),
        ),
    ],
)
def test_phrases_are_read_and_written(
    read: Callable[[str], Any], write: Callable[[Any], str], text: str, expected: Any
) -> None:
    """Each phrase of the grammar has its value, and each value its phrase."""
    assert read(text) == expected
    assert write(expected) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3% wrong item -> swap", Failure(mode="wrong item", chance=0.03, to="swap")),
        ("4% gave up by customer", Failure(mode="gave up", chance=0.04, by="customer")),
        (
            "1% wrong address noticed at receive by customer -> ship",
            Failure(
                mode="wrong address", chance=0.01, noticed_at="receive", by="customer", to="ship"
            ),
        ),
        (
            "2% lost in the post until chase by Sales -> refer",
            Failure(mode="lost in the post", chance=0.02, until="chase", by="Sales", to="refer"),
        ),
        ("2% hit by a bus -> refer", Failure(mode="hit by a bus", chance=0.02, to="refer")),
        ("broken -> mend", Failure(mode="broken", to="mend")),
    ],
)
def test_failures(text: str, expected: Failure) -> None:
    """`by` names a part only if it is declared; else it belongs to what went wrong."""
    assert failure(text) == expected
    assert spelling.failure(expected, expected.by) == text


def test_other_items() -> None:
    """Consulted parts, absence, and the share of a branch."""
    assert phrases.consult("20% Warehouse") == Consult(part="Warehouse", share=0.2)
    assert phrases.away("15% -> Sales") == Away(share=0.15, part="Sales")
    assert phrases.share_first("60% blood test") == (0.6, "blood test")
    assert phrases.span("a to b to c") == [("a", "b to c"), ("a to b", "c")]


def test_a_scenario_may_write_the_pieces_it_changes() -> None:
    """A bare percentage or a bare destination is a piece."""
    assert phrases.closed("40%", partly=True) == Closed(chance=0.4)
    assert phrases.retry("80%") == Retry(chance=0.8)
    assert phrases.patience("-> lost") == Patience(to="lost")
    assert phrases.no_show("4%") == NoShow(chance=0.04)


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (phrases.patience, "3 min ->"),
        (phrases.patience, "3 min -> a -> b"),
        (phrases.closed, "come back later"),
        (phrases.closed, "40%"),
        (phrases.retry, "70% in 2 h"),
        (phrases.retry, "70% after 2 h max 0"),
        (phrases.no_show, "some -> missed"),
        (phrases.at_most, "2 -> done"),
        (phrases.at_most, "two visits -> done"),
        (phrases.branch, "82% yes"),
        (phrases.branch, "82% -> a"),
        (phrases.branch, "yes 82% -> a"),
        (phrases.branch, "82 % yes -> a"),
        (failure, "3% -> swap"),
        (failure, "3% late by custmer -> swap"),
        (phrases.runner, "paid -> done"),
        (phrases.consult, "20%"),
        (phrases.away, "15% Sales"),
        (phrases.when, "sometimes"),
        (phrases.span, "place until receive"),
        (phrases.share_first, "60%"),
    ],
)
def test_what_is_no_phrase(read: Callable[[str], Any], text: str) -> None:
    """Anything else is said to be wrong, and how to write it."""
    with pytest.raises(TextError) as caught:
        read(text)
    assert caught.value.what
