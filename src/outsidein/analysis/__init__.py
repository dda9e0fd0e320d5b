"""What to put right: findings with their proposals tried, moments of truth."""

from __future__ import annotations

from importlib import import_module
from typing import Any

_HOMES = {
    "Evidence": "evidence",
    "Finding": "finding",
    "find": "detection",
    "findings": "detection",
    "findings_of": "detection",
    "moments_of_truth": "moments",
    "prove": "proving",
}

__all__ = list(_HOMES)


def __getattr__(name: str) -> Any:
    """Load a public name when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module 'outsidein.analysis' has no attribute {name!r}")
    return getattr(import_module(f"outsidein.analysis.{_HOMES[name]}"), name)
