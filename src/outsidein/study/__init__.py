"""The study: one value that the page, the JSON and the terminal read."""

from __future__ import annotations

from outsidein.lazy import lazily

_HOMES = {"Study": "whole", "drawn_only": "drawn", "study_process": "whole"}

__all__ = list(_HOMES)

__getattr__ = lazily(__name__, _HOMES)
