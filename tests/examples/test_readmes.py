"""What the READMEs of the examples answer is what the program prints for their documents."""

import re
from pathlib import Path

import pytest

from outsidein import compare, read
from outsidein.simulation.load import offered_loads
from outsidein.study.printed import comparison_table

EXAMPLES = Path(__file__).parents[2] / "examples"
NAMES = ["bank-account", "claim", "appointment", "broadband", "permit", "executives"]
UNDECIDED = "Cannot tell yet"
MOST_LINES, MOST_WORDS = 80, 25
NUMBER = r"[+−]?[\d.,]+"


def readme(name: str) -> str:
    return (EXAMPLES / name / "README.md").read_text(encoding="utf-8")


def rows(name: str, first_head: str) -> list[list[str]]:
    """The rows of a README's table whose first column is called so, its head included."""
    lines = readme(name).splitlines()
    start = next(k for k, line in enumerate(lines) if line.startswith(f"| {first_head} |"))
    found = []
    for line in lines[start:]:
        if not line.startswith("|"):
            break
        if not line.startswith("|---"):
            found.append([cell.strip() for cell in line.strip("|").split("|")])
    return found


def printed(name: str, *, cases: int, replications: int) -> list[list[str]]:
    """What `outsidein compare` prints for an example, its head included."""
    process = read(EXAMPLES / name / f"{name}.yaml")
    chosen = [scenario.name for scenario in process.scenarios]
    heads, lines = comparison_table(
        compare(process, chosen, cases=cases, replications=replications, seed=1)
    )
    return [list(heads), *map(list, lines)]


def numbers(cell: str) -> list[float]:
    """A difference and its interval, or what stands there instead of one."""
    plain = cell.replace("−", "-").replace(",", "")
    return [float(found) for found in re.findall(r"[+-]?\d+(?:\.\d+)?", plain)]


def prose(name: str) -> list[str]:
    """The sentences of a README: no tables, commands or headings."""
    text = "\n".join(
        line
        for line in readme(name).splitlines()
        if line and not line.startswith(("|", "    ", "#"))
    )
    plain = re.sub(r"\*\*|`", "", re.sub(r"\n(?!- )", " ", text))
    return [s for s in re.split(r"(?<=[.:?;])\s+|\n- ", plain) if s.strip()]


@pytest.mark.parametrize("name", NAMES)
def test_a_readme_is_short_and_asks_its_question(name: str) -> None:
    """At most 80 lines, no sentence above 25 words, a question, and the command to repeat it."""
    text = readme(name)
    assert len(text.splitlines()) <= MOST_LINES
    assert [s for s in prose(name) if len(s.split()) > MOST_WORDS] == []
    assert "**The question:" in text
    assert f"outsidein study examples/{name}/{name}.yaml" in text


@pytest.mark.parametrize("name", NAMES)
def test_the_table_of_loads_is_what_the_document_asks(name: str) -> None:
    """Hours of work, staffed hours and load of each part are those of the traffic equations."""
    process = read(EXAMPLES / name / f"{name}.yaml")
    told = {
        row[0].split(",")[0]: [float(cell) for cell in row[1:]] for row in rows(name, "part")[1:]
    }
    loads = offered_loads(process)
    names = {part.id: part.name for part in process.parts}
    assert list(told) == [names[part] for part in loads]
    for part, (work, staffed) in loads.items():
        assert told[names[part]] == pytest.approx([work, staffed, work / staffed], abs=0.06)


@pytest.mark.parametrize("name", NAMES)
def test_a_short_run_agrees_with_the_answer(name: str) -> None:
    """Five runs of 200 customers: the README's figures lie in twice the interval they give.

    A verdict is the README's, or cannot be told yet from so few.
    """
    head, *told = rows(name, "scenario")
    run_head, *run = printed(name, cases=200, replications=5)
    assert head[1] == run_head[1]  # mean times are left out while too many are under way
    assert [row[0] for row in told] == [row[0] for row in run]
    for row, cells in zip(told, run, strict=True):
        assert cells[-1] in (row[-1], UNDECIDED) or cells[-1].startswith(row[-1][:8])
        value, low, high = numbers(cells[1])
        assert abs(numbers(row[1])[0] - value) <= max(high - low, 1e-9)


@pytest.mark.long
@pytest.mark.parametrize("name", NAMES)
def test_the_whole_answer_is_printed_again(name: str) -> None:
    """The default run prints every figure, interval and verdict of the README's table."""
    assert printed(name, cases=5000, replications=30) == rows(name, "scenario")
