"""Attacks by values: numbers that are none, that are too large, or that YAML 1.1 would change."""

from __future__ import annotations

from hostile.attacks.attack import FAULTY, REFUSED, Attack, shop

OWN, PEOPLE, YES = "own: 4 min", "people: 3", "82% yes"


def own(name: str, value: str, *words: str, ends: frozenset[int] = FAULTY) -> Attack:
    """A hostile duration in place of the four minutes on the web."""
    return Attack(name=name, make=shop(OWN, f"own: {value}"), ends=ends, words=words)


def people(name: str, value: str, *words: str) -> Attack:
    """A hostile count in place of the three people at the desk."""
    return Attack(name=name, make=shop(PEOPLE, f"people: {value}"), ends=FAULTY, words=words)


VALUES = [
    own("nan", ".nan min", "own"),
    own("infinite", ".inf min", "own"),
    own("infinite-in-words", "Infinity min", "own"),
    own("overflow", "1e400 min", "own"),
    own("negative-zero", "-0 min", "negative"),
    own("negative", "-4 min", "negative"),
    own("digits-100000", "9" * 100_000 + " min", "large|long"),
    own("decimals-100000", "1." + "9" * 100_000 + " min", "large|long|number"),
    own("zeros-100000", "0" * 100_000 + "4 min"),
    own("cut-by-a-comma", "1,5 min", "comma|own"),
    own("decimal-comma", '"1,5 min"', "1.5|1,5"),
    own("thousands-and-comma", '"1.000,5 min"', "1.000,5"),
    own("thousands-by-blank", "1 000 min"),
    own("underscore", "1_000 min"),
    own("sexagesimal", "1:30", "own"),
    own("hexadecimal", "0x1F min"),
    own("date", "2026-01-01", "own"),
    own("fraction-100000", "1/" + "3" * 100_000 + " min"),
    own("full-width-digits", "４ min"),
    own("arabic-digits", "٤ min"),
    own("percent-of-time", "400%", "own"),
    own("month", "1 month", "30 days"),
    own("law-of-laws", "lognormal " * 5_000 + "4 min"),
    own("sd-100000", "normal 4 min sd " + "sd " * 30_000 + "4 min"),
    own("dots", "." * 100_000 + " min"),
    own("source-100000", "4 min " + "~" * 100_000),
    own("source-digits", f"4 min ~observed n={'9' * 100_000}", "large|long|number"),
    own("tiny", "0." + "0" * 30 + "1 min", ends=REFUSED | {0}),
    own("null", "~", "missing"),
    own("map", "{min: 4}", "own"),
    own("list-of-100000", "[" + "4 min," * 50_000 + "]"),
    people("octal-1.1", "010", "10"),
    people("octal", "0o10"),
    people("half", "2.5", "whole"),
    people("yes", "yes"),
    people("none", "0", "1"),
    people("float-that-is-whole", "3e0"),
    Attack(name="percent-over-100", make=shop(YES, "182% yes"), ends=FAULTY, words=("100",)),
    Attack(
        name="percent-digits-100000",
        make=shop(YES, "8" * 100_000 + "% yes"),
        ends=FAULTY,
        words=("large|long|100%|number",),
    ),
    Attack(
        name="hours-100000",
        make=shop("open: Mon-Fri 08:00-18:00", "open: [" + "Mon-Fri 08:00-18:00, " * 20_000 + "]"),
        ends=REFUSED | {0},
    ),
    Attack(name="currency-of-letters", make=shop("worth: 30 EUR", "worth: 30 ＥＵＲ"), ends=FAULTY),
]
