"""The random processes of the tests are what they promise to be."""

from __future__ import annotations

from collections import Counter

import pytest

from outsidein.model.check import check
from outsidein.model.keys import STEP_KEYS
from outsidein.simulation.load import offered_loads
from outsidein.simulation.uncompiled import uncompiled
from random_features import FEATURES
from random_surroundings import all_steps
from strategies import features, random_process

SEEDS = range(200)
WHOLE = frozenset[str]()  # features left out: none
NOT_OF_A_STEP = {"ways", "join_all", "within", "acts", "most", "when", "chance", "again_after"}


def test_every_one_is_without_error_and_can_be_simulated() -> None:
    """No fault but remarks about an end nobody is told of; nothing is missing or later."""
    for seed in SEEDS:
        process = random_process(seed)
        found = {fault.code for fault in [*check(process), *uncompiled(process)]}
        assert found <= {"ends-unseen"}, seed
        found = {fault.code for fault in check(random_process(seed, WHOLE))}
        assert found <= {"ends-unseen"}, seed


def test_the_same_seed_makes_the_same_process() -> None:
    """A failing seed can be run again."""
    assert [random_process(7) for _ in range(2)] == [random_process(7)] * 2
    assert random_process(7) != random_process(8)


def test_every_verb_key_law_and_trigger_occurs() -> None:
    """Everything of the grammar, in two hundred processes."""
    found: Counter[str] = Counter()
    for seed in SEEDS:
        found.update(features(random_process(seed, WHOLE)).keys())
    fields = {key.field for key in STEP_KEYS} - NOT_OF_A_STEP - {"outcome"}
    wanted = {f"says {field}" for field in fields}
    wanted |= {
        f"verb {verb}"
        for verb in (
            "do", "touch", "tell", "hidden", "choose", "check", "wait", "together", "promise",
            "meanwhile", "call", "start", "end", "first of", "some of",
        )
    }  # fmt: skip
    wanted |= {
        f"law {kind}"
        for kind in (
            "constant", "uniform", "exponential", "lognormal", "gamma", "normal", "triangular",
        )
    }  # fmt: skip
    wanted |= {f"when {kind}" for kind in ("at random", "passed", "no news")}
    wanted |= {f"shows {how}" for how in ("none", "status", "full")}
    wanted |= {
        "join all", "split by next", "touch beside", "touch that leads on", "act with next",
        "act again_after", "act most", "calls back", "calls back with a chance",
        "goes elsewhere when closed", "fails at once", "fails noticed_at", "fails until",
        "fails by", "part own_customers", "part lines", "part overflow", "part absent",
            "part skills", "part away", "part staffed by hour",
        "part never closed", "customer people", "customer priority", "two customers", "profile",
        "other working days", "in working days", "process horizon_seconds", "says overrides",
        "way says through", "way says retry",
    }  # fmt: skip
    assert wanted - set(found) == set()


def test_loads_are_mostly_moderate() -> None:
    """Queues form, but nine in ten processes have no part near its capacity."""
    worst = []
    for seed in SEEDS:
        loads = offered_loads(random_process(seed, frozenset(FEATURES))).values()
        worst.append(max((offered / staffed for offered, staffed in loads), default=0.0))
    assert sum(load < 0.8 for load in worst) > 0.9 * len(worst)
    assert sum(load > 0.2 for load in worst) > 0.3 * len(worst)


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_they_are_small(seed: int) -> None:
    """A few steps each: a run of one takes milliseconds."""
    assert 3 <= len(all_steps(random_process(seed).steps)) <= 40
