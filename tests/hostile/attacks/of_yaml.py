"""Attacks by what YAML allows and a document must not: depth, aliases, tags, merges, more."""

from __future__ import annotations

from hostile.attacks.attack import FAULTY, REFUSED, SHOP, UNPARSED, Attack, shop, text

DEEP = 100_000
LAUGHS = "a: &a [x, x]\n" + "".join(
    f"{chr(98 + k)}: &{chr(98 + k)} [{', '.join([f'*{chr(97 + k)}'] * 9)}]\n" for k in range(12)
)
MERGES = "a: &a {x: 1}\n" + "".join(f"b{k}: &b{k} {{<<: *a, y: {k}}}\n" for k in range(2_000))
QUADRATIC = f"a: &a {'x' * 50_000}\nb: [{', '.join(['*a'] * 50_000)}]\n"

YAML = [
    Attack(name="alias-bomb", make=text(LAUGHS), words=("anchor|refers",)),
    Attack(name="alias-bomb-in-a-document", make=text(SHOP + LAUGHS), words=("anchor|refers",)),
    Attack(name="alias-quadratic", make=text(QUADRATIC), words=("anchor|refers|large|long",)),
    Attack(name="alias-to-itself", make=text("steps: &s [*s, *s]\n"), words=("anchor|refers",)),
    Attack(name="merges-by-the-thousand", make=text(MERGES), words=("anchor|merge|refers|large",)),
    Attack(name="deep-brackets", make=text("steps: " + "[" * DEEP), words=("deep",)),
    Attack(
        name="deep-brackets-closed",
        make=text("steps: " + "[" * DEEP + "]" * DEEP),
        words=("deep",),
    ),
    Attack(name="deep-braces", make=text("steps: " + "{a: " * DEEP + "}" * DEEP), words=("deep",)),
    Attack(name="deep-dashes", make=text("steps:\n  " + "- " * DEEP + "x\n"), words=("deep",)),
    Attack(name="deep-questions", make=text("? " * DEEP + "x\n"), words=("deep|key",)),
    Attack(
        name="deep-blocks",
        make=text("".join(" " * k + f"a{k}:\n" for k in range(1_300))),
        words=("deep",),
    ),
    Attack(
        name="deep-together",
        make=text(
            "process: P\nsteps:\n"
            + "".join(
                f"{'  ' * 3 * k}  - t{k}:\n{'  ' * 3 * k}      together:\n"
                f"{'  ' * 3 * k}        a{k}:\n"
                for k in range(200)
            )
        ),
        words=("deep",),
    ),
    Attack(name="only-opened-quotes", make=text('process: "' + '" "' * 100_000), ends=UNPARSED),
    Attack(name="block-text-without-end", make=text("process: |\n" + " x\n" * 200_000)),
    Attack(name="indicators", make=text("%@`&*!|>'\"#?-:,[]{}" * 5_000)),
    Attack(name="directives", make=text("%YAML 1.1\n---\n" + SHOP), words=("directive",)),
    Attack(name="yaml-9", make=text("%YAML 9.9\n---\n" + SHOP)),
    Attack(
        name="tag-python",
        words=("tag",),
        make=shop("Mend a lamp", "!!python/object/apply:os.system [touch pwned]"),
    ),
    Attack(name="tag-handle", make=text("%TAG ! tag:x,2000:\n---\n" + SHOP)),
    Attack(name="tag-binary", make=shop("Mend a lamp", "!!binary aGVsbG8="), words=("tag",)),
    Attack(
        name="tags-by-the-thousand", make=text("a: [" + "!x y, " * 20_000 + "]"), words=("tag",)
    ),
    Attack(name="merge-key", make=shop("{kind: system}", "{<<: {kind: system}}"), words=("<<",)),
    Attack(name="several-documents", make=text(SHOP + "---\n" + SHOP), words=("document",)),
    Attack(
        name="documents-by-the-thousand", make=text("---\n" * 200_000), words=("document|empty",)
    ),
    Attack(
        name="duplicate-top-key", make=text(SHOP + "steps: []\n"), ends=FAULTY, words=("twice",)
    ),
    Attack(
        name="duplicate-key-by-the-thousand",
        make=text(SHOP + "judge by: well served\n" * 5_000),
        words=("twice",),
    ),
    Attack(name="tab-indent", make=shop("  - send:", "\t- send:"), ends=UNPARSED),
    Attack(name="key-a-list", make=text("? [a, b]\n: c\n" + SHOP), ends=REFUSED, words=("key",)),
    Attack(
        name="key-of-100000",
        make=text(f'? "{"k" * 100_000}"\n: c\n' + SHOP),
        words=("unknown|key|long",),
    ),
]
