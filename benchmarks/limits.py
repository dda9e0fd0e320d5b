"""Our own limits: events of a full document, memory, common random numbers, start times.

Each is measured in a process of its own: `python -m benchmarks.limits NAME` prints JSON.
"""

import argparse
import json
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from statistics import median

import outsidein
from benchmarks.ours import HERE, process
from outsidein.model.process import Process
from outsidein.simulation.plan import FOLLOW_UP_SECONDS, Plan, window_for

EXAMPLE = HERE.parent / "examples" / "order" / "order.yaml"
JUDGED = "elapsed_seconds"


def plan(model: Process, cases: int, replications: int) -> Plan:
    """Plan a run without warm-up and pilot, so that every event simulated is counted."""
    return Plan(
        warm_up_seconds=0.0,
        window_seconds=window_for(model, cases),
        follow_up_seconds=FOLLOW_UP_SECONDS,
        replications=replications,
        seed=1,
        terminating=True,
    )


def events(model: Process, cases: int, *, log: bool = False) -> dict[str, float]:
    """Count the visits completed in a CPU second, after a small run that loads the kernel."""
    outsidein.run(model, seed=1, threads=1, plan=plan(model, 1_000, 2))
    small = plan(model, cases, 2)
    start = time.process_time()
    results = outsidein.run(model, seed=1, threads=1, plan=small, log=log)
    seconds = time.process_time() - start
    return {"per_second": results.events / seconds, "events": results.events, "cpu": seconds}


def example() -> dict[str, float]:
    """Simulate the example in full: customers call, give up, call again, wait for opening."""
    return events(outsidein.read(EXAMPLE), 100_000)


def network() -> dict[str, float]:
    """Simulate the order process of the benchmarks."""
    return events(process(parallel=True), 500_000)


def people() -> dict[str, float]:
    """Simulate hours, people of one's own, patience and second tries, and keep every record."""
    return events(outsidein.read(HERE / "order_people.yaml"), 100_000, log=True)


def threads() -> dict[str, float]:
    """Simulate the same customers in one thread and in two, in turn; CPU seconds a million."""
    model = process(parallel=True)
    outsidein.run(model, seed=1, threads=2, plan=plan(model, 1_000, 2))
    spent: dict[int, list[float]] = {1: [], 2: []}
    for turn in range(7):
        for count in (1, 2) if turn % 2 else (2, 1):
            start = time.process_time()
            results = outsidein.run(model, threads=count, plan=plan(model, 50_000, 8))
            spent[count].append((time.process_time() - start) / results.arrived * 1e6)
    ratios = [two / one for one, two in zip(spent[1], spent[2], strict=True)]
    return {
        "ratio": median(ratios),
        "lowest": min(ratios),
        "highest": max(ratios),
        "one": median(spent[1]),
        "two": median(spent[2]),
    }


def memory() -> dict[str, float]:
    """Simulate ten million customers in one replication, without a log; peak memory in MB."""
    return peak_memory(10_000_000)


def much_memory() -> dict[str, float]:
    """Simulate a hundred million customers in one replication; peak memory in MB."""
    return peak_memory(100_000_000)


def peak_memory(cases: int) -> dict[str, float]:
    """Simulate so many customers in one replication, without a log; peak memory in MB."""
    model = process(parallel=True)
    results = outsidein.run(model, threads=1, plan=plan(model, cases, 1))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000  # kB on Linux
    return {"cases": results.arrived, "megabytes": peak, "cpu": time.process_time()}


def luck() -> dict[str, float]:
    """Compare "phone 6 to 7 people" on the same customers and on other ones.

    The ratio is that of the variances of the difference in mean time in all: with the seeds of
    today and scenario apart, it is the sum of their variances.
    """
    model = process(parallel=True)
    found = outsidein.compare(model, cases=2_000, replications=200, seed=1, threads=1)
    scenario = found.scenarios[0]
    apart = outsidein.run(
        scenario.results.process,
        seed=2,
        threads=1,
        plan=replace(found.today.plan, seed=2),
    )
    today, other = found.today.measures[JUDGED], apart.measures[JUDGED]
    same = scenario.differences[JUDGED]
    independent = today.standard_error**2 + other.standard_error**2
    return {
        "ratio": independent / same.standard_error**2,
        "difference_minutes": same.value / 60,
        "error_minutes": same.standard_error / 60,
        "apart_minutes": (other.value - today.value) / 60,
        "apart_error_minutes": independent**0.5 / 60,
    }


def start() -> dict[str, float]:
    """Run a thousand customers from nothing: CPU seconds of this process so far."""
    model = process(parallel=True)
    read = time.process_time()
    outsidein.run(model, seed=1, threads=1, plan=plan(model, 1_000, 2))
    return {"read": read, "run": time.process_time()}


TASKS: dict[str, Callable[[], dict[str, float]]] = {
    task.__name__: task
    for task in (example, network, people, threads, memory, much_memory, luck, start)
}

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("task", choices=TASKS)
    sys.stdout.write(json.dumps(TASKS[parser.parse_args().task]()) + "\n")
