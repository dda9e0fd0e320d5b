"""Checks of queues: patience, retry, closing, wrap-up, overtime, who is next; most of them exact.

Where chances matter no customer meets another: somebody holds the only person for ever, so that
everybody gives up, or everybody comes while it is closed. So all draws are independent.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial

import numpy as np

from outsidein.measures import tally as t
from outsidein.measures.records import BETWEEN_TRIES, Records
from outsidein.simulation.program import Program
from planted import arrays
from planted.figures import Check, Figure, exact, share
from planted.laws import mean_of
from planted.runs import DAY, Floats, Ran, at, ran, spaced

HOUR = 3600.0
ALWAYS = "Mon-Sun 00:00-24:00"
TEXT = """
process: A desk
poor when: [promise broken, more than 2 contacts, a wait over its tolerance]
customers: {Blocker: {share: 50%}, Caller: {share: 30%}, Urgent: {share: rest, priority: 1}}
channels: {web: self, phone: live, letter: left}
organisation:
  Shop: {kind: system}
  Desk: {people: PEOPLE, open: HOURSPART}
steps:
  - hold: {do: Hold the line, only: Blocker, with: Desk, via: phone, HOLD, closed: -> gone}
STEPS
  - done: {end: Done, outcome: served}
  - gone: {end: Gone, outcome: lost}
"""
BLOCKER, CALLER, URGENT = 0, 1, 2
Rows = dict[str, Floats]
FOR_EVER = "takes: 100000 days"


def text(
    *steps: str, hold: str = FOR_EVER, people: int = 1, hours: str = ALWAYS, part: str = ""
) -> str:
    """Return a process in which a Blocker holds the Desk, and a Caller does some steps."""
    lines = "\n".join(f"  - {step}" for step in steps)
    found = TEXT.replace("STEPS", lines).replace("HOLD", hold).replace("PART", part)
    return found.replace("PEOPLE", str(people)).replace("HOURS", hours)


def ring(says: str = "", name: str = "ring", who: str = "Caller") -> str:
    """Return a call of 10 s."""
    call = f"do: Ring, only: {who}, with: Desk, via: phone, takes: 10 s"
    said = says if "closed:" in says else f"{says}, closed: -> gone" if says else "closed: -> gone"
    return f"{name}: {{{call}, {said}}}"


def blocked(count: int, every: float) -> tuple[Floats, Floats]:
    """Return a Blocker, and then so many Callers."""
    times, who = spaced(count, every, [(1.0, CALLER)])
    return np.insert(times, 0, 0.0), np.insert(who, 0, BLOCKER)


def last_try(rows: Rows) -> Sequence[int]:
    """Return how many visits of ``ring`` were a first, second, third... try."""
    return np.bincount(rows["attempt"], minlength=6).tolist()


def rung(program: Program, arrivals: tuple[Floats, Floats]) -> tuple[Ran, Rows]:
    """Run, and keep of each visit of ``ring`` the few columns that are looked at."""
    ring = program.vocabulary.step_code("ring")
    kept: list[Rows] = []

    def take(records: Records) -> None:
        rows = records.steps[records.steps["step"] == ring]
        kept.append({name: rows[name].copy() for name in ("attempt", "ready", "joined", "ended")})

    found = ran(program, arrivals, keep=None, each=take)
    return found, {name: np.concatenate([block[name] for block in kept]) for name in kept[0]}


def again(name: str, tries: Sequence[int], p: float, most: int) -> list[Figure]:
    """Compare how often a try is followed by another, at most so often, with its chance."""
    chances, taken = sum(tries[:most]), sum(tries[1 : most + 1])
    beyond = Figure(name=f"{name}: tries beyond the last", found=sum(tries[most + 1 :]), known=0)
    return [share(name, taken, chances, p), beyond]


def _patience(program: Program) -> list[Figure]:
    """Nobody is ever served: everybody waits for as long as the patience lasts."""
    n = 460_000
    found, rows = rung(program, blocked(n, 60.0))
    left = found.row("ring")[t.WAS_LEFT]
    return [
        mean_of("wait", rows["ended"] - rows["joined"], 600.0), *exact("left", [left], [n]),
        *exact("left the part", [found.tally.parts["left"][1]], [n]),
    ]  # fmt: skip


def _patience_against_wait(program: Program) -> list[Figure]:
    """A wait of 110 s against a patience of 100 to 120 s: one half gives up."""
    n = 30_000
    found = ran(program, spaced(n, 500.0, [(0.0, BLOCKER), (1.0, CALLER)]))
    rows = found.visits("ring")
    left = np.isnan(rows["started"])
    waited = (np.where(left, rows["ended"], rows["started"]) - rows["joined"])[left]
    return [share("left", int(left.sum()), n, 0.5), mean_of("wait of who left", waited, 105.0)]


def _retry(n: int, program: Program) -> list[Figure]:
    """Everybody gives up; half try again, at most three times, after 100 to 120 min."""
    found, rows = rung(program, blocked(n, 60.0))
    tries = last_try(rows)
    between = found.tally.cases[CALLER, t.FIRST_CLASS + BETWEEN_TRIES]
    retries = sum(tries[1:])
    error = 1200.0 / math.sqrt(12 * retries)
    return [
        *again("tries again", tries, 0.5, 3),
        Figure(name="time between", found=between / retries, known=6600.0, error=error, n=retries),
    ]


def in_the_evening(days: int, a_day: int) -> tuple[Floats, Floats]:
    """Return Callers who come from 21:00 to 22:00."""
    times = np.arange(days)[:, None] * DAY + 21 * HOUR + np.arange(a_day) * HOUR / a_day
    return times.ravel(), np.full(days * a_day, CALLER, dtype=np.int32)


def _call_back(days: int, program: Program) -> list[Figure]:
    """Open for an hour; who calls back does so after it, and may call back three times."""
    _, rows = rung(program, in_the_evening(days, 1000))
    back = rows["ready"][rows["attempt"] > 0] % DAY - 8 * HOUR
    return [*again("calls back", last_try(rows), 0.5, 3), mean_of("after opening", back, 6600.0)]


def _call_back_soon(program: Program) -> list[Figure]:
    """Where nothing is said, who calls back does so half an hour after opening, on average."""
    _, rows = rung(program, in_the_evening(230, 2000))
    back = rows["ready"][rows["attempt"] == 1] % DAY - 8 * HOUR
    return [
        mean_of("after opening", back, 1800.0), *exact("calls back", [len(back)], [460_000]),
    ]  # fmt: skip


def _wrap_up(program: Program) -> list[Figure]:
    """Held from 0 to 100 s, wrapped up to 150; the next is served to 160, wrapped up to 180.

    Who comes at 170 starts at 180.
    """
    found = ran(program, at((0.0, BLOCKER), (1.0, CALLER), (170.0, CALLER)))
    starts = [*found.visits("hold")["started"], *found.visits("ring")["started"]]
    ends = [*found.visits("hold")["ended"], *found.visits("ring")["ended"]]
    return [
        *exact("start", starts, [0.0, 150.0, 180.0]), *exact("end", ends, [100.0, 160.0, 190.0]),
        *exact("busy", found.tally.parts["busy_seconds"], [0.0, 210.0]),
    ]  # fmt: skip


def _overtime(program: Program) -> list[Figure]:
    """Open 08:00 to 18:00. Monday: 17:50 a call of 20 min, 10 of them beyond the shift; 18:05,
    closed. Tuesday: 17:55 a letter that takes 15 min, 5 today and 10 tomorrow from 08:00; 07:59
    closed. Wednesday 08:00: the call waits for the letter's end, at 08:10.
    """
    monday, tuesday, wednesday = 0.0, DAY, 2 * DAY
    found = ran(
        program,
        at((monday + 17 * HOUR + 3000, BLOCKER), (monday + 18 * HOUR + 300, BLOCKER),
           (tuesday + 8 * HOUR - 60, BLOCKER), (tuesday + 17 * HOUR + 3300, CALLER),
           (wednesday + 8 * HOUR, BLOCKER)),
        window=7 * DAY,
    )  # fmt: skip
    calls, letters = found.visits("hold"), found.visits("write")
    parts = found.tally.parts
    return [
        *exact("closed", calls["how"] == t.CLOSED, [0, 1, 1, 0]),
        *exact("calls end", calls["ended"][[0, 3]],
               [monday + 18 * HOUR + 600, wednesday + 8 * HOUR + 600 + 1200]),
        *exact("letters end", letters["ended"], [wednesday + 8 * HOUR + 600]),
        *exact("overtime", [parts["overtime_seconds"][1]], [600.0]),
        *exact("busy", [parts["busy_seconds"][1]], [2 * 1200.0 + 900.0]),
        *exact("joined", [parts["joined"][1]], [4]),
        *exact("found closed", [parts["closed"][1]], [2]),
        *exact("staffed", [parts["staffed_seconds"][1]], [5 * 10 * HOUR]),
    ]  # fmt: skip


def _priority(program: Program) -> list[Figure]:
    """Held to 100 s; the call of 1 s is less urgent than the one of 2 s: 110 and 100 s.

    At 111 s, while the first is served, both again: the urgent one goes before.
    """
    first = ((0.0, BLOCKER), (1.0, CALLER), (2.0, URGENT))
    found = ran(program, at(*first, (111.0, CALLER), (112.0, URGENT)))
    return [
        *exact("less urgent", np.sort(found.visits("ring")["started"]), [110.0, 130.0]),
        *exact("urgent", np.sort(found.visits("press")["started"]), [100.0, 120.0]),
    ]


def other_way_round(program: Program) -> None:
    """Serve the least urgent first."""
    ranks = program.facts["views"]["rank"]
    program.facts["views"]["rank"] = ranks.max() - ranks


def _own_customers(program: Program) -> list[Figure]:
    """Two people. The Caller rings at 0 (person 1), and again at 1,010 s.

    Blockers of 2,000 s come at 500 s (person 2, who has no customer yet) and 501 s (person 1).
    From 1,010 s the Caller waits for person 1; after 300 s for anybody; neither is free before
    person 2, at 2,500 s. A Caller from 4,000 s finds hers free: 5,010 s.
    """
    found = ran(program, at((0.0, CALLER), (500.0, BLOCKER), (501.0, BLOCKER), (4000.0, CALLER)))
    again_ = found.visits("again")
    return [
        *exact("start", again_["started"], [2500.0, 5010.0]),
        *exact("person", again_["person"], [2, 1]),
        *exact("first person", found.visits("ring")["person"], [1, 1]),
    ]


def _own_within(program: Program) -> list[Figure]:
    """As above, but person 2 is free again at 600 s: the Caller has her from 1,310 s on."""
    found = ran(program, at((0.0, CALLER), (500.0, CALLER), (520.0, BLOCKER)))
    again_ = found.visits("again")
    return [
        *exact("start", again_["started"], [1310.0, 1510.0]),
        *exact("person", again_["person"], [2, 2]),
    ]


def _tolerance(program: Program) -> list[Figure]:
    """Held to 150 s, who rings at 1 s waits 149 s: 150 s are tolerated, at the other step 148 s."""
    found = ran(program, at((0.0, BLOCKER), (1.0, CALLER), (1000.0, BLOCKER), (1001.0, URGENT)))
    ringing, pressing = found.visits("ring"), found.visits("press")
    return [
        *exact("wait", [*(ringing["started"] - ringing["joined"]),
                        *(pressing["started"] - pressing["joined"])], [149.0, 149.0]),
        *exact("over", ringing["over_tolerance"], [0]),
        *exact("over", pressing["over_tolerance"], [1]),
        *exact("poor", np.sort(found.cases["poor"]), [0, 0, 0, 4]),
    ]  # fmt: skip


def _contacts(program: Program) -> list[Figure]:
    """More than 2 contacts are too many: two calls are not, three are."""
    found = ran(program, at((0.0, CALLER), (1000.0, URGENT)))
    return [
        *exact("contacts", found.cases["contacts"], [2, 3]),
        *exact("poor", found.cases["poor"], [0, 2]),
    ]


def _at_most(program: Program) -> list[Figure]:
    """Round and round: the third arrival at the form goes elsewhere."""
    found = ran(program, at((0.0, CALLER)))
    return exact("forms", found.visits("form")["finished"], [10.0, 20.0])


def _two_people(program: Program) -> list[Figure]:
    """Two people, each call 100 s: three at once start at 0, 0 and 100 s."""
    found = ran(program, at((0.0, BLOCKER), (0.0, BLOCKER), (0.0, BLOCKER)))
    return exact("start", np.sort(found.visits("hold")["started"]), [0.0, 0.0, 100.0])


CHECKS = {
    "patience": Check(
        text=text(ring("patience: exponential 10 min -> gone")),
        figures=_patience,
        plants={"mean": arrays.law("exponential", a=600.0)},
    ),
    "patience against the wait": Check(
        text=text(ring("patience: 100..120 s -> gone"), hold="takes: 111 s"),
        figures=_patience_against_wait,
        plants={
            "from": arrays.law("uniform"), "to": arrays.law("uniform", "b"),
            "wait": arrays.constant(111.0),
        },
    ),
    "retry": Check(
        text=text(ring("patience: 100 s -> gone, retry: 50% after 100..120 min max 3")),
        figures=partial(_retry, 280_000),
        plants={"chance": arrays.scaled("views", "retry_chance")},
    ),
    "retries": Check(
        text=text(ring("patience: 100 s -> gone, retry: 50% after 100..120 min max 3")),
        figures=partial(_retry, 6_000),
        plants={
            "delay from": arrays.law("uniform"), "delay to": arrays.law("uniform", "b"),
            "once more": arrays.moved("views", "retries", 1),
            "once less": arrays.moved("views", "retries", -1),
        },
    ),
    "call back": Check(
        text=text(
            ring("closed: 50% call back at opening within 100..120 min -> gone"),
            hours="Mon-Sun 08:00-09:00",
        ),
        figures=partial(_call_back, 280),
        plants={"chance": arrays.scaled("views", "call_chance")},
    ),
    "calls back": Check(
        text=text(
            ring("closed: 50% call back at opening within 100..120 min -> gone"),
            hours="Mon-Sun 08:00-09:00",
        ),
        figures=partial(_call_back, 20),
        plants={
            "delay from": arrays.law("uniform"), "delay to": arrays.law("uniform", "b"),
            "opening": arrays.shift(1, "moments", 1, 0.01 * 8 * HOUR),
        },
    ),
    "call back when nothing is said": Check(
        text=text(ring("closed: call back at opening -> gone"), people=1000,
                  hours="Mon-Sun 08:00-20:00"),
        figures=_call_back_soon,
        plants={"delay": arrays.law("exponential", a=1800.0)},
        is_long=True,
    ),
    "wrap-up": Check(
        text=text(ring("wrap up: 20 s"), hold="takes: 100 s, wrap up: 50 s"),
        figures=_wrap_up,
        plants={
            "takes": arrays.constant(100.0), "wrap-up": arrays.constant(50.0),
            "the next takes": arrays.constant(10.0), "the next's wrap-up": arrays.constant(20.0),
        },
    ),
    "overtime": Check(
        text=text("write: {do: Write, only: Caller, with: Desk, via: letter, takes: 15 min}",
                  hold="takes: 20 min", hours="Mon-Fri 08:00-18:00"),
        figures=_overtime,
        plants={
            "Monday's closing": arrays.shift(1, "moments", 2, 0.01 * 10 * HOUR),
            "Tuesday's opening": arrays.shift(1, "moments", 3, -0.01 * 10 * HOUR),
            "Wednesday's opening": arrays.shift(1, "moments", 5, 0.01 * 10 * HOUR),
            "nobody on Tuesday": arrays.shift(1, "levels", 3, -1),
            "call": arrays.constant(1200.0), "letter": arrays.constant(900.0),
        },
    ),
    "priority": Check(
        text=text(ring(), ring(name="press", who="Urgent"), hold="takes: 100 s"),
        figures=_priority,
        plants={"rank": other_way_round},
    ),
    "own customers": Check(
        text=text(ring(), "rest: {wait: 1000 s, only: Caller}", ring(name="again"), people=2,
                  hold="takes: 2000 s", part=", own customers: yes within 5 min"),
        figures=_own_customers,
        plants={
            "rest": arrays.constant(1000.0),
            "nobody's own": arrays.moved("parts", "own_customers", -1),
        },
    ),
    "own customers within": Check(
        text=text(ring(), "rest: {wait: 1000 s, only: Caller}", ring(name="again"), people=2,
                  hold="takes: 2000 s", part=", own customers: yes within 5 min"),
        figures=_own_within,
        plants={"within": arrays.constant(300.0)},
    ),
    "tolerated wait": Check(
        text=text(ring("tolerates: 150 s"), ring("tolerates: 148 s", "press", "Urgent"),
                  hold="takes: 150 s"),
        figures=_tolerance,
        plants={
            "less": arrays.scaled("views", "tolerates", by=0.99, value=150.0),
            "more": arrays.scaled("views", "tolerates", by=1.01, value=148.0),
        },
    ),
    "too many contacts": Check(
        text=text(
            ring(), ring(name="again"), ring(name="press", who="Urgent"),
            ring(name="press-again", who="Urgent"), ring(name="press-on", who="Urgent"),
        ),
        figures=_contacts,
        plants={"one more": arrays.in_number("most_contacts", 1),
                "one less": arrays.in_number("most_contacts", -1)},
    ),
    "at most": Check(
        text=text("form: {do: Fill in, with: Shop, via: web, own: 10 s, at most: 2 visits -> done, "
                  "next: form}"),
        figures=_at_most,
        plants={"one more": arrays.moved("places", "most", 1),
                "one less": arrays.moved("places", "most", -1), "own": arrays.constant(10.0)},
    ),
    "people": Check(
        text=text(hold="takes: 100 s", people=2),
        figures=_two_people,
        plants={"one less": arrays.shift(1, "levels", 0, -1), "takes": arrays.constant(100.0)},
    ),
}  # fmt: skip
