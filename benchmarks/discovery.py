"""Control flow beside pm4py and r4pm: `python -m benchmarks.discovery`.

Four logs, five folds held out by variant. Both miners get the same ways; each tree, theirs and
ours, is judged twice on the held-out cases: by us and by pm4py, from the same PNML. Then
alignments alone: one net, one log, three programs.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import mean

from benchmarks.prepare import interpreter
from outsidein.discovery.alignments import align
from outsidein.discovery.choosing import choose, folds_of, judged
from outsidein.discovery.conformance import fitness
from outsidein.discovery.mining import discover
from outsidein.discovery.nets import pnml
from outsidein.discovery.tree import SILENT, Tree, activity, choice, loop, parallel, sequence
from outsidein.eventlog.flows import Way, ways
from outsidein.eventlog.importing import read_log

DATA = Path(os.environ.get("OUTSIDEIN_DATA", Path(__file__).parents[2] / "shared" / "data"))
LOGS = (
    "bpic2020_RequestForPayment",
    "bpic2020_DomesticDeclarations",
    "helpdesk_italian",
    "08_receipt",
)
ALIGNED = "bpic2020_DomesticDeclarations"
NOISE = 0.2
MOST_CPU_SECONDS = 4.0
CLOSE, TIMES = 5e-4, 10.0
SIGNS = {"->": sequence, "X": choice, "+": parallel, "*": loop}


def asked(tasks: list[dict], peer: str, program: str) -> list[dict]:
    """Let a peer's program answer tasks."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tasks.json"
        path.write_text(json.dumps(tasks), encoding="utf-8")
        command = [str(interpreter(peer)), str(Path(__file__).with_name(program)), str(path)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def plain(some: list[Way]) -> list:
    """Ways as plain values."""
    return [[list(way.activities), way.cases] for way in some]


def tree_from(told: dict) -> Tree:
    """A tree that pm4py told."""
    if told["label"] is not None:
        return activity(told["label"])
    if not told["children"]:
        return SILENT
    return SIGNS[told["sign"]](*map(tree_from, told["children"]))


def trees_of_fold(train: list[Way], theirs: dict) -> dict[str, tuple[Tree, float]]:
    """The trees to be judged, with the CPU seconds that each took."""
    found = {"pm4py IMf 0.2": (tree_from(theirs["tree"]), theirs["cpu_seconds"])}
    begun = time.process_time()
    found["ours 0.2"] = (discover(train, NOISE), time.process_time() - begun)
    begun = time.process_time()
    noise, _ = choose(train)
    found["ours auto"] = (discover(train, noise), time.process_time() - begun)
    return found


def row(name: str, figures: list[dict]) -> str:
    """A line of the table: means over the folds."""
    shown = [f"{mean(one[key] for one in figures):.3f}" for key in (
        "fitness", "precision", "f", "fitness_pm4py", "precision_pm4py", "f_pm4py")]  # fmt: skip
    nodes = f"{mean(one['nodes'] for one in figures):.0f}"
    cpu = f"{max(one['cpu'] for one in figures):.2f}"
    return f"| {name} | {' | '.join(shown)} | {nodes} | {cpu} |"


def harmonic(a: float, b: float) -> float:
    """F of a fitness and a precision."""
    return 2 * a * b / (a + b) if a + b else 0.0


def compared(name: str, folder: Path) -> bool:
    """Print the table of a log; return whether ours stayed within its CPU seconds."""
    gone = list(ways(read_log(DATA / "logs_real" / f"{name}.xes.gz")))
    folds = folds_of(gone)
    tasks = [{"do": "mine", "ways": plain(train)} for train, _ in folds]
    mined = asked(tasks, "pm4py", "peer_pm4py_discovery.py")
    figures: dict[str, list[dict]] = {}
    tasks = []
    for k, ((train, test), theirs) in enumerate(zip(folds, mined, strict=True)):
        for kind, (tree, cpu) in trees_of_fold(train, theirs).items():
            path = folder / f"{name} {kind} {k}.pnml"
            path.write_bytes(pnml(tree))
            by_us = judged(tree, test)
            tasks.append({"do": "judge", "ways": plain(test), "net": str(path)})
            figures.setdefault(kind, []).append({
                "fitness": by_us.fitness, "precision": by_us.precision, "f": by_us.f,
                "nodes": by_us.nodes, "cpu": cpu,
            })  # fmt: skip
    answers = iter(asked(tasks, "pm4py", "peer_pm4py_discovery.py"))
    kinds = list(figures)
    for k in range(len(folds)):
        for kind in kinds:
            told = next(answers)
            figures[kind][k] |= {
                "fitness_pm4py": told["fitness"], "precision_pm4py": told["precision"],
                "f_pm4py": harmonic(told["fitness"], told["precision"]),
            }  # fmt: skip
    for kind in kinds:
        sys.stdout.write(row(f"{name}, {kind}", figures[kind]) + "\n")
        sys.stdout.flush()
    return all(one["cpu"] <= MOST_CPU_SECONDS for kind in kinds[1:] for one in figures[kind])


def aligned(folder: Path, pairs: int = 5) -> bool:
    """Print alignments of one log with one net by three programs; return whether they agree."""
    gone = list(ways(read_log(DATA / "logs_real" / f"{ALIGNED}.xes.gz")))
    told = asked([{"do": "mine", "ways": plain(gone)}], "pm4py", "peer_pm4py_discovery.py")[0]
    tree = tree_from(told["tree"])
    net = folder / "aligned.pnml"
    net.write_bytes(pnml(tree))
    align(tree, gone)  # compiles
    task = {"do": "judge", "ways": plain(gone), "net": str(net), "precision": False}
    ratios, fit = [], 0.0
    for _ in range(pairs):
        begun = time.process_time()
        fit = fitness(align(tree, gone)).of_log
        ours = time.process_time() - begun
        theirs = asked([task], "pm4py", "peer_pm4py_discovery.py")[0]
        ratios.append(theirs["fitness_cpu_seconds"] / ours)
    rust = asked([task], "r4pm", "peer_r4pm.py")[0]
    times = sorted(ratios)[len(ratios) // 2]
    sys.stdout.write(
        f"\nAlignments, {ALIGNED}: log fitness ours {fit:.5f}, pm4py {theirs['fitness']:.5f}, "
        f"r4pm {rust['fitness']:.5f}; ours {ours:.4f} CPU s, pm4py {times:.0f} times that "
        f"({min(ratios):.0f} to {max(ratios):.0f} in {pairs} pairs), "
        f"r4pm {rust['cpu_seconds']:.4f} CPU s\n"
    )
    close = max(abs(fit - theirs["fitness"]), abs(fit - rust["fitness"])) <= CLOSE
    return close and times >= TIMES


if __name__ == "__main__":
    heads = "Fitness | Precision | F | … by pm4py: fitness | precision | F | Nodes | CPU s, most"
    sys.stdout.write(f"| Held-out means of 5 folds | {heads} |\n|{'---|' * 9}\n")
    with tempfile.TemporaryDirectory() as made:
        align(discover([Way(activities=("a",), cases=1)], 0.2), [])
        kept = [compared(name, Path(made)) for name in LOGS]
        kept.append(aligned(Path(made)))
    sys.exit(0 if all(kept) else 1)
