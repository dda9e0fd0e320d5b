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
    Broken(
        "more-lines-none",
        [Planted(at=[(9, 75, "none")], words=["lines|number"])],
        mended=[("none", "3")],
    ),
    Broken(
        "more-lines-half",
        [Planted(at=[(9, 75, "2.5")], words=["whole|2.5"])],
        mended=[("2.5", "3")],
    ),
    Broken(
        "more-lines-without-way-out",
        [Planted(at=[(9, 68, "lines"), (9, 75, "3"), (13, 5, "ring")], words=["way out"])],
        mended=[("takes: 5 min", "takes: 5 min, patience: 4 min -> gone")],
    ),
    Broken(
        "more-balks-without-waiting",
        [Planted(at=[(13, 104, "at 3")], words=["waiting"])],
        mended=[("balks: at 3", "balks: at 3 waiting")],
    ),
    Broken(
        "more-balks-unknown-destination",
        [Planted(at=[(13, 104, "50% at 3 waiting -> goone")], words=["gone"])],
        mended=[("goone", "gone")],
    ),
    Broken(
        "more-balks-on-hidden",
        [Planted(at=[(14, 63, "balks")], words=["balks"])],
        mended=[(", balks: at 3 waiting", "")],
    ),
    Broken(
        "more-balks-over-100",
        [Planted(at=[(13, 104, "150% at 3 waiting")], words=["100|150"])],
        mended=[("150%", "50%")],
    ),
    Broken(
        "more-balks-on-e-mail",
        [Planted(at=[(13, 98, "balks"), (13, 105, "at 3 waiting")], words=["live|balks"])],
        mended=[(", balks: at 3 waiting", "")],
    ),
    Broken(
        "more-overflow-unknown-part",
        [Planted(at=[(9, 78, "at 2 waiting -> Yrad")], words=["yard"])],
        mended=[("Yrad", "Yard")],
    ),
    Broken(
        "more-overflow-to-itself",
        [
            Planted(
                at=[(9, 68, "overflow"), (9, 78, "at 2 waiting -> Desk")],
                words=["itself|another|desk"],
            )
        ],
        mended=[("-> Desk", "-> Yard")],
    ),
    Broken(
        "more-overflow-without-part",
        [Planted(at=[(9, 78, "at 2 waiting")], words=["->"])],
        mended=[("at 2 waiting", "at 2 waiting -> Yard")],
    ),
    Broken(
        "more-takes-again-no-unit",
        [Planted(at=[(13, 85, "3")], words=["unit|min"])],
        mended=[("takes again: 3", "takes again: 3 min")],
    ),
    Broken(
        "more-takes-again-on-choose",
        [Planted(at=[(14, 31, "takes again")], words=["takes again"])],
        mended=[(" takes again: 3 min,", "")],
    ),
    Broken(
        "more-absent-over-100",
        [Planted(at=[(10, 76, "105%")], words=["100|105"])],
        mended=[("105%", "5%")],
    ),
    Broken(
        "more-absent-without-percent",
        [Planted(at=[(10, 76, "5")], words=["%"])],
        mended=[("absent: 5", "absent: 5%")],
    ),
    Broken(
        "more-skill-unknown",
        [Planted(at=[(14, 70, "sales")], words=["sails"])],
        mended=[("sales", "sails")],
    ),
    Broken(
        "more-skill-of-nobody",
        [Planted(at=[(10, 76, "[1..2 sails, 4 engines at 80%]")], words=["3|people"])],
        mended=[("4 engines", "3 engines")],
    ),
    Broken(
        "more-skill-reversed",
        [Planted(at=[(10, 77, "2..1 sails")], words=["2|1"])],
        mended=[("2..1", "1..2")],
    ),
    Broken(
        "more-skill-no-speed",
        [Planted(at=[(10, 89, "3 engines at 0%")], words=["0"])],
        mended=[("at 0%", "at 80%")],
    ),
    Broken(
        "more-needs-where-nobody-has-skills",
        [Planted(at=[(14, 63, "needs"), (14, 70, "sails")], words=["sails"])],
        mended=[(", needs: sails", "")],
    ),
    Broken(
        "more-limit-without-destination",
        [Planted(at=[(14, 70, "2 h")], words=["->"])],
        mended=[("limit: 2 h", "limit: 2 h -> gone")],
    ),
    Broken(
        "more-limit-unknown-destination",
        [Planted(at=[(14, 70, "2 h -> salle")], words=["sail"])],
        mended=[("salle", "gone")],
    ),
    Broken(
        "more-limit-on-choose",
        [Planted(at=[(14, 31, "limit")], words=["limit"])],
        mended=[(" limit: 3 min -> gone,", "")],
    ),
    Broken(
        "more-limit-out-of-together",
        [Planted(at=[(16, 74, "1 h -> gone")], words=["jump|together"])],
        mended=[(", limit: 1 h -> gone", "")],
    ),
    Broken(
        "more-interrupts-on-hidden",
        [Planted(at=[(14, 63, "interrupts")], words=["interrupts"])],
        mended=[(", interrupts: yes", "")],
    ),
    Broken(
        "more-interrupts-perhaps",
        [Planted(at=[(13, 84, "perhaps")], words=["yes"])],
        mended=[("perhaps", "yes")],
    ),
    Broken(
        "more-times-reversed",
        [Planted(at=[(16, 33, "3..1")], words=["3|1"])],
        mended=[("3..1", "1..3")],
    ),
    Broken(
        "more-times-half",
        [Planted(at=[(16, 33, "1.5")], words=["whole|1.5"])],
        mended=[("1.5", "2")],
    ),
    Broken(
        "more-times-on-hidden",
        [Planted(at=[(14, 63, "times")], words=["times"])],
        mended=[(", times: 3", "")],
    ),
    Broken(
        "more-at-once-without-times",
        [Planted(at=[(16, 26, "at once"), (16, 35, "yes")], words=["times"])],
        mended=[(", at once: yes", ", times: 2, at once: yes")],
    ),
    Broken(
        "more-year-week-53",
        [Planted(at=[(11, 72, "week 53 x2")], words=["52|53"])],
        mended=[("53", "52")],
    ),
    Broken(
        "more-closed-on-no-week",
        [Planted(at=[(9, 80, "Mon")], words=["week"])],
        mended=[("[Mon]", "[week 1 Mon]")],
    ),
    Broken(
        "more-batch-none",
        [Planted(at=[(14, 70, "0")], words=["0|1"])],
        mended=[("batch: 0", "batch: 4")],
    ),
    Broken(
        "more-batch-on-do",
        [Planted(at=[(13, 72, "batch")], words=["batch"])],
        mended=[(", batch: 4", "")],
    ),
]
