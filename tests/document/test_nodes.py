"""YAML as it stands: texts, places, and what a document may not contain."""

from __future__ import annotations

import pytest

from outsidein.document.nodes import MOST_BYTES, Node, Places, compose, decode


def tree(text: str) -> Node:
    root, faults = compose(text, Places(text, "a.yaml"))
    assert faults == []
    assert root is not None
    return root


def codes(text: str) -> list[tuple[str, str]]:
    _, faults = compose(text, Places(text, "a.yaml"))
    return [(fault.code, fault.where) for fault in faults]


def test_no_value_is_constructed() -> None:
    """What YAML reads as numbers, dates or truth stays the text it is."""
    root = tree("{a: 1_000, b: 08, c: 2026-01-01, d: yes, e: 1e3, f: 0x1F, g: .5}")
    assert [value.text for _, value in root.entries] == [
        "1_000", "08", "2026-01-01", "yes", "1e3", "0x1F", ".5",
    ]  # fmt: skip


def test_places_are_lines_and_columns_from_one() -> None:
    """Whatever ends the lines, and whatever the characters are."""
    for text in ("a: 1\nbé: [x, y]\n", "a: 1\r\nbé: [x, y]\r\n"):
        root = tree(text)
        places = Places(text, "a.yaml")
        key, value = root.entries[1]
        assert places(key.start) == "a.yaml:2:1"
        assert places(value.items[1].start) == "a.yaml:2:9"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: &x 1\nb: *x\n", [("anchor", "a.yaml:1:4"), ("alias", "a.yaml:2:4")]),
        ("a: !!int 1\n", [("tag", "a.yaml:1:4")]),
        ("a: !x 1\n", [("tag", "a.yaml:1:4")]),
        ("<<: {a: 1}\n", [("merge-key", "a.yaml:1:1")]),
        ("a: 1\n---\nb: 1\n", [("several-documents", "a.yaml:2:1")]),
        ("%YAML 1.1\n---\na: 1\n", [("directive", "a.yaml:1:1")]),
        ("a: 1\nb: 2\na: 3\n", [("duplicate-key", "a.yaml:3:1")]),
        ("? [a]\n: b\n", [("key", "a.yaml:1:3")]),
        (": b\n", [("key", "a.yaml:1:1")]),
        ("", [("empty", "a.yaml:1:1")]),
        ("# nothing\n", [("empty", "a.yaml:1:1")]),
        ("a: {b: 1, c, d: 2}\n", [("cut-by-comma", "a.yaml:1:11")]),
        ("a: {b: , c: 1}\n", [("value-missing", "a.yaml:1:5")]),
        ("a:\nb: 1\n", [("value-missing", "a.yaml:1:1")]),
        ("a: null\n", [("value-missing", "a.yaml:1:1")]),
        ("a: ~\n", [("value-missing", "a.yaml:1:1")]),
        ("a:\n  -\n  - x\n", [("value-missing", "a.yaml:2:4")]),
        ("a: Ask for #5\n", [("cut-by-hash", "a.yaml:1:12")]),
        ("a: {b: Ask #5\n  , c: 1}\n", [("cut-by-hash", "a.yaml:1:12")]),
        ('a: "\\u0007"\n', [("not-a-character", "a.yaml:1:4")]),
        ('a: "\\uD83D"\n', [("not-a-character", "a.yaml:1:4")]),
    ],
)
def test_what_a_document_may_not_contain(text: str, expected: list[tuple[str, str]]) -> None:
    """Each at its place; the rest of the document is read on."""
    assert codes(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "a: 1  # two blanks\n",
        "# a line\na: 1\n   # deeper\n",
        'a: "Ask for #5"\n',
        "a: x#y\n",
        "a: 'null'\n",
        "null: 1\n",
        "a: |\n  # no comment\n  text\n",
    ],
)
def test_what_it_may(text: str) -> None:
    """Comments in their place, quoted signs, names that other readers take for values."""
    assert codes(text) == []


@pytest.mark.parametrize(
    "text", ["a: x: y\n", "a: [1, 2\n", 'a: "x\n', "a: 1\n b: 2\n", "a:\n\t- x\n", "a: @x\n"]
)
def test_what_is_no_yaml_is_one_fault(text: str) -> None:
    """The parser stops at the first; it says where, and nothing is read."""
    root, faults = compose(text, Places(text, "a.yaml"))
    assert root is None
    assert [fault.code for fault in faults] == ["not-yaml"]


def nested(levels: int) -> str:
    text = "x"
    for _ in range(levels):
        text = "{a: " + text + "}"
    return text


def test_depth_is_counted_by_keys() -> None:
    """A key inside a key is one deeper, an item of a list is not, a list of texts neither."""
    assert codes(nested(9)) == []
    assert [code for code, _ in codes(nested(10))] == ["too-deep"]
    deep = "steps: [{s: {together: {b: [{t: {for B: {ways: {w: {fails: [x, y]}}}}}]}}}]"
    assert codes(deep) == []
    assert [code for code, _ in codes("[" * 5000)] == ["too-deep"]
    assert [code for code, _ in codes("- " * 5000)] == ["too-deep"]


def test_a_bomb_of_aliases_is_a_few_faults() -> None:
    """Neither expanded nor listed a thousand times."""
    bomb = "a: &a [x]\n" + "".join(f"b{k}: [*a, *a, *a]\n" for k in range(300))
    found = codes(bomb)
    assert {code for code, _ in found} == {"anchor", "alias"}
    assert len(found) <= 10


def test_bytes_must_be_utf_8_and_not_too_many() -> None:
    """A byte of another encoding is named with its line; a mark at the beginning is passed over."""
    assert decode(b"\xef\xbb\xbfa: 1", "a.yaml") == ("a: 1", [])
    _, faults = decode(b"a: 1\nb: \xe9\n", "a.yaml")
    assert [(f.code, f.where) for f in faults] == [("not-utf-8", "a.yaml:2:4")]
    assert [code for code, _ in codes("a" * (MOST_BYTES + 1))] == ["too-large"]
