"""From what a chain adds up to, to the measures a run gives."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from outsidein.measures.records import (
    BEING_SERVED,
    BETWEEN_TRIES,
    FOR_ORGANISATION,
    FOR_THEMSELVES,
    IN_QUEUE,
    OWN_EFFORT,
    OWN_PACE,
)
from outsidein.simulation.exact import chain as c
from outsidein.simulation.exact.reasons import ALL_TIMES, Aspect
from outsidein.statistics.absorbing import Floats

# What a case comes to: shares of the four qualities, worth, then the rewards of the chain.
QUALITIES = ("well_served", "poorly_served", "not_served", "lost")
WELL, POOR, NOT_SERVED, LOST, WORTH, FIRST_REWARD = range(6)
COUNT = FIRST_REWARD + c.REWARDS
CONTACTS, AVOIDABLE, COST = (FIRST_REWARD + k for k in (c.CONTACTS, c.AVOIDABLE, c.COST))
FIRST_CLASS = FIRST_REWARD + c.FIRST_CLASS


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measure: what must be followed for it to be exact, and how it follows from amounts."""

    name: str
    aspects: tuple[Aspect, ...]
    value: Callable[[Floats], float]
    is_linear: bool = True


def amounts_of(chain: c.CaseChain, outlook: Floats, worth: Sequence[float] | None) -> Floats:
    """Return the amounts, (COUNT,), of shares of ends and totals; also of changes of them."""
    found = np.zeros(COUNT)
    for end, share in zip(chain.ends, outlook, strict=False):
        if end.quality:
            found[QUALITIES.index(end.quality)] += share
    served = found[WELL] + found[POOR]
    money = (math.nan,) * 3 if worth is None else worth
    found[WORTH] = money[0] * served + money[1] * found[NOT_SERVED] + money[2] * found[LOST]
    found[FIRST_REWARD:] = outlook[len(chain.ends) :]
    return found


def told(amounts: Floats, names: Iterable[str]) -> dict[str, float]:
    """Return the named measures; those without a meaning here (nobody is worth anything) not."""
    found = {name: float(FIGURE[name].value(amounts)) for name in names}
    return {name: value for name, value in found.items() if not math.isnan(value)}


def _amount(name: str, column: int, *aspects: Aspect) -> Figure:
    return Figure(name=name, aspects=aspects, value=lambda amounts: amounts[column])


def _seconds(name: str, *classes: int) -> Figure:
    columns = [FIRST_CLASS + k for k in classes]
    return Figure(name=name, aspects=classes, value=lambda amounts: amounts[columns].sum())


def _avoidable(amounts: Floats) -> float:
    return float(amounts[AVOIDABLE] / amounts[CONTACTS]) if amounts[CONTACTS] > 0 else math.nan


FIGURES: tuple[Figure, ...] = (
    _amount("well_served", WELL, "quality"),
    _amount("poorly_served", POOR, "quality"),
    _amount("not_served", NOT_SERVED),
    _amount("lost", LOST),
    _seconds("elapsed_seconds", *ALL_TIMES),
    _seconds("own_seconds", BEING_SERVED, OWN_EFFORT),
    _seconds("waiting_seconds", IN_QUEUE, FOR_ORGANISATION),
    _seconds("being_served_seconds", BEING_SERVED),
    _seconds("own_effort_seconds", OWN_EFFORT),
    _seconds("in_queue_seconds", IN_QUEUE),
    _seconds("for_organisation_seconds", FOR_ORGANISATION),
    _seconds("for_themselves_seconds", FOR_THEMSELVES),
    _seconds("own_pace_seconds", OWN_PACE),
    _seconds("between_tries_seconds", BETWEEN_TRIES),
    _amount("contacts", CONTACTS, "contacts"),
    Figure(name="avoidable_contacts", aspects=("contacts",), value=_avoidable, is_linear=False),
    _amount("cost", COST, "cost"),
    _amount("worth", WORTH),
    Figure(name="contribution", aspects=("cost",), value=lambda a: a[WORTH] - a[COST]),
)
FIGURE = {figure.name: figure for figure in FIGURES}
