"""Run tests against every mutant: the tests are collected once, each mutant runs in a fork.

    python -m mutants.hunting MODULE,MODULE... TESTS...

One line of JSON a mutant: its name, its line, and the test that killed it (null: it survived).
"""

from __future__ import annotations

import faulthandler
import json
import os
import signal
import sys
from importlib import import_module
from types import FrameType

import pytest
from _pytest.runner import runtestprotocol

from mutants.mutations import Mutant, function_of, mutants

SECONDS = 15  # of CPU: a mutant that runs for longer never ends, and is killed


class Hunt:
    """A plugin that runs the collected tests against each mutant, likely killers first."""

    def __init__(self, found: list[Mutant]) -> None:
        self.mutants = found

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Take the place of the ordinary run."""
        callers = {item.nodeid: functions_called(item) for item in session.items}
        items = list(session.items)
        for mutant in self.mutants:
            chosen = [item for item in items if place_of(mutant) in callers[item.nodeid]]
            killer = hunted(mutant, chosen)
            by = None
            if killer is not None:
                by = chosen[killer].nodeid
                items.remove(chosen[killer])
                items.insert(0, chosen[killer])
            line = {"name": mutant.name, "line": mutant.line, "killed by": by}
            print(json.dumps(line | {"of": len(chosen)}), file=sys.__stdout__, flush=True)
        return True


Place = tuple[str, int]  # file and first line of a function


def place_of(mutant: Mutant) -> Place:
    """Return where the function stands that a mutant takes the place of."""
    code = function_of(import_module(mutant.module), mutant.function).__code__
    return code.co_filename, code.co_firstlineno


def functions_called(item: pytest.Item) -> set[Place]:
    """Run a test, which must pass, and return the functions that it calls."""
    called: set[Place] = set()

    def see(frame: FrameType, event: str, arg: object) -> None:
        called.add((frame.f_code.co_filename, frame.f_code.co_firstlineno))

    sys.settrace(see)
    try:
        reports = runtestprotocol(item, nextitem=None, log=False)
    finally:
        sys.settrace(None)
    assert all(report.passed for report in reports), item.nodeid
    return called


def hunted(mutant: Mutant, items: list[pytest.Item]) -> int | None:
    """Return which test kills a mutant, in a process of its own; None if none does."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        faulthandler.cancel_dump_traceback_later()
        signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        function = function_of(import_module(mutant.module), mutant.function)
        function.__code__ = mutant.code
        for k, item in enumerate(items):
            os.write(writer, k.to_bytes(4, "big"))
            reports = runtestprotocol(item, nextitem=None, log=False)
            if any(report.failed for report in reports):
                os._exit(1)
        os._exit(0)
    os.close(writer)
    said = b""
    while block := os.read(reader, 65_536):
        said += block
    os.close(reader)
    _, status = os.waitpid(child, 0)
    return None if status == 0 else int.from_bytes(said[-4:], "big")


def main(modules: str, *tests: str) -> None:
    """Hunt the mutants of some modules with some tests."""
    found = [mutant for name in modules.split(",") for mutant in mutants(import_module(name))]
    options = ["-q", "-n", "0", "-p", "no:cacheprovider", *tests]
    pytest.main(options, plugins=[Hunt(found)])


if __name__ == "__main__":
    main(*sys.argv[1:])
