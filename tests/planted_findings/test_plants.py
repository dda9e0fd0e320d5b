"""The oracle itself: clean processes are clean, and mending a plant by hand helps."""

from __future__ import annotations

import pytest

from outsidein.simulation.runs import run, runnable_faults
from planted_findings.clean import clean
from planted_findings.plants import PLANTS
from planted_findings.tried import mended_by_hand, plant

LONG = pytest.mark.long
SEEDS = [range(2), pytest.param(range(2, 100), marks=LONG)]


@pytest.mark.parametrize("seeds", SEEDS, ids=["few", "many"])
@pytest.mark.parametrize("detector", PLANTS)
def test_mending_a_plant_by_hand_serves_more_customers_well(detector, seeds):
    """Otherwise there would be nothing to find: better where it matters, else no difference."""
    for seed in seeds:
        verdict = mended_by_hand(detector, seed).scenarios[0].verdict
        wanted = "better" if plant(detector, seed).matters else "no difference that matters"
        assert verdict == wanted, plant(detector, seed).draft.text()


@pytest.mark.parametrize("seeds", [range(6), pytest.param(range(100), marks=LONG)], ids=len)
def test_in_a_clean_process_hardly_anybody_waits_or_is_served_poorly(seeds):
    """Queues make less than a hundredth of the time; who is not well served chose so."""
    for seed in seeds:
        process = clean(seed, weekly=seed % 4 == 3).process()
        assert [f for f in runnable_faults(process) if f.severity == "error"] == []
        today = run(process, cases=300, replications=4, seed=seed, threads=1).measures
        assert today["in_queue_seconds"].value < 0.01 * today["elapsed_seconds"].value
        assert today["poorly_served"].value + today["lost"].value < 0.002


def test_processes_are_random_and_the_same_for_a_seed():
    """Twelve seeds give twelve documents; a seed gives one, of 5 to 14 steps with the ends."""
    drafts = [clean(seed) for seed in range(12)]
    texts = [draft.text() for draft in drafts]
    assert len(set(texts)) == 12
    assert texts == [clean(seed).text() for seed in range(12)]
    sizes = {len(draft.process().steps) for draft in drafts}
    assert min(sizes) >= 5
    assert max(sizes) <= 14
