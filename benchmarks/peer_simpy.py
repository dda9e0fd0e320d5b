"""The order process in SimPy, both variants: a customer is a process, a pool a resource."""

from collections.abc import Generator
from random import Random
from typing import Any

import simpy  # type: ignore[import-not-found,unused-ignore]

from benchmarks.network import (
    ADVICE,
    ARRIVALS_PER_MINUTE,
    ENQUIRY,
    MEASURES,
    POOLS,
    RETURN,
    REVISE,
    answers,
)
from benchmarks.timed import Outcome, main

WARM_UP_MINUTES = 600  # the slowest pool, Office, forgets its start in about 180 minutes
REPLICATION_MINUTES = 4_000

Process = Generator[Any, Any, None]


class Shop:
    """One replication."""

    def __init__(self, seed: int, parallel: bool) -> None:
        self.random = Random(seed)
        self.env = simpy.Environment()
        self.pools = {
            name: simpy.Resource(self.env, capacity=pool.people) for name, pool in POOLS.items()
        }
        self.rates = {name: 1 / pool.minutes for name, pool in POOLS.items()}
        self.sums = dict.fromkeys(MEASURES, 0.0)
        self.counts = dict.fromkeys(MEASURES, 0)
        self.cases = 0
        self.parallel = parallel

    def arrivals(self) -> Process:
        """Let customers come at random."""
        while True:
            yield self.env.timeout(self.random.expovariate(ARRIVALS_PER_MINUTE))
            self.cases += 1
            self.env.process(self.customer())

    def visit(self, name: str) -> Process:
        """Wait for one person of a pool and be served."""
        joined = self.env.now
        with self.pools[name].request() as request:
            yield request
            self.record(name, self.env.now - joined)
            yield self.env.timeout(self.random.expovariate(self.rates[name]))

    def record(self, measure: str, minutes: float) -> None:
        """Count a value observed after the warm-up."""
        if self.env.now >= WARM_UP_MINUTES:
            self.sums[measure] += minutes
            self.counts[measure] += 1

    def customer(self) -> Process:
        """One customer from the first look to the survey."""
        arrived = self.env.now
        chance = self.random.random
        yield from self.visit("Web")  # browse
        if chance() < ADVICE:
            yield from self.visit("Phone")
        yield from self.visit("Web")  # place
        while chance() < REVISE:
            yield from self.visit("Web")  # revise
            yield from self.visit("Web")  # place again
        yield from self.visit("Web")  # pay
        if self.parallel:
            invoice = self.env.process(self.visit("Office"))
            yield from self.visit("Warehouse")  # pick
            yield invoice
        else:
            yield from self.visit("Warehouse")
            yield from self.visit("Office")
        yield from self.visit("Warehouse")  # deliver
        if chance() < ENQUIRY:
            yield from self.visit("Phone")
        if chance() < RETURN:
            yield from self.visit("Warehouse")  # send back
            yield from self.visit("Office")  # refund
        yield from self.visit("Web")  # survey
        self.record("elapsed", self.env.now - arrived)


def run(cases: int, seed: int, parallel: bool) -> Outcome:
    """Replications of 4,000 minutes with a warm-up each; every case simulated counts as work."""
    values: dict[str, list[float]] = {name: [] for name in MEASURES}
    replications = max(2, round(cases / (REPLICATION_MINUTES * ARRIVALS_PER_MINUTE)))
    done = 0
    for replication in range(replications):
        shop = Shop(seed * 1_000_000 + replication, parallel)
        shop.env.process(shop.arrivals())
        shop.env.run(until=REPLICATION_MINUTES)
        done += shop.cases
        for name in MEASURES:
            values[name].append(shop.sums[name] / shop.counts[name])
    return Outcome(cases=done, answers=answers(values))


if __name__ == "__main__":
    main(f"SimPy {simpy.__version__}", run)
