"""Parameter files of other simulators, joined with the drawing that they are about.

Prosimos writes a JSON file beside a BPMN file; QBP and BPSim stand inside the BPMN file.
"""

from __future__ import annotations

from outsidein.lazy import lazily

_HOMES = {
    "Parameters": "values",
    "parameters_inside": "inside",
    "read_prosimos": "prosimos",
    "with_parameters": "joining",
}

__all__ = list(_HOMES)

__getattr__ = lazily(__name__, _HOMES)
