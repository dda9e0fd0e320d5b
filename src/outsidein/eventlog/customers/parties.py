"""Who does each activity of a log, and whether the customer notices: a small file to confirm."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from outsidein.errors import Fault, OutsideInError
from outsidein.files import read_capped, write_atomically
from outsidein.words import did_you_mean

Party = Literal["customer", "organisation", "system"]
PARTIES: tuple[str, ...] = get_args(Party)
HEADS = ("activity", "party", "seen", "part", "events", "because")
NEEDED = HEADS[:3]
SEEN = {"yes": True, "no": False}
CONFIRMED = "confirmed"
MOST_BYTES = 64 << 20
NO_PART = frozenset({"", "-", "?", "empty", "undefined", "missing", "unknown", "none", "null"})
RISKY = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would compute what begins so


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """Who does an activity, and whether the customer does or sees it.

    ``part`` is the department or system that does it, "" where nothing tells · ``because`` says
    what the proposal rests on, or that it was confirmed.
    """

    activity: str
    party: Party
    seen: bool
    part: str = ""
    events: int = 0
    because: str = CONFIRMED


def named_part(name: str) -> str:
    """Return a part's name, "" where the word there says that nobody knows."""
    return "" if name.strip().casefold() in NO_PART else name


def write_sides(path: str | Path, sides: Iterable[Side]) -> None:
    """Write who does what as a small CSV file: look at it, change it, and use it again."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(HEADS)
    for side in sides:
        seen = "yes" if side.seen else "no"
        cells = (side.activity, side.party, seen, side.part, str(side.events), side.because)
        writer.writerow([f"'{cell}" if cell.startswith(RISKY) else cell for cell in cells])
    write_atomically(path, stream.getvalue().encode())


def read_sides(path: str | Path, activities: Sequence[str]) -> dict[str, Side]:
    """Return what a file of sides says, by activity; it need not name all of them.

    Parameters
    ----------
    activities : those of the log; a file may not name others.

    Raises
    ------
    OutsideInError : columns that are missing, an activity that the log does not have or that
        stands there twice, a word that is no party: every fault with its line.
    """
    rows, faults = _rows(Path(path)), []
    known, found = set(activities), {}
    for line, row in rows:
        where = f"{path}:{line}"
        name = _unquoted(row["activity"])
        if name not in known:
            what = f"the log has no activity {name!r}"
            hint = did_you_mean(name, activities)
            faults.append(Fault("unknown-activity", "error", where, what, hint))
        elif name in found:
            what, hint = f"{name!r} stands here twice", "keep one of the lines"
            faults.append(Fault("twice", "error", where, what, hint))
        faults += _unknown(row, where)
        if not faults:
            seen = SEEN[row["seen"].casefold()]
            part = _unquoted(row.get("part", ""))
            party = _party(row["party"])
            found[name] = Side(activity=name, party=party, seen=seen, part=part)
    if faults:
        raise OutsideInError(faults)
    return found


def _party(said: str) -> Party:
    folded = said.casefold()
    return next(one for one in get_args(Party) if one == folded)


def _unknown(row: Mapping[str, str], where: str) -> Iterator[Fault]:
    for column, words in (("party", PARTIES), ("seen", tuple(SEEN))):
        if row[column].casefold() not in words:
            what = f"{column} is {row[column]!r}" if row[column] else f"{column} is empty"
            hint = f"one of: {', '.join(words)}"
            yield Fault("unknown-word", "error", where, what, hint)


def _unquoted(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(RISKY) else cell


def _rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    """Return (line, cells by head) of a file; commas, semicolons or tabs between the cells."""
    content = read_capped(path, most_bytes=MOST_BYTES)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        what, hint = "is not UTF-8", "save it as CSV UTF-8"
        raise OutsideInError([Fault("not-utf-8", "error", str(path), what, hint)]) from error
    head = text.partition("\n")[0]
    separator = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=False)
    try:
        lines = [(reader.line_num, [cell.strip() for cell in row]) for row in reader]
    except csv.Error as error:
        what, hint = f"cannot be read: {error}", "save it as CSV UTF-8"
        raise OutsideInError([Fault("unreadable", "error", str(path), what, hint)]) from error
    heads = [cell.casefold() for cell in lines[0][1]] if lines else []
    missing = [name for name in NEEDED if name not in heads]
    if missing:
        what = f"has no column {missing[0]}"
        hint = f"its first line needs: {', '.join(HEADS[:4])}"
        raise OutsideInError([Fault("column-missing", "error", f"{path}:1", what, hint)])
    return [
        (line, dict(zip(heads, [*cells, *[""] * len(heads)], strict=False)))
        for line, cells in lines[1:]
        if any(cells)
    ]
