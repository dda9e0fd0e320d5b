"""The one font of a picture: its widths for the layout, its subset for the file.

Roboto (Apache-2.0), taken from the package ``font-roboto``: of the open fonts packaged for Python
it is the nearest to the mock-ups and the most legible at 11.5 units.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

FAMILY = "Roboto"
STACK = "Roboto, 'DejaVu Sans', Arial, sans-serif"
_FACES = {400: "Roboto-Regular.ttf", 500: "Roboto-Medium.ttf", 700: "Roboto-Bold.ttf"}
_NEAREST = {400: 400, 500: 500, 600: 700, 700: 700}
_NARROWEST = 0.1  # em
_UNKNOWN_WIDTH = 1.0  # em: a glyph the font lacks may be as wide as a Chinese character
ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Face:
    """Advance widths of one weight, in em by character."""

    widths: Mapping[int, float]


def font_file(weight: int) -> str:
    """Return the path of the font file of a weight (400, 500, 600 or 700)."""
    return str(files("font_roboto") / "files" / _FACES[_NEAREST[weight]])


def font_files() -> list[str]:
    """Return the paths of all weights in use."""
    return [font_file(weight) for weight in _FACES]


@cache
def _face(weight: int) -> Face:
    from fontTools.ttLib import TTFont

    with TTFont(font_file(weight), lazy=True) as font:
        advances, em = font["hmtx"].metrics, font["head"].unitsPerEm
        return Face({code: advances[name][0] / em for code, name in font.getBestCmap().items()})


def text_width(text: str, size: float, weight: int = 400) -> float:
    """Return the width of a line of text in units, without kerning (which only narrows it)."""
    widths = _face(_NEAREST[weight]).widths
    return size * sum(widths.get(ord(char), _UNKNOWN_WIDTH) for char in text)


def has_glyphs(text: str) -> bool:
    """Return whether the font can show every character of a text."""
    widths = _face(400).widths
    return all(ord(char) in widths for char in text)


def cut(text: str, width: float, size: float, weight: int = 400) -> str:
    """Shorten a line to a width, ending it with an ellipsis if something was cut."""
    most = _most_characters(width, size)
    if len(text) <= most and text_width(text, size, weight) <= width:
        return text
    kept = text[:most]
    while kept and text_width(kept.rstrip() + ELLIPSIS, size, weight) > width:
        kept = kept[:-1]
    return kept.rstrip(" ,;:·-") + ELLIPSIS


def _most_characters(width: float, size: float) -> int:
    """Return how many of the narrowest characters fit a width: more need not be measured."""
    return int(width / (size * _NARROWEST)) + 2


def wrap(text: str, width: float, size: float, weight: int = 400, most: int = 2) -> list[str]:
    """Break a text into at most ``most`` lines of a width, balanced; the last one may be cut."""
    room = most * _most_characters(width, size)
    words = (text if len(text) <= room else text[:room] + ELLIPSIS).split()
    if not words:
        return [""]
    lines = _fill(words, width, size, weight)
    if len(lines) > most:
        rest = " ".join(lines[most - 1 :])
        return [cut(line, width, size, weight) for line in (*lines[: most - 1], rest)]
    if len(lines) > 1:
        lines = _balanced(words, len(lines), width, size, weight)
    return [cut(line, width, size, weight) for line in lines]


def _fill(words: list[str], width: float, size: float, weight: int) -> list[str]:
    lines = [words[0]]
    for word in words[1:]:
        longer = f"{lines[-1]} {word}"
        if text_width(longer, size, weight) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _balanced(words: list[str], count: int, width: float, size: float, weight: int) -> list[str]:
    """Break into the same number of lines, the widest as narrow as it can be."""
    widest = max(text_width(line, size, weight) for line in _fill(words, width, size, weight))
    low = max(text_width(word, size, weight) for word in words)
    best = _fill(words, width, size, weight)
    for k in range(1, 9):
        tried = _fill(words, low + (widest - low) * (8 - k) / 8, size, weight)
        if len(tried) > count:
            break
        best = tried
    return best


@cache
def _subset(weight: int, codes: tuple[int, ...]) -> tuple[str, str]:
    from fontTools import subset

    options = subset.Options(
        layout_features=["kern", "tnum"], hinting=False, notdef_outline=True,
        desubroutinize=True, name_IDs=[1, 2, 13], drop_tables=["DSIG", "GDEF", "LTSH", "VDMX"],
    )  # fmt: skip
    font: Any = subset.load_font(font_file(weight), options)
    subsetter = subset.Subsetter(options=options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)
    font["head"].modified = font["head"].created  # the same glyphs give the same bytes
    font.recalcTimestamp = False
    flavor = _best_flavor()
    font.flavor = flavor
    stream = io.BytesIO()
    font.save(stream, reorderTables=False)
    font.close()
    return flavor, base64.b64encode(stream.getvalue()).decode("ascii")


@cache
def _best_flavor() -> str:
    """WOFF, not WOFF2: the picture must not depend on whether a compressor is installed."""
    return "woff"


def font_faces(texts: Iterable[tuple[str, int]]) -> str:
    """Return `@font-face` rules with the glyphs that the texts (text, weight) need, no more."""
    needed: dict[int, set[int]] = {}
    for text, weight in texts:
        needed.setdefault(_NEAREST[weight], set()).update(map(ord, text))
    rules = []
    for weight in sorted(needed):
        flavor, encoded = _subset(weight, tuple(sorted(needed[weight])))
        rules.append(
            f"@font-face{{font-family:{FAMILY};font-weight:{weight};"
            f"src:url(data:font/{flavor};base64,{encoded}) format('{flavor}')}}"
        )
    return "".join(rules)
