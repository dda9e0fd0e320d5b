"""Control variates: narrower where they help, never too narrow, and chosen by a rule that holds."""

from __future__ import annotations

import math

import numpy as np
import pytest

from outsidein.statistics import controlled, if_narrower, interval, mean, ratio_of_sums

REPLICATIONS = 30


def figures(values: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
    """The mean of one number a replication."""
    return [(values, np.ones(len(values)))]


def test_by_hand_the_line_is_read_off_at_zero():
    """Y = 10 + 2 x + rest, x of mean 1 instead of 0: 10, where the plain mean is 12."""
    x = np.array([-1.0, 0.0, 1.0, 2.0, 3.0, 1.0, 1.0, 1.0, 1.0, 1.0])
    rest = np.array([0.1, -0.2, 0.1, -0.2, 0.1, 0.1, 0.0, 0.0, 0.0, 0.0])
    found = controlled(figures(10 + 2 * x + rest), x[:, np.newaxis], n=10)
    assert found.value == pytest.approx(10, abs=0.05)
    assert found.degrees == 8
    line = np.polynomial.Polynomial.fit(x, 10 + 2 * x + rest, 1)
    left = float(np.square(10 + 2 * x + rest - line(x)).sum()) / 8
    assert found.standard_error == pytest.approx(
        math.sqrt(left * (1 / 10 + 1 / np.square(x - 1).sum()))
    )


def test_a_control_that_never_varies_changes_nothing():
    """Where the same customers come in every replication there is nothing to learn from them."""
    values = np.random.default_rng(1).normal(size=REPLICATIONS)
    plain, idle = mean(values), controlled(figures(values), np.zeros((REPLICATIONS, 2)), n=30)
    assert (idle.value, idle.low) == pytest.approx((plain.value, plain.low))
    assert idle.degrees == plain.degrees


def test_a_control_said_twice_counts_once():
    """Two times the same are one: R - 2 degrees of freedom."""
    rng = np.random.default_rng(2)
    x, rest = rng.normal(size=REPLICATIONS), rng.normal(size=REPLICATIONS)
    once = controlled(figures(x + rest), x[:, np.newaxis], n=30)
    twice = controlled(figures(x + rest), np.column_stack([x, 3 * x]), n=30)
    assert (twice.value, twice.half_width) == pytest.approx((once.value, once.half_width))
    assert twice.degrees == 28


def test_what_follows_from_the_controls_is_exact():
    """A fixed cost over who comes: 5,000 over the known 300, whoever came; and the difference."""
    came = np.random.default_rng(5).poisson(300, REPLICATIONS).astype(float)
    cost, control = np.full(REPLICATIONS, 5_000.0), (came - 300)[:, np.newaxis]
    found = controlled([(cost, came)], control, n=9_000)
    assert found.value == pytest.approx(5_000 / 300, rel=1e-12)
    assert found.half_width < 1e-9
    less = controlled([(cost, came), (cost * 0.9, came)], control, n=9_000)
    assert less.value == pytest.approx(500 / 300, rel=1e-12)


def test_too_many_controls_are_refused():
    """One for ten replications."""
    with pytest.raises(ValueError, match="too many"):
        controlled(figures(np.arange(30.0)), np.ones((30, 4)), n=30)
    with pytest.raises(ValueError, match="rows"):
        controlled(figures(np.arange(30.0)), np.ones((29, 1)), n=30)


def tried(explained: float, controls: int, experiments: int, seed: int) -> tuple[float, float]:
    """Return how often what is shown covers 0, and how often the controls were used.

    One of the controls explains a share of the variance, the others nothing.
    """
    rng, covered, used = np.random.default_rng(seed), 0, 0
    for _ in range(experiments):
        x = rng.normal(size=(REPLICATIONS, controls))
        rest = rng.normal(size=REPLICATIONS)
        y = figures(math.sqrt(explained) * x[:, 0] + math.sqrt(1 - explained) * rest)
        plain = interval(ratio_of_sums(*y[0]), 30)
        better = if_narrower(plain, controlled(y, x, n=30))
        used += better is not None
        shown = better or plain
        covered += shown.low <= 0 <= shown.high
    return covered / experiments, used / experiments


@pytest.mark.parametrize(
    ("explained", "least", "most"), [(0.0, 0.0, 0.02), (0.4, 0.2, 0.8), (0.8, 0.99, 1.0)]
)
def test_what_is_shown_covers_whatever_the_controls_explain(explained, least, most):
    """Of 1,000 experiments of 30 replications with 3 controls, 950 +- 4 x 7."""
    covered, used = tried(explained, 3, 1_000, seed=3)
    assert 0.922 <= covered <= 0.978
    assert least <= used <= most


@pytest.mark.long
@pytest.mark.parametrize("explained", [0.0, 0.2, 0.3, 0.4, 0.5, 0.6, 0.9])
def test_what_is_shown_covers_as_promised(explained):
    """Of 10,000 experiments; near the limit of the rule the choice costs up to 1.5 of 100.

    When written, the lowest: 93.9 % where controls explain 40 %, 93.6 % where they explain half.
    """
    covered, _ = tried(explained, 3, 10_000, seed=4)
    assert 0.930 <= covered <= 0.959
