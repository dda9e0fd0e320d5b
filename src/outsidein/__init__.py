"""outsidein: the customer process, seen from the customer's side."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from outsidein.model import showing

__version__ = "0.1.0"

_HOMES = {
    "Fault": "errors",
    "OutsideInError": "errors",
    "Process": "model.process",
    "apply": "model.scenario",
    "best": "simulation.search",
    "fewest": "simulation.search",
    "front": "simulation.search",
    "tune": "simulation.search",
    "check": "model.check",
    "read": "inputs",
    "read_text": "document",
    "check_file": "inputs",
    "draw": "chart",
    "exact": "simulation.exact",
    "run": "simulation",
    "compare": "simulation",
    "findings": "analysis",
    "tornado": "simulation",
    "study_process": "study",
}

__all__ = list(_HOMES)

showing.shown_by |= {
    name: f"outsidein.study.shown:{name.lower()}_html"
    for name in ("Process", "Results", "Comparison", "Study")
}


def __getattr__(name: str) -> Any:
    """Load a public name when it is first asked for, so that `import outsidein` stays light."""
    if name not in _HOMES:
        raise AttributeError(f"module 'outsidein' has no attribute {name!r}")
    return getattr(import_module(f"outsidein.{_HOMES[name]}"), name)
