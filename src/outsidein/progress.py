"""How far long work is: told on a terminal and in a notebook, silent elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TextIO

Progress = Callable[[int, int], None]  # (done, of)
PARTS = 1_000  # into which the whole is cut when it has several stages
OFTEN_SECONDS = 0.2  # between two signs of life
SOON_SECONDS = 2.0  # before it, nobody can say how long it takes

_showing: ContextVar[bool] = ContextVar("showing", default=False)


def part_of(progress: Progress | None, first: float, last: float) -> Progress | None:
    """Return the progress of one stage, which lies between two shares of the whole.

    >>> part_of(lambda done, of: print(done, of), 0.5, 1.0)(1, 4)
    625 1000
    """
    if progress is None:
        return None
    whole = progress
    return lambda done, of: whole(round(PARTS * (first + (last - first) * done / of)), PARTS)


def silent(done: int, of: int) -> None:
    """Tell nobody."""


class Meter:
    """Turns (done, of) into a sentence, not too often; it never goes back."""

    def __init__(self, label: str, say: Callable[[str], None]) -> None:
        self.label, self.say = label, say
        self.began = self.said = time.monotonic()
        self.reached = 0.0

    def __call__(self, done: int, of: int) -> None:
        """Tell how far it is."""
        share, now = done / of if of else 1.0, time.monotonic()
        if share < self.reached or (share < 1 and now - self.said < OFTEN_SECONDS):
            return
        self.reached, self.said = share, now
        self.say(f"{self.label}: {100 * share:.0f} %{self._left(share, now - self.began)}")

    def _left(self, share: float, passed: float) -> str:
        if passed < SOON_SECONDS or not 0 < share < 1:
            return ""
        return f", about {passed * (1 - share) / share:.0f} s left"


@contextmanager
def on_terminal(label: str, stream: TextIO | None = None) -> Iterator[Progress]:
    """Tell progress in one line on a terminal (stderr if not said), and wipe it at the end."""
    out = stream or sys.stderr
    if not out.isatty():
        yield silent
        return

    def say(text: str) -> None:
        out.write(f"\r\x1b[K{text}")
        out.flush()

    token = _showing.set(True)
    try:
        yield Meter(label, say)
    finally:
        _showing.reset(token)
        say("")
        out.write("\r")
        out.flush()


@contextmanager
def in_notebook(label: str, progress: Progress | None = None) -> Iterator[Progress]:
    """Give on the caller's progress; without one, tell it in a notebook, and nowhere else.

    Work inside other work that is told already says nothing of its own.
    """
    if progress is not None or _showing.get():
        yield progress or silent
        return
    handle = _notebook_line(label)
    if handle is None:
        yield silent
        return
    token = _showing.set(True)
    try:
        yield Meter(label, lambda text: _write(handle, text))
    finally:
        _showing.reset(token)
        _write(handle, "")


def _notebook_line(label: str) -> Any:
    """Return a line of the notebook that can be written anew, or None outside a notebook."""
    notebook: Any = sys.modules.get("IPython")  # never loaded for this: the notebook has done so
    if notebook is None or "ipykernel" not in sys.modules or notebook.get_ipython() is None:
        return None
    return notebook.display.display({"text/plain": f"{label} …"}, raw=True, display_id=True)


def _write(handle: Any, text: str) -> None:
    handle.update({"text/plain": text}, raw=True)
