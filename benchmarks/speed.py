"""Speed beside Cimba, SimPy, Ciw and Prosimos, and our own limits: `python -m benchmarks.speed`.

Nothing is printed of a program whose answers are wrong.
"""

import argparse
import json
import os
import sys
import tempfile
from dataclasses import dataclass
from statistics import median

from benchmarks.pairs import Pairs, alternate, child, ours, peer, report

CIMBA, SIMPY, PROSIMOS = 4.0, 60.0, 500.0  # times as many cases in a CPU second: to be reached
GATE = 2.1  # what must not be lost: docs/benchmarks.md says how far 4 is
EXAMPLE_SHARE = 0.25  # of the order process's events in a CPU second
PEOPLE_SHARE = 0.40  # with hours, people of one's own, patience and a log; the same
THREADS = 1.10  # CPU a case in two threads, over that in one
MEMORY_MEGABYTES = 400
MUCH_MEMORY_MEGABYTES = 1_000  # for a hundred million cases
LUCK = 50.0  # times less variance of a difference

OUR_CASES, CIMBA_CASES, SIMPY_CASES = 2_000_000, 400_000, 40_000
CIW_CASES, PROSIMOS_CASES = 40_000, 20_000
SIMPY_CHECK = 160_000  # its sequential variant, against the exact answers, once


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A figure and what it must reach."""

    name: str
    value: float
    at_least: float = 0.0
    at_most: float = float("inf")

    @property
    def met(self) -> bool:
        """Whether the figure is within its limits."""
        return self.at_least <= self.value <= self.at_most

    def __str__(self) -> str:
        bound = f">= {self.at_least:g}" if self.at_least else f"<= {self.at_most:g}"
        return f"{'met   ' if self.met else 'MISSED'} {self.name}: {self.value:.3g} ({bound})"


def say(text: str) -> None:
    """Print a line at once: a benchmark takes minutes."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def beside_cimba(count: int, at_least: float) -> list[Limit]:
    """Compare with Cimba written as its tutorials write customers who carry their own state."""
    pairs = alternate(
        ours(OUR_CASES, parallel=False), peer("peer_cimba", "cimba", CIMBA_CASES), count
    )
    say(report(pairs))
    return [_ratio("times Cimba", pairs, at_least)]


def beside_fixed_servers(count: int) -> None:
    """Compare with the faster, less plain way to write it in Cimba; shown, not asserted."""
    other = peer("peer_cimba_stations", "cimba", CIMBA_CASES)
    say(report(alternate(ours(OUR_CASES, parallel=False), other, count)))


def beside_simpy(count: int, at_least: float) -> list[Limit]:
    """Compare with SimPy, picking and invoicing side by side."""
    peer("peer_simpy", "simpy", SIMPY_CHECK).timed(1)
    pairs = alternate(
        ours(OUR_CASES, parallel=True),
        peer("peer_simpy", "simpy", SIMPY_CASES, parallel=True),
        count,
    )
    say(report(pairs))
    return [_ratio("times SimPy", pairs, at_least)]


def beside_ciw(count: int) -> None:
    """Compare with Ciw, which is asked for nothing: it is slower than SimPy."""
    other = peer("peer_ciw", "ciw", CIW_CASES)
    say(report(alternate(ours(OUR_CASES, parallel=False), other, count)))


def beside_prosimos(count: int, at_least: float) -> list[Limit]:
    """Compare with Prosimos; each run of it is held against the exact answers."""
    other = peer("peer_prosimos", "prosimos", PROSIMOS_CASES)
    pairs = alternate(ours(OUR_CASES, parallel=False), other, count)
    say(report(pairs))
    return [_ratio("times Prosimos", pairs, at_least)]


def _ratio(name: str, pairs: Pairs, at_least: float) -> Limit:
    return Limit(name=name, value=median(pairs.ratios), at_least=at_least)


def limit(task: str, **environment: str) -> dict[str, float]:
    """Measure one of our own limits in a process of its own."""
    found: dict[str, float] = json.loads(
        child([sys.executable, "-m", "benchmarks.limits", task], environment)
    )
    say(f"  {task:10} " + ", ".join(f"{name} {value:,.4g}" for name, value in found.items()))
    return found


def example_share(count: int) -> Limit:
    """Compare the example in full with the order process, events in a CPU second."""
    shares = [limit("example")["per_second"] / limit("network")["per_second"] for _ in range(count)]
    return Limit(name="the example's share", value=median(shares), at_least=EXAMPLE_SHARE)


def people_share(count: int) -> Limit:
    """Compare the order process with hours, patience and a log with the plain one."""
    shares = [limit("people")["per_second"] / limit("network")["per_second"] for _ in range(count)]
    return Limit(name="share with people and log", value=median(shares), at_least=PEOPLE_SHARE)


def starts() -> Limit:
    """Start twice with an empty cache: the second process must not compile again."""
    with tempfile.TemporaryDirectory() as folder:
        first, second = (limit("start", NUMBA_CACHE_DIR=folder) for _ in range(2))
    return Limit(name="second start over first", value=second["run"] / first["run"], at_most=0.5)


def own_limits(count: int) -> list[Limit]:
    """Measure what we ask of ourselves."""
    found = [example_share(count), people_share(count), starts()]
    found.append(
        Limit(name="CPU of two threads over one", value=limit("threads")["ratio"], at_most=THREADS)
    )
    ratio = limit("luck")["ratio"]
    found.append(Limit(name="variance ratio, phone 6 to 7", value=ratio, at_least=LUCK))
    peak = limit("memory")["megabytes"]
    found.append(Limit(name="MB for 10 M cases", value=peak, at_most=MEMORY_MEGABYTES))
    peak = limit("much_memory")["megabytes"]
    return [*found, Limit(name="MB for 100 M cases", value=peak, at_most=MUCH_MEMORY_MEGABYTES)]


def main() -> None:
    """Measure, print, and exit 1 when a limit is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gate", action="store_true", help="Cimba alone, at its lower limit")
    parser.add_argument("--pairs", type=int, default=5, help="pairs of alternating runs")
    asked = parser.parse_args()
    say(f"CPU seconds, {os.cpu_count()} processors, Python {sys.version.split()[0]}")
    found = beside_cimba(asked.pairs, GATE if asked.gate else CIMBA)
    if not asked.gate:
        beside_fixed_servers(asked.pairs)
        found += beside_simpy(asked.pairs, SIMPY)
        beside_ciw(asked.pairs)
        found += beside_prosimos(asked.pairs, PROSIMOS)
        found += own_limits(asked.pairs)
    for one in found:
        say(str(one))
    sys.exit(not all(one.met for one in found))


if __name__ == "__main__":
    main()
