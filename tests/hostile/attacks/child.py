"""A command in a process of its own, with what it cost from its first instruction to its last."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

MOST_CPU_SECONDS = 2.0  # of a refusal, start and imports included
MOST_MEGABYTES = 300.0
GIVEN_UP_AFTER = 60  # wall seconds
_STARTER = str(Path(__file__).with_name("starter.py"))


@dataclass(frozen=True, kw_only=True)
class Ended:
    """How a command ended: exit code (below 0: killed), what it said, and what it cost."""

    code: int
    said: str
    cpu_seconds: float
    megabytes: float


def ended(arguments: Sequence[str], folder: Path) -> Ended:
    """Run a command in a folder, and count the CPU seconds and the memory of its process."""
    run = subprocess.run(
        [sys.executable, "-S", _STARTER, sys.executable, str(GIVEN_UP_AFTER), *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
    )
    code, cpu_seconds, megabytes = run.stderr.split()
    return Ended(
        code=int(code),
        said=run.stdout.decode("utf-8", errors="replace"),
        cpu_seconds=float(cpu_seconds),
        megabytes=float(megabytes),
    )
