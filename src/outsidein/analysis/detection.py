"""What hurts customers most: all detectors, and what their proposals would gain."""

from __future__ import annotations

from outsidein.analysis.contacts import contact_reasons
from outsidein.analysis.evidence import Evidence
from outsidein.analysis.failures import failures
from outsidein.analysis.finding import Detector, Finding
from outsidein.analysis.promises import silences
from outsidein.analysis.proving import PROVEN, prove
from outsidein.analysis.streamlining import asked_twice, meetings_in_a_row
from outsidein.analysis.waits import closed_hours, delays, queues
from outsidein.model.process import Process
from outsidein.progress import Progress, in_notebook, part_of
from outsidein.simulation.plan import DEFAULT_CASES
from outsidein.simulation.runs import run
from outsidein.simulation.screening import weeks_to_follow

DETECTORS: tuple[Detector, ...] = (
    failures, queues, delays, contact_reasons, meetings_in_a_row, silences, asked_twice,
    closed_hours,
)  # fmt: skip


def find(evidence: Evidence) -> list[Finding]:
    """Return what every detector finds, each proposal once; nothing is simulated."""
    found: dict[object, Finding] = {}
    for detector in DETECTORS:
        for finding in detector(evidence):
            changes = finding.proposal.changes if finding.proposal else ()
            found.setdefault(repr(changes) if changes else (finding.code, finding.at), finding)
    return list(found.values())


def findings_of(
    evidence: Evidence,
    *,
    threads: int | None = None,
    most: int = PROVEN,
    allow_unstable: bool = False,
    progress: Progress | None = None,
) -> list[Finding]:
    """Find what hurts the customers of a run and try what could be done, as `prove`."""
    today = evidence.today
    weeks = weeks_to_follow(today.measures.get("elapsed_90_seconds"))
    return prove(
        today.process, find(evidence), seed=today.plan.seed, threads=threads,
        replications=today.plan.replications, plan=today.plan, most=most, follow_up_weeks=weeks,
        allow_unstable=allow_unstable, progress=progress,
    )  # fmt: skip


def findings(
    process: Process,
    *,
    cases: int = DEFAULT_CASES,
    replications: int = 30,
    seed: int = 1,
    threads: int | None = None,
    most: int = PROVEN,
    allow_unstable: bool = False,
    progress: Progress | None = None,
) -> list[Finding]:
    """Simulate a process, find what hurts its customers and try what could be done about it.

    Parameters
    ----------
    cases, replications, seed, threads : as `run`.
    most : how many proposals are simulated again on fresh replications, >= 0.

    Raises
    ------
    OutsideInError : everything `run` raises.
    """
    with in_notebook("looking for what hurts customers", progress) as report:
        today = run(
            process, cases=cases, replications=replications, seed=seed, threads=threads,
            allow_unstable=allow_unstable, progress=part_of(report, 0.0, 0.2),
        )  # fmt: skip
        return findings_of(
            Evidence.of(today), threads=threads, most=most, allow_unstable=allow_unstable,
            progress=part_of(report, 0.2, 1.0),
        )  # fmt: skip
