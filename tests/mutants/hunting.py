"""Run tests against every mutant: the tests are collected once, each mutant runs in a fork.

    python -m mutants.hunting MODULE,MODULE... TESTS...

One line of JSON a mutant: its name, its line, and the test that killed it (null: it survived).
"""

from __future__ import annotations

import json
import os
import signal
import sys
from importlib import import_module

import pytest
from _pytest.runner import runtestprotocol

from mutants.mutations import Mutant, function_of, mutants

SECONDS = 30  # a mutant that runs for longer never ends: it is killed


class Hunt:
    """A plugin that runs the collected tests against each mutant, likely killers first."""

    def __init__(self, found: list[Mutant]) -> None:
        self.mutants = found

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Take the place of the ordinary run."""
        items = list(session.items)
        for mutant in self.mutants:
            killer = hunted(mutant, items)
            if killer is not None:
                items.insert(0, items.pop(killer))
            by = None if killer is None else items[0].nodeid
            line = {"name": mutant.name, "line": mutant.line, "killed by": by}
            print(json.dumps(line), file=sys.__stdout__, flush=True)
        return True


def hunted(mutant: Mutant, items: list[pytest.Item]) -> int | None:
    """Return which test kills a mutant, in a process of its own; None if none does."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        signal.alarm(SECONDS)
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
    options = ["-q", "-n", "0", "-p", "no:cacheprovider", "-p", "no:faulthandler", *tests]
    pytest.main(options, plugins=[Hunt(found)])


if __name__ == "__main__":
    main(*sys.argv[1:])
