"""The page around its sections, and its tables: every text escaped, reached by keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape
from importlib.resources import files

from outsidein.chart.fonts import STACK, font_faces
from outsidein.study.numbers import DASH

LEGIBLE = 0.85  # of a picture's own size
POLICY = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:"


def document(title: str, body: str) -> str:
    """Return a whole page: one file, no script; the policy lets no request leave it."""
    style = (files("outsidein.study") / "page.css").read_text(encoding="utf-8")
    faces = font_faces([(body, 400), (body, 500), (body, 700)])
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title>"
        f"<style>{faces}{style.replace('FONT', STACK)}</style></head>"
        f"<body><main>{body}</main></body></html>"
    )


def table(
    heads: Sequence[tuple[str, str]],
    rows: Iterable[str],
    label: str,
    numbers: Iterable[int] = (),
) -> str:
    """Return a table that scrolls on its own; ``heads`` are (title, unit)."""
    right = set(numbers)
    top = "".join(
        f'<th scope="col"{" class=num" if k in right else ""}>{escape(title)}'
        + (f'<span class="u">{escape(unit)}</span>' if unit else "")
        + "</th>"
        for k, (title, unit) in enumerate(heads)
    )
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(label)}"><table>'
        f"<thead><tr>{top}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


def cell(text: str, muted: str = "", *, number: bool = False, head: bool = False) -> str:
    """Return one cell: a text, and a muted remark behind it."""
    tag = 'th scope="row"' if head else "td"
    remark = f' <span class="m">{escape(muted)}</span>' if muted else ""
    body = escape(text or DASH)
    return f"<{tag}{' class=num' if number else ''}>{body}{remark}</{tag.split(maxsplit=1)[0]}>"


def wide(svg: str) -> str:
    """Give a picture at least the width at which its labels can be read; its frame scrolls."""
    found = re.search(r'viewBox="[\d.-]+ [\d.-]+ ([\d.]+)', svg)
    width = float(found.group(1)) * LEGIBLE if found else 0.0
    return svg.replace("<svg ", f'<svg style="min-width:{width:.0f}px" ', 1)
