"""How many replications: a pilot fixes the number once, before the run that counts."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from outsidein.statistics.estimate import Estimate, student_t_quantile

AT_LEAST, AT_MOST = 30, 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The number of replications fixed by a pilot, and whether it is expected to be enough."""

    replications: int
    enough: bool  # False: the most allowed were taken, and the precision will not be reached


def replications_for(
    pilots: Iterable[Estimate],
    *,
    wanted_relative_precision: float,
    at_least: int = AT_LEAST,
    at_most: int = AT_MOST,
) -> Plan:
    """Fix the replications that bring every pilot estimate to a wanted relative precision.

    Parameters
    ----------
    pilots : what the pilot estimated, each with its standard error and degrees of freedom.
    wanted_relative_precision : half-width over value, > 0: 0.01 is "plus or minus 1 %".
    at_least, at_most : bounds of the answer, 2 <= at_least <= at_most.

    Raises
    ------
    ValueError : a pilot has no standard error (one replication, nothing seen), or a bound or
        the precision is out of range.

    Notes
    -----
    The pilot is used for this number and thrown away: the run that counts has replications of
    its own and is never extended until it looks narrow, which would make its intervals cover
    too rarely. The pilot's standard error is itself an estimate, so the precision reached is
    wanted on average only; it is printed. An estimate of 0 has no relative precision: unless
    its replications are identical the answer is `at_most` and not enough.
    Source: Law, *Simulation Modeling and Analysis*, section 9.4.1, the approximate number of
    replications; half-width relative to the estimate, as it is printed.

    Examples
    --------
    Ten pilot replications, 100 with standard deviation 10: a half-width of 2 needs 99 of them,
    for t(98) * 10 / sqrt(99) = 1.9945 and t(97) * 10 / sqrt(98) = 2.0049.

    >>> pilot = Estimate(
    ...     value=100, low=92.8, high=107.2, n=10, standard_error=10 / 10**0.5, degrees=9
    ... )
    >>> replications_for([pilot], wanted_relative_precision=0.02)
    Plan(replications=99, enough=True)
    """
    if not wanted_relative_precision > 0:
        raise ValueError(f"wanted_relative_precision is {wanted_relative_precision}, must be > 0")
    plans = [
        replications_for_half_width(
            pilot,
            wanted_half_width=wanted_relative_precision * abs(pilot.value),
            at_least=at_least,
            at_most=at_most,
        )
        for pilot in pilots
    ]
    most = max((plan.replications for plan in plans), default=at_least)
    return Plan(replications=most, enough=all(plan.enough for plan in plans))


def replications_for_half_width(
    pilot: Estimate,
    *,
    wanted_half_width: float,
    at_least: int = AT_LEAST,
    at_most: int = AT_MOST,
) -> Plan:
    """Fix the replications that bring one pilot estimate to a wanted half-width.

    For differences, which may well be near 0. `wanted_half_width` is in the estimate's unit,
    >= 0; everything else as `replications_for`.

    Examples
    --------
    Standard deviation 1: t(15)/4 = 0.5329 is narrow enough, t(14)/sqrt(15) = 0.5538 is not.

    >>> pilot = Estimate(value=0, low=-0.5, high=0.5, n=4, standard_error=0.5, degrees=3)
    >>> replications_for_half_width(pilot, wanted_half_width=0.54, at_least=2)
    Plan(replications=16, enough=True)
    """
    if not 2 <= at_least <= at_most:
        raise ValueError(f"at_least is {at_least}, must be from 2 to at_most, {at_most}")
    if not pilot.standard_error >= 0:
        raise ValueError(f"the pilot has no standard error: {pilot.why_no_interval}")
    deviation = pilot.standard_error * math.sqrt(pilot.degrees + 1)

    def enough(count: int) -> bool:
        reach = student_t_quantile((1 + pilot.confidence) / 2, count - 1) * deviation
        return reach / math.sqrt(count) <= wanted_half_width

    if not enough(at_most):
        return Plan(replications=at_most, enough=False)
    low, high = at_least - 1, at_most  # enough(high) holds throughout
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return Plan(replications=high, enough=True)
