"""Attacks by names: markup, paths, formulas, signs nobody sees, signs a terminal obeys."""

from __future__ import annotations

import json

from hostile.attacks.attack import FAULTY, INERT, REFUSED, Attack, shop

TITLE = "Look it up"
EITHER = REFUSED | INERT


def named(name: str, title: str, ends: frozenset[int] = INERT) -> Attack:
    """A hostile name of a step; JSON escapes what YAML escapes alike."""
    return Attack(name=name, make=shop(TITLE, json.dumps(title, ensure_ascii=False)), ends=ends)


def identified(name: str, key: str, *words: str) -> Attack:
    """A hostile id of a step."""
    return Attack(name=name, make=shop("look:", f"{json.dumps(key)}:"), ends=FAULTY, words=words)


NAMES = [
    named("script", "<script>alert(1)</script>"),
    named("image", '"><img src=x onerror=alert(1)>'),
    named("cdata", "]]><script>alert(1)</script>"),
    named("javascript", "javascript:alert(1)"),
    named("entity", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>&e;'),
    named("template", "{{7*7}}${7*7}<%= 7*7 %>#{7*7}"),
    named("path", "../../../../etc/passwd"),
    named("drive", "C:\\Windows\\system32"),
    named("device", "CON"),
    named("address", "file:///etc/passwd"),
    named("formula", "=cmd|' /C calc'!A0"),
    named("formula-plus", "+1+cmd|' /C calc'!A0"),
    named("formula-at", "@SUM(1+1)*cmd|' /C calc'!A0"),
    named("formula-tab", "\t=1+1"),
    named("format-string", "%s%n%x{0.__class__.__mro__}{}"),
    named("sql", "'; DROP TABLE log; --"),
    named("shell", "$(touch pwned); `touch pwned`"),
    named("right-to-left", "\u202etxt.exe\u2066\u2067\u2069"),
    named("zero-width", "Lo\u200b\u200c\u200d\u2060ok"),
    named("zalgo", "L" + "\u0301\u0327\u0489" * 1_000),
    named("emoji-chain", "👩" + "\u200d👩" * 500),
    named("noncharacters", "a\ufdd0\U0001ffff", EITHER),
    named("private-use", "\ue000\U00100000"),
    named("terminal-escape", "\x1b[2J\x1b]0;pwned\x07", REFUSED),
    named("c1-controls", "\x9b2J", REFUSED),
    named("bell", "\x07" * 100, REFUSED),
    Attack(name="half-a-pair", make=shop(TITLE, '"a\\ud83d"'), words=("character",)),
    Attack(name="pair-in-escapes", make=shop(TITLE, '"a\\ud83d\\udc69"'), ends=EITHER),
    named("line-separators", "one\u2028two\u2029three"),
    named("line-ends-in-a-name", "one\r\ntwo\nthree"),
    identified("id-path", "../../etc/passwd", "id"),
    identified("id-dotted", "look.takes", "dot|id"),
    identified("id-script", "<script>", "id"),
    identified("id-zero-width", "lo\u200bok", "id"),
    identified("id-right-to-left", "\u202elook", "id"),
    identified("id-of-marks", "\u0301" * 100, "id"),
    identified("id-reserved", "arrivals", "key"),
    identified("id-formula", "=1+1", "id"),
    Attack(
        name="id-look-alike", ends=FAULTY, words=("unknown",), make=shop("-> send", "-> s\u0435nd")
    ),
    Attack(
        name="id-decomposed-twice",
        ends=FAULTY,
        words=("already|id",),
        make=shop(
            "  - send:",
            "  - caf\u00e9: {do: x, own: 1 min}\n  - cafe\u0301: {do: x, own: 1 min}\n  - send:",
        ),
    ),
    Attack(
        name="id-full-width-twice",
        ends=EITHER,
        make=shop("  - send:", "  - ｓｅｎｄ: {do: x, own: 1 min}\n  - send:"),
    ),
]
