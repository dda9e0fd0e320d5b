"""Files that would hurt are refused, each with one fault and its reason."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from outsidein.bpmn.bpmnfile import open_bpmn, open_bytes
from outsidein.errors import OutsideInError

SPACE = "http://www.omg.org/spec/BPMN/20100524/MODEL"
OPEN = f'<definitions xmlns="{SPACE}" targetNamespace="x">'
BODY = f"{OPEN}<process id='p'>&x;</process></definitions>"
PLAIN = f"{OPEN}<process id='p'/></definitions>"
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))


def doctype(inside: str, body: str = BODY) -> bytes:
    return f"<!DOCTYPE definitions {inside}>{body}".encode()


DOCTYPES = {
    "plain": doctype(""),
    "laughs": doctype(f'[<!ENTITY l0 "lol">{LAUGHS}<!ENTITY x "&l11;">]'),
    "quadratic": doctype(f'[<!ENTITY x "{"a" * 50_000}">]', BODY.replace("&x;", "&x;" * 50_000)),
    "parameter entity": doctype('[<!ENTITY % e SYSTEM "http://127.0.0.1/e"> %e;]'),
    "password file": doctype('[<!ENTITY x SYSTEM "file:///etc/passwd">]'),
    "network": doctype('[<!ENTITY x SYSTEM "http://127.0.0.1:9/x">]'),
    "external subset": doctype('SYSTEM "http://127.0.0.1:9/x.dtd"'),
    "public subset": doctype('PUBLIC "-//x" "http://127.0.0.1:9/x.dtd"'),
    "device": doctype('[<!ENTITY x SYSTEM "file:///dev/zero">]'),
    "in an attribute": doctype('[<!ENTITY x "y">]', PLAIN.replace("'p'", "'&x;'")),
    "default attributes": doctype('[<!ATTLIST process id CDATA "q">]', PLAIN),
    "recursion": doctype('[<!ENTITY a "&x;"><!ENTITY x "&a;">]'),
    "notation": doctype('[<!NOTATION n SYSTEM "x"><!ENTITY x SYSTEM "x" NDATA n>]'),
    "behind a comment": b"<!-- fine -->" + doctype(""),
    "behind an instruction": b"<?fine?>\n\n" + doctype(""),
    "behind a declaration": b'<?xml version="1.0"?>\n' + doctype(""),
    "behind a false comment": b"<!-- <?x --><?y <!-- ?>" + doctype(""),
    "utf-16": '\ufeff<?xml version="1.0" encoding="UTF-16"?>'.encode("utf-16-le")
    + doctype("").decode().encode("utf-16-le"),
    "utf-16 without a mark": ('<?xml version="1.0"?>' + doctype("").decode()).encode("utf-16-be"),
    "utf-32": ("\ufeff" + doctype("").decode()).encode("utf-32-be"),
    "windows": b'<?xml version="1.0" encoding="windows-1252"?>' + doctype(""),
    "standalone": b'<?xml version="1.0" standalone="no"?>' + doctype(""),
    "small": doctype("").replace(b"DOCTYPE", b"doctype"),
}
BROKEN = {
    "nothing": b"",
    "blanks": b"  \n ",
    "text": b"once upon a time",
    "zip": b"PK\x03\x04" + bytes(100),
    "nulls": bytes(1000),
    "null inside": PLAIN.replace("'p'", "'p\0'").encode(),
    "cut": PLAIN[:-20].encode(),
    "two roots": (PLAIN + PLAIN).encode(),
    "unknown entity": BODY.encode(),
    "crossed": f"{OPEN}<process><task></process></task></definitions>".encode(),
    "two attributes": PLAIN.replace("id='p'", "id='p' id='q'").encode(),
    "unbound prefix": PLAIN.replace("<process", "<b:process").encode(),
    "control character": PLAIN.replace("'p'", "'\x01'").encode(),
    "character of no kind": PLAIN.replace("'p'", "'&#1;'").encode(),
    "surrogate": PLAIN.replace("'p'", "'&#xD800;'").encode(),
    "unclosed comment": b"<!-- " + PLAIN.encode(),
    "unclosed text": PLAIN.replace("'p'/>", "'p'><![CDATA[</process>").encode(),
    "wrong version": b'<?xml version="9.9" encoding="UTF-8"?><' + PLAIN.encode(),
}
WRONG_TEXT = {
    "not utf-8": PLAIN.replace("'p'", "'\xe9'").encode("latin-1"),
    "over-long utf-8": PLAIN.encode().replace(b"'p'", b"'\xc0\xbc'"),
    "not ascii": b'<?xml version="1.0" encoding="us-ascii"?>'
    + PLAIN.replace("'p'", "'é'").encode(),
    "unknown": b'<?xml version="1.0" encoding="klingon"?>' + PLAIN.encode(),
    "compressed": b'<?xml version="1.0" encoding="zlib"?>' + PLAIN.encode(),
    "utf-7": b'<?xml version="1.0" encoding="utf-7"?>' + PLAIN.encode(),
    "punycode": b'<?xml version="1.0" encoding="idna"?>' + PLAIN.encode(),
    "half a character": PLAIN.encode("utf-16")[:-1],
}
TOO_MUCH = {
    "deep": ("too-deep", OPEN + "<process>" * 150 + "</process>" * 150 + "</definitions>"),
    "very deep": ("not-xml", OPEN + "<a>" * 100_000 + "</a>" * 100_000 + "</definitions>"),
    "never closed": ("not-xml", OPEN + "<a>" * 300_000),
    "wide": ("too-large", OPEN + "<a/>" * 600_000 + "</definitions>"),
    "many attributes": ("too-large", OPEN + "<a" + " a=''" * 2_100_000 + "/></definitions>"),
}  # fmt: skip


def refusal(content: bytes) -> str:
    with pytest.raises(OutsideInError) as refused:
        open_bytes(content, "x.bpmn")
    assert len(refused.value.faults) == 1
    fault = refused.value.faults[0]
    assert fault.severity == "error"
    assert fault.where.startswith("x.bpmn")
    assert "\n" not in str(fault)
    return fault.code


@pytest.mark.parametrize("name", DOCTYPES)
def test_every_doctype_is_refused(name: str) -> None:
    """An entity is never declared, so none can grow, fetch or read a file."""
    assert refusal(DOCTYPES[name]) in {"doctype", "not-xml"}
    if name != "small":
        assert refusal(DOCTYPES[name]) == "doctype"


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_not_xml_is_refused(name: str) -> None:
    """What is not well-formed has one fault."""
    assert refusal(BROKEN[name]) == "not-xml"


@pytest.mark.parametrize("name", WRONG_TEXT)
def test_a_wrong_encoding_is_refused(name: str) -> None:
    """Bytes that are not what they say they are are never guessed at."""
    assert refusal(WRONG_TEXT[name]) == "encoding"


@pytest.mark.parametrize("name", TOO_MUCH)
def test_too_much_is_refused_soon(name: str) -> None:
    """Depth, tags and attributes are limited, and the refusal takes at most two seconds."""
    code, text = TOO_MUCH[name]
    begin = time.process_time()
    assert refusal(text.encode()) == code
    assert time.process_time() - begin < 2


def test_a_large_file_is_not_read(tmp_path: Path) -> None:
    """A file above the limit is refused before it is parsed."""
    file = tmp_path / "x.bpmn"
    with file.open("wb") as stream:
        stream.truncate(64_000_000)
    tracemalloc.start()
    with pytest.raises(OutsideInError, match="is larger than 32,000,000 bytes"):
        open_bpmn(file)
    assert tracemalloc.get_traced_memory()[1] < 100_000_000
    tracemalloc.stop()


def test_includes_are_not_followed() -> None:
    """A file is never read because another one names it."""
    include = (
        '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd" parse="text"/>'
    )
    content = PLAIN.replace("<process id='p'/>", f"<process id='p'>{include}</process>").encode()
    file = open_bytes(content)
    assert b"root:" not in file.tree_bytes()
    assert [fault.code for fault in file.faults] == ["extension"]


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_links_in_circles_end(limit: int) -> None:
    """References in a circle do not hang the reader."""
    nodes = "".join(
        f'<boundaryEvent id="b{n}" attachedToRef="b{(n + 1) % limit}"/>'
        f'<subProcess id="s{n}" default="s{n}"/>'
        f'<sequenceFlow id="f{n}" sourceRef="f{n}" targetRef="b{n}"/>'
        for n in range(limit)
    )
    text = PLAIN.replace("<process id='p'/>", f"<process id='p'>{nodes}</process>")
    assert len(open_bytes(text.encode()).content.nodes) == 2 * limit


def test_an_ordinary_file_is_read(corpus: Callable[[str], Path]) -> None:
    """What is refused above is refused for its fault, not for its form."""
    assert open_bytes(PLAIN.encode()).content.processes.keys() == {"p"}
    assert open_bpmn(corpus("bpmn/miwg_reference/C.5.0.bpmn")).content.nodes
