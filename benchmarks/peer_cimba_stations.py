"""The order process in Cimba, sequential variant: a person is a process, a pool's queue a store.

The other way to write it, after Cimba's tutorial *An assembly line*: nobody is spawned, customers
are rows of a table whose numbers pass from store to store. Less plain than `peer_cimba`, and
faster, because the number of processes is fixed.
"""

# mypy: ignore-errors
# Cimba compiles these classes itself: its decorators and fields are not typed Python.

import cimba as cb
import numba
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
TRIAL_MINUTES = 10_000.0
ROWS = 1_024  # customers at once; about 52 on average, and a trial that needs more fails

WEB, PHONE, WAREHOUSE, OFFICE, ELAPSED = range(5)
BROWSE, ADVISE, PLACE, CHANGE, PAY, PICK, INVOICE, DELIVER, ENQUIRE, SEND_BACK, REFUND, SURVEY = (
    range(12)
)
WEB_PEOPLE, PHONE_PEOPLE, WAREHOUSE_PEOPLE, OFFICE_PEOPLE = (pool.people for pool in POOLS.values())
WEB_MINUTES, PHONE_MINUTES, WAREHOUSE_MINUTES, OFFICE_MINUTES = (
    pool.minutes for pool in POOLS.values()
)


@numba.njit(inline="always")
def record(shop, measure, minutes):
    """Count a value observed after the warm-up."""
    if cb.now() >= WARM_UP_MINUTES:
        shop.sums[measure] += minutes
        shop.counts[measure] += 1


@numba.njit(inline="always")
def join(shop, queue, customer, activity):
    """Queue a customer for an activity."""
    shop.activity[customer] = activity
    shop.joined[customer] = cb.now()
    queue.put(customer)


class Shop(cb.Model):
    """Four queues, the people who serve them, and the table of customers."""

    gap: cb.Input[float] = inputs.dist.exponential(mean=1 / ARRIVALS_PER_MINUTE)
    web: cb.Store[int]
    phone: cb.Store[int]
    warehouse: cb.Store[int]
    office: cb.Store[int]
    free: cb.Array[int] = cb.Array(list(range(ROWS)))
    free_rows: int = ROWS
    activity: cb.Array[int] = cb.Array(ROWS)
    arrival: cb.Array[float] = cb.Array(ROWS)
    joined: cb.Array[float] = cb.Array(ROWS)
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
            self.free_rows -= 1
            customer = self.free[self.free_rows]
            self.arrival[customer] = cb.now()
            join(self, self.web, customer, BROWSE)

    @cb.process(copies=WEB_PEOPLE)
    def web_person(self):
        """Serve the web queue."""
        while True:
            customer = self.web.get()
            record(self, WEB, cb.now() - self.joined[customer])
            cb.hold(random.exponential(WEB_MINUTES))
            done = self.activity[customer]
            if done == BROWSE and random.bernoulli(ADVICE):
                join(self, self.phone, customer, ADVISE)
            elif done in {BROWSE, CHANGE}:
                join(self, self.web, customer, PLACE)
            elif done == PLACE:
                join(self, self.web, customer, CHANGE if random.bernoulli(REVISE) else PAY)
            elif done == PAY:
                join(self, self.warehouse, customer, PICK)
            else:
                record(self, ELAPSED, cb.now() - self.arrival[customer])
                self.free[self.free_rows] = customer
                self.free_rows += 1

    @cb.process(copies=PHONE_PEOPLE)
    def phone_person(self):
        """Serve the phone queue."""
        while True:
            customer = self.phone.get()
            record(self, PHONE, cb.now() - self.joined[customer])
            cb.hold(random.exponential(PHONE_MINUTES))
            if self.activity[customer] == ADVISE:
                join(self, self.web, customer, PLACE)
            elif random.bernoulli(RETURN):
                join(self, self.warehouse, customer, SEND_BACK)
            else:
                join(self, self.web, customer, SURVEY)

    @cb.process(copies=WAREHOUSE_PEOPLE)
    def warehouse_person(self):
        """Serve the warehouse queue."""
        while True:
            customer = self.warehouse.get()
            record(self, WAREHOUSE, cb.now() - self.joined[customer])
            cb.hold(random.exponential(WAREHOUSE_MINUTES))
            done = self.activity[customer]
            if done == PICK:
                join(self, self.office, customer, INVOICE)
            elif done == SEND_BACK:
                join(self, self.office, customer, REFUND)
            elif random.bernoulli(ENQUIRY):
                join(self, self.phone, customer, ENQUIRE)
            elif random.bernoulli(RETURN):
                join(self, self.warehouse, customer, SEND_BACK)
            else:
                join(self, self.web, customer, SURVEY)

    @cb.process(copies=OFFICE_PEOPLE)
    def office_person(self):
        """Serve the office queue."""
        while True:
            customer = self.office.get()
            record(self, OFFICE, cb.now() - self.joined[customer])
            cb.hold(random.exponential(OFFICE_MINUTES))
            if self.activity[customer] == INVOICE:
                join(self, self.warehouse, customer, DELIVER)
            else:
                join(self, self.web, customer, SURVEY)

    @cb.on_end
    def measure(self):
        """Hand the means out."""
        self.cases = self.arrived
        self.mean_web = self.sums[WEB] / self.counts[WEB]
        self.mean_phone = self.sums[PHONE] / self.counts[PHONE]
        self.mean_warehouse = self.sums[WAREHOUSE] / self.counts[WAREHOUSE]
        self.mean_office = self.sums[OFFICE] / self.counts[OFFICE]
        self.mean_elapsed = self.sums[ELAPSED] / self.counts[ELAPSED]


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
    main(f"Cimba {cb.__version__}, fixed servers", run)
