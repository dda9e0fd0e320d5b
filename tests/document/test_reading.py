"""Reading a document: every fault at its place, all at once, with a word that helps."""

from __future__ import annotations

from pathlib import Path

import pytest

from outsidein.document import check_file, check_text, open_text, read, read_text, write
from outsidein.errors import OutsideInError
from outsidein.model.scenario import resolve_scenario

GOOD = """\
process: Ask
customers: {Caller: {share: 100%}}
channels: {phone: live, web: self}
organisation:
  Web:  {kind: system}
  Desk: {people: 2, open: Mon-Fri 08:00-18:00}
arrivals: {rate: 30 per day}
steps:
  - look: {do: Look it up, with: Web, via: web, own: 4 min}
  - ask:  {do: Ask, with: Desk, via: phone, takes: 4 min, patience: 5 min -> lost, closed: -> lost}
  - done: {end: Knows it, outcome: served}
  - lost: {end: Gave up, outcome: lost}
"""


def said(text: str) -> list[str]:
    return [str(fault) for fault in check_text(text, "a.yaml") if fault.severity == "error"]


def test_a_good_document_has_no_fault() -> None:
    """The document the others of this file are broken from."""
    assert check_text(GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("with: Desk", "with: Dsk", 'a.yaml:10:27 unknown part "Dsk" - did you mean "Desk"?'),
        ("with: Desk", "with: desk", None),
        ("with: Desk", "with: DESK", 'a.yaml:10:27 unknown part "DESK" - did you mean "Desk"?'),
        ("via: phone", "via: fone", 'a.yaml:10:38 unknown channel "fone" - did you mean "phone"?'),
        (
            "closed: -> lost",
            "closed: -> Lost",
            'a.yaml:10:92 unknown step "Lost" - did you mean "lost"?',
        ),
        (
            "takes: 4 min",
            "takse: 4 min",
            'a.yaml:10:45 unknown key "takse" - did you mean "takes"?',
        ),
        ("do: Look it up", "tell: Look it up", '"with" cannot be said of a tell - write "by"'),
        ("rate:", "rat:", 'a.yaml:7:12 unknown key "rat" - did you mean "rate"?'),
        ("kind: system", "kind: sistem", 'a.yaml:5:16 kind: "sistem" is not one of'),
        ("- look:", "- take.it:", 'a.yaml:9:5 "take.it" cannot be an id: it contains "."'),
        ("- look:", "- ask:", 'has the id "ask", which is already a step at a.yaml:9:5'),
        ("- look:", "- desk:", 'has the id "desk", which is already a part at a.yaml:6:3'),
        ("- look:", "- takes:", 'a.yaml:9:5 "takes" is a key of the grammar, not a name'),
        ("process: Ask", "title: Ask", "a.yaml:1:1 the process has no name"),
        ("share: 100%", "share: all", 'a.yaml:2:29 share: "all" is not a percentage'),
        ("outcome: lost", "outcome: gone", 'outcome: "gone" is not one of served, not served'),
        ("do: Ask", "do: [Ask]", "a.yaml:10:16 do must be a text - write a single value"),
        ("{people: 2,", "{people: 2.5,", "a.yaml:6:18 people: "),
    ],
)
def test_a_fault_stands_at_its_place(old: str, new: str, expected: str | None) -> None:
    """What is wrong, where, and what was probably meant."""
    found = said(GOOD.replace(old, new, 1))
    if expected is None:
        assert found == []
        return
    assert any(expected in one for one in found), found


def test_all_faults_are_raised_at_once_in_order() -> None:
    """Spelling, names and values together; the first line first."""
    text = GOOD.replace("4 min,", "4 mins,").replace("Desk, via", "Dsk, via")
    text = text.replace("live", "alive").replace("own: 4 min", "own: 4")
    with pytest.raises(OutsideInError) as caught:
        read_text(text, "a.yaml")
    assert [fault.where for fault in caught.value.faults] == [
        "a.yaml:3:19", "a.yaml:9:54", "a.yaml:10:27", "a.yaml:10:51",
    ]  # fmt: skip


def test_what_follows_from_a_fault_is_not_said() -> None:
    """A part whose hours cannot be read is not also called a part without hours."""
    found = said(GOOD.replace("08:00-18:00", "8-18"))
    assert len(found) == 1


def test_a_meaning_has_its_place_too() -> None:
    """A semantic fault stands where the step or the value stands."""
    found = said(GOOD.replace(", patience: 5 min -> lost, closed: -> lost", ""))
    assert found[0].startswith('a.yaml:10:5 who finds "ask" closed goes nowhere')


def test_missing_numbers_are_warnings_and_the_rest_is_read() -> None:
    """A bare list of steps is a process; what a simulation needs is listed."""
    text = "process: Bare\nsteps:\n" + "".join(
        f"  - step-{k}: {{do: Step number {k}}}\n" for k in range(10)
    )
    process = read_text(text)
    assert [step.name for step in process.steps] == [f"Step number {k}" for k in range(10)]
    assert process.arrivals is None
    faults = check_text(text)
    assert {fault.code for fault in faults} == {"missing-number"}
    assert {fault.severity for fault in faults} == {"warning"}
    assert len(faults) == 12  # ten times, the arrivals, and what has become of the customer


def test_names_may_be_written_as_names_or_as_ids() -> None:
    """Exactly as declared, or as the id; nothing in between."""
    text = GOOD.replace("Desk:", "Front desk:")
    assert said(text.replace("with: Desk", "with: Front desk")) == []
    assert said(text.replace("with: Desk", "with: front-desk")) == []
    assert len(said(text.replace("with: Desk", "with: front desk"))) == 1


def test_a_part_may_have_an_id_of_its_own() -> None:
    """References may use the name or that id."""
    text = GOOD.replace("{people: 2,", "{id: reception, people: 2,")
    process = read_text(text)
    assert process.parts[1].id == "reception"
    assert process.steps[1].part == "reception"
    assert said(text.replace("with: Desk", "with: reception")) == []


def test_for_a_customer_replaces_scalars_and_merges_ways() -> None:
    """`for` replaces what it names as a whole; a way is merged key by key."""
    text = GOOD.replace(
        "closed: -> lost}", "closed: -> lost, for Caller: {patience: 9 min, takes: 2 min}}"
    )
    from outsidein.model.resolve import seen_by

    seen = seen_by(read_text(text).steps[1], "caller")
    assert seen.patience is not None
    assert seen.patience.to is None
    assert seen.takes is not None
    assert seen.takes.mean_seconds == 120


BACK = "{served: 80% ~observed n=40, not served: 20%}"


def test_who_comes_back_is_said_by_outcome_or_for_all_who_are_served() -> None:
    """One share alone holds for well and poorly served; a source stands behind each."""
    one = read_text(GOOD.replace("share: 100%", "share: 100%, comes back: 70% ~observed n=9"))
    assert one.customers[0].comes_back == {"served": 0.7, "poor": 0.7}
    assert one.sources["caller.comes-back"].n == 9
    each = read_text(GOOD.replace("share: 100%", f"share: 100%, comes back: {BACK}"))
    assert each.customers[0].comes_back == {"served": 0.8, "not served": 0.2}
    assert each.sources["caller.comes-back.served"].n == 40
    for process in (one, each):
        again = read_text(write(process))
        assert (again.customers, again.sources) == (process.customers, process.sources)


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        ("{servd: 80%}", 'unknown outcome "servd" - did you mean "served"?'),
        ("{served: 120%}", "120% is more than 100%"),
        ("0.8", '"0.8" is not a percentage - write 80%'),
    ],
)
def test_a_wrong_share_of_who_comes_back_is_told(value: str, fault: str) -> None:
    """An unknown outcome, more than all, and no percentage."""
    (line,) = said(GOOD.replace("share: 100%", f"share: 100%, comes back: {value}"))
    assert fault in line


def test_a_scenario_sets_who_comes_back() -> None:
    """One outcome keeps the others; one share alone is for all who are served."""
    text = GOOD.replace("share: 100%", f"share: 100%, comes back: {BACK}") + (
        "scenarios:\n"
        "  poor: {set: {caller.comes-back.poor: 60% ~observed n=7}}\n"
        "  all: {set: {caller.comes-back: 90%}}\n"
        "  each: {set: {caller.comes-back: {served: 90% ~assumed, lost: 1%}}}\n"
    )
    process = read_text(text)
    poor, every, each = (resolve_scenario(process, one) for one in ("poor", "all", "each"))
    assert poor.customers[0].comes_back == {"served": 0.8, "not served": 0.2, "poor": 0.6}
    assert poor.sources["caller.comes-back.poor"].n == 7
    assert every.customers[0].comes_back == {"served": 0.9, "poor": 0.9}
    assert "caller.comes-back.served" not in every.sources
    assert each.customers[0].comes_back == {"served": 0.9, "lost": 0.01}
    assert each.sources["caller.comes-back.served"].kind == "assumed"
    assert read_text(write(process)) == process


def test_phases_belong_to_the_steps_that_follow() -> None:
    """Also to the steps of blocks and to acts."""
    text = GOOD.replace("  - ask:", "  - phase: Talk\n  - ask:")
    process = read_text(text)
    assert [step.phase for step in process.steps] == [None, "Talk", "Talk", "Talk"]


def test_a_destination_may_be_a_sibling_way() -> None:
    """A way comes first; a way and a step of one name are two meanings."""
    text = GOOD.replace(
        "{do: Ask, with: Desk, via: phone, takes: 4 min, patience: 5 min -> lost, closed: -> lost}",
        "{do: Ask, ways: {web: {share: rest, with: Web, own: 1 min}, phone: {share: 20%, "
        "with: Desk, takes: 4 min, patience: 5 min -> web, closed: -> web}}}",
    )
    step = read_text(text).steps[1]
    assert step.ways[1].patience is not None
    assert step.ways[1].patience.to == "web"
    assert any("two-meanings" in one for one in said(text.replace("- look:", "- web:")))


def test_files_that_cannot_be_read_are_one_fault(tmp_path: Path) -> None:
    """No file, a folder, bytes that are no text: one fault with the path."""
    file = tmp_path / "a.yaml"
    assert [fault.code for fault in check_file(file)] == ["unreadable"]
    assert [fault.code for fault in check_file(tmp_path)] == ["unreadable"]
    file.write_bytes(b"process: caf\xe9\n")
    assert [str(fault).split(" ")[0] for fault in check_file(file)] == [f"{file}:1:13"]
    with pytest.raises(OutsideInError, match="UTF-8"):
        read(file)


def test_a_document_knows_where_things_are() -> None:
    """An address has the place of its value, or of the nearest element around it."""
    document = open_text(GOOD, "a.yaml")
    assert document.place("ask.takes") == "a.yaml:10:52"
    assert document.place("ask.wrap-up") == "a.yaml:10:5"
    assert document.place("desk.people") == "a.yaml:6:18"
    assert document.place("arrivals.rate") == "a.yaml:7:18"
    assert document.place("nothing.here") == "a.yaml:1:1"
