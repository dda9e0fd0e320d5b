"""outsidein: the customer process, seen from the customer's side."""

from __future__ import annotations

from outsidein.lazy import lazily
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

__getattr__ = lazily(__name__, _HOMES)
