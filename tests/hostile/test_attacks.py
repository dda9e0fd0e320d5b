"""Hostile files: refused in a line with place and hint, or read and inert; soon, and small."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from hostile.attacks.attack import Attack
from hostile.attacks.child import MOST_CPU_SECONDS, MOST_MEGABYTES, Ended, ended
from hostile.attacks.every import ATTACKS

FEW = ["--cases", "20", "--replications", "2"]
COMMANDS = {
    "check": [],
    "chart": ["-o", "out.svg"],
    "simulate": FEW,
    "compare": FEW,
    "study": ["-o", "out.html", *FEW],
}
LONGEST_LINE = 1_000
OUTPUTS = {"out.svg", "out.html"}

every_attack = pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)


def met(attack: Attack, command: str, folder: Path) -> tuple[Path, Ended]:
    """Give the file of an attack to a command, in an empty folder."""
    at, here = folder / "file", folder / "here"
    at.mkdir()
    here.mkdir()
    file = attack.make(at)
    return file, ended([command, str(file), *COMMANDS[command]], here)


def printable(text: str) -> str:
    return "".join(c if c.isprintable() else "?" for c in text)


def must_be_safe(attack: Attack, command: str, folder: Path) -> None:
    """Assert what holds whatever the attack: the exit code, what is said, what it costs."""
    file, end = met(attack, command, folder)
    said = end.said[-2_000:]
    assert end.code in attack.allowed(command), said
    assert "Traceback" not in end.said, said
    assert all(sign.isprintable() or sign == "\n" for sign in end.said), repr(said)
    assert max(map(len, end.said.splitlines()), default=0) <= LONGEST_LINE
    assert end.megabytes <= MOST_MEGABYTES
    assert {one.name for one in (folder / "here").iterdir()} <= OUTPUTS
    if end.code == 0:
        return
    first = end.said.splitlines()[0]
    assert end.cpu_seconds <= MOST_CPU_SECONDS
    assert re.search(r" - \S.* \[[a-z0-9-]+\]$", first), f"no hint: {first}"
    if len(str(file)) < 200:
        assert file.name.encode("ascii", "replace").decode()[:3] in first, first
    if end.code == 2:
        assert len(end.said.splitlines()) == 1
    told = end.said.lower()
    assert all(any(one in told for one in word.split("|")) for word in attack.words), first


@every_attack
def test_checking_an_attack_refuses_it_or_finds_it_harmless(attack: Attack, tmp_path: Path) -> None:
    """One message with place and hint, or nothing to fear: within 2 CPU seconds and 300 MB."""
    must_be_safe(attack, "check", tmp_path)


def test_there_are_attacks_of_every_kind() -> None:
    """At least 30 files, no two of one name."""
    names = [attack.name for attack in ATTACKS]
    assert len(set(names)) == len(names) >= 30
