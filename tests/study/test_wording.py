"""The words of a study: they add up, they are short, and they say what the intervals allow."""

from __future__ import annotations

import re

import pytest

from outsidein.study.numbers import told_number, whole_parts
from outsidein.study.wording import headline, lead, scenarios_headline, verdict_text
from outsidein.words import plural, small
from study.made import comparison

MADE = comparison()


def sentences() -> list[str]:
    """Every sentence of the made study that a manager reads."""
    found = [headline(MADE.today), *lead(MADE), scenarios_headline(MADE)]
    for scenario in MADE.scenarios:
        text = verdict_text(MADE, scenario)
        found += [text.opening, text.reason]
    return found


def test_the_words_of_the_made_study(golden):
    """Golden text of headline, lead and verdicts."""
    golden("study/words.txt", "\n".join(sentences()) + "\n")


def test_the_headline_adds_up_to_all_customers():
    """The counts in the headline add up to the 1,000 it speaks of."""
    text = headline(MADE.today)
    plain = [
        int(n) for n in re.findall(r"(\d+)(?: \(±\d+\))? (?:are |poorly|not|lost|still)", text)
    ]
    assert sum(plain) == 1000, text


@pytest.mark.parametrize("sentence", sentences())
def test_sentences_are_short_and_without_symbols(sentence):
    """At most 25 words; no sign that a manager must decipher."""
    assert len(sentence.split()) <= 25
    assert not re.search(r"[<>=%~\[\]{}]", sentence)


def test_verdicts_say_what_rule_17_says():
    """Better, worse, no difference, cannot tell: each in its own opening."""
    openings = [verdict_text(MADE, s).opening for s in MADE.scenarios]
    assert [s.verdict for s in MADE.scenarios] == [
        "better", "worse", "no difference that matters", "cannot tell yet",
    ]  # fmt: skip
    assert openings == [
        "Worth it", "Not worth it", "No difference that matters", "Cannot tell yet",
    ]  # fmt: skip


def test_whole_parts_add_up():
    """Thirds of 1,000: 334, 333, 333."""
    assert sorted(whole_parts([1 / 3, 1 / 3, 1 / 3])) == [333, 333, 334]
    assert sum(whole_parts([0.5066, 0.2182, 0.2311, 0.0441])) == 1000


def test_plurals_and_numbers_by_address():
    """Names in sentences, numbers by what their address says they are."""
    assert [plural(small(n)) for n in ("Shopper", "Business", "Company", "Day")] == [
        "shoppers", "businesses", "companies", "days",
    ]  # fmt: skip
    assert told_number("clear.go.yes", 0.82) == "82.0 %"
    assert told_number("shopper.comes-back.poor", 0.5) == "50.0 %"
    assert told_number("ask.takes", 360) == "6 min"
    assert told_number("ask.retry.after", 7200) == "2 h"
    assert told_number("call-centre.people", 6) == "6"
    assert told_number("arrivals.rate", 300 / 86_400) == "300 a day"
