"""One program's answers about a sorted table of events, and its times, as a line of JSON.

`python peer_log_table.py pm4py|duckdb FILE`, or `... pm4py-xes|r4pm-xes FILE` for a XES file.
Run inside the peer's own environment; ours is never imported here.
"""

import json
import sys
import time


def timed(steps, name, work):
    """Run a piece of work and keep its CPU and wall seconds."""
    wall, cpu = time.perf_counter(), time.process_time()
    found = work()
    steps[name] = [time.process_time() - cpu, time.perf_counter() - wall]
    return found


def duckdb_table(path, steps):
    """Ask DuckDB in SQL, straight from the file, rows that are no events left out."""
    import duckdb

    base = duckdb.connect()
    base.execute("SET enable_progress_bar=false")
    source = (
        f"(SELECT * FROM read_parquet('{path}', file_row_number=true) WHERE case_id IS NOT NULL "
        "AND activity IS NOT NULL AND time IS NOT NULL)"
    )
    window = "(PARTITION BY case_id ORDER BY time, file_row_number)"
    follows = (
        f"SELECT a, b, count(*), avg(gap) FROM (SELECT activity AS a, lead(activity) OVER w AS b, "
        f"epoch_us(lead(time) OVER w) - epoch_us(time) AS gap FROM {source} WINDOW w AS {window}) "
        "WHERE b IS NOT NULL GROUP BY ALL"
    )
    ways = (
        "SELECT way, count(*) FROM (SELECT list(activity ORDER BY time, file_row_number) AS way "
        f"FROM {source} GROUP BY case_id) GROUP BY way"
    )
    pairs = timed(steps, "follows", lambda: base.execute(follows).fetchall())
    found = timed(steps, "ways", lambda: base.execute(ways).fetchall())
    return [row[:3] for row in pairs], found


def pm4py_table(path, steps):
    """Ask pm4py with a lazy Polars frame, its fastest way."""
    import pm4py
    import polars as pl

    frame = (
        pl.scan_parquet(path)
        .drop_nulls(["case_id", "activity", "time"])
        .rename(
            {"case_id": "case:concept:name", "activity": "concept:name", "time": "time:timestamp"}
        )
    )
    follows, _, _ = timed(steps, "follows", lambda: pm4py.discover_dfg(frame))
    ways = timed(steps, "ways", lambda: pm4py.get_variants(frame))
    return [[a, b, n] for (a, b), n in follows.items()], list(ways.items())


def xes(program, path, steps):
    """Read a XES file into a table; return its events, cases and activities."""
    if program == "pm4py-xes":
        import pm4py

        table = timed(steps, "read", lambda: pm4py.read_xes(path))
        return [len(table), table["case:concept:name"].nunique(), table["concept:name"].nunique()]
    import r4pm.df

    table, _ = timed(steps, "read", lambda: r4pm.df.import_xes(path))
    return [len(table), table["case:concept:name"].n_unique(), table["concept:name"].n_unique()]


def main():
    """Print the answers and the times."""
    program, path = sys.argv[1:]
    steps: dict[str, list[float]] = {}
    if program.endswith("-xes"):
        told = {"counts": xes(program, path, steps)}
    else:
        follows, ways = {"duckdb": duckdb_table, "pm4py": pm4py_table}[program](path, steps)
        top = sorted(([list(way), n] for way, n in ways), key=lambda one: (-one[1], one[0]))
        told = {"follows": sorted(map(list, follows)), "ways": len(ways), "top": top[:20]}
    sys.stdout.write("\n" + json.dumps({"steps": steps, **told}) + "\n")


if __name__ == "__main__":
    main()
