"""The guides that search and answer: what their commands print is what they show."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from simulation.search.erlang import mean_wait

REPOSITORY = Path(__file__).parents[2]
GUIDE = REPOSITORY / "docs" / "guides" / "account-executives.md"
SEARCH = REPOSITORY / "docs" / "guides" / "search.md"
# Small runs for every day; the long suite runs the commands as they stand.
SMALLER = {"executives.yaml": ["--cases", "800", "--replications", "8"],
           "pool.yaml": ["--cases", "5000", "--replications", "8"]}  # fmt: skip
Triple = tuple[float, float, float]


def blocks(language: str, page: Path = GUIDE) -> list[tuple[str, str]]:
    """Each block of a language, with the output shown right after it."""
    shown = rf"^```{language}\n(.*?)\n```\n\n```text\n(.*?)\n```$"
    return re.findall(shown, page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


COMMANDS = [*blocks("shell"), *blocks("shell", SEARCH)]


def pool(folder: Path) -> None:
    (document,) = re.findall(
        r"^```yaml\n(.*?)^```$", GUIDE.read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    (folder / "pool.yaml").write_text(document, encoding="utf-8")
    (folder / "examples").symlink_to(REPOSITORY / "examples")


def printed(line: str, folder: Path, *more: str) -> str:
    program, *arguments = shlex.split(line)
    command = [str(Path(sys.executable).with_name(program)), *arguments, *more]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def triples(text: str) -> list[tuple[str, list[Triple]]]:
    """A line's words before its first figure, and every figure on it with its interval."""
    found = []
    number = r"([+-]?\d+(?:\.\d+)?)"
    for line in text.replace("−", "-").replace(",", "").splitlines():
        figures = list(
            re.finditer(rf"{number}(?: (?:%|EUR))?\s+\[?{number}(?: to)? {number}\]?", line)
        )
        if figures:
            words = re.sub(r"[\d.+-]", "", line[: figures[0].start()])
            told = [(float(m[1]), float(m[2]), float(m[3])) for m in figures]
            found.append((" ".join(words.split()), told))
    return found


def same_within_luck(shown: str, run: str) -> None:
    """Every figure shown lies within the run's interval, as wide again on both sides."""
    told, again = triples(shown), triples(run)
    assert told
    assert [words for words, _ in told] == [words for words, _ in again][: len(told)]
    for (words, ours), (_, theirs) in zip(told, again, strict=False):
        for (value, _, _), (other, low, high) in zip(ours, theirs, strict=False):
            assert low <= other <= high
            assert abs(value - other) <= high - low, (words, value, other, low, high)


EVERY_DAY = re.compile(r"outsidein compare |dedicated executives")
SOON = [one for one in COMMANDS if EVERY_DAY.search(one[0])]


@pytest.mark.parametrize(("command", "shown"), SOON, ids=range(len(SOON)))
def test_a_command_prints_what_the_guide_shows(command: str, shown: str, tmp_path: Path) -> None:
    """Figures within their intervals; what a search answers to the letter."""
    pool(tmp_path)
    more = [] if " search " in command else SMALLER[Path(shlex.split(command)[2]).name]
    run = printed(command, tmp_path, *more)
    same_within_luck(shown, run)
    answers = [line for line in shown.splitlines() if line.startswith("The fewest people")]
    assert answers == [line for line in run.splitlines() if line.startswith("The fewest people")]


@pytest.mark.long
@pytest.mark.parametrize(("command", "shown"), COMMANDS, ids=range(len(COMMANDS)))
def test_a_command_as_it_stands_prints_what_the_guide_shows(
    command: str, shown: str, tmp_path: Path
) -> None:
    """Each line that is shown begins a line that is printed, blanks aside."""
    pool(tmp_path)
    run = [" ".join(line.split()) for line in printed(command, tmp_path).splitlines()]
    for line in shown.splitlines():
        if not line.startswith("-"):
            assert any(one.startswith(" ".join(line.split())) for one in run), line


@pytest.mark.long
def test_the_break_even_is_what_the_guide_shows() -> None:
    """Its Python prints the customers an executive needs."""
    ((program, shown),) = blocks("python")
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    same_within_luck(shown, done.stdout)


def test_the_pool_is_worth_what_erlang_says() -> None:
    """Two M/M/1 at half load wait 6 minutes, one M/M/2 waits 2: the guide shows 4 less."""
    apart, together = 6 * mean_wait(0.5, 1), 6 * mean_wait(1.0, 2)
    assert (apart, together) == (pytest.approx(6), pytest.approx(2))
    shown = next(text for command, text in COMMANDS if "pool.yaml" in command)
    ((name, ((value, low, high),)),) = triples(shown)
    assert name == "one team"
    assert low <= together - apart <= high
    assert value == pytest.approx(-4, abs=0.1)


def test_the_manager_s_sentence_is_the_break_even_that_is_shown() -> None:
    """The three numbers of the sentence are those of the last line."""
    text = GUIDE.read_text(encoding="utf-8")
    (sentence,) = re.findall(r"^> Give each.*?\n\n", text, re.MULTILINE | re.DOTALL)
    turns = re.search(r"break-even at (\d+) \[(\d+), (\d+)\]", text)
    assert turns is not None
    assert f"From {turns[3]} it pays, below {turns[2]} it does not" in sentence
    assert abs(int(turns[1]) - 40) <= 3
