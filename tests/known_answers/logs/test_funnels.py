"""Funnels over small logs: who comes how far, how long it takes, and how sure a share is."""

from __future__ import annotations

from math import sqrt
from pathlib import Path

import pytest

from known_answers.logs.written import MINUTE, moments, words
from outsidein.eventlog.funnels import Funnel, funnel

T_19, T_3 = 2.0930240544, 3.1824463053  # 97.5 % of Student's t with 19 and 3 degrees of freedom


def reached(told: Funnel) -> list[int]:
    """Return how many cases reach each step."""
    return [stage.cases for stage in told.stages]


def minutes(told: Funnel) -> list[float | None]:
    """Return the middle time to each step from the one before, in minutes."""
    times = [stage.median_seconds for stage in told.stages]
    return [None if seconds is None else seconds / MINUTE for seconds in times]


def test_a_step_three_times(tmp_path: Path) -> None:
    """Each a counts once: one a reaches 1, two reach 2, three or more 3; b between is no matter.

    Case 3 (abaa): a at 0, 2, 3; case 4 (aaaa): 0, 1, 2; case 2 (aba): 0, 2. From the first to the
    second 2, 2 and 1: the middle is 2. To the third 1 and 1.
    """
    told = funnel(
        words(tmp_path, {"1": "ab", "2": "aba", "3": "abaa", "4": "aaaa", "5": "b"}), "a -> a -> a"
    )
    assert reached(told) == [4, 3, 2]
    assert minutes(told) == [None, 2, 1]
    assert [stage.instead for stage in told.stages] == [(("b", 1),), (("", 1),), ()]
    assert [stage.of_before.value for stage in told.stages] == [4 / 5, 3 / 4, 2 / 3]
    assert [stage.of_all.value for stage in told.stages] == [4 / 5, 3 / 5, 2 / 5]


def test_right_after(tmp_path: Path) -> None:
    """`a => b`: ab goes; axb does not; axab does by its second a; abb needs one b alone.

    First reachings: a at 0 always; b at 1, -, 3, 1: the middle of 1, 1, 3 is 1.
    """
    told = funnel(words(tmp_path, {"1": "ab", "2": "axb", "3": "axab", "4": "abb"}), "a => b")
    assert (reached(told), minutes(told)) == ([4, 3], [None, 1])
    assert told.stages[0].instead == (("x", 1),)


def test_right_after_twice(tmp_path: Path) -> None:
    """`a => a => b`: aaab goes by its last two a; aab goes; abab and aaxb do not.

    aaab: first a at 0, second at 1, b at 3; aab: 0, 1, 2. abab has no two a in a row.
    """
    told = funnel(
        words(tmp_path, {"1": "aaab", "2": "aab", "3": "abab", "4": "aaxb"}), "a => a => b"
    )
    assert reached(told) == [4, 3, 2]
    assert minutes(told) == [None, 1, 1.5]
    assert [stage.instead for stage in told.stages] == [(("b", 1),), (("x", 1),), ()]


def test_not_between(tmp_path: Path) -> None:
    """`a -> not x -> b`: axb stops; axab goes (from its second a); aaxb stops; abx goes.

    b at 3 in axab and at 1 in abx; a first at 0: the middle of 3 and 1 is 2.
    """
    log = words(tmp_path, {"1": "axb", "2": "axab", "3": "aaxb", "4": "abx", "5": "xb"})
    told = funnel(log, "a -> not x -> b")
    assert (reached(told), minutes(told)) == ([4, 2], [None, 2])
    assert told.stages[0].instead == (("a", 1), ("x", 1))


def test_not_between_later_steps(tmp_path: Path) -> None:
    """`a -> b -> not x -> c`: an x between a and b is allowed, one between b and c is not.

    axbc goes; abxc stops at b; abxbc goes by its second b, whose a stands before the x.
    """
    log = words(tmp_path, {"1": "axbc", "2": "abxc", "3": "abxbc", "4": "acb"})
    told = funnel(log, "a -> b -> not x -> c")
    assert reached(told) == [4, 4, 2]
    assert [stage.of_before.value for stage in told.stages] == [1, 1, 0.5]
    # b first at 2, 1, 1, 2; c at 3 - 2 = 1 and 4 - 1 = 3
    assert minutes(told) == [None, 1.5, 2]


def test_any_letters(tmp_path: Path) -> None:
    """`pay*` is pay card and pay cash, whatever the case; `*` is anything, but one event more."""
    rows = [
        (1, "See", 0), (1, "pay card", 2), (2, "see", 0), (2, "Pay cash", 6), (3, "see", 0),
        (4, "pay card", 0), (4, "see", 3), (4, "go", 5),
    ]  # fmt: skip
    log = moments(tmp_path, rows)
    assert reached(funnel(log, "see -> PAY*")) == [4, 2]
    assert minutes(funnel(log, "see -> pay*")) == [None, 4]
    assert reached(funnel(log, "see -> *")) == [4, 3]
    assert reached(funnel(log, "see -> pay cash")) == [4, 1]


def test_the_three_that_come_most(tmp_path: Path) -> None:
    """After a: three times w, twice x, once y in a case that goes on; none more than three told."""
    cases = {"1": "aw", "2": "aw", "3": "aw", "4": "axw", "5": "ax", "6": "ayb", "7": "a", "8": "a",
             "9": "a", "10": "a", "11": "aw", "12": "ay"}  # fmt: skip
    told = funnel(words(tmp_path, cases), "a -> b")
    assert reached(told) == [12, 1]
    after = told.stages[0].instead  # 4 w, 4 nothing, 2 x, 1 y
    assert len(after) == 3
    assert dict(after) == {"": 4, "w": 4, "x": 2}


def test_nobody_comes(tmp_path: Path) -> None:
    """No case reaches b after c: no share of nobody is made up behind it."""
    told = funnel(words(tmp_path, {"1": "bc", "2": "ab", "3": "a"}), "c -> b -> a")
    assert reached(told) == [1, 0, 0]
    assert minutes(told) == [None, None, None]
    assert told.stages[2].of_all.value == 0
    assert told.stages[2].of_before.value != told.stages[2].of_before.value  # 0 / 0 is no number


def test_a_share_with_a_customer_a_case(tmp_path: Path) -> None:
    """8 of 20 customers reach b: 0.4, its error √(0.4 · 0.6 / 19), by Student's t of 19."""
    log = words(tmp_path, {str(k): "ab" if k < 8 else "a" for k in range(20)})
    share = funnel(log, "a -> b").stages[1].of_before
    half = T_19 * sqrt(0.4 * 0.6 / 19)
    assert share.value == 0.4
    assert (share.low, share.high) == pytest.approx((0.4 - half, 0.4 + half), abs=1e-6)


def test_a_share_of_customers_with_five_cases_each(tmp_path: Path) -> None:
    """Four customers reach b in 4, 3, 2 and 1 of five cases: 0.5, the error that of four shares.

    The variance of 0.8, 0.6, 0.4, 0.2 is 0.2 / 3; of their mean a fourth of it. By cases alone
    the half width were 2.093 √(0.25 / 19) = 0.240; by customers it is 3.182 · 0.129 = 0.411.
    """
    cases = {f"{who}{k}": "ab" if k < 4 - who else "a" for who in range(4) for k in range(5)}
    log = words(tmp_path, cases, {case: f"customer {case[0]}" for case in cases})
    share = funnel(log, "a -> b").stages[1].of_before
    half = T_3 * sqrt(0.2 / 3 / 4)
    assert share.value == 0.5
    assert (share.low, share.high) == pytest.approx((0.5 - half, 0.5 + half), abs=1e-6)
    alone = funnel(words(tmp_path, cases), "a -> b").stages[1].of_before
    assert alone.high - alone.low < share.high - share.low


def test_customers_of_unequal_size(tmp_path: Path) -> None:
    """Customers with 6, 2, 1 and 1 cases, b in 6, 0, 1 and 0 of them: 7 of 10, jackknifed.

    Leaving one out: 1/4, 7/8, 6/9, 7/9. Their spread about their mean 0.64236 is
    0.153947 + 0.054127 + 0.000591 + 0.018339 = 0.227; times 3/4, and the root: 0.4126.
    """
    sizes = {"p": "bbbbbb", "q": "--", "r": "b", "s": "-"}
    cases = {f"{who}{k}": "a" + went for who, all_ in sizes.items() for k, went in enumerate(all_)}
    log = words(tmp_path, cases, {case: case[0] for case in cases})
    share = funnel(log, "a -> b").stages[1].of_before
    without = [1 / 4, 7 / 8, 6 / 9, 7 / 9]
    centre = sum(without) / 4
    error = sqrt(3 / 4 * sum((one - centre) ** 2 for one in without))
    assert share.value == pytest.approx(0.7)
    assert share.standard_error == pytest.approx(error, rel=1e-6)
    assert share.low == max(0.0, 0.7 - T_3 * error)
    assert share.high == min(1.0, 0.7 + T_3 * error)


def test_all_of_few_is_not_certain(tmp_path: Path) -> None:
    """Three of three reach b: the interval does not claim that everybody always does."""
    share = funnel(words(tmp_path, {"1": "ab", "2": "ab", "3": "ab"}), "a -> b").stages[1].of_before
    assert share.value == 1
    assert not share.has_interval or share.low < 1
