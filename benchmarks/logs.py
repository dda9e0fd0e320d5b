"""Every log of the corpus, told by outsidein and by pm4py: `python -m benchmarks.logs`.

pm4py gets the events sorted as ours; ours are told again from rows in a random order, where pm4py
needs them sorted. Both must count the same.
"""

import csv
import json
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from benchmarks.prepare import interpreter
from outsidein.eventlog.description import Description, describe, moment
from outsidein.eventlog.importing import read_log
from outsidein.eventlog.store import EventLog

DATA = Path(os.environ.get("OUTSIDEIN_DATA", Path(__file__).parents[2] / "shared" / "data"))
PATTERNS = ("logs_*/*.csv.gz", "logs_*/*.xes.gz")


def written(log: EventLog, path: Path, seed: int | None) -> None:
    """Write the events of a log as CSV: sorted, or (seed) in a random order with their place."""
    events = log.events
    cases = np.repeat(log.cases, np.diff(events.first))
    rows = [
        [str(case), log.activities[activity], f"{moment(int(end))}.{int(end) % 1_000_000:06d}", k]
        for k, (case, activity, end) in enumerate(
            zip(cases, events.activity, events.end, strict=True)
        )
    ]
    if seed is not None:
        random.Random(seed).shuffle(rows)
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(["case", "activity", "time", "sequence"])
        writer.writerows(rows)


def told_by_pm4py(path: Path) -> dict:
    """Return what pm4py says of a sorted log."""
    program = Path(__file__).with_name("peer_pm4py.py")
    done = subprocess.run(
        [str(interpreter("pm4py")), str(program), str(path)],
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


def differences(ours: Description, theirs: dict) -> list[str]:
    """Return on what two programs do not agree."""
    follows = {(one.source, one.target): one.count for one in ours.follows}
    ways = {way.activities: way.cases for way in ours.ways}
    begins = {one.name: one.begins for one in ours.activities if one.begins}
    ends = {one.name: one.ends for one in ours.activities if one.ends}
    through = np.array(theirs["through"])
    found = {
        "follows": follows == {(a, b): n for a, b, n in theirs["follows"]},
        "ways": ways == {tuple(way): n for way, n in theirs["ways"]},
        "begins": begins == theirs["begins"],
        "ends": ends == theirs["ends"],
        "median through": np.isclose(
            ours.through_seconds[0.5], np.median(through), rtol=1e-9, atol=1e-5
        ),
        "mean through": np.isclose(ours.through_mean_seconds, through.mean(), rtol=1e-9, atol=1e-5),
    }
    return [name for name, equal in found.items() if not equal]


def compared(path: Path) -> list[str]:
    """Return what differs for one log: sorted beside pm4py, shuffled beside ourselves."""
    log = read_log(path)
    with tempfile.TemporaryDirectory() as folder:
        ordered, shuffled = Path(folder) / "sorted.csv", Path(folder) / "shuffled.csv"
        written(log, ordered, None)
        written(log, shuffled, 1)
        ours = describe(read_log(ordered))
        theirs = told_by_pm4py(ordered)
        again = describe(read_log(shuffled))
    found = differences(ours, theirs)
    if (ours.follows, ours.ways, ours.activities) != (again.follows, again.ways, again.activities):
        found.append("shuffled")
    counts = f"{ours.events:>8,} events, {len(ours.follows):>6,} pairs, {len(ours.ways):>6,} ways"
    sys.stdout.write(f"{path.name:50} {counts}  {'; '.join(found) or 'equal'}\n")
    sys.stdout.flush()
    return found


if __name__ == "__main__":
    paths = sorted(path for pattern in PATTERNS for path in DATA.glob(pattern))
    failed = [path for path in paths if compared(path)]
    sys.exit(1 if failed else 0)
