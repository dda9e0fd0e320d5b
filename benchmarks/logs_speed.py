"""Speed of event logs beside DuckDB, pm4py and r4pm: `python -m benchmarks.logs_speed`.

A generated log (`order_log`) as Parquet, and a XES file of the corpus. Each program is a process of
its own; equal answers are asserted before any time is looked at. Compiling is not timed: ours asks
its questions of a small log first. Ratios are of CPU seconds. 1: a limit is missed.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.order_log import write_orders
from benchmarks.prepare import interpreter

DATA = Path(os.environ.get("OUTSIDEIN_DATA", Path(__file__).parents[2] / "shared" / "data"))
XES = DATA / "logs_real" / "16_bpic2019_1t_per_variant.xes.gz"
PEER = Path(__file__).with_name("peer_log_table.py")
LATER = ("follows", "begins and ends", "ways", "again", "through")
MOST_OF_DUCKDB, MOST_LATER, LEAST_WAYS, LEAST_PM4PY_XES, MOST_R4PM_XES = 2.0, 0.2, 5.0, 5.0, 1.3


def ours(path: Path, warm: Path) -> None:
    """Print our answers and times, in a process of its own."""
    from outsidein.eventlog import flows, groups, importing, passes, repeats

    def asked(file: Path) -> tuple[dict, dict]:
        steps = {}

        def timed(name, work):
            wall, cpu = time.perf_counter(), time.process_time()
            found = work()
            steps[name] = [time.process_time() - cpu, time.perf_counter() - wall]
            return found

        xes = file.suffix != ".parquet"
        kept = [] if xes else ["amount"]
        log = timed("read", lambda: importing.read_log(file, attributes=kept))
        if xes:
            return steps, {"counts": [len(log), log.case_count, len(log.activities)]}
        width = len(log.activities)
        follows = timed("follows", lambda: flows.directly_follows(log))
        timed("begins and ends", lambda: [
            passes.count_starts_and_ends(one.first, one.activity, width) for one in log.blocks()
        ])  # fmt: skip
        ways = timed("ways", lambda: flows.ways(log))
        timed("again", lambda: repeats.done_again(log, 604_800))
        timed("through", lambda: groups.time_through(log))
        return steps, {
            "follows": sorted([one.source, one.target, one.count] for one in follows),
            "ways": len(ways),
            "top": [[list(way.activities), way.cases] for way in ways[:20]],
            "aside": sum(one.count for one in log.aside),
            "rows": log.rows,
            "events": len(log),
        }

    asked(warm)
    steps, told = asked(path)
    sys.stdout.write("\n" + json.dumps({"steps": steps, **told}) + "\n")


def told_by(program: str, path: Path, warm: Path | None = None) -> dict:
    """Run a program and return what it printed last."""
    if program == "ours":
        command = [sys.executable, "-m", "benchmarks.logs_speed", "--ours", str(path), str(warm)]
    else:
        peer = program.removesuffix("-xes")
        python = sys.executable if peer == "duckdb" else str(interpreter(peer))
        command = [python, str(PEER), program, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def line(name: str, cpu: float, wall: float, ratio: str = "") -> None:
    """Print one time."""
    sys.stdout.write(f"  {name:28} {cpu:8.2f} CPU s {wall:8.2f} s  {ratio}\n")
    sys.stdout.flush()


def tables(events: int, peers: list[str]) -> list[str]:
    """Compare the questions about a generated log; return the limits that are missed."""
    missed = []
    with tempfile.TemporaryDirectory() as folder:
        path, warm = Path(folder) / "orders.parquet", Path(folder) / "warm.parquet"
        write_orders(path, events)
        write_orders(warm, 20_000)
        found = {"ours": told_by("ours", path, warm)}
        found |= {peer: told_by(peer, path) for peer in peers}
    mine = found["ours"]
    assert mine["events"] + mine["aside"] == mine["rows"]
    for peer in peers:
        assert found[peer]["ways"] == mine["ways"], peer
        assert found[peer]["follows"] == mine["follows"], peer
        same = [[way, n] for way, n in found[peer]["top"]]
        assert same == mine["top"], peer
    sys.stdout.write(f"{mine['rows']:,} rows, {mine['ways']:,} ways: equal answers\n")
    plain = found["duckdb"]["steps"]["follows"][0]
    for peer in peers:
        for name, (cpu, wall) in found[peer]["steps"].items():
            line(f"{peer}: {name}", cpu, wall)
    for name, (cpu, wall) in mine["steps"].items():
        limit = MOST_LATER if name in LATER else MOST_OF_DUCKDB
        line(f"ours: {name}", cpu, wall, f"{cpu / plain:.2f} of DuckDB's follows (limit {limit})")
        if cpu > limit * plain:
            missed.append(name)
    best = min(found[peer]["steps"]["ways"][0] for peer in peers)
    times = best / mine["steps"]["ways"][0]
    line("ways: times the best peer", mine["steps"]["ways"][0], mine["steps"]["ways"][1],
         f"{times:.1f} (limit {LEAST_WAYS})")  # fmt: skip
    return missed if times >= LEAST_WAYS else [*missed, "ways beside peers"]


def xes() -> list[str]:
    """Compare the reading of a XES file of 300 thousand events."""
    if not XES.is_file():
        raise SystemExit(f"{XES} is not there: set OUTSIDEIN_DATA")
    found = {one: told_by(one, XES, XES) for one in ("ours", "pm4py-xes", "r4pm-xes")}
    counts = [one["counts"] for one in found.values()]
    assert counts == counts[:1] * 3, counts
    seconds = {name: one["steps"]["read"] for name, one in found.items()}
    for name, (cpu, wall) in seconds.items():
        line(f"{name}: read", cpu, wall)
    mine = seconds["ours"][0]
    slower, quicker = seconds["pm4py-xes"][0] / mine, mine / seconds["r4pm-xes"][0]
    line("XES: times pm4py", *seconds["ours"], f"{slower:.1f} (limit {LEAST_PM4PY_XES})")
    line("XES: of r4pm's time", *seconds["ours"], f"{quicker:.2f} (limit {MOST_R4PM_XES})")
    return ["XES beside pm4py"] * (slower < LEAST_PM4PY_XES) + ["XES beside r4pm"] * (
        quicker > MOST_R4PM_XES
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=10_000_000)
    parser.add_argument("--equal", action="store_true", help="equal answers to DuckDB's alone")
    parser.add_argument("--ours", nargs=2, type=Path)
    given = parser.parse_args()
    if given.ours:
        ours(*given.ours)
        sys.exit(0)
    wrong = tables(given.events, ["duckdb"] if given.equal else ["duckdb", "pm4py"])
    if given.equal:
        sys.exit(0)
    wrong += xes()
    sys.stdout.write(f"missed: {', '.join(wrong) or 'nothing'}\n")
    sys.exit(1 if wrong else 0)
