"""As many replications as a wanted precision needs: a pilot fixes them once (design, rule 16)."""

from __future__ import annotations

from dataclasses import replace

from outsidein.errors import Fault, OutsideInError
from outsidein.measures.measures import Measure
from outsidein.model.process import Process
from outsidein.progress import Progress, part_of
from outsidein.simulation.comparison import primary_measure
from outsidein.simulation.plan import DEFAULT_CASES
from outsidein.simulation.runs import Results, run
from outsidein.statistics import replications_for

PILOT_REPLICATIONS = 30
PILOT_SHARE = 0.25  # of the work, about


def run_to_precision(
    process: Process,
    precision: float,
    *,
    cases: int = DEFAULT_CASES,
    seed: int = 1,
    threads: int | None = None,
    log: bool = False,
    allow_unstable: bool = False,
    progress: Progress | None = None,
) -> Results:
    """Simulate with as many replications as the primary measure needs for a precision.

    A pilot of 30 replications fixes the number; it is thrown away, and the run that counts has
    other replications. The last note says what was fixed and what was reached.

    Parameters
    ----------
    precision : half-width of the interval over the value, > 0: 0.05 is plus or minus 5 %.
    cases, seed, threads, log, allow_unstable : as `run`.

    Raises
    ------
    OutsideInError : everything `run` raises, and ``no-precision``: the measure that scenarios are
        judged by is 0 or cannot be told, so that no share of it is a precision.
    """
    judge = primary_measure(process)
    pilot = run(
        process, cases=cases, replications=PILOT_REPLICATIONS, seed=seed, threads=threads,
        allow_unstable=allow_unstable, progress=part_of(progress, 0.0, PILOT_SHARE),
    )  # fmt: skip
    try:
        needed = replications_for([pilot.measures[judge.name]], wanted_relative_precision=precision)
    except (KeyError, ValueError) as error:
        what = f'"{judge.label}" has no value that a share could be taken of'
        hint = "judge by another measure: `judge by:` in the document"
        raise OutsideInError([Fault("no-precision", "error", "judge-by", what, hint)]) from error
    plan = replace(
        pilot.plan, first_replication=PILOT_REPLICATIONS, replications=needed.replications
    )
    results = run(
        process, plan=plan, threads=threads, log=log, allow_unstable=allow_unstable,
        progress=part_of(progress, PILOT_SHARE, 1.0),
    )  # fmt: skip
    return replace(results, notes=(*results.notes, _note(results, judge, precision, needed.enough)))


def _note(results: Results, judge: Measure, precision: float, enough: bool) -> str:
    reached = results.measures[judge.name].relative_precision
    found = (
        f"A pilot of {PILOT_REPLICATIONS} runs fixed {results.plan.replications:,} runs for "
        f"±{precision:.2%} of {judge.label}; reached: ±{reached:.2%}."
    )
    return found if enough else f"{found} That is the most allowed, and not enough."
