"""The order process in Prosimos, both variants: a BPMN drawing and a file of parameters.

Prosimos has neither warm-up nor measures of a stretch of time: its log is read back, and what
starts or ends between the warm-up and the last arrival is averaged. That reading is not its work
and is not timed; writing the log is.
"""

import csv
import json
import random
import tempfile
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

import numpy as np
from prosimos.simulation_engine import (  # type: ignore[import-not-found,unused-ignore]
    run_simulation,
)

from benchmarks.network import (
    ACTIVITIES,
    ARRIVALS_PER_MINUTE,
    MEASURES,
    POOLS,
    ROUTES,
    answers,
)
from benchmarks.timed import Outcome, main

WARM_UP_MINUTES = 600  # as the others
CASES_A_RUN = 2_000
BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
START = datetime(2026, 1, 5, tzinfo=UTC)  # a Monday
DAYS = {"from": "MONDAY", "to": "SUNDAY", "beginTime": "00:00:00", "endTime": "23:59:59.999999"}


class Drawing:
    """A BPMN process: tasks, gateways and flows; each may be named before it is drawn."""

    def __init__(self) -> None:
        self.root = Element("definitions", xmlns=BPMN, targetNamespace="urn:benchmarks")
        self.process = SubElement(self.root, "process", id="order", isExecutable="false")
        self.nodes: dict[str, Element] = {}
        self.shares: list[dict[str, Any]] = []

    def node(self, kind: str, name: str) -> str:
        """Draw a node unless it is there."""
        if name not in self.nodes:
            self.nodes[name] = SubElement(self.process, kind, id=name, name=name)
        return name

    def flow(self, source: str, target: str) -> str:
        """Draw an arrow; its id is returned."""
        name = f"{source}-to-{target}"
        SubElement(self.process, "sequenceFlow", id=name, sourceRef=source, targetRef=target)
        SubElement(self.nodes[source], "outgoing").text = name
        SubElement(self.nodes[target], "incoming").text = name
        return name

    def choice(self, source: str, shares: dict[str, float]) -> None:
        """Draw the gateway behind a node, and arrows to what follows it by chance."""
        gateway = self.node("exclusiveGateway", f"{source}-choice")
        self.flow(source, gateway)
        found = [
            {"path_id": self.flow(gateway, target), "value": str(share)}
            for target, share in shares.items()
        ]
        self.shares.append({"gateway_id": gateway, "probabilities": found})


def drawing(parallel: bool) -> Drawing:
    """Draw the order process; what several arrows lead to has a gateway before it."""
    found = Drawing()
    found.node("startEvent", "start")
    for activity in ACTIVITIES:
        found.node("task", activity)
    found.node("endEvent", "end")
    routes = {activity: dict(following) for activity, following in ROUTES.items()}
    arrows = [target for following in routes.values() for target in following]
    joined = {activity for activity in ACTIVITIES if arrows.count(activity) > 1}
    for activity in sorted(joined):
        found.node("exclusiveGateway", f"to-{activity}")
        found.flow(f"to-{activity}", activity)
    found.flow("start", "browse")
    found.flow("survey", "end")
    if parallel:
        _side_by_side(found, routes)
    for activity, following in routes.items():
        into = {f"to-{x}" if x in joined else x: share for x, share in following.items()}
        if len(into) > 1:
            found.choice(activity, into)
        for target in into if len(into) == 1 else ():
            found.flow(activity, target)
    return found


def _side_by_side(found: Drawing, routes: dict[str, dict[str, float]]) -> None:
    """Draw picking beside invoicing, between two parallel gateways."""
    for gateway in ("fork", "join"):
        found.node("parallelGateway", gateway)
    for source, target in (
        ("pay", "fork"), ("fork", "pick"), ("fork", "invoice"), ("pick", "join"),
        ("invoice", "join"), ("join", "deliver"),
    ):  # fmt: skip
        found.flow(source, target)
    for activity in ("pay", "pick", "invoice"):
        routes[activity] = {}


def exponential(minutes: float) -> dict[str, Any]:
    """Give an exponential law as Prosimos writes it: mean, least and most, in seconds."""
    seconds = (minutes * 60, 0.0, minutes * 60 * 1_000)
    return {
        "distribution_name": "expon",
        "distribution_params": [{"value": value} for value in seconds],
    }


def parameters(shares: list[dict[str, Any]]) -> dict[str, Any]:
    """Give the parameters: a person of a pool does all of its activities, day and night."""
    people = {name: [f"{name} {k + 1}" for k in range(pool.people)] for name, pool in POOLS.items()}
    done_by = {name: [a for a, by in ACTIVITIES.items() if by == name] for name in POOLS}
    profiles = [
        {
            "id": f"{name} people",
            "name": f"{name} people",
            "resource_list": [
                {
                    "id": person, "name": person, "cost_per_hour": 1, "amount": 1,
                    "calendar": "always", "assigned_tasks": done_by[name],
                }
                for person in people[name]
            ],
        }
        for name in POOLS
    ]  # fmt: skip
    return {
        "resource_profiles": profiles,
        "arrival_time_distribution": exponential(1 / ARRIVALS_PER_MINUTE),
        "arrival_time_calendar": [DAYS],
        "gateway_branching_probabilities": shares,
        "task_resource_distribution": [
            {
                "task_id": activity,
                "resources": [
                    {"resource_id": person, **exponential(POOLS[name].minutes)}
                    for person in people[name]
                ],
            }
            for activity, name in ACTIVITIES.items()
        ],
        "resource_calendars": [{"id": "always", "name": "always", "time_periods": [DAYS]}],
    }


def run(cases: int, seed: int, parallel: bool) -> Outcome:
    """Runs of 2,000 cases, each from an empty organisation; every case counts as work done."""
    runs = max(2, round(cases / CASES_A_RUN))
    values: dict[str, list[float]] = {name: [] for name in MEASURES}
    reading = 0.0
    found = drawing(parallel)
    with tempfile.TemporaryDirectory() as folder:
        bpmn, numbers, log = (Path(folder) / name for name in ("o.bpmn", "o.json", "o.csv"))
        bpmn.write_bytes(tostring(found.root, xml_declaration=True, encoding="utf-8"))
        numbers.write_text(json.dumps(parameters(found.shares)), encoding="utf-8")
        for number in range(runs):
            random.seed(seed * 1_000 + number)
            np.random.seed(seed * 1_000 + number)  # noqa: NPY002 - the one that Prosimos draws from
            run_simulation(
                str(bpmn), str(numbers), CASES_A_RUN, log_out_path=str(log),
                starting_at=START.isoformat(),
            )  # fmt: skip
            begun = time.process_time()
            for name, mean in means(log).items():
                values[name].append(mean)
            reading += time.process_time() - begun
    return Outcome(cases=runs * CASES_A_RUN, answers=answers(values), reading_seconds=reading)


def means(log: Path) -> dict[str, float]:
    """Give the mean wait in each pool and the mean time in all, of what the log tells.

    Waits of services that start, and times of cases that end, after the warm-up and before the
    last arrival: then the organisation is as full as it is in the long run.
    """
    with log.open(encoding="utf-8", newline="") as file:
        rows = [
            (row["case_id"], row["activity"], *_minutes(row, ("enable_time", "start_time")),
             *_minutes(row, ("end_time",)))
            for row in csv.DictReader(file)
        ]  # fmt: skip
    begins: dict[str, float] = {}
    ends: dict[str, float] = {}
    for case, _, enabled, _, ended in rows:
        begins[case] = min(begins.get(case, enabled), enabled)
        ends[case] = max(ends.get(case, ended), ended)
    last = max(begins.values())
    waits: dict[str, list[float]] = {name: [] for name in POOLS}
    for _, activity, enabled, started, _ in rows:
        if WARM_UP_MINUTES <= started < last:
            waits[ACTIVITIES[activity]].append(started - enabled)
    times = [ends[c] - begins[c] for c in begins if WARM_UP_MINUTES <= ends[c] < last]
    return {name: sum(found) / len(found) for name, found in {**waits, "elapsed": times}.items()}


def _minutes(row: dict[str, str], names: Iterable[str]) -> list[float]:
    return [(datetime.fromisoformat(row[name]) - START).total_seconds() / 60 for name in names]


if __name__ == "__main__":
    main(f"Prosimos {version('prosimos')}", run)
