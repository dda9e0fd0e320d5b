"""Every semantic fault of a process and of its scenarios."""

from __future__ import annotations

from outsidein.errors import Fault
from outsidein.model.check_scenarios import check_scenarios
from outsidein.model.faults import faults_of
from outsidein.model.missing import missing_numbers
from outsidein.model.process import Process


def check(process: Process, *, flows: bool = True) -> list[Fault]:
    """Return every semantic fault of a process and of its scenarios, each at an address.

    Missing numbers are warnings (``missing-number``): the process can be drawn, not simulated.
    ``flows``: whether the rules about the flow are asked too; a document in which a destination
    was lost is not asked.
    """
    faults = faults_of(process, flows=flows)
    faults += missing_numbers(process)
    faults += check_scenarios(process, faults, flows=flows)
    return list(dict.fromkeys(faults))
