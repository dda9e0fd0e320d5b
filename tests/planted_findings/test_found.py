"""Faults planted in random processes: each detector finds its own, and little in clean ones."""

from __future__ import annotations

from collections import Counter

import pytest

from outsidein.model.scenario import missed
from outsidein.simulation.runs import run, runnable_faults
from planted_findings.plants import PLANTS
from planted_findings.tried import (
    CASES,
    REPLICATIONS,
    found,
    found_and_tried,
    found_in_clean,
    its_own,
    mended_by_hand,
    monthly,
    plant,
    tell,
)

LONG = pytest.mark.long


@pytest.mark.parametrize("seeds", [range(6), pytest.param(range(100), marks=LONG)], ids=len)
@pytest.mark.parametrize("detector", PLANTS)
def test_each_detector_finds_its_own(detector, seeds):
    """At least 95 of 100 plants are found, each with its code and at its address."""
    missing = [s for s in seeds if its_own(detector, s, found(detector, s)) is None]
    kinds = Counter(plant(detector, s).kind for s in missing)
    tell(f"{detector}: {len(seeds) - len(missing)} of {len(seeds)} found; missed {dict(kinds)}")
    text = plant(detector, missing[0]).draft.text() if missing else ""
    assert len(missing) <= 0.05 * len(seeds), f"missed {dict(kinds)}, seeds {missing}\n{text}"


@pytest.mark.parametrize("seeds", [range(1), pytest.param(range(24), marks=LONG)], ids=len)
@pytest.mark.parametrize("detector", PLANTS)
def test_what_was_planted_is_worth_putting_right(detector, seeds):
    """Its proposal was tried, gains customers where it must and minutes elsewhere, and is better.

    Where mending by hand is the same as the proposal, both gain the same.
    """
    for seed in seeds:
        one, process = plant(detector, seed), plant(detector, seed).draft.process()
        own = its_own(detector, seed, found_and_tried(detector, seed))
        assert own is not None, one.draft.text()
        assert own.proven is not None, (own, one.draft.text())
        assert own.verdict == "better", (own.gain, one.draft.text())
        if not one.matters:
            assert own.gain.minutes.low > 0, (own.gain, one.draft.text())
            continue
        assert own.gain.customers.low > 0, (own.gain, one.draft.text())
        by_hand = mended_by_hand(detector, seed).scenarios[0].differences["well_served"]
        spread = monthly(process) * 4 * by_hand.standard_error
        spread += 4 * own.gain.customers.standard_error + 0.01 * monthly(process)
        distance = abs(own.gain.customers.value - monthly(process) * by_hand.value)
        assert distance <= spread, (own.gain, by_hand, one.draft.text())


@pytest.mark.parametrize("seeds", [range(4), pytest.param(range(30), marks=LONG)], ids=len)
@pytest.mark.parametrize("detector", PLANTS)
def test_every_proposal_can_be_made_and_run(detector, seeds):
    """No change of a proposal misses, and the process it leads to can be simulated."""
    for seed in seeds:
        process = plant(detector, seed).draft.process()
        for one in found(detector, seed):
            assert one.proposal is not None, (one, plant(detector, seed).draft.text())
            changed, wrong = missed(process, one.proposal)
            wrong += [f for f in runnable_faults(changed) if f.severity == "error"]
            assert wrong == [], (one, plant(detector, seed).draft.text())


@pytest.mark.parametrize("seeds", [range(6), pytest.param(range(100), marks=LONG)], ids=len)
def test_little_is_found_in_clean_processes(seeds):
    """At most one finding is called better in ten processes with nothing to put right."""
    false = [(s, f.code, f.at) for s in seeds for f in found_in_clean(s) if f.verdict == "better"]
    looked = Counter(f.verdict for s in seeds for f in found_in_clean(s))
    tell(f"{len(false)} false in {len(seeds)} clean processes; verdicts {dict(looked)}")
    assert len(false) <= max(1, len(seeds) // 10), false


@pytest.mark.parametrize("detector", ["failure", "queue"])
def test_a_seed_finds_the_same_twice(detector):
    """Detection and trial depend on nothing but the process and the seed."""

    def told(among):
        return [
            (f.code, f.at, f.what, f.evidence, f.harm, f.proposal, f.gain, f.verdict) for f in among
        ]

    again = found_and_tried.__wrapped__(detector, 0)
    assert told(again) == told(found_and_tried(detector, 0))
    assert told(again) != told(found_and_tried(detector, len(PLANTS[detector])))


@pytest.mark.parametrize("detector", ["failure", "queue", "contact"])
def test_proposals_are_tried_on_customers_that_today_has_not_seen(detector):
    """With the same seed, the trial's today differs from the run's and agrees with it."""
    process = plant(detector, 0).draft.process()
    today = run(process, cases=CASES, replications=REPLICATIONS, seed=0, threads=1)
    own = its_own(detector, 0, found_and_tried(detector, 0))
    fresh = own.proven.today
    counts = [tally.cases.tobytes() for tally in today.tallies]
    assert not set(counts) & {tally.cases.tobytes() for tally in fresh.tallies}
    one, other = today.measures["well_served"], fresh.measures["well_served"]
    assert one.value != other.value
    spread = (one.standard_error**2 + other.standard_error**2) ** 0.5
    assert abs(one.value - other.value) <= 5 * spread
