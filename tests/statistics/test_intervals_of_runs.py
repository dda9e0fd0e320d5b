"""Do the intervals of a run hold what they promise? Whole simulations whose truth is known.

Design, rule 16: ratios of sums over replications, jackknife standard error, t(R - 1), R = 30 or
fixed once by a pilot. Each experiment is a run as a user makes it, with a seed of its own: a
process compiled once, 30 replications, the estimate of a measure by the product's own definition.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cache

import pytest

from outsidein.document import read_text
from outsidein.measures.measures import MEASURE, Measure, counted, sums
from outsidein.measures.prices import Prices
from outsidein.measures.tally import Shape, Tally
from outsidein.measures.vocabulary import vocabulary
from outsidein.model.process import Process
from outsidein.simulation.plan import FOLLOW_UP_SECONDS, Plan
from outsidein.simulation.program import Program, compile_program
from outsidein.simulation.replicate import replicate
from outsidein.simulation.runs import run
from outsidein.statistics import Estimate, proportion, ratio
from outsidein.statistics.replications import replications_for

MINUTE = 60.0
REPLICATIONS = 30
EXPERIMENTS, PILOTED = 2_000, 1_000
WARM_UP_CUSTOMERS = 1_000  # 14 times what a queue with a load of .8 takes to forget its start
PILOT = 10**6  # the first replication of a pilot: customers of its own

DOCUMENT = """
process: A queue
customers: {{Caller: {{share: 100%}}}}
channels: {{phone: live}}
organisation: {{Desk: {{people: {people}, open: Mon-Sun 00:00-24:00}}}}
arrivals: {{rate: {per_hour} per h}}
steps:
  - ring: {{do: Call, with: Desk, via: phone, takes: {takes}, {patience}closed: -> gone}}
  - done: {{end: Served, outcome: served}}
  - gone: {{end: Gave up, outcome: lost}}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """A queue at a desk that is always open; times in minutes, the mean service takes one."""

    name: str
    people: int
    arrivals: float
    takes: str = "exponential 1 min"
    patience: float = 0.0  # mean of an exponential patience; 0: nobody gives up

    @property
    def seconds_between(self) -> float:
        """Mean time between two customers."""
        return MINUTE / self.arrivals

    def process(self) -> Process:
        """Return it as a process."""
        patience = f"patience: exponential {self.patience} min -> gone, " if self.patience else ""
        text = DOCUMENT.format(
            people=self.people, per_hour=60 * self.arrivals, takes=self.takes, patience=patience
        )
        return read_text(text, "queue.yaml")

    def truth(self) -> dict[str, float]:
        """Return the mean wait in the queue, of all, in seconds; and the share that gives up.

        Erlang A (Garnett, Mandelbaum & Reiman 2002, *Designing a call center with impatient
        customers*) by its birth and death process; without patience M/M/c; a service without
        spread waits half as long with one server (Pollaczek and Khinchine).
        """
        weights = [1.0]
        for n in range(1, 2_000):
            impatient = max(n - self.people, 0) / self.patience if self.patience else 0.0
            weights.append(weights[-1] * self.arrivals / (min(n, self.people) + impatient))
        waiting = sum(max(n - self.people, 0) * w for n, w in enumerate(weights)) / sum(weights)
        half = 2 if self.takes == "1 min" else 1
        gone = waiting / self.patience / self.arrivals if self.patience else 0.0
        return {"in_queue_seconds": waiting * self.seconds_between / half, "lost": gone}


QUEUES = (
    Queue(name="M/M/1", people=1, arrivals=0.8),
    Queue(name="M/M/5", people=5, arrivals=4.0),
    Queue(name="Erlang A", people=5, arrivals=4.0, patience=2.0),
    Queue(name="M/D/1", people=1, arrivals=0.8, takes="1 min"),
)
M_M_1, M_M_5, ERLANG_A, M_D_1 = QUEUES


@cache
def compiled(queue: Queue) -> tuple[Program, Shape, Prices]:
    """Return a queue made ready to run, once."""
    process = queue.process()
    return compile_program(process), Shape.of(vocabulary(process)), Prices.of(process)


def plan(queue: Queue, customers: int, seed: int) -> Plan:
    """Plan 30 replications of a queue, its start left out."""
    return Plan(
        warm_up_seconds=WARM_UP_CUSTOMERS * queue.seconds_between,
        window_seconds=customers * queue.seconds_between,
        follow_up_seconds=FOLLOW_UP_SECONDS, replications=REPLICATIONS, seed=seed,
        terminating=False,
    )  # fmt: skip


def tallies(queue: Queue, plan: Plan, first: int = 0, count: int = REPLICATIONS) -> list[Tally]:
    """Simulate some replications, as `run` does."""
    program, shape, _ = compiled(queue)
    found = []
    for replication in range(first, first + count):
        tally = Tally(shape)
        end = replicate(
            program, seed=plan.seed, replication=replication,
            warm_up_seconds=plan.warm_up_seconds, window_seconds=plan.window_seconds,
            follow_up_seconds=plan.follow_up_seconds, on_records=tally.add,
        )  # fmt: skip
        tally.parts = end.parts
        found.append(tally)
    return found


def estimate(queue: Queue, found: list[Tally], measure: Measure) -> Estimate:
    """Estimate a measure as `measure` does, without the others."""
    top, bottom = sums(measure, counted(found, compiled(queue)[2]))
    return proportion(top, bottom) if measure.share else ratio(top, bottom)


def covered(
    queue: Queue, customers: int, experiments: int, first_seed: int, names: tuple[str, ...]
) -> dict[str, int]:
    """Count how many intervals hold the truth, by measure."""
    truth, count = queue.truth(), dict.fromkeys(names, 0)
    for seed in range(first_seed, first_seed + experiments):
        found = tallies(queue, plan(queue, customers, seed))
        for name in names:
            one = estimate(queue, found, MEASURE[name])
            count[name] += one.low <= truth[name] <= one.high
    return count


def test_the_known_truth() -> None:
    """Rule 16: the waits of `notes` and textbooks: 4; .5541; .6237 and 7.8 %; 2 minutes."""
    waits = [queue.truth()["in_queue_seconds"] / queue.seconds_between for queue in QUEUES]
    lengths = [4 * 0.8, 4 * 0.554113, 0.623749, 2 * 0.8]  # Little's law
    assert waits == pytest.approx(lengths, rel=1e-5)
    assert ERLANG_A.truth()["lost"] == pytest.approx(0.0779687, rel=1e-5)


@pytest.mark.parametrize("queue", [M_M_1, ERLANG_A], ids=lambda queue: queue.name)
def test_an_experiment_is_what_a_user_runs(queue: Queue) -> None:
    """Rule 16: the estimates counted here are those of `run`, to the last bit."""
    planned = plan(queue, 500, seed=7)
    whole = run(queue.process(), plan=planned)
    found = tallies(queue, planned)
    for name in queue.truth():
        if whole.measures[name].value:
            assert estimate(queue, found, MEASURE[name]) == whole.measures[name]


def test_ninety_intervals_of_a_short_run_cover_about_right() -> None:
    """Rule 16: with 500 customers a replication 92 % cover: 83 of 90, standard deviation 2.6."""
    found = covered(M_M_1, 500, 90, 1, ("in_queue_seconds",))
    assert 74 <= found["in_queue_seconds"] <= 90


LENGTHS = [
    pytest.param(500, 1_780, 1_931, id="500"),
    pytest.param(2_000, 1_830, 1_931, id="2000"),
    pytest.param(10_000, 1_867, 1_931, id="10000"),
]


@pytest.mark.long
@pytest.mark.parametrize(("customers", "least", "most"), LENGTHS)
@pytest.mark.parametrize("queue", QUEUES, ids=lambda queue: queue.name)
def test_two_thousand_intervals_cover(
    queue: Queue, customers: int, least: int, most: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """Rule 16: of 2,000 nominal 95 % intervals 1,867 to 1,931 cover: 99.9 % of a binomial law.

    So with 10,000 customers a replication; shorter ones hold a little less, as replications
    are skewed: their counts are printed, and their limits only notice what is broken.
    """
    names = ("in_queue_seconds", "lost") if queue.patience else ("in_queue_seconds",)
    seed = 1_000_000 * (1 + QUEUES.index(queue)) + customers * 10
    found = covered(queue, customers, EXPERIMENTS, seed, names)
    with capsys.disabled():
        sys.stdout.write(
            f"\n{queue.name}, {customers:,} customers each: {found} of {EXPERIMENTS:,}\n"
        )
        sys.stdout.flush()
    assert all(least <= count <= most for count in found.values()), found


@pytest.mark.long
@pytest.mark.parametrize(("precision", "least"), [(0.10, 0.92), (0.05, 0.935)])
def test_a_pilot_fixes_the_replications_once(
    precision: float, least: float, capsys: pytest.CaptureFixture[str]
) -> None:
    """Rule 16: a pilot fixes R once; intervals of the run that counts still cover.

    M/M/1, 500 customers a replication: 30 of a pilot, thrown away, ask for about 100 or 400. The
    precision is reached on average: the pilot's standard error is an estimate, too. A pilot that
    saw a rare rush asks for more than the most, 1,000: so many are taken.
    """
    measure, truth = MEASURE["in_queue_seconds"], M_M_1.truth()["in_queue_seconds"]
    hits, reached, counts = 0, [], []
    for seed in range(PILOTED):
        planned = plan(M_M_1, 500, 9_000_000 + seed + round(1e5 * precision))
        pilot = estimate(M_M_1, tallies(M_M_1, planned, PILOT), measure)
        fixed = replications_for([pilot], wanted_relative_precision=precision)
        found = estimate(M_M_1, tallies(M_M_1, planned, 0, fixed.replications), measure)
        hits += found.low <= truth <= found.high
        reached.append(found.relative_precision)
        counts.append(fixed.replications)
    mean_reached = sum(reached) / len(reached)
    with capsys.disabled():
        sys.stdout.write(
            f"\n±{precision:.0%}: {hits / PILOTED:.2%} cover, R {min(counts)} to {max(counts)},"
            f" mean {sum(counts) / len(counts):.0f}, precision reached {mean_reached:.3f}\n"
        )
        sys.stdout.flush()
    assert hits / PILOTED >= least
    assert mean_reached == pytest.approx(precision, rel=0.15)
