"""A text of stories as lines: who does what, under which heading, and how each story ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from outsidein.document.nodes import _NOT_TEXT, Places
from outsidein.document.syntax import TextError, clean, law
from outsidein.document.values import OUTCOMES
from outsidein.errors import Fault
from outsidein.model.process import Outcome
from outsidein.words import did_you_mean

MOST_LINES = 1_000
MOST_WHO = 40  # letters of a name before the colon
MOST_NAME = 200
_HEADING = re.compile(r"#+\s*(.*?)\s*#*|={2,}\s*(.*?)\s*=*")
_RULE = re.compile(r"[-*_]{3,}")
_TIME = re.compile(r"\s*\(([^()]*\d[^()]*)\)\s*$")
_SAID = re.compile(r"\s*=>\s*(.*)$")
_ENDS: tuple[tuple[Outcome, re.Pattern[str]], ...] = (
    (
        "lost",
        re.compile(
            r"(?:leaves|goes|turns|switches|changes|moves|buys|orders|shops)\b.*"
            r"\b(?:competitor|competition|elsewhere|rival|somewhere else|another (?:shop|company))"
            r"|(?:is|are) lost\b|never (?:comes|calls|buys|orders)\b.*|leaves us\b.*"
        ),
    ),
    (
        "not served",
        re.compile(
            r"(?:gives|gave) up\b.*|abandons\b.*|hangs up\b.*"
            r"|does not (?:buy|order|get|receive)\b.*"
            r"|leaves(?: without\b.*| empty-handed)?|goes (?:away|home)\b.*|cancels\b.*"
            r"|has (?:no|nothing|not)\b.*|gets nothing\b.*|is turned away\b.*"
            r"|walks (?:out|away)\b.*"
        ),
    ),
    (
        "served",
        re.compile(
            r"has\b.*|is (?:happy|content|satisfied|served|done|pleased|helped|home)\b.*"
            r"|(?:gets|got|has got) what\b.*|done"
        ),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One line of a story: who acts ("" in a line that only says how it ends), and what is done."""

    who: str
    what: str
    start: int  # positions in the text
    end: int
    phase: str | None = None
    time: str = ""
    outcome: Outcome | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes two lines the same: who, what, and whether it is an end."""
        return self.who.casefold(), self.what.casefold().rstrip(" ."), self.outcome or ""


@dataclass(slots=True, kw_only=True)
class Stories:
    """The stories of a text, its title, and the faults found on the way."""

    title: str = ""
    stories: list[list[Told]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def told(text: str, places: Places) -> Stories:
    """Return the stories of a text. A line that is not understood is a fault with a hint."""
    found = Stories()
    reader = _Reader(found, places)
    for number, (start, line) in enumerate(_lines(text)):
        if number >= MOST_LINES:
            what, hint = f"has more than {MOST_LINES:,} lines", "tell fewer stories in one file"
            found.faults.append(Fault("too-large", "error", places(start), what, hint))
            break
        reader.take(start, line)
    reader.finish()
    reader.title_is_no_step()
    return found


def _lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.splitlines(keepends=True):
        yield start, line
        start += len(line)


class _Reader:
    """Takes line after line."""

    def __init__(self, found: Stories, places: Places) -> None:
        self.found, self.places = found, places
        self.story: list[Told] = []
        self.phase: str | None = None
        self.headings: set[str] = set()
        self.gap, self.titled = False, 0
        self.known: dict[tuple[str, str, str], str | None] = {}  # the phase of a line told before

    def fault(self, code: str, start: int, what: str, hint: str = "") -> None:
        """Note an error at a position."""
        self.found.faults.append(Fault(code, "error", self.places(start), what, hint))

    def take(self, start: int, line: str) -> None:
        """Take one line: a blank, a rule, a remark, a heading, a title, or a line of a story."""
        text = clean(line)
        start += len(line) - len(line.lstrip())
        if bad := _NOT_TEXT.search(text):
            what = f"contains U+{ord(bad[0]):04X}, which is no character of a text"
            self.fault("not-a-character", start, what, "leave it out")
        elif not text or _RULE.fullmatch(text):
            self.gap = True
            if text:
                self.finish()
        elif text.startswith("//"):
            return
        elif (heading := _HEADING.fullmatch(text)) is not None:
            self.head(clean(heading[1] or heading[2] or ""))
        elif ":" not in text and not self.story and not self.found.stories and not self.phase:
            self.title(start, text)
        else:
            self.line(start, text)

    def title_is_no_step(self) -> None:
        """A first line that begins with somebody who acts is a step without its colon."""
        names = {line.who for line in self.every() if line.who}
        who = next((name for name in names if self.found.title.startswith(f"{name} ")), None)
        if who is not None:
            what = f'"{self.found.title[:60]}" does not say who'
            hint = f"write {who}: {self.found.title.removeprefix(who).strip()}"
            self.fault("not-understood", self.titled, what, hint)

    def head(self, text: str) -> None:
        """A heading names a phase; one that comes again begins another story."""
        if text in self.headings or (self.gap and self.story and self.story[-1].outcome):
            self.finish()
        self.headings.add(text)
        self.phase, self.gap = text or None, False

    def title(self, start: int, text: str) -> None:
        """The first line without a colon names the process; an end is no name."""
        if not self.found.title and outcome_of(text) is None:
            self.found.title, self.titled = text[:MOST_NAME], start
        else:
            self.line(start, text)

    def line(self, start: int, text: str) -> None:
        """Take a line of a story; behind a blank line it begins another story."""
        last = self.story[-1] if self.story else None
        if self.gap and last is not None and (last.outcome or last.phase == self.phase):
            self.finish()
        self.gap = False
        who, colon, what = text.partition(":")
        if not colon:
            who, what = "", text
        told = Told(who=clean(who), what=clean(what), start=start, end=start + len(text),
                    phase=self.phase)  # fmt: skip
        if self.understood(told, colon):
            self.story.append(self.ending(self.timed(told)))

    def understood(self, line: Told, colon: str) -> bool:
        """Whether a line says who does what; else note why not."""
        if not colon and outcome_of(line.what) is None and not _SAID.search(line.what):
            known = sorted({told.who for told in [*self.every(), *self.story] if told.who})
            first = next((who for who in known if line.what.startswith(f"{who} ")), None)
            hint = f"write {first}: {line.what.removeprefix(first or '').strip()}" if first else (
                "write WHO: WHAT THEY DO, as in Shopper: phones Call centre"
            )  # fmt: skip
            self.fault("not-understood", line.start, f'"{line.what[:60]}" does not say who', hint)
            return False
        if colon and (not line.who or len(line.who) > MOST_WHO):
            what = f'"{line.who[:MOST_WHO]}" is no name' if line.who else "nobody acts in this line"
            self.fault("not-understood", line.start, what, "write WHO: WHAT THEY DO")
            return False
        if not line.what or len(line.what) > MOST_NAME:
            what = f"{line.who} does nothing" if not line.what else "the line is too long"
            self.fault("not-understood", line.start, what, "write WHO: WHAT THEY DO")
            return False
        return True

    def every(self) -> list[Told]:
        """Return every line of the stories that have ended."""
        return [line for story in self.found.stories for line in story]

    def timed(self, line: Told) -> Told:
        """Split off a time in brackets at the end of a line: (4 min)."""
        found = _TIME.search(line.what)
        if found is None:
            return line
        try:
            law(found[1])
        except TextError as wrong:
            self.fault("misspelt", line.start, f"time: {wrong.what}", wrong.hint)
            return line
        return replace(line, what=line.what[: found.start()], time=found[1])

    def ending(self, line: Told) -> Told:
        """Split off how a story ends where that is said outright: => served."""
        found = _SAID.search(line.what)
        if found is None:
            return line
        what = line.what[: found.start()] or found[1]
        if found[1] not in OUTCOMES:
            hint = did_you_mean(found[1], OUTCOMES)
            self.fault("misspelt", line.start, f'"{found[1]}" is no outcome', hint)
            return replace(line, what=what, outcome="served")
        outcome: Outcome = found[1]  # type: ignore[assignment]
        return replace(line, what=what, outcome=outcome)

    def finish(self) -> None:
        """End a story: its last line may say how it ends, the others may not."""
        if not self.story:
            return
        for line in self.story[:-1]:
            if line.outcome is not None or not line.who:
                what, hint = "the story goes on after its end", "leave a blank line behind the end"
                self.fault("after-the-end", line.start, what, hint)
        last = self.story[-1]
        if last.outcome is None:
            self.story[-1] = replace(last, outcome=outcome_of(last.what))
        kept = [line for line in self.story[:-1] if line.who and line.outcome is None]
        story = [*kept, self.story[-1]]
        self.found.stories.append(story if self.headings else self.as_before(story))
        for line in self.found.stories[-1]:
            self.known.setdefault(line.key, line.phase)
        self.story, self.headings, self.gap = [], set(), False

    def as_before(self, story: list[Told]) -> list[Told]:
        """Give a story without headings the phases that its lines had when told before."""
        phase, found = None, []
        for line in story:
            phase = self.known.get(line.key) or phase
            found.append(replace(line, phase=phase))
        return found


def outcome_of(what: str) -> Outcome | None:
    """Return the outcome that a text tells, or None.

    >>> outcome_of("gives up"), outcome_of("leaves for a competitor"), outcome_of("has the goods")
    ('not served', 'lost', 'served')
    """
    text = what.casefold().rstrip(" .!")
    return next((outcome for outcome, ends in _ENDS if ends.fullmatch(text)), None)
