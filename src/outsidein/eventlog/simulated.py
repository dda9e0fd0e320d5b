"""A log as `simulate --log` writes it, read like anybody else's."""

from __future__ import annotations

from dataclasses import replace

from outsidein.eventlog.raw import TABLE, RawTable, literal, quoted
from outsidein.eventlog.visits import VISIT_COLUMNS
from outsidein.measures.records import FATE

OWN = "simulated"
CASE = "case:id"


def as_any_log(raw: RawTable) -> RawTable:
    """Return the table with one name a case over all replications, and its promises counted apart.

    A case has the same number in every replication; what became of a promise is no event.
    """
    if not set(VISIT_COLUMNS) <= set(raw.columns):
        return raw
    fates = ", ".join(literal(fate) for fate in FATE)
    promises = int(raw.one(f"SELECT count(*) FROM {TABLE} WHERE how IN ({fates})")[0])
    cell = f"replication || '-' || {quoted('case')}"
    raw.database.execute(f"ALTER TABLE {TABLE} RENAME TO {OWN}")
    raw.database.execute(
        f"CREATE TEMP VIEW {TABLE} AS SELECT *, {cell} AS {quoted(CASE)} FROM {OWN} "
        f"WHERE how NOT IN ({fates})"
    )
    lost = (*raw.lost, ("a promise, which is no event", promises)) if promises else raw.lost
    return replace(raw, columns=(CASE, *raw.columns), lost=lost)
