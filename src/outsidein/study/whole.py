"""A study: what a process does to its customers today, and what scenarios would change."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from outsidein.analysis.detection import findings_of
from outsidein.analysis.evidence import Evidence
from outsidein.analysis.finding import Finding
from outsidein.analysis.moments import MomentOfTruth, moments_of_truth
from outsidein.errors import Fault
from outsidein.model.process import Process
from outsidein.model.showing import html_of
from outsidein.progress import Progress, in_notebook, part_of
from outsidein.simulation.comparison import Comparison, compare
from outsidein.simulation.exact import Checked, check_run
from outsidein.simulation.gains import gains
from outsidein.simulation.observed_again import ObservedAgain, observed_again
from outsidein.simulation.one_at_a_time import Tornado
from outsidein.simulation.one_at_a_time import tornado as move_each
from outsidein.simulation.plan import DEFAULT_CASES
from outsidein.simulation.quantiles import time_quantiles
from outsidein.simulation.runs import Results, with_records
from outsidein.simulation.sensitivity import Influence, influences
from outsidein.statistics import Estimate
from outsidein.study.checked import checked_json
from outsidein.study.observed import Observed, held_against, read_observed
from outsidein.study.put_right import told as told_finding
from outsidein.study.tables import (
    ContactRow,
    EncounterRow,
    PathRow,
    contacts,
    encounters,
    ways_through,
)
from outsidein.study.wording import VerdictText, best_of, headline, lead, verdict_text

PATH_CASES = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """Everything a study says; the page, the JSON and the terminal read it."""

    process: Process
    comparison: Comparison
    headline: str
    lead: tuple[str, ...]
    verdicts: tuple[VerdictText, ...]
    influences: Mapping[str, tuple[Influence, ...]]  # by scenario
    encounters: tuple[EncounterRow, ...]
    contacts: tuple[ContactRow, ...]
    paths: tuple[PathRow, ...]
    other_paths: float
    findings: tuple[Finding, ...]  # what to put right, most harm first
    moments: tuple[MomentOfTruth, ...]
    observed: Observed | None
    source: str  # the document's name
    fingerprint: str
    command: str
    warnings: tuple[Fault, ...] = field(default=())
    checked: Checked | None = None  # against exact figures
    inputs: ObservedAgain | None = None  # with the chance in the numbers observed
    tornado: Tornado | None = None  # of the scenario that helps most, else of today

    @property
    def today(self) -> Results:
        """The results of the process as it is."""
        return self.comparison.today

    def html(self) -> str:
        """Return the page: one file, no request leaves it."""
        from outsidein.study.page import page

        return page(self)

    def _repr_html_(self) -> str | None:
        """Show it in a notebook."""
        return html_of(self)

    def json(self) -> str:
        """Return the figures for programs; seconds and money as the library names them."""
        return json.dumps(_told(self), indent=2, ensure_ascii=False, allow_nan=False)


def study_process(
    process: Process,
    *,
    cases: int = DEFAULT_CASES,
    replications: int = 30,
    seed: int = 1,
    threads: int | None = None,
    source: str = "document.yaml",
    text: str = "",
    observed: Path | None = None,
    allow_unstable: bool = False,
    inputs: bool = False,
    tornado: bool = False,
    progress: Progress | None = None,
) -> Study:
    """Simulate a process and its scenarios and say what was found.

    Parameters
    ----------
    cases, replications, seed, threads : as `compare`.
    source, text : the document's name and text, for the command and the fingerprint.
    observed : a file of observed times to hold the simulated ones against.
    inputs : also draw the numbers that were observed n times anew, and say how sure it then is.
    tornado : also move every number alone: of the scenario that helps most, else of today.

    Raises
    ------
    OutsideInError : everything `compare` raises.
    """
    with in_notebook("studying", progress) as report:
        comparison = compare(
            process, cases=cases, replications=replications, seed=seed, threads=threads,
            paths=True, allow_unstable=allow_unstable, progress=part_of(report, 0.0, 0.5),
        )  # fmt: skip
        spelled = with_records(comparison.today)
        evidence = Evidence.of(spelled)
        moved_by = influences(
            comparison, seed=seed, threads=threads, progress=part_of(report, 0.5, 0.7)
        )
        found = findings_of(
            evidence, threads=threads, allow_unstable=allow_unstable,
            progress=part_of(report, 0.7, 1.0),
        )  # fmt: skip
    today = comparison.today
    paths, others = ways_through(spelled)
    return Study(
        process=process,
        comparison=comparison,
        headline=headline(today),
        lead=tuple(lead(comparison)),
        verdicts=tuple(verdict_text(comparison, s) for s in comparison.scenarios),
        influences=moved_by,
        encounters=tuple(encounters(today)),
        contacts=tuple(contacts(today)),
        paths=tuple(paths),
        other_paths=others,
        findings=tuple(found),
        moments=tuple(moments_of_truth(evidence)),
        observed=held_against(read_observed(observed), spelled) if observed else None,
        source=source,
        fingerprint=hashlib.sha256(text.encode()).hexdigest()[:8],
        command=_command(source, cases, replications, seed),
        checked=check_run(today),
        inputs=observed_again(comparison.today, threads=threads) if inputs else None,
        tornado=_tornado(comparison, seed, threads, allow_unstable) if tornado else None,
    )


def _tornado(
    comparison: Comparison, seed: int, threads: int | None, allow_unstable: bool
) -> Tornado:
    best = best_of(comparison)
    return move_each(
        comparison.today.process, best.name if best else None, seed=seed, threads=threads,
        allow_unstable=allow_unstable,
    )  # fmt: skip


def _command(source: str, cases: int, replications: int, seed: int) -> str:
    said = ((DEFAULT_CASES, cases, "cases"), (30, replications, "replications"), (1, seed, "seed"))
    options = "".join(f" --{name} {value}" for default, value, name in said if value != default)
    return f"outsidein study {source}{options}"


def _told(study: Study) -> dict[str, Any]:
    from outsidein.study.asked import gains_json, inputs_json, quantiles_json
    from outsidein.study.tornado import tornado_json

    who = gains(study.comparison)
    return {
        **({"with_inputs": inputs_json(study.inputs)} if study.inputs else {}),
        **({"tornado": tornado_json(study.tornado)} if study.tornado else {}),
        **({"exact": checked_json(study.checked)} if study.checked else {}),
        "process": study.process.name,
        "source": study.source,
        "fingerprint": study.fingerprint,
        "command": study.command,
        "headline": study.headline,
        "lead": list(study.lead),
        "customers": study.today.arrived,
        "replications": study.today.plan.replications,
        "warm_up_seconds": study.today.plan.warm_up_seconds,
        "window_seconds": study.today.plan.window_seconds,
        "seed": study.today.plan.seed,
        "today": estimates(study.today.measures.estimates),
        "by_customer": {
            name: estimates(m.estimates) for name, m in study.today.by_segment.items()
        },
        "quantiles": quantiles_json(time_quantiles(study.today)),
        "judge_by": study.comparison.judge.name,
        "smallest_that_matters": study.comparison.smallest_that_matters,
        "scenarios": [
            {
                "name": scenario.name,
                "verdict": scenario.verdict,
                "text": f"{text.opening}. {text.reason}",
                "differences": estimates(scenario.differences),
                "who_gains": gains_json(who.get(scenario.name, ())),
                "moved_most_by": [
                    {
                        "address": one.address,
                        "now": one.now,
                        "effect": one.effect,
                        "break_even": one.break_even,
                    }
                    for one in study.influences.get(scenario.name, ())
                ],
            }
            for scenario, text in zip(study.comparison.scenarios, study.verdicts, strict=True)
        ],
        "findings": [told_finding(one) for one in study.findings],
        "moments_of_truth": [
            {
                "step": one.step, "went_wrong": one.went_wrong,
                "well_served_after_it_went_well": one.well_after_good,
                "well_served_after_it_went_wrong": one.well_after_wrong,
            }
            for one in study.moments
        ],
        "contacts": [
            {
                "reason": row.reason, "step": row.step, "after": row.after, "cause": row.cause,
                "per_1000": row.per_1000.value, "minutes_per_1000": row.minutes_per_1000,
            }
            for row in study.contacts
        ],
    }  # fmt: skip


def estimates(found: Mapping[str, Estimate]) -> dict[str, dict[str, float | int | None]]:
    """Return estimates as plain numbers; what is not known is null."""
    return {
        name: {
            "value": _number(e.value), "low": _number(e.low), "high": _number(e.high), "n": e.n,
        }
        for name, e in found.items()
    }  # fmt: skip


def _number(value: float) -> float | None:
    return value if abs(value) < float("inf") else None
