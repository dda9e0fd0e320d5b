"""A disk that fails: the k-th call that reads or writes it ends in an error."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Callable, Iterator
from typing import Any

CALLS = (
    "open", "write", "fsync", "fchmod", "replace", "rename", "unlink", "close", "listdir",
    "scandir", "stat", "lstat", "fstat", "readlink",
)  # fmt: skip
Save = Callable[[], Any]


class FailingDisk:
    """Counts the calls made to the disk, and fails at one of them, or from it on.

    ``failure`` is an error number, or "short": a write that takes half of what it is given, and
    finds the disk full the next time.
    """

    def __init__(self, at: int, failure: int | str, *, for_good: bool = False) -> None:
        self.at, self.failure, self.for_good = at, failure, for_good
        self.made: list[str] = []

    @property
    def was_reached(self) -> bool:
        """Whether there was a k-th call at all."""
        return len(self.made) >= self.at

    @contextlib.contextmanager
    def in_use(self) -> Iterator[None]:
        """Let every call of the module `os` pass through here."""
        real = {name: getattr(os, name) for name in CALLS}
        for name, call in real.items():
            setattr(os, name, self._failing(name, call))
        try:
            yield
        finally:
            for name, call in real.items():
                setattr(os, name, call)

    def _failing(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def failing(*given: Any, **named: Any) -> Any:
            self.made.append(name)
            number = len(self.made)
            if self.failure == "short":
                return self._short(name, number, call, given)
            if number == self.at or (self.for_good and number > self.at):
                if name == "close":  # what was open is closed, whatever the disk says
                    call(*given, **named)
                raise OSError(self.failure, os.strerror(int(self.failure)))
            return call(*given, **named)

        return failing

    def _short(self, name: str, number: int, call: Callable[..., Any], given: Any) -> Any:
        if name == "write" and number == self.at:
            return call(given[0], bytes(given[1])[: max(len(given[1]) // 2, 1)])
        if name == "write" and number > self.at:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return call(*given)


def failing_everywhere(failure: int | str, *, for_good: bool = False) -> Iterator[FailingDisk]:
    """Yield a disk for every k, until a save has fewer than k calls."""
    for at in range(1, 1_000):
        disk = FailingDisk(at, failure, for_good=for_good)
        yield disk
        if not disk.was_reached:
            return
    raise AssertionError("a save never ends")
