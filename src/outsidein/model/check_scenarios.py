"""Faults of scenarios."""

from __future__ import annotations

from outsidein.errors import Fault
from outsidein.model.process import Process


def check_scenarios(process: Process, known: list[Fault]) -> list[Fault]:
    return []
