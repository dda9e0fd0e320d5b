"""Too little evidence tells nothing; where it can be known exactly, gains are what they must be."""

from __future__ import annotations

import random

import pytest

from outsidein.analysis import findings
from outsidein.simulation.exact import exact
from planted_findings.clean import clean
from planted_findings.drafts import Draft
from planted_findings.plants import PLANTS
from planted_findings.tried import is_like, monthly, tell, tried

LONG = pytest.mark.long


def rarely_failing(often: int) -> Draft:
    """Return a process of two steps in which one case in so many is lost."""
    draft = Draft(random.Random(often))
    draft.customers = {"Shopper": {"share": "rest"}}
    draft.parts = {"Web shop": {"kind": "system"}, "Courier": {"kind": "partner"}}
    draft.arrivals = {"rate": "200 per day"}
    chance = f"{100 / often:.6f}%"
    draft.steps = {
        "place": {"do": "Place it", "with": "Web shop", "via": "web", "own": "2 min"},
        "pack": {"hidden": "Pack it", "by": "Courier", "takes": "5 min"},
    }
    draft.steps["pack"]["fails"] = [f"{chance} gone astray -> lost"]
    return draft


@pytest.mark.parametrize(
    ("often", "cases", "replications", "seed"),
    [(5_000, 5_000, 8, 1), (1_000, 1_000, 8, 2), (300, 300, 8, 3)],
)
def test_what_was_hardly_seen_cannot_be_told(often, cases, replications, seed):
    """Eight failures are expected in all: fewer than twenty, whatever the gain seems to be."""
    process = rarely_failing(often).process()
    among = findings(process, cases=cases, replications=replications, seed=seed, threads=1)
    assert [(f.code, f.at) for f in among] == [("failure", "pack.fails.gone-astray")]
    assert 0 < among[0].evidence.n < 20
    assert among[0].verdict == "cannot tell yet"


def test_what_was_seen_often_can_be_told():
    """The same failure ten times as often is better put right: the rule above is not a habit."""
    process = rarely_failing(20).process()
    among = findings(process, cases=600, replications=8, seed=1, threads=1)
    assert [f.verdict for f in among] == ["better"]
    assert among[0].evidence.n > 100


def test_what_was_never_seen_is_not_found():
    """One in ten million did not happen in 2,400 cases."""
    assert tried(rarely_failing(10_000_000).process(), 1) == []


@pytest.mark.parametrize("seeds", [range(4), pytest.param(range(100), marks=LONG)], ids=len)
def test_the_gain_of_a_failure_is_what_an_absorbing_chain_says(seeds):
    """Of 100 intervals at least 85 hold the exact gain, and no figure is far off."""
    held = 0
    for seed in seeds:
        kinds = PLANTS["failure"]
        one = kinds[seed % len(kinds)](clean(seed, chain=True))
        process = one.draft.process()
        fixes = exact(process).everyone.fixes
        ((_, changes),) = fixes.items()
        wanted = monthly(process) * changes["well_served"]
        (own,) = [f for f in tried(process, seed) if (f.code, f.at) == (one.code, one.at)]
        assert own.gain is not None
        gain = own.gain.customers
        assert is_like(gain, wanted, 6), (gain, wanted, one.draft.text())
        held += gain.low <= wanted <= gain.high
    tell(f"{held} of {len(seeds)} intervals hold the exact gain")
    assert held >= 0.85 * len(seeds) - 1
