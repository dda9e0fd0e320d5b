"""BPMN files changed at random: read or refused, never a crash, never slow."""

from __future__ import annotations

import random
import resource
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from bpmn.facts import FOLDERS, files_of
from outsidein.bpmn.bpmnfile import BpmnFile, open_bytes
from outsidein.bpmn.processes import to_process
from outsidein.errors import OutsideInError
from outsidein.model.check import check

EVERYTHING = (Path(__file__).parent / "documents" / "everything.bpmn").read_bytes()
ODD = [
    b"<", b">", b"&", b'"', b"\0", b"\xff", b"</", b"/>", b"<!--", b"-->", b"<![CDATA[", b"<?x",
    b"<!DOCTYPE x>", b"&#x0;", b"id=", b'id=""', b"1e999", b"nan", b"-", b":", b"\xc3", b"\n",
]  # fmt: skip
LIMIT_SECONDS = 2.0


def changed_bytes(content: bytes, chance: random.Random) -> bytes:
    """Replace, drop, repeat, swap or cut a few bytes."""
    made = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 3, 8))):
        at = chance.randrange(len(made) + 1)
        until = min(len(made), at + chance.randrange(1, 200))
        match chance.randrange(5):
            case 0:
                made[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                made[at:at] = chance.choice(ODD)
            case 2:
                del made[at:until]
            case 3:
                made[at:at] = made[at:until] * chance.choice((1, 2, 30))
            case _:
                made[at:until] = chance.choice(ODD)
    return bytes(made)


def changed_tree(content: bytes, chance: random.Random) -> bytes:
    """Move, drop, repeat, rename elements; point attributes elsewhere. It stays well-formed."""
    root = etree.fromstring(content)
    elements: list[Any] = [e for e in root.iter(etree.Element) if e is not root]
    values = [v for e in elements for v in e.attrib.values()] + [
        "",
        "nan",
        "a:b",
        "-1",
        " ",
        "true",
    ]
    for _ in range(chance.choice((1, 2, 4, 20))):
        one, other = chance.choice(elements), chance.choice(elements)
        match chance.randrange(6):
            case 0 if one.getparent() is not None:
                one.getparent().remove(one)
            case 1 if one not in other.iterancestors() and one is not other:
                other.append(one)
            case 2:
                one.tag = other.tag
            case 3 if one.attrib:
                one.set(chance.choice(list(one.attrib)), chance.choice(values))
            case 4 if one.attrib:
                del one.attrib[chance.choice(list(one.attrib))]
            case _:
                one.text = chance.choice(values)
    return etree.tostring(root)


def try_one(content: bytes, seen: dict[str, int]) -> None:
    """Read a mutant; what is read is written and read again to the same values."""
    begin = time.process_time()
    try:
        file = open_bytes(content, "x.bpmn")
    except OutsideInError as refusal:
        said = str(refusal)
        seen["refused"] = seen.get("refused", 0) + 1
    else:
        said = "read"
        assert file.to_bytes() == content
        assert all(fault.where.startswith("x.bpmn:") for fault in file.faults)
        again = open_bytes(file.tree_bytes(), "x.bpmn")
        assert again.content.nodes.keys() == file.content.nodes.keys()
        seen["read"] = seen.get("read", 0) + 1
        try_as_process(file)
    assert said
    assert "\n" not in said  # one fault on one line, for people
    assert time.process_time() - begin < LIMIT_SECONDS


def try_as_process(file: BpmnFile) -> None:
    """A mutant that is read is a process that can be checked, or has nothing drawn in it."""
    try:
        read = to_process(file)
    except OutsideInError as refusal:
        said = str(refusal)
        assert "[nothing-drawn]" in said
    else:
        codes = [f.code for f in check(read.process) if f.severity == "error"]
        assert set(codes) <= {"loop-without-exit"}, codes


def most_memory() -> int:
    """The most bytes that this program has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1_024


def try_many(originals: list[bytes], seeds: range) -> dict[str, int]:
    seen: dict[str, int] = {}
    for seed in seeds:
        chance = random.Random(seed)  # what this seed gives is what a failure repeats
        original = chance.choice(originals)
        change = changed_bytes if seed % 2 else changed_tree
        try_one(change(original, chance), seen)
    return seen


def test_some_mutants_are_read_or_refused() -> None:
    """Two hundred mutants of our own file: both outcomes happen, a crash does not."""
    seen = try_many([EVERYTHING], range(200))
    assert seen.get("read", 0) > 80
    assert seen.get("refused", 0) > 30


@pytest.mark.long
def test_many_mutants_are_read_or_refused(corpus: Callable[[str], Path]) -> None:
    """20,000 mutants of real files: no crash, none over 2 CPU seconds, memory bounded."""
    originals = [c for folder in FOLDERS for _, c in files_of(folder, corpus) if len(c) < 60_000]
    before = most_memory()
    seen = try_many([*originals, EVERYTHING], range(20_000))
    assert most_memory() - before < 200_000_000
    assert sum(seen.values()) == 20_000
    assert min(seen.values()) > 3_000
