"""pm4py's answers about a log that is sorted already: `python peer_pm4py.py log.csv`.

Run inside pm4py's own environment (it is AGPL: called here as a program, never imported by ours).
"""

import json
import sys
import time

import pandas as pd
import pm4py


def main() -> None:
    """Print one line of JSON: what follows what, ways, beginnings, ends, times through."""
    table = pd.read_csv(sys.argv[1], dtype={"case": str, "activity": str}, keep_default_na=False)
    table["time"] = pd.to_datetime(table["time"], format="ISO8601", utc=True)
    start = time.process_time()
    table = pm4py.format_dataframe(
        table, case_id="case", activity_key="activity", timestamp_key="time"
    )
    follows, begins, ends = pm4py.discover_dfg(table)
    ways = pm4py.get_variants(table)
    through = pm4py.get_all_case_durations(table)
    seconds = time.process_time() - start
    told = {
        "program": f"pm4py {pm4py.__version__}",
        "cpu_seconds": seconds,
        "follows": [[a, b, n] for (a, b), n in follows.items()],
        "ways": [[list(way), n if isinstance(n, int) else len(n)] for way, n in ways.items()],
        "begins": begins,
        "ends": ends,
        "through": sorted(through),
    }
    sys.stdout.write("\n" + json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
