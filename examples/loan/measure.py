"""Measure the loan desk's log and print every observed number of `loan.yaml`.

    python measure.py [BPIC_2017_W_train.csv.gz] [--write]

The log is the BPI Challenge 2017 (van Dongen, 4TU.ResearchData), its `W_` activities only, training
part: 7,402 applicants, one row a piece of work with its start, its end and who did it.
Without an argument the file is looked for in `$OUTSIDEIN_DATA/logs_real`. Each line printed is the
address of a number in `loan.yaml`, its value and where it comes from; `--write` also writes
`observed.json`, the elapsed times that the study puts beside the simulated ones.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import os
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincinv, ndtri

FILE = "BPIC_2017_W_train.csv.gz"
SOURCE = "BPI Challenge 2017, W_ activities, training part"
MINUTE, HOUR, DAY, WEEK = 60.0, 3600.0, 86400.0, 604800.0
MONDAY = datetime(
    2016, 6, 20, tzinfo=UTC
)  # the log's first day, a Monday: second 0 of everything below
CLOCK = timedelta(hours=2)  # the log's working day runs 04:00 to 17:00: UTC, in a Dutch summer
COHORT_WEEKS = 6  # later applicants still open on 16 September were cut out of the training part
STAFF_WEEKS = range(4, 8)  # the log is full: work begun before 20 June is over, little is cut out
LEFT_OPEN = 2 * HOUR  # 29 pieces of 53,165 are longer, up to 15 days: forgotten, not worked on
ONE_GO = 30 * MINUTE  # the same person back within this is still at the same job
NAMES = {
    "W_Handle leads": "lead",
    "W_Complete application": "complete",
    "W_Shortened completion": "complete",  # 63 rows: the same job in a shorter form
    "W_Call after offers": "offer",
    "W_Validate application": "validate",
    "W_Call incomplete files": "incomplete",
}  # "W_Assess potential fraud" (167 rows, 45 applicants) is left out
DESK, VALIDATION = "Loan desk", "Validation"
OPEN = {
    DESK: [*((day, 7, 19) for day in range(5)), (5, 8, 15), (6, 10, 15)],
    VALIDATION: [(day, 6, 15) for day in range(5)],
}
BLOCKS = {
    DESK: [
        "Mon-Thu 07-12",
        "Mon-Thu 12-15",
        "Mon-Thu 15-19",
        "Fri-Fri 07-15",
        "Fri-Fri 15-19",
        "Sat-Sat 08-15",
        "Sun-Sun 10-15",
    ],
    VALIDATION: ["Mon-Fri 06-07", "Mon-Fri 07-13", "Mon-Fri 13-15"],
}
PROFILE = [
    "Mon-Mon 07-15",
    "Tue-Thu 07-15",
    "Fri-Fri 07-15",
    "Mon-Fri 15-19",
    "Sat-Sat 08-15",
    "Sun-Sun 10-15",
]
DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
Hours = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One go of one person at one job for one applicant; seconds since `MONDAY`."""

    case: str
    job: str
    person: str
    start: float
    end: float
    work: float  # seconds with the job open
    forgotten: bool = False  # left open, so `work` says nothing


def read(path: Path) -> list[Visit]:
    """Read the log's pieces of work, by applicant and time, jobs renamed."""
    visits = []
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["activity"] not in NAMES:
                continue
            start, end = (
                (datetime.fromisoformat(row[key] + "+00:00") + CLOCK - MONDAY).total_seconds()
                for key in ("start_time", "end_time")
            )
            visits.append(
                Visit(
                    case=row["case_id"],
                    job=NAMES[row["activity"]],
                    person=row["resource"],
                    start=start,
                    end=end,
                    work=end - start,
                    forgotten=end - start > LEFT_OPEN,
                )
            )
    return sorted(visits, key=lambda visit: (visit.case, visit.start, visit.end))


def merge(pieces: Sequence[Visit]) -> list[list[Visit]]:
    """Join pieces that are one go at the same job; a list of visits for each applicant."""
    journeys: list[list[Visit]] = []
    for piece in pieces:
        if not journeys or journeys[-1][-1].case != piece.case:
            journeys.append([piece])
            continue
        last = journeys[-1][-1]
        same = (last.job, last.person) == (piece.job, piece.person)
        if same and piece.start - last.end < ONE_GO:
            journeys[-1][-1] = replace(
                last,
                end=max(last.end, piece.end),
                work=last.work + piece.work,
                forgotten=last.forgotten or piece.forgotten,
            )
        else:
            journeys[-1].append(piece)
    return journeys


def steps(journey: Sequence[Visit]) -> list[tuple[str, Visit]]:
    """Name each visit by its step in `loan.yaml`: the same job means different things in turn."""
    named, seen = [], set()
    for before, visit in zip([None, *journey], journey, strict=False):
        name = visit.job
        if name == "offer":  # at once after the application: explaining; days later: reminding
            name = "remind" if name in seen else "explain"
        elif name == "validate":
            name = "recheck" if name in seen else "validate"
        elif name == "incomplete":  # first noted by Validation, then called about by the desk
            name = "ask-for-them" if before is not None and before.job == name else "missing"
        named.append((name, visit))
        seen.add(visit.job)
    return named


Steps = list[list[tuple[str, Visit]]]


def moves(journeys: Steps) -> dict[tuple[str, str], list[tuple[float, float]]]:
    """Collect for each pair of steps (end of the first, start of the second) in seconds."""
    found: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for journey in journeys:
        for (a, first), (b, second) in pairwise(journey):
            found.setdefault((a, b), []).append((first.end, max(first.end, second.start)))
        found.setdefault((journey[-1][0], "end"), []).append((journey[-1][1].end,) * 2)
    return found


def law(family: str, mean: float, sd: float) -> Callable[[Hours], Hours]:
    """Return the inverse distribution function of a law by its arithmetic mean and sd."""
    if family == "lognormal":
        spread = np.log1p((sd / mean) ** 2)
        return lambda u: np.asarray(np.exp(np.log(mean) - spread / 2 + np.sqrt(spread) * ndtri(u)))
    shape = (mean / sd) ** 2
    return lambda u: np.asarray(gammaincinv(shape, u) * mean / shape)


def to_opening(part: str) -> Hours:
    """Hours until the part is open, for each minute of a week."""
    is_open = np.zeros(7 * 1440, dtype=bool)
    for day, opens, closes in OPEN[part]:
        is_open[day * 1440 + opens * 60 : day * 1440 + closes * 60] = True
    minutes = np.flatnonzero(np.concatenate([is_open, is_open]))
    now = np.arange(7 * 1440)
    return np.asarray((minutes[np.searchsorted(minutes, now)] - now) / 60.0)


def fit(pairs: Sequence[tuple[float, float]], part: str) -> tuple[str, float, float, float]:
    """Fit a law to the time between two steps, without the hours in which the part is closed.

    The log shows the time until somebody took the job up. The simulator makes it wait for opening
    by itself, so the law is the one that gives the observed times once each end of it has been
    put off to the next opening. Family, mean and sd in hours minimise the mean distance between
    the observed and the resulting quantiles (Wasserstein-1), which is returned as well.
    """
    ends = np.array([start for start, _ in pairs]) / HOUR
    gaps = np.sort(np.array([until - start for start, until in pairs]) / HOUR)
    levels = (np.arange(60) + 0.5) / 60
    leave = ends[np.linspace(0, len(ends) - 1, min(len(ends), 200)).astype(int)]
    wait = to_opening(part)
    ranks = (np.arange(len(leave) * len(levels)) + 0.5) / (len(leave) * len(levels))
    observed = np.quantile(gaps, ranks)

    def distance(family: str, mean: float, sd: float) -> float:
        ready = leave[:, None] + law(family, mean, sd)(levels)[None, :]
        ready += wait[(ready * 60).astype(np.int64) % len(wait)]
        return float(np.abs(np.sort((ready - leave[:, None]).ravel()) - observed).mean())

    best = (np.inf, "", 0.0, 0.0)
    for family in ("lognormal", "gamma"):
        found, centre, ratio, width = np.inf, float(gaps.mean()), 0.7, 1.6
        for _ in range(9):  # a grid that moves to its best point and shrinks
            means = centre * np.exp(np.linspace(-width, width, 7))
            ratios = np.clip(ratio * np.exp(np.linspace(-width, width, 7)), 0.05, 3)
            grid = [(distance(family, m, m * r), m, r) for m in means for r in ratios]
            found, centre, ratio = min(grid)
            width *= 0.55
        best = min(best, (found, family, float(centre), float(centre * ratio)))
    return best[1], best[2], best[3], best[0]


def spell_law(family: str, mean: float, sd: float) -> str:
    """Write a law of a mean and sd in seconds, both in the unit people would use for the mean."""
    units = ((DAY, "days", 2), (HOUR, "h", 1), (MINUTE, "min", 1), (1.0, "s", 0))
    limits = (2 * DAY, 100 * MINUTE, 90.0, 0.0)
    unit, name, digits = next(u for u, limit in zip(units, limits, strict=True) if mean >= limit)
    return f"{family} {round(mean / unit, digits):g} {name} sd {round(sd / unit, digits):g} {name}"


def percent(part: int, whole: int) -> str:
    """Write a share with one decimal."""
    return f"{round(100 * part / whole, 1):g}%"


def between(first: float, last: float) -> str:
    """Write a period as the dates of its first and last day."""
    days = [(MONDAY + timedelta(seconds=second)).date() for second in (first, last - 1)]
    return f"{days[0]}/{days[1]}"


@dataclass(slots=True)
class Report:
    """Collects the lines: address, value, source."""

    lines: dict[str, str]

    def add(self, address: str, value: str, n: int, period: str) -> None:
        """Add a number of the document with its count and period."""
        self.lines[address] = f"{value} ~observed n={n} {period}"


def shares(
    report: Report, found: Counter[str], step: str, named: dict[str, str], when: str
) -> None:
    """Report the shares of a decision; `named` maps the next step to the branch's label."""
    total = sum(found.values())
    for following, label in named.items():
        report.add(f"{step}.go.{label}", percent(found[following], total), total, when)


def measure_flow(report: Report, journeys: Steps, when: str) -> None:
    """Report the branches and the times between steps of the cohort."""
    found = moves(journeys)
    after: dict[str, Counter[str]] = {}
    for (a, b), pairs in found.items():
        after.setdefault(a, Counter())[b] += len(pairs)
    first = Counter(journey[0][0] for journey in journeys)
    shares(report, first, "whole", {"lead": "a lead", "explain": "yes"}, when)
    failed = after["lead"]["lead"]
    total = sum(after["lead"].values())
    report.add("lead.fails.cut-short", percent(failed, total), total, when)
    shares(report, after["complete"], "all-told", {"complete": "not yet"}, when)
    shares(report, after["explain"], "at-once", {"validate": "yes", "end": "no interest"}, when)
    shares(report, after["remind"], "coming", {"validate": "yes", "remind": "later"}, when)
    following = {"missing": "missing", "recheck": "look again"}
    shares(report, after["validate"], "validate", following, when)
    shares(report, after["recheck"], "recheck", following, when)
    shares(
        report,
        after["ask-for-them"],
        "at-hand",
        {"recheck": "yes", "ask-for-them": "not yet"},
        when,
    )
    times = {
        "details.pause": (DESK, [("complete", "complete")]),
        "offer.after": (DESK, [("complete", "explain")]),
        "think.pause": (DESK, [("explain", "remind")]),
        "reconsider.pause": (DESK, [("remind", "remind")]),
        "gather.pause": (VALIDATION, [("explain", "validate"), ("remind", "validate")]),
        "laid-aside.wait": (VALIDATION, [("validate", "recheck")]),
        "once-more.wait": (VALIDATION, [("recheck", "recheck")]),
        "search.pause": (DESK, [("ask-for-them", "ask-for-them")]),
        "send.pause": (VALIDATION, [("ask-for-them", "recheck")]),
    }
    for address, (part, keys) in times.items():
        pairs = [pair for key in keys for pair in found[key]]
        add_time(report, address, pairs, part, when)
    pairs = [
        (before[1].end, call[1].start)
        for journey in journeys
        for before, note, call in zip(journey, journey[1:], journey[2:], strict=False)
        if (note[0], call[0]) == ("missing", "ask-for-them")
    ]
    add_time(report, "missing.after", pairs, DESK, when)


def add_time(
    report: Report, address: str, pairs: list[tuple[float, float]], part: str, when: str
) -> None:
    """Report the fitted law of a time between steps, and how far off it is as a remark."""
    family, mean, sd, distance = fit(pairs, part)
    report.add(address, spell_law(family, mean * HOUR, sd * HOUR), len(pairs), when)
    hours = [(until - start) / HOUR for start, until in pairs]
    quartiles = " ".join(f"{hour:.1f}" for hour in np.quantile(hours, [0.25, 0.5, 0.75]))
    report.lines[f"# {address}"] = f"quartiles {quartiles} h, fit off by {distance:.1f} h"


def measure_work(report: Report, journeys: Steps) -> None:
    """Report how long each job takes, over all applicants, without what was left open."""
    when = between(0, 13 * WEEK - 2 * DAY)
    names = {"lead": "lead", "complete": "complete-it", "explain": "explain", "remind": "remind"}
    names |= {name: name for name in ("validate", "recheck", "missing", "ask-for-them")}
    for name, step in names.items():
        work = [v.work for journey in journeys for n, v in journey if n == name and not v.forgotten]
        value = spell_law("lognormal", float(np.mean(work)), float(np.std(work)))
        report.add(f"{step}.takes", value, len(work), when)


def hours_of(block: str) -> list[tuple[int, int, int]]:
    """Spell a block such as `Mon-Thu 07-12` as (day, from hour, to hour)."""
    days, hours = block.split()
    first, last = (DAYS.index(day) for day in days.split("-"))
    opens, closes = (int(hour) for hour in hours.split("-"))
    return [(day, opens, closes) for day in range(first, last + 1)]


def spell(block: str) -> str:
    """Write a block as the document does."""
    days, hours = block.split()
    first, last = days.split("-")
    opens, closes = hours.split("-")
    return f"{first if first == last else days} {opens}:00-{closes}:00"


def measure_arrivals(report: Report, cohort: Steps, when: str) -> None:
    """Report the weekly rate and the arrivals an hour of each block of the week."""
    starts = np.array([journey[0][1].start for journey in cohort])
    report.add("arrivals.rate", f"{round(len(starts) / COHORT_WEEKS)} per week", len(starts), when)
    day, hour = (starts // DAY).astype(int) % 7, (starts % DAY) / HOUR
    for index, block in enumerate(PROFILE):
        inside, length = 0, 0
        for d, opens, closes in hours_of(block):
            inside += int(((day == d) & (hour >= opens) & (hour < closes)).sum())
            length += closes - opens
        value = f"{spell(block)} x{round(inside / COHORT_WEEKS / length, 1):g}"
        report.add(f"arrivals.profile.{index}", value, len(starts), when)


def homes(pieces: Sequence[Visit]) -> dict[str, str]:
    """Say to which part each person belongs: Validation if validating is most of what they do."""
    validated = Counter(visit.person for visit in pieces if visit.job == "validate")
    called = Counter(v.person for v in pieces if v.job in {"lead", "complete", "offer"})
    people = {visit.person for visit in pieces}
    return {who: VALIDATION if validated[who] > called[who] else DESK for who in people}


def measure_people(report: Report, pieces: Sequence[Visit]) -> None:
    """Report how many people have a job open at one moment: as many as suffice 19 times in 20."""
    when = between(STAFF_WEEKS[0] * WEEK, (STAFF_WEEKS[-1] + 1) * WEEK)
    home = homes(pieces)
    for part, blocks in BLOCKS.items():
        changes = np.zeros(14 * 7 * 1440, dtype=np.int64)
        for visit in pieces:
            if home[visit.person] == part and not visit.forgotten:
                changes[int(visit.start // MINUTE)] += 1
                changes[int(visit.end // MINUTE)] -= 1
        busy = np.cumsum(changes).reshape(14, 7, 1440)[list(STAFF_WEEKS)]
        looked_at = [
            np.concatenate([busy[:, d, o * 60 : c * 60].ravel() for d, o, c in hours_of(block)])
            for block in blocks
        ]
        for index, (block, minutes) in enumerate(zip(blocks, looked_at, strict=True)):
            address = f"{part.lower().replace(' ', '-')}.people.{index}"
            value = f"{spell(block)} x{int(np.quantile(minutes, 0.95))}"
            report.add(address, value, sum(map(len, looked_at)), when)
            report.lines[f"# {address}"] = f"{minutes.mean():.1f} at work on average"


def elapsed(journeys: Steps) -> dict[str, float | int]:
    """Quantiles and mean of the time from an applicant's first piece of work to the last."""
    times = [max(v.end for _, v in journey) - journey[0][1].start for journey in journeys]
    low, middle, high = (round(float(q)) for q in np.quantile(times, [0.25, 0.5, 0.75]))
    mean = round(float(np.mean(times)))
    return {"p25": low, "median": middle, "p75": high, "mean": mean, "n": len(times)}


def time_by_step(journeys: Steps) -> dict[str, dict[str, float]]:
    """Split the elapsed time by the step that ends each piece of it.

    `visits` an applicant, and mean `hours` from the end of the visit before (for the first, from
    its own start) to the end of this one.
    """
    hours: dict[str, list[float]] = {}
    for journey in journeys:
        last = journey[0][1].start
        for name, visit in journey:
            step = "complete-it" if name == "complete" else name
            hours.setdefault(step, []).append((max(visit.end, last) - last) / 3600)
            last = max(visit.end, last)
    return {
        name: {"visits": round(len(h) / len(journeys), 4), "hours": round(float(np.mean(h)), 4)}
        for name, h in sorted(hours.items())
    }


def measure(path: Path) -> tuple[dict[str, str], dict[str, object]]:
    """Measure the log at `path`: the document's observed numbers, and `observed.json`."""
    pieces = read(path)
    journeys = [steps(journey) for journey in merge(pieces)]
    cohort = [j for j in journeys if j[0][1].start < COHORT_WEEKS * WEEK]
    when = between(0, COHORT_WEEKS * WEEK)
    report = Report({})
    measure_arrivals(report, cohort, when)
    measure_people(report, pieces)
    measure_flow(report, cohort, when)
    measure_work(report, journeys)
    observed: dict[str, object] = {
        "elapsed_seconds": elapsed(cohort),
        "period": when,
        "source": SOURCE,
        "steps": time_by_step(cohort),
    }
    return report.lines, observed


def main() -> None:
    """Print the numbers, and write `observed.json` beside this script if asked to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    root = Path(os.environ.get("OUTSIDEIN_DATA", "../shared/data"))
    parser.add_argument("log", type=Path, nargs="?", default=root / "logs_real" / FILE)
    parser.add_argument("--write", action="store_true", help="write observed.json as well")
    arguments = parser.parse_args()
    lines, observed = measure(arguments.log)
    for address, value in lines.items():
        print(f"{address}: {value}")
    text = json.dumps(observed, indent=2) + "\n"
    print(text, end="")
    if arguments.write:
        Path(__file__).with_name("observed.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
