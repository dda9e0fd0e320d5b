"""Every process worked out by hand, with luck of its own, in the twin and in the kernel: equal.

The known answers give the luck by hand, which the kernel does not take; what they play is played
again here with drawn luck, so that each of their corners is turned by the kernel, too.
"""

from __future__ import annotations

import inspect
import itertools
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from _pytest.outcomes import OutcomeException

from known_answers import harness
from outsidein.document import read_text
from simulation.side_by_side import both, differences

ANSWERS = Path(__file__).parent.parent / "known_answers"
PLAYING = (file.stem for file in ANSWERS.glob("test_*.py") if " play(" in file.read_text())
MODULES = sorted(PLAYING)
SEEDS = (1, 8)

Played = tuple[str, tuple[tuple[float, str], ...]]  # a document, and who arrives when


@pytest.mark.parametrize("module", MODULES)
def test_the_kernel_plays_what_was_worked_out_by_hand(
    module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Row by row, case by case, for two seeds."""
    played = played_in(import_module(f"known_answers.{module}"), monkeypatch)
    found = []
    for text, arrivals in played:
        for seed in SEEDS:
            found += [f"{text}\n{each}" for each in differences_of(text, arrivals, seed)]
    assert found == [], found[0]
    assert played


def differences_of(text: str, arrivals: Iterable[tuple[float, str]], seed: int) -> list[str]:
    """Return where the twin and the kernel differ."""
    process = read_text(text)
    segments = {customer.name: k for k, customer in enumerate(process.customers)}
    sides = both(process, [(time, segments[name]) for time, name in arrivals], seed)
    return differences(sides.twin, sides.kernel)


def played_in(module: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[Played]:
    """Return what the tests of a module play, each once, those with an early stop left out."""
    found: dict[Played, None] = {}

    def play(
        text: str, arrivals: Iterable[harness.Arrival] = (0.0,), *args: Any, **rest: Any
    ) -> Any:
        given = list(arrivals)
        result = harness.play(text, given, *args, **rest)
        if rest.get("until") is None:
            named = (each if isinstance(each, tuple) else (each, "Shopper") for each in given)
            found[text, tuple(sorted(named, key=lambda each: each[0]))] = None
        return result

    monkeypatch.setattr(module, "play", play)
    for test, given in tests_of(module):
        with suppress(Exception, OutcomeException):  # told by the test itself
            test(**given)
    return list(found)


def tests_of(module: ModuleType) -> Iterator[tuple[Callable[..., None], dict[str, Any]]]:
    """Yield the tests of a module that ask for no fixture, with the values they are given."""
    for name, test in inspect.getmembers(module, inspect.isfunction):
        if not name.startswith("test_"):
            continue
        marks = [m for m in getattr(test, "pytestmark", []) if m.name == "parametrize"]
        for chosen in itertools.product(*(values_of(mark) for mark in marks)):
            given = {key: value for values in chosen for key, value in values.items()}
            if set(inspect.signature(test).parameters) == set(given):
                yield test, given


def values_of(mark: pytest.Mark) -> list[dict[str, Any]]:
    """Return the values of one `parametrize`, by name."""
    names, values = mark.args[:2]
    names = [each.strip() for each in names.split(",")] if isinstance(names, str) else names
    if len(names) == 1:
        return [{names[0]: value} for value in values]
    return [dict(zip(names, row, strict=True)) for row in values]
