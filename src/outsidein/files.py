"""Files: reading with a limit, and writing that never leaves half a file behind."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from outsidein.errors import Fault, OutsideInError

UNSAVED = ".outsidein-unsaved"  # the end of the name of a file that is still being written
_NAME_KEPT = 50  # characters of the file's own name in it: a name is 255 bytes at most
_AT_ONCE = 1 << 20  # bytes of one read or write


def read_capped(path: str | Path, *, most_bytes: int) -> bytes:
    """Return a file's content; raise OutsideInError if it cannot be read or is too large.

    Only files are read: a pipe would wait for ever, a device would never end.
    """
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(handle, "rb", buffering=0) as stream:
            found = os.fstat(handle)
            if not stat.S_ISREG(found.st_mode):
                raise _unreadable(path, "is not a file", "name a file that holds a document")
            if found.st_size > most_bytes:
                raise _too_large(path, most_bytes)
            content = stream.read(most_bytes + 1) or b""
            while len(content) <= most_bytes and (more := stream.read(_AT_ONCE)):
                content += more
    except IsADirectoryError as error:
        raise _unreadable(path, "is a folder, not a file", "name a file in it") from error
    except OSError as error:
        what = f"cannot be read: {error.strerror or error}"
        raise _unreadable(path, what, _READ_HINTS.get(type(error), "")) from error
    except OutsideInError:
        raise
    except ValueError as error:  # a path with a null character
        raise _unreadable(path, f"cannot be read: {error}") from error
    if len(content) > most_bytes:
        raise _too_large(path, most_bytes)
    return content


_READ_HINTS: dict[type[OSError], str] = {
    FileNotFoundError: "is the name spelled as it is on the disk?",
    PermissionError: "ask for the right to read it",
}


def _unreadable(path: str | Path, what: str, hint: str = "") -> OutsideInError:
    hint = hint or "name a file that can be read"
    return OutsideInError([Fault("unreadable", "error", str(path), what, hint)])


def _too_large(path: str | Path, most_bytes: int) -> OutsideInError:
    what, hint = f"is larger than {most_bytes:,} bytes", "is it the right file?"
    return OutsideInError([Fault("too-large", "error", str(path), what, hint)])


def write_atomically(path: str | Path, content: bytes) -> None:
    """Write a file whole or not at all: a new file beside it, flushed to disk, takes its place.

    A link is followed; the mode of a file that is replaced is kept. Raises OutsideInError if the
    folder or the file cannot be written; the old content is then untouched.
    """
    with replacing(path) as unsaved:
        handle = os.open(unsaved, os.O_WRONLY)
        try:
            rest = memoryview(content)
            while rest:  # a write may take less than it is given
                rest = rest[os.write(handle, rest[:_AT_ONCE]) :]
        finally:
            os.close(handle)


@contextmanager
def replacing(path: str | Path) -> Iterator[Path]:
    """Give an empty file beside a file; what is written into it replaces the file at the end.

    An exception inside, or one of the disk, leaves the old content and nothing else. Whoever
    writes must keep the file that is given, not put another in its place.
    """
    try:
        file = _to_be_written(Path(path))
        _sweep(file.parent)
        unsaved, handle = _begin(file)
        try:
            yield unsaved
            os.fsync(handle)
            unsaved.replace(file)
        except BaseException:
            with contextlib.suppress(OSError):
                unsaved.unlink()
            raise
        finally:
            with contextlib.suppress(OSError):
                os.close(handle)  # and with it goes the lock
        _flush_folder(file.parent)
    except OSError as error:
        what = f"cannot be written: {error.strerror or error}"
        hint = "the old content, if there was any, is as it was"
        raise OutsideInError([Fault("unwritable", "error", str(path), what, hint)]) from error


def _to_be_written(path: Path) -> Path:
    """Return the file behind a link; what is no file, or may not be written, is an error."""
    file = path.resolve()
    if file.exists():
        if not stat.S_ISREG(file.stat().st_mode):
            raise OSError(0, "it is not a file")
        if not os.access(file, os.W_OK):
            raise PermissionError(0, "it is protected from being written")
    return file


def _begin(file: Path) -> tuple[Path, int]:
    """Make an empty file beside ``file``, with its mode, and lock it while its writer lives."""
    while True:
        name = f".{file.name[:_NAME_KEPT]}.{secrets.token_hex(4)}{UNSAVED}"
        unsaved = file.with_name(name)
        mode = stat.S_IMODE(file.stat().st_mode) if file.exists() else None
        first_mode = 0o666 if mode is None else 0o600  # of a new file less what the umask takes
        handle = os.open(unsaved, os.O_WRONLY | os.O_CREAT | os.O_EXCL, first_mode)
        try:
            with contextlib.suppress(OSError):  # some disks know no locks, and sweep nothing
                _lock(handle, wait=True)
            if mode is not None and hasattr(os, "fchmod"):
                os.fchmod(handle, mode)
            if os.fstat(handle).st_nlink:  # nobody swept it away before it was locked
                return unsaved, handle
            os.close(handle)
        except BaseException:
            with contextlib.suppress(OSError):
                unsaved.unlink()
            with contextlib.suppress(OSError):
                os.close(handle)
            raise


def _sweep(folder: Path) -> None:
    """Remove what a killed program left: files being written that nobody holds a lock on."""
    with contextlib.suppress(OSError):
        for one in [one for one in folder.iterdir() if one.name.endswith(UNSAVED)]:
            with contextlib.suppress(OSError):
                _remove_if_left(one)


def _remove_if_left(unsaved: Path) -> None:
    handle = os.open(unsaved, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
    try:
        _lock(handle, wait=False)
        unsaved.unlink()
    finally:
        os.close(handle)


def _lock(handle: int, *, wait: bool) -> None:
    """Lock an open file; where there are no such locks, an open file cannot be removed either."""
    try:
        import fcntl
    except ImportError:
        return
    fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))


def _flush_folder(folder: Path) -> None:
    with contextlib.suppress(OSError):  # some systems cannot open a folder
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
