"""A world in which every measure is known exactly: 16 customers a day, nothing left to chance.

All fill in a form: 11 s of their own pace, 23 s of effort. Then, a day:

Well (2), the second 10 s after the first: a call of 40 s with 5 s of wrap-up, for which the second
    waits 35 s; 3 EUR; packing of 60 s. They take 134 and 169 s. Promised within an hour: kept.
Late: promised within 50 s, posted after 70 s, then 7 s of effort: 111 s.
Chaser: calls of 13, 17 and 19 s, the second for the reason of the first: 83 s.
Queuer (2), 10 s apart: calls of 200 s; the second waits 190 s, tolerates 100 s: 234 and 424 s.
Finder: packed wrong in 29 s, found in 31 s of effort, a call of 37 s: 131 s.
Never: packed wrong in 41 s, never noticed: 75 s.
Holder: a call of 1,000 s: 1,034 s. Retrier, a minute later: gives up after 50 s, again after 300 s,
    gives up: 434 s.
Evening, at 08:50:00: the clinic, open 08:00 to 09:00, serves 1,200 s: 634 s beyond its hours.
Denied, at 12:00: finds the clinic closed: 34 s.
Twin: 43 and 47 s of effort side by side, of one person: 124 s.
Listener: 15 s of a menu that leads nowhere: 49 s.
Absent: does not come, the desk waits 53 s: 87 s.
Wrong: 59 s of effort fail at once, then 61 s of thought: 154 s.
Once in all, a Sleeper is still under way at the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np

from outsidein.document import read_text
from outsidein.measures import tally as t
from outsidein.measures.measures import Measures, measure
from outsidein.measures.prices import Prices
from outsidein.measures.records import Records
from outsidein.measures.tally import Shape, Tally
from outsidein.simulation.program import Program, compile_program
from planted.figures import Check, Figure, exact
from planted.runs import DAY, Ran, ran

DAYS = 10
HOUR = 3600.0
WORTH = "worth: {served: 100 EUR, not served: -10 EUR, lost: -40 EUR}"
BACK = "comes back: {served: 80%, poor: 50%, not served: 20%, lost: 5%}"
# Who comes, and when in the day.
COMING = {
    "Well": (1 * HOUR, 1 * HOUR + 10), "Late": (2 * HOUR,), "Chaser": (3 * HOUR,),
    "Queuer": (4 * HOUR, 4 * HOUR + 10), "Finder": (5 * HOUR,), "Never": (6 * HOUR,),
    "Holder": (7 * HOUR - 60,), "Retrier": (7 * HOUR,), "Evening": (8 * HOUR + 3000,),
    "Denied": (12 * HOUR,), "Twin": (13 * HOUR,), "Listener": (14 * HOUR,), "Absent": (16 * HOUR,),
    "Wrong": (17 * HOUR,),
}  # fmt: skip
SLEEPER = 5 * DAY + 15 * HOUR
PEOPLE = "\n".join(f"  {name}: {{share: 5%, {WORTH}, {BACK}}}" for name in (*COMING, "Sleeper"))
PHONE, WEB = "with: Desk, via: phone, closed: -> lost", "with: Shop, via: web"
TEXT = f"""
process: Every measure
poor when:
  - promise broken
  - more than 2 contacts
  - a wait over its tolerance
  - a failure the customer found first
customers:
{PEOPLE}
channels: {{web: self, phone: live, counter: live}}
organisation:
  Shop: {{kind: system}}
  Robot: {{kind: system}}
  Desk: {{people: 1, open: Mon-Sun 00:00-24:00, cost: 32 EUR/h}}
  Clinic: {{people: 1, open: Mon-Sun 08:00-09:00, cost: 36 EUR/h}}
shared:
  - menu: {{do: Listen, with: Robot, via: phone, takes: 15 s, fails: [100% muddle]}}
steps:
  - fill: {{do: Fill in, {WEB}, pause: 11 s, own: 23 s}}
  - soon: {{promise: fill to ring, within: 1 h, only: Well}}
  - ring: {{do: Ring, only: Well, {PHONE}, takes: 40 s, wrap up: 5 s, cost: 3 EUR}}
  - pack: {{hidden: Pack, only: Well, by: Shop, after: 60 s}}
  - promised: {{promise: fill to sign, within: 50 s, only: Late}}
  - post: {{hidden: Post, only: Late, by: Shop, after: 70 s}}
  - sign:
      do: Sign
      only: Late
      ways: {{web: {{share: 100%, with: Shop, own: 7 s}}, phone: {{share: rest, with: Robot}}}}
  - ask: {{do: Ask, only: Chaser, {PHONE}, takes: 13 s, reason: price}}
  - ask-again: {{do: Ask, only: Chaser, {PHONE}, takes: 17 s, reason: price}}
  - ask-more: {{do: Ask, only: Chaser, {PHONE}, takes: 19 s, reason: size}}
  - hold: {{do: Hold, only: Queuer, {PHONE}, takes: 200 s, tolerates: 100 s}}
  - wrap:
      hidden: Wrap
      only: Finder
      by: Shop
      after: 29 s
      fails: [100% wrong noticed at unpack by customer -> swap]
  - unpack: {{do: Unpack, only: Finder, {WEB}, own: 31 s}}
  - swap: {{do: Swap, only: Finder, {PHONE}, takes: 37 s}}
  - bag:
      hidden: Bag
      only: Never
      by: Shop
      after: 41 s
      fails: [100% torn noticed at unpack by customer -> swap]
  - grip: {{do: Grip, only: Holder, {PHONE}, takes: 1000 s}}
  - press:
      do: Press
      only: Retrier
      with: Desk
      via: phone
      takes: 999 s
      patience: 50 s -> lost
      closed: -> lost
      retry: 100% after 300 s max 1
  - visit: {{do: Visit, only: Evening, with: Clinic, via: counter, takes: 1200 s, closed: -> lost}}
  - drop: {{do: Drop in, only: Denied, with: Clinic, via: counter, takes: 9 s, closed: -> refused}}
  - pair:
      together:
        left: [left: {{do: Left, {WEB}, own: 43 s}}]
        right: [right: {{do: Right, {WEB}, own: 47 s}}]
      only: Twin
  - dial: {{do: Dial, only: Listener, {PHONE}, through: menu, takes: 9 s, patience: 99 s -> lost}}
  - come: {{do: Come, only: Absent, with: Desk, via: counter, takes: 53 s, closed: -> lost}}
  - type: {{do: Type, only: Wrong, {WEB}, own: 59 s, fails: [100% error -> think]}}
  - sleep: {{wait: 1000 weeks, only: Sleeper, next: done}}
  - done: {{end: Done, outcome: served}}
  - think: {{choose: Think, pause: 61 s, go: [100% yes -> done, no -> lost]}}
  - refused: {{end: Refused, outcome: not served}}
  - lost: {{end: Lost, outcome: lost}}
"""


def program() -> Program:
    """Return the world compiled."""
    found = compile_program(read_text(TEXT, "world.yaml"))
    stay_away(found)
    return found


def stay_away(compiled: Program) -> None:
    """Let Absent never come, at a counter: one more kind of contact."""
    codes = {words.id: k for k, words in enumerate(compiled.vocabulary.steps)}
    absent = compiled.vocabulary.segments.index("absent")
    places = compiled.facts["places"]
    view = compiled.facts["views"][int(places["first_view"][absent * len(codes) + codes["come"]])]
    view["no_shows"], view["no_show_chance"], view["no_show_to"] = 1, 1.0, codes["refused"]
    view["eventful"] = 1


def arrivals(names: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """Return the customers of all days, and the Sleeper."""
    day = [(second, names.index(name.lower())) for name, at in COMING.items() for second in at]
    all_ = [(k * DAY + second, who) for k in range(DAYS) for second, who in day]
    all_ = sorted([*all_, (SLEEPER, names.index("sleeper"))])
    return np.array([s for s, _ in all_]), np.array([who for _, who in all_], dtype=np.int32)


def run_of(compiled: Program) -> Ran:
    """Run the world, or one with an error planted in its program."""
    return ran(compiled, arrivals(compiled.vocabulary.segments), window=DAYS * DAY)


@cache
def world() -> Ran:
    """Run the world once."""
    return run_of(program())


# What a day adds up to; the Sleeper adds what is said behind the plus.
CASES = {
    "arrived": (16, 1), "ended": (16, 0), "well": (8, 0), "poor": (4, 0), "not served": (2, 0),
    "lost": (2, 0), "under way": (0, 1), "stuck": (0, 0), "contacts": (15, 0), "repeats": (2, 0),
    "promises kept": (2, 0), "promises broken": (1, 0), "cases over tolerance": (1, 0),
    "cases with a failure found first": (1, 0), "never noticed": (1, 0), "visits": (43, 2),
    "poor: promise broken": (1, 0), "poor: more than contacts": (1, 0),
    "poor: a wait over its tolerance": (1, 0), "poor: a failure the customer found first": (1, 0),
    "elapsed": (4511, 0), "cost": (6, 0), "being served": (2781, 0), "own effort": (555, 0),
    "in queue": (325, 0), "waiting for the organisation": (313, 0),
    "waiting for themselves": (0, 0), "own pace": (237, 0), "between tries": (300, 0),
    "own time and waiting of the served": (2781 + 555 + 325 + 313 - 23 - 76 - 123 - 38, 0),
}  # fmt: skip
VISITS = {
    "tries": (43, 2), "arrivals": (42, 2), "joined": (36, 1), "served": (35, 1), "left": (2, 0),
    "closed": (1, 0), "no show": (1, 0), "failed": (3, 0), "contacts": (15, 0), "repeats": (2, 0),
    "avoidable": (1, 0), "over tolerance": (1, 0), "gave up in through": (1, 0),
    "own pace": (237, 11), "own effort": (555, 23), "in queue": (325, 0),
    "wait of the served": (225, 0), "service": (2834, 0), "afterwards": (260, 0),
    "for themselves": (43, 0), "in all": (4511 - 300 + 43 + 15, 34),
}  # fmt: skip
PARTS = {  # of the desk and of the clinic
    "busy_seconds": (1629, 1200), "overtime_seconds": (0, 634), "staffed_seconds": (86_400, 3600),
    "joined": (12, 2), "left": (2, 0), "closed": (0, 1),
}  # fmt: skip
PAID = 24 * 32 + 36 + 6.34  # EUR a day
ALL, ENDED = 16 * DAYS + 1, 16 * DAYS
MEASURES = {  # above and below the line, in all
    "well_served": (8 * DAYS, ALL), "poorly_served": (4 * DAYS, ALL),
    "not_served": (2 * DAYS, ALL), "lost": (2 * DAYS, ALL), "under_way": (1, ALL),
    "promises_kept": (2, 3), "elapsed_seconds": (4511 * DAYS, ENDED),
    "own_seconds": (3336 * DAYS, ENDED), "waiting_seconds": (638 * DAYS, ENDED),
    "served_seconds": (3714, 12), "being_served_seconds": (2781 * DAYS, ENDED),
    "own_effort_seconds": (555 * DAYS, ENDED), "in_queue_seconds": (325 * DAYS, ENDED),
    "for_organisation_seconds": (313 * DAYS, ENDED), "for_themselves_seconds": (0, ENDED),
    "own_pace_seconds": (237 * DAYS, ENDED), "between_tries_seconds": (300 * DAYS, ENDED),
    "contacts": (15 * DAYS, ALL), "repeats": (2 * DAYS, ALL), "avoidable_contacts": (1, 15),
    "cost": (DAYS * (PAID + 6), ALL), "worth": (1100 * DAYS, ALL),
    "contribution": (DAYS * (1100 - PAID - 6), ALL),
    "comes_back": ((8 * 0.8 + 4 * 0.5 + 2 * 0.2 + 2 * 0.05) * DAYS, ENDED),
    "worth_of_return": (890 * DAYS, ENDED),
}  # fmt: skip
# Contacts a day by step and the step that the customer met before, and the seconds they took.
REASONS = {
    ("ring", "fill"): (2, 115), ("ask", "fill"): (1, 13), ("ask-again", "ask"): (1, 17),
    ("ask-more", "ask-again"): (1, 19), ("hold", "fill"): (2, 590), ("swap", "fill"): (1, 37),
    ("grip", "fill"): (1, 1000), ("press", "fill"): (2, 100), ("visit", "fill"): (1, 1200),
    ("drop", "fill"): (1, 0), ("dial", "fill"): (1, 15), ("come", "fill"): (1, 53),
}  # fmt: skip
VISITED = {  # a day, by step and way
    ("fill", 0): 16, ("ring", 0): 2, ("pack", 0): 2, ("post", 0): 1, ("sign", 0): 1,
    ("sign", 1): 0, ("ask", 0): 1, ("ask-again", 0): 1, ("ask-more", 0): 1, ("hold", 0): 2,
    ("wrap", 0): 1, ("unpack", 0): 1, ("swap", 0): 1, ("bag", 0): 1, ("grip", 0): 1,
    ("press", 0): 2, ("visit", 0): 1, ("drop", 0): 1, ("left", 0): 1, ("right", 0): 1,
    ("dial", 0): 1, ("menu", 0): 1, ("come", 0): 1, ("type", 0): 1, ("think", 0): 1,
}  # fmt: skip
PROMISES = {"soon": (2, 0, 0), "promised": (0, 1, 0)}  # kept, broken, void
ENDS = {("done", 0): 8, ("done", 1): 4, ("refused", 0): 2, ("lost", 0): 2}
MODES = {"muddle": (1, 0), "wrong": (1, 1), "torn": (0, 1), "error": (1, 0)}  # acted, arose
# Each way through: cases, seconds, contacts and well served a day.
PATHS = sorted(
    [
        (2, 303, 2, 2), (1, 111, 0, 0), (1, 83, 3, 0), (2, 658, 2, 1), (1, 131, 1, 0),
        (1, 75, 0, 1), (1, 1034, 1, 1), (1, 434, 2, 0), (1, 1234, 1, 1), (1, 34, 1, 0),
        (1, 124, 0, 1), (1, 49, 1, 0), (1, 87, 1, 0), (1, 154, 0, 1),
    ]
)  # fmt: skip


def tally_of(records: Records, parts: np.ndarray | None = None) -> Tally:
    """Add records up; the parts' figures are the world's if none are given."""
    tally = Tally(Shape.of(world().program.vocabulary), paths={})
    tally.add(records)
    tally.parts = (world().tally.parts if parts is None else parts).copy()
    return tally


def records() -> Records:
    """Return a copy of the world's records."""
    return Records(*(part.copy() for part in (world().cases, world().steps, world().promises)))


def measures(tally: Tally, prices: Prices | None = None) -> Measures:
    """Estimate every measure from one tally, counted twice as two replications."""
    return measure([tally, tally], prices or Prices.of(world().program.process))


def measure_figures(name: str, found: Measures) -> list[Figure]:
    """Compare one measure with what it is known to be."""
    top, bottom = MEASURES[name]
    estimate = found.get(name)
    value = np.nan if estimate is None else estimate.value
    return exact(name, [value], [top / bottom])


def in_all(of_a_day: tuple[float, float]) -> float:
    """Return a figure of a day in all days, the Sleeper's added."""
    return of_a_day[0] * DAYS + of_a_day[1]


def case_figures(tally: Tally) -> list[Figure]:
    """Compare every count of cases, and how they ended."""
    words, totals = world().program.vocabulary, tally.cases.sum(axis=0)
    found = [
        figure
        for name, value in zip(t.CASE_COUNTS, totals, strict=True)
        for figure in exact(name, [value], [in_all(CASES[name])])
    ]
    for who, at_ in COMING.items():
        arrived = tally.cases[words.segments.index(who.lower()), t.ARRIVED]
        found += exact(f"arrived of {who}", [arrived], [len(at_) * DAYS])
    for (step, poor), count in ENDS.items():
        at = tally.ends[words.step_code(step), poor]
        found += exact(f"ended at {step}", [at], [count * DAYS])
    found += exact("times in all", [tally.elapsed.sum(), tally.so_far.sum()], [16 * DAYS, 1])
    paths = sorted(tuple(value / DAYS for value in path) for path in (tally.paths or {}).values())
    return [*found, *exact("paths", np.ravel(paths).tolist(), np.ravel(PATHS).tolist())]


def visit_figures(tally: Tally) -> list[Figure]:
    """Compare every count of visits, failures, branches, promises and reasons of contact."""
    words, totals = world().program.vocabulary, tally.visits.sum(axis=0)
    known = dict(VISITS)
    slept = float(np.nanmax(world().steps["finished"])) - SLEEPER - 34
    known["in all"] = (known["in all"][0], 34 + slept)
    found = [
        figure
        for name, value in zip(t.VISIT_COUNTS, totals, strict=True)
        for figure in exact(name, [value], [in_all(known[name])])
    ]
    for k, (_, mode) in enumerate(words.modes):
        counts = [tally.acted[k], tally.arose[k]]
        found += exact(mode, counts, [n * DAYS for n in MODES[mode]])
    for (step, way), count in VISITED.items():
        tries = tally.visits[tally.shape.first_row[words.step_code(step)] + way, t.TRIES]
        found += exact(f"tries of {step}", [tries], [count * DAYS + (step == "fill")])
    found += exact("branches", tally.branches[words.step_code("think")], [DAYS, 0])
    found += exact("waits", [tally.waits.sum()], [in_all(VISITS["joined"])])
    for (step, before), (count, seconds) in REASONS.items():
        at = words.step_code(step), words.step_code(before)
        sums = [tally.reasons[at], tally.reason_seconds[at]]
        found += exact(f"{step} after {before}", sums, [count * DAYS, seconds * DAYS])
    for step, fates in PROMISES.items():
        kept_and_broken = tally.promises[words.step_code(step)]
        found += exact(step, kept_and_broken, [n * DAYS for n in fates])
    return found


def part_figures(tally: Tally) -> list[Figure]:
    """Compare what is counted of the desk and the clinic."""
    return [
        figure
        for name, of_a_day in PARTS.items()
        for figure in exact(name, tally.parts[name][2:], [n * DAYS for n in of_a_day])
    ]


def run_figures(found: Ran) -> list[Figure]:
    """Compare the counts of the run itself; the open cases by Little's law."""
    end = found.end
    open_seconds = float(end.work_in_progress[0]) * end.stopped_at
    slept = end.stopped_at - SLEEPER
    counts = [end.arrived, end.under_way, end.stuck]
    return [
        *exact("arrived, under way, stuck", counts, [16 * DAYS + 1, 1, 0]),
        *exact("events", [end.events], [16 * DAYS + 1 + 43 * DAYS + 1]),
        *exact("open", [open_seconds], [4511 * DAYS + slept]),
    ]


def world_figures(compiled: Program) -> list[Figure]:
    """Compare everything that is counted in a run of the world."""
    stay_away(compiled)
    found = run_of(compiled)
    tally = tally_of(Records(found.cases, found.steps, found.promises), found.tally.parts)
    return [
        *case_figures(tally), *visit_figures(tally), *part_figures(tally), *run_figures(found),
    ]  # fmt: skip


WORLD = Check(text=TEXT, figures=world_figures)
