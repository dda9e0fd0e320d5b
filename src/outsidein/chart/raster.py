"""A picture as PNG, painted by resvg with the picture's own font files."""

from __future__ import annotations

from outsidein.chart.fonts import FAMILY, font_files, has_glyphs


def png(svg_text: str, *, zoom: float = 1.5, texts: str = "") -> bytes:
    """Paint an SVG text in the light theme; ``zoom`` is pixels a unit.

    System fonts are asked only for characters the picture's font lacks.
    """
    import resvg_py

    painted = resvg_py.svg_to_bytes(
        svg_string=svg_text, font_files=font_files(), skip_system_fonts=has_glyphs(texts),
        font_family=FAMILY, sans_serif_family=FAMILY, zoom=zoom,
    )  # fmt: skip
    return bytes(painted)
