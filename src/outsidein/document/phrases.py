"""The small language of behaviour: patience, retries, failures, choices, triggers, spans.

Pure functions from a text to a value of the model, in which a destination, a step or a part is
still the name as written; a text they cannot read raises `TextError`. ``partly``: a scenario may
write only the pieces it changes.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from outsidein.document import syntax
from outsidein.document.syntax import TextError
from outsidein.model.behaviour import (
    AtMost,
    Away,
    Balk,
    Batch,
    Branch,
    Closed,
    Consult,
    Failure,
    Holiday,
    Limit,
    NoShow,
    Overflow,
    Patience,
    RaceBranch,
    Retry,
    Skill,
    Times,
    Trigger,
    Weeks,
)

_WAITING = re.compile(r"at (\S+) waiting")
_SKILL = re.compile(r"(?:(\d+)(?:\.\.(\d+))? )?(.+)", re.ASCII | re.DOTALL)
_WEEKS = re.compile(r"week (\d+)(?:\.\.(\d+))? x(\S+)", re.ASCII)
_HOLIDAY = re.compile(r"week (\d+)(?: (\S+))?", re.ASCII)
_PERCENT_FIRST = re.compile(rf"({syntax.NUMBER}%)(?: (.*))?")


def destination(text: str) -> tuple[str, str | None]:
    """Split off DEST: what stands before ` -> ID`, and the name."""
    head, arrow, name = text.partition("->")
    if not arrow:
        return text.strip(), None
    if "->" in name or not name.strip():
        what = "leads to two places" if name.strip() else "has an arrow that leads nowhere"
        raise TextError(f'"{text}" {what}', "write one -> STEP at the end")
    return head.strip(), name.strip()


def percent_first(text: str) -> tuple[float | None, str]:
    """Split off a percentage at the beginning."""
    found = _PERCENT_FIRST.fullmatch(text)
    if found:
        return syntax.percent(found[1]), found[2] or ""
    if "%" in text:
        raise TextError(f'"{text}" has its percentage misplaced', "write it first: 82% yes")
    return None, text


def patience(text: str) -> Patience:
    """Read LAW[ DEST]."""
    head, to = destination(text)
    return Patience(law=syntax.law(head) if head else None, to=to)


def closed(text: str, *, partly: bool = False) -> Closed:
    """Read DEST | [PCT ]call back at opening[ within LAW][ DEST]."""
    head, to = destination(text)
    if not head:
        return Closed(to=to)
    chance, rest = percent_first(head)
    if partly and not rest:
        return Closed(chance=chance, to=to)
    words, within, law = rest.partition(" within ")
    if words != "call back at opening":
        hint = "write -> STEP, or call back at opening"
        raise TextError(f'"{head}" does not say what a customer does who finds it closed', hint)
    return Closed(
        chance=chance, call_back=True, within=syntax.law(law) if within else None, to=to
    )  # fmt: skip


def retry(text: str) -> Retry:
    """Read PCT after LAW max NUM."""
    chance, rest = percent_first(text)
    rest, most, times = f" {rest}".rpartition(" max ") if " max " in f" {rest}" else (rest, "", "")
    rest = rest.strip()
    if rest and not rest.startswith("after "):
        raise TextError(f'"{text}" is not a retry', "write it as 70% after 2 h max 3")
    return Retry(
        chance=chance,
        after=syntax.law(rest.removeprefix("after ")) if rest else None,
        most=syntax.times(times) if most else None,
    )


def balks(text: str) -> Balk:
    """Read [PCT ]at NUM waiting[ DEST]."""
    head, to = destination(text)
    chance, rest = percent_first(head)
    found = _WAITING.fullmatch(rest)
    if rest and found is None:
        hint = "write it as 40% at 5 waiting -> STEP"
        raise TextError(f'"{text}" does not say how many wait', hint)
    return Balk(chance=chance, at=syntax.whole(found[1]) if found else None, to=to)


def limit(text: str) -> Limit:
    """Read LAW DEST."""
    head, to = destination(text)
    return Limit(law=syntax.law(head) if head else None, to=to)


def no_show(text: str) -> NoShow:
    """Read PCT DEST."""
    head, to = destination(text)
    return NoShow(chance=syntax.percent(head) if head else None, to=to)


def at_most(text: str) -> AtMost:
    """Read at most NUM visits DEST."""
    head, to = destination(text)
    if not head:
        return AtMost(to=to)
    found = re.fullmatch(r"(\S+)(?: visits?)?", head)
    if not found or " " not in head:
        raise TextError(f'"{head}" does not say how many visits', "write it as 2 visits -> STEP")
    return AtMost(visits=syntax.times(found[1]), to=to)


def branch(text: str) -> Branch:
    """Read a go item: [PCT ]LABEL DEST."""
    head, to = destination(text)
    share, label = percent_first(head)
    if to is None:
        raise TextError(f'"{text}" leads nowhere', "write it as 82% yes -> STEP")
    if not label:
        raise TextError(f'"{text}" has no label', f"write it as {head} yes -> {to}".strip())
    return Branch(label=label, to=to, share=share)


def failure(text: str, is_part: Callable[[str], bool], near: Callable[[str], str]) -> Failure:
    """Read a fails item: PCT MODE[ noticed at ID| until ID][ by customer|PART] DEST.

    ``near`` gives the hint for a word after `by` that is almost a part's name.
    """
    head, to = destination(text)
    chance, head = percent_first(head)
    front, word, noticer = head.rpartition(" by ")
    by = None
    if word and (noticer == "customer" or is_part(noticer)):
        head, by = front, noticer
    elif word and (hint := near(noticer)):
        raise TextError(f'unknown part "{noticer}"', hint)
    mode, until, until_step = head.partition(" until ")
    mode, noticed, noticed_step = mode.partition(" noticed at ") if not until else (mode, "", "")
    if not mode.strip() or (until and not until_step) or (noticed and not noticed_step):
        raise TextError(f'"{text}" does not name the failure', "write it as 3% wrong item -> STEP")
    return Failure(
        mode=mode.strip(),
        chance=chance,
        noticed_at=noticed_step or None,
        until=until_step or None,
        by=by,
        to=to,
    )


def runner(text: str) -> RaceBranch:
    """Read a race item: LABEL after LAW DEST."""
    head, to = destination(text)
    label, after, law = head.partition(" after ")
    if to is None or not after or not label:
        raise TextError(f'"{text}" is no runner', "write it as paid after 14 days -> STEP")
    return RaceBranch(label=label, after=syntax.law(law), to=to)


def consult(text: str) -> Consult:
    """Read a consults item: PCT PART."""
    share, part = percent_first(text)
    if not part:
        raise TextError(f'"{text}" names no part', "write it as 20% Warehouse")
    return Consult(part=part, share=share)


def away(text: str) -> Away:
    """Read PCT -> PART."""
    head, part = destination(text)
    if part is None or not head:
        raise TextError(f'"{text}" does not say who takes over', "write it as 15% -> PART")
    return Away(share=syntax.percent(head), part=part)


def overflow(text: str) -> Overflow:
    """Read at NUM waiting -> PART."""
    head, part = destination(text)
    found = _WAITING.fullmatch(head)
    if found is None or part is None:
        hint = "write it as at 5 waiting -> PART"
        raise TextError(f'"{text}" does not say when, and who takes over', hint)
    return Overflow(at=syntax.whole(found[1]), part=part)


def skill(text: str) -> Skill:
    """Read an entry of skills: [A..B |A ]NAME[ at PCT]."""
    head, at, pace = text.rpartition(" at ")
    head, pace = (head, pace) if at and pace.endswith("%") else (text, "100%")
    found = _SKILL.fullmatch(head)
    assert found is not None  # any text has a name
    first = syntax.whole(found[1], least=1) if found[1] else None
    last = syntax.whole(found[2], least=1) if found[2] else first
    if first is not None and last is not None and last < first:
        raise TextError(f'"{text}" counts backwards', f"write {last}..{first} {found[3]}")
    return Skill(name=found[3], first=first, last=last, speed=speed(pace))


def speed(text: str) -> float:
    """Read how fast somebody is: above 0 %, and above 100 % for the quick."""
    if not text.endswith("%"):
        raise TextError(f'"{text}" is not a percentage', "write a percentage such as 80%")
    value = syntax.exact_number(text.removesuffix("%")) / 100
    if value <= 0:
        raise TextError(f'"{text}" would never be done', "a speed is more than 0%")
    return float(value)


def batch(text: str) -> Batch:
    """Read NUM[ or after LAW]."""
    size, after, law = text.partition(" or after ")
    return Batch(size=syntax.whole(size, least=1, most=syntax.MOST_TIMES),
                 after=syntax.law(law) if after else None)  # fmt: skip


def times(text: str) -> Times:
    """Read NUM or A..B."""
    least, dots, most = text.partition("..")
    found = [syntax.whole(n, most=syntax.MOST_TIMES) for n in ((least, most) if dots else (least,))]
    if found[-1] < found[0]:
        raise TextError(f'"{text}" does not rise', "write the smallest first")
    return Times(least=found[0], most=found[-1])


def weeks(text: str) -> Weeks:
    """Read an entry of a year: week A..B xNUM, or week A xNUM."""
    found = _WEEKS.fullmatch(text)
    if found is None:
        raise TextError(f'"{text}" are no weeks', "write them as week 1..8 x0.8")
    first, last = week(found[1]), week(found[2] or found[1])
    if last < first:
        raise TextError(f'"{text}" counts backwards', "two entries go past the end of the year")
    return Weeks(first=first, last=last, weight=syntax.number(found[3]))


def week(text: str) -> int:
    """Read the number of a week of the year, 1 to 52."""
    return syntax.whole(text, least=1, most=52)


def holiday(text: str) -> Holiday:
    """Read an entry of closed on: week A DAY, week A DAY-DAY, or week A."""
    found = _HOLIDAY.fullmatch(text)
    if found is None:
        raise TextError(f'"{text}" is no day of the year', "write it as week 52 Thu-Fri")
    days = syntax.working_days([found[2] or "Mon-Sun"])
    if days[-1] - days[0] != len(days) - 1:
        raise TextError(f'"{text}" goes past Sunday', "write two entries")
    return Holiday(week=week(found[1]), first_day=days[0], last_day=days[-1])


def when(text: str) -> Trigger:
    """Read at random | ID passed | no news for DUR."""
    if text == "at random":
        return Trigger(kind="at random")
    if text.startswith("no news for "):
        return Trigger(kind="no news", silence=syntax.duration(text.removeprefix("no news for ")))
    if text.endswith(" passed"):
        return Trigger(kind="passed", passed=text.removesuffix(" passed"))
    hint = "write at random, PROMISE passed, or no news for 1 day"
    raise TextError(f'"{text}" does not say when the customer acts', hint)


def span(text: str) -> list[tuple[str, str]]:
    """Read SPAN (ID to ID): every way to cut it in two, as a name may itself contain " to "."""
    pieces = text.split(" to ")
    cuts = [
        (" to ".join(pieces[:k]).strip(), " to ".join(pieces[k:]).strip())
        for k in range(1, len(pieces))
    ]
    if not cuts or not all(cuts[0]):
        raise TextError(f'"{text}" is not a span', "write it as FIRST to LAST")
    return cuts


def share_first(text: str) -> tuple[float | None, str]:
    """Read the key of a branch of `some of`: PCT BRANCH."""
    share, name = percent_first(text)
    if not name:
        raise TextError(f'"{text}" has no name', f"write it as {text} NAME")
    return share, name
