"""Names that are markup stay text: in the picture and on the page nothing of them runs."""

from __future__ import annotations

import dataclasses
import json
import time
from functools import cache
from pathlib import Path
from typing import Any, Literal

import pytest
from lxml import etree, html

from outsidein import Process, draw, read, read_text, study_process
from outsidein.study import Study

FOLDER = Path(__file__).parent
MARKUP = FOLDER / "fine" / "markup-everywhere.yaml"  # in every place where text may stand
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = {
    "script": "<script>alert(1)</script>",
    "close the script": "</script><script>alert(1)</script>",
    "close the style": "</style></title></text></svg><script>alert(1)</script>",
    "attribute": '"><img src=x onerror=alert(1)>',
    "single quote": "'><svg onload='alert(1)'>",
    "cdata": "]]><script>alert(1)</script>",
    "comment": "--><script>alert(1)</script><!--",
    "entity": "&amp;&lt;script&gt;&#60;script&#62;&nbsp;&bogus;",
    "doctype": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>&e;',
    "address": "javascript:alert(1)",
    "template": "${alert(1)}{{7*7}}`alert(1)`",
    "style": "</tspan><style>*{display:none}</style>",
    "control characters": "bell\x07, nul\x00, escape\x1b[31m, delete\x7f, next\x85, none\ufffe",
    "right to left": "\u202etxt.exe\u202c \u2066\u2069",
    "line ends": "one\ntwo\r\nthree\tfour\u2028five",
    "long": "wide " * 200,
    "one long word": "W" * 1_000,
    "blank": " ",
}
RUNS_CODE = {"script", "iframe", "object", "embed", "base", "foreignobject", "link", "meta"}

every_name = pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE.keys())
View = Literal["departments", "company"]
VIEWS: tuple[View, ...] = ("departments", "company")
LONGEST_CPU_SECONDS = 30  # twice what it took when written

views = pytest.mark.parametrize("view", VIEWS)


def renamed(process: Process, name: str) -> Process:
    """Put `name` wherever a process shows a name, whatever its reader would have said to it."""

    def put(elements: Any) -> Any:
        return tuple(dataclasses.replace(one, name=name) for one in elements)

    steps = tuple(
        dataclasses.replace(
            step, name=name, phase=name, reason=name, gives=(name,), carries=(name,)
        )
        for step in process.steps
    )
    return dataclasses.replace(
        process,
        name=name,
        customers=put(process.customers),
        parts=put(process.parts),
        steps=steps,
    )


def live_elements(root: Any) -> list[str]:
    """What a browser would act upon: elements that load or run, handlers, script addresses."""
    found = []
    for element in root.iter(etree.Element):
        tag = etree.QName(element).localname.lower() if "}" in element.tag else element.tag.lower()
        if tag in RUNS_CODE or tag == "img":
            found.append(tag)
        for attribute, value in element.attrib.items():
            key = attribute.rpartition("}")[2].lower()
            if key.startswith("on"):
                found.append(f"{tag} {key}")
            if "javascript:" in value.lower() and key in {"href", "src", "action", "style"}:
                found.append(f"{tag} {key}={value[:40]}")
    return sorted(found)


def parsed_svg(text: str) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=False)
    return etree.fromstring(text.encode("utf-8"), parser)


@cache
def process_called(name: str | None) -> Process:
    """The small process, every name in it replaced unless `name` is None."""
    process = read(FOLDER / "fine" / "bom.yaml")
    return process if name is None else renamed(process, name)


@cache
def picture(name: str | None, view: View) -> str:
    return str(draw(process_called(name), view=view).svg())


@every_name
@views
def test_a_name_in_the_picture_is_text(view: View, name: str) -> None:
    """The SVG is well-formed, has no script and no handler, and holds no doctype."""
    root = parsed_svg(picture(name, view))
    assert root.tag == f"{SVG}svg"
    assert live_elements(root) == live_elements(parsed_svg(picture(None, view)))
    assert root.getroottree().docinfo.internalDTD is None


@every_name
@views
def test_a_name_in_the_picture_is_inert_inside_a_page(view: View, name: str) -> None:
    """An HTML parser, which reads SVG by other rules than XML, finds nothing to run either."""
    page = html.fromstring(f"<main>{picture(name, view)}</main>")
    plain = html.fromstring(f"<main>{picture(None, view)}</main>")
    assert live_elements(page) == live_elements(plain)


@views
def test_the_name_can_still_be_read(view: View) -> None:
    """Inert is not gone: the words stand in the picture as they were written."""
    said = " ".join("".join(parsed_svg(picture("a <b> & c", view)).itertext()).split())
    assert "a <b> & c" in said


@views
def test_a_very_long_name_is_drawn_in_time(view: View) -> None:
    """Ten thousand characters in one name make an ugly picture, not a program that hangs."""
    process = read(FOLDER / "fine" / "long-names.yaml")
    start = time.process_time()
    root = parsed_svg(draw(process, view=view).svg())
    assert time.process_time() - start < LONGEST_CPU_SECONDS
    assert root.tag == f"{SVG}svg"


def studied(text: str) -> Study:
    """A study too small to believe, of a document whose own name is markup too."""
    return study_process(
        read_text(text), cases=200, replications=2, source="<script>alert(1)</script>", text=text
    )


def scripts(page: Any) -> list[str]:
    """The texts of what a browser would run."""
    return [element.text_content() for element in page.iter("script")]


@pytest.fixture(scope="module")
def study() -> Study:
    """A small study of a document that has markup in every place where text may stand."""
    file = FOLDER / "fine" / "markup-everywhere.yaml"
    text = file.read_text(encoding="utf-8")
    return study_process(
        read(file), cases=200, replications=2, source=f"{HOSTILE['script']}.yaml", text=text
    )


def test_markup_in_a_document_is_text_on_the_page_of_its_study(study: Study) -> None:
    """The page of the study runs the program's own scripts, nothing that a document brings."""
    page = html.fromstring(study.html())
    assert [code for code in scripts(page) if "alert" in code] == []
    assert [one for one in live_elements(page) if one.startswith("img") or " on" in one] == []
    assert study.html().count("&lt;script&gt;alert(1)") > 10


def test_the_page_has_as_many_scripts_as_that_of_a_harmless_document(study: Study) -> None:
    """No element that loads or runs is added by a name."""
    text = (FOLDER / "fine" / "markup-everywhere.yaml").read_text(encoding="utf-8")
    for markup in (
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "</title>",
        "</style>",
    ):
        text = text.replace(markup, "x")
    tame = study_process(read_text(text), cases=200, replications=2, text=text)
    assert live_elements(html.fromstring(study.html())) == live_elements(
        html.fromstring(tame.html())
    )


def test_markup_in_a_document_is_text_in_its_picture() -> None:
    """Both views of the same document are well-formed and run nothing."""
    process = read(MARKUP)
    for view in VIEWS:
        root = parsed_svg(draw(process, view=view).svg())
        assert [one for one in live_elements(root) if "script" in one or "img" in one] == []


def test_the_study_as_json_is_plain_text(study: Study) -> None:
    """Names in the JSON are what the document says, character by character."""
    told = json.loads(study.json())
    assert HOSTILE["script"] in json.dumps(told)
