"""What the kernel cannot run yet is refused by name, and nothing else."""

from __future__ import annotations

import pytest

from outsidein.simulation.uncompiled import uncompiled
from random_features import FEATURES, NOT_COMPILED
from strategies import random_process

SEEDS = range(60)


@pytest.mark.parametrize("feature", FEATURES)
def test_a_feature_is_refused_as_long_as_it_is_left_out(feature: str) -> None:
    """Where one feature is laid over a process, it is refused if and only if it is listed."""
    others = frozenset(FEATURES) - {feature}
    found = [fault for seed in SEEDS for fault in uncompiled(random_process(seed, others))]
    assert bool(found) == (feature in NOT_COMPILED)
    assert {fault.code for fault in found} <= {"cannot-be-simulated-yet"}
