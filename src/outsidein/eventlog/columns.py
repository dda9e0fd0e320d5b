"""Which column is what: guessed from its name and its cells, said, and overridable."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields

from outsidein.errors import Fault, OutsideInError
from outsidein.eventlog.raw import TABLE, RawTable, said
from outsidein.words import did_you_mean

# What a column may mean, and the names seen for it, best first; compared without case and signs.
NAMES: dict[str, tuple[str, ...]] = {
    "case": (
        "caseconceptname", "caseid", "case", "casenumber", "caseref", "traceid", "trace",
        "processinstance", "processinstanceid", "instanceid", "orderid", "ticketid",
        "applicationid", "claimid", "patient", "patientid", "journeyid", "sessionid",
    ),
    "activity": (
        "conceptname", "activity", "activityname", "activityid", "task", "taskname", "step",
        "event", "eventname", "eventtype", "action", "operation", "handling", "page", "url",
    ),
    "end": (
        "timetimestamp", "endtimestamp", "endtime", "completetimestamp", "completiontime", "end",
        "finished", "ended", "timestamp", "eventtime", "time", "datetime", "date", "createdat",
    ),
    "start": ("starttimestamp", "starttime", "start", "started", "begin", "begintime"),
    "resource": (
        "orgresource", "resource", "user", "userid", "employee", "agent", "agentid", "performer",
        "originator", "worker",
    ),
    "part": ("orggroup", "part", "group", "department", "role", "orgrole", "team", "unit"),
    "lifecycle": (
        "lifecycletransition", "lifecycle", "transition", "registrationtype", "eventstate",
    ),
    "channel": (
        "channel", "casechannel", "caseorigin", "origin", "contactchannel", "medium",
    ),
    "customer": (
        "customer", "customerid", "client", "clientid", "caller", "visitorid", "userpseudoid",
    ),
    "cost": ("cost", "costs", "costtotal", "totalcost", "eventcost"),
    "sequence": ("sequence", "eventindex", "index", "eventnumber", "seq"),
}  # fmt: skip
VISITORS = ("userid", "user", "visitor", "idvisitor", "cookieid", "client", "email", "accountid")
NEEDED = ("case", "activity")


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """The column of each meaning, as the file names it; None: there is none."""

    case: str
    activity: str
    end: str | None = None
    start: str | None = None
    resource: str | None = None
    part: str | None = None
    lifecycle: str | None = None
    channel: str | None = None
    customer: str | None = None
    cost: str | None = None
    sequence: str | None = None

    def said(self) -> dict[str, str]:
        """Return what was found: meaning -> column."""
        found = {field.name: getattr(self, field.name) for field in fields(self)}
        return {meaning: column for meaning, column in found.items() if column is not None}

    @property
    def attributes_of(self) -> frozenset[str]:
        """The columns that have a meaning; every other one is an attribute."""
        return frozenset(self.said().values())


def guess_roles(raw: RawTable, given: Mapping[str, str] | None = None) -> Roles:
    """Return which column is what; ``given`` (meaning -> column) decides before any guess.

    Raises
    ------
    OutsideInError : a meaning or a column that is not there; no case, no activity, no time.
    """
    given = dict(given or {})
    _refuse_unknown(raw, given)
    found: dict[str, str] = dict(given)
    taken = set(given.values())
    plain = {column: _plain(column) for column in raw.columns}
    for meaning, names in NAMES.items():
        if meaning in found:
            continue
        for name in names:
            column = next((c for c, p in plain.items() if p == name and c not in taken), None)
            if column is not None and _has_values(raw, column):
                found[meaning] = column
                taken.add(column)
                break
    _visitors(found, plain)
    if "end" not in found and "start" in found:
        found["end"] = found.pop("start")
    _refuse_missing(raw, found)
    return Roles(**found)


def _visitors(found: dict[str, str], plain: Mapping[str, str]) -> None:
    """Let each visitor be a case where a log knows no other: clicks know users alone."""
    if "case" in found:
        return
    column = found.get("customer") or next((c for c, p in plain.items() if p in VISITORS), None)
    if column is not None:
        found["case"] = found["customer"] = column
        if found.get("resource") == column:
            del found["resource"]


def _plain(name: str) -> str:
    """Return a name without case, blanks and signs: "Case ID" is caseid."""
    return re.sub(r"[^a-z0-9]", "", name.casefold())


def _has_values(raw: RawTable, column: str) -> bool:
    found = f"SELECT EXISTS(SELECT 1 FROM {TABLE} WHERE {said(column)} IS NOT NULL)"
    return bool(raw.one(found)[0])


def _refuse_unknown(raw: RawTable, given: Mapping[str, str]) -> None:
    faults = []
    for meaning, column in given.items():
        if meaning not in NAMES:
            hint = did_you_mean(meaning, list(NAMES)) or f"one of {', '.join(NAMES)}"
            what = f"no column can mean {meaning!r}"
            faults.append(Fault("unknown-meaning", "error", str(raw.path), what, hint))
        elif column not in raw.columns:
            hint = did_you_mean(column, list(raw.columns)) or _listed(raw)
            what = f"there is no column {column!r}"
            faults.append(Fault("unknown-column", "error", str(raw.path), what, hint))
    if faults:
        raise OutsideInError(faults)


def _refuse_missing(raw: RawTable, found: Mapping[str, str]) -> None:
    faults = []
    for meaning in (*NEEDED, "end"):
        if meaning not in found:
            word = "time" if meaning == "end" else meaning
            what = f"no column looks like the {word} of an event"
            hint = f"say it: --column {meaning}=NAME, {_listed(raw)}"
            faults.append(Fault("column-missing", "error", str(raw.path), what, hint))
    if faults:
        raise OutsideInError(faults)


def _listed(raw: RawTable) -> str:
    shown = ", ".join(raw.columns[:12])
    return f"one of {shown}{', …' if len(raw.columns) > 12 else ''}"
