"""pm4py's miner and judge on given ways: `python peer_pm4py_discovery.py tasks.json`.

Run inside pm4py's own environment (it is AGPL: called here as a program, never imported by ours).
"""

import json
import sys
import time
from pathlib import Path

import pandas as pd
import pm4py

NOISE = 0.2


def table(ways: list) -> pd.DataFrame:
    """Events of ways (activities, cases), a case after another."""
    rows, case = [], 0
    for activities, cases in ways:
        for _ in range(cases):
            rows += [(str(case), name, second) for second, name in enumerate(activities)]
            case += 1
    frame = pd.DataFrame(rows, columns=["case", "activity", "second"])
    frame["time"] = pd.Timestamp("2026-01-05", tz="UTC") + pd.to_timedelta(frame["second"], "s")
    return pm4py.format_dataframe(
        frame[["case", "activity", "time"]],
        case_id="case", activity_key="activity", timestamp_key="time",
    )  # fmt: skip


def tree_of(node) -> dict:
    """A process tree as plain values."""
    sign = node.operator.value if node.operator is not None else None
    return {"label": node.label, "sign": sign, "children": [tree_of(c) for c in node.children]}


def mined(task: dict) -> dict:
    """Mine a tree of the ways of a task."""
    log = table(task["ways"])
    begun = time.process_time()
    tree = pm4py.discover_process_tree_inductive(log, noise_threshold=NOISE)
    return {"cpu_seconds": time.process_time() - begun, "tree": tree_of(tree)}


def judged(task: dict) -> dict:
    """Judge a net by the ways of a task."""
    log = table(task["ways"])
    net, begin, end = pm4py.read_pnml(task["net"])
    begun = time.process_time()
    fitness = pm4py.fitness_alignments(log, net, begin, end)
    middle = time.process_time()
    precision = None
    if task.get("precision", True):
        precision = pm4py.precision_alignments(log, net, begin, end)
    return {
        "fitness": fitness["log_fitness"],
        "mean_fitness": fitness["average_trace_fitness"],
        "precision": precision,
        "fitness_cpu_seconds": middle - begun,
        "precision_cpu_seconds": time.process_time() - middle,
    }


if __name__ == "__main__":
    tasks = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    answers = [mined(task) if task["do"] == "mine" else judged(task) for task in tasks]
    sys.stdout.write("\n" + json.dumps(answers) + "\n")
