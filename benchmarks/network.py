"""The order process as a queueing network: its numbers and its exact answers.

Plain Python without dependencies, because the programs of the peers read it inside their own
virtual environments.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, stdev

ARRIVALS_PER_MINUTE = 1.0
ADVICE, REVISE, ENQUIRY, RETURN = 0.30, 0.20, 0.15, 0.10

MEASURES = ("Web", "Phone", "Warehouse", "Office", "elapsed")
"""What every program answers: mean wait of a visit in each pool, and mean time from the arrival
of a customer to the end of the survey; minutes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """People who do the same work at the same pace, first come first served."""

    people: int
    minutes: float  # mean of the exponential service time


# One mean a pool: then the sequential network has a product form and its waits are exact.
POOLS = {
    "Web": Pool(people=30, minutes=330 / 60),
    "Phone": Pool(people=6, minutes=520 / 60),
    "Warehouse": Pool(people=16, minutes=380 / 60),
    "Office": Pool(people=8, minutes=380 / 60),
}

ACTIVITIES = {
    "browse": "Web",
    "advice": "Phone",
    "place": "Web",
    "revise": "Web",
    "pay": "Web",
    "pick": "Warehouse",
    "invoice": "Office",
    "deliver": "Warehouse",
    "enquiry": "Phone",
    "send-back": "Warehouse",
    "refund": "Office",
    "survey": "Web",
}

# The sequential variant: pick, then invoice. After the survey the customer leaves.
ROUTES: dict[str, dict[str, float]] = {
    "browse": {"advice": ADVICE, "place": 1 - ADVICE},
    "advice": {"place": 1},
    "place": {"revise": REVISE, "pay": 1 - REVISE},
    "revise": {"place": 1},
    "pay": {"pick": 1},
    "pick": {"invoice": 1},
    "invoice": {"deliver": 1},
    "deliver": {
        "enquiry": ENQUIRY,
        "send-back": (1 - ENQUIRY) * RETURN,
        "survey": (1 - ENQUIRY) * (1 - RETURN),
    },
    "enquiry": {"send-back": RETURN, "survey": 1 - RETURN},
    "send-back": {"refund": 1},
    "refund": {"survey": 1},
    "survey": {},
}


def visits() -> dict[str, float]:
    """Mean number of visits of a customer to each activity: the traffic equations.

    Source: Kemeny & Snell, *Finite Markov Chains*, the fundamental matrix, here summed step by
    step; after 400 steps the loop of 20 % has left less than 1e-100.
    """
    total = dict.fromkeys(ACTIVITIES, 0.0)
    here = {"browse": 1.0}
    for _ in range(400):
        following: dict[str, float] = {}
        for activity, share in here.items():
            total[activity] += share
            for next_one, part in ROUTES[activity].items():
                following[next_one] = following.get(next_one, 0.0) + share * part
        here = following
    return total


def visits_to_pools() -> dict[str, float]:
    """Mean number of visits of a customer to each pool."""
    total = dict.fromkeys(POOLS, 0.0)
    for activity, count in visits().items():
        total[ACTIVITIES[activity]] += count
    return total


def mean_wait(arrivals_per_minute: float, pool: Pool) -> float:
    """Mean wait in an M/M/c queue, minutes; the load must be below the number of people.

    Source: Gross & Harris, *Fundamentals of Queueing Theory*, the M/M/c queue: Erlang C by the
    Erlang B recursion.
    """
    load = arrivals_per_minute * pool.minutes
    if load >= pool.people:
        raise ValueError(f"{load:.2f} erlangs offered to {pool.people} people")
    blocked = 1.0
    for servers in range(1, pool.people + 1):
        blocked = load * blocked / (servers + load * blocked)
    waits = blocked / (1 - load / pool.people * (1 - blocked))
    return waits * pool.minutes / (pool.people - load)


def exact_answers() -> dict[str, float]:
    """Exact value of each of MEASURES for the sequential variant, minutes.

    The sequential variant is an open network of first-come-first-served pools with Poisson
    arrivals, exponential times with one mean a pool and routing by chance: each pool waits like an
    M/M/c queue of its own. Source: Baskett, Chandy, Muntz & Palacios (1975), *Open, closed, and
    mixed networks of queues with different classes of customers*, service centres of type 1.
    """
    counts = visits_to_pools()
    waits = {
        name: mean_wait(ARRIVALS_PER_MINUTE * counts[name], pool) for name, pool in POOLS.items()
    }
    elapsed = sum(counts[name] * (waits[name] + pool.minutes) for name, pool in POOLS.items())
    return {**waits, "elapsed": elapsed}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An estimate from independent replications, minutes."""

    mean: float
    error: float  # standard error of the mean


def answers(replications: Mapping[str, Sequence[float]]) -> dict[str, Answer]:
    """Mean and standard error of each measure over its values, one a replication."""
    return {
        name: Answer(mean=fmean(values), error=stdev(values) / math.sqrt(len(values)))
        for name, values in replications.items()
    }


def assert_exact(found: Mapping[str, Answer], limit: float = 4.0) -> None:
    """Raise AssertionError when an answer is `limit` standard errors or more from the exact one."""
    exact = exact_answers()
    missing = set(MEASURES) - set(found)
    assert not missing, f"no answer for {', '.join(sorted(missing))}"
    for name in MEASURES:
        assert_equal(name, found[name], Answer(mean=exact[name], error=0.0), limit)


def assert_equal(name: str, one: Answer, other: Answer, limit: float = 4.0) -> None:
    """Raise AssertionError when two answers differ by `limit` standard errors or more."""
    error = math.hypot(one.error, other.error)
    score = (one.mean - other.mean) / error
    assert abs(score) < limit, (
        f"{name}: {one.mean:.4f} against {other.mean:.4f} minutes, "
        f"standard error {error:.4f}, z = {score:.1f}"
    )
