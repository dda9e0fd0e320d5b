"""Rules 11 and 12, grammar §2: one uniform a quantity, by inverse CDF, keyed by names."""

from __future__ import annotations

from math import exp, log, sqrt

import pytest

from known_answers.harness import MINUTE, TWO, column, document, play, same

FORM = "- form: {do: Fill in, with: Shop, via: web, own: %s}"
RANDOM = "exponential 10 min"


def durations(text: str, arrivals: list[tuple[float, str]], seed: int = 1) -> list[float]:
    """How long each visit of `form` lasted."""
    result = play(text, arrivals, seed=seed)
    begun, ended = column(result, "form", "ready"), column(result, "form", "finished")
    return [end - begin for begin, end in zip(begun, ended, strict=True)]


@pytest.mark.parametrize(
    ("law", "luck", "minutes", "tolerance"),
    [
        ("4 min", 0.9, 4.0, 1e-9),
        ("1..3 min", 0.25, 1.5, 1e-9),
        ("exponential 10 min", 0.5, 10 * log(2), 1e-9),
        ("exponential 10 min", 1 - exp(-1), 10.0, 1e-9),
        ("triangular 1..2..4 min", 1 / 12, 1.5, 1e-3),
        ("triangular 1..2..4 min", 1 / 3, 2.0, 1e-3),
        ("triangular 1..2..4 min", 5 / 6, 3.0, 1e-3),
        ("lognormal 6 min sd 3 min", 0.5, 6 / sqrt(1.25), 1e-3),
        ("normal 6 min sd 1 min", 0.5, 6.0, 1e-3),
        ("normal 6 min sd 1 min", 0.8413447, 7.0, 1e-3),
        ("normal 1 min sd 10 min", 0.01, 0.0, 1e-3),
        ("gamma 10 min sd 10 min", 0.5, 10 * log(2), 1e-3),
    ],
)
def test_a_law_is_drawn_by_its_inverse_cdf(law: str, luck: float, minutes: float, tolerance: float):
    """Rule 11, grammar §2: quantiles by hand, mean and sd arithmetic.

    Uniform a + (b - a) u. Exponential -m ln(1 - u). Triangular a, c, b = 1, 2, 4: below c
    a + sqrt(u (b-a)(c-a)): u = 1/12 gives 1 + 1/2, u = 1/3 gives c; above b - sqrt((1-u)(b-a)
    (b-c)): u = 5/6 gives 4 - 1. Lognormal: median m / sqrt(1 + (sd/m)^2). Normal: median m, m +
    sd at 0.84134, cut at 0 (Reading: what is negative becomes 0; 1 - 2.33 x 10 < 0). Gamma
    with sd = mean is exponential.
    """
    result = play(document(FORM % law), luck={("form", 0, "own"): luck})
    assert column(result, "form", "finished")[0] == pytest.approx(
        minutes * MINUTE, rel=tolerance, abs=tolerance
    )


def test_the_same_seed_gives_the_same_bits_and_another_does_not():
    """Design §4: same seed, same bits."""
    text = document(FORM % RANDOM)
    arrivals = [(float(t), "Shopper") for t in range(20)]
    assert durations(text, arrivals) == durations(text, arrivals)
    assert durations(text, arrivals) != durations(text, arrivals, seed=2)


def test_one_segments_rate_never_moves_anothers_luck():
    """Rule 11: the case is counted within its segment.

    Ann's first and second case draw the same whether or not Bobs arrive in between.
    """
    text = document(FORM % RANDOM, customers=TWO)
    alone = durations(text, [(0, "Ann"), (1000, "Ann")])
    mixed = durations(text, [(0, "Ann"), (10, "Bob"), (20, "Bob"), (1000, "Ann")])
    same([mixed[0], mixed[3]], alone)
    assert mixed[1] != mixed[2]
    assert alone[0] != alone[1]


def test_a_step_keeps_its_uniforms_when_its_law_changes():
    """Rule 12: the same id has the same uniforms even if its law changes.

    The uniform behind each exponential duration d of mean 10 min is 1 - exp(-d / 600); the
    uniform law 0..10 min gives 600 times it.
    """
    arrivals = [(float(t), "Shopper") for t in range(5)]
    first = durations(document(FORM % RANDOM), arrivals)
    second = durations(document(FORM % "0..10 min"), arrivals)
    assert second == pytest.approx([600 * (1 - exp(-each / 600)) for each in first], rel=1e-6)


def test_a_step_keeps_its_uniforms_when_its_part_changes():
    """Rule 12: ... even if its part changes: the courier's web page instead of the shop's."""
    arrivals = [(float(t), "Shopper") for t in range(5)]
    text = document(FORM % RANDOM)
    other = text.replace("with: Shop", "with: Courier")
    same(durations(other, arrivals), durations(text, arrivals))


def test_a_new_step_before_it_moves_nobodys_luck():
    """Rules 11, 12: streams are keyed by id and visit, never by position or by what came before."""
    arrivals = [(float(t), "Shopper") for t in range(5)]
    before = "- read: {do: Read, with: Shop, via: web, own: exponential 3 min}\n"
    same(
        durations(document(before + FORM % RANDOM), arrivals),
        durations(document(FORM % RANDOM), arrivals),
    )


def test_a_new_id_has_new_luck():
    """Rule 12: a new id has new luck."""
    text = document(FORM % RANDOM)
    result = play(text.replace("- form:", "- shape:"), [0])
    assert column(result, "shape", "finished") != durations(text, [(0, "Shopper")])


def test_each_purpose_and_each_visit_has_its_own_uniform():
    """Rule 11: counter = ... visit, purpose: the second visit and the pause draw anew."""
    steps = (
        "- form: {do: Fill in, with: Shop, via: web, pause: exponential 10 min, "
        "own: exponential 10 min}\n"
        "- more: {choose: Again, go: [50% yes -> form, no -> done]}"
    )
    result = play(document(steps), luck={("more", 0, "go"): 0.1, ("more", 1, "go"): 0.9})
    pause = result.cases[0].seconds["own pace"]
    own = result.cases[0].seconds["own effort"]
    visits = [v.finished - v.ready for v in result.visits if v.step == "form"]
    assert visits[0] != visits[1]
    assert pause != own
    same(sum(visits), pause + own)


def test_an_uniform_not_used_moves_no_other():
    """Rule 11: one uniform a quantity: a failure added to a step leaves its times alone."""
    text = document(FORM % RANDOM)
    failing = text.replace("own: exponential", "fails: [50% bad -> done], own: exponential")
    same(durations(failing, [(0, "Shopper")]), durations(text, [(0, "Shopper")]))
