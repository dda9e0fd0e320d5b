"""Steps that do not make a process."""

from __future__ import annotations

from hostile.planted import Broken, Planted

STRUCTURE = [
    Broken(
        "flow-two-verbs",
        [
            Planted(
                at=[(10, 5, "thanks"), (10, 14, "tell"), (10, 31, "hidden")],
                words=["verb|tell", "verb|hidden"],
            )
        ],
        mended=[("you, hidden: Count it,", "you,")],
        cascades=True,
    ),
    Broken(
        "flow-no-verb",
        [Planted(at=[(15, 5, "remind")], words=["verb|do|tell"])],
        mended=[("{by", "{tell: Reminder, by")],
    ),
    Broken(
        "flow-step-is-text",
        [
            Planted(
                at=[(9, 5, "shelve"), (9, 13, "Put it on the shelf")],
                words=["map|verb|do|hidden|{"],
            )
        ],
        mended=[
            ("Put it on the shelf", "{hidden: Put it on the shelf, by: Library, takes: 3 min}")
        ],
    ),
    Broken(
        "flow-step-is-list",
        [
            Planted(
                at=[(9, 5, "shelve"), (9, 13, "[hidden, Library, 3 min]")],
                words=["map|verb|do|hidden|{"],
            )
        ],
        mended=[
            ("[hidden, Library, 3 min]", "{hidden: Put it on the shelf, by: Library, takes: 3 min}")
        ],
    ),
    Broken(
        "flow-item-is-text",
        [Planted(at=[(9, 5, "shelve")], words=["map|verb|do|hidden|{|:"])],
        mended=[("shelve", "shelve: {hidden: Put it on the shelf, by: Library, takes: 3 min}")],
    ),
    Broken(
        "flow-dash-forgotten",
        [Planted(at=[(9, 5, "shelve")], words=["one|dash|-"])],
        mended=[("    s", "  - s")],
    ),
    Broken(
        "flow-steps-is-a-map",
        [Planted(at=[(2, 1, "steps"), (3, 3, "bring")], words=["list|-"])],
        mended=[("  bring:", "  - bring:"), ("  shelve:", "  - shelve:")],
        cascades=True,
    ),
    Broken("flow-no-steps", [Planted(lines=(1, 7), words=["steps"])]),
    Broken(
        "flow-touch-out-of-live",
        [Planted(at=[(30, 60, "e-mail")], words=["live"])],
        mended=[("via: e-mail", "via: phone")],
    ),
    Broken(
        "flow-touch-by-self-service",
        [Planted(at=[(30, 60, "web")], words=["live"])],
        mended=[("desk, via: web", "desk, via: phone")],
    ),
    Broken(
        "flow-via-and-ways",
        [Planted(at=[(16, 7, "via"), (16, 12, "letter")], words=["via", "ways"])],
        mended=[("      via: letter\n", "")],
    ),
    Broken(
        "flow-jump-out-of-together",
        [
            Planted(
                at=[(21, 81, "fails"), (21, 89, "5% not legible -> ask")],
                words=["together|branch|jump|out of"],
            )
        ],
        mended=[("min, fails: [5% not legible -> ask]", "min")],
    ),
    Broken(
        "flow-jump-out-by-next",
        [Planted(at=[(21, 81, "next"), (21, 87, "refuse")], words=["together|branch|jump|out of"])],
        mended=[("50 min, next: refuse", "50 min")],
    ),
    Broken(
        "flow-unreachable",
        [Planted(at=[(23, 5, "survey")], words=["reach|never|no way|leads"], severity="any")],
        mended=[
            ("survey: {do: Fill in a survey, with: App, via: app, own: 3 min}\n  - done:", "done:")
        ],
    ),
    Broken(
        "flow-unreachable-after-end",
        [Planted(at=[(12, 5, "fine")], words=["reach|never|no way|leads"], severity="any")],
        mended=[
            ("fine: {tell: A fine, by: Library, via: e-mail, takes: 1 min}\n  - leave:", "leave:")
        ],
    ),
    Broken(
        "flow-loop-without-exit",
        [
            Planted(
                at=[(7, 5, "write"), (8, 5, "mull"), (9, 5, "answer")],
                words=["loop|exit|end|way out|never"],
            )
        ],
        mended=[
            (
                "{tell: Please write again, by: Office, via: letter, takes: 5 min, next: write",
                "{choose: Try again, go: [60% yes -> write, no -> end-of-it]",
            )
        ],
        cascades=True,
    ),
    Broken(
        "flow-go-over-100",
        [
            Planted(
                at=[(23, 73, "go: [70% yes -> ask, 50% partly -> ask, no -> decide]")],
                words=["100|120|over|more"],
            )
        ],
        mended=[("[70% yes -> ask, 50% partly", "[35% yes")],
    ),
    Broken(
        "flow-go-under-100",
        [
            Planted(
                at=[(23, 73, "go: [35% yes -> ask, 55% no -> decide]")],
                words=["100|90|rest|add|without"],
            )
        ],
        mended=[("55% no", "no")],
    ),
    Broken(
        "flow-fails-over-100",
        [Planted(at=[(18, 91, "fails: [60% wrong part n…")], words=["100|110"])],
        mended=[
            (
                "[60% wrong part noticed at mend -> order, 50% late -> lost]",
                "[4% wrong part noticed at mend -> order]",
            )
        ],
    ),
    Broken(
        "flow-fails-over-100-jointly",
        [
            Planted(
                at=[
                    (14, 5, "apply"),
                    (16, 7, "fails: [60% gave up by customer -> refused]"),
                    (18, 9, "portal"),
                    (18, 58, "fails: [50% portal down by customer -> counter]"),
                ],
                words=["100|110"],
            )
        ],
        mended=[("50%", "5%")],
    ),
    Broken(
        "flow-ways-over-100", [Planted(lines=(15, 18), words=["100|110"])], mended=[("40%", "rest")]
    ),
    Broken(
        "flow-ways-two-rests",
        [Planted(lines=(15, 18), words=["rest|share"], severity="any")],
        mended=[("portal:  {share: rest", "portal:  {share: 70%")],
    ),
    Broken(
        "flow-shares-under-100", [Planted(lines=(3, 5), words=["100|85"])], mended=[("10%", "rest")]
    ),
    Broken(
        "flow-shares-two-rests",
        [Planted(lines=(3, 5), words=["rest|share"], severity="any")],
        mended=[("Adult: {share: rest", "Adult: {share: 75%")],
    ),
    Broken(
        "flow-shares-over-100-with-rest",
        [Planted(lines=(3, 6), words=["100|115"])],
        mended=[("Pensioner: {share: 40%}\n  Child:", "Child:")],
    ),
    Broken(
        "flow-promise-unknown-first",
        [Planted(at=[(12, 23, "reprot to mend")], words=["reprot", "report"])],
        mended=[("reprot", "report")],
    ),
    Broken(
        "flow-promise-unknown-second",
        [Planted(at=[(12, 23, "report to mnd")], words=["mnd", "mend"])],
        mended=[("mnd", "mend")],
    ),
    Broken(
        "flow-promise-no-span",
        [Planted(at=[(12, 23, "report until mend")], words=["to"])],
        mended=[("until", "to")],
    ),
    Broken(
        "flow-meanwhile-unknown",
        [Planted(at=[(14, 18, "report to mnd")], words=["mnd", "mend"])],
        mended=[("mnd", "mend")],
    ),
    Broken(
        "flow-passed-not-a-promise",
        [Planted(at=[(16, 92, "order passed")], words=["promise"])],
        mended=[("when: order", "when: warm")],
    ),
    Broken(
        "flow-passed-unknown",
        [Planted(at=[(16, 92, "wrm passed")], words=["wrm", "warm"])],
        mended=[("wrm", "warm")],
    ),
    Broken(
        "flow-act-without-when",
        [Planted(at=[(16, 11, "enquire")], words=["when"])],
        mended=[("4 min,", "4 min, when: no news for 1 day,")],
    ),
    Broken(
        "flow-act-is-a-tell",
        [Planted(at=[(17, 11, "cancel"), (17, 21, "tell")], words=["do"])],
        mended=[
            ("{tell: Cancel, by: App, via: e-mail", "{do: Cancel, with: App, via: app, own: 2 min")
        ],
        cascades=True,
    ),
    Broken(
        "flow-found-closed-has-no-way-out",
        [Planted(at=[(8, 5, "bring")], words=["closed"])],
        mended=[("2 min", "2 min, patience: 20 min -> leave, closed: -> leave")],
        cascades=True,
    ),
    Broken(
        "flow-call-back-has-no-way-out",
        [
            Planted(
                at=[(8, 5, "bring"), (8, 82, "closed: call back at opening")],
                words=["->|patience|destination|where|lead"],
            )
        ],
        mended=[("closed: call back at opening", "patience: 20 min -> leave, closed: -> leave")],
        cascades=True,
    ),
    Broken(
        "flow-failure-leads-nowhere",
        [
            Planted(
                at=[(18, 91, "fails"), (18, 99, "4% wrong part noticed at mend")],
                words=["->|where|lead|destination"],
            )
        ],
        mended=[("mend]", "mend -> order]")],
    ),
    Broken(
        "flow-choose-without-go",
        [Planted(at=[(21, 5, "warmth")], words=["go"], severity="any")],
        mended=[("warm again", "warm again, go: [93% yes -> done, no -> again]")],
        cascades=True,
    ),
    Broken(
        "flow-end-without-outcome",
        [
            Planted(
                at=[(11, 5, "done"), (11, 14, "end: Book returned")],
                words=["outcome"],
                severity="any",
            )
        ],
        mended=[("returned", "returned, outcome: served")],
    ),
    Broken(
        "flow-open-for-nobody",
        [
            Planted(
                at=[(5, 3, "Library"), (5, 13, "open: Tue-Sat 10:00-18:00")],
                words=["people"],
                severity="any",
            )
        ],
        mended=[("{open:", "{people: 2, open:")],
    ),
    Broken(
        "flow-people-without-hours",
        [
            Planted(
                at=[(5, 3, "Library"), (5, 13, "people: 2")], words=["open|hours"], severity="any"
            )
        ],
        mended=[("2,", "2, open: Tue-Sat 10:00-18:00,")],
    ),
    Broken(
        "flow-people-by-hour-and-open",
        [
            Planted(
                at=[(9, 3, "Dentists"), (9, 15, "open: Mon-Fri 08:00-16:00"), (9, 42, "people")],
                words=["open"],
            )
        ],
        mended=[("{open: Mon-Fri 08:00-16:00, people:", "{people:")],
    ),
    Broken(
        "flow-begins-inside",
        [Planted(at=[(8, 5, "print")], words=["customer|begin|start"], severity="any")],
        mended=[("  - print: {hidden: Print the slips, by: Library, takes: 1 min}\n", "")],
    ),
    Broken(
        "flow-some-of-over-100",
        [Planted(at=[(21, 9, "140% plans")], words=["100|140"])],
        mended=[("some of:\n        140%", "together:\n       ")],
        cascades=True,
    ),
    Broken(
        "flow-join-unknown",
        [Planted(at=[(19, 60, "join"), (19, 66, "some")], words=["all"])],
        mended=[("e-mail, join: some", "e-mail")],
    ),
    Broken(
        "flow-next-list-unknown",
        [Planted(at=[(18, 106, "mendd"), (18, 97, "[notify, mendd]")], words=["mendd", "mend"])],
        mended=[
            (
                "next: [notify, mendd]",
                "fails: [4% wrong part noticed at mend -> order], next: notify",
            )
        ],
        cascades=True,
    ),
    Broken(
        "flow-call-unknown",
        [Planted(at=[(11, 22, "cuont")], words=["cuont", "count"])],
        mended=[("cuont", "count")],
    ),
    Broken(
        "flow-label-twice",
        [
            Planted(
                at=[(18, 78, "[30% no -> book, no -> bill]")],
                words=["no", "two|twice|both|again|already|same|duplicate"],
            )
        ],
        mended=[("[30% no", "[30% yes")],
        cascades=True,
    ),
    Broken(
        "flow-mode-twice",
        [
            Planted(
                at=[(18, 98, "[4% wrong part noticed a…")],
                words=["wrong part", "two|twice|both|again|already|same|duplicate"],
            )
        ],
        mended=[("5% wrong part", "5% late")],
    ),
    Broken(
        "flow-steps-is-text",
        [Planted(at=[(2, 8, "bring it and shelve it")], words=["list|-"])],
        mended=[
            (
                "bring it and shelve it",
                "[{bring: {do: Bring it}}, {done: {end: Returned, outcome: served}}]",
            )
        ],
    ),
    Broken(
        "flow-steps-are-words",
        [
            Planted(at=[(2, 9, "bring")], words=["map|do|{|:|verb"]),
            Planted(at=[(2, 16, "shelve")], words=["map|do|{|:|verb"]),
            Planted(at=[(2, 24, "done")], words=["map|do|{|:|verb"]),
        ],
        cascades=True,
    ),
    Broken(
        "flow-jump-into-together",
        [Planted(at=[(24, 81, "next: study")], words=["together|branch|jump|into"])],
        mended=[("min, next: study", "min")],
        cascades=True,
    ),
    Broken(
        "flow-promise-to-itself",
        [Planted(at=[(12, 23, "mend to mend")], words=["same|itself|begins and ends|twice"])],
        mended=[("promise: mend", "promise: report")],
    ),
    Broken(
        "flow-shared-step-through-itself",
        [Planted(at=[(16, 72, "through: menu")], words=["through|itself|shared"])],
        mended=[("through: menu, own:", "own:")],
        cascades=True,
    ),
    Broken(
        "flow-shared-step-calls-itself",
        [
            Planted(
                at=[(8, 5, "count"), (8, 19, "count"), (11, 22, "count")],
                words=["itself|loop|circle|round|each other|recurs|shared"],
            )
        ],
        mended=[("count: {call: count", "count: {do: Count the books, own: 1 min")],
        cascades=True,
    ),
    Broken(
        "flow-shared-steps-call-each-other",
        [
            Planted(
                at=[
                    (8, 5, "count"),
                    (8, 19, "list"),
                    (9, 5, "list"),
                    (9, 18, "count"),
                    (12, 22, "count"),
                ],
                words=["itself|loop|circle|round|each other|recurs|shared"],
            )
        ],
        mended=[
            ("list: {call: count}", "list: {do: Count the books, own: 1 min}"),
            ("count: {call: list}", "count: {do: Read the list, own: 1 min}"),
        ],
        cascades=True,
    ),
    Broken(
        "flow-no-verb-at-a-destination",
        [Planted(at=[(12, 5, "leave")], words=["verb|end|do", "leave"])],
        mended=[("{outcome:", "{end: Book kept, outcome:")],
    ),
]
