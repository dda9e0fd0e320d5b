"""The picture of a process: view -> chart -> columns -> routes -> drawing -> svg, png."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from outsidein.chart.figures import Figures
    from outsidein.chart.picture import Picture, draw

_HOMES = {
    "Figures": "figures",
    "Picture": "picture",
    "draw": "picture",
}

__all__ = ["Figures", "Picture", "draw"]


def __getattr__(name: str) -> Any:
    """Load a public name when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module 'outsidein.chart' has no attribute {name!r}")
    return getattr(import_module(f"outsidein.chart.{_HOMES[name]}"), name)
