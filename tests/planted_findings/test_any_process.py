"""Detectors on processes over the whole grammar: nothing breaks, and all is said plainly."""

from __future__ import annotations

import pytest

from outsidein.analysis import Evidence, find, moments_of_truth
from outsidein.model.scenario import missed
from outsidein.simulation.plan import overload_faults
from outsidein.simulation.runs import run, runnable_faults
from planted_findings.test_sentences import faults_of
from random_processes import random_process

LONG = pytest.mark.long


@pytest.mark.parametrize("seeds", [range(12), pytest.param(range(300), marks=LONG)], ids=len)
def test_every_process_can_be_looked_at(seeds):
    """What is found has an address in the process, a plain sentence and an applicable proposal."""
    looked = 0
    for seed in seeds:
        process = random_process(seed)
        if overload_faults(process):
            continue
        today = run(process, cases=40, replications=2, seed=seed, threads=1)
        evidence = Evidence.of(today)
        steps = {words.id for words in today.vocabulary.steps}
        assert {moment.step for moment in moments_of_truth(evidence)} <= steps
        for one in find(evidence):
            looked += 1
            assert one.at.split(".")[0] in steps | set(today.vocabulary.parts), one
            assert faults_of(one.what, ".") == [], one.what
            if one.proposal is None or one.code == "contact":  # a removal may turn out impossible
                continue
            assert faults_of(one.proposal.name, "") == [], one.proposal.name
            changed, wrong = missed(process, one.proposal)
            assert [*wrong, *(f for f in runnable_faults(changed) if f.severity == "error")] == []
    assert looked > 3 * len(seeds)
