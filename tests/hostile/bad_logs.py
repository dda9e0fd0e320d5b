"""Logs that somebody's system really writes, or that somebody writes to break ours.

Each is a name, the content of a file, and what must come of it: a code, or the events that are
read and the rows that are kept aside.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass

HEAD = "case,activity,time"
GOOD = "1,ask,2024-01-01 09:00\n1,buy,2024-01-01 09:05"


@dataclass(frozen=True, slots=True)
class Bad:
    """A bad log: refused with a code, or read with so many events and rows aside."""

    what: str
    name: str
    content: bytes
    code: str = ""
    events: int = 0
    aside: int = 0


def table(what: str, rows: str, *, head: str = HEAD, code: str = "", events: int = 0,
          aside: int = 0, name: str = "a.csv") -> Bad:  # fmt: skip
    return Bad(what, name, f"{head}\n{rows}".encode(), code, events, aside)


def times(what: str, *cells: str, events: int, aside: int = 0) -> Bad:
    """A log whose times are written in a way; a cell a row."""
    rows = "\n".join(f'{k},ask,"{cell}"' for k, cell in enumerate(cells))
    return table(what, rows, events=events, aside=aside)


XES = (
    '<log><trace><string key="concept:name" value="1"/><event><string key="concept:name" '
    'value="ask"/><date key="time:timestamp" value="2024-01-01T09:00:00Z"/></event></trace></log>'
)
LAUGHS = (
    '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)
OUTSIDE = '<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]>'

TABLES = [
    Bad("nothing at all", "a.csv", b"", "empty"),
    Bad("blanks alone", "a.csv", b"  \n \n", "empty"),
    Bad("a head alone", "a.csv", HEAD.encode(), "column-missing"),
    table("no case column", "ask,2024-01-01", head="activity,time", code="column-missing"),
    table("no activity column", "1,2024-01-01", head="case,time", code="column-missing"),
    table("no time column", "1,ask", head="case,activity", code="column-missing"),
    table("an empty time column", "1,ask,\n2,ask,", code="column-missing"),
    table("one event", "1,ask,2024-01-01", events=1),
    table("one row twice", f"{GOOD}\n{GOOD}", events=4),
    table("a case without a name", f"{GOOD}\n,ask,2024-01-01", events=2, aside=1),
    table("an activity of blanks", f"{GOOD}\n1,   ,2024-01-01", events=2, aside=1),
    table("a line of blanks", f"{GOOD}\n\n1,pay,2024-01-02", events=3),
    table("too many cells", f"{GOOD}\n1,a,2024-01-01,x,y", events=2, aside=1),
    table("too few cells", f"{GOOD}\n1,a", events=2, aside=1),
    table("a total in the last line", f"{GOOD}\nTotal,,", events=2, aside=1),
    table("the head again in the middle", f"{GOOD}\n{HEAD}", events=2, aside=1),
    table("cells that a spreadsheet would run", '"=cmd|1","@SUM(A1)",2024-01-01', events=1),
    table("a script for a name", "1,<script>alert(1)</script>,2024-01-01", events=1),
    table("a quote that never ends", '1,"ask,2024-01-01\n2,buy,2024-01-02', code="not-a-log"),
    table("a line break in a cell", '1,"ask\nagain",2024-01-01', events=1),
    table("quotes in a cell", '1,"ask ""now""",2024-01-01', events=1),
    table("a null character", "1,a\x00b,2024-01-01", events=1),
    table("signs that turn the line around", "1,\u202eksa\u202c,2024-01-01", events=1),
    table("a cell of a megabyte", f"1,{'a' * 1_000_000},2024-01-01", events=1),
    table("a line of ten megabytes", f"1,{'a' * 10_000_000},2024-01-01\n{GOOD}", code="not-a-log"),
    table(
        "two columns of one name",
        "1,ask,x,2024-01-01",
        head="case,activity,activity,time",
        events=1,
    ),
    table("a column without a name", "1,ask,x,2024-01-01", head="case,activity,,time", events=1),
    table(
        "SQL for a column", "1,ask,2024-01-01,x", head=f'{HEAD},"""); DROP TABLE raw; --"', events=1
    ),
    table(
        "a thousand columns",
        f"1,ask,2024-01-01{',x' * 1000}",
        head=HEAD + "".join(f",c{k}" for k in range(1000)),
        events=1,
    ),
    table(
        "a column called as ours",
        "1,ask,2024-01-01,9",
        head=f"{HEAD},outsidein row",
        code="reserved",
    ),
    table("what Excel puts first", "case;activity;time\n1;ask;2024-01-01", head="sep=;", events=1),
    table("a remark before the head", f"{HEAD}\n{GOOD}", head="# from the desk", events=2),
    Bad("lines of old Macintoshes", "a.csv", f"{HEAD}\n{GOOD}".replace("\n", "\r").encode(), "", 2),
    Bad("lines of Windows", "a.csv", f"{HEAD}\n{GOOD}".replace("\n", "\r\n").encode(), "", 2),
    Bad(
        "Windows-1252 said by nobody",
        "a.csv",
        f"{HEAD}\n1,prüfen,2024-01-01".encode("cp1252"),
        "",
        1,
    ),
    Bad("UTF-16", "a.csv", f"{HEAD}\n{GOOD}".encode("utf-16"), "", 2),
    Bad(
        "UTF-8 that breaks in the middle",
        "a.csv",
        f"{HEAD}\n1,pr\udcfc,2024-01-01".encode("utf-8", "surrogateescape"),
        "",
        1,
    ),
    Bad("a picture", "a.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "*"),
    Bad("packed, but not packed", "a.csv.gz", f"{HEAD}\n{GOOD}".encode(), "not-a-log"),
    Bad("packed, and cut", "a.csv.gz", gzip.compress(f"{HEAD}\n{GOOD}".encode())[:40], "not-a-log"),
    Bad(
        "a bomb",
        "a.csv.gz",
        gzip.compress(f"{HEAD}\n".encode() + b"1,a,2024-01-01\n" * 1_400_000),
        "bomb",
    ),
]
TIMES = [
    times("times nobody can read", "yesterday", "now", "?", events=0),
    times("some times nobody can read", "2024-01-01", "soon", events=1, aside=1),
    times("the years 1948 and 2262", "1948-01-26", "2262-04-12", events=2),
    times("the years 1 and 9999", "0001-01-01", "9999-12-31", events=2),
    times("the 30th of February", "2024-02-30", "2024-02-29", events=1, aside=1),
    times("24 o'clock", "2024-01-01 24:00:00", "2024-01-01 23:59:60", events=1, aside=1),
    times("several zones", "2024-01-01T09:00:00+05:30", "2024-01-01T09:00:00-08:00", events=2),
    times("a zone by name", "2024-01-01 09:00:00 UTC", events=1),
    times("nanoseconds", "2024-01-01T09:00:00.123456789Z", events=1),
    times("AM and PM", "01/31/2024 09:00 AM", "01/31/2024 12:00 PM", events=2),
    times("day first and month first", "31/01/2024", "01/31/2024", events=2),
    times("seconds and milliseconds", "1704099600", "1704099600000", events=2),
    times("a time of day alone", "09:00", "10:00", events=0),
]
TREES = [
    Bad("XES without events", "a.xes", b"<log><trace/></log>", "empty"),
    Bad("XES that breaks off", "a.xes", XES[:-9].encode(), "", 1, 1),
    Bad("XES that breaks off at once", "a.xes", b"<log><tra", "not-a-log"),
    Bad("a billion laughs", "a.xes", (LAUGHS + XES).encode(), "not-a-log"),
    Bad("an entity from outside", "a.xes", (OUTSIDE + XES).encode(), "not-a-log"),
    Bad("a tree that never ends", "a.xes", b"<log>" + b"<trace>" * 10_000, "not-a-log"),
    Bad("not XML at all", "a.xes", b"case,activity\n1,ask", "not-a-log"),
    Bad("HTML", "a.xes", b"<!doctype html><html><body>404</body></html>", "not-a-log"),
    Bad(
        "XES events without a trace",
        "a.xes",
        XES.replace("<trace>", "").replace("</trace>", "").encode(),
        "column-missing",
    ),
    Bad("XES in UTF-16", "a.xes", XES.encode("utf-16"), "", 1),
    Bad(
        "ten thousand kinds of attributes",
        "a.xes",
        XES.replace(
            "</event>",
            "".join(f'<string key="k{k}" value="v"/>' for k in range(10_000)) + "</event>",
        ).encode(),
        "not-a-log",
    ),
    Bad("a packed XES that is cut", "a.xes.gz", gzip.compress(XES.encode())[:60], "not-a-log"),
    Bad("Parquet that is none", "a.parquet", b"PAR1" + b"\x00" * 100 + b"PAR1", "not-a-log"),
    Bad("JSON of something else", "a.json", b'{"hello": "world"}', "not-a-log"),
    Bad("JSON nested without end", "a.json", b"[" * 100_000, "not-a-log"),
    Bad(
        "JSON that is cut",
        "a.json",
        json.dumps({"objects": [], "events": []})[:20].encode(),
        "not-a-log",
    ),
    Bad("a database that is none", "a.sqlite", b"SQLite format 3\x00" + b"\x00" * 500, "not-a-log"),
]
BAD = [*TABLES, *TIMES, *TREES]
