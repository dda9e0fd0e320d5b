"""The order process in Cimba, sequential variant: a customer is a spawned model, a pool a resource.

As Cimba's tutorials *An amusement park* and *A weather-gated harbor* recommend for customers who
carry their own state through shared resources.
"""

# mypy: ignore-errors
# Cimba compiles these classes itself: its decorators and fields are not typed Python.

import cimba as cb
import numba
import numpy as np
from cimba import inputs, random

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

WARM_UP_MINUTES = 600.0  # the slowest pool, Office, forgets its start in about 180 minutes
# Cimba gives the memory of spawned customers back at the end of a trial: short ones are fastest.
TRIAL_MINUTES = 10_000.0

WEB, PHONE, WAREHOUSE, OFFICE, ELAPSED = range(5)
MINUTES = np.array([pool.minutes for pool in POOLS.values()])


class Shop(cb.Model):
    """The pools, the arrivals and the sums of one replication."""

    gap: cb.Input[float] = inputs.dist.exponential(mean=1 / ARRIVALS_PER_MINUTE)
    web: cb.Resource = cb.Resource(capacity=POOLS["Web"].people)
    phone: cb.Resource = cb.Resource(capacity=POOLS["Phone"].people)
    warehouse: cb.Resource = cb.Resource(capacity=POOLS["Warehouse"].people)
    office: cb.Resource = cb.Resource(capacity=POOLS["Office"].people)
    sums: cb.Array[float] = cb.Array(5)
    counts: cb.Array[int] = cb.Array(5)
    arrived: int = 0
    cases: cb.Output[int]
    mean_web: cb.Output[float]
    mean_phone: cb.Output[float]
    mean_warehouse: cb.Output[float]
    mean_office: cb.Output[float]
    mean_elapsed: cb.Output[float]

    @cb.process
    def arrivals(self):
        """Let customers come at random."""
        while True:
            cb.hold(self.gap.next())
            self.arrived += 1
            cb.spawn(Customer, shop=self)

    @cb.on_end
    def measure(self):
        """Hand the means out."""
        self.cases = self.arrived
        self.mean_web = self.sums[WEB] / self.counts[WEB]
        self.mean_phone = self.sums[PHONE] / self.counts[PHONE]
        self.mean_warehouse = self.sums[WAREHOUSE] / self.counts[WAREHOUSE]
        self.mean_office = self.sums[OFFICE] / self.counts[OFFICE]
        self.mean_elapsed = self.sums[ELAPSED] / self.counts[ELAPSED]


@numba.njit(inline="always")
def record(shop, measure, minutes):
    """Count a value observed after the warm-up."""
    if cb.now() >= WARM_UP_MINUTES:
        shop.sums[measure] += minutes
        shop.counts[measure] += 1


@numba.njit(inline="always")
def visit(shop, pool, measure):
    """Wait for one person of a pool and be served."""
    joined = cb.now()
    pool.acquire()
    record(shop, measure, cb.now() - joined)
    cb.hold(random.exponential(MINUTES[measure]))
    pool.release()


class Customer(cb.Model):
    """One customer from the first look to the survey."""

    shop: cb.Ref[Shop]

    @cb.process
    def order(self):
        """Go through the activities in turn."""
        shop = self.shop
        arrived = cb.now()
        visit(shop, shop.web, WEB)  # browse
        if random.bernoulli(ADVICE):
            visit(shop, shop.phone, PHONE)
        visit(shop, shop.web, WEB)  # place
        while random.bernoulli(REVISE):
            visit(shop, shop.web, WEB)  # revise
            visit(shop, shop.web, WEB)  # place again
        visit(shop, shop.web, WEB)  # pay
        visit(shop, shop.warehouse, WAREHOUSE)  # pick
        visit(shop, shop.office, OFFICE)  # invoice
        visit(shop, shop.warehouse, WAREHOUSE)  # deliver
        if random.bernoulli(ENQUIRY):
            visit(shop, shop.phone, PHONE)
        if random.bernoulli(RETURN):
            visit(shop, shop.warehouse, WAREHOUSE)  # send back
            visit(shop, shop.office, OFFICE)  # refund
        visit(shop, shop.web, WEB)  # survey
        record(shop, ELAPSED, cb.now() - arrived)


def run(cases: int, seed: int, parallel: bool) -> Outcome:
    """Trials of 10,000 minutes with a warm-up each; every case simulated counts as work done."""
    if parallel:
        raise SystemExit("this program has the sequential variant only")
    shop = Shop()
    experiment = cb.Experiment(
        shop,
        replications=max(2, round(cases / (TRIAL_MINUTES * ARRIVALS_PER_MINUTE))),
        window=cb.Window(warmup=WARM_UP_MINUTES, duration=TRIAL_MINUTES - WARM_UP_MINUTES),
        seed=seed,
    )
    found = experiment.run(workers=1, on_failure="raise")[shop]
    values = {name: getattr(found, f"mean_{name.lower()}").values[0].tolist() for name in MEASURES}
    return Outcome(cases=int(found.cases.values.sum()), answers=answers(values))


if __name__ == "__main__":
    main(f"Cimba {cb.__version__}, spawned customers", run)
