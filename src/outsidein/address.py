"""Identity: ids, slugs and the dotted addresses of every number in a process."""

from __future__ import annotations

import unicodedata


def slug(name: str) -> str:
    """Turn a name into an id: case ignored, blanks to hyphens, only characters of an NCName.

    >>> slug("Call centre"), slug("  No show "), slug("7 days")
    ('call-centre', 'no-show', '_7-days')
    """
    text = unicodedata.normalize("NFC", name).casefold().strip()
    kept = "".join(c if c.isalnum() or c in "-_" else "-" if c.isspace() else "" for c in text)
    while "--" in kept:
        kept = kept.replace("--", "-")
    kept = kept.strip("-")
    if not kept:
        return "_"
    return kept if kept[0].isalpha() or kept[0] == "_" else "_" + kept


def join_address(*pieces: str) -> str:
    """Join the pieces of an address, each as its slug.

    >>> join_address("ask", "wrap up")
    'ask.wrap-up'
    """
    return ".".join(slug(piece) for piece in pieces)


def split_address(address: str) -> tuple[str, ...]:
    """Split an address into the slugs of its pieces; empty pieces are kept as ''.

    >>> split_address("find.phone.With")
    ('find', 'phone', 'with')
    """
    return tuple(slug(piece) if piece.strip() else "" for piece in address.split("."))
