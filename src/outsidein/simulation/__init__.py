"""Simulating customers as actors: program, draws, twin, kernel, runs and comparisons."""

from __future__ import annotations

from importlib import import_module
from typing import Any

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


def __getattr__(name: str) -> Any:
    """Load a public name when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module 'outsidein.simulation' has no attribute {name!r}")
    return getattr(import_module(f"outsidein.simulation.{_HOMES[name]}"), name)
