"""What the twin can run and the kernel cannot yet: `run` refuses it by name."""

from __future__ import annotations

from outsidein.errors import Fault
from outsidein.model.process import Process


def uncompiled(process: Process) -> list[Fault]:
    """Return what a process says that the kernel cannot run yet, each at its address."""
    if process.drawn_in is None:
        return []
    what = "a layer over a drawing cannot be simulated yet"
    return [Fault("cannot-be-simulated-yet", "error", "drawn-in", what)]
