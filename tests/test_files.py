"""Files are read with a limit and written whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from outsidein import files
from outsidein.errors import OutsideInError
from outsidein.files import read_capped, write_atomically


def test_a_file_is_read_up_to_its_limit(tmp_path: Path) -> None:
    """A file of exactly the limit is read, one byte more is a fault."""
    file = tmp_path / "a.yaml"
    file.write_bytes(b"12345")
    assert read_capped(file, most_bytes=5) == b"12345"
    with pytest.raises(OutsideInError, match="larger than 4 bytes"):
        read_capped(file, most_bytes=4)


@pytest.mark.parametrize("name", ["nothing.yaml", ".", "a\0b"])
def test_what_cannot_be_read_is_a_fault(tmp_path: Path, name: str) -> None:
    """No file, a folder, an impossible name: a fault with the path, never a traceback."""
    with pytest.raises(OutsideInError) as caught:
        read_capped(tmp_path / name, most_bytes=10)
    (fault,) = caught.value.faults
    assert fault.code == "unreadable"
    assert str(tmp_path) in fault.where


def test_writing_replaces_the_content_and_keeps_the_mode(tmp_path: Path) -> None:
    """The new content is there, the rights are the old ones, nothing is left beside it."""
    file = tmp_path / "order.yaml"
    file.write_text("old")
    file.chmod(0o640)
    write_atomically(file, b"new")
    assert file.read_bytes() == b"new"
    assert file.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [file]


def test_a_link_is_followed(tmp_path: Path) -> None:
    """The file behind a link changes; the link stays a link."""
    file, link = tmp_path / "order.yaml", tmp_path / "link.yaml"
    file.write_text("old")
    link.symlink_to(file)
    write_atomically(link, b"new")
    assert link.is_symlink()
    assert file.read_bytes() == b"new"


def test_the_old_content_survives_a_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If the disk fails before the new file stands, the old one is untouched and alone."""
    file = tmp_path / "order.yaml"
    file.write_text("old")

    def fail(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", fail)
    with pytest.raises(OutsideInError, match="No space left"):
        write_atomically(file, b"new")
    assert file.read_text() == "old"
    assert list(tmp_path.iterdir()) == [file]


def test_a_folder_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    """Folders are not made on the way."""
    with pytest.raises(OutsideInError, match="cannot be written"):
        write_atomically(tmp_path / "none" / "order.yaml", b"new")
    assert list(tmp_path.iterdir()) == []
