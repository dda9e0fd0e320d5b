"""A log as `simulate --log` writes it, read like anybody else's."""

from __future__ import annotations

from dataclasses import replace

from outsidein.eventlog.raw import ROW, TABLE, RawTable, keep_out, literal, quoted
from outsidein.eventlog.visits import VISIT_COLUMNS
from outsidein.measures.records import FATE

OWN, PROMISE = "simulated", "a promise, which is no event"
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
    kind = "VIEW" if raw.timed else "TABLE"
    raw.database.execute(f"ALTER {kind} {TABLE} RENAME TO {OWN}")
    texts = ", ".join(quoted(name) for name in raw.columns)
    keep_out(
        raw.database,
        f"SELECT {quoted(ROW)}, NULL, {literal(PROMISE)}, concat_ws(',', {texts}) FROM {OWN} "
        f"WHERE how IN ({fates})",
    )
    raw.database.execute(
        f"CREATE TEMP VIEW {TABLE} AS SELECT *, {cell} AS {quoted(CASE)} FROM {OWN} "
        f"WHERE how NOT IN ({fates})"
    )
    lost = (*raw.lost, (PROMISE, promises)) if promises else raw.lost
    return replace(raw, columns=(CASE, *raw.columns), lost=lost)
