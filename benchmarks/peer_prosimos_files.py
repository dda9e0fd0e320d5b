"""Prosimos on one drawing and one parameter file: means of each replication, as JSON."""

import csv
import json
import sys
import tempfile
from collections import Counter, defaultdict
from datetime import datetime
from pathlib import Path
from statistics import fmean
from typing import Any

START = "2024-01-01 00:00:00+00:00"


def seconds(text: str) -> float:
    """Return a moment of a log as seconds."""
    return datetime.fromisoformat(text).timestamp()


def a_week(starts: list[float]) -> float:
    """Return the mean number of cases in a whole week, the first and the last left out."""
    counts = Counter(int(start // 604_800) for start in starts)
    return fmean(counts[week] for week in range(min(counts) + 1, max(counts)))


def means(path: Path, cases: int, left_out: int) -> dict[str, float]:
    """Return the mean time in all, wait and events a case, and the wait of each task."""
    with path.open(encoding="utf-8") as lines:
        rows = [
            (int(r["case_id"]), r["activity"], seconds(r["enable_time"]), seconds(r["start_time"]),
             seconds(r["end_time"]))
            for r in csv.DictReader(lines)
        ]  # fmt: skip
    counted = [row for row in rows if left_out <= row[0] < cases - left_out]
    first: dict[int, float] = {}
    last: dict[int, float] = defaultdict(float)
    waits: dict[str, list[float]] = defaultdict(list)
    for case, task, enabled, started, ended in counted:
        first[case] = min(first.get(case, enabled), enabled)
        last[case] = max(last[case], ended)
        waits[task].append(started - enabled)
    number = len(first)
    found = {
        "time in all": fmean(last[case] - first[case] for case in first),
        "waiting": sum(map(sum, waits.values())) / number,
        "tasks a case": len(counted) / number,
        "cases a week": a_week([first[case] - seconds(START) for case in first]),
    }
    return found | {
        f"wait: {' '.join(task.split())}": fmean(held) for task, held in sorted(waits.items())
    }


def main(drawing: str, parameters: str, cases: int, left_out: int, replications: int) -> None:
    """Run the replications and print their means."""
    # Only here: outsidein's side of the comparison counts weeks with the same function.
    from prosimos.simulation_engine import (  # type: ignore[import-not-found,unused-ignore]
        run_simulation,
    )

    found: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log.csv"
        for _ in range(replications):
            run_simulation(drawing, parameters, cases, log_out_path=str(log), starting_at=START)
            found.append(means(log, cases, left_out))
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], *(int(word) for word in sys.argv[3:6]))
