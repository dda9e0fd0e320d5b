"""Identity: ids, slugs and the dotted addresses of every number in a process."""

from __future__ import annotations

import unicodedata

# Characters of an XML name (NameStartChar and NameChar of XML 1.0, fifth edition, section 2.3)
# beyond ASCII; of these, letters, digits and the marks that belong to letters are kept.
_BEGINS = (
    (0xC0, 0xD6), (0xD8, 0xF6), (0xF8, 0x2FF), (0x370, 0x37D), (0x37F, 0x1FFF), (0x2070, 0x218F),
    (0x2C00, 0x2FEF), (0x3001, 0xD7FF), (0xF900, 0xFDCF), (0xFDF0, 0xFFFD), (0x10000, 0xEFFFF),
)  # fmt: skip
_GOES_ON = (*_BEGINS, (0xB7, 0xB7), (0x300, 0x36F), (0x203F, 0x2040))


def in_name(character: str) -> bool:
    """Whether an id may contain a character: a letter, digit, mark, hyphen or underscore."""
    if character.isascii():
        return character.isalnum() or character in "-_"
    code = ord(character)
    wanted = character.isalnum() or unicodedata.category(character)[0] == "M"
    return wanted and any(low <= code <= high for low, high in _GOES_ON)


def begins_name(character: str) -> bool:
    """Whether an id may begin with a character: a letter or an underscore."""
    if character.isascii():
        return character.isalpha() or character == "_"
    code = ord(character)
    return character.isalpha() and any(low <= code <= high for low, high in _BEGINS)


def slug(name: str) -> str:
    """Turn a name into an id: case ignored, blanks to hyphens, only characters of an NCName.

    >>> slug("Call centre"), slug("  No show "), slug("7 days")
    ('call-centre', 'no-show', '_7-days')
    """
    text = unicodedata.normalize("NFC", name).casefold().strip()
    text = unicodedata.normalize("NFC", text)
    kept = "".join("-" if c.isspace() else c if in_name(c) else "" for c in text)
    while "--" in kept:
        kept = kept.replace("--", "-")
    kept = kept.strip("-")
    if not kept:
        return "_"
    return kept if begins_name(kept[0]) else "_" + kept


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
