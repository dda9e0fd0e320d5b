"""What YAML itself, or a hand that writes it, can do to a document."""

from __future__ import annotations

from hostile.planted import Broken, Planted

YAML_LEVEL = [
    Broken(
        "yaml-cut-by-comma-step",
        [Planted(at=[(20, 32, "on time at home")], words=["comma"])],
        mended=[("Pay the bill, on time at home", '"Pay the bill, on time at home"')],
    ),
    Broken(
        "yaml-cut-by-comma-way",
        [Planted(at=[(17, 45, "at night")], words=["comma"])],
        mended=[("at night, reason: papers", 'reason: "papers, at night"')],
    ),
    Broken(
        "yaml-cut-by-comma-scenario",
        [Planted(at=[(27, 48, "call the day after")], words=["comma"])],
        mended=[
            ("test before leaving, call the day after", '"test before leaving, call the day after"')
        ],
    ),
    Broken(
        "yaml-cut-by-comma-outcome",
        [Planted(at=[(11, 34, "undamaged")], words=["comma"])],
        mended=[("Book returned, undamaged", '"Book returned, undamaged"')],
    ),
    Broken(
        "yaml-value-missing-block",
        [Planted(at=[(16, 7, "reason")], words=["value|nothing|missing|empty"])],
        mended=[("reason:", "reason: a new roof")],
    ),
    Broken(
        "yaml-value-missing-flow",
        [Planted(at=[(8, 39, "with")], words=["value|nothing|missing|empty"])],
        mended=[("with: ", "with: Library")],
    ),
    Broken(
        "yaml-value-missing-part",
        [Planted(at=[(8, 51, "cost")], words=["value|nothing|missing|empty"])],
        mended=[("cost: }", "cost: 45 EUR/h}")],
    ),
    Broken(
        "yaml-value-missing-top",
        [Planted(at=[(29, 1, "judge by")], words=["value|nothing|missing|empty"])],
        mended=[("judge by:", "judge by: time in all")],
    ),
    Broken(
        "yaml-value-missing-share",
        [Planted(at=[(5, 14, "share")], words=["value|nothing|missing|empty"])],
        mended=[("share: ,", "share: 80%,")],
        cascades=True,
    ),
    Broken(
        "yaml-hash-cuts-a-name",
        [
            Planted(
                at=[(15, 24, "#7 for the plans"), (15, 11, "Hand in form #7 for the plans")],
                words=["#"],
            )
        ],
        mended=[("Hand in form #7 for the plans", '"Hand in form #7 for the plans"')],
    ),
    Broken(
        "yaml-hash-cuts-a-flow-map",
        [Planted(at=[(19, 25, "#2 of 2"), (19, 20, "Bill #2 of 2, by: Reception")], words=["#"])],
        mended=[("Bill #2 of 2", '"Bill #2 of 2"')],
        exits={1, 2},
        cascades=True,
    ),
    Broken(
        "yaml-hash-one-blank",
        [
            Planted(
                at=[(2, 18, "# by the practice"), (2, 10, "assumed # by the practice")], words=["#"]
            )
        ],
        mended=[("#", " #")],
    ),
    Broken(
        "yaml-duplicate-key-step",
        [
            Planted(
                at=[(9, 70, "takes")],
                words=["takes", "twice|duplicate|again|already|second|repeat"],
            )
        ],
        mended=[("min, takes: 4 min", "min")],
    ),
    Broken(
        "yaml-duplicate-key-top",
        [
            Planted(
                at=[(30, 1, "customers")],
                words=["customers", "twice|duplicate|again|already|second|repeat"],
            )
        ],
        mended=[("customers: {Tenant: {share: 100%}}\n", "")],
    ),
    Broken(
        "yaml-duplicate-key-customer",
        [
            Planted(
                at=[(6, 3, "Owner")], words=["owner", "twice|duplicate|again|already|second|repeat"]
            )
        ],
        mended=[("  Owner: {share: 5%}\n", "")],
    ),
    Broken(
        "yaml-alias",
        [Planted(at=[(10, 59, "*fee")], words=["alias|*fee"])],
        mended=[("&fee 90", "90"), ("*fee", "90 EUR/h")],
        exits={1, 2},
        cascades=True,
    ),
    Broken(
        "yaml-anchor",
        [Planted(at=[(13, 80, "&call 4 min")], words=["anchor|alias|&"])],
        mended=[("&call 4", "4")],
        exits={1, 2},
    ),
    Broken(
        "yaml-merge-key",
        [Planted(at=[(6, 12, "<<"), (6, 16, "*house")], words=["merge|<<|alias"])],
        mended=[("&house ", ""), ("<<: *house,", "open: Tue-Sat 10:00-18:00,")],
        exits={1, 2},
        cascades=True,
    ),
    Broken(
        "yaml-billion-laughs",
        [Planted(at=[(1, 4, "&a"), (2, 8, "*a")], words=["alias|anchor|unknown"])],
        exits={1, 2},
        cascades=True,
    ),
    Broken(
        "yaml-tag-standard",
        [Planted(at=[(5, 21, "!!int 2")], words=["tag|!"])],
        mended=[("!!int 2", "2")],
        exits={1, 2},
    ),
    Broken(
        "yaml-tag-python",
        [Planted(at=[(20, 18, "!!python/object/apply:os.system [touch pwned]")], words=["tag|!"])],
        mended=[("!!python/object/apply:os.system [touch pwned]", "Pay the bill")],
        exits={1, 2},
        cascades=True,
    ),
    Broken(
        "yaml-two-documents",
        [Planted(at=[(13, 1, "---"), (14, 1, "process: Borrow a book")], words=["document"])],
        mended=[("---\nprocess: Borrow a book\n", "")],
        exits={1, 2},
    ),
    Broken(
        "yaml-forty-levels",
        [Planted(at=[(9, 63, "[[[[[[[[[[[[[[[[[[[[[[[[…")], words=["deep|depth|level|nest"])],
        mended=[
            ("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "["),
            ("]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]", "]"),
        ],
        exits={1, 2},
        cascades=True,
    ),
    Broken(
        "yaml-bomb-of-brackets",
        [
            Planted(
                at=[(2, 8, "[[[[[[[[[[[[[[[[[[[[[[[[…")],
                words=["deep|depth|level|nest|bracket|expected|]"],
            )
        ],
        exits={1, 2},
        cascades=True,
    ),
    Broken(
        "yaml-bomb-of-dashes",
        [Planted(at=[(3, 3, "- - - - - - - - - - - - …")], words=["deep|depth|level|nest"])],
        exits={1, 2},
        cascades=True,
    ),
    Broken(
        "yaml-tab-indent",
        [
            Planted(
                at=[(15, 1, "\t\tdo: Hand in the plans")],
                words=["tab|indent|cannot start any token|\\t"],
            )
        ],
        mended=[("\t\tdo:", "      do:")],
        exits={2},
        cascades=True,
    ),
    Broken(
        "yaml-bracket-open",
        [Planted(lines=(14, 22), words=[])],
        mended=[("4 days", "4 days}")],
        exits={2},
        cascades=True,
    ),
    Broken(
        "yaml-quote-open",
        [Planted(lines=(25, 31), words=[])],
        mended=[('"Permit', "Permit")],
        exits={2},
        cascades=True,
    ),
    Broken(
        "yaml-colon-forgotten",
        [Planted(lines=(14, 16), words=[])],
        mended=[("do ", "do: ")],
        exits={2},
        cascades=True,
    ),
    Broken(
        "yaml-colon-in-text",
        [Planted(at=[(15, 11, "Hand in: the plans")], words=[])],
        mended=[("Hand in: the plans", '"Hand in: the plans"')],
        exits={2},
        cascades=True,
    ),
    Broken(
        "yaml-indent-broken",
        [Planted(lines=(21, 28), words=[])],
        mended=[("     for", "      for")],
        exits={2},
        cascades=True,
    ),
    Broken(
        "yaml-complex-key",
        [Planted(lines=(3, 4), words=[])],
        mended=[("? [counter, desk]\n: {x: y}\n", "")],
        exits={1, 2},
        cascades=True,
    ),
    Broken(
        "yaml-empty-key",
        [Planted(at=[(8, 5, '""')], words=[])],
        mended=[('""', "look")],
        cascades=True,
    ),
    Broken(
        "yaml-empty",
        [Planted(lines=(1, 1), words=["empty|nothing|process|steps|map"])],
        exits={1, 2},
    ),
    Broken(
        "yaml-only-comments",
        [Planted(lines=(1, 3), words=["empty|nothing|process|steps|map"])],
        exits={1, 2},
    ),
    Broken(
        "yaml-only-dashes",
        [Planted(lines=(1, 2), words=["empty|nothing|process|steps|map"])],
        exits={1, 2},
    ),
    Broken(
        "yaml-list-at-top",
        [Planted(at=[(1, 1, "- find: {do: Find a lamp}")], words=["map|key|list"])],
        mended=[("- f", "process: Buy a lamp\nsteps:\n- f")],
        exits={1, 2},
        cascades=True,
    ),
    Broken(
        "yaml-text-at-top",
        [
            Planted(
                at=[(1, 1, "Dear Sir, please draw me a swimlane.")], words=["map|key|process|steps"]
            )
        ],
        exits={1, 2},
    ),
    Broken(
        "yaml-number-at-top",
        [Planted(at=[(1, 1, "42")], words=["map|key|process|steps"])],
        exits={1, 2},
    ),
    Broken("yaml-latin-1", [Planted(lines=(1, 1), words=["utf-8"])], exits={2}),
    Broken("yaml-latin-1-late", [Planted(lines=(9, 9), words=["utf-8"])], exits={2}),
    Broken("yaml-utf-16", [Planted(lines=(1, 1), words=["utf-8"])], exits={2}),
    Broken("yaml-nul-byte", [Planted(lines=(9, 9), words=[])], exits={1, 2}, cascades=True),
    Broken(
        "yaml-escape-byte",
        [Planted(lines=(9, 9), words=[])],
        mended=[("\x1b[31m", " ")],
        exits={1, 2},
        cascades=True,
    ),
    Broken(
        "yaml-half-a-character",
        [Planted(at=[(9, 22, '"Put \\uD83D on the shelf"')], words=[])],
        mended=[("\\uD83D", "it")],
        exits={1, 2},
    ),
    Broken("yaml-picture", [Planted(lines=(1, 3), words=[])], exits={2}),
    Broken(
        "yaml-crlf-with-fault",
        [Planted(at=[(13, 50, "Receptoin")], words=["receptoin", "reception"])],
        mended=[("Receptoin", "Reception")],
    ),
    Broken(
        "yaml-bom-with-fault",
        [Planted(at=[(5, 51, "coste")], words=["coste", "cost"])],
        mended=[("coste", "cost")],
    ),
    Broken(
        "yaml-bom-first-line",
        [Planted(at=[(1, 1, "proces")], words=["proces", "process"])],
        mended=[("proces:", "process:")],
    ),
]
