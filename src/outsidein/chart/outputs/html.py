"""Pictures as one page to explore: pan, zoom, search, walk step by step; no network, one file."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from outsidein.chart.drawing import Drawing, Text
from outsidein.chart.fonts import STACK, font_faces
from outsidein.chart.outputs.stops import Stop, kind_text, stops
from outsidein.chart.palette import COLOURS
from outsidein.chart.svg import Ids, escaped, svg
from outsidein.chart.wording import clean

ROLES = ("paper", "ink", "muted", "hair", "band", "cust", "accent", "node", "fail", "wait")
PLAIN = "".join(map(chr, range(32, 127))) + "·…–−×≤→“”’"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One view on the page, with the name on its switch."""

    name: str
    drawing: Drawing


def html(views: Sequence[Shown], *, dark: bool = False) -> str:
    """Return a page with the views of one process.

    The page is one file; its policy (W3C, Content Security Policy Level 3) lets no request leave
    it and no script run but its own.
    """
    title = escaped(views[0].drawing.title) or "Process"
    folder = files("outsidein.chart.outputs")
    script = folder.joinpath("page.js").read_text(encoding="utf-8")
    style = folder.joinpath("page.css").read_text(encoding="utf-8")
    frame = folder.joinpath("page.html").read_text(encoding="utf-8")
    said = {
        "LANGUAGE": "en",
        "POLICY": _policy(script),
        "TITLE": title,
        "STYLE": _fonts(views) + _colours(dark=dark) + style.replace("FONT", STACK),
        "VIEWS": "".join(_switch(k, one) for k, one in enumerate(views)) if len(views) > 1 else "",
        "PICTURES": "".join(_picture(k, one, dark=dark) for k, one in enumerate(views)),
        "FACTS": _as_script([_facts(k, one) for k, one in enumerate(views)]),
        "SCRIPT": script,
    }
    pieces = frame.split("%%")  # text, name, text, name, ...: a name in a text cannot be taken
    return "".join(said[piece] if k % 2 else piece for k, piece in enumerate(pieces))


def _policy(script: str) -> str:
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return (
        f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; "
        "font-src data:; img-src data:; base-uri 'none'; form-action 'none'"
    )


def _fonts(views: Sequence[Shown]) -> str:
    def needed() -> Iterator[tuple[str, int]]:
        for view in views:
            for group in view.drawing.layers:
                yield clean(group.title), 400
                for shape in group.shapes:
                    if isinstance(shape, Text):
                        yield clean(shape.text), shape.weight
        yield from ((PLAIN, weight) for weight in (400, 500, 700))

    return font_faces(needed())


def _colours(*, dark: bool) -> str:
    light_ones, dark_ones = (
        "".join(f"--{role}:{COLOURS[role][k]};" for role in ROLES) for k in (0, 1)
    )
    if dark:
        return f":root{{color-scheme:dark;{dark_ones}}}"
    return (
        f":root{{color-scheme:light dark;{light_ones}}}"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{dark_ones}}}}}"
    )


def _switch(number: int, view: Shown) -> str:
    checked = " checked" if number == 0 else ""
    return (
        f'<label><input type="radio" name="view" value="{number}"{checked}>'
        f"{escaped(view.name)}</label>"
    )


def _picture(number: int, view: Shown, *, dark: bool) -> str:
    text = svg(view.drawing, f"-{number}", fonts=False, theme="dark" if dark else "both")
    return f'<div class="picture" data-view="{number}">{text}</div>'


def _facts(number: int, view: Shown) -> dict[str, Any]:
    """Return what the page knows of a view; ids are those of its elements."""
    ids = Ids()
    names: dict[str, str] = {}
    for group in view.drawing.layers:
        names.setdefault(group.id, ids.of(group.id))
    return {
        "name": view.name,
        "stops": [_stop(one, names, f"-{number}") for one in stops(view.drawing)],
    }


def _stop(stop: Stop, names: dict[str, str], suffix: str) -> dict[str, Any]:
    return {
        "id": stop.id,
        "element": names[stop.id] + suffix,
        "name": stop.name,
        "kind": kind_text(stop.kind),
        "lane": stop.lane,
        "said": stop.said,
        "parts": stop.parts,
        "marks": stop.marks,
        "after": [(way.to, way.label) for way in stop.after],
        "before": [(way.to, way.label) for way in stop.before],
    }


def _as_script(value: object) -> str:
    """Write JSON that no HTML parser mistakes for the end of its element."""
    return json.dumps(value, ensure_ascii=True, separators=(",", ":")).replace("<", "\\u003c")
