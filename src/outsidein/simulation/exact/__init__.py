"""Exact figures of a process, by absorbing chain: what the simulation is held against."""

from __future__ import annotations

from importlib import import_module
from typing import Any

_HOMES = {
    "Check": "checked",
    "Checked": "checked",
    "Exact": "figures",
    "Figures": "figures",
    "check_run": "checked",
    "exact": "figures",
}

__all__ = list(_HOMES)


def __getattr__(name: str) -> Any:
    """Load a public name when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module 'outsidein.simulation.exact' has no attribute {name!r}")
    return getattr(import_module(f"outsidein.simulation.exact.{_HOMES[name]}"), name)
