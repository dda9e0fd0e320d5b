"""Hostile files: refused in a line with place and hint, or read and inert; soon, and small."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path

import pytest
from click.testing import CliRunner

from hostile.attacks.attack import Attack
from hostile.attacks.child import MOST_CPU_SECONDS, MOST_MEGABYTES, Ended, ended
from hostile.attacks.every import ATTACKS
from outsidein.cli import main
from outsidein.document import new_document

FEW = ["--cases", "20", "--replications", "2"]
COMMANDS = {
    "check": [],
    "chart": ["-o", "out.svg"],
    "simulate": FEW,
    "compare": FEW,
    "study": ["-o", "out.html", *FEW],
}
SIMULATE = ("simulate", "compare", "study")
LONGEST_LINE = 1_100
OUTPUTS = {"out.svg", "out.html"}

every_attack = pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)


def some_in_turn() -> Iterator[object]:
    """Yield attacks with a command each, so that a few meet every command in everyday tests."""
    for number, attack in enumerate(ATTACKS[::9]):
        command = list(COMMANDS)[number % len(COMMANDS)]
        # Whoever is not refused is simulated, which may compile the simulator first.
        if 0 not in attack.allowed(command) or command not in SIMULATE:
            yield pytest.param(attack, command, id=f"{command}-{attack.name}")


def folders(folder: Path) -> tuple[Path, Path]:
    """Make a folder for the file of an attack and one to run in."""
    at, here = folder / "file", folder / "here"
    at.mkdir()
    here.mkdir()
    return at, here


def must_be_safe(attack: Attack, command: str, file: Path, end: Ended) -> None:
    """Assert what holds whatever the attack: the exit code, what is said, how soon."""
    said = end.said[-2_000:]
    assert end.code in attack.allowed(command), said
    assert "Traceback" not in end.said, said
    assert all(sign.isprintable() or sign == "\n" for sign in end.said), repr(said)
    assert max(map(len, end.said.splitlines()), default=0) <= LONGEST_LINE
    assert end.megabytes <= MOST_MEGABYTES
    if end.code == 0 and command in SIMULATE:
        return
    assert end.cpu_seconds <= MOST_CPU_SECONDS
    if end.code != 0:
        must_be_told(attack, file, end)


def must_be_told(attack: Attack, file: Path, end: Ended) -> None:
    """Assert that a refusal says where, what, and what to do."""
    first, told = end.said.splitlines()[0], end.said.lower()
    assert re.search(r" - \S.* \[[a-z0-9-]+\]$", first), f"no hint: {first}"
    assert len(str(file)) > 200 or named(file) in first
    assert end.code != 2 or len(end.said.splitlines()) == 1
    assert all(any(one in told for one in word.split("|")) for word in attack.words), first


def named(file: Path) -> str:
    """Return the beginning of a file's name as it can be shown."""
    return "".join(c for c in file.name if c.isprintable())[:3]


@every_attack
def test_checking_an_attack_refuses_it_or_finds_it_harmless(attack: Attack, tmp_path: Path) -> None:
    """One message with place and hint, or nothing to fear, within two CPU seconds."""
    at, here = folders(tmp_path)
    file = attack.make(at)
    start = time.process_time()
    with chdir(here):
        result = CliRunner().invoke(main, ["check", str(file)])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    end = Ended(
        code=result.exit_code, said=result.output, megabytes=0.0,
        cpu_seconds=time.process_time() - start,
    )  # fmt: skip
    must_be_safe(attack, "check", file, end)
    assert list(here.iterdir()) == []


def met(attack: Attack, command: str, folder: Path) -> None:
    """Give the file of an attack to a command in a process of its own."""
    at, here = folders(folder)
    file = attack.make(at)
    end = ended([command, str(file), *COMMANDS[command]], here)
    must_be_safe(attack, command, file, end)
    assert {one.name for one in here.iterdir()} <= OUTPUTS


@pytest.mark.parametrize(("attack", "command"), list(some_in_turn()))
def test_an_attack_costs_two_seconds_and_300_megabytes_at_most(
    attack: Attack, command: str, tmp_path: Path
) -> None:
    """A process of its own, start and imports included, is soon over and small."""
    met(attack, command, tmp_path)


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The simulator compiled once, which is not what an attack costs."""
    file = tmp_path_factory.mktemp("warm") / "model.yaml"
    file.write_text(new_document())
    CliRunner().invoke(main, ["simulate", str(file), *FEW])
    return file


@pytest.mark.long
@every_attack
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_withstands_every_attack(
    attack: Attack, command: str, tmp_path: Path, compiled: Path
) -> None:
    """As above, for all commands; what is harmless and simulated takes what a simulation takes."""
    assert compiled.exists()
    met(attack, command, tmp_path)


def test_there_are_attacks_of_every_kind() -> None:
    """At least 30 files, no two of one name."""
    names = [attack.name for attack in ATTACKS]
    assert len(set(names)) == len(names)
    assert len(names) >= 150
