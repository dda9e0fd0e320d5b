"""Kinds of cases with a customer each, against the tests of the books as scipy has them."""

from __future__ import annotations

from math import sqrt
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from known_answers.logs.written import moments
from outsidein.eventlog.groups import Difference, Group, groups
from outsidein.eventlog.store import EventLog


def planted(
    folder: Path, seed: int, sizes: dict[str, int]
) -> tuple[EventLog, dict[str, list[tuple[bool, int]]]]:
    """Return a log of kinds, and (whether it asks, minutes through) of each case of a kind.

    Times are whole tens of minutes, so that many are equal. The later a kind stands, the more of
    its cases ask, and the longer they take.
    """
    luck = np.random.default_rng(seed)
    rows: list[tuple[object, ...]] = []
    cases: dict[str, list[tuple[bool, int]]] = {kind: [] for kind in sizes}
    for place, (kind, size) in enumerate(sizes.items()):
        for _ in range(size):
            asks = bool(luck.random() < 0.2 + 0.25 * place)
            takes = 10 * int(1 + luck.geometric(0.2 / (1 + place)))
            begins = 15 * len(rows)
            name = f"{kind}{len(cases[kind])}"
            said = (kind, name)
            rows.append((name, "order", begins, *said))
            if asks:
                rows.append((name, "ask", begins + 5, *said))
            rows.append((name, "receive", begins + takes, *said))
            cases[kind].append((asks, takes))
    return moments(folder, rows, ",channel,customer"), cases


def found(told: tuple[Group, ...], kind: str, figure: str) -> Difference:
    [group] = [group for group in told if group.name == kind]
    [one] = [one for one in group.differences if figure in one.figure]
    return one


CASES = [
    (1, {"web": 40, "phone": 60}),
    (2, {"web": 120, "phone": 35}),
    (3, {"web": 50, "desk": 45, "phone": 70}),
]


@pytest.mark.parametrize(("seed", "sizes"), CASES)
def test_shares_as_pearson(tmp_path: Path, seed: int, sizes: dict[str, int]) -> None:
    """Who asks: the chance is that of Pearson's chi-square, without a correction."""
    log, cases = planted(tmp_path, seed, sizes)
    told = groups(log, "channel")
    assert {group.name: group.cases for group in told} == sizes
    here = [asks for asks, _ in cases["phone"]]
    others = [asks for kind, all_ in cases.items() if kind != "phone" for asks, _ in all_]
    table = [[sum(side), len(side) - sum(side)] for side in (here, others)]
    one = found(told, "phone", "ask")
    assert one.chance == pytest.approx(
        stats.chi2_contingency(table, correction=False).pvalue, rel=1e-9
    )
    assert (one.here, one.elsewhere) == pytest.approx(
        (sum(here) / len(here), sum(others) / len(others))
    )
    assert one.effect == pytest.approx(one.here - one.elsewhere)


@pytest.mark.parametrize(("seed", "sizes"), CASES)
def test_times_as_mann_and_whitney(tmp_path: Path, seed: int, sizes: dict[str, int]) -> None:
    """How long: z of Mann and Whitney with ties, times √(N / (N - 1)): without its correction.

    The effect is the share of pairs in which this kind takes longer, over one half.
    """
    log, cases = planted(tmp_path, seed, sizes)
    here = [takes for _, takes in cases["phone"]]
    others = [takes for kind, all_ in cases.items() if kind != "phone" for _, takes in all_]
    test = stats.mannwhitneyu(here, others, method="asymptotic", use_continuity=False)
    count = len(here) + len(others)
    z = stats.norm.isf(test.pvalue / 2) * sqrt(count / (count - 1))
    one = found(groups(log, "channel"), "phone", "time through")
    assert one.chance == pytest.approx(2 * stats.norm.sf(z), rel=1e-6)
    pairs = [(a > b) + 0.5 * (a == b) for a in here for b in others]
    assert one.effect == pytest.approx(sum(pairs) / len(pairs) - 0.5)
    assert (one.here, one.elsewhere) == (np.median(here) * 60, np.median(others) * 60)


def test_sixty_cases_of_two_customers_tell_nothing(tmp_path: Path) -> None:
    """All phone cases are one customer's, all web cases another's: one against one is no proof."""
    rows = [
        (f"{kind}{k}", what, 100 * k + at, kind, kind)
        for kind in ("web", "phone")
        for k in range(30)
        for at, what in enumerate(("order", *(["ask"] if kind == "web" else []), "receive"))
    ]
    log = moments(tmp_path, rows, ",channel,customer")
    assert not any(one.told for group in groups(log, "channel") for one in group.differences)
