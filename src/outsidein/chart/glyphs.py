"""Small signs drawn as paths: channels, gateways, ends, the loop arrow; centred on (0, 0)."""

from __future__ import annotations

CHANNELS: dict[str, str] = {
    "web": "M-6 -4.5H6V4.5H-6ZM-6 -1.5H6",
    "phone": (
        "M-4.3 -5.2L-1.8 -5.2L-.9 -2.2L-2.3 -1.1A6.5 6.5 0 0 0 1.1 2.3L2.2 .9L5.2 1.8L5.2 4.3"
        "A1 1 0 0 1 4.2 5.3A9.5 9.5 0 0 1 -5.3 -4.2A1 1 0 0 1 -4.3 -5.2Z"
    ),
    "mail": "M-6 -4.2H6V4.2H-6ZM-6 -4L0 .9L6 -4",
    "letter": "M-4.6 -5.8H2.2L4.6 -3.4V5.8H-4.6ZM2.2 -5.8V-3.4H4.6M-2.4 -.6H2.4M-2.4 2.2H2.4",
    "door": "M-5.5 .2L0 -5.4L5.5 .2M-4 -1V5H4V-1M-1.2 5V1.4H1.2V5",
    "parcel": "M-5 -4.5H5V5H-5ZM-5 -1.7H5M0 -4.5V-1.7",
    "chat": "M-6 -4.5H6V3H0L-3 5.8V3H-6Z",
    "shop": "M-5 -1.6V5.2H5V-1.6M-6 -1.6L-4.6 -5.2H4.6L6 -1.6ZM-1.2 5.2V1.4H1.8V5.2",
    "person": "M-2.5 -3.1A2.5 2.5 0 1 0 2.5 -3.1A2.5 2.5 0 1 0 -2.5 -3.1ZM-5 5.4A5 5 0 0 1 5 5.4Z",
    "booked": (
        "M-5.4 -4.4H5.4V5.2H-5.4ZM-5.4 -1.4H5.4M-2.8 -6.2V-3.2M2.8 -6.2V-3.2"
        "M-1.6 1.8L-.2 3.2L2.4 .4"
    ),
    "machine": "M-4.4 -5.6H4.4V5.6H-4.4ZM-2.2 -3.2H2.2V-.4H-2.2ZM-2.2 2.4H2.2",
    "plain": "M-3.4 0A3.4 3.4 0 1 0 3.4 0A3.4 3.4 0 1 0 -3.4 0Z",
}

_WORDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("phone", ("phone", "call", "hotline", "telefon", "tel", "mobile", "voice")),
    ("mail", ("e-mail", "email", "mail", "e-referral", "fax")),
    ("letter", ("letter", "post", "brief", "form", "paper")),
    ("chat", ("chat", "sms", "text", "message", "messenger", "whatsapp", "social", "bot")),
    ("web", ("web", "site", "online", "internet", "app", "portal", "page", "shop online")),
    ("door", ("door", "home", "house", "delivery")),
    ("parcel", ("parcel", "package", "courier", "locker")),
    ("shop", ("shop", "store", "counter", "branch", "desk", "office", "reception", "till")),
    ("machine", ("machine", "kiosk", "atm", "terminal")),
    ("booked", ("appointment", "booking", "visit", "clinic")),
    ("person", ("person", "meeting", "surgery", "face", "ward")),
)
_BY_KIND = {"live": "person", "self": "web", "left": "mail", "booked": "booked"}


def channel_glyph(name: str, kind: str | None) -> str:
    """Return the sign of a channel, by a word in its name, else by its kind."""
    words = name.casefold().replace("_", " ")
    for glyph, keys in _WORDS:
        if any(word.startswith(key) for key in keys for word in (words, *words.split())):
            return glyph
    return _BY_KIND.get(kind or "", "plain")


# The arrow "↻" (in no font we embed), 9 wide, drawn about its centre.
LOOP = "M3.4 -2.2A4 4 0 1 0 4 0"
LOOP_HEAD = "M5.2 -4.6L4.6 -.6L1.2 -2.4Z"
SIGNS: dict[str, str] = {
    "choice": "M-5 -5L5 5M5 -5L-5 5",
    "all": "M-5.8 0H5.8M0 -5.8V5.8",
    "some": "M-6 0A6 6 0 1 0 6 0A6 6 0 1 0 -6 0Z",
}
ENDS: dict[str, str] = {
    "served": "M-5 .5L-1.5 4L5 -4",
    "not served": "M-5 0H5",
    "lost": "M-4 -4L4 4M4 -4L-4 4",
    "missing": "M-2 -2A2.4 2.4 0 1 1 .4 .8V2M.4 4.4V4.6",
}
ENVELOPE = "M-3.8 -2.7H3.8V2.7H-3.8ZM-3.8 -2.5L0 .7L3.8 -2.5"
CLOCK_HANDS = "M0 -4.2V0L2.9 1.7"


def octagon(x: float, y: float, r: float = 10.5) -> str:
    """Return the points of a regular octagon with flat sides."""
    a, b = r * 0.924, r * 0.383
    corners = [(a, b), (b, a), (-b, a), (-a, b), (-a, -b), (-b, -a), (b, -a), (a, -b)]
    return " ".join(f"{x + dx:.1f},{y + dy:.1f}" for dx, dy in corners)


def pentagon(x: float, y: float, r: float = 5.4) -> str:
    """Return the points of a regular pentagon with its tip up."""
    tips = [(0, -1), (0.951, -0.309), (0.588, 0.809), (-0.588, 0.809), (-0.951, -0.309)]
    return " ".join(f"{x + r * dx:.1f},{y + r * dy:.1f}" for dx, dy in tips)
