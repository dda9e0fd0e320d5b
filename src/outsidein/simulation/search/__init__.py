"""Searching: the best of many, the fewest people that keep a promise, the best over ranges."""

from __future__ import annotations

from importlib import import_module
from typing import Any

_HOMES = {
    "Front": "frontier",
    "Tuned": "tuning",
    "Fewest": "staffing",
    "Best": "choosing",
    "best": "choosing",
    "fewest": "staffing",
    "front": "frontier",
    "tune": "tuning",
}

__all__ = list(_HOMES)


def __getattr__(name: str) -> Any:
    """Load a public name when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module 'outsidein.simulation.search' has no attribute {name!r}")
    return getattr(import_module(f"outsidein.simulation.search.{_HOMES[name]}"), name)
