"""Writing a document: reading it gives the same process again."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outsidein.document import new_document, open_text, read, read_text, save, write
from outsidein.document.trees import tree_of
from outsidein.document.yaml_text import flow, scalar
from outsidein.model.process import Process, Step
from outsidein.model.scenario import apply
from strategies import processes

FOLDER = Path(__file__).parent / "examples"
EXAMPLES = ["order", "claim", "hospital"]


@given(processes())
def test_reading_what_was_written_gives_the_same_process(process: Process) -> None:
    """Nothing is lost, nothing added, and nobody complains."""
    document = open_text(write(process))
    assert document.faults == ()
    assert document.process == process


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_examples_survive_writing(name: str) -> None:
    """The whole grammar, scenarios and sources included."""
    process = read(FOLDER / f"{name}.yaml")
    assert read_text(write(process)) == process


@pytest.mark.parametrize("name", EXAMPLES)
def test_what_a_scenario_leads_to_can_be_written(name: str) -> None:
    """An applied scenario is a process like any other: written, read, and written alike."""
    process = read(FOLDER / f"{name}.yaml")
    for scenario in process.scenarios:
        text = write(apply(process, scenario))
        again = read_text(text)
        assert write(again) == text
        assert tree_of(again) == tree_of(apply(process, scenario))


@pytest.mark.parametrize("name", EXAMPLES)
def test_what_is_written_can_be_read_by_people(name: str) -> None:
    """Lines end before column 100, and a step is a line where it fits."""
    text = write(read(FOLDER / f"{name}.yaml"))
    assert max(len(line) for line in text.splitlines()) <= 100
    assert "\n  - done: {end: " in text


@given(st.text(max_size=30))
def test_any_text_survives_as_a_value(text: str) -> None:
    """Whatever stands in a name is read as that name, whatever YAML makes of its signs."""
    from outsidein.document.nodes import _NOT_TEXT, Places, compose

    if not text.strip() or _NOT_TEXT.search(text):
        return
    for document in (f"a: {scalar(text)}\n", f"{flow({'a': [text, text]})}\n"):
        root, faults = compose(document, Places(document, "a.yaml"))
        assert faults == []
        assert root is not None
        value = root.entries[0][1]
        assert {one.text for one in value.items or [value]} == {text}


def test_names_that_are_no_plain_yaml_are_quoted() -> None:
    """Commas, colons, hashes, quotes, brackets, and words that YAML takes for values."""
    names = ["a, b", "a: b", "a #1", 'say "no"', "[x]", "null", "~", "- x", "{x}", "100% *", "Ünï"]
    steps = tuple(Step(id=f"s{k}", verb="do", name=name) for k, name in enumerate(names))
    process = Process(name="# odd", steps=steps)
    assert read_text(write(process)) == process


def test_a_file_is_saved_whole(tmp_path: Path) -> None:
    """What was saved can be read."""
    file = tmp_path / "order.yaml"
    save(file, write(read_text(new_document())))
    assert read(file) == read_text(new_document())
