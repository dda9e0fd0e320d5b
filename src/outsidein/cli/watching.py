"""A file under watch: what it shows now, and the last picture that could be drawn."""

from __future__ import annotations

import json
import threading
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from outsidein.errors import Fault, OutsideInError

LOOK_EVERY = 0.25  # seconds
SETTLED = 0.1  # seconds without a change, so that a file is not read while it is being written
PATIENT = 20  # times that long, for a file that is written all the time
MISSING = "missing-number"

Signature = tuple[int, int, int] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the page shows: the last good pictures, and the faults of the file as it is."""

    version: int = 0
    name: str = ""
    pictures: tuple[tuple[str, str], ...] = ()  # (view, SVG)
    current: bool = False  # the pictures are those of the file as it is
    faults: tuple[Fault, ...] = ()
    at: str = ""  # time of day of the last look
    folder: str = ""  # of the file, as it begins each place

    def json(self) -> str:
        """Return it for the page."""
        return json.dumps(
            {
                "version": self.version,
                "name": self.name,
                "pictures": dict(self.pictures),
                "current": self.current,
                "at": self.at,
                "faults": [self.row(f) for f in self.faults if f.code != MISSING],
                "missing": [self.row(f) for f in self.faults if f.code == MISSING],
            },
            ensure_ascii=False,
        )

    def row(self, fault: Fault) -> dict[str, Any]:
        """Return a fault for the page, its place without the folder of the file."""
        return {
            "severity": fault.severity, "where": fault.where.removeprefix(self.folder),
            "what": fault.what, "hint": fault.hint, "code": fault.code,
        }  # fmt: skip


class Watched:
    """A file, looked at again and again; readers wait for the next version."""

    def __init__(self, path: Path, customer: str | None = None) -> None:
        self.path, self.customer = path, customer
        folder = str(path).removesuffix(path.name)
        self.shown = Shown(name=path.name, folder=folder)
        self.changed = threading.Condition()
        self.seen: Signature = (-1, -1, -1)
        self.over = False

    def signature(self) -> Signature:
        """Return what changes when a file is written or replaced; None if there is none."""
        try:
            found = self.path.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino

    def look(self) -> bool:
        """Read the file if it has changed since the last look; say whether it had."""
        now = self.signature()
        if now == self.seen:
            return False
        for _ in range(PATIENT):  # until nobody writes to it any more
            time.sleep(SETTLED)
            again = self.signature()
            if again == now:
                break
            now = again
        self.seen = now
        fresh = redrawn(self.path, self.shown, self.customer)
        with self.changed:
            self.shown = replace(fresh, version=self.shown.version + 1)
            self.changed.notify_all()
        return True

    def keep_looking(self) -> None:
        """Look until told that it is over."""
        while not self.over:
            self.look()
            time.sleep(LOOK_EVERY)

    def newer_than(self, version: int, most_seconds: float) -> Shown | None:
        """Wait for a version after the one known; None if none comes in time."""
        with self.changed:
            self.changed.wait_for(
                lambda: self.over or self.shown.version > version, timeout=most_seconds
            )
            return self.shown if self.shown.version > version else None

    def end(self) -> None:
        """End looking, and let all who wait go."""
        with self.changed:
            self.over = True
            self.changed.notify_all()


def redrawn(path: Path, before: Shown, customer: str | None = None) -> Shown:
    """Return what a file shows now; a file with faults keeps the picture it had before."""
    at = time.strftime("%H:%M:%S")
    try:
        faults, name, pictures = _drawn(path, customer)
    except OutsideInError as error:
        return replace(before, faults=error.faults, current=False, at=at)
    except Exception as error:  # noqa: BLE001 a slip of ours must not end the watch
        what = f"cannot be drawn: {type(error).__name__}: {error}"
        fault = Fault("not-drawn", "error", str(path), what, "please report this")
        return replace(before, faults=(fault,), current=False, at=at)
    if not pictures:
        return replace(before, faults=faults, current=False, at=at)
    return replace(before, name=name, pictures=pictures, current=True, faults=faults, at=at)


def _drawn(
    path: Path, customer: str | None
) -> tuple[tuple[Fault, ...], str, tuple[tuple[str, str], ...]]:
    """Return the faults of a file, its name and its pictures; no picture of one with errors."""
    from outsidein.chart import draw
    from outsidein.document.checking import check_document
    from outsidein.inputs import open_model

    document = open_model(path, customer)
    faults = tuple(check_document(document))
    if document.process is None or any(fault.severity == "error" for fault in faults):
        return faults, "", ()
    pictures = (
        ("departments", draw(document.process, "departments").svg(suffix="-dep")),
        ("company", draw(document.process, "company").svg(suffix="-com")),
    )
    return faults, document.process.name, pictures
