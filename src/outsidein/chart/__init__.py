"""The picture of a process: view -> chart -> columns -> routes -> drawing -> svg, png."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outsidein.lazy import lazily

if TYPE_CHECKING:
    from outsidein.chart.figures import Figures
    from outsidein.chart.heat import Heat
    from outsidein.chart.picture import Picture, draw

_HOMES = {
    "Figures": "figures",
    "Heat": "heat",
    "Picture": "picture",
    "draw": "picture",
}

__all__ = ["Figures", "Heat", "Picture", "draw"]

__getattr__ = lazily(__name__, _HOMES)
