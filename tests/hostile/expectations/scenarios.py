"""Changes that cannot be made."""

from __future__ import annotations

from hostile.planted import Broken, Planted

SCENARIOS = [
    Broken(
        "scenario-set-unknown-part",
        [Planted(at=[(28, 52, "hotlin.people: 4")], words=["hotlin"])],
        mended=[("{hotlin.people:", "{hotline.people:")],
    ),
    Broken(
        "scenario-set-unknown-key",
        [Planted(at=[(28, 52, "hotline.peple: 4")], words=["peple"])],
        mended=[("{hotline.peple:", "{hotline.people:")],
    ),
    Broken(
        "scenario-set-unknown-step",
        [Planted(at=[(27, 54, "warmht.go.yes: 97%")], words=["warmht"])],
        mended=[("{warmht.go.yes:", "{warmth.go.yes:")],
    ),
    Broken(
        "scenario-set-unknown-label",
        [Planted(at=[(27, 54, "warmth.go.yess: 97%")], words=["yess"])],
        mended=[("{warmth.go.yess:", "{warmth.go.yes:")],
    ),
    Broken(
        "scenario-set-unknown-way",
        [Planted(at=[(32, 19, "apply.post.share: 10%")], words=["post"])],
        mended=[("scenarios:\n  by post: {set: {apply.post.share: 10%}}\n", "")],
    ),
    Broken(
        "scenario-set-key-not-for-verb",
        [Planted(at=[(28, 52, "order.patience: 5 min -> lost")], words=["patience"])],
        mended=[("{order.patience: 5 min -> lost", "{hotline.people: 4")],
    ),
    Broken(
        "scenario-set-bad-value",
        [Planted(at=[(28, 64, "5 months")], words=["30 days"])],
        mended=[("{mend.takes: 5 months", "{hotline.people: 4")],
    ),
    Broken(
        "scenario-set-bad-percent",
        [Planted(at=[(27, 69, "197%")], words=["100|197"])],
        mended=[("197%", "97%")],
    ),
    Broken(
        "scenario-set-unknown-destination",
        [
            Planted(
                at=[(28, 69, "5 min -> lst"), (28, 52, "report.patience: 5 min -> lst")],
                words=["lst", "lost"],
            )
        ],
        mended=[("{report.patience: 5 min -> lst", "{hotline.people: 4")],
    ),
    Broken(
        "scenario-set-unknown-part-value",
        [
            Planted(
                at=[(28, 63, "Fiters"), (28, 52, "mend.with: Fiters")], words=["fiters", "fitters"]
            )
        ],
        mended=[("{mend.with: Fiters", "{hotline.people: 4")],
    ),
    Broken(
        "scenario-remove-unknown",
        [Planted(at=[(39, 22, "menue")], words=["menue"])],
        mended=[("[menue]", "[menu]")],
    ),
    Broken(
        "scenario-remove-a-choice",
        [Planted(at=[(39, 22, "clear")], words=["clear"])],
        mended=[("[clear]", "[menu]")],
    ),
    Broken(
        "scenario-remove-a-part-in-use",
        [Planted(at=[(39, 22, "Sales")], words=["sales"])],
        mended=[("[Sales]", "[menu]")],
    ),
    Broken(
        "scenario-insert-after-a-choice",
        [Planted(at=[(28, 55, "after warmth")], words=["go|on |choose|warmth"])],
        mended=[("after warmth", "after notify")],
    ),
    Broken(
        "scenario-insert-after-unknown",
        [Planted(at=[(28, 55, "after notfy")], words=["notfy", "notify"])],
        mended=[("notfy", "notify")],
    ),
    Broken(
        "scenario-insert-on-unknown-label",
        [Planted(at=[(28, 55, "on warmth.maybe")], words=["maybe"])],
        mended=[("warmth.maybe", "warmth.no")],
    ),
    Broken(
        "scenario-insert-behind",
        [Planted(at=[(28, 55, "behind notify")], words=["after", "before"])],
        mended=[("behind", "after")],
    ),
    Broken(
        "scenario-insert-existing-id",
        [Planted(at=[(28, 71, "mend")], words=["mend"])],
        mended=[("[{mend:", "[{survey:")],
    ),
    Broken(
        "scenario-insert-unknown-part",
        [Planted(at=[(28, 108, "Ap")], words=["ap", "app"])],
        mended=[("with: Ap,", "with: App,")],
    ),
    Broken(
        "scenario-insert-two-verbs",
        [
            Planted(
                at=[(28, 71, "survey"), (28, 80, "do"), (28, 102, "wait")],
                words=["verb|do", "verb|wait"],
            )
        ],
        mended=[(" wait: 3 days,", "")],
        cascades=True,
    ),
    Broken(
        "scenario-for-unknown",
        [Planted(at=[(36, 10, "Busyness")], words=["busyness", "business"])],
        mended=[("Busyness", "Business")],
    ),
    Broken(
        "scenario-on-top-of-unknown",
        [
            Planted(
                at=[(28, 28, "right frist time")], words=["right frist time", "right first time"]
            )
        ],
        mended=[("frist", "first")],
    ),
    Broken(
        "scenario-circular",
        [
            Planted(
                at=[(27, 33, "more people"), (28, 3, "more people"), (28, 28, "right first time")],
                words=["circ|itself|loop|each other|cycle|round"],
            )
        ],
        mended=[("on top of: more people, why", "why")],
    ),
    Broken(
        "scenario-on-top-of-itself",
        [Planted(at=[(28, 28, "more people")], words=["circ|itself|loop|each other|cycle|round"])],
        mended=[("of: more people", "of: right first time")],
    ),
    Broken(
        "scenario-remove-under-for",
        [
            Planted(
                at=[(38, 5, "remove"), (38, 14, "check-in")], words=["for|business|customer|remove"]
            )
        ],
        mended=[("    remove: [check-in]\n", "")],
    ),
    Broken(
        "scenario-set-part-under-for",
        [Planted(at=[(38, 58, "sales.people: 5")], words=["sales"])],
        mended=[(", sales.people: 5", "")],
    ),
    Broken(
        "scenario-part-above-unknown",
        [Planted(at=[(37, 47, "Sails")], words=["sails", "sales"])],
        mended=[("Sails", "Sales")],
    ),
    Broken(
        "scenario-set-over-100-together",
        [
            Planted(
                at=[
                    (40, 3, "three answers"),
                    (40, 25, "find.phone.share: 70%"),
                    (40, 48, "find.web.share: 60%"),
                ],
                words=["100|130"],
            )
        ],
        mended=[(", find.web.share: 60%", "")],
    ),
    Broken(
        "scenario-remove-a-customer",
        [Planted(at=[(28, 55, "Tenant")], words=["tenant"])],
        mended=[("remove: [Tenant]", "set: {hotline.people: 4}")],
    ),
    Broken(
        "scenario-insert-after-an-end",
        [Planted(at=[(28, 55, "after done")], words=["end|before"])],
        mended=[("after d", "before d")],
    ),
    Broken(
        "scenario-insert-names-unknown-step",
        [Planted(at=[(28, 141, "nowhere")], words=["nowhere"])],
        mended=[("nowhere", "mend")],
    ),
    Broken(
        "scenario-set-is-no-address",
        [Planted(at=[(28, 52, "hotline: 4")], words=["hotline"])],
        mended=[("{hotline:", "{hotline.people:")],
    ),
    Broken(
        "scenario-set-unknown-next",
        [Planted(at=[(28, 52, "again.next: nowhere")], words=["nowhere"])],
        mended=[("{again.next: nowhere", "{hotline.people: 4")],
    ),
    Broken(
        "scenario-part-unknown-key",
        [Planted(at=[(37, 54, "peple")], words=["peple", "people"])],
        mended=[("peple:", "people:")],
        cascades=True,
    ),
]
