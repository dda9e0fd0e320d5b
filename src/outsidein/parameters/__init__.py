"""Parameter files of other simulators, joined with the drawing that they are about.

Prosimos writes a JSON file beside a BPMN file; QBP and BPSim stand inside the BPMN file.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_HOMES = {
    "Parameters": "values",
    "parameters_inside": "inside",
    "read_prosimos": "prosimos",
    "with_parameters": "joining",
}

__all__ = list(_HOMES)


def __getattr__(name: str) -> Any:
    """Load a public name when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module 'outsidein.parameters' has no attribute {name!r}")
    return getattr(import_module(f"outsidein.parameters.{_HOMES[name]}"), name)
