"""Scenarios that set the newer keys: each changed process gives the answer worked out by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from known_answers.harness import ALWAYS, TWO, column, document, ends, same
from outsidein.document import read_text
from outsidein.model.scenario import apply
from outsidein.simulation.twin import trace

DESK = f"Desk: {{people: 1, open: {ALWAYS}%s}}"
CALLS = "- ring: {do: Ring, with: Desk, via: phone, takes: 10 min, patience: 2 h -> gone%s}"
WORK = "- work: {only: Ann, hidden: Work, by: Desk, takes: 10 min}\n"
LOOP = "\n- more: {choose: Once more, go: [50% yes -> ring, no -> done]}"
MENU = "- menu: {do: Listen, with: Shop, via: phone, own: 1 min}"
BOTH = "- both: {some of: {0% a: [{x: {hidden: X, by: Courier, after: 1 h}}]}}"
RACE = "- think: {first of: [yes after 1 h -> done, no after 2 h -> gone]}"
STARTS = """
- one: {start: A, share: 0%}
- x: {hidden: X, by: Courier, after: 1 h}
- two: {start: B, share: rest}
- y: {hidden: Y, by: Courier, after: 10 min}
"""


def changed(
    steps: str, settings: str, arrivals: Sequence[Any] = (0.0,), luck: Any = None, **rest: str
) -> Any:
    """The trace under a scenario that sets this."""
    text = document(steps, **rest)  # type: ignore[arg-type]
    text += f"scenarios:\n  other: {{set: {{{settings}}}}}\n"
    process = read_text(text)
    named = [each if isinstance(each, tuple) else (each, "Shopper") for each in arrivals]
    return trace(apply(process, process.scenarios[0]), arrivals=named, seed=1, luck=luck or {})


@pytest.mark.parametrize(
    ("steps", "settings", "found"),
    [
        (CALLS % "", "ring.balks: at 0 waiting", ["served", "left", "left", "served"]),
        (CALLS % ", balks: at 0 waiting", "ring.balks: at 1 waiting",
         ["served", "served", "left", "served"]),
        (CALLS % ", balks: 1% at 0 waiting", "ring.balks: 99%",
         ["served", "left", "left", "served"]),
        (CALLS % "", "desk.lines: 1", ["served", "left", "left", "served"]),
        (CALLS % "", "desk.people: 2, desk.lines: 2", ["served", "served", "left", "served"]),
    ],
)  # fmt: skip
def test_balks_and_lines(steps: str, settings: str, found: list[str]):
    """Calls of 10 min at 0, 60, 120 and 600; a bare PCT keeps what follows it.

    Nobody free: the second and third leave; with two people or one who may wait, the third.
    """
    luck = {("ring", 0, "balks"): 0.5}
    result = changed(steps, settings, [0, 60, 120, 600], luck, parts=DESK % "")
    same(column(result, "ring", "how"), found)


def test_overflow():
    """Set on a part that had none: the third of three calls goes to the other part."""
    parts = DESK % "" + f"\nSecond: {{people: 1, open: {ALWAYS}}}"
    settings = "desk.overflow: at 1 waiting -> Second"
    result = changed(CALLS % "", settings, [0, 60, 120], parts=parts)
    same(column(result, "ring", "part"), ["desk", "desk", "second"])


def test_takes_again():
    """600 s, then 120."""
    luck = {("more", 0, "go"): 0.1, ("more", 1, "go"): 0.9}
    result = changed(CALLS % "" + LOOP, "ring.takes again: 2 min", luck=luck)
    same(column(result, "ring", "ended"), [600, 720])


def test_absent():
    """Person 1 of a desk always open is away for good (u = 0.5 of 90 %): person 2 serves."""
    luck = {("desk.1", 0, "absent"): 0.5, ("desk.2", 0, "absent"): 0.95}
    result = changed(CALLS % "", "desk.people: 2, desk.absent: 90%", luck=luck, parts=DESK % "")
    same(column(result, "ring", "person"), [2])


def test_skills_and_needs():
    """Only the second can, at 50 %: 20 min."""
    settings = "desk.people: 2, desk.skills: [2 French at 50%], ring.needs: French"
    result = changed(CALLS % "", settings, parts=DESK % "")
    same(column(result, "ring", "person") + column(result, "ring", "ended"), [2, 1200])


@pytest.mark.parametrize(
    ("settings", "end"),
    [
        ("form.limit: 5 min -> gone", (300, "not served")),
        ("form.limit: 20 min -> gone", (600, "served")),
    ],
)
def test_a_limit(settings: str, end: tuple[float, str]):
    """Set where there was none."""
    step = "- form: {do: Fill, with: Shop, via: web, own: 10 min}"
    ending = "\n- pick: {choose: Sure, go: [99% yes -> done, no -> gone]}"
    result = changed(step + ending, settings, luck={("pick", 0, "go"): 0.1})
    same(ends(result), [end])


def test_a_limit_keeps_where_it_leads():
    """Only the pieces written are replaced: 5 min instead of 20 keeps `-> gone`."""
    step = "- form: {do: Fill, with: Shop, via: web, own: 10 min, limit: 20 min -> gone}"
    same(ends(changed(step, "form.limit: 5 min")), [(300, "not served")])


@pytest.mark.parametrize(
    ("settings", "end"),
    [("hear.times: 3", 180), ("hear.times: 0", 0), ("hear.times: 2..3", 180)],
)
def test_times(settings: str, end: float):
    """Three menus instead of one; none; two or three (u = 0.9: three)."""
    luck = {("hear", 0, "instance"): 0.9}
    result = changed("- hear: {call: menu}", settings, luck=luck, shared=MENU)
    same(ends(result), [(end, "served")])


def test_interrupts():
    """Ann's work 0-200, Bob's call 200-500, the work to 900."""
    step = WORK + "- ring: {only: Bob, do: Ring, with: Desk, via: phone, takes: 5 min,"
    step += " closed: -> done}"
    result = changed(step, "ring.interrupts: yes", [(0, "Ann"), (200, "Bob")], customers=TWO)
    same(column(result, "ring", "started") + column(result, "work", "ended"), [200, 900])


def test_the_share_of_a_branch_and_the_time_of_a_runner():
    """`both.a.share` 100 %: 1 h; `think.first of.no` 30 min: gone; `one.share`: begins there."""
    same(ends(changed(BOTH, "both.a.share: 100%")), [(3600, "served")])
    same(ends(changed(RACE, "think.first of.no: 30 min")), [(1800, "not served")])
    same(ends(changed(STARTS, "one.share: 100%")), [(4200, "served")])
    same(ends(changed(STARTS, "one.share: 0%")), [(600, "served")])


def test_another_channel_and_another_end():
    """By appointment instead of by phone: no contact; `stop.ends: everything`: over at 600."""
    result = changed(CALLS % "", "ring.via: appointment")
    same(column(result, "ring", "contact"), [False])
    split = """
        - begin: {tell: Hi, by: Shop, via: e-mail, next: [a, b]}
        - a: {hidden: A, by: Courier, after: 10 min, next: stop}
        - b: {hidden: B, by: Courier, after: 1 h, next: done}
        - stop: {end: Over, outcome: served}
        """
    same(ends(changed(split, "stop.ends: everything")), [(600, "served")])
