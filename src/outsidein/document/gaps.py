"""The numbers that are missing, as a text to fill in."""

from __future__ import annotations

from outsidein.model.missing import missing_numbers
from outsidein.model.process import Process


def to_fill_in(process: Process) -> str:
    """Return what a simulation still needs, one line a number: its address and how to write it.

    Empty if nothing is missing. Nothing is filled in: NUMBER stands where one has to be found.
    """
    faults = missing_numbers(process)
    if not faults:
        return ""
    width = max(len(fault.where) for fault in faults)
    count = f"{len(faults)} number{'s are' if len(faults) > 1 else ' is'}"
    lines = [f"# {count} missing before this process can be simulated."]
    for fault in faults:
        lines.append(f"# {fault.what.removeprefix('missing: ')}")
        lines.append(f"{fault.where + ':':<{width + 1}} {fault.hint}")
    return "\n".join(lines) + "\n"
