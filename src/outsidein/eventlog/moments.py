"""Times as files write them, read as microseconds since 1970; how they were read is said."""

from __future__ import annotations

from dataclasses import dataclass

from outsidein.eventlog.raw import TABLE, RawTable, quoted, said

DAY = ("%d.%m.%Y", "%d/%m/%Y", "%d-%m-%Y")
MONTH = ("%m/%d/%Y", "%m-%d-%Y")
CLOCKS = (" %H:%M:%S.%f", " %H:%M:%S", " %H:%M", " %I:%M:%S %p", " %I:%M %p", "T%H:%M:%S", "")
FIRST_SECOND, LAST_SECOND = -2_208_988_800, 10_413_792_000  # the years 1900 to 2299
SAMPLE = 5_000


@dataclass(frozen=True, slots=True)
class Clock:
    """One way of writing times: what it is called, and the SQL that reads a cell or gives NULL."""

    name: str
    sql: str  # with {cell} for the cell

    def of(self, column: str) -> str:
        """Return the SQL that reads a column."""
        return self.sql.format(cell=quoted(column) if self.name == "timestamps" else said(column))


def _formats(days: tuple[str, ...]) -> str:
    listed = ", ".join(f"'{day}{clock}'" for day in days for clock in CLOCKS)
    return f"epoch_us(try_strptime({{cell}}, [{listed}]))"


def _number(factor: int) -> str:
    first, last = FIRST_SECOND * factor, LAST_SECOND * factor
    number = "try_cast({cell} AS DOUBLE)"
    to_us = 1_000_000 // factor
    return (
        f"CASE WHEN {number} BETWEEN {first} AND {last} "
        f"THEN CAST(round({number} * {to_us}) AS BIGINT) END"
    )


CLOCKS_KNOWN = (
    Clock("year-month-day", "epoch_us(try_cast(replace({cell}, '/', '-') AS TIMESTAMPTZ))"),
    Clock("day.month.year", _formats(DAY)),
    Clock("month/day/year", _formats(MONTH)),
    Clock("seconds since 1970", _number(1)),
    Clock("milliseconds since 1970", _number(1_000)),
)

# A time of the file's own; one without end is none.
OWN = Clock(
    "timestamps",
    "CASE WHEN isfinite({cell}::TIMESTAMP) THEN epoch_us({cell}) END",
)


def clocks_of(raw: RawTable, column: str) -> tuple[Clock, ...]:
    """Return the ways in which a column writes its times, the most frequent first.

    Days and months that could stand either way are read as day first, unless another cell of the
    column says that they are not.
    """
    if column in raw.timed:
        return (OWN,)
    cells = f"(SELECT {said(column)} AS cell FROM {TABLE} WHERE {said(column)} IS NOT NULL LIMIT {SAMPLE})"  # noqa: E501
    plain = CLOCKS_KNOWN[0]
    all_cells, plainly = raw.one(
        f"SELECT count(*), count({plain.sql.format(cell='cell')}) FROM {cells}"
    )
    if all_cells and plainly == all_cells:
        return (plain,)  # trying all the others takes longer than reading most logs
    counts = ", ".join(f"count({clock.sql.format(cell='cell')})" for clock in CLOCKS_KNOWN)
    found = raw.one(f"SELECT {counts} FROM {cells}")
    ranked = sorted(zip(CLOCKS_KNOWN, found, strict=True), key=lambda pair: -pair[1])
    return tuple(clock for clock, count in ranked if count) or CLOCKS_KNOWN[:1]


def reading(column: str, clocks: tuple[Clock, ...]) -> str:
    """Return the SQL that reads a column's times in microseconds since 1970, NULL if it cannot."""
    return "coalesce(" + ", ".join(clock.of(column) for clock in clocks) + ")"
