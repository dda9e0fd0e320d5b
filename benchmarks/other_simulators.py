"""Prosimos beside outsidein on the same files: `python -m benchmarks.other_simulators 2500 12`.

Three examples of Prosimos, found through OUTSIDEIN_DATA. Each is written once as a file that
Prosimos 2.1 reads, with laws that both hold and enough people for queues that do not grow; then
both run that file. Printed are means with 95 % intervals, and the difference in its own.
"""

import json
import math
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from statistics import fmean, stdev
from typing import Any

import numpy as np
from scipy import stats

from benchmarks.peer_prosimos_files import a_week
from benchmarks.prepare import interpreter
from outsidein.inputs import open_model
from outsidein.model.behaviour import Law
from outsidein.parameters.hours import DAYS, Hours, periods
from outsidein.parameters.prosimos import read_prosimos
from outsidein.parameters.spreads import Spread, nearest
from outsidein.parameters.values import Parameters
from outsidein.simulation import run
from outsidein.simulation.runs import Results

DATA = Path(os.environ.get("OUTSIDEIN_DATA", Path(__file__).parents[2] / "shared" / "data"))
ENDLESS = 1e9
# drawing, parameters, how many people stand where the file has one
EXAMPLES: dict[str, tuple[str, str, dict[str, int]]] = {
    "credit application": (
        "simmodels/prosimos_credit_application.bpmn", "simmodels/prosimos_credit_application.json",
        {"Credit_Officer_1": 3, "Credit_Officer_2": 2, "Clerk_1": 1, "Clerk_2": 1, "System": 1},
    ),
    "credit application, clerks alike": (
        "simmodels/prosimos_credit_application.bpmn", "simmodels/prosimos_credit_application.json",
        {"Credit_Officer_1": 3, "Credit_Officer_2": 2, "Clerk_1": 1, "Clerk_2": 1, "System": 1},
    ),
    "loan application": (
        "bpmn/other/prosimos_LoanApp_sequential_9-5.bpmn",
        "simmodels/prosimos_LoanApp_arrival_fix_10.json",
        {"QBP_DEFAULT_RESOURCE": 20, "qbp_e6c371a1-c8f5-49da-9e5c-50e0c4def74f": 6,
         "qbp_315189ac-8191-4977-b204-da959c5e98c7": 4,
         "qbp_5163731d-12cd-47f5-aa87-515c0a7da49b": 2},
    ),
    "purchasing": (
        "bpmn/other/prosimos_PurchasingExampleQBP.bpmn",
        "simmodels/prosimos_PurchasingExampleQBP.json", {},
    ),
}  # fmt: skip


def law_of(law: Law) -> dict[str, Any]:
    """Return a law as Prosimos 2.1 writes it."""
    numbers = law.parameters
    named = {
        "constant": ("fix", [numbers[0]]),
        "exponential": ("expon", [numbers[0], 0, ENDLESS]),
        "normal": ("norm", [*numbers[:2], 0, ENDLESS]),
        "uniform": ("uniform", list(numbers[:2])),
        "lognormal": ("lognorm", [numbers[0], numbers[-1] ** 2, 0, ENDLESS]),
        "gamma": ("gamma", [numbers[0], numbers[-1] ** 2, 0, ENDLESS]),
    }
    name, said = named[law.kind]
    return {"distribution_name": name, "distribution_params": [{"value": n} for n in said]}


def near(spread: Spread) -> dict[str, Any]:
    """Return the nearest law that both hold."""
    return law_of(nearest(spread).law)


def calendar(hours: Hours) -> list[dict[str, str]]:
    """Return hours as Prosimos writes them."""

    def clock(seconds: float) -> str:
        minutes = int(min(seconds, 86_399) // 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}:" + ("59" if seconds > 86_399 else "00")

    return [
        {"from": DAYS[p.first_day].upper(), "to": DAYS[p.last_day].upper(),
         "beginTime": clock(p.start_seconds), "endTime": clock(p.end_seconds)}
        for p, _ in periods(hours)
    ]  # fmt: skip


def rewritten(said: Parameters, people: dict[str, int]) -> dict[str, Any]:
    """Return parameters in the words of Prosimos 2.1."""
    assert said.incoming is not None
    by_id = {resource.id: resource for resource in said.resources}
    profiles, times = [], []
    for work in said.work:
        held = [by_id[name] for name in work.times]
        listed = [
            {"id": r.id, "name": r.id, "cost_per_hour": 1, "amount": people.get(r.id, r.number),
             "calendar": f"{r.id} hours", "assigned_tasks": [work.element]}
            for r in held
        ]  # fmt: skip
        profiles.append({"id": work.element, "name": work.element, "resource_list": listed})
        each = [{"resource_id": r.id, **near(work.times[r.id])} for r in held]
        times.append({"task_id": work.element, "resources": each})
    arrivals = Law(kind="exponential", parameters=(said.incoming.between.mean_seconds,))
    return {
        "resource_profiles": profiles,
        "arrival_time_distribution": law_of(arrivals),
        "arrival_time_calendar": calendar(said.incoming.hours),
        "gateway_branching_probabilities": [
            {"gateway_id": c.gateway, "probabilities": [
                {"path_id": path, "value": value} for path, value in c.chances.items()]}
            for c in said.choices
        ],
        "task_resource_distribution": times,
        "resource_calendars": [
            {"id": f"{r.id} hours", "name": r.id, "time_periods": calendar(r.hours)}
            for r in said.resources
        ],
    }  # fmt: skip


def alike(said: Parameters) -> Parameters:
    """Let everybody who shares a task have the hours and the times of the first of them."""
    first = {name: next(iter(work.times)) for work in said.work for name in work.times}
    by_id = {resource.id: resource for resource in said.resources}
    resources = tuple(replace(r, hours=by_id[first.get(r.id, r.id)].hours) for r in said.resources)
    work = tuple(
        replace(w, times=dict.fromkeys(w.times, next(iter(w.times.values())))) for w in said.work
    )
    return replace(said, resources=resources, work=work)


def by_flow(said: Parameters, drawing: Path) -> Parameters:
    """Name the chances of a decision by its flows: a file of old names the steps behind them."""
    from outsidein.bpmn import open_bpmn

    flows = open_bpmn(drawing).content.flows
    choices = []
    for choice in said.choices:
        leads = {f.target: f.key for f in flows.values() if f.source == choice.gateway}
        named = {leads.get(path, path): value for path, value in choice.chances.items()}
        choices.append(replace(choice, chances=named))
    return replace(said, choices=tuple(choices))


def ours(drawing: Path, parameters: Path, cases: int, replications: int) -> list[dict[str, float]]:
    """Return the means of each replication of ours."""
    process = open_model(drawing, parameters=parameters).sure()
    results = run(process, cases=cases, replications=replications, seed=7, log=True)
    steps = np.concatenate([block.steps for block in results.log])
    ended = np.concatenate([block.cases for block in results.log])
    return [
        _means(steps[steps["replication"] == k], ended[ended["replication"] == k], results)
        for k in np.unique(ended["replication"])
    ]


def _means(visits: Any, cases: Any, results: Results) -> dict[str, float]:
    visits = visits[visits["person"] > 0]  # somebody worked: no decision
    number = len(cases)
    waits = visits["started"] - visits["joined"]
    found = {
        "time in all": float((cases["end"] - cases["start"]).mean()),
        "waiting": float(waits.sum()) / number,
        "tasks a case": len(visits) / number,
        "cases a week": a_week(cases["start"].tolist()),
    }
    for code in np.unique(visits["step"]):
        step = results.vocabulary.steps[int(code)]
        found[f"wait: {' '.join(step.name.split())}"] = float(waits[visits["step"] == code].mean())
    return found


def theirs(
    drawing: Path, parameters: Path, cases: int, out: int, times: int
) -> list[dict[str, float]]:
    """Return the means of each replication of Prosimos."""
    command = [
        str(interpreter("prosimos")), str(Path(__file__).with_name("peer_prosimos_files.py")),
        str(drawing), str(parameters), str(cases), str(out), str(times),
    ]  # fmt: skip
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    rows: list[dict[str, float]] = json.loads(done.stdout.strip().splitlines()[-1])
    return rows


def interval(values: Sequence[float]) -> tuple[float, float]:
    """Return the mean and the half-width of its 95 % interval."""
    if len(values) < 2:
        return math.nan, math.nan
    half = stats.t.ppf(0.975, len(values) - 1) * stdev(values) / math.sqrt(len(values))
    return fmean(values), float(half)


def compared(name: str, cases: int, replications: int) -> None:
    """Print both on one example."""
    drawn, said, people = EXAMPLES[name]
    parameters, _ = read_prosimos((DATA / said).read_bytes(), said)
    parameters = by_flow(parameters, DATA / drawn)
    if name.endswith("alike"):
        parameters = alike(parameters)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "both.json"
        path.write_text(json.dumps(rewritten(parameters, people)), encoding="utf-8")
        one = ours(DATA / drawn, path, cases, replications)
        other = theirs(DATA / drawn, path, cases + cases // 2, cases // 4, replications)
    sys.stdout.write(f"\n{name}: hours, mean and half of its 95 % interval\n")
    for measure in one[0]:
        mine = interval([row[measure] for row in one if measure in row])
        its = interval([row[measure] for row in other if measure in row])
        size = 3_600 if measure.startswith(("time", "wait")) else 1
        half = math.hypot(mine[1], its[1])
        apart = "" if abs(mine[0] - its[0]) <= half else "  differs"
        sys.stdout.write(
            f"{measure[:44]:44} {mine[0] / size:9.3f} ±{mine[1] / size:7.3f}"
            f" {its[0] / size:9.3f} ±{its[1] / size:7.3f}{apart}\n"
        )


if __name__ == "__main__":
    for example in sys.argv[3:] or EXAMPLES:
        compared(example, int(sys.argv[1]), int(sys.argv[2]))
