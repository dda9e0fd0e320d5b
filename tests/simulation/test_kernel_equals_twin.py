"""The kernel does what the twin does: every visit, case and promise, and who worked how long."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from outsidein.document import read_text
from outsidein.errors import OutsideInError
from outsidein.measures.records import FATE, HOW, OUTCOME, POOR_REASONS, TIME_CLASSES, Records
from outsidein.model.graph import placed_steps
from outsidein.model.process import Process
from outsidein.simulation import replicate as replicate_module
from outsidein.simulation.arrivals import arrivals_until
from outsidein.simulation.given import Given
from outsidein.simulation.program import compile_program
from outsidein.simulation.replicate import replicate
from outsidein.simulation.twin import trace
from outsidein.simulation.twin.records import records_of
from outsidein.units import DAY_SECONDS, WEEK_SECONDS
from random_features import FEATURES, NOT_COMPILED
from simulation.side_by_side import (
    FOR_EVER,
    as_arrays,
    before_closing,
    both,
    customers_of,
    differences,
    joined,
    kernel_run,
    with_company,
    with_no_shows,
)
from strategies import random_process

CUSTOMERS = 40
CHUNK = 10


def model(seed: int) -> tuple[Process, list[tuple[float, int]]]:
    """A random process and its customers; now and then crowded, in company, or not coming.

    Each feature is laid over half of the processes: one may hide another.
    """
    dice = random.Random(f"{seed} features")
    process = random_process(seed, NOT_COMPILED | {f for f in FEATURES if dice.random() < 0.5})
    if seed % 5 == 0:
        process = with_no_shows(process)
    if seed % 4 == 1:
        process = with_company(process)
    drawn = customers_of(process, seed, CUSTOMERS, crowding=(1.0, 1.0, 3.0)[seed % 3])
    return process, before_closing(process, drawn) if seed % 4 == 3 else drawn


def assert_equal(seed: int) -> None:
    process, drawn = model(seed)
    sides = both(process, drawn, seed)
    found = differences(sides.twin, sides.kernel)
    for k, part in enumerate(process.parts):
        worked = sides.end.parts[k]
        for name, expected in (
            ("busy_seconds", sides.trace.busy), ("overtime_seconds", sides.trace.overtime),
        ):  # fmt: skip
            if abs(expected.get(part.id, 0.0) - worked[name]) > 1e-6 + 1e-9 * worked[name]:
                found.append(f"{name} of {part.id}: {expected[part.id]} against {worked[name]}")
    assert found == [], f"random_process({seed})"


@pytest.mark.parametrize("first", range(0, 200, CHUNK))
def test_two_hundred_random_processes(first: int) -> None:
    """Same customers, same luck: the same records to the bit of their codes, and times."""
    for seed in range(first, first + CHUNK):
        assert_equal(seed)


@pytest.mark.long
@pytest.mark.parametrize("first", range(200, 2200, 100))
def test_two_thousand_random_processes(first: int) -> None:
    """As above, ten times as many."""
    for seed in range(first, first + 100):
        assert_equal(seed)


def occurring(process: Process, records: Records, overtime: float) -> Counter[str]:
    """Count what the records show to have happened."""
    cases, steps, promises = records
    found: Counter[str] = Counter()
    words = compile_program(process).vocabulary
    verbs = np.array([step.verb for step in words.steps])
    acts = {act.id for step in process.steps for act in step.acts}
    found.update(HOW[how] for how in steps["how"])
    found.update(f"verb {verb}" for verb in verbs[steps["step"]])
    found.update(f"act {HOW[v['how']]}" for v in steps if words.steps[v["step"]].id in acts)
    found.update(f"promise {FATE[fate]}" for fate in promises["fate"])
    found.update(OUTCOME[k] for k in cases["outcome"] if k >= 0)
    for k, name in enumerate(TIME_CLASSES):
        found[name] += int((cases["seconds"][:, k] > 0).sum())
    for k, name in enumerate(POOR_REASONS):
        found[f"poor: {name}"] += int((cases["poor"] >> k & 1).sum())
    waited = steps["ended"] > steps["joined"]
    found += of_features(process, records)
    counted = {
        "closed on arrival": (steps["how"] == HOW.index("closed")) & ~waited,
        "closed in the queue": (steps["how"] == HOW.index("closed")) & waited,
        "a second try": steps["attempt"] > 0,
        "a fourth try": steps["attempt"] > 2,
        "visited through": steps["caller"] >= 0,
        "a branch": steps["branch"] >= 0,
        "a failure that acted": steps["mode"] >= 0,
        "a failure noticed later": steps["arose"] >= 0,
        "a contact": steps["contact"] > 0,
        "a repeated contact": steps["repeat"] > 0,
        "over tolerance": steps["over_tolerance"] > 0,
        "a second person": steps["person"] > 1,
        "another way": steps["way"] > 0,
        "a second visit": steps["visit"] > 0,
        "clock time after": steps["finished"] > steps["ended"],
        "a person busy elsewhere": steps["began"] > steps["pause_ended"],
    }
    found.update({name: int(rows.sum()) for name, rows in counted.items()})
    found["found by the customer"] += int(cases["found_by_customer"].sum())
    found["never noticed"] += int(cases["never_noticed"].sum())
    found["cost"] += int((cases["cost"] > 0).sum())
    found["overtime"] += overtime > 0
    return found


def of_features(process: Process, records: Records) -> Counter[str]:
    """Count what happened because of the features laid over a process."""
    cases, steps, _ = records
    words = compile_program(process).vocabulary
    placed = [p.step for p in placed_steps(process).values()]
    channels = np.array([process.channels.get(name, "") for name in (*words.channels, "")])
    booked = channels[steps["channel"]] == "booked"
    some = [b for step in placed if step.verb == "some of" for b in step.blocks]
    inner = [step.id for block in some for step in block.steps]
    ids = np.array([step.id for step in words.steps])[steps["step"]]
    ended = [words.step_code(step.id) for step in placed if step.ends]
    cut_short = steps["case"][steps["how"] == HOW.index("under way")]
    parts = np.array([*words.parts, ""])[steps["part"]]
    again = [s.id for s in placed if s.takes_again or any(way.takes_again for way in s.ways)]
    needing = [s.id for s in placed if s.needs or any(way.needs for way in s.ways)]
    passed_on = [part.overflow.part for part in process.parts if part.overflow]
    asked = {s.id: s.part for s in placed if s.part in {p.id for p in process.parts if p.overflow}}
    at_once = (steps["how"] == HOW.index("left")) & (steps["joined"] == steps["ended"])
    began = ~np.isnan(steps["started"])
    limited = [s.id for s in placed if s.limit]
    several = [s.calls for s in placed if s.times]
    batched = [s.id for s in placed if s.batch or any(way.batch for way in s.ways)]
    crews = [s.id for s in placed if s.crew or any(way.crew for way in s.ways)]
    holidays = [part.id for part in process.parts if part.closed_on]
    cut = np.isin(ids, limited) & (steps["how"] == HOW.index("left"))
    interrupting = [s.id for s in placed if s.interrupts or any(w.interrupts for w in s.ways)]
    absent = [part.id for part in process.parts if part.absent]
    counted = {
        "an appointment waited for": booked & (steps["started"] > steps["joined"]),
        "own effort after an appointment": booked & (steps["own_started"] > steps["started"]),
        "a branch of some": np.isin(ids, inner),
        "a second start": ids == "hear-of-it",
        "left at once": at_once,
        "served by who takes over": np.isin(ids, [*asked]) & np.isin(parts, passed_on) & began,
        "served again": np.isin(ids, again) & (steps["visit"] > 0) & began,
        "served by the skilled": np.isin(ids, needing) & began,
        "served where some are absent": np.isin(parts, absent) & began,
        "a service cut short": cut & began,
        "served in a batch": np.isin(ids, batched) & began,
        "waited for others": np.isin(ids, batched) & (steps["joined"] > steps["began"]),
        "served by a crew": np.isin(ids, crews) & began,
        "waited for a crew": np.isin(ids, crews) & (steps["started"] > steps["joined"]),
        "served where there are holidays": np.isin(parts, holidays) & began,
        "served who interrupts": np.isin(ids, interrupting) & began,
        "a shared step run several times": np.isin(ids, several) & (steps["visit"] > 0),
    }
    found = Counter({name: int(rows.sum()) for name, rows in counted.items()})
    ends = np.isin(cases["end_step"], ended) & np.isin(cases["case"], cut_short)
    found["an end of everything"] = int(ends.sum())
    found["a customer of a year"] = len(cases) * bool(process.arrivals and process.arrivals.year)
    return found


FEATURES_OCCUR = {
    "an appointment waited for", "own effort after an appointment", "verb first of",
    "a branch of some", "a second start", "an end of everything", "left at once",
    "served by who takes over", "served again", "served by the skilled",
    "served where some are absent", "a service cut short", "served who interrupts",
    "a shared step run several times", "served in a batch", "waited for others",
    "served where there are holidays", "a customer of a year", "served by a crew",
    "waited for a crew",
}  # fmt: skip


def test_the_random_processes_make_everything_happen() -> None:
    """A rule that never acts would not be compared: each does, in some of the two hundred."""
    found: Counter[str] = Counter()
    for seed in range(200):
        process, drawn = model(seed)
        end, records = kernel_run(
            process, seed=seed, replication=seed % 7, arrivals=as_arrays(drawn),
            warm_up_seconds=0.0, window_seconds=FOR_EVER,
        )  # fmt: skip
        found += occurring(process, records, float(end.parts["overtime_seconds"].sum()))
    # While a person is busy elsewhere the customer is there in a class that comes first.
    classes = set(TIME_CLASSES) - {"waiting for themselves"}
    wanted = {
        *HOW, *OUTCOME, *classes, *FEATURES_OCCUR, "a person busy elsewhere", "act served",
        "act left", "act closed", "act under way", "promise kept", "promise broken",
        "promise void", "closed on arrival",
        "closed in the queue", "a second try", "a fourth try", "visited through", "a branch",
        "a failure that acted", "a failure noticed later", "a contact", "a repeated contact",
        "over tolerance", "a second person", "another way", "a second visit", "clock time after",
        "found by the customer", "never noticed", "cost", "overtime",
        *(f"poor: {reason}" for reason in POOR_REASONS),
        *(f"verb {v}" for v in ("do", "touch", "tell", "hidden", "choose", "check", "wait")),
    }  # fmt: skip
    assert {name for name in wanted if found[name] < 2} == set()


@pytest.mark.parametrize("seed", [3, 14, 25, 36])
def test_the_window_counts_who_arrives_in_it(seed: int) -> None:
    """Warm-up, window, follow-up: the counted cases are those of the twin that arrive in it."""
    process = random_process(seed)
    end, found = kernel_run(
        process, seed=seed, warm_up_seconds=2 * DAY_SECONDS, window_seconds=3 * DAY_SECONDS,
        follow_up_seconds=20 * WEEK_SECONDS,
    )  # fmt: skip
    drawn = arrivals_until(process, end.stopped_at + 1.0, seed, 0)
    assert_counted(process, drawn, end.stopped_at, found, seed)
    assert end.arrived == len(found.cases)
    assert end.under_way == 0


@pytest.mark.parametrize("seed", [4, 15, 26, 37])
def test_who_is_still_there_at_the_end_is_under_way(seed: int) -> None:
    """Without follow-up the run stops at the window's end: what goes on is told as it stands."""
    process = random_process(seed)
    end, found = kernel_run(
        process, seed=seed, warm_up_seconds=2 * DAY_SECONDS, window_seconds=3 * DAY_SECONDS,
        follow_up_seconds=0.0,
    )  # fmt: skip
    assert end.stopped_at == 5 * DAY_SECONDS
    drawn = arrivals_until(process, end.stopped_at, seed, 0)
    assert_counted(process, drawn, end.stopped_at, found, seed)
    assert end.under_way == int(np.isnan(found.cases["end"]).sum()) > 0


def assert_counted(
    process: Process, drawn: list[tuple[float, int]], until: float, found: Records, seed: int
) -> None:
    names = [customer.name for customer in process.customers]
    told = trace(process, [(t, names[k]) for t, k in drawn], seed=seed, until=until)
    segments = {name: k for k, name in enumerate(names)}
    cases, steps, promises = records_of(told, compile_program(process).vocabulary, segments, 0)
    counts = (cases["start"] >= 2 * DAY_SECONDS) & (cases["start"] < 5 * DAY_SECONDS)
    kept = set(cases["case"][counts].tolist())
    expected = Records(
        cases[counts],
        steps[[case in kept for case in steps["case"]]],
        promises[[case in kept for case in promises["case"]]],
    )
    assert differences(expected, found) == []


@pytest.mark.parametrize("seed", [0, 1, 4, 5, 6])
def test_customers_may_be_given_to_come_to_a_step(seed: int) -> None:
    """Some come to steps in the midst of the flow, as cases in progress do."""
    process, drawn = model(seed)
    flow = [step.id for step in process.steps if step.id.startswith("step-")]
    dice = random.Random(seed)
    steps = [dice.choice([None, *flow]) for _ in drawn]
    names = [customer.name for customer in process.customers]
    given = [
        Given(time_seconds=time, customer=names[k], step=step)
        for (time, k), step in zip(drawn, steps, strict=True)
    ]
    told = trace(process, given, seed=seed)
    words = compile_program(process).vocabulary
    codes = [-1 if step is None else words.step_code(step) for step in steps]
    _, found = kernel_run(
        process, seed=seed, arrivals=(*as_arrays(drawn), np.array(codes, dtype=np.int32)),
        warm_up_seconds=0.0, window_seconds=FOR_EVER,
    )  # fmt: skip
    segments = {name: k for k, name in enumerate(names)}
    assert differences(records_of(told, words, segments, 0), found) == []
    assert any(step is not None for step in steps)


def test_small_arrays_and_buffers_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Begun again with larger arrays, emptied often: every record once, the same bits."""
    for seed in range(12):
        process, drawn = model(seed)
        asked = {
            "seed": seed, "arrivals": as_arrays(drawn), "warm_up_seconds": 0.0,
            "window_seconds": FOR_EVER,
        }  # fmt: skip
        whole = kernel_run(process, **asked)[1]
        with monkeypatch.context() as patch:
            small = dict.fromkeys(replicate_module.FIRST_ROOMS, 8)
            patch.setattr(replicate_module, "FIRST_ROOMS", small)
            pieces = kernel_run(process, **asked, buffer_rows=4)[1]
        assert same_bits(whole, pieces)


def same_bits(one: Records, other: Records) -> bool:
    """Whether two sets of records are the same to the last bit of every field."""
    return all(
        np.array_equal(left[name], right[name], equal_nan=left[name].dtype.kind == "f")
        for left, right in zip(one, other, strict=True)
        for name in left.dtype.names or ()
    )


def test_a_program_remembers_its_rooms_and_repeats_itself() -> None:
    """The second replication is not begun again; the first one, repeated, gives the same bits."""
    program = compile_program(random_process(5))
    blocks: list[list[Records]] = [[], []]
    for kept in blocks:
        replicate(
            program, seed=5, replication=2, warm_up_seconds=0.0, window_seconds=30 * DAY_SECONDS,
            on_records=lambda block, kept=kept: kept.append(  # type: ignore[misc]
                Records(*(part.copy() for part in block))
            ),
        )  # fmt: skip
    assert program.rooms
    assert len(blocks[0]) > 0
    assert same_bits(joined(blocks[0]), joined(blocks[1]))


def test_dropping_the_records_keeps_the_counts() -> None:
    """`on_records=None` runs the same events."""
    program = compile_program(random_process(8))
    ends = [
        replicate(
            program, seed=1, replication=0, warm_up_seconds=WEEK_SECONDS,
            window_seconds=WEEK_SECONDS, on_records=on_records,
        )
        for on_records in (None, lambda _: None)
    ]  # fmt: skip
    assert ends[0].events == ends[1].events > 0
    assert ends[0].parts.tobytes() == ends[1].parts.tobytes()
    assert ends[0].work_in_progress.tobytes() == ends[1].work_in_progress.tobytes()


DESK = """
process: A desk
customers: {Shopper: {share: 100%}}
channels: {phone: live, web: self}
organisation:
  Desk: {people: 2, open: Mon-Fri 08:00-16:00}
  Shop: {kind: system}
steps:
"""
CALL = "  - ring: {do: Ring, with: Desk, via: phone, takes: 1 h, closed: -> gone, next: done}\n"
ENDS = "  - done: {end: Done, outcome: served}\n  - gone: {end: Gone, outcome: not served}\n"


def test_pieces_of_work_count_where_they_lie_in_the_window() -> None:
    """Three calls of an hour at 07:30 (closed), 15:00 and 15:30; the window from 15:15 to 16:15.

    Busy 15:15-16:00 and 15:30-16:15, of which 16:00-16:15 is overtime; two people staffed
    15:15-16:00. The call at 07:30 is before the window.
    """
    hour = 3600.0
    times = np.array([7.5 * hour, 15 * hour, 15.5 * hour])
    end, found = kernel_run(
        read_text(DESK + CALL + ENDS), arrivals=(times, np.zeros(3, dtype=np.int32)),
        warm_up_seconds=15.25 * hour, window_seconds=hour,
    )  # fmt: skip
    part = end.parts[0]
    assert part["busy_seconds"] == 1.5 * hour
    assert part["overtime_seconds"] == 0.25 * hour
    assert part["staffed_seconds"] == 1.5 * hour
    assert (part["joined"], part["closed"], part["left"]) == (1, 0, 0)
    assert [HOW[how] for how in found.steps["how"]] == ["closed", "served", "served"]


def test_work_in_progress_is_the_mean_number_of_open_cases() -> None:
    """Two cases open 15:00-16:00 and 15:30-16:30, in bins of an hour."""
    hour = 3600.0
    end, _ = kernel_run(
        read_text(DESK + CALL + ENDS), bin_seconds=hour, warm_up_seconds=0.0,
        window_seconds=DAY_SECONDS, arrivals=as_arrays([(15 * hour, 0), (15.5 * hour, 0)]),
    )  # fmt: skip
    assert end.stopped_at == 16.5 * hour
    assert end.work_in_progress[14:].tolist() == [0.0, 1.5, 1.0]
    assert end.work_in_progress[:14].sum() == 0.0
    assert end.events == 4


def test_a_loop_without_time_is_refused_by_both() -> None:
    """10,000 moves of one case at one instant: the fault names a step of the loop."""
    steps = "  - one: {do: Look, with: Shop, via: web}\n"
    steps += "  - two: {do: Turn back, with: Shop, via: web, next: one}\n"
    process = read_text(DESK + steps + ENDS)
    with pytest.raises(OutsideInError) as of_twin:
        trace(process, [(5.0, "Shopper")])
    with pytest.raises(OutsideInError) as of_kernel:
        kernel_run(
            process, arrivals=as_arrays([(5.0, 0)]), warm_up_seconds=0.0, window_seconds=FOR_EVER
        )
    assert of_twin.value.faults == of_kernel.value.faults
    assert of_kernel.value.faults[0].code == "loop-without-time"


def test_a_split_that_is_never_joined_is_refused() -> None:
    """A loop that splits in two each hour would fill the memory."""
    steps = "  - one: {do: Look, with: Shop, via: web, own: 1 h, next: [one, two]}\n"
    steps += "  - two: {do: Wait, with: Shop, via: web, own: 9000 h, next: done}\n"
    with pytest.raises(OutsideInError) as caught:
        kernel_run(
            read_text(DESK + steps + ENDS), arrivals=as_arrays([(5.0, 0)]), warm_up_seconds=0.0,
            window_seconds=FOR_EVER,
        )  # fmt: skip
    assert [fault.code for fault in caught.value.faults] == ["too-many-tokens"]


def test_a_part_nobody_staffs_keeps_its_customers_to_the_end() -> None:
    """Nothing is left to happen: the run ends at its limit, the letter is under way in both."""
    process = read_text(DESK.replace("web: self", "web: self, mail: left") + (
        "  - write: {do: Write, with: Desk, via: mail, takes: 1 h, next: done}\n"
    ) + ENDS)  # fmt: skip
    nobody = tuple(replace(p, people=0) if p.id == "desk" else p for p in process.parts)
    sides = both(replace(process, parts=nobody), [(5.0, 0)], 1)
    assert differences(sides.twin, sides.kernel) == []
    assert sides.end.under_way == 1
    assert sides.end.stopped_at == 5.0 + replicate_module.FOLLOW_UP_SECONDS
