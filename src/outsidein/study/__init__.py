"""The study: one value that the page, the JSON and the terminal read."""

from __future__ import annotations

from importlib import import_module
from typing import Any

_HOMES = {"Study": "whole", "drawn_only": "drawn", "study_process": "whole"}

__all__ = list(_HOMES)


def __getattr__(name: str) -> Any:
    """Load a public name when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module 'outsidein.study' has no attribute {name!r}")
    return getattr(import_module(f"outsidein.study.{_HOMES[name]}"), name)
