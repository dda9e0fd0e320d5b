"""What to put right: findings with their proposals tried, moments of truth."""

from __future__ import annotations

from outsidein.lazy import lazily

_HOMES = {
    "Evidence": "evidence",
    "Finding": "finding",
    "find": "detection",
    "findings": "detection",
    "findings_of": "detection",
    "moments_of_truth": "moments",
    "prove": "proving",
}

__all__ = list(_HOMES)

__getattr__ = lazily(__name__, _HOMES)
