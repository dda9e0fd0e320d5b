"""Names and ids that mean nothing, or two things."""

from __future__ import annotations

from hostile.planted import Broken, Planted

NAMES = [
    Broken(
        "name-unknown-part",
        [Planted(at=[(25, 63, "Sale")], words=["sale", "sales"])],
        mended=[("with: Sale,", "with: Sales,")],
    ),
    Broken(
        "name-unknown-part-by",
        [Planted(at=[(15, 34, "Recepcion")], words=["recepcion", "reception"])],
        mended=[("Recepcion", "Reception")],
    ),
    Broken(
        "name-unknown-step-next",
        [Planted(at=[(22, 144, "ordre")], words=["ordre", "order"])],
        mended=[("ordre", "order")],
    ),
    Broken(
        "name-unknown-step-go",
        [Planted(at=[(21, 62, "no -> agian")], words=["agian", "again"])],
        mended=[("agian]", "again]")],
    ),
    Broken(
        "name-unknown-step-patience",
        [Planted(at=[(8, 92, "20 min -> leaf")], words=["leaf", "leave"])],
        mended=[("leaf", "leave")],
    ),
    Broken(
        "name-unknown-step-closed",
        [Planted(at=[(8, 117, "-> leav")], words=["leav", "leave"])],
        mended=[("closed: -> leav", "closed: -> leave")],
    ),
    Broken(
        "name-unknown-step-no-show",
        [Planted(at=[(17, 118, "8% -> boook")], words=["boook", "book"])],
        mended=[("boook", "book")],
    ),
    Broken(
        "name-unknown-step-retry-nothing-near",
        [Planted(at=[(21, 62, "no -> xyzzyplugh")], words=["xyzzyplugh"])],
        mended=[("xyzzyplugh]", "again]")],
    ),
    Broken(
        "name-unknown-noticed-at",
        [
            Planted(
                at=[(18, 99, "4% wrong part noticed at mendd -> order")], words=["mendd", "mend"]
            )
        ],
        mended=[("mendd", "mend")],
    ),
    Broken(
        "name-unknown-until",
        [Planted(at=[(18, 99, "4% part lost until enquir -> order")], words=["enquir", "enquire"])],
        mended=[("until enquir", "until enquire")],
    ),
    Broken(
        "name-unknown-channel",
        [Planted(at=[(13, 66, "fone")], words=["fone", "phone"])],
        mended=[("fone", "phone")],
    ),
    Broken(
        "name-unknown-customer-only",
        [Planted(at=[(27, 21, "Busines")], words=["busines", "business"])],
        mended=[("only: Busines", "only: Business")],
    ),
    Broken(
        "name-unknown-customer-for",
        [Planted(at=[(23, 7, "for Busines")], words=["busines", "business"])],
        mended=[("Busines:", "Business:")],
    ),
    Broken(
        "name-unknown-person",
        [Planted(at=[(27, 68, "aprover")], words=["aprover", "approver"])],
        mended=[("aprover", "approver")],
    ),
    Broken(
        "name-unknown-part-away",
        [Planted(at=[(37, 134, "15% -> Sails")], words=["sails", "sales"])],
        mended=[("Sails", "Sales")],
    ),
    Broken(
        "name-unknown-part-consults",
        [Planted(at=[(25, 107, "20% Help dsk")], words=["help dsk", "help desk"])],
        mended=[("dsk]", "desk]")],
    ),
    Broken(
        "name-unknown-shared-step",
        [Planted(at=[(25, 51, "menue")], words=["menue", "menu"])],
        mended=[("menue", "menu")],
    ),
    Broken(
        "name-through-a-plain-step",
        [Planted(at=[(25, 51, "place")], words=["place", "shared"])],
        mended=[("through: place", "through: menu")],
    ),
    Broken(
        "name-unknown-way-channel",
        [Planted(at=[(18, 9, "conter")], words=["conter", "counter"])],
        mended=[("conter:", "counter:")],
    ),
    Broken(
        "name-duplicate-step",
        [
            Planted(
                at=[(10, 5, "bring")],
                words=["bring", "twice|duplicate|already|also|unique|both|second|clash|again"],
            )
        ],
        mended=[("  - bring: {", "  - thanks: {")],
    ),
    Broken(
        "name-duplicate-step-in-branch",
        [
            Planted(
                at=[(14, 5, "apply"), (22, 19, "apply")],
                words=["apply", "twice|duplicate|already|also|unique|both|second|clash|again"],
            )
        ],
        mended=[("[{apply:", "[{inspect:")],
    ),
    Broken(
        "name-duplicate-act",
        [
            Planted(
                at=[(17, 11, "mend"), (20, 5, "mend")],
                words=["mend", "twice|duplicate|already|also|unique|both|second|clash|again"],
            )
        ],
        mended=[("- mend:  {", "- cancel:  {")],
        cascades=True,
    ),
    Broken(
        "name-step-as-part",
        [
            Planted(
                at=[(5, 3, "Library"), (10, 5, "library")],
                words=["library", "twice|duplicate|already|also|unique|both|second|clash|again"],
            )
        ],
        mended=[("library:", "thanks:")],
    ),
    Broken(
        "name-customer-as-part",
        [
            Planted(
                at=[(2, 13, "LIBRARY"), (5, 3, "Library")],
                words=["library", "twice|duplicate|already|also|unique|both|second|clash|again"],
            )
        ],
        mended=[("LIBRARY", "Reader")],
    ),
    Broken(
        "name-slug-clash",
        [
            Planted(
                at=[(12, 3, "Help desk"), (14, 3, "help-desk")],
                words=["help", "twice|duplicate|already|also|unique|both|second|clash|same|again"],
            )
        ],
        mended=[("help-desk:", "Second desk:")],
    ),
    Broken(
        "name-part-id-clash",
        [
            Planted(
                at=[(11, 3, "Sales"), (13, 3, "Courier"), (13, 39, "sales")],
                words=["sales", "twice|duplicate|already|also|unique|both|second|clash|same|again"],
            )
        ],
        mended=[("sales", "van")],
    ),
    Broken(
        "name-dot-in-id",
        [Planted(at=[(9, 5, "shelve.again")], words=["dot|."])],
        mended=[("shelve.again:", "shelve:")],
    ),
    Broken(
        "name-dot-in-part-id",
        [Planted(at=[(13, 3, "Courier"), (13, 39, "van.1")], words=["dot|."])],
        mended=[("van.1", "van-1")],
    ),
    Broken(
        "name-reserved-step",
        [Planted(at=[(9, 5, "takes")], words=["takes", "reserved|key|word"])],
        mended=[("- takes:", "- shelve:")],
    ),
    Broken(
        "name-reserved-part",
        [Planted(at=[(14, 3, "Open")], words=["open", "reserved|key|word"])],
        mended=[("Open:", "Opening:")],
    ),
    Broken(
        "name-reserved-customer",
        [Planted(at=[(5, 3, "Priority")], words=["priority", "reserved|key|word"])],
        mended=[("Priority:", "Builder:")],
    ),
    Broken(
        "name-path-as-step",
        [Planted(at=[(9, 5, "../../etc/passwd")], words=["dot|.|id|name"])],
        mended=[("../../etc/passwd:", "shelve:")],
    ),
    Broken(
        "name-path-as-part",
        [Planted(at=[(13, 3, "Courier"), (13, 39, "../../../tmp/x")], words=["dot|.|id|name"])],
        mended=[("../../../tmp/x", "tmp-x")],
    ),
    Broken(
        "name-slash-in-id",
        [Planted(at=[(9, 5, "shelve/again")], words=["/|id|name|letter"])],
        mended=[("shelve/again:", "shelve:")],
    ),
    Broken(
        "name-id-begins-with-digit",
        [Planted(at=[(9, 5, "2nd-shelf")], words=["2nd-shelf", "digit|letter|begin|start|id"])],
        mended=[("2nd-shelf:", "shelve:")],
    ),
    Broken(
        "name-tag-as-id",
        [Planted(at=[(9, 5, "<script>alert(1)</script>")], words=["id|name|letter"])],
        mended=[("<script>alert(1)</script>:", "shelve:")],
    ),
    Broken(
        "name-control-character-in-id",
        [Planted(at=[(9, 5, '"shelve\\u0007now"')], words=["id|name|letter"])],
        mended=[('"shelve\\u0007now":', "shelve:")],
    ),
    Broken(
        "name-zero-width-in-id",
        [Planted(at=[(9, 5, '"shel\\u200Bve"')], words=["id|name|letter|shel"])],
        mended=[('"shel\\u200Bve":', "shelve:")],
    ),
    Broken(
        "name-cyrillic-look-alike",
        [Planted(at=[(25, 63, "Sаles")], words=["sales"])],
        mended=[("Sаles", "Sales")],
    ),
    Broken(
        "name-decomposed-accent",
        [Planted(at=[(10, 49, "Café")], words=["café"])],
        mended=[("Café", "Café")],
    ),
    Broken(
        "name-very-long-unknown",
        [Planted(at=[(9, 47, "LibraryLibraryLibraryLib…")], words=["library"])],
        mended=[
            (
                "LibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibraryLibrary",
                "Library",
            )
        ],
    ),
    Broken(
        "name-way-and-step",
        [
            Planted(at=[(22, 81, "4 min -> web")], words=["web"]),
            Planted(at=[(22, 103, "-> web")], words=["web"]),
        ],
        mended=[("- web:", "- page:")],
        cascades=True,
    ),
    Broken(
        "name-half-a-character",
        [Planted(at=[(25, 63, '"Sales\\uD83D"')], words=[])],
        mended=[('"Sales\\uD83D"', "Sales")],
    ),
    Broken(
        "name-terminal-escape",
        [Planted(at=[(25, 63, '"Sales\\u001b[2J"')], words=["sales"])],
        mended=[('"Sales\\u001b[2J"', "Sales")],
    ),
]
