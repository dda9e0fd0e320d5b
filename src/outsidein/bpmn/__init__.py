"""BPMN 2.0 files: read, changed in place, written back unharmed, and read as a process."""

from __future__ import annotations

from importlib import import_module
from typing import Any

_HOMES = {
    "BpmnFile": "bpmnfile",
    "open_bpmn": "bpmnfile",
    "open_bytes": "bpmnfile",
    "to_process": "processes",
    "write_bpmn": "export",
    "write_content": "rewriting",
}

__all__ = ["BpmnFile", "open_bpmn", "open_bytes", "to_process", "write_bpmn", "write_content"]


def __getattr__(name: str) -> Any:
    """Load a public name when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module 'outsidein.bpmn' has no attribute {name!r}")
    return getattr(import_module(f"outsidein.bpmn.{_HOMES[name]}"), name)
