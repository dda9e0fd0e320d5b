"""What to put right: the words of harm and gain, and what programs read."""

from __future__ import annotations

from dataclasses import replace

from lxml import html

from outsidein.study.put_right import gain_lines, harm_text, told
from study.made import comparison, put_right

MADE = comparison()


def test_harm_and_gain_in_words():
    """The counts of the made study: 30 more of 1,000, 100 shoppers a day."""
    asked, _ = put_right(MADE)
    assert harm_text(asked) == "720 contacts"
    assert [text for _, text, _ in gain_lines(asked)] == ["90 more well served"]
    assert asked.gain is not None
    assert round(asked.gain.customers.value) == 90  # 0.03 of 3,000 a month


def test_what_is_not_shown_is_said_as_openly():
    """No difference, cannot tell yet, and worse each have their words."""
    asked, _ = put_right(MADE)
    said = {}
    for scenario in MADE.scenarios:
        one = replace(asked, proven=replace(MADE, scenarios=(scenario,)))
        said[scenario.name] = [text for _, text, _ in gain_lines(one)]
    assert said["a new desk lamp"] == ["no gain that matters"]
    assert said["longer hours"] == ["no gain shown yet"]
    assert said["one person fewer"] == ["180 fewer well served"]


def test_too_little_evidence_cannot_be_told():
    """Seen nineteen times: no verdict, whatever the simulation says."""
    asked, _ = put_right(MADE)
    seldom = replace(asked, harm=replace(asked.harm, amount=replace(asked.harm.amount, n=19)))
    assert asked.verdict == "better"
    assert seldom.verdict == "cannot tell yet"


def test_programs_read_the_same():
    """A finding that was not tried has no verdict and no gain."""
    asked, waits = (told(one) for one in put_right(MADE))
    assert asked["verdict"] == "better"
    assert round(asked["customers_a_month"]["value"]) == 90
    assert waits["tried"] is False
    assert waits["verdict"] is None
    assert waits["customers_a_month"] is None


def test_the_section_escapes_what_documents_say():
    """A name that is a script stays text."""
    from outsidein.study.html import cell

    asked, _ = put_right(MADE)
    evil = replace(asked, what="<script>alert(1)</script>")
    assert not html.fromstring(f"<table><tr>{cell(evil.what)}</tr></table>").xpath("//script")
