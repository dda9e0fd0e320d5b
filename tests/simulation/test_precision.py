"""A pilot fixes the replications once, for a wanted precision; other replications count."""

from __future__ import annotations

from dataclasses import replace

import pytest

from outsidein.document import new_document, read_text
from outsidein.errors import OutsideInError
from outsidein.simulation import run
from outsidein.simulation.precision import PILOT_REPLICATIONS, run_to_precision


def test_the_pilot_fixes_the_runs_and_is_thrown_away() -> None:
    """A finer precision takes more runs; the run that counts begins behind the pilot's."""
    process = replace(read_text(new_document(), "new.yaml"), judge_by="time in all")
    rough = run_to_precision(process, 0.05, cases=100)
    fine = run_to_precision(process, 0.002, cases=100)
    assert rough.plan.replications == 30
    assert 30 < fine.plan.replications <= 1_000
    assert fine.plan.first_replication == PILOT_REPLICATIONS
    assert fine.measures["elapsed_seconds"].relative_precision < 0.004
    assert f"{fine.plan.replications:,} runs for ±0.20% of " in fine.notes[-1]
    same = run(process, plan=fine.plan)
    assert same.measures["elapsed_seconds"] == fine.measures["elapsed_seconds"]


def test_nothing_has_no_precision() -> None:
    """A measure that is not told cannot fix the runs: a fault that says what to do."""
    process = replace(read_text(new_document(), "new.yaml"), judge_by="worth")
    worthless = replace(
        process, customers=tuple(replace(one, worth=None) for one in process.customers)
    )
    with pytest.raises(OutsideInError) as error:
        run_to_precision(worthless, 0.05, cases=50)
    assert [fault.code for fault in error.value.faults] == ["no-precision"]
