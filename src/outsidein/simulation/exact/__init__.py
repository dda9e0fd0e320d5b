"""Exact figures of a process, by absorbing chain: what the simulation is held against."""

from __future__ import annotations

from outsidein.lazy import lazily

_HOMES = {
    "Check": "checked",
    "Checked": "checked",
    "Exact": "figures",
    "Figures": "figures",
    "check_run": "checked",
    "exact": "figures",
}

__all__ = list(_HOMES)

__getattr__ = lazily(__name__, _HOMES)
