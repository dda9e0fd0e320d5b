"""BPMN 2.0 files: read, changed in place, written back unharmed, and read as a process."""

from __future__ import annotations

from outsidein.lazy import lazily

_HOMES = {
    "BpmnFile": "bpmnfile",
    "open_bpmn": "bpmnfile",
    "open_bytes": "bpmnfile",
    "to_process": "processes",
    "write_bpmn": "export",
    "write_content": "rewriting",
}

__all__ = ["BpmnFile", "open_bpmn", "open_bytes", "to_process", "write_bpmn", "write_content"]

__getattr__ = lazily(__name__, _HOMES)
