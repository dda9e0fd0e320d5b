"""A document in the making: its sections as plain values that a plant can change."""

from __future__ import annotations

import copy
import random
from dataclasses import dataclass, field
from typing import Any

from outsidein.document import read_text
from outsidein.model.process import Process
from outsidein.simulation.load import offered_loads

Keys = dict[str, Any]

ALWAYS = "Mon-Sun 00:00-24:00"
ENDS: dict[str, Keys] = {
    "done": {"end": "It is done", "outcome": "served"},
    "undone": {"end": "It is not done", "outcome": "not served"},
    "lost": {"end": "Customer lost", "outcome": "lost"},
}


@dataclass
class Draft:
    """A process as its document says it; ``steps`` are in reading order, without the ends."""

    random: random.Random
    customers: dict[str, Keys] = field(default_factory=dict)
    parts: dict[str, Keys] = field(default_factory=dict)
    arrivals: Keys = field(default_factory=dict)
    shared: dict[str, Keys] = field(default_factory=dict)
    steps: dict[str, Keys] = field(default_factory=dict)
    poor_when: list[str] = field(default_factory=list)

    def copy(self) -> Draft:
        """Return a draft that can be changed without changing this one."""
        return copy.deepcopy(self)

    def text(self) -> str:
        """Return the document."""
        lines = [
            "process: A process made up",
            "numbers: assumed",
            f"customers: {written(self.customers)}",
            "channels: {web: self, phone: live, counter: live, e-mail: left}",
            "organisation:",
            *(f"  {name}: {written(keys)}" for name, keys in self.parts.items()),
            f"arrivals: {written(self.arrivals)}",
        ]
        if self.poor_when:
            lines.append(f"poor when: {written(self.poor_when)}")
        if self.shared:
            lines += ["shared:", *(f"  - {written({i: k})[1:-1]}" for i, k in self.shared.items())]
        lines += ["steps:", *(f"  - {written({i: k})[1:-1]}" for i, k in self.steps.items())]
        said = "\n".join(lines)
        led_to = [name for name in ENDS if name == "done" or f"-> {name}" in said]
        lines += [f"  - {written({name: ENDS[name]})[1:-1]}" for name in led_to]
        return "\n".join(lines) + "\n"

    def process(self) -> Process:
        """Return the process. Raises OutsideInError for a draft with faults."""
        return read_text(self.text(), "made-up.yaml")

    def insert(self, at: int, steps: dict[str, Keys]) -> None:
        """Put steps before the one that is number ``at``; a decision before them leads there."""
        items = list(self.steps.items())
        ahead = next((i for i, k in items[at:] if passed(k)), "done")
        before = next((k for _, k in reversed(items[:at]) if passed(k)), {})
        first = next((i for i, k in steps.items() if passed(k)), ahead)
        if "go" in before:
            before["go"] = [answer.replace(f"-> {ahead}", f"-> {first}") for answer in before["go"]]
        self.steps = dict([*items[:at], *steps.items(), *items[at:]])

    def append(self, steps: dict[str, Keys]) -> None:
        """Put steps before the end."""
        self.insert(len(self.steps), steps)

    def after(self, step: str) -> str:
        """Return the id of the step that customers pass next."""
        flow = [i for i, keys in self.steps.items() if passed(keys)]
        return [*flow, "done"][flow.index(step) + 1]

    def load(self, part: str) -> float:
        """Return the load of a part: hours asked of it over hours staffed."""
        process = self.process()
        identity = next(p.id for p in process.parts if p.name == part)
        offered, staffed = offered_loads(process)[identity]
        return offered / staffed


def passed(keys: Keys) -> bool:
    """Whether a step is one that customers pass, not a promise or a meanwhile beside them."""
    return "promise" not in keys and "meanwhile" not in keys


def written(value: Any) -> str:
    """Write a value as YAML on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {written(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(written, value)) + "]"
    text = str(value)
    return f'"{text}"' if "," in text else text
