"""From what was typed into a cell to the spelling of the grammar.

A number in a column of times is minutes, a percent cell a percentage, an amount in a currency's
format money, a time of day in a column of times its hours and minutes. Nothing is guessed beyond
that: what the grammar cannot read keeps its text, and its fault comes with the usual hint.
"""

from __future__ import annotations

import csv
import re
from decimal import Decimal, InvalidOperation

from outsidein.document.sheet.cells import Cell
from outsidein.document.syntax import NUMBER, TextError

TIMES = frozenset({"law", "duration", "patience", "limit"})
_SYMBOLS = {"€": "EUR", "£": "GBP", "$": "USD", "¥": "JPY"}
_CODE = re.compile(r"\[\$([A-Z]{3})[\]-]|\b([A-Z]{3})\b")
_BARE = re.compile(NUMBER, re.ASCII)


def spelled(cell: Cell, kind: str) -> str:
    """Return the text of a cell in a column of a kind of key. Raises TextError."""
    if cell.kind == "text":
        text = cell.value
        return f"{text.strip()} min" if kind in TIMES and _BARE.fullmatch(text.strip()) else text
    if cell.kind == "formula":
        raise TextError(
            "holds a formula without a value", "write the value, or save the workbook in Excel"
        )
    if cell.kind == "error":
        raise TextError(f"holds the error {cell.value}", "write the value")
    if cell.kind == "yes-no":
        return cell.value
    if cell.kind == "time" and kind in TIMES:
        seconds = round(_decimal(cell.value) * 86_400)
        return f"{seconds} s" if seconds % 60 else f"{seconds // 60} min"
    if cell.kind in {"date", "time"}:
        hint = "format the cell as text and type it again"
        raise TextError(f"holds a {cell.kind}: Excel changed what was typed", hint)
    return _number(cell, kind)


def _number(cell: Cell, kind: str) -> str:
    value = _decimal(cell.value)
    bare = re.sub(r'"[^"]*"|\\.', "", cell.format)
    if "%" in bare:
        return f"{plain(value * 100)}%"
    if kind in TIMES:
        return f"{plain(value)} min"
    if kind in {"money", "worth", "rate"} and (currency := currency_of(cell.format)):
        return f"{plain(value)} {currency}" + ("/h" if kind == "rate" else "")
    return plain(value)


def currency_of(code: str) -> str | None:
    """Return the currency of a number format, as three letters.

    >>> currency_of("#,##0.00 [$EUR]"), currency_of("[$€-407] 0.00"), currency_of("0.00")
    ('EUR', 'EUR', None)
    """
    found = _CODE.search(code.replace('"', " "))
    if found:
        return found[1] or found[2]
    return next((name for sign, name in _SYMBOLS.items() if sign in code), None)


def _decimal(text: str) -> Decimal:
    """Return the number of a cell as it is shown: at most 15 digits count."""
    try:
        value = Decimal(f"{float(text):.15g}")
    except (ValueError, InvalidOperation, OverflowError):
        raise TextError(f'holds "{text[:40]}", which is no number', "write a number") from None
    if not value.is_finite() or abs(value) > 10**15:
        raise TextError(f'holds "{text[:40]}", which is too large', "write a number")
    return value


def plain(value: Decimal) -> str:
    """Return a number without exponent and trailing zeros.

    >>> plain(Decimal("85.0")), plain(Decimal("1E+2")), plain(Decimal("0.10"))
    ('85', '100', '0.1')
    """
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def pieces(text: str) -> list[str]:
    """Split a list: at commas, semicolons and line breaks; quotes hold a piece together.

    >>> pieces('82% yes -> place, no -> ask'), pieces('"a, b"; c')
    (['82% yes -> place', 'no -> ask'], ['a, b', 'c'])
    """
    found: list[str] = []
    for row in csv.reader(_lines(text), skipinitialspace=True, strict=False):
        found += [piece.strip() for piece in row if piece.strip()]
    return found


def _lines(text: str) -> list[str]:
    """Return the lines of a list with commas between its pieces, whatever stood there."""
    found, quoted, line = [], False, ""
    for sign in text:
        quoted ^= sign == '"'
        if sign in "\r\n" and not quoted:
            found.append(line)
            line = ""
        else:
            line += "," if sign == ";" and not quoted else sign
    return [*found, line]


def joined(texts: list[str]) -> str:
    """Write a list so that `pieces` reads the same again."""
    return ", ".join(
        '"' + text.replace('"', '""') + '"' if set(text) & set(',;"\r\n') else text
        for text in texts
    )
