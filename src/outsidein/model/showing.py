"""How values show themselves in a notebook, though what draws them stands above them.

The root package says who shows what, as it is the only one that knows all layers.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

shown_by: dict[str, str] = {}  # class: "module:function"


def html_of(value: Any) -> str | None:
    """Return a value as HTML for a notebook, or None where nothing shows it."""
    place = shown_by.get(type(value).__name__)
    if place is None:
        return None
    module, _, function = place.partition(":")
    html: str = getattr(import_module(module), function)(value)
    return html
