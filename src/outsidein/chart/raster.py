"""A picture as PNG, painted by resvg with the picture's own font files."""

from __future__ import annotations

import unicodedata

from outsidein.chart.fonts import FAMILY, STACK, font_files, has_glyphs
from outsidein.errors import Fault, OutsideInError

MOST_PIXELS = 200_000_000  # 800 MB while it is painted
MOST_TRIED = 500  # characters: 3 ms each
IN_NO_FONT = "\U0010fffd"  # of the private use area's last plane


def png(
    svg_text: str, *, zoom: float = 1.5, texts: str = "", size: tuple[float, float] = (0, 0)
) -> bytes:
    """Paint an SVG text; ``zoom`` is pixels a unit, ``size`` its width and height in units.

    System fonts are asked only for characters the picture's font lacks. Raises OutsideInError if
    the picture would have more than 200 million pixels.
    """
    if size[0] * size[1] * zoom**2 > MOST_PIXELS:
        what = f"would have more than {MOST_PIXELS:,} pixels"
        hint = "take a smaller zoom, or write .svg or .pdf"
        raise OutsideInError([Fault("too-many-pixels", "error", "picture", what, hint)])
    return _painted(svg_text, zoom, skip_system_fonts=has_glyphs(texts))


def unseen(texts: str) -> str:
    """Return the characters of texts that no font of this computer has, each once.

    In a PNG or PDF made here they are empty boxes.
    """
    rare = [
        c for c in sorted(set(texts)) if not has_glyphs(c) and unicodedata.category(c)[0] != "Z"
    ]
    if not rare:
        return ""
    box = _alone(IN_NO_FONT)
    # Marks and joiners are seen only together with other characters.
    return "".join(
        c for c in rare[:MOST_TRIED]
        if unicodedata.category(c) not in ("Mn", "Me", "Mc", "Cf", "Cc") and _alone(c) == box
    )  # fmt: skip


def _alone(char: str) -> bytes:
    svg_text = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="24" height="20">'
        f'<text x="4" y="16" font-size="14" font-family="{STACK}">{char}</text></svg>'
    )
    return _painted(svg_text, 1.0, skip_system_fonts=False)


def _painted(svg_text: str, zoom: float, *, skip_system_fonts: bool) -> bytes:
    import resvg_py

    painted = resvg_py.svg_to_bytes(
        svg_string=svg_text, font_files=font_files(), skip_system_fonts=skip_system_fonts,
        font_family=FAMILY, sans_serif_family=FAMILY, zoom=zoom,
    )  # fmt: skip
    return bytes(painted)
