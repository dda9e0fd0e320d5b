"""A new diagram for any BPMN file: lanes as given, nothing on anything else."""

from outsidein.bpmn.layout.relayout import relayout

__all__ = ["relayout"]
