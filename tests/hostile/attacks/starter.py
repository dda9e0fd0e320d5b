"""Starts a command and tells, on stderr, its exit code, CPU seconds and most megabytes.

A process of its own, because the system counts the memory of whoever starts a program as the
program's. Started as ``python -S starter.py PYTHON SECONDS ARGUMENT…``.
"""

from __future__ import annotations

import os
import resource
import signal
import sys

MOST_CPU_SECONDS, MOST_BYTES = 40, 6 << 30  # beyond any hope; they spare the machine
COMMAND = "from outsidein.cli import main; main(prog_name='outsidein')"


def start(python: str, seconds: int, arguments: list[str]) -> None:
    """Run the command to its end, or kill it after so many seconds."""
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_CPU_SECONDS, MOST_CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    given = [python, "-c", COMMAND, *arguments]
    child = os.posix_spawn(
        python, given, os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, 1, 2)], setsid=False
    )
    signal.signal(signal.SIGALRM, lambda *_: os.kill(child, signal.SIGKILL))
    signal.alarm(seconds)
    _, status, used = os.wait4(child, 0)
    code = os.waitstatus_to_exitcode(status)
    sys.stderr.write(f"{code} {used.ru_utime + used.ru_stime} {used.ru_maxrss / 1024}\n")


if __name__ == "__main__":
    start(sys.argv[1], int(sys.argv[2]), sys.argv[3:])
