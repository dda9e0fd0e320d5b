"""Saves on a failing disk: the old content or the new, never a mix, and nothing left beside."""

from __future__ import annotations

import errno
import os
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest

from hostile.disk import FailingDisk, failing_everywhere
from outsidein import draw, read_text
from outsidein.cli.terminal import write
from outsidein.document import new_document, save
from outsidein.errors import OutsideInError
from outsidein.eventlog.visits import VisitLog
from outsidein.eventlog.write import write_log
from outsidein.files import UNSAVED, replacing, write_atomically
from outsidein.measures.prices import Prices
from outsidein.measures.vocabulary import vocabulary
from outsidein.simulation.logs import event_log
from outsidein.simulation.twin.records import records_of
from outsidein.simulation.twin.trace import trace
from outsidein.units import DAY_SECONDS, WEEK_SECONDS

OLD = b"the old content, of another length than the new\n"
FAILURES = {"full": errno.ENOSPC, "broken": errno.EIO, "forbidden": errno.EACCES, "short": "short"}
Saver = Callable[[Path], object]


@cache
def log() -> VisitLog:
    """A small log, made without the compiled simulator."""
    process = read_text(new_document())
    run = trace(process, arrive_until=DAY_SECONDS / 4, seed=1, until=3 * WEEK_SECONDS)
    words = vocabulary(process)
    segments = {customer.name: k for k, customer in enumerate(process.customers)}
    records = records_of(run, words, segments, 0)
    return event_log([records], words, Prices.of(process))


@cache
def picture() -> bytes:
    return draw(read_text(new_document())).svg(fonts=False).encode()


SAVERS: dict[str, tuple[str, Saver]] = {
    "document": ("model.yaml", lambda file: save(file, new_document())),
    "picture": ("model.svg", lambda file: write(file, picture())),
    "csv": ("log.csv", lambda file: write_log(log(), file, "2024-01-01")),
    "parquet": ("log.parquet", lambda file: write_log(log(), file, "2024-01-01")),
    "xes": ("log.xes", lambda file: write_log(log(), file, "2024-01-01")),
}
every_saver = pytest.mark.parametrize("kind", SAVERS)
every_failure = pytest.mark.parametrize("failure", FAILURES.values(), ids=FAILURES)
failing_savers = pytest.mark.parametrize(
    "kind",
    [k for k in SAVERS if k != "parquet"] + [pytest.param("parquet", marks=pytest.mark.long)],
)  # a database is opened for each call of each save


def fresh(folder: Path, kind: str) -> dict[Path, bytes]:
    """Put the old content where a saver is going to write; return the files and their content."""
    for one in folder.iterdir():
        one.unlink()
    file = folder / SAVERS[kind][0]
    files = [file]
    if file.suffix in {".csv", ".parquet"}:
        files.append(file.with_name(f"{file.stem}.cases{file.suffix}"))
    for one in files:
        one.write_bytes(OLD)
    return dict.fromkeys(files, OLD)


def content(folder: Path) -> dict[Path, bytes]:
    return {one: one.read_bytes() for one in folder.iterdir()}


def saved(folder: Path, kind: str) -> dict[Path, bytes]:
    """Return what the folder holds when nothing fails."""
    old = fresh(folder, kind)
    SAVERS[kind][1](next(iter(old)))
    return content(folder)


def outcome(saver: Saver, file: Path, disk: FailingDisk) -> bool:
    """Save on a failing disk; return whether it said that it had saved."""
    with disk.in_use():
        try:
            saver(file)
        except (OutsideInError, OSError):
            return False
    return True


def must_be_whole(folder: Path, new: dict[Path, bytes], *, done: bool, tidy: bool = True) -> None:
    """Assert that each file holds the old content or the new, and nothing lies beside them."""
    found = content(folder)
    left = sorted(one.name for one in found if one not in new)
    assert not left if tidy else all(name.endswith(UNSAVED) for name in left), left
    for file, held in new.items():
        assert found.get(file) in ((held,) if done else (held, OLD)), file.name
    if not done and len(new) == 1:
        assert set(found.values()) >= {OLD}  # what was refused has not been written


def every_call_failing(
    saver: Saver, folder: Path, kind: str, failure: int | str, *, for_good: bool = False
) -> int:
    """Let each call of a save fail in turn; return how many saves were refused."""
    new, refusals = saved(folder, kind), 0
    for disk in failing_everywhere(failure, for_good=for_good):
        file = next(iter(fresh(folder, kind)))
        done = outcome(saver, file, disk)
        refusals += not done
        must_be_whole(folder, new, done=done, tidy=not for_good)
    return refusals


@failing_savers
@every_failure
def test_whatever_call_fails_the_old_content_or_the_new_is_there(
    kind: str, failure: int | str, tmp_path: Path
) -> None:
    """Refused means old, done means new, for the k-th call of every k; nothing else is left."""
    refusals = every_call_failing(SAVERS[kind][1], tmp_path, kind, failure)
    assert refusals >= (0 if failure == "short" else 3)


@failing_savers
def test_a_disk_that_is_gone_leaves_the_old_content_or_the_new(kind: str, tmp_path: Path) -> None:
    """When every call from the k-th on fails nothing can be tidied, and still nothing is mixed."""
    saver = SAVERS[kind][1]
    assert every_call_failing(saver, tmp_path, kind, errno.EIO, for_good=True) >= 3


def naive(file: Path) -> None:
    """Write as most programs do: into the file itself."""
    handle = os.open(file, os.O_WRONLY | os.O_TRUNC)
    try:
        for piece in (new_document()[:500], new_document()[500:]):
            os.write(handle, piece.encode())
        os.fsync(handle)
    finally:
        os.close(handle)


@pytest.mark.parametrize("failure", [errno.ENOSPC, "short"])
def test_a_naive_writer_is_caught(failure: int | str, tmp_path: Path) -> None:
    """The same question asked of a writer that writes in place finds the mix."""
    with pytest.raises(AssertionError):
        every_call_failing(naive, tmp_path, "document", failure)


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """Let no file grow beyond a number of bytes, whoever writes it."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


@every_saver
def test_a_disk_that_is_full_after_any_byte_leaves_the_old_content(
    kind: str, tmp_path: Path
) -> None:
    """Libraries that write by themselves are stopped too: by the system, at many sizes."""
    new = saved(tmp_path, kind)
    most = max(map(len, new.values()))
    for size in sorted({0, 1, most // 3, most // 2, most - 1}):
        file = next(iter(fresh(tmp_path, kind)))
        with room_for(size), pytest.raises(OutsideInError) as caught:
            SAVERS[kind][1](file)
        assert {fault.code for fault in caught.value.faults} == {"unwritable"}
        assert set(content(tmp_path).values()) == {OLD}


def test_what_is_written_is_on_the_disk_before_it_takes_its_place(tmp_path: Path) -> None:
    """Power may fail: the content is flushed before the name changes, the folder after it."""
    disk = FailingDisk(10_000, errno.EIO)
    with disk.in_use():
        write_atomically(tmp_path / "model.yaml", OLD)
    done = [call for call in disk.made if call in {"write", "fsync", "replace", "rename"}]
    assert done in (["write", "fsync", way, "fsync"] for way in ("replace", "rename"))


def test_a_refused_save_says_so_and_what_is_left(tmp_path: Path) -> None:
    """The fault names the file and tells that its old content is safe."""
    with pytest.raises(OutsideInError) as caught:
        write_atomically(tmp_path / "nowhere" / "model.yaml", OLD)
    (fault,) = caught.value.faults
    assert (fault.code, fault.where) == ("unwritable", str(tmp_path / "nowhere" / "model.yaml"))
    assert "old content" in fault.hint


@pytest.mark.parametrize("name", ["x" * 255, "ü" * 127, ".hidden", "-o", "a b", "*?.svg"])
def test_a_file_of_any_name_is_saved(name: str, tmp_path: Path) -> None:
    """The name of what is being written is no longer than the name of the file may be."""
    write_atomically(tmp_path / name, OLD)
    assert content(tmp_path) == {tmp_path / name: OLD}


def test_what_is_no_file_is_not_replaced(tmp_path: Path) -> None:
    """A device, a pipe and a folder stay what they are."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(os.devnull)
    for path in (tmp_path / "pipe", tmp_path / "link", tmp_path):
        kind = path.resolve().stat().st_mode
        with pytest.raises(OutsideInError, match="not a file"):
            write_atomically(path, OLD)
        assert path.resolve().stat().st_mode == kind


def test_a_file_protected_from_writing_is_not_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever took the right to write away meant it; the folder's right does not undo that."""
    file = tmp_path / "model.yaml"
    file.write_bytes(OLD)
    monkeypatch.setattr(os, "access", lambda *_: False)  # the superuser may write everything
    with pytest.raises(OutsideInError, match="protected"):
        write_atomically(file, b"new")
    assert content(tmp_path) == {file: OLD}


def test_what_another_program_is_writing_is_not_swept_away(tmp_path: Path) -> None:
    """Only what nobody holds is removed: two programs may save into one folder."""
    left = tmp_path / f".other.yaml.0{UNSAVED}"
    left.write_bytes(b"half a f")
    with replacing(tmp_path / "slow.yaml") as slow:
        assert not left.exists()
        left.write_bytes(b"half a f")
        write_atomically(tmp_path / "quick.yaml", OLD)
        assert not left.exists()
        slow.write_bytes(OLD)
    assert content(tmp_path) == dict.fromkeys(
        [tmp_path / "slow.yaml", tmp_path / "quick.yaml"], OLD
    )
