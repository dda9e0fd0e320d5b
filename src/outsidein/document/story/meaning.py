"""What a line means: with whom, through which channel, seen or unseen by the customer.

Words say it: phones is a live call, writes to leaves a message, orders on the Web shop is the web.
Whatever was taken from a word is told as a note, so that a wrong guess can be corrected.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from outsidein.document.known_words import CUSTOMER_WORDS
from outsidein.document.story.lines import Told
from outsidein.model.process import Verb
from outsidein.words import closest

_STOPS = (
    r"(?=,|;|\.|$| \(| to | about | for | and | because | again| with | by | via | at | on | who )"
)
_NAME = rf"(?:the |our |their |his |her )?(?P<part>.+?){_STOPS}"
# A verb of the customer, the channel it stands for, and the name of the part behind it.
_MEETINGS: tuple[tuple[str, str], ...] = (
    (r"(?:phones|telephones|rings|calls(?! (?:at|in|on|it)\b))(?: up)? ", "phone"),
    (r"chats (?:to|with) ", "chat"),
    (r"(?:writes|sends) (?:an? |the |some )?(?:\w+ )?letters? to ", "letter"),
    (r"(?:e-?mails|writes(?: (?:an? )?e-?mail)?(?: back)? to) ", "e-mail"),
    (r"(?:messages|texts) ", "message"),
    (
        r"(?:visits|(?:goes|walks) (?:in)?to|calls (?:at|in at)|drops in at|comes to|queues at) ",
        "counter",
    ),
    (r"(?:collects|picks up|fetches) .+? (?:from|at) ", "counter"),
    (r"(?:receives|gets|takes) .+? from ", "door"),
)  # fmt: skip
_SPOKEN = (
    (r"\b(?:by|via|over the|on the) (?:tele)?phone\b", "phone"),
    (r"\b(?:by|via) e-?mail\b", "e-mail"),
    (r"\b(?:by|via) (?:letter|post)\b", "letter"),
    (r"\b(?:by|via) (?:sms|text)\b", "sms"),
    (r"\b(?:by|via|in the|in a) chat\b", "chat"),
    (r"\bonline\b|\bon the (?:web|internet)\b", "web"),
    (r"\b(?:in|on|with) the app\b", "app"),
    (r"\bin person\b|\bat the (?:counter|desk|branch|shop|store)\b", "counter"),
    (r"\bat the door\b", "door"),
)
_NAMED = ((r"\b(?:web|online|site|portal)\b", "web"), (r"\bapp\b", "app"),
          (r"\b(?:machine|kiosk|terminal|menu)\b", "machine"))  # fmt: skip
_ON_A_SITE = re.compile(
    r"\b(?:on|in|at|from|through|opens|uses) (?:the |our |a )?"
    r"(?P<part>(?:[\w-]+ )?(?:web ?(?:site|shop|page|catalogue)|portal|app"
    r"|online (?:shop|catalogue))|web ?(?:site|shop|page|catalogue))\b",
    re.IGNORECASE,
)
_BEFORE = re.compile(r" (?:on|in|at|from|with|through|via) (?:the |our )?$", re.IGNORECASE)
_TELLS = re.compile(
    r"(?:tells|informs|notifies|reminds|confirms|answers|replies|announces|apologises|offers|asks"
    r"|writes|e-?mails|texts|messages"
    r"|sends (?:an? |the )?(?:\w+ )?(?:e-?mail|letter|message|text|sms|note|bill|invoice|reminder"
    r"|confirmation|offer|quote|answer|link|number))\b"
)
_CALLS = re.compile(r"(?:phones|telephones|rings|calls)\b")
_BRINGS = re.compile(r"(?:delivers|brings(?!.*\bback\b)|hands(?: over)?)\b")


_BY_MEETING = [(re.compile(verb + _NAME, re.IGNORECASE), said) for verb, said in _MEETINGS]


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What a line means: its verb, its part and its channel; what its words were taken for."""

    verb: Verb
    name: str
    part: str | None = None
    channel: str | None = None
    reason: str | None = None
    guessed: str = ""  # the word from which the channel was taken


def parts_met(lines: Iterable[Told], customers: set[str]) -> list[str]:
    """Return the parts of the stories, as first written: those who act, and those who are met."""
    found: dict[str, str] = {}
    told = list(lines)
    for line in told:
        if line.who and line.who.casefold() not in customers and line.outcome is None:
            found.setdefault(line.who.casefold(), line.who)
    for line in told:
        if line.outcome is None and line.who.casefold() in customers:
            _, name = _meeting(line.what)
            named = _ON_A_SITE.search(line.what)
            for part in (name, named["part"] if named else None):
                if part and part.casefold() not in {*customers, *CUSTOMER_WORDS}:
                    found.setdefault(part.casefold(), part[0].upper() + part[1:])
    # What is met may be a longer form of what acts: the Warehouse, Warehouse.
    return list(found.values())


def alike(parts: list[str]) -> list[tuple[str, str]]:
    """Return pairs of parts whose names are so close that one may be a slip."""
    found: list[tuple[str, str]] = []
    for k, part in enumerate(parts):
        near = closest(part, parts[:k])
        same_length = near is not None and abs(len(near) - len(part)) <= 2
        if near is not None and same_length and near[:2].casefold() == part[:2].casefold():
            found.append((part, near))
    return found


def meaning(line: Told, parts: list[str], customers: set[str]) -> Meaning:
    """Return what a line means, given who is a customer and which parts there are."""
    if line.who.casefold() in customers:
        return _of_customer(line, parts)
    return _of_part(line, parts, customers)


def _of_customer(line: Told, parts: list[str]) -> Meaning:
    said, name = _meeting(line.what)
    part = _mentioned(name or "", parts) or _mentioned(line.what, parts)
    spoken = _first(_SPOKEN, line.what)
    channel = spoken or said or (_first(_NAMED, part) if part else None)
    guessed = "" if spoken or channel is None else line.what.split(" ")[0]
    title, reason = line.what, None
    _, comma, tail = line.what.partition(", ")
    if comma and name is not None and not _mentioned(tail, parts):
        title = tail
        about = re.search(r"\babout (.+)$", tail)
        reason = about[1] if about else tail
    title = _without(title, part)
    contact = channel is not None and said not in {"door", None}
    return Meaning(
        verb="do", name=_capital(title), part=part, channel=channel,
        reason=reason if contact else None, guessed=guessed,
    )  # fmt: skip


def _of_part(line: Told, parts: list[str], customers: set[str]) -> Meaning:
    text = line.what.casefold()
    spoken, name = _first(_SPOKEN, line.what), _capital(line.what)
    verb: Verb = "hidden"
    channel: str | None = None
    if _mentioned(" ".join(line.what.split(" ")[:5]), parts, line.who):
        return Meaning(verb="hidden", name=name, part=line.who)
    if (called := _CALLS.match(text)) is not None:
        if not _is_customer(line.what[called.end() :], customers):
            return Meaning(verb="hidden", name=name, part=line.who)
        verb, channel = "touch", "phone"
    elif _BRINGS.match(text):
        verb, channel = "touch", "door"
    elif _TELLS.match(text):
        verb = "tell"
        channel = "letter" if re.search(r"\bletter\b", text) else None
        channel = channel or ("sms" if re.search(r"\b(?:texts?|sms)\b", text) else "e-mail")
    if verb == "hidden":
        return Meaning(verb=verb, name=name, part=line.who)
    guessed = "" if spoken else line.what.split(" ")[0]
    live = verb == "tell" or spoken in {None, "phone", "chat", "counter", "door"}
    return Meaning(
        verb=verb if live else "tell", name=name, part=line.who, channel=spoken or channel,
        guessed=guessed,
    )  # fmt: skip


def _is_customer(behind: str, customers: set[str]) -> bool:
    """Whether a call goes to the customer: who is called is one, or nobody is named."""
    words = behind.casefold().lstrip()
    if not words or words.startswith(("back", "him", "her", "them", "the customer", ",", "to ")):
        return True
    return any(words.startswith(name) for name in customers)


def _meeting(what: str) -> tuple[str | None, str | None]:
    """Return the channel and the name behind a verb of meeting."""
    for verb, channel in _BY_MEETING:
        found = verb.match(what)
        if found:
            return channel, found["part"]
    return None, None


def _mentioned(text: str, parts: Sequence[str], but: str = "") -> str | None:
    """Return the part that a text names, another than ``but``; of several the longest name."""
    found = [
        one.group().casefold() for one in _any_of(tuple(parts)).finditer(text)
        if one.group().casefold() != but.casefold()
    ]  # fmt: skip
    longest = max(found, key=len, default=None)
    return next((part for part in parts if part.casefold() == longest), None)


@lru_cache(maxsize=4)
def _any_of(parts: tuple[str, ...]) -> re.Pattern[str]:
    """Return what finds any of some names; the longer one where two begin alike."""
    names = "|".join(re.escape(part) for part in sorted(parts, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{names})(?!\w)" if names else r"(?!)", re.IGNORECASE)


def _without(title: str, part: str | None) -> str:
    """Leave the part out of what is done, where words enough remain: its lane says it already."""
    if part is None:
        return title
    if not title.casefold().endswith(part.casefold()):
        return title
    short = _BEFORE.sub("", title[: len(title) - len(part)])
    if not _BEFORE.search(title[: len(title) - len(part)]):
        return title
    return short if " " in short else title


def _first(table: Iterable[tuple[str, str]], text: str) -> str | None:
    return next((said for word, said in table if re.search(word, text, re.IGNORECASE)), None)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
