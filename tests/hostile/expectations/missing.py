"""Numbers that are missing: listed, never errors, never filled in."""

from __future__ import annotations

from hostile.planted import Broken, Planted

MISSING = [
    Broken(
        "missing-chance-of-go",
        [
            Planted(
                lines=(18, 18),
                words=["%|share|chance|missing|probabilit|how often|percent"],
                severity="missing",
            )
        ],
        mended=[("[yes", "[30% yes")],
    ),
    Broken("missing-arrivals", [Planted(lines=(1, 12), words=["arriv|rate"], severity="missing")]),
    Broken(
        "missing-takes",
        [Planted(lines=(8, 8), words=["takes|bring"], severity="missing")],
        mended=[("via: counter", "via: counter, takes: 2 min")],
    ),
    Broken(
        "missing-promise",
        [Planted(lines=(12, 12), words=["within|warm"], severity="missing")],
        mended=[("promise: report to mend", "promise: report to mend, within: 3 working days")],
    ),
    Broken(
        "missing-way-share",
        [Planted(lines=(15, 18), words=["share|portal"], severity="missing")],
        mended=[("{with", "{share: 70%, with")],
    ),
    Broken(
        "missing-chance-of-act",
        [Planted(lines=(16, 16), words=["chance|enquire"], severity="missing")],
        mended=[("for 1 day,", "for 1 day, chance: 40%,")],
    ),
]
