"""What the README and the pages show is true: documents load, commands run, links lead on."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import pytest

import outsidein
from outsidein.cli import main
from outsidein.model import keys

REPOSITORY = Path(__file__).parent.parent
README = REPOSITORY / "README.md"
PAGES = [README, *sorted((REPOSITORY / "docs").rglob("*.md"))]
SET_UP = "python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/outsidein demo"
TEST = ".venv/bin/pip install '.[test]' && .venv/bin/pytest"

# What a fragment of the grammar stands in: the sections it does not bring itself.
SECTIONS = {
    "process": "process: Example",
    "customers": """customers:
  Shopper: {share: rest}
  Business: {share: 15%, people: [buyer, approver]}""",
    "channels": (
        "channels: {web: self, phone: live, counter: live, door: live, e-mail: left, letter: left,"
        " home visit: booked}"
    ),
    "organisation": """organisation:
  Web shop: {kind: system}
  Order system: {kind: system}
  Call centre: {people: 6, open: Mon-Fri 08:00-18:00}
  Sales: {people: 3, open: Mon-Fri 08:00-18:00}
  Billing: {people: 2, open: Mon-Fri 08:00-18:00}
  Warehouse: {people: 4, open: Mon-Fri 06:00-22:00}
  Courier: {kind: partner}""",
    "steps": """steps:
  - clear: {choose: Is it clear, go: [82% yes -> receive, no -> ask]}
  - ask: {do: Ask, with: Call centre, via: phone, takes: 6 min, patience: 3 min -> lost}
  - receive: {do: Receive the goods, with: Courier, via: door, own: 2 min}
  - done: {end: Order complete, outcome: served}
  - lost: {end: Customer lost, outcome: lost}""",
}
# A fragment that describes the organisation stands alone, so its steps name no part of ours.
BARE_STEPS = (
    "steps:\n  - find: {do: Find a product}\n  - done: {end: Order complete, outcome: served}"
)
ENDS = {
    "done": "  - done: {end: Order complete, outcome: served}",
    "lost": "  - lost: {end: Customer lost, outcome: lost}",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A fenced block of a page, with the comments that stand right before it."""

    page: Path
    line: int
    language: str
    text: str
    fragment: bool
    holds: str

    @property
    def name(self) -> str:
        return f"{self.page.relative_to(REPOSITORY)}:{self.line}"


FENCED = re.compile(
    r"(?P<comments>(?:^<!-- .*? -->\n)*)^```(?P<language>\w+)\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


def blocks(page: Path, *languages: str) -> list[Block]:
    text = page.read_text(encoding="utf-8")
    return [
        Block(
            page=page,
            line=text.count("\n", 0, found.start("text")),
            language=found["language"],
            text=found["text"],
            fragment="<!-- fragment -->" in found["comments"],
            holds="".join(re.findall(r"<!-- holds: (.*?) -->", found["comments"])),
        )
        for found in FENCED.finditer(text)
        if found["language"] in languages
    ]


def completed(fragment: str) -> str:
    """Put a fragment where it belongs in a document: a list is steps, a map is top keys."""
    if fragment.startswith("-"):
        own = "\n".join("  " + line if line else line for line in fragment.splitlines())
        ends = [text for end, text in ENDS.items() if f"- {end}:" not in fragment]
        sections = {**SECTIONS, "steps": "\n".join(["steps:", own, *ends])}
        return "\n".join(sections.values()) + "\n"
    brought = set(re.findall(r"^(\S[^:]*):", fragment, re.MULTILINE))
    sections = {key: text for key, text in SECTIONS.items() if key not in brought}
    if {"organisation", "channels", "customers"} & brought:
        sections["steps"] = BARE_STEPS
    return fragment + "\n".join(sections.values()) + "\n"


def whole(block: Block) -> str:
    return completed(block.text) if block.fragment else block.text


def every_step(steps: tuple[Any, ...]) -> list[Any]:
    """Steps, and the steps inside them."""
    found = []
    for step in steps:
        inner = [one for branch in step.blocks for one in branch.steps]
        found += [step, *every_step((*step.acts, *inner))]
    return found


def words_of(process: outsidein.Process) -> dict[str, Any]:
    """What a `holds:` comment may say about a process."""

    def finder(elements: Any) -> Any:
        by_id = {element.id: element for element in elements}
        return by_id.__getitem__

    return {
        "process": process,
        "step": finder([*every_step(process.steps), *every_step(process.shared)]),
        "part": finder(process.parts),
        "customer": finder(process.customers),
        "scenario": {scenario.name: scenario for scenario in process.scenarios}.__getitem__,
    }


DOCUMENTS = [block for page in PAGES for block in blocks(page, "yaml")]
COMPLETE = [block for block in DOCUMENTS if "arrivals:" in block.text and "steps:" in block.text]


@pytest.mark.parametrize("block", DOCUMENTS, ids=lambda block: block.name)
def test_every_document_on_a_page_loads_with_the_values_it_shows(block: Block) -> None:
    """The example reads without a fault, and means what stands beside it."""
    process = outsidein.read_text(whole(block), block.name)
    assert process.steps
    if block.page != README:
        assert block.holds, "say in a `holds:` comment what this example means"
        assert eval(block.holds, words_of(process)), block.holds


@pytest.mark.parametrize("block", COMPLETE, ids=lambda block: block.name)
def test_every_complete_document_on_a_page_runs(block: Block) -> None:
    """A document with all its numbers has no fault, and a week of it can be simulated."""
    process = outsidein.read_text(block.text, block.name)
    assert [fault for fault in outsidein.check(process) if fault.severity == "error"] == []
    assert outsidein.run(process, cases=200, replications=2, seed=1)


def test_every_key_has_an_example_in_the_grammar() -> None:
    """Whatever a document may say is shown on the grammar page; `drawn in` needs a drawing."""
    page = "\n".join(block.text for block in blocks(REPOSITORY / "docs" / "grammar.md", "yaml"))
    shown = set(re.findall(r"([a-z][a-z ]*?)(?: Business)?:(?:\s|$)", page))
    asked = {*keys.TOP_KEYS, *keys.VERBS, *keys.KEYS, *keys.SCENARIO_KEYS, "phase", "above"}
    asked |= {*keys.CUSTOMER_KEYS, *keys.PART_KEYS, *keys.ARRIVAL_KEYS}
    asked -= {"drawn in"}
    assert asked - shown == set()


def test_the_readme_is_short_and_starts_with_something_to_run() -> None:
    """At most 100 lines; the first command stands before line 30."""
    lines = README.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 100
    assert SET_UP in lines[:30]
    assert TEST in lines


@pytest.mark.parametrize("command", [SET_UP, TEST])
def test_continuous_integration_runs_what_the_readme_says(command: str) -> None:
    """The README's two commands are run as they stand."""
    assert f'step "{command}"' in (REPOSITORY / ".ci" / "run").read_text(encoding="utf-8")


def run_command(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a line of a page that begins with `outsidein`, with this environment's program."""
    program, *arguments = shlex.split(line)
    assert Path(program).name == "outsidein"
    command = [str(Path(sys.executable).with_name("outsidein")), *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_the_readme_runs(tmp_path: Path) -> None:
    """Its document, its commands and its Python, in the order in which they stand."""
    (document,) = blocks(README, "yaml")
    (tmp_path / "passport.yaml").write_text(document.text, encoding="utf-8")
    for block in blocks(README, "shell"):
        for line in block.text.splitlines():
            if "pip install" not in line:
                done = run_command(line, tmp_path)
                assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
    assert (tmp_path / "passport.svg").read_text(encoding="utf-8").startswith("<svg")
    assert (tmp_path / "passport.html").stat().st_size < 1_000_000
    for block in blocks(README, "python"):
        done = subprocess.run(
            [sys.executable, "-c", block.text],
            cwd=tmp_path, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert "Renew a passport ['apply', 'complete'" in done.stdout


def test_the_tutorial_runs(tmp_path: Path) -> None:
    """Each command of the tutorial works on the document as it stands at that point."""
    for block in blocks(REPOSITORY / "docs" / "tutorial.md", "yaml", "shell"):
        if block.language == "yaml":
            (tmp_path / "passport.yaml").write_text(block.text, encoding="utf-8")
            continue
        for line in block.text.splitlines():
            if "pip install" not in line:
                done = run_command(line, tmp_path)
                assert done.returncode in {0, 1}, f"{line}\n{done.stdout}{done.stderr}"
                assert "Traceback" not in done.stderr
    assert {file.name for file in tmp_path.iterdir()} >= {"passport.svg", "passport.html"}


WAYS_IN = ["spreadsheet", "story", "bpmn", "event-logs"]


@pytest.mark.parametrize("guide", WAYS_IN)
def test_a_guide_to_another_way_in_runs(guide: str, tmp_path: Path) -> None:
    """Its commands work in the order in which they stand; a `text` block is the file it names."""
    for block in blocks(REPOSITORY / "docs" / "guides" / f"{guide}.md", "text", "shell"):
        if block.language == "text":
            name = block.text.partition("\n")[0].removeprefix("//").strip()
            (tmp_path / name).write_text(block.text, encoding="utf-8")
            continue
        for line in block.text.splitlines():
            done = run_command(line, tmp_path)
            assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"


LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)|^\[[^\]]+\]: (?!https?:)(\S+)", re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(REPOSITORY)))
def test_every_link_leads_to_a_file(page: Path) -> None:
    """Relative links and pictures exist in the repository."""
    links = [one or two for one, two in LINK.findall(page.read_text(encoding="utf-8"))]
    assert [link for link in links if not (page.parent / link).exists()] == []


BOASTING = re.compile(
    r"\b(simply|just|obviously|easily|seamless\w*|powerful|leverag\w+)\b", re.IGNORECASE
)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(REPOSITORY)))
def test_the_prose_does_not_boast(page: Path) -> None:
    """Words that promise ease or power instead of saying what happens are left out."""
    assert BOASTING.findall(page.read_text(encoding="utf-8")) == []


def every_command() -> list[Any]:
    context = click.Context(main)
    return [main.get_command(context, name) for name in main.list_commands(context)]


@pytest.mark.parametrize("command", every_command(), ids=lambda command: command.name)
def test_every_command_and_option_is_on_the_reference_page(command: click.Command) -> None:
    """A command has a section of its own, with an example and each of its options."""
    page = (REPOSITORY / "docs" / "reference" / "cli.md").read_text(encoding="utf-8")
    sections = dict(
        re.findall(r"^## outsidein (\w+)\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
    )
    section = sections[command.name]
    assert f"```shell\noutsidein {command.name}" in section
    options = {one for option in command.params for one in option.opts if one.startswith("-")}
    assert options - set(re.findall(r"`(--?[\w-]+)`", section)) == set()
