"""What a finding is: what hurts customers, how much, and a change that was tried against it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from outsidein.model.scenario import Scenario
from outsidein.simulation.comparison import Comparison, ScenarioResult
from outsidein.statistics import Estimate, Verdict, smallest_difference, verdict
from outsidein.units import DAY_SECONDS

if TYPE_CHECKING:
    from outsidein.analysis.evidence import Evidence

MONTH_SECONDS = 30 * DAY_SECONDS
MATTERS = 0.01  # the smallest gain that matters, as a share of today's value
NEVER_BELOW = 0.001  # of a share: one customer in a thousand
FEWEST = 20  # times seen in the run; fewer tell too little

GAINS = ("well_served", "served_seconds", "contacts")  # what is looked at, in this order

Code = Literal["failure", "wait", "contact", "merge", "silence", "asked twice", "closed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Harm:
    """How often customers meet it in a month of 30 days, and what is counted."""

    amount: Estimate
    of: str  # failures, hours of waiting, contacts, ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """What a proposal changes a month, today's customers taken as they are.

    ``customers`` more are well served · ``minutes`` less of own time and waiting for those whom
    we serve today; None where no mean time can be told · ``contacts`` fewer.
    """

    customers: Estimate
    minutes: Estimate | None
    contacts: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that hurts customers: seen in the model and its run, and perhaps tried."""

    code: Code
    at: str  # the address of what hurts
    what: str  # one sentence with the customer in it
    evidence: Estimate  # the rate behind the sentence: a share, a mean in seconds, a count a case
    harm: Harm
    proposal: Scenario | None  # its name is an imperative sentence
    proven: Comparison | None = None  # with this proposal alone

    @property
    def tried(self) -> ScenarioResult | None:
        """The proposal against today, if it was simulated on fresh replications."""
        return self.proven.scenarios[0] if self.proven else None

    @property
    def gain(self) -> Gain | None:
        """What the proposal would change a month, if it was simulated."""
        if self.proven is None or self.tried is None:
            return None
        process = self.proven.today.process
        month = (process.arrivals.per_second or 0.0) if process.arrivals else 0.0
        month *= MONTH_SECONDS
        differences, today = self.tried.differences, self.proven.today.measures
        served = today["well_served"].value + today["poorly_served"].value
        time = differences.get("served_seconds")
        return Gain(
            customers=scaled(differences["well_served"], month),
            minutes=None if time is None else scaled(time, -month * served / 60),
            contacts=scaled(differences["contacts"], -month),
        )

    @property
    def verdict(self) -> Verdict:
        """What the intervals allow to be said: customers first, then their time, then contacts.

        What was seen fewer than `FEWEST` times cannot be told.
        """
        if self.proven is None or self.tried is None or self.harm.amount.n < FEWEST:
            return "cannot tell yet"
        today, differences = self.proven.today.measures, self.tried.differences
        said: list[Verdict] = []
        for name in GAINS:
            if name in differences:
                higher = name == "well_served"
                matters = smallest_difference(today[name].value, MATTERS)
                matters = max(matters, NEVER_BELOW) if higher else matters
                said.append(verdict(differences[name], matters, higher_is_better=higher))
        decided = [one for one in said if one in ("better", "worse")]
        if decided:
            return decided[0]
        return "cannot tell yet" if "cannot tell yet" in said else "no difference that matters"


Detector = Callable[["Evidence"], list[Finding]]  # pure; never simulates


def scaled(estimate: Estimate, factor: float) -> Estimate:
    """Return an estimate in another unit; a negative factor turns its interval round."""
    ends = sorted((estimate.low * factor, estimate.high * factor))
    return Estimate(
        value=estimate.value * factor,
        low=ends[0],
        high=ends[1],
        n=estimate.n,
        standard_error=estimate.standard_error * abs(factor),
        degrees=estimate.degrees,
        confidence=estimate.confidence,
    )
