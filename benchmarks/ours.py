"""The order process in outsidein, both variants, as a user runs it: document in, measures out."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import numpy as np

import outsidein
from benchmarks.network import ACTIVITIES, POOLS, Answer
from benchmarks.timed import Outcome, main
from outsidein.measures.tally import WAIT_OF_SERVED, WAS_SERVED
from outsidein.model.process import Process
from outsidein.simulation.plan import Plan
from outsidein.simulation.runs import Results
from outsidein.statistics import Estimate, ratio

HERE = Path(__file__).resolve().parent
CASES_A_REPLICATION = 50_000
WARM_UP_SECONDS = 600 * 60.0  # as the peers, and not counted


@cache
def process(*, parallel: bool) -> Process:
    """Read the document of a variant, once."""
    name = "order_process.yaml" if parallel else "order_sequential.yaml"
    found: Process = outsidein.read(HERE / name)
    return found


def run(cases: int, seed: int, parallel: bool) -> Outcome:
    """Run replications of 50,000 customers; warm-up and follow-up are not counted.

    The warm-up is given, as the peers are given theirs: no pilot run.
    """
    replications = max(2, round(cases / CASES_A_REPLICATION))
    plan = Plan(
        warm_up_seconds=WARM_UP_SECONDS,
        window_seconds=60.0 * cases / replications,
        follow_up_seconds=26 * 604_800.0,
        replications=replications,
        seed=seed,
        terminating=False,
    )
    results = outsidein.run(process(parallel=parallel), plan=plan, threads=1)
    return Outcome(cases=results.arrived, answers=answers(results))


def answers(results: Results) -> dict[str, Answer]:
    """Give the mean wait of each pool and the mean time in all, minutes."""
    found = {name: pool_wait(results, name) for name in POOLS}
    found["elapsed"] = results.measures["elapsed_seconds"]
    return {
        name: Answer(mean=estimate.value / 60, error=estimate.standard_error / 60)
        for name, estimate in found.items()
    }


def pool_wait(results: Results, pool: str) -> Estimate:
    """Estimate the mean wait of a visit to one of the pools, seconds."""
    rows = list(_rows(results, pool))
    return ratio(
        [tally.visits[rows, WAIT_OF_SERVED].sum() for tally in results.tallies],
        [tally.visits[rows, WAS_SERVED].sum() for tally in results.tallies],
    )


def _rows(results: Results, pool: str) -> Iterable[int]:
    first = np.asarray(results.tallies[0].shape.first_row)
    for step, served_by in ACTIVITIES.items():
        if served_by == pool:
            yield int(first[results.vocabulary.step_code(step)])


if __name__ == "__main__":
    main(f"outsidein {outsidein.__version__}", run)
