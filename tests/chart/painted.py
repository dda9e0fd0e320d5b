"""An SVG of ours as painted: every text of it, with and without what is around it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree import ElementTree as ET

import numpy as np

from chart.pixels import Colours, Pixels
from outsidein.chart.fonts import text_width
from outsidein.chart.raster import png

SVG = "{http://www.w3.org/2000/svg}"
WEIGHTS = {"w5": 500, "w6": 700, "w7": 700}
ASCENT, DESCENT = 0.75, 0.22  # em: how far letters reach
Coverage = np.ndarray[tuple[int, int], np.dtype[np.float64]]


@dataclass(frozen=True, kw_only=True)
class Written:
    """One text of a picture: where it stands (units), and the role its colour has."""

    text: str
    left: float
    baseline: float
    width: float
    size: float
    weight: int
    role: str

    def pixels(self) -> tuple[slice, slice]:
        """The rows and columns that its letters reach, at a pixel a unit."""
        top, bottom = self.baseline - ASCENT * self.size, self.baseline + DESCENT * self.size
        rows = slice(max(int(top) - 1, 0), int(bottom) + 2)
        return rows, slice(max(int(self.left) - 1, 0), int(self.left + self.width) + 2)

    @property
    def is_large(self) -> bool:
        """Whether WCAG 2.2 calls it large: 18 points, or 14 in bold."""
        return self.size >= 24 or (self.size >= 18.66 and self.weight >= 700)


class Painted:
    """A picture that can be painted whole, without texts, or as texts alone; light or dark."""

    def __init__(self, svg: str) -> None:
        self.svg = svg
        root = ET.fromstring(svg)
        self.texts = list(_texts(root, 0.0, 0.0))
        self.letters = "".join(text.text for text in self.texts)
        self._painted: dict[str, Colours] = {}

    def colours(self, theme: str) -> dict[str, str]:
        """Colour by role, as a browser finds it in the style sheet of the file."""
        if theme == "light":
            return dict(re.findall(r"\.f-(\w+)\{fill:(#\w{6})\}", self.svg))
        _, dark = self.svg.split("@media screen and (prefers-color-scheme:dark)", 1)
        dark = dark.split("</style>", 1)[0]
        return dict(re.findall(r"--c-(\w+):var\(--outsidein-\w+,(#\w{6})\)", dark))

    def whole(self, theme: str = "light") -> Colours:
        """The picture."""
        return self._paint(self._themed(theme))

    def bare(self, theme: str = "light") -> Colours:
        """The picture without its texts."""
        return self._paint(re.sub(r"<text .*?</text>", "", self._themed(theme), flags=re.DOTALL))

    def coverage(self) -> Coverage:
        """How much of each pixel is covered by letters, 0 to 1, as if nothing else were there."""
        texts = re.sub(r"<(rect|circle|path|polygon)\b[^>]*/>", "", self.svg)
        black = re.sub(r"(\.f-\w+\{fill:)#\w{6}\}", r"\1#000000}", texts)
        opened = black.index(">", black.index("</style>")) + 1
        white = '<path d="M-9 -9H99999V99999H-9Z" fill="#FFFFFF"/>'
        whole = self._paint(black[:opened] + white + black[opened:])
        return 1 - whole[:, :, 0].astype(np.float64) / 255

    def _themed(self, theme: str) -> str:
        """Write the colours of a theme as plain rules: the painter knows no variables."""
        found = self.colours(theme)
        plain, *rest = self.svg.split("@supports", 1)
        for role, colour in found.items():
            plain = re.sub(rf"(\.[fs]-{role}\{{(fill|stroke):)#\w{{6}}", rf"\g<1>{colour}", plain)
        return "@supports".join([plain, *rest])

    def _paint(self, svg: str) -> Colours:
        if svg not in self._painted:
            self._painted[svg] = Pixels(png(svg, zoom=1.0, texts=self.letters)).all[:, :, :3]
        return self._painted[svg]


def _texts(element: ET.Element, x: float, y: float) -> list[Written]:
    moved = element.get("transform")
    if moved:
        found = re.fullmatch(r"translate\(([-\d.]+)[ ,]+([-\d.]+)\)", moved)
        assert found or element.tag != f"{SVG}g", moved
        if found:
            x, y = x + float(found[1]), y + float(found[2])
    if element.tag == f"{SVG}text":
        return [_written(element, x, y)] if (element.text or "").strip() else []
    return [text for child in element for text in _texts(child, x, y)]


def _written(element: ET.Element, x: float, y: float) -> Written:
    text, size = element.text or "", float(element.get("font-size", "0"))
    classes = element.get("class", "").split()
    weight = next((WEIGHTS[name] for name in classes if name in WEIGHTS), 400)
    role = next(name[2:] for name in classes if name.startswith("f-"))
    width = text_width(text, size, weight)
    anchor = {"middle": 0.5, "end": 1.0}.get(element.get("text-anchor", ""), 0.0)
    left = x + float(element.get("x", "0")) - anchor * width
    return Written(
        text=text, left=left, baseline=y + float(element.get("y", "0")), width=width, size=size,
        weight=weight, role=role,
    )  # fmt: skip


def rgb(colour: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """A colour #RRGGBB as three numbers from 0 to 255."""
    return np.array([int(colour[k : k + 2], 16) for k in (1, 3, 5)], np.float64)


def luminance(colours: np.ndarray) -> np.ndarray:
    """Relative luminance (WCAG 2.2, definitions) of colours of 0 to 255, in the last axis."""
    part = np.asarray(colours, np.float64) / 255
    linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    return linear @ np.array([0.2126, 0.7152, 0.0722])


def contrast(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Contrast ratio (WCAG 2.2, definitions), 1 to 21."""
    a, b = luminance(one), luminance(other)
    return (np.maximum(a, b) + 0.05) / (np.minimum(a, b) + 0.05)
