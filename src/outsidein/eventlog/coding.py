"""From a table of texts to coded events, block by block; what is no event is kept aside.

The database does what needs no order (words, codes, counts) and spills what memory does not hold;
each block of whole cases is then put in order by `passes.order_rows`.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from outsidein.eventlog import passes
from outsidein.eventlog.columns import Roles
from outsidein.eventlog.moments import Clock, reading
from outsidein.eventlog.raw import KEPT_OUT, ROW, TABLE, RawTable, literal, quoted, said
from outsidein.eventlog.store import (
    EVENTS_A_BLOCK,
    NOT_SAID,
    Aside,
    Codes,
    Events,
    ends_of_blocks,
)

ASIDE_COLUMNS = tuple(f"kept aside: {what}" for what in ("row", "line", "reason", "text"))
TOLD = 5  # rows named of each kind that is kept aside
FIRST_US, LAST_US = -62_135_596_800_000_000, 253_402_300_799_999_999  # the years 1 to 9999

REASONS = {  # the first that holds is told
    "no case": "case_code IS NULL",
    "no activity": "activity_code IS NULL",
    "no time": "NOT has_end",
    "a time that cannot be read": "end_us IS NULL",
    "a start that cannot be read": "has_start AND start_us IS NULL",
}
IS_EVENT = "reason = 0"
OTHERS = {  # columns that only some logs have
    "start": f"coalesce(start_us, {NOT_SAID}) AS start_us",
    "sequence": "coalesce(place, 'nan'::DOUBLE) AS place",
    "lifecycle": "transition",
}
NO_RANK = np.empty(0, dtype=np.int32)


class Coding:
    """What the rows of a file mean, as codes: a value that lives as long as the file is open.

    Texts become codes before anything is asked of a row: each different cell is looked at once.
    """

    def __init__(
        self,
        raw: RawTable,
        roles: Roles,
        clocks: Mapping[str, tuple[Clock, ...]],
        kept: Mapping[str, str],
    ) -> None:
        """Give each row its meaning; ``kept``: the other columns wanted, name -> column."""
        self.raw, self.database, self.kept = raw, raw.database, kept
        texts = {"case": roles.case, "activity": roles.activity}
        if roles.resource is not None:
            texts["resource"] = roles.resource
        texts.update({f"kept_{k}": column for k, column in enumerate(kept.values())})
        self.texts, self.others = tuple(texts), frozenset(roles.said()) & set(OTHERS)
        for name, column in texts.items():
            self._cells(name, column)
        self._code(roles, clocks, texts)
        self.aside = self._aside()
        self.counts = self._number_cases()
        for name in self.texts[1:]:
            self._number(name, "events DESC, word" if name == "activity" else "word")
        self.activities, self.resources = self.words("activity"), self.words("resource")

    def __len__(self) -> int:
        """Number of rows that are events."""
        return int(self.counts.sum())

    def _cells(self, name: str, column: str) -> None:
        """Give each different cell of a column the code of its text without blanks around it."""
        cell = f"{quoted(column)}::VARCHAR"
        self.database.execute(
            f"CREATE TEMP TABLE cells_of_{name} AS SELECT cell, "
            "(row_number() OVER () - 1)::INTEGER AS code "
            f"FROM (SELECT {cell} AS cell FROM {TABLE}) WHERE cell <> '' GROUP BY cell"
        )
        blank = f"SELECT count(*) FROM cells_of_{name} WHERE trim(cell) <> cell"
        if not self.raw.one(blank)[0]:
            told = f"SELECT code, cell AS word FROM cells_of_{name}"
            self.database.execute(f"CREATE TEMP VIEW words_of_{name} AS {told}")
            return
        self.database.execute(
            f"CREATE TEMP TABLE words_of_{name} AS SELECT (row_number() OVER () - 1)::INTEGER "
            f"AS code, word FROM (SELECT DISTINCT trim(cell) AS word FROM cells_of_{name}) "
            "WHERE word <> ''"
        )
        self.database.execute(
            f"CREATE OR REPLACE TEMP TABLE cells_of_{name} AS SELECT cell, w.code "
            f"FROM cells_of_{name} JOIN words_of_{name} w ON w.word = trim(cell)"
        )

    def _code(
        self, roles: Roles, clocks: Mapping[str, tuple[Clock, ...]], texts: Mapping[str, str]
    ) -> None:
        """Make a table of numbers: what each row says, and why it is no event."""
        end, start, place = roles.end, roles.start, roles.sequence
        cells = {
            "has_start": f"{self._text(start)} IS NOT NULL" if start else "false",
            "told_end": f"{self._text(end)} IS NOT NULL" if end else "false",
            "read_start": reading(start, clocks["start"]) if start else "NULL::BIGINT",
            "read_end": reading(end, clocks["end"]) if end else "NULL::BIGINT",
            "place": f"try_cast({said(place)} AS DOUBLE)" if place else "NULL::DOUBLE",
            "transition": _transition(roles.lifecycle),
            **{f"cell_{name}": f"{quoted(column)}::VARCHAR" for name, column in texts.items()},
        }
        listed = ", ".join(f"{sql} AS {name}" for name, sql in cells.items())
        bounded = ", ".join(
            f"CASE WHEN {name} BETWEEN {FIRST_US} AND {LAST_US} THEN {name} END AS {known}"
            for name, known in (("read_start", "start_us"), ("read_end", "told_us"))
        )
        reasons = " ".join(f"WHEN {test} THEN {k}" for k, test in enumerate(REASONS.values(), 1))
        # An event that has only begun counts from its start.
        begun = "NOT told_end AND start_us IS NOT NULL"
        codes = ", ".join(f"c_{name}.code AS {name}_code" for name in texts)
        joins = " ".join(
            f"LEFT JOIN cells_of_{name} c_{name} ON c_{name}.cell = r.cell_{name}" for name in texts
        )
        kept = ", ".join(f"{name}_code" for name in texts)
        self.database.execute(
            f"CREATE TEMP TABLE coded AS SELECT row, {kept}, end_us, start_us, place, transition, "
            f"(CASE {reasons} ELSE 0 END)::UTINYINT AS reason FROM ("
            f"SELECT *, CASE WHEN {begun} THEN start_us ELSE told_us END AS end_us, "
            f"told_end OR {begun} AS has_end FROM ("
            f"SELECT r.*, {bounded}, {codes} FROM ("
            f"SELECT {quoted(ROW)} AS row, {listed} FROM {TABLE}) r {joins}))"
        )

    def _text(self, column: str) -> str:
        """Return the SQL of what tells whether a time is said at all."""
        return quoted(column) if column in self.raw.timed else said(column)

    def _aside(self) -> tuple[Aside, ...]:
        """Return the rows that are no events, each for the first reason that holds."""
        found = [Aside(reason=what, count=count, rows=()) for what, count in self.raw.lost]
        self.database.execute(
            f"CREATE TEMP TABLE aside AS SELECT row, reason FROM coded WHERE NOT {IS_EVENT}"
        )
        rows = self.database.execute(
            f"SELECT reason, count(*), list_sort(min(row, {TOLD})) FROM aside GROUP BY reason"
        ).fetchall()
        reasons = list(REASONS)
        kept = [
            Aside(reason=reasons[why - 1], count=count, rows=tuple(some))
            for why, count, some in rows
        ]
        return (*found, *sorted(kept, key=lambda one: (-one.count, one.reason)))

    def kept_aside(self) -> str:
        """Return the SQL of all rows kept aside: where, why, and what the file says there."""
        row, line, reason, text = map(quoted, ASIDE_COLUMNS)
        reasons = ", ".join(map(literal, REASONS))
        told = (
            f"SELECT p.row AS {row}, NULL::BIGINT AS {line}, [{reasons}][p.reason] AS {reason}, "
            f"NULL::VARCHAR AS {text}, r.* EXCLUDE ({quoted(ROW)}) "
            f"FROM aside p JOIN {TABLE} r ON r.{quoted(ROW)} = p.row"
        )
        there = f"SELECT count(*) FROM duckdb_tables() WHERE table_name = {literal(KEPT_OUT)}"
        if self.raw.one(there)[0]:
            told += (
                f" UNION ALL BY NAME SELECT row AS {row}, line AS {line}, reason AS {reason}, "
                f"text AS {text} FROM {KEPT_OUT}"
            )
        return f"{told} ORDER BY {row} NULLS LAST, {line}"

    def _number(self, name: str, order: str) -> None:
        """Give the words that events say in a column their last codes, in an order."""
        self.database.execute(
            f"CREATE TEMP TABLE numbered_{name} AS SELECT before, "
            f"(row_number() OVER (ORDER BY {order}) - 1)::INTEGER AS code "
            f"FROM (SELECT {name}_code AS before, count(*) AS events FROM coded "
            f"WHERE {IS_EVENT} AND {name}_code IS NOT NULL GROUP BY {name}_code) "
            f"JOIN words_of_{name} w ON w.code = before"
        )

    def _number_cases(self) -> npt.NDArray[np.int64]:
        """Number the cases in the order in which they began; return how many events each has."""
        self.database.execute(
            "CREATE TEMP TABLE numbered_case AS SELECT before, events, "
            "(row_number() OVER (ORDER BY began, row) - 1)::INTEGER AS code FROM ("
            "SELECT case_code AS before, count(*)::INTEGER AS events, min(row) AS row, "
            "min(coalesce(start_us, end_us)) AS began "
            f"FROM coded WHERE {IS_EVENT} GROUP BY case_code)"
        )
        found = self.database.execute("SELECT events FROM numbered_case ORDER BY code")
        return np.asarray(found.fetchnumpy()["events"], dtype=np.int64)

    def words_query(self, name: str) -> str:
        """Return the SQL of the words of a column in the order of their codes."""
        if name not in self.texts:
            return "SELECT '' AS word WHERE false"
        return (
            f"SELECT w.word FROM numbered_{name} n JOIN words_of_{name} w ON w.code = n.before "
            "ORDER BY n.code"
        )

    def words(self, name: str) -> tuple[str, ...]:
        """Return the words of a column: activity, resource, kept_0 and so on."""
        rows = self.database.execute(self.words_query(name)).fetchall()
        return tuple(row[0] for row in rows)

    def case_names(self) -> npt.NDArray[Any]:
        """Return the name of each case."""
        found = self.database.execute(self.words_query("case")).fetchnumpy()
        return np.asarray(found["word"])

    def blocks(self, most_events: int = EVENTS_A_BLOCK) -> Iterator[Events]:
        """Yield the events in blocks of whole cases, each case in the order of its time."""
        first = np.append(0, np.cumsum(self.counts)).astype(np.int64)
        ends = ends_of_blocks(first, most_events)
        ranks = {name: self._rank(name) for name in self.texts[1:]}
        ranks["case"] = NO_RANK if len(ends) > 2 else self._rank("case")
        if len(ends) > 2:
            self.database.execute(
                "CREATE OR REPLACE TEMP TABLE coded_by_case AS SELECT coded.*, code FROM coded "
                f"JOIN numbered_case ON before = case_code WHERE {IS_EVENT}"
            )
        codes = ", ".join(f"coalesce({name}_code, -1) AS {name}" for name in self.texts[1:])
        others = ", ".join(sql for name, sql in OTHERS.items() if name in self.others)
        query = f"SELECT {codes}, end_us, row{others and ', '}{others}, "
        for begin, end in itertools.pairwise(ends):
            if len(ends) > 2:
                rest = f"code AS k FROM coded_by_case WHERE code BETWEEN {begin} AND {end - 1}"
            else:
                rest = f"case_code AS k FROM coded WHERE {IS_EVENT}"
            found = self.database.execute(query + rest).fetchnumpy()
            table = {name: np.asarray(column) for name, column in found.items()}
            yield self._ordered(table, ranks, begin, first[begin : end + 1] - first[begin])

    def _rank(self, name: str) -> Codes:
        """Return the last code of each first one, and -1 at the end for what says nothing."""
        size = self.raw.one(f"SELECT coalesce(max(code), -1) + 2 FROM words_of_{name}")[0]
        rank = np.full(int(size), -1, dtype=np.int32)
        found = self.database.execute(f"SELECT before, code FROM numbered_{name}").fetchnumpy()
        rank[np.asarray(found["before"])] = np.asarray(found["code"])
        return rank

    def _ordered(
        self,
        table: Mapping[str, npt.NDArray[Any]],
        ranks: Mapping[str, Codes],
        begin: int,
        first: npt.NDArray[np.int64],
    ) -> Events:
        """Put the rows of some cases in order, and join starts to their ends."""
        end, row, place = table["end_us"], table["row"], table.get("place", np.empty(0))
        order = passes.order_rows(table["k"], ranks["case"], begin, first, end, place, row)
        codes = {
            name: passes.taken_codes(table[name], ranks[name], order) for name in self.texts[1:]
        }
        start = table.get("start_us")
        events = Events(
            case=np.arange(begin, begin + len(first) - 1, dtype=np.int64),
            first=first,
            activity=codes["activity"],
            resource=codes.get("resource", np.full(len(order), -1, dtype=np.int32)),
            end=passes.taken(end, order),
            start=np.full(len(order), NOT_SAID) if start is None else passes.taken(start, order),
            row=passes.taken(row, order),
            said={name: codes[f"kept_{k}"] for k, name in enumerate(self.kept)},
        )
        if "transition" not in table:
            return events
        return _joined(events, table["transition"][order], len(self.activities))


def _transition(column: str | None) -> str:
    if column is None:
        return "0::TINYINT"
    state = f"lower({said(column)})"
    known = f"WHEN 'start' THEN {passes.BEGUN} WHEN 'complete' THEN {passes.DONE}"
    return f"CASE {state} {known} ELSE 0 END::TINYINT"


def _joined(events: Events, transition: npt.NDArray[np.int8], activities: int) -> Events:
    """Make one event of a start and the completion that belongs to it."""
    first, start = events.first, np.array(events.start)
    joined = passes.join_lifecycles(
        first, events.activity, transition, events.end, start, activities
    )
    if not joined:
        return events
    kept = transition != passes.JOINED
    return Events(
        case=events.case,
        first=np.append(0, np.cumsum(kept))[first],
        activity=events.activity[kept],
        resource=events.resource[kept],
        end=events.end[kept],
        start=start[kept],
        row=events.row[kept],
        said={name: codes[kept] for name, codes in events.said.items()},
    )


def together(blocks: Sequence[Events]) -> Events:
    """Return several blocks as one."""
    if len(blocks) == 1:
        return blocks[0]
    counts = np.concatenate([np.diff(block.first) for block in blocks])
    return Events(
        case=np.concatenate([block.case for block in blocks]),
        first=np.append(0, np.cumsum(counts)).astype(np.int64),
        activity=np.concatenate([block.activity for block in blocks]),
        resource=np.concatenate([block.resource for block in blocks]),
        end=np.concatenate([block.end for block in blocks]),
        start=np.concatenate([block.start for block in blocks]),
        row=np.concatenate([block.row for block in blocks]),
        said={
            name: np.concatenate([block.said[name] for block in blocks]) for name in blocks[0].said
        },
    )
