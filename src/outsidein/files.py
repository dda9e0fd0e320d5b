"""Files: reading with a limit, and writing that never leaves half a file behind."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from outsidein.errors import Fault, OutsideInError


def read_capped(path: str | Path, *, most_bytes: int) -> bytes:
    """Return a file's content; raise OutsideInError if it cannot be read or is too large."""
    file = Path(path)
    try:
        if file.is_dir():
            raise _unreadable(file, "is a folder, not a file")
        with file.open("rb") as stream:
            content = stream.read(most_bytes + 1)
    except OSError as error:
        raise _unreadable(file, f"cannot be read: {error.strerror or error}") from error
    except ValueError as error:  # a path with a null character
        raise _unreadable(file, f"cannot be read: {error}") from error
    if len(content) > most_bytes:
        raise OutsideInError(
            [Fault("too-large", "error", str(file), f"is larger than {most_bytes:,} bytes")]
        )
    return content


def _unreadable(file: Path, what: str) -> OutsideInError:
    return OutsideInError([Fault("unreadable", "error", str(file), what)])


def write_atomically(path: str | Path, content: bytes) -> None:
    """Write a file whole or not at all: a new file beside it, flushed to disk, takes its place.

    A link is followed; the mode of a file that is replaced is kept. Raises OutsideInError if the
    folder or the file cannot be written; the old content is then untouched.
    """
    file = Path(path)
    try:
        file = file.resolve()
        mode = file.stat().st_mode & 0o777 if file.exists() else 0o666 & ~_umask()
        _replace(file, content, mode)
    except OSError as error:
        what = f"cannot be written: {error.strerror or error}"
        raise OutsideInError([Fault("unwritable", "error", str(path), what)]) from error


def _replace(file: Path, content: bytes, mode: int) -> None:
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(mode)
        Path(name).replace(file)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
    _flush_folder(file.parent)


def _flush_folder(folder: Path) -> None:
    with contextlib.suppress(OSError):  # some systems cannot open a folder
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
