"""Keys that do not exist, or not there."""

from __future__ import annotations

from hostile.planted import Broken, Planted

KEYS = [
    Broken(
        "key-unknown-step",
        [Planted(at=[(9, 56, "take")], words=["take", "takes"])],
        mended=[("take:", "takes:")],
    ),
    Broken(
        "key-unknown-top",
        [Planted(at=[(26, 1, "scenario")], words=["scenario", "scenarios"])],
        mended=[("scenario:", "scenarios:")],
    ),
    Broken(
        "key-unknown-part",
        [Planted(at=[(8, 53, "costs")], words=["costs", "cost"])],
        mended=[("costs:", "cost:")],
    ),
    Broken(
        "key-unknown-customer",
        [Planted(at=[(5, 26, "priorty")], words=["priorty", "priority"])],
        mended=[("priorty:", "priority:")],
    ),
    Broken(
        "key-unknown-way",
        [Planted(at=[(18, 65, "patiance")], words=["patiance", "patience"])],
        mended=[("patiance:", "patience:")],
    ),
    Broken(
        "key-unknown-act",
        [Planted(at=[(16, 124, "agian after")], words=["agian after", "again after"])],
        mended=[("agian", "again")],
    ),
    Broken(
        "key-unknown-arrivals",
        [Planted(at=[(6, 30, "profil")], words=["profil", "profile"])],
        mended=[("profil:", "profile:")],
    ),
    Broken(
        "key-unknown-scenario",
        [Planted(at=[(28, 17, "on top off")], words=["on top off", "on top of"])],
        mended=[("off:", "of:")],
    ),
    Broken(
        "key-unknown-for",
        [Planted(at=[(23, 22, "weys")], words=["weys", "ways"])],
        mended=[("{weys:", "{ways:")],
    ),
    Broken(
        "key-hyphen-for-blank",
        [Planted(at=[(17, 93, "wrap-up")], words=["wrap up"])],
        mended=[("wrap-up:", "wrap up:")],
    ),
    Broken(
        "key-capital",
        [Planted(at=[(9, 56, "Takes")], words=["takes"])],
        mended=[("Takes:", "takes:")],
    ),
    Broken(
        "key-kind-in-customer",
        [Planted(at=[(5, 26, "kind")], words=["kind"])],
        mended=[("rest, kind: system", "rest, priority: 1")],
    ),
    Broken(
        "key-above-outside-scenario",
        [Planted(at=[(13, 35, "above")], words=["above"])],
        mended=[("partner, above: Sales", "partner")],
    ),
    Broken(
        "key-patience-on-hidden",
        [Planted(at=[(9, 70, "patience")], words=["patience"])],
        mended=[("min, patience: 5 min -> leave", "min")],
    ),
    Broken(
        "key-go-on-tell",
        [Planted(at=[(15, 72, "go")], words=["go"])],
        mended=[("min, go: [5% bounced -> book, read -> treat]", "min")],
    ),
    Broken(
        "key-via-on-hidden",
        [Planted(at=[(9, 56, "via")], words=["via"])],
        mended=[("by: Library, via: counter, takes:", "by: Library, takes:")],
    ),
    Broken(
        "key-takes-on-choose",
        [Planted(at=[(21, 40, "takes")], words=["takes"])],
        mended=[("takes: 3 min, go", "go")],
    ),
    Broken(
        "key-by-on-do",
        [Planted(at=[(20, 32, "by")], words=["by", "with|do|by"])],
        mended=[("by: Reception, pause", "pause")],
    ),
    Broken(
        "key-with-on-tell",
        [Planted(at=[(15, 45, "with")], words=["with"])],
        mended=[("Reception, with: Reception, via:", "Reception, via:")],
    ),
    Broken(
        "key-retry-on-touch",
        [Planted(at=[(30, 81, "retry")], words=["retry"])],
        mended=[("min, retry: 50% after 1 day max 2", "min")],
    ),
    Broken(
        "key-closed-on-check",
        [Planted(at=[(18, 74, "closed")], words=["closed"])],
        mended=[("closed: -> done, go:", "go:")],
    ),
    Broken(
        "key-chance-outside-meanwhile",
        [Planted(at=[(20, 32, "chance")], words=["chance"])],
        mended=[("chance: 30%, pause", "pause")],
    ),
    Broken(
        "key-takes-on-promise",
        [Planted(at=[(12, 63, "takes")], words=["takes"])],
        mended=[("days, takes: 3 min", "days")],
    ),
    Broken(
        "key-next-on-end",
        [Planted(at=[(11, 51, "next")], words=["next"])],
        mended=[("served, next: bring", "served")],
    ),
    Broken(
        "key-fails-on-wait",
        [Planted(at=[(14, 49, "fails")], words=["fails"])],
        mended=[("days, fails: [5% forgot -> gone]", "days")],
    ),
    Broken(
        "key-through-on-hidden",
        [Planted(at=[(28, 47, "through")], words=["through"])],
        mended=[("through: menu, after:", "after:")],
    ),
]
