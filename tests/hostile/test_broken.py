"""Broken documents: every fault at its place with a useful word, nothing else, no traceback."""

from __future__ import annotations

import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable
from functools import cache
from importlib import import_module
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from hostile.expected import BROKEN, FINE
from hostile.planted import CUT, FOLDER, Broken, Place
from outsidein import check_file, read
from outsidein.errors import Fault, OutsideInError

CPU_SECONDS = 5  # for one small document; a reader that follows aliases or recurses takes for ever

every_document = pytest.mark.parametrize("document", BROKEN, ids=lambda document: document.name)
every_mended = pytest.mark.parametrize(
    "document", [d for d in BROKEN if d.mended], ids=lambda document: document.name
)
fine_documents = pytest.mark.parametrize("file", FINE, ids=lambda file: file.stem)


@cache
def faults_of(document: Broken) -> tuple[Fault, ...]:
    """Several tests ask the same of the reader."""
    return tuple(check_file(document.file))


def errors(faults: Iterable[Fault]) -> list[Fault]:
    return [fault for fault in faults if fault.severity == "error"]


def listed(faults: Iterable[Fault]) -> str:
    return "\n".join(map(str, faults)) or "(no fault)"


def test_there_is_a_table_row_for_every_document() -> None:
    """A document nobody expects anything of is not a test."""
    files = sorted(file.stem for file in (FOLDER / "broken").iterdir())
    assert files == sorted(document.name for document in BROKEN)
    assert len(files) >= 90
    assert sum(len(document.planted) > 3 for document in BROKEN) >= 9


@every_document
def test_the_table_points_at_what_stands_there(document: Broken) -> None:
    """A miscounted column in the table would blame the reader."""
    lines = document.text.split("\n")
    for planted in document.planted:
        assert bool(planted.at) != bool(planted.lines)
        for line, column, text in planted.at:
            assert lines[line - 1][column - 1 :].startswith(text.removesuffix(CUT))


@every_document
def test_every_planted_fault_is_found_at_its_place(document: Broken) -> None:
    """All faults at once, each at its line and column, each with a word that helps."""
    faults = faults_of(document)
    unsaid = [p for p in document.planted if not any(p.is_said_by(fault) for fault in faults)]
    assert unsaid == [], listed(faults)


@pytest.mark.parametrize(
    "document",
    [d for d in BROKEN if "bomb" in d.name or "laughs" in d.name or "long" in d.name],
    ids=lambda document: document.name,
)
def test_a_document_made_to_keep_the_reader_busy_does_not(document: Broken) -> None:
    """Aliases that double, brackets in brackets and endless names cost next to nothing."""
    start = time.process_time()
    assert check_file(document.file)
    assert time.process_time() - start < CPU_SECONDS


@every_document
def test_no_other_error_is_reported(document: Broken) -> None:
    """A fault that is not there sends the reader of the list to the wrong line."""
    if document.cascades:
        allowed = faults_of(document)
        assert len(allowed) <= 40, f"{len(allowed)} faults bury the few that matter"
        return
    others = [
        fault
        for fault in errors(faults_of(document))
        if not any(planted.stands_at(Place.of(fault)) for planted in document.planted)
    ]
    assert others == [], listed(others)


@every_document
def test_no_fault_is_said_twice(document: Broken) -> None:
    """The same sentence at the same place is one fault."""
    said = Counter((fault.where, fault.what) for fault in faults_of(document))
    assert [fault for fault, times in said.items() if times > 1] == []


@every_document
def test_every_fault_has_a_place_in_the_file(document: Broken) -> None:
    """Line and column exist, the file is named, and a message is a sentence, not a dump."""
    lines = document.text.split("\n")
    for fault in faults_of(document):
        place = Place.of(fault)
        assert fault.where.startswith((document.file.name, str(document.file)))
        assert 1 <= place.line <= len(lines) + 1
        assert place.column >= 1
        assert fault.what.strip()
        assert "traceback" not in fault.what.lower()
        assert "object at 0x" not in fault.what + fault.hint


def raised_by_reading(file: Path) -> tuple[Fault, ...]:
    try:
        read(file)
    except OutsideInError as error:
        return error.faults
    return ()


@every_document
def test_reading_raises_what_checking_lists(document: Broken) -> None:
    """`read` raises its errors all at once, at the same places; it refuses what is no text."""
    raised = {fault.where for fault in raised_by_reading(document.file)}
    assert raised <= {fault.where for fault in faults_of(document)}
    assert raised or document.exits != {2}


@every_mended
def test_the_mended_document_has_no_error(document: Broken, tmp_path: Path) -> None:
    """The same document with the planted fault put right is accepted: it was that fault."""
    file = tmp_path / document.file.name
    file.write_bytes(document.mend().encode("utf-8"))
    found = errors(check_file(file))
    assert found == [], listed(found)


@fine_documents
def test_a_document_that_only_looks_hostile_is_accepted(file: Path) -> None:
    """Line ends, marks, odd names and words of other languages are no faults."""
    found = errors(check_file(file))
    assert found == [], listed(found)


def command_line(*arguments: str) -> Result:
    module = import_module("outsidein.cli")
    commands = [getattr(module, name, None) for name in ("cli", "main")]
    command = next(one for one in commands if isinstance(one, click.Command))
    return CliRunner().invoke(command, list(arguments))


def without_blanks(text: str) -> str:
    """A terminal may break a line anywhere."""
    return "".join(text.split())


@every_document
def test_the_command_lists_every_fault(document: Broken) -> None:
    """`outsidein check FILE` ends with 1 and says every fault, or with 2 and says one line."""
    result = command_line("check", str(document.file))
    missing_only = all(planted.severity != "error" for planted in document.planted)
    assert result.exit_code in (document.exits | {0} if missing_only else document.exits)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    said = without_blanks(result.output)
    if result.exit_code == 2:
        assert len(result.output.splitlines()) == 1
        assert any(without_blanks(str(fault)) in said for fault in faults_of(document))
        return
    for fault in faults_of(document):
        assert ":".join(fault.where.rsplit(":", 2)[1:]) in said
        assert without_blanks(fault.what) in said or not fault.what.isprintable()


@every_document
def test_the_command_writes_nothing_a_terminal_would_obey(document: Broken) -> None:
    """A name with an escape sequence in it clears no screen and moves no cursor."""
    output = command_line("check", str(document.file)).output
    obeyed = [sign for sign in output if not sign.isprintable() and sign not in "\n\r"]
    assert obeyed == []


@fine_documents
def test_the_command_accepts_what_is_right(file: Path) -> None:
    """`outsidein check FILE` ends with 0 when there is no error."""
    assert command_line("check", str(file)).exit_code == 0


IN_A_PROCESS = [
    "value-month",
    "name-unknown-part",
    "many-in-one-step",
    "yaml-bomb-of-brackets",
    "yaml-latin-1",
    "yaml-tag-python",
    "yaml-picture",
    "yaml-empty",
]


@pytest.mark.parametrize(
    "document", [d for d in BROKEN if d.name in IN_A_PROCESS], ids=lambda document: document.name
)
def test_no_traceback_in_a_process_of_its_own(document: Broken, tmp_path: Path) -> None:
    """What a user sees in a terminal: faults, an exit code, no traceback, nothing executed."""
    command = [sys.executable, "-c", "from outsidein.cli import main; main()", "check"]
    run = subprocess.run(
        [*command, str(document.file)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert run.returncode in document.exits, run.stderr
    assert "Traceback" not in run.stdout + run.stderr
    assert run.stdout + run.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    """A wrong path is wrong usage: exit 2, one line, no traceback."""
    result = command_line("check", str(tmp_path / "nowhere.yaml"))
    assert result.exit_code == 2
    assert isinstance(result.exception, SystemExit)
    assert "nowhere.yaml" in result.output


def test_a_folder_is_not_a_document(tmp_path: Path) -> None:
    """Neither the reader nor the command line stumbles over a folder."""
    result = command_line("check", str(tmp_path))
    assert result.exit_code == 2
    assert isinstance(result.exception, SystemExit)
