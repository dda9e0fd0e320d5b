"""The order process in Ciw, sequential variant: a pool is a node, a customer knows the whole way.

Which way a customer goes is independent of what happens on it, so it may be drawn at once; Ciw
has no fork, so picking and invoicing side by side cannot be written.
"""

from random import Random
from typing import Any

import ciw  # type: ignore[import-not-found,unused-ignore]

from benchmarks.network import (
    ACTIVITIES,
    ARRIVALS_PER_MINUTE,
    MEASURES,
    POOLS,
    ROUTES,
    answers,
)
from benchmarks.timed import Outcome, main

WARM_UP_MINUTES = 600  # as the others
REPLICATION_MINUTES = 4_000
NODE = {name: k + 1 for k, name in enumerate(POOLS)}


def network(seed: int) -> Any:
    """Give the network of one replication; ways are drawn by a generator of their own."""
    luck = Random(seed)

    def way(*_: object) -> list[int]:
        """Draw the nodes after the first one."""
        here, found = "browse", []
        while ROUTES[here]:
            activities, shares = zip(*ROUTES[here].items(), strict=True)
            here = luck.choices(activities, shares)[0]
            found.append(NODE[ACTIVITIES[here]])
        return found

    return ciw.create_network(
        arrival_distributions=[
            ciw.dists.Exponential(ARRIVALS_PER_MINUTE) if name == "Web" else None for name in POOLS
        ],
        service_distributions=[ciw.dists.Exponential(1 / pool.minutes) for pool in POOLS.values()],
        number_of_servers=[pool.people for pool in POOLS.values()],
        routing=ciw.routing.ProcessBased(way),
    )


def run(cases: int, seed: int, parallel: bool) -> Outcome:
    """Replications of 4,000 minutes with a warm-up each; every case simulated counts as work."""
    if parallel:
        raise SystemExit("this program has the sequential variant only")
    values: dict[str, list[float]] = {name: [] for name in MEASURES}
    replications = max(2, round(cases / (REPLICATION_MINUTES * ARRIVALS_PER_MINUTE)))
    done = 0
    for replication in range(replications):
        own_seed = seed * 1_000_000 + replication
        ciw.seed(own_seed)
        simulation = ciw.Simulation(network(own_seed))
        simulation.simulate_until_max_time(REPLICATION_MINUTES)
        done += simulation.nodes[0].number_of_individuals
        for name, found in means(simulation).items():
            values[name].append(found)
    return Outcome(cases=done, answers=answers(values))


def means(simulation: Any) -> dict[str, float]:
    """Give the mean wait in each pool and the mean time in all, after the warm-up."""
    sums, counts = dict.fromkeys(MEASURES, 0.0), dict.fromkeys(MEASURES, 0)
    names = list(POOLS)
    for record in simulation.get_all_records():
        if record.service_start_date >= WARM_UP_MINUTES:
            sums[names[record.node - 1]] += record.waiting_time
            counts[names[record.node - 1]] += 1
    for customer in simulation.nodes[-1].all_individuals:
        first, last = customer.data_records[0], customer.data_records[-1]
        if last.exit_date >= WARM_UP_MINUTES:
            sums["elapsed"] += last.exit_date - first.arrival_date
            counts["elapsed"] += 1
    return {name: sums[name] / counts[name] for name in MEASURES}


if __name__ == "__main__":
    main(f"Ciw {ciw.__version__}", run)
