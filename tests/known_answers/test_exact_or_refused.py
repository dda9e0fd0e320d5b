"""What the exact figures do not hold they say by name: never a figure as if the key were not there.

Each process is worked out by hand; the exact figure is that, or there is none and a reason.
"""

from __future__ import annotations

from math import exp

import pytest

from known_answers.harness import document
from outsidein.document import read_text
from outsidein.simulation.exact import exact

MENU = "- menu: {do: Listen, with: Shop, via: phone, own: 1 min}"
LOOP = "\n- more: {choose: Once more, go: [50% yes -> ring, no -> done]}"

ONE = "{a: {hidden: A, by: Courier, after: 1 h}}"
TWO = "{b: {hidden: B, by: Courier, after: 2 h}}"
AGAIN = f"- ring: {{do: Ring, with: Shop, via: phone, takes: 10 min, takes again: 2 min}}{LOOP}"
LIMIT = "- form: {do: Fill, with: Shop, via: web, own: 10 min, limit: 5 min -> done}"
RACE = "- think: {first of: [yes after exponential 1 h -> done, no after 1 h -> done]}"
STARTS = f"- one: {{start: A, share: 25%}}\n- {ONE[1:-1]}\n- two: {{start: B, share: rest}}\n"
SPLIT = f"""
- begin: {{tell: Hi, by: Shop, via: e-mail, next: [a, b]}}
- {ONE[1:-2]}, next: stop}}
- {TWO[1:-2]}, next: done}}
- stop: {{end: Over, outcome: served, ends: everything}}
"""
CASES = {
    "takes again": (AGAIN, 720.0),
    "limit on effort": (LIMIT, 300.0),
    "limit on a wait": ("- idle: {wait: 10 min, limit: 0..20 min -> done}", 450.0),
    "times": ("- hear: {call: menu, times: 3}", 180.0),
    "times drawn": ("- hear: {call: menu, times: 0..3}", 90.0),
    "a race": (RACE, 3600 * (1 - exp(-1))),
    "some of": (f"- both: {{some of: {{40% one: [{ONE}]}}}}", 1440.0),
    "a rest": (f"- both: {{some of: {{40% one: [{ONE}], rest two: [{TWO}]}}}}", 5760.0),
    "starts": (STARTS + f"- {TWO[1:-1]}", 8100.0),
    "an end of everything": (SPLIT, 3600.0),
    "a booked visit": (
        "- visit: {do: See, with: Shop, via: appointment, takes: 10 min, own: 5 min}",
        900.0,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_exact_figure_is_right_or_refused(name: str):
    """By hand, in seconds from arrival to end.

    Again with a half: 600 + 120 (1/2 + 1/4 + ...) = 720. A limit of 0..20 min on 10 min: E min =
    the half above 10 min stays 600, the half below is 300 on average: 450. 0..3 menus: 1.5 of
    60 s. An exponential hour cut at 1 h: 3600 (1 - 1/e). 40 % of 1 h; 60 % of 2 h. A quarter does
    1 h more than the others' two.
    """
    steps, seconds = CASES[name]
    shared = MENU if "menu" in steps else ""
    found = exact(read_text(document(steps, shared=shared))).everyone
    told = found.measures.get("elapsed_seconds")
    assert told is None or told == pytest.approx(seconds, rel=1e-9)
