"""Words that say something by themselves: what kind of channel is meant, and who is the customer.

Used where a process is told without declaring anything: a bare spreadsheet, a plain story.
"""

from __future__ import annotations

from outsidein.model.process import ChannelKind

CUSTOMER_WORDS = ("customer", "customers", "the customer")
CHANNEL_WORDS: dict[str, ChannelKind] = {
    **dict.fromkeys(
        ("phone", "telephone", "call", "chat", "video", "counter", "desk", "branch", "shop",
         "store", "door", "in person", "visit"), "live",
    ),
    **dict.fromkeys(
        ("web", "web site", "website", "web shop", "online", "portal", "app", "machine", "kiosk",
         "terminal"), "self",
    ),
    **dict.fromkeys(
        ("e-mail", "email", "mail", "letter", "post", "form", "fax", "sms", "text", "message"),
        "left",
    ),
    **dict.fromkeys(("appointment", "home visit"), "booked"),
}  # fmt: skip


def channel_kind(name: str) -> ChannelKind | None:
    """Return the kind of a channel from its name, if the name is well known.

    >>> channel_kind("Phone"), channel_kind("pigeon")
    ('live', None)
    """
    return CHANNEL_WORDS.get(" ".join(name.split()).casefold())
