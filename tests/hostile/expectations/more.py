"""Keys of people, customers and time limits said wrongly: one fault each, and its mended twin."""

from __future__ import annotations

from hostile.planted import Broken, Planted

MORE = [
    Broken(
        "more-booked-closed",
        [Planted(at=[(15, 72, "closed"), (15, 80, "-> gone")], words=["booked"])],
        mended=[(", closed: -> gone}\n  - done", "}\n  - done")],
    ),
    Broken(
        "more-race-unknown-destination",
        [Planted(at=[(14, 51, "no after 3 days -> gonne")], words=["gone"])],
        mended=[("gonne", "gone")],
    ),
    Broken(
        "more-race-label-twice",
        [Planted(at=[(14, 51, "yes after 3 days -> gone")], words=["yes|twice"])],
        mended=[("yes after 3", "no after 3")],
    ),
    Broken(
        "more-race-patience",
        [Planted(at=[(14, 77, "patience")], words=["patience"])],
        mended=[(", patience: 1 h -> gone}\n  - ready", "}\n  - ready")],
    ),
    Broken(
        "more-some-of-two-rests",
        [Planted(at=[(16, 9, "rest skipper"), (17, 9, "rest lunch")], words=["rest"])],
        mended=[("rest skipper", "40% skipper")],
    ),
    Broken(
        "more-some-of-same-name",
        [Planted(at=[(17, 9, "20% skipper")], words=["skipper"])],
        mended=[("20% skipper", "20% lunch")],
    ),
    Broken(
        "more-some-of-over-100",
        [Planted(at=[(16, 9, "140%")], words=["100|140"])],
        mended=[("140%", "40%")],
    ),
    Broken(
        "more-start-without-share",
        [
            Planted(at=[(13, 5, "by-phone")], words=["share"], severity="missing"),
            Planted(at=[(15, 5, "by-web")], words=["share"], severity="missing"),
        ],
        mended=[
            (
                "- by-web: {start: Comes by the web}",
                "- by-web: {start: Comes by the web, share: rest}",
            ),
            ("- by-phone: {start: Rings up}", "- by-phone: {start: Rings up, share: 60%}"),
        ],
    ),
    Broken(
        "more-start-shares-under-100",
        [Planted(at=[(13, 40, "60%"), (15, 46, "20%")], words=["100|80"])],
        mended=[("20%", "40%")],
    ),
    Broken(
        "more-start-two-rests",
        [
            Planted(at=[(13, 40, "rest")], words=["share"], severity="missing"),
            Planted(at=[(15, 46, "rest")], words=["share"], severity="missing"),
        ],
        mended=[("Rings up, share: rest", "Rings up, share: 60%")],
    ),
    Broken(
        "more-start-share-over-100",
        [Planted(at=[(13, 40, "160%")], words=["100|160"])],
        mended=[("160%", "60%")],
        cascades=True,
    ),
    Broken(
        "more-ends-all",
        [Planted(at=[(17, 55, "all")], words=["everything"])],
        mended=[("ends: all", "ends: everything")],
    ),
    Broken(
        "more-ends-on-a-step",
        [Planted(at=[(14, 63, "ends")], words=["ends"])],
        mended=[(", ends: everything", "")],
    ),
]
