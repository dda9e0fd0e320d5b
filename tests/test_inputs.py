"""Which reader reads which file, and what is written under which suffix."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import outsidein
from outsidein.document import new_document, read_text, write
from outsidein.errors import OutsideInError
from outsidein.inputs import KINDS, kind_of, open_model, start_of, write_model

START = read_text(new_document())
WRITTEN = [kind.suffixes[0] for kind in KINDS if kind.writes]


@pytest.mark.parametrize("suffix", WRITTEN)
def test_what_is_written_is_read_again(suffix: str, tmp_path: Path) -> None:
    """The suffix decides how a process is written, and any reader finds its way back."""
    file = tmp_path / f"order{suffix}"
    write_model(START, file)
    assert outsidein.read(file) == START
    assert [f for f in outsidein.check_file(file) if f.severity == "error"] == []


def test_the_content_counts_more_than_the_suffix(tmp_path: Path) -> None:
    """A workbook under a wrong name is read as the workbook it is."""
    write_model(START, tmp_path / "order.xlsx")
    renamed = (tmp_path / "order.xlsx").rename(tmp_path / "order.yaml")
    assert outsidein.read(renamed) == START
    assert kind_of("order.xlsx", b"process: x").name == "workbook"
    assert kind_of("order", b"process: x").name == "document"


@pytest.mark.parametrize("kind", [k for k in KINDS if k.starts], ids=lambda kind: kind.name)
def test_every_start_is_read_without_an_error(kind, tmp_path: Path) -> None:
    """Whatever `new` writes can be read at once."""
    file = tmp_path / f"start{kind.suffixes[0]}"
    content = start_of(file)
    assert content is not None
    file.write_bytes(content)
    assert [f for f in outsidein.check_file(file) if f.severity == "error"] == []


def test_a_fault_has_its_place_whatever_the_kind(tmp_path: Path) -> None:
    """An address leads to a line in a text and to a cell in a workbook."""
    for suffix, place in ((".yaml", r":\d+:\d+"), (".xlsx", r":steps!J\d+")):
        file = tmp_path / f"order{suffix}"
        write_model(START, file)
        assert re.search(place, open_model(file).place("ask"))


def test_an_unknown_suffix_is_not_written(tmp_path: Path) -> None:
    """Nothing is left behind, and the known ones are told."""
    with pytest.raises(OutsideInError, match=r"no kind that can be written - \.xlsx"):
        write_model(START, tmp_path / "order.doc")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_too_large_for_its_kind_is_refused(tmp_path: Path) -> None:
    """A text may have a megabyte."""
    file = tmp_path / "large.yaml"
    file.write_text(write(START) + "#" * 1_000_001)
    (fault,) = outsidein.check_file(file)
    assert fault.code == "too-large"
