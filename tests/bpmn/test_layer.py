"""A document laid over a drawing: the drawing says the flow, the document the numbers."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bpmn.facts import facts, files_of
from bpmn.made import bpmn, pool
from outsidein.bpmn import open_bytes, to_process, write_bpmn
from outsidein.cli import main
from outsidein.drawings import with_facts
from outsidein.errors import OutsideInError
from outsidein.inputs import check_file, open_model, read
from outsidein.layer.opening import open_layer
from outsidein.layer.writing import layer_text
from outsidein.model.missing import missing_numbers
from outsidein.model.process import Process
from random_processes import random_process

LAYER = """\
process: Dinner
drawn in: dinner.bpmn
customers: {Regular: {share: 60%}, Tourist: {share: rest}}
channels: {counter: live}
organisation: {Cook: {people: 2, open: Mon-Sun 00:00-24:00}, Owner: {kind: partner}}
arrivals: {rate: 5 per h}
steps:
  - phase: Order
  - ORDER: {own: 2 min}
  - choose dish: {own: 1 min, go: [70% meat ~observed n=9]}
  - burn: {after: 10 min, fails: [2% error]}
  - cook: {takes: 12 min}
  - eat:
      {do: Eat it, via: counter, takes: 1 min, patience: 1 h -> sorry, closed: -> sorry,
       own: 40 min, for Tourist: {own: 60 min}}
  - soon: {promise: order to eat, within: 30 min}
  - gone: {outcome: served}
  - sorry: {outcome: not served}
"""


def call(*words: str) -> Result:
    return CliRunner().invoke(main, list(words))


@pytest.fixture
def dinner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a drawing and a layer over it."""
    monkeypatch.chdir(tmp_path)
    file = bpmn(
        pool("Guest", "start in; task order; xor pick; task eat; end gone; end sorry;"
             "task burn; boundary late burn error",
             "in > order; order > pick; pick > burn meat; pick > eat fish; burn > eat;"
             "late > sorry; eat > gone"),
        pool("Cook", "start asked message; task cook; end cooked message",
             "asked > cook; cook > cooked"),
        messages="order > asked; cooked > eat",
    )  # fmt: skip
    text = file.to_bytes().replace(b'name="pick"', b'name="Choose  dish"')
    Path("dinner.bpmn").write_bytes(text.replace(b'"late" name="late"', b'"late"'))
    Path("dinner.yaml").write_text(LAYER)
    return tmp_path


def filled(text: str) -> str:
    """Fill in every number that a layer lists."""
    lines = []
    for line in text.splitlines():
        commented = re.match(r"( *)#( {3,})(.*)", line)
        if commented:
            line = f"{commented[1]} {commented[2]}{commented[3]}"
            line = line.replace("served | not served | lost", "served")
            ways = line.count("NUMBER%") if " go:" in line else 100
            for number in range(line.count("NUMBER%")):
                share = 100 // ways + (100 % ways if number == 0 else 0)
                line = line.replace("NUMBER%", f"{share}%", 1)
            line = line.replace("NUMBER", "5")
        lines.append(line)
    return "\n".join(lines) + "\n"


def test_the_numbers_are_laid_over_the_drawing(dinner: Path) -> None:
    """By id, by name, at any case; where answers and failures lead stays as drawn."""
    process = read("dinner.yaml")
    steps = {step.id: step for step in process.steps}
    assert [customer.name for customer in process.customers] == ["Regular", "Tourist"]
    assert [(part.name, part.people) for part in process.parts] == [("Cook", 2), ("Owner", None)]
    assert [(b.label, b.share, b.to) for b in steps["pick"].go] == [
        ("meat", 0.7, "burn"), ("fish", None, "eat-come"),
    ]  # fmt: skip
    (failure,) = steps["burn"].fails
    assert (failure.mode, failure.chance, failure.to) == ("error", 0.02, "sorry")
    assert process.sources["pick.go.meat"].n == 9
    assert steps["order"].phase == "Order"
    assert (steps["eat"].verb, steps["eat"].part, steps["eat"].name) == ("do", "cook-2", "Eat it")
    assert steps["eat"].overrides.keys() == {"tourist"}
    assert steps["soon"].verb == "promise"
    assert missing_numbers(process) == []
    assert [f for f in check_file("dinner.yaml") if f.severity == "error"] == []


def test_what_a_layer_lacks_is_told_where_it_belongs(dinner: Path) -> None:
    """A step the layer speaks of has its line there, another its line in the drawing."""
    Path("dinner.yaml").write_text("drawn in: dinner.bpmn\nsteps:\n  - order: {shows: full}\n")
    said = {fault.what: fault.where for fault in check_file("dinner.yaml")}
    assert said['missing: how long "order" takes the customer'] == "dinner.yaml:3:5"
    line = next(n for n in said.values() if n.startswith("dinner.bpmn:"))
    assert line.partition(":")[2].isdigit()
    assert any('"Choose dish" (pick)' in what for what in said)


@pytest.mark.parametrize(
    ("layer", "code", "hint"),
    [
        ("steps: [{ordr: {own: 1 min}}]", "unknown-step", 'did you mean "order"?'),
        ("steps: [{new: {do: Sing}}]", "unknown-step", "only a promise"),
        ("steps: [{order: {own: 1 min}}, {Order: {own: 2 min}}]", "duplicate-key", "one place"),
        ("steps: [{pick: {go: [5% meet]}}]", "unknown-answer", 'did you mean "meat"?'),
        ("steps: [{order: 5 min}]", "not-a-step", "write - order"),
        ("steps: [{order: {onw: 5 min}}]", "unknown-key", 'did you mean "own"?'),
        ("drawn in: lunch.bpmn", "no-drawing", "as seen from this document"),
    ],
)
def test_what_does_not_fit_is_a_fault_at_its_line(
    dinner: Path, layer: str, code: str, hint: str
) -> None:
    """Each with its line and what to do; never a guess."""
    drawn = "" if "drawn" in layer else "drawn in: dinner.bpmn\n"
    Path("dinner.yaml").write_text(f"{drawn}{layer}\n")
    (fault,) = (f for f in check_file("dinner.yaml") if f.severity == "error")
    assert (fault.code, fault.where.split(":")[0]) == (code, "dinner.yaml")
    assert hint in fault.hint


def test_two_steps_of_one_name_are_told_apart_by_id(dinner: Path) -> None:
    """A name that two steps have means neither."""
    text = Path("dinner.bpmn").read_text().replace('id="eat" name="eat"', 'id="eat" name="order"')
    Path("dinner.bpmn").write_text(text.replace('id="order" name="order"', 'id="o1" name="order"')
                                   .replace('"order"', '"o1"', 0)
                                   .replace('Ref="order"', 'Ref="o1"'))  # fmt: skip
    Path("dinner.yaml").write_text("drawn in: dinner.bpmn\nsteps: [{Order: {own: 1 min}}]\n")
    (fault,) = (f for f in check_file("dinner.yaml") if f.severity == "error")
    assert (fault.code, fault.hint) == ("two-meanings", "use the id: o1, eat")


def test_the_command_writes_a_layer_to_fill_in(dinner: Path) -> None:
    """Read at once it is the drawing's process; filled in, nothing is missing."""
    result = call("convert", "dinner.bpmn", "empty.yaml", "--layer")
    assert result.exit_code == 0, result.output
    count = len(missing_numbers(read("dinner.bpmn")))
    assert f"{count} numbers are missing" in result.output
    text = Path("empty.yaml").read_text()
    assert f"simulated: {count}." in text
    assert read("empty.yaml") == read("dinner.bpmn")
    Path("empty.yaml").write_text(filled(text))
    assert check_file("empty.yaml") == []
    assert call("convert", "dinner.bpmn", "x.xlsx", "--layer").exit_code == 1
    assert call("convert", "empty.yaml", "y.yaml", "--layer").exit_code == 2


def test_a_layer_in_another_folder_finds_its_drawing(dinner: Path) -> None:
    """The path is written as seen from the layer."""
    Path("numbers").mkdir()
    assert call("convert", "dinner.bpmn", "numbers/a.yaml", "--layer").exit_code == 0
    assert 'drawn in: "../dinner.bpmn"' in Path("numbers/a.yaml").read_text()
    assert read("numbers/a.yaml") == read("dinner.bpmn")


def test_numbers_go_into_the_drawing_and_come_back(dinner: Path) -> None:
    """The maker's file keeps all of its own; read again it is the process with its numbers."""
    before = Path("dinner.bpmn").read_bytes()
    result = call("convert", "dinner.yaml", "full.bpmn")
    assert result.exit_code == 0, result.output
    after = Path("full.bpmn").read_bytes()
    assert not facts(before) - facts(after)
    added = {fact[1] for fact in facts(after) - facts(before) if fact[0] == "element"}
    assert {"extensionElements", "step", "process"} <= added
    assert read("full.bpmn") == read("dinner.yaml")
    assert call("convert", "full.bpmn", "again.yaml", "--layer").exit_code == 0
    assert read("again.yaml") == read("dinner.yaml")
    assert call("convert", "again.yaml", "again.bpmn").exit_code == 0
    assert Path("again.bpmn").read_bytes() == after


def test_names_change_in_the_drawing_and_the_numbers_stay(dinner: Path) -> None:
    """New names of steps and pools are the drawing's business."""
    assert call("convert", "dinner.yaml", "full.bpmn").exit_code == 0
    text = Path("full.bpmn").read_text().replace('name="order"', 'name="Command"')
    Path("full.bpmn").write_text(text.replace('name="Cook"', 'name="Chef"', 1))
    found, before = read("full.bpmn"), read("dinner.yaml")
    assert {s.id: s.name for s in found.steps} == {s.id: s.name for s in before.steps} | {
        "order": "Command"
    }
    assert [s.own for s in found.steps] == [s.own for s in before.steps]
    assert [(part.name, part.people) for part in found.parts] == [("Chef", 2), ("Owner", None)]


def test_a_changed_flow_wins_over_the_numbers(dinner: Path) -> None:
    """What was drawn anew is read, the numbers of the other steps stay, and it is said."""
    assert call("convert", "dinner.yaml", "full.bpmn").exit_code == 0
    text = Path("full.bpmn").read_text()
    Path("full.bpmn").write_text(
        text.replace('sourceRef="pick" targetRef="eat"', 'sourceRef="pick" targetRef="sorry"')
    )
    document = open_model("full.bpmn")
    assert "redrawn" in {fault.code for fault in document.faults}
    assert document.process is not None
    steps = {step.id: step for step in document.process.steps}
    assert [b.to for b in steps["pick"].go] == ["burn", "sorry"]
    assert steps["eat"].own is not None


def test_another_process_is_not_written_into_a_drawing(dinner: Path) -> None:
    """Facts about steps that are not drawn have no place in it."""
    file = open_bytes(Path("dinner.bpmn").read_bytes())
    with pytest.raises(OutsideInError, match="another-drawing"):
        with_facts(file, random_process(1))


def test_the_customer_of_a_layer_is_the_one_who_is_drawn(dinner: Path) -> None:
    """A layer that names another pool as the customer reads the drawing from that side."""
    Path("dinner.yaml").write_text("drawn in: dinner.bpmn\ncustomers: {Cook: {}}\n")
    process = read("dinner.yaml")
    assert [part.name for part in process.parts] == ["Guest"]
    Path("dinner.yaml").write_text("drawn in: dinner.bpmn\n")
    assert call("convert", "dinner.yaml", "d.yaml", "--customer", "Cook").exit_code == 0
    assert read("d.yaml").parts == process.parts
    assert call("convert", "dinner.bpmn", "c.yaml", "--layer", "--customer", "Cook").exit_code == 0
    assert [part.name for part in read("c.yaml").parts] == ["Guest"]


def test_a_document_says_itself_who_the_customer_is(dinner: Path) -> None:
    """--customer on what is no drawing is wrong usage: one line, exit 2."""
    Path("plain.yaml").write_text("process: Plain\nsteps: [{a: {do: Ask}}]\n")
    for command in ("check", "chart", "study"):
        result = call(command, "plain.yaml", "--customer", "Guest")
        assert (result.exit_code, len(result.output.splitlines())) == (2, 1), result.output
        assert "leave --customer out" in result.output


def test_a_study_without_numbers_lists_doubts_ways_and_numbers(dinner: Path) -> None:
    """The page of a drawing has its picture, its doubts, its ways through and what is missing."""
    result = call("study", "dinner.bpmn")
    assert result.exit_code == 0, result.output
    page = Path("dinner.html").read_text()
    assert all(word in page for word in ("Ways through", "What is missing", "<svg"))
    assert "order → eat" in page
    result = call("study", "dinner.yaml", "--cases", "50", "--replications", "2")
    assert result.exit_code == 0, result.output


def over(process: Process, tmp_path: Path) -> Process:
    """The process of a layer, made and read, over a drawing of a process."""
    (tmp_path / "x.bpmn").write_bytes(write_bpmn(process))
    found = open_layer(layer_text(process, "x.bpmn").encode(), str(tmp_path / "x.yaml"))
    assert found.process is not None, found.faults
    return found.process


def as_layer_and_back(process: Process, tmp_path: Path) -> None:
    """Model to drawing to layer to drawing: the same process, and the same bytes."""
    again = over(process, tmp_path)
    content = (tmp_path / "x.bpmn").read_bytes()
    assert to_process(open_bytes(content)).process == process
    assert with_facts(open_bytes(content), again) == content


@pytest.mark.parametrize("seed", range(12))
def test_any_process_is_the_same_through_a_layer(seed: int, tmp_path: Path) -> None:
    """Model, drawing, layer, drawing: nothing changes."""
    as_layer_and_back(random_process(seed), tmp_path)


@pytest.mark.long
def test_many_processes_are_the_same_through_a_layer(tmp_path: Path) -> None:
    """As above, with a thousand of them."""
    for seed in range(100, 1_100):
        as_layer_and_back(random_process(seed), tmp_path)


def fill_and_inscribe(name: str, content: bytes, tmp_path: Path) -> bool:
    """Lay numbers over a foreign drawing, write them into it: nothing of it is lost."""
    file = open_bytes(content, name)
    try:
        process = to_process(file).process
    except OutsideInError as refusal:
        if [fault.code for fault in refusal.faults] != ["nothing-drawn"]:
            raise
        return False
    (tmp_path / "x.bpmn").write_bytes(content)
    text = layer_text(process, "x.bpmn")
    path = str(tmp_path / "x.yaml")
    assert open_layer(text.encode(), path).process == process, name
    assert with_facts(file, process) == content, name
    whole = open_layer(filled(text).encode(), path).process
    assert whole is not None, name
    assert missing_numbers(whole) == [], name
    written = with_facts(open_bytes(content, name), whole)
    assert not facts(content) - facts(written), name
    assert to_process(open_bytes(written, name)).process == whole, name
    assert with_facts(open_bytes(written, name), whole) == written, name
    return True


@pytest.mark.parametrize("folder", ["miwg_reference", "miwg_vendor"])
def test_a_foreign_file_carries_our_numbers(
    folder: str, corpus: Callable[[str], Path], tmp_path: Path
) -> None:
    """Drawing, layer, drawing: equal; with numbers in it, 0 facts of its maker are lost."""
    done = [fill_and_inscribe(name, text, tmp_path) for name, text in files_of(folder, corpus)]
    assert all(done)
    assert len(done) in (16, 35)


@pytest.mark.long
@pytest.mark.parametrize("folder", ["other", "camunda_research"])
def test_every_foreign_file_carries_our_numbers(
    folder: str, corpus: Callable[[str], Path], tmp_path: Path
) -> None:
    """As above, with those of other tools and of trainings."""
    done = [fill_and_inscribe(name, text, tmp_path) for name, text in files_of(folder, corpus)]
    assert done.count(False) <= 1
    assert len(done) in (25, 202)
