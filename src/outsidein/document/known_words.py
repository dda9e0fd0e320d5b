"""Words that say something by themselves: what kind of channel is meant, and who is the customer.

Used where a process is told without declaring anything: a bare spreadsheet, a plain story.
"""

from __future__ import annotations

from collections.abc import Mapping

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


def time_key(verb: str, channel: str, parted: bool, kinds: Mapping[str, str]) -> str:
    """Return the key that a row's minutes mean, from the verb, the channel and the part.

    A wait is as long as it says, a decision takes the customer's own time, and so does what
    customers do alone or in a channel of kind `self`; all else takes a person of the part.
    """
    if verb in {"wait", "choose"}:
        return "wait" if verb == "wait" else "own"
    if verb == "do" and (kinds.get(channel) == "self" if channel else not parted):
        return "own"
    return "takes"
