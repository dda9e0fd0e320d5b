"""The rules about queues: lines, who leaves at once, overflow, absence, skills."""

from __future__ import annotations

import pytest

from outsidein.document import open_text, write
from outsidein.model.check import check
from outsidein.model.numbers import numbers_at, with_number

DOCUMENT = """\
process: Try
customers: {{Shopper: {{share: rest}}}}
channels: {{web: self, phone: live, home: booked}}
organisation:
  Web: {{kind: system{web}}}
  Desk: {{people: 2, open: {open}{desk}}}
  Night: {{people: 1, open: Mon-Fri 08:00-18:00{night}}}
arrivals: {{rate: 30 per day}}
shared:
  - file: {{hidden: File, by: Web{work}}}
steps:
  - look: {{do: Look, with: Web, via: web, own: 4 min{look}}}
  - ask: {{do: Ask, with: Desk, via: phone, takes: 4 min{ask}}}
  - again: {{call: file{call}}}
  - told: {{tell: Tell, by: Web, via: web, after: 1 min}}
  - done: {{end: Done, outcome: served}}
  - lost: {{end: Lost, outcome: lost}}
"""
OUT = ", patience: 5 min -> lost"


SAID = dict.fromkeys(("web", "desk", "night", "ask", "look", "call"), "") | {
    "work": ", takes: 1 min", "open": "Mon-Sun 00:00-24:00",
}  # fmt: skip


def errors(**said: str) -> list[tuple[str, str]]:
    document = open_text(DOCUMENT.format(**(SAID | said)))
    assert document.process is not None
    assert [str(f) for f in document.faults if f.severity == "error"] == []
    found = [(fault.code, fault.where) for fault in check(document.process)]
    return [one for one in found if one[0] != "unreachable"]


@pytest.mark.parametrize(
    ("broken", "mended", "code", "where"),
    [
        ({"desk": ", lines: 3"}, {"ask": OUT}, "leads-nowhere", "ask"),
        ({"ask": ", balks: 30% at 2 waiting"}, {"ask": OUT}, "leads-nowhere", "ask.balks"),
        ({"web": ", overflow: at 2 waiting -> Desk"}, {"web": ""}, "nobody-there", "web.overflow"),
        ({"desk": ", overflow: at 2 waiting -> Desk"}, {"desk": ""}, "overflow-to-itself",
         "desk.overflow"),
        ({"open": "Mon-Fri 08:00-20:00", "desk": ", overflow: at 2 waiting -> Night"},
         {"ask": OUT}, "leads-nowhere", "ask"),
        ({"web": ", absent: 5%"}, {"web": ""}, "nobody-there", "web.absent"),
        ({"ask": ", needs: orders"}, {"desk": ", skills: orders"}, "unknown-skill", "ask.needs"),
        ({"ask": ", needs: orders", "night": ", skills: orders"}, {"desk": ", skills: 2 orders"},
         "skill-missing", "ask.needs"),
        ({"desk": ", skills: [2..3 orders]"}, {"desk": ", skills: [1..2 orders at 80%]"},
         "no-such-person", "desk.skills.orders"),
        ({"ask": ", limit: 1 h"}, {"ask": " -> lost"}, "leads-nowhere", "ask.limit"),
        ({"work": ", batch: 5, after: 1 h"}, {"work": ", takes: 1 min"}, "batch-without-takes",
         "file.batch"),
        ({"call": ", at once: yes"}, {"call": ", times: 0..3"}, "at-once-alone", "again.at-once"),
        ({"look": ", interrupts: yes"}, {"look": ""}, "not-live", "look.interrupts"),
        ({"work": ", takes: 1 min, crew: 2"}, {"work": ", takes: 1 min"}, "nobody-there",
         "file.crew"),
    ],
)  # fmt: skip
def test_a_broken_rule_is_found_where_it_is_broken(
    broken: dict[str, str], mended: dict[str, str], code: str, where: str
) -> None:
    """And the mended process is without fault."""
    assert errors(**broken) == [(code, where)]
    together = {key: broken.get(key, "") + mended.get(key, "") for key in (*broken, *mended)}
    together |= {key: text for key, text in mended.items() if key in broken and key != "ask"}
    assert errors(**together) == []


def test_how_long_it_takes_again_needs_how_long_it_takes() -> None:
    """A time for the second visit alone says nothing of the first."""
    text = DOCUMENT.replace("takes: 4 min", "takes again: 4 min")
    document = open_text(text.format(**SAID))
    assert document.process is not None
    found = {(fault.code, fault.where) for fault in check(document.process)}
    assert ("again-without-takes", "ask.takes-again") in found


def test_how_many_wait_is_a_missing_number() -> None:
    """It is listed, never filled in."""
    assert ("missing-number", "ask.balks") in errors(ask=OUT + ", balks: 30%")


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (", crew: 1", "crew-of-one"),
        (", crew: 3", "crew-too-large"),
        (", crew: 2, interrupts: yes", "crew-interrupts"),
        (", crew: 2, needs: orders", "crew-too-large"),
    ],
)
def test_a_crew_is_two_or_more_who_can(said: str, code: str) -> None:
    """And it interrupts nobody; two of two are a crew."""
    desk = ", skills: [2 orders]"
    assert errors(desk=desk, ask=OUT + said) == [(code, "ask.crew")]
    assert errors(desk=desk, ask=OUT + ", crew: 2") == []


def test_a_crew_is_a_whole_number_with_an_address() -> None:
    """It is read, written, changed by its address, and never less than two."""
    document = open_text(DOCUMENT.format(**(SAID | {"ask": OUT + ", crew: 2"})))
    assert document.process is not None
    assert numbers_at(document.process)["ask.crew"] == 2.0
    for value, crew in ((3.2, 3), (0.4, 2)):
        changed = with_number(document.process, "ask.crew", value)
        assert next(step.crew for step in changed.steps if step.id == "ask") == crew
    assert open_text(write(document.process)).process == document.process
    half = open_text(DOCUMENT.format(**(SAID | {"ask": OUT + ", crew: 2.5"})))
    assert [fault.severity for fault in half.faults] == ["error"]
