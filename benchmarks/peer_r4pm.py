"""r4pm's alignments of given ways with a net: `python peer_r4pm.py tasks.json`.

Run inside r4pm's own environment.
"""

import json
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import r4pm
from r4pm import bindings
from r4pm.petri_net import import_pnml

BEGIN = datetime(2026, 1, 5, tzinfo=UTC)


def table(ways: list) -> pl.DataFrame:
    """Events of ways (activities, cases), a case after another."""
    rows, case = [], 0
    for activities, cases in ways:
        for _ in range(cases):
            rows += [(str(case), a, BEGIN + timedelta(seconds=k)) for k, a in enumerate(activities)]
            case += 1
    names = ["case:concept:name", "concept:name", "time:timestamp"]
    return pl.DataFrame(rows, schema=names, orient="row")


def judged(task: dict) -> dict:
    """Judge a net by the ways of a task."""
    net = import_pnml(task["net"])
    log = r4pm.import_item_from_df("EventLog", table(task["ways"]))
    variants = bindings.log_to_activity_projection(log)
    begun = time.process_time()
    found = bindings.compute_fitness(bindings.align_variants(net, variants), net)
    return {
        "cpu_seconds": time.process_time() - begun,
        "fitness": found["log_fitness"],
        "mean_fitness": found["average_fitness"],
    }


if __name__ == "__main__":
    tasks = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    sys.stdout.write("\n" + json.dumps([judged(task) for task in tasks]) + "\n")
