"""Random numbers: the generator's published answers, the laws, and what the kernel draws."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from outsidein.document import read_text
from outsidein.model.behaviour import Law
from outsidein.simulation.draws import (
    PURPOSE,
    gamma_quantile,
    normal_quantile,
    philox,
    quantile,
    stream,
    uniform,
)
from outsidein.simulation.gamma import CELLS, HALVINGS, gamma_table, look_up
from simulation.side_by_side import FOR_EVER, as_arrays, kernel_run

# Random123 1.14, tests/kat_vectors: philox4x32, 10 rounds; counter, key, answer.
KNOWN = (
    ("00000000 00000000 00000000 00000000", "00000000 00000000",
     "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
    ("ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff",
     "408f276d 41c83b0e a20bc7c6 6d5451fd"),
    ("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0",
     "d16cfe09 94fdcceb 5001e420 24126ea1"),
)  # fmt: skip
GRID = np.concatenate([10.0 ** np.arange(-12, -1), np.linspace(0.02, 0.98, 49),
                       1 - 10.0 ** np.arange(-2, -13, -1)])  # fmt: skip


def words(text: str) -> tuple[int, ...]:
    return tuple(int(word, 16) for word in text.split())


@pytest.mark.parametrize(("counter", "key", "answer"), KNOWN)
def test_the_generator_gives_its_published_answers(counter: str, key: str, answer: str) -> None:
    """Philox4x32-10 on the three vectors that its authors publish."""
    assert philox(words(counter), words(key)) == words(answer)  # type: ignore[arg-type]


def test_each_coordinate_moves_the_luck() -> None:
    """Seed, replication, segment, customer, step, visit, purpose: none shares another's luck."""
    base = (5, 3, 1, 17, stream("ask"), 2, PURPOSE["takes"])
    others = [(*base[:k], base[k] + 1, *base[k + 1 :]) for k in range(len(base))]
    found = {uniform(*each) for each in [base, *others]}
    assert len(found) == len(base) + 1
    assert uniform(2**32 + 5, *base[1:]) not in found


def test_uniforms_are_uniform_and_independent_of_their_neighbours() -> None:
    """20,000 customers: Kolmogorov-Smirnov, and no correlation with the next customer's."""
    found = np.array([uniform(1, 0, 0, k, stream("ask"), 0, 4) for k in range(20_000)])
    assert stats.kstest(found, "uniform").pvalue > 1e-3
    assert abs(np.corrcoef(found[:-1], found[1:])[0, 1]) < 4 / math.sqrt(20_000)
    assert 0.0 < found.min() < found.max() < 1.0


LAWS = {
    "uniform": (Law(kind="uniform", parameters=(2.0, 5.0)), stats.uniform(2, 3)),
    "exponential": (Law(kind="exponential", parameters=(4.0,)), stats.expon(scale=4)),
    "triangular": (
        Law(kind="triangular", parameters=(1.0, 2.0, 7.0)), stats.triang(1 / 6, loc=1, scale=6),
    ),
    "one-sided triangular": (
        Law(kind="triangular", parameters=(1.0, 1.0, 7.0)), stats.triang(0, loc=1, scale=6),
    ),
    "lognormal": (
        Law(kind="lognormal", parameters=(6.0, 3.0)),
        stats.lognorm(s=math.sqrt(math.log(1.25)), scale=6 / math.sqrt(1.25)),
    ),
    "gamma": (Law(kind="gamma", parameters=(8.0, 6.0)), stats.gamma(16 / 9, scale=4.5)),
    "spread gamma": (Law(kind="gamma", parameters=(1.0, 2.0)), stats.gamma(0.25, scale=4.0)),
}  # fmt: skip


@pytest.mark.parametrize("name", LAWS)
def test_quantiles_are_those_of_scipy(name: str) -> None:
    """Of every law, from 1e-12 to 1 - 1e-12, to a millionth; of tables to a thousandth."""
    law, expected = LAWS[name]
    tolerance = 1e-3 if law.kind == "gamma" else 1e-6
    found = [quantile(law, float(u)) for u in GRID]
    assert np.allclose(found, expected.ppf(GRID), rtol=tolerance, atol=1e-12)


def test_a_normal_is_cut_at_zero() -> None:
    """Mean 5, standard deviation 4: one in ten is 0, the others as the normal law has them."""
    law = Law(kind="normal", parameters=(5.0, 4.0))
    found = [quantile(law, float(u)) for u in GRID]
    assert np.allclose(found, np.maximum(stats.norm(5, 4).ppf(GRID), 0), rtol=1e-9)
    assert found[0] == 0.0


def test_the_normal_quantile_is_exact_to_the_last_digits() -> None:
    """Wichura's AS 241 promises a relative accuracy of 1e-16."""
    found = [normal_quantile(float(u)) for u in GRID]
    assert np.allclose(found, stats.norm.ppf(GRID), rtol=1e-13, atol=1e-15)


@pytest.mark.parametrize("variation", [0.05, 0.2, 0.75, 1.0, 2.0, 3.0])
def test_tables_have_the_mean_and_variance_they_promise(variation: float) -> None:
    """Design, rule 11: mean and variance within 1e-5, integrated cell by cell."""
    table = gamma_table(variation)
    halving, cell = np.divmod(np.arange(CELLS * HALVINGS), CELLS)
    nodes = np.append(2.0 ** -(halving + 1.0) * (1 - cell / (2 * CELLS)), 2.0 ** -(HALVINGS + 1.0))
    width = nodes[:-1] - nodes[1:]
    mean = square = 0.0
    for part in (table[: len(nodes)], table[len(nodes) :]):
        a, b = part[:-1], part[1:]
        mean += float((width * (a + b) / 2).sum())
        square += float((width * (a * a + a * b + b * b) / 3).sum())
    assert mean == pytest.approx(1.0, rel=1e-5)
    assert square - mean**2 == pytest.approx(variation**2, rel=1e-5)


def test_a_table_is_looked_up_where_it_was_written() -> None:
    """At its nodes the table gives the law's own quantile, in both tails."""
    table = gamma_table(0.75)
    law = stats.gamma(1 / 0.75**2, scale=0.75**2)
    for u in (0.5, 0.25, 2.0**-20, 0.25 * (1 + 5 / CELLS), 1 - 2.0**-9):
        assert look_up(table, u) == pytest.approx(law.ppf(u), rel=1e-6)
    assert gamma_quantile(0.0, 0.3) == 1.0


def test_a_gamma_of_variation_one_is_exponential() -> None:
    """The gamma law with equal mean and standard deviation is the exponential law."""
    found = [gamma_quantile(1.0, float(u)) for u in GRID]
    assert np.allclose(found, -np.log1p(-GRID), rtol=1e-4, atol=1e-14)


WAITS = """
process: Every law
customers: {Ann: {share: 50%}, Bob: {share: rest}}
channels: {web: self}
organisation: {Courier: {kind: partner}}
steps:
  - a: {wait: 90 s}
  - b: {wait: 2..9 min}
  - c: {wait: exponential 7 min}
  - d: {wait: triangular 1..2..9 min}
  - e: {wait: normal 5 min sd 4 min}
  - f: {wait: lognormal 6 min sd 8 min}
  - g: {wait: gamma 8 min sd 6 min}
  - h: {wait: gamma 1 min sd 3 min}
  - i: {tell: It is on its way, by: Courier, via: web}
  - done: {end: Done, outcome: served}
"""


def test_the_kernel_draws_what_the_twin_draws() -> None:
    """Every law, 300 customers of two segments, seeds above 32 bits: to 1e-9 seconds."""
    process = read_text(WAITS)
    drawn = [(600.0 * k, k % 2) for k in range(300)]
    seed, replication = 2**40 + 12345, 2**24 - 1
    _, found = kernel_run(
        process, seed=seed, replication=replication, arrivals=as_arrays(drawn),
        warm_up_seconds=0.0, window_seconds=FOR_EVER,
    )  # fmt: skip
    waits = {k: step.wait for k, step in enumerate(process.steps) if step.wait is not None}
    seen = 0
    for visit in found.steps:
        law = waits.get(int(visit["step"]))
        if law is not None:
            step = process.steps[visit["step"]].id
            u = uniform(
                seed, replication, int(visit["segment"]), int(visit["customer"]), stream(step), 0,
                PURPOSE["wait"],
            )  # fmt: skip
            lasted = visit["finished"] - visit["ready"]
            assert lasted == pytest.approx(quantile(law, u), rel=1e-9, abs=1e-9)
            seen += 1
    assert seen == len(waits) * len(drawn)
