"""Attacks by size: too many steps, scenarios, names, faults, and texts that never end."""

from __future__ import annotations

from hostile.attacks.attack import FAULTY, INERT, REFUSED, SHOP, UNPARSED, Attack, shop, text

END = "  - done: {end: Done, outcome: served}\n"
HEAD = "process: P\nsteps:\n"
EITHER = REFUSED | INERT


def many(count: int, line: str) -> str:
    """Return a line many times, its `#` replaced by a number."""
    return "".join(line.replace("#", str(k)) for k in range(count))


def steps(count: int, line: str) -> str:
    """Return a document of many steps."""
    return HEAD + many(count, line) + END


SIZES = [
    Attack(
        name="line-10-mb",
        make=text("process: " + "x" * 10_000_000),
        ends=UNPARSED,
        words=("larger|large",),
    ),
    Attack(
        name="comment-10-mb",
        make=text(SHOP + "#" * 10_000_000),
        ends=UNPARSED,
        words=("larger|large",),
    ),
    Attack(
        name="name-900-kb",
        make=text(SHOP.replace("Look it up", "x" * 900_000)),
        ends=REFUSED,
        words=("long|large",),
    ),
    Attack(
        name="name-of-blanks-900-kb",
        make=text(SHOP.replace("Look it up", f'"{" " * 900_000}"')),
        ends=REFUSED,
        words=("empty|large|long",),
    ),
    Attack(
        name="word-900-kb-as-id",
        make=text(SHOP.replace("look:", "x" * 900_000 + ":")),
        ends=REFUSED,
        words=("long|large",),
    ),
    Attack(
        name="word-1000-as-id", make=text(SHOP.replace("look:", "x" * 1_000 + ":")), ends=EITHER
    ),
    Attack(
        name="unknown-key-100-kb",
        make=shop("own: 4 min", f"own: 4 min, ? {'k' * 100_000} : 1"),
        ends=REFUSED,
    ),
    Attack(
        name="unknown-part-100-kb", make=shop("with: Desk", f"with: {'k' * 100_000}"), ends=REFUSED
    ),
    Attack(
        name="hyphens-900-kb-as-id",
        make=text(SHOP.replace("look:", "x-" * 450_000 + ":")),
        ends=REFUSED,
    ),
    Attack(name="hash-signs", make=text(SHOP + "# \n" * 250_000), ends=EITHER),
    Attack(name="line-ends", make=text(SHOP + "\n" * 800_000), ends=INERT),
    Attack(
        name="steps-100000",
        make=text(steps(100_000, "  - s#: {do: x}\n")),
        ends=REFUSED,
        words=("larger|large|more than",),
    ),
    Attack(
        name="steps-30000",
        make=text(steps(30_000, "  - s#: {do: x}\n")),
        ends=REFUSED,
        words=("large|more than",),
    ),
    Attack(name="steps-empty-100000", make=text(HEAD + "  - \n" * 100_000), ends=REFUSED),
    Attack(name="steps-of-one-name", make=text(steps(15_000, "  - s: {do: x}\n")), ends=REFUSED),
    Attack(
        name="steps-all-to-all",
        words=("more than|large",),
        make=text(HEAD + many(400, f"  - s#: {{do: x, next: [{many(100, 's#, ')}]}}\n") + END),
        ends=REFUSED,
    ),
    Attack(
        name="branches-10000",
        ends=REFUSED,
        words=("more than|large",),
        make=text(HEAD + f"  - c: {{choose: x, go: [{many(10_000, 'a# -> done, ')}]}}\n" + END),
    ),
    Attack(
        name="branches-unknown",
        ends=REFUSED,
        make=text(HEAD + f"  - c: {{choose: x, go: [{many(5_000, 'a# -> x#, ')}]}}\n" + END),
    ),
    Attack(name="unknown-keys-20000", make=text(SHOP + many(20_000, "key#: x\n")), ends=REFUSED),
    Attack(
        name="unknown-steps-5000",
        ends=REFUSED,
        make=text(steps(5_000, "  - s#: {do: x, next: t#}\n")),
    ),
    Attack(
        name="unknown-parts-long",
        ends=REFUSED,
        make=text(steps(900, "  - s#: {do: x, with: " + "w" * 900 + "#}\n")),
    ),
    Attack(
        name="customers-10000",
        ends=REFUSED,
        words=("more than|large",),
        make=text(SHOP.replace("  Guest:", many(10_000, "  c#: {share: 0%}\n") + "  Guest:")),
    ),
    Attack(
        name="parts-10000",
        ends=REFUSED,
        words=("more than|large",),
        make=text(SHOP.replace("  Site:", many(10_000, "  p#: {people: 1}\n") + "  Site:")),
    ),
    Attack(
        name="channels-50000",
        ends=REFUSED,
        words=("more than|large",),
        make=text(SHOP.replace("{web: self", "{" + many(50_000, "c#: self, ") + "web: self")),
    ),
    Attack(
        name="scenarios-10000",
        ends=REFUSED,
        words=("more than|large",),
        make=text(SHOP + many(10_000, "  s#: {set: {ask.takes: 4 min}}\n")),
    ),
    Attack(
        name="scenarios-on-each-other",
        ends=EITHER,
        make=text(
            SHOP
            + "  s0: {set: {ask.takes: 4 min}}\n"
            + "".join(
                f"  s{k}: {{on top of: s{k - 1}, set: {{ask.takes: {k} min}}}}\n"
                for k in range(1, 1_000)
            )
        ),
    ),
    Attack(
        name="scenario-sets-10000",
        ends=REFUSED,
        make=text(SHOP + f"  s: {{set: {{{many(10_000, 'ask.k#: 4 min, ')}}}}}\n"),
    ),
    Attack(
        name="scenario-inserts-5000",
        ends=REFUSED,
        make=text(
            SHOP
            + "  s:\n    insert:\n      after look:\n"
            + many(5_000, "        - n#: {do: x, own: 1 min}\n")
        ),
    ),
    Attack(
        name="together-of-5000",
        ends=REFUSED,
        words=("more than|large",),
        make=text(
            HEAD + "  - t:\n      together:\n" + many(5_000, "        b#: [s#: {do: x}]\n") + END
        ),
    ),
    Attack(
        name="shared-through-each-other",
        ends=FAULTY,
        make=text(
            "process: P\nshared:\n"
            + "".join(
                f"  - s{k}: {{do: x, own: 1 min, through: s{(k + 1) % 200}}}\n" for k in range(200)
            )
            + "steps:\n  - a: {do: x, own: 1 min, through: s0}\n"
            + END
        ),
    ),
    Attack(
        name="calls-that-double",
        ends=EITHER,
        make=text(
            "process: P\nshared:\n"
            + "".join(
                f"  - s{k}:\n      together:\n        a: [c{k}: {{call: s{k + 1}}}]\n"
                f"        b: [d{k}: {{call: s{k + 1}}}]\n"
                for k in range(60)
            )
            + "  - s60: {do: x, own: 1 min}\nsteps:\n  - a: {call: s0}\n"
            + END
        ),
    ),
    Attack(
        name="faults-by-the-thousand",
        ends=REFUSED,
        make=text(steps(4_000, "  - s#: {do: x, own: 1 mni}\n")),
    ),
    Attack(
        name="hashes-that-cut",
        ends=REFUSED,
        make=text(HEAD + "  - s: {do: x #, own: 1 min}\n" * 5_000),
    ),
]
