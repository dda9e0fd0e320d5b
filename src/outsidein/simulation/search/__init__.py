"""Searching: the best of many, the fewest people that keep a promise, the best over ranges."""

from __future__ import annotations

from outsidein.lazy import lazily

_HOMES = {
    "Front": "frontier",
    "Tuned": "tuning",
    "Fewest": "staffing",
    "Best": "choosing",
    "best": "choosing",
    "fewest": "staffing",
    "front": "frontier",
    "tune": "tuning",
}

__all__ = list(_HOMES)

__getattr__ = lazily(__name__, _HOMES)
