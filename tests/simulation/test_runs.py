"""Runs and comparisons: the same bits however they are run, the same luck whatever is compared."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import numpy as np
import pytest

from outsidein.document import read_text
from outsidein.errors import OutsideInError
from outsidein.eventlog.journeys import journeys
from outsidein.measures import tally as t
from outsidein.measures.records import Records
from outsidein.simulation.comparison import compare, paired_differences
from outsidein.simulation.logs import event_log
from outsidein.simulation.plan import Plan, needs_weeks, window_for
from outsidein.simulation.program import compile_program
from outsidein.simulation.replicate import replicate
from outsidein.simulation.runs import Results, run
from outsidein.units import DAY_SECONDS, WEEK_SECONDS

TEXT = """
process: Ask and order
customers:
  Shopper: {share: 80%, worth: 30 EUR}
  Business: {share: rest, worth: 90 EUR, people: [buyer, boss]}
channels: {web: self, phone: live, e-mail: left}
organisation:
  Web shop: {kind: system}
  Desk: {people: 3, open: Mon-Fri 08:00-18:00, cost: 30 EUR/h}
  Store: {people: 2, open: Mon-Fri 07:00-15:00, cost: 20 EUR/h}
arrivals: {rate: 110 per day, profile: [Mon-Fri 08:00-20:00 x3, Sat 08:00-14:00 x1]}
steps:
  - find: {do: Find it, with: Web shop, via: web, own: lognormal 5 min sd 3 min}
  - clear: {choose: Is it clear, go: [75% yes -> order, no -> ask]}
  - ask:
      do: Phone and ask
      with: Desk
      via: phone
      takes: lognormal 9 min sd 4 min
      patience: exponential 3 min -> lost
      closed: 60% call back at opening -> lost
      retry: 70% after 2 h max 2
      tolerates: 2 min
      reason: question
  - order: {do: Order, with: Web shop, via: web, own: 3 min}
  - in-time: {promise: order to receive, within: 3 working days}
  - meantime:
      meanwhile: order to receive
      may:
        - chase:
            do: Ask where it is
            with: Desk
            via: phone
            takes: 4 min
            when: no news for 1 day
            chance: 40%
            max: 2
            patience: 4 min
            closed: call back at opening
  - pick:
      hidden: Pick
      by: Store
      takes: 5 min
      fails: [4% wrong noticed at receive by customer -> pick]
  - receive: {do: Receive, with: Web shop, via: web, own: 2 min}
  - done: {end: Done, outcome: served}
  - lost: {end: Lost, outcome: lost}
scenarios:
  one more: {set: {desk.people: 4}}
  clearer: {set: {clear.go.yes: 90%}}
  clearer and one fewer: {on top of: clearer, set: {desk.people: 2}}
"""
PLAN = Plan(
    warm_up_seconds=WEEK_SECONDS, window_seconds=WEEK_SECONDS, follow_up_seconds=8 * WEEK_SECONDS,
    replications=6, seed=3, terminating=False,
)  # fmt: skip


def process():
    """A process with most of the grammar in it."""
    return read_text(TEXT, "runs.yaml")


def digest(results: Results) -> str:
    """A hash of every count and sum of every replication, bit for bit."""
    found = hashlib.sha256()
    for tally in results.tallies:
        for part in (
            tally.cases,
            tally.visits,
            tally.waits,
            tally.reasons,
            tally.elapsed,
            tally.parts,
        ):
            found.update(np.ascontiguousarray(part).tobytes())
    return found.hexdigest()


def test_threads_do_not_matter():
    """1, 2 and 4 threads give the same bits."""
    found = {threads: digest(run(process(), plan=PLAN, threads=threads)) for threads in (1, 2, 4)}
    assert len(set(found.values())) == 1, found


def test_another_seed_gives_other_bits():
    """The positive control: a hash that never differs would prove nothing."""
    assert digest(run(process(), plan=PLAN)) != digest(run(process(), plan=replace(PLAN, seed=4)))


@pytest.mark.parametrize("rows", [64, 1_000, 65_536])
def test_chunks_do_not_matter(rows):
    """However small the buffers, the records are the same."""
    program = compile_program(process())

    def records(buffer_rows: int) -> list[list[bytes]]:
        blocks: list[Records] = []
        replicate(
            program, seed=1, replication=0, warm_up_seconds=0.0, window_seconds=2 * DAY_SECONDS,
            follow_up_seconds=8 * WEEK_SECONDS, buffer_rows=buffer_rows,
            on_records=lambda block: blocks.append(Records(*(part.copy() for part in block))),
        )  # fmt: skip
        tables = [np.concatenate(parts) for parts in zip(*blocks, strict=True)]
        return [[table[name].tobytes() for name in table.dtype.names] for table in tables]

    assert records(rows) == records(20_000)


def test_journeys_of_the_log_are_the_kernels_records():
    """The law: journeys(run(log=True).log) equals the kernel's own records."""
    results = run(process(), plan=replace(PLAN, replications=2), log=True)
    log = event_log(results.log, results.vocabulary, results.prices)
    for number, again in enumerate(journeys(log, results.process)):
        mine = [
            np.concatenate([getattr(b, kind) for b in results.log])
            for kind in ("cases", "steps", "promises")
        ]
        cases = mine[0][mine[0]["replication"] == number]
        cases = cases[np.argsort(cases["case"])]
        found = again.cases[np.argsort(again.cases["case"])]
        for name in cases.dtype.names:
            if cases[name].dtype.kind == "f":
                np.testing.assert_allclose(
                    found[name], cases[name], rtol=1e-9, atol=1e-6, err_msg=name
                )
            else:
                np.testing.assert_array_equal(found[name], cases[name], err_msg=name)


def test_a_scenario_that_changes_nothing_differs_by_nothing():
    """Common random numbers: today against itself is zero to the bit, in every measure."""
    today = run(process(), plan=PLAN)
    for name, change in paired_differences(today, today, None, 0.95).items():
        assert change.value == 0, name


def test_common_random_numbers_cut_the_variance():
    """Pairs with the same luck against pairs with luck of their own: far less variance."""
    base, more = process(), compare_process("one more")
    same, own = [], []
    plan = replace(PLAN, replications=20)
    today = run(base, plan=plan)
    for seed, into in ((plan.seed, same), (plan.seed + 1, own)):
        other = run(more, plan=replace(plan, seed=seed))
        into += [
            a.cases[:, t.WELL].sum() / a.cases[:, t.ARRIVED].sum()
            - b.cases[:, t.WELL].sum() / b.cases[:, t.ARRIVED].sum()
            for a, b in zip(other.tallies, today.tallies, strict=True)
        ]
    assert np.var(own) > 3 * np.var(same)


def compare_process(name: str):
    """Return a scenario's process."""
    from outsidein.model.scenario import resolve_scenario

    return resolve_scenario(process(), name)


def test_compare_judges_every_scenario():
    """Clearer pages are better, two people instead of three are worse than that."""
    found = compare(process(), cases=400, replications=10, seed=2)
    verdicts = {s.name: s.verdict for s in found.scenarios}
    assert verdicts["clearer"] == "better"
    change = {s.name: s.differences["well_served"].value for s in found.scenarios}
    assert change["clearer and one fewer"] < change["clearer"]
    assert found.today.plan == found.scenarios[0].results.plan
    assert found.confidence == pytest.approx(1 - 0.05 / 3)


def test_windows_are_whole_weeks():
    """110 customers a day, hours differ: 1,000 customers need 2 weeks."""
    assert needs_weeks(process())
    assert window_for(process(), 1000) == 2 * WEEK_SECONDS


def test_an_overloaded_part_is_refused_by_name():
    """Rule 15: more work than people can do, and nobody gives up: an error, or `allow unstable`."""
    busy = read_text(TEXT.replace("takes: 5 min", "takes: 50 min"), "busy.yaml")
    with pytest.raises(OutsideInError) as caught:
        run(busy, cases=100, replications=2)
    assert [f.code for f in caught.value.faults] == ["overload"]
    assert "Store" in str(caught.value)
    results = run(busy, cases=100, replications=2, allow_unstable=True)
    assert results.plan.terminating
    assert "steady state" in results.notes[0]


def test_what_cannot_be_simulated_yet_is_refused_by_name():
    """A layer over a drawing is read and drawn, and refused here."""
    later = replace(read_text(TEXT, "later.yaml"), drawn_in="shop.bpmn")
    with pytest.raises(OutsideInError) as caught:
        run(later, cases=100, replications=2)
    assert "cannot be simulated yet" in str(caught.value)


def test_missing_numbers_are_listed_and_never_filled_in():
    """No arrivals and no time at the desk: both are named."""
    bare = read_text("process: Bare\ncustomers: {C: {share: 100%}}\nchannels: {phone: live}\n"
                     "organisation: {Desk: {people: 1, open: Mon-Fri 08:00-16:00}}\nsteps:\n"
                     "  - ask: {do: Ask, with: Desk, via: phone, closed: -> gone}\n"
                     "  - done: {end: Done, outcome: served}\n"
                     "  - gone: {end: Gone, outcome: lost}\n", "bare.yaml")  # fmt: skip
    with pytest.raises(OutsideInError) as caught:
        run(bare, cases=10, replications=2)
    assert len([f for f in caught.value.faults if f.code == "missing-number"]) >= 2


def test_a_terminating_run_starts_empty():
    """`horizon: 1 day` has no warm-up, and counts every customer of the day."""
    day = read_text(
        TEXT.replace("process: Ask and order", "process: Ask\nhorizon: 1 day"), "day.yaml"
    )
    results = run(day, replications=5)
    assert results.plan.warm_up_seconds == 0
    assert results.plan.window_seconds == DAY_SECONDS
    assert results.plan.terminating


@pytest.mark.parametrize("rate", [11, 122])
def test_no_bin_of_the_pilot_is_without_length(rate):
    """300 cases at these rates, cut in 250 bins and added up, round to a little more than 300."""
    alone = read_text("process: Alone\ncustomers: {C: {share: 100%}}\n"
                      f"arrivals: {{rate: {rate} per day}}\nsteps:\n"
                      "  - look: {do: Look, own: 5 min}\n"
                      "  - done: {end: Done, outcome: served}\n", "alone.yaml")  # fmt: skip
    with np.errstate(all="raise"):
        assert run(alone, cases=300, replications=2, threads=1).plan.settled
