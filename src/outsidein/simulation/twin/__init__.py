"""The twin: a plain simulator that implements the rules of a run to be read, and is the oracle.

``trace`` runs a process for the arrivals given, or for those the process says, and returns every
visit, case and promise. The kernel must give the same, only faster.
"""

from __future__ import annotations

from outsidein.simulation.twin.trace import Trace, TracedCase, trace

__all__ = ["Trace", "TracedCase", "trace"]
