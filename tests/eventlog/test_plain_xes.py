"""The compiled pass over a plain XES file reads what the full reader reads, or leaves it alone."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outsidein.errors import OutsideInError
from outsidein.eventlog.plain_xes import read_plain
from outsidein.eventlog.raw import ROW, TABLE, quoted
from outsidein.eventlog.xes import read_any

XES = """<?xml version="1.0" encoding="UTF-8"?>
<!-- a comment - with <tags> & more -->
<log xes.version="1.0"><global scope="event"><string key="concept:name" value="none"/></global>
  <string key="concept:name" value="the log"/>
  <trace>
    <string key="channel" value="Desk"/>
    <event>
      <string key="concept:name" value="ask"><string key="nested" value="no column"/></string>
      <date key='time:timestamp' value='2024-01-01T09:00:00.000+01:00'/>
      <float key="cost" value="1.50"></float>
    </event>
    <string key="concept:name" value="c1"/>
    <event><string value="Rück&amp;frage &lt;&#228;&gt; &#x1F600;" key="concept:name"/>
      <int key="cost" value=""/><int key="cost" value="2"/><list key="l"><values/></list>
    </event>
  </trace>
  <trace><event><string key="concept:name" value="ask" /><boolean key="late" value="true"/></event>
  </trace><trace/>
  <event ><string key="concept:name" value="of no case"/></event>
</log>
"""
ODD = {
    "a DOCTYPE": XES.replace("<log", "<!DOCTYPE log><log", 1),
    "CDATA": XES.replace("the log", "x").replace("</log>", "<![CDATA[x]]></log>"),
    "an unknown entity": XES.replace("&amp;", "&auml;"),
    "no character": XES.replace("&#228;", "&#0;"),
    "cut": XES[:-20],
    "two roots": XES + "<log/>",
    "an end too many": XES + "</log>",
    "text behind": XES + "text",
    "another end": XES.replace("</trace>", "</event>", 1),
    "no quotes": XES.replace('value="Desk"', "value=Desk"),
    "a tag in a value": XES.replace("Desk", "<Desk"),
    "twice the same attribute": XES.replace('value="Desk"', 'value="Desk" value="Shop"'),
    "a line end in a value": XES.replace("Desk", "De\nsk"),
    "another encoding": XES.replace("UTF-8", "ISO-8859-1"),
    "names that differ by case": XES.replace('key="late"', 'key="Cost"'),
}


def table(read: Callable[[Path, Any], Any], path: Path) -> tuple[tuple[str, ...], list[Any]] | None:
    """Return the columns and rows that a reader makes of a file."""
    with duckdb.connect() as base:
        made = read(path, base)
        if made is None:
            return None
        columns = made if isinstance(made, tuple) else made.columns
        listed = ", ".join(map(quoted, (ROW, *columns)))
        rows = base.execute(f"SELECT {listed} FROM {TABLE} ORDER BY 1").fetchall()
        return columns, rows


def written(text: str | bytes, folder: str | Path) -> Path:
    path = Path(folder) / "a.xes"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_a_plain_file_is_read_alike(tmp_path: Path) -> None:
    """Values before and after events, nested, twice, without text, with entities; no case."""
    path = written(XES, tmp_path)
    found = table(read_plain, path)
    assert found is not None
    assert found == table(read_any, path)
    names = [row[1 + found[0].index("case:concept:name")] for row in found[1]]
    assert names == ["c1", "c1", "trace 2", None]
    bare = "<log><trace><event><string key='concept:name' value='a'/></event></trace></log>"
    for text in (bare, bare.replace("<trace>", "").replace("</trace>", "")):
        path = written(text, tmp_path)
        assert table(read_plain, path) is not None
        assert table(read_plain, path) == table(read_any, path)
    marked = written(b"\xef\xbb\xbf" + XES.encode(), tmp_path)
    assert table(read_plain, marked) == found


@pytest.mark.parametrize("what", ODD)
def test_an_odd_file_is_left_to_the_full_reader(what: str, tmp_path: Path) -> None:
    """It knows what is wrong, or reads what is unusual."""
    assert ODD[what] != XES
    assert table(read_plain, written(ODD[what], tmp_path)) is None


@given(
    at=st.integers(0, len(XES)),
    length=st.integers(0, 6),
    put=st.text(" <>/&'\"=!-?axé\n", max_size=3),
)
def test_no_damage_is_read_otherwise(at: int, length: int, put: str) -> None:
    """Whatever is cut out and put in: the same table, or none."""
    with tempfile.TemporaryDirectory() as folder:
        path = written(XES[:at] + put + XES[at + length :], folder)
        found = table(read_plain, path)
        if found is None:
            return
        try:
            assert found == table(read_any, path)
        except OutsideInError as error:  # pragma: no cover
            raise AssertionError(f"{XES[:at]}|{put}|{XES[at + length :]}") from error


@pytest.mark.parametrize(
    "file", ["logs_real/08_receipt.xes.gz", "logs_textbook/02_teleclaims.xes.gz"]
)
def test_real_files_are_plain(file: str, corpus: Callable[[str], Path]) -> None:
    """The pass is for them: every cell alike."""
    found = table(read_plain, corpus(file))
    assert found is not None
    assert found == table(read_any, corpus(file))
