"""What the customers of a process are called in a sentence."""

from __future__ import annotations

from outsidein.model.process import Process
from outsidein.words import plural, small


def customers_of(process: Process) -> str:
    """Return the customers' own name if there is one kind, else "customers"."""
    if len(process.customers) == 1:
        return plural(small(process.customers[0].name))
    return "customers"
