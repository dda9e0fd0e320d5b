"""Programs killed while they save: the file is whole, and no acknowledged save is lost."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

import outsidein
from hostile import saving_without_end
from hostile.saving_without_end import number_of
from outsidein.files import UNSAVED, write_atomically

SOURCE = str(Path(outsidein.__file__).parent.parent)
LONGEST = 0.02  # seconds from the first save to the kill: several saves


def killed(file: Path, first: int, how: str, chance: random.Random) -> int:
    """Let a program save from ``first`` on, kill it, and return the last save it spoke of."""
    program = [
        sys.executable,
        "-S",
        saving_without_end.__file__,
        SOURCE,
        str(file),
        str(first),
        how,
    ]
    with subprocess.Popen(program, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        said = child.stdout.readline()
        time.sleep(chance.random() * LONGEST)
        child.kill()
        said += child.stdout.read()
    return int(said.split()[-1])


def kill_again_and_again(file: Path, times: int, how: str) -> list[str]:
    """Return what was wrong after each kill."""
    chance, first, wrong = random.Random(1), 0, []
    for _ in range(times):
        last = killed(file, first, how, chance)
        found = number_of(file.read_bytes())
        if found not in {last, last + 1}:  # the next may stand there, not yet spoken of
            wrong.append(f"{last} was saved, {found} is there")
        first = last + 2
    return wrong


@pytest.mark.parametrize("times", [30, pytest.param(1_000, marks=pytest.mark.long)])
def test_a_killed_save_leaves_the_old_content_or_the_new(times: int, tmp_path: Path) -> None:
    """After every kill the file is whole, and is the last that was spoken of or the next."""
    file = tmp_path / "model.yaml"
    assert kill_again_and_again(file, times, "safely") == []
    write_atomically(file, b"one more")
    assert list(tmp_path.iterdir()) == [file]


def test_what_a_kill_leaves_is_swept_at_the_next_save(tmp_path: Path) -> None:
    """Half a file lies beside the file after some kills, never after the next save."""
    file, left = tmp_path / "model.yaml", 0
    chance, first = random.Random(2), 0
    for _ in range(15):
        first = killed(file, first, "safely", chance) + 2
        left += sum(one.name.endswith(UNSAVED) for one in tmp_path.iterdir())
    write_atomically(file, b"whole")
    assert left > 0
    assert list(tmp_path.iterdir()) == [file]


def test_a_naive_writer_killed_as_often_is_caught(tmp_path: Path) -> None:
    """The same kills find half a file where a program writes in place."""
    assert kill_again_and_again(tmp_path / "model.yaml", 15, "naively") != []
