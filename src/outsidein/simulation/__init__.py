"""Simulating customers as actors: program, draws, twin, kernel, runs and comparisons."""

from __future__ import annotations

from outsidein.lazy import lazily

_HOMES = {
    "Comparison": "comparison",
    "Given": "given",
    "Results": "runs",
    "ScenarioResult": "comparison",
    "compare": "comparison",
    "run": "runs",
    "tornado": "one_at_a_time",
}

__all__ = list(_HOMES)

__getattr__ = lazily(__name__, _HOMES)
