"""A large log of orders, the same for the same seed: `python -m benchmarks.order_log FILE ROWS`.

27 activities, 7 to 8 events a case, cases that overlap, rows in the order of time, text ids,
a person, a channel, equal times, and a few rows that are no events. Written as zstd Parquet.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np

ACTIVITIES = (
    "visit shop", "search", "open product", "read reviews", "compare", "ask chat", "call before",
    "place order", "change order", "check credit", "pay by card", "pay by invoice", "remind",
    "pick", "pack", "hand to carrier", "delay notice", "deliver", "deliver again", "call after",
    "write mail", "answer mail", "open return", "send back", "inspect", "refund", "survey",
)  # fmt: skip
CHANNELS = ("web", "phone", "shop", "app")
MEAN_EVENTS, CASES_A_BLOCK, BAD_ONE_IN = 7.452, 200_000, 10_007
START_US = 1_704_067_200_000_000
MEAN_STEP_SECONDS, CASE_EVERY_SECONDS = 5_400.0, 6.0


def _ways(draws: np.random.Generator, cases: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the first event of each case and the activities, one case after another."""
    width = len(ACTIVITIES)
    # Each activity leads to a few others, one of them mostly; the same for every seed.
    made = np.random.default_rng(27)
    chances = np.zeros((width, width))
    for k in range(width):
        nexts = [(k + 1) % width, *made.choice(width, 3, replace=False)]
        for follower, weight in zip(nexts, (0.72, 0.14, 0.09, 0.05), strict=True):
            chances[k, follower] += weight
    cumulated = np.cumsum(chances, axis=1)
    counts = np.clip(draws.poisson(MEAN_EVENTS - 1, cases) + 1, 1, 40)
    first = np.append(0, np.cumsum(counts))
    activity = np.empty(first[-1], np.int16)
    here = draws.choice(4, cases, p=(0.7, 0.2, 0.07, 0.03)).astype(np.int16)
    for step in range(int(counts.max())):
        alive = np.flatnonzero(counts > step)
        activity[first[alive] + step] = here[alive]
        drawn = draws.random(len(alive))[:, None]
        following = (drawn > cumulated[here[alive]]).sum(axis=1)
        here[alive] = np.minimum(following, width - 1)
    return first, activity


def _block(seed: int, number: int, cases: int) -> dict[str, np.ndarray]:
    """Return the events of some cases as columns of numbers."""
    draws = np.random.default_rng([seed, number])
    first, activity = _ways(draws, cases)
    counts = np.diff(first)
    began = (number * CASES_A_BLOCK + np.sort(draws.random(cases)) * cases) * CASE_EVERY_SECONDS
    gaps = draws.exponential(MEAN_STEP_SECONDS, len(activity))
    gaps[draws.random(len(activity)) < 0.02] = 0.0  # some events share their time
    gaps[first[:-1]] = 0.0
    passed = np.cumsum(gaps)
    seconds = np.repeat(began - passed[first[:-1]], counts) + passed
    return {
        "case": np.repeat(np.arange(cases) + number * CASES_A_BLOCK, counts),
        "activity": activity.astype(np.int32),
        "us": (START_US + seconds * 1e6).astype(np.int64),
        "person": draws.integers(0, 400, len(activity)).astype(np.int32),
        "channel": np.repeat(draws.integers(0, len(CHANNELS), cases), counts).astype(np.int32),
        "place": np.arange(len(activity), dtype=np.int64) + number * (1 << 32),
    }


def _in_order(seed: int, cases: int) -> Iterator[dict[str, np.ndarray]]:
    """Yield all events in the order of time, block by block; what is late waits for the next."""
    waiting: dict[str, np.ndarray] = {}
    blocks = -(-cases // CASES_A_BLOCK)
    for number in range(blocks):
        here = min(CASES_A_BLOCK, cases - number * CASES_A_BLOCK)
        block = _block(seed, number, here)
        if waiting:
            block = {name: np.concatenate([waiting[name], block[name]]) for name in block}
        order = np.lexsort((block["place"], block["us"]))
        block = {name: column[order] for name, column in block.items()}
        border = START_US + (number + 1) * CASES_A_BLOCK * CASE_EVERY_SECONDS * 1e6
        ready = len(order) if number == blocks - 1 else np.searchsorted(block["us"], border)
        yield {name: column[:ready] for name, column in block.items()}
        waiting = {name: column[ready:] for name, column in block.items()}


def write_orders(path: Path, rows: int, seed: int = 1) -> None:
    """Write about so many rows: case_id, activity, time, resource, channel, amount."""
    cases = round(rows / MEAN_EVENTS)
    names = ", ".join(f"'{name}'" for name in ACTIVITIES)
    channels = ", ".join(f"'{name}'" for name in CHANNELS)
    bad = f"WHEN place % {BAD_ONE_IN} ="
    with duckdb.connect() as base:
        base.execute(f"SET temp_directory='{path.parent / 'order_log_spill'}'")
        base.execute("SET memory_limit='3GB'")
        base.execute(
            'CREATE TABLE orders ("case" INT, activity INT, us BIGINT, person INT, channel INT, '
            "place BIGINT)"
        )
        for block in _in_order(seed, cases):
            base.register("block", block)
            base.execute("INSERT INTO orders SELECT * FROM block")
            base.unregister("block")
        base.execute(f"""
            COPY (
                SELECT CASE {bad} 0 THEN NULL ELSE printf('order-%09d', "case") END AS case_id,
                    CASE {bad} 1 THEN NULL ELSE [{names}][activity + 1] END AS activity,
                    CASE {bad} 2 THEN NULL ELSE make_timestamp(us) END AS time,
                    printf('agent %03d', person) AS resource,
                    [{channels}][channel + 1] AS channel,
                    round((hash("case") % 50000) / 100, 2) AS amount
                FROM orders
            ) TO '{path}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)
            """)


if __name__ == "__main__":
    write_orders(Path(sys.argv[1]), int(sys.argv[2]))
