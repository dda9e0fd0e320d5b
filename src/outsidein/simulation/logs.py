"""The event log of a run: the codes of its records turned into names."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from outsidein.eventlog import write
from outsidein.eventlog.visits import TIMES, VisitLog
from outsidein.measures.prices import Prices
from outsidein.measures.records import CASE, FATE, HOW, OUTCOME, PROMISE, STEP, Records
from outsidein.measures.vocabulary import Vocabulary

if TYPE_CHECKING:
    from outsidein.simulation.runs import Results

Column = npt.NDArray[Any]


def write_log(results: Results, path: Path, start: str) -> list[Path]:
    """Write the log of a run made with ``log=True`` as CSV, Parquet or XES."""
    log = event_log(results.log, results.vocabulary, results.prices)
    return write.write_log(log, path, start)


def event_log(blocks: Sequence[Records], words: Vocabulary, prices: Prices) -> VisitLog:
    """Return records as a log with names."""
    visits = _joined([block.steps for block in blocks], STEP)
    promises = _joined([block.promises for block in blocks], PROMISE)
    cases = _joined([block.cases for block in blocks], CASE)
    segments = {(int(c["replication"]), int(c["case"])): c for c in cases}
    return VisitLog(_visits(visits, promises, segments, words), _cases(cases, words, prices))


def _joined(parts: list[Column], dtype: np.dtype[Any]) -> Column:
    return np.concatenate(parts) if parts else np.zeros(0, dtype=dtype)


def _names(codes: Column, names: Sequence[str]) -> Column:
    """Return the name of each code; -1 is an empty text."""
    return np.array([*names, ""])[codes]


def _visits(
    visits: Column, promises: Column, segments: dict[tuple[int, int], Any], words: Vocabulary
) -> dict[str, Column]:
    steps = [s.id for s in words.steps]
    modes = [f"{step}: {mode}" for step, mode in words.modes]
    ways = np.array([words.steps[s].ways[w] for s, w in visits[["step", "way"]].tolist()] or [""])
    branches = [
        words.steps[s].branches[b] if b >= 0 else "" for s, b in visits[["step", "branch"]].tolist()
    ]
    table: dict[str, Column] = {
        name: visits[name]
        for name in ("replication", "case", "customer", "visit", "person", "attempt")
    }
    table |= {
        "segment": _names(visits["segment"], words.segments),
        "step": _names(visits["step"], steps),
        "way": ways[: len(visits)],
        "channel": _names(visits["channel"], words.channels),
        "part": _names(visits["part"], words.parts),
        "caller": _names(visits["caller"], steps),
        "branch": np.array(branches or [""])[: len(visits)],
        "mode": _names(visits["mode"], modes),
        "arose": _names(visits["arose"], modes),
        "how": _names(visits["how"], HOW),
    }
    table |= {name: visits[name] for name in TIMES}
    made = _promise_rows(promises, segments, words)
    return {name: np.concatenate([column, made[name]]) for name, column in table.items()}


def _promise_rows(
    promises: Column, segments: dict[tuple[int, int], Any], words: Vocabulary
) -> dict[str, Column]:
    owners = [segments[int(p["replication"]), int(p["case"])] for p in promises]
    empty = np.full(len(promises), "")
    unknown = np.full(len(promises), np.nan)
    nothing = np.zeros(len(promises), dtype=np.int64)
    table: dict[str, Column] = dict.fromkeys(
        ("way", "channel", "part", "caller", "branch", "mode", "arose"), empty
    )
    table |= dict.fromkeys(("visit", "person", "attempt"), nothing)
    table |= dict.fromkeys(TIMES, unknown)
    return table | {
        "replication": promises["replication"],
        "case": promises["case"],
        "customer": np.array([o["customer"] for o in owners], dtype=np.int64),
        "segment": np.array([words.segments[o["segment"]] for o in owners] or [""])[: len(owners)],
        "step": _names(promises["promise"], [s.id for s in words.steps]),
        "how": _names(promises["fate"], FATE),
        "ready": promises["opened"],
        "ended": promises["shut"],
        "finished": np.where(np.isnan(promises["shut"]), promises["opened"], promises["shut"]),
    }


def _cases(cases: Column, words: Vocabulary, prices: Prices) -> dict[str, Column]:
    worth = np.full(len(cases), np.nan)
    for k, amounts in enumerate(prices.worth):
        for outcome, amount in enumerate(amounts or ()):
            worth[(cases["segment"] == k) & (cases["outcome"] == outcome)] = amount
    return {
        "replication": cases["replication"],
        "case": cases["case"],
        "customer": cases["customer"],
        "segment": _names(cases["segment"], words.segments),
        "start": cases["start"],
        "end": cases["end"],
        "outcome": _names(cases["outcome"], OUTCOME),
        "end_step": _names(cases["end_step"], [s.id for s in words.steps]),
        "worth": worth,
    }
