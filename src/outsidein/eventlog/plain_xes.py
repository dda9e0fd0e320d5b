"""Plain XES files, most of all there are: their tags by a compiled pass, each text once."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from outsidein.eventlog import tags
from outsidein.eventlog.raw import ROW, TABLE, quoted, unpacked
from outsidein.eventlog.texts import MOST_COLUMNS

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MOST_BYTES = 1 << 30
MARK = b"\xef\xbb\xbf"
DECLARATION = re.compile(
    rb"<\?xml\s+version\s*=\s*[\"']1\.0[\"'](\s+encoding\s*=\s*[\"']([A-Za-z0-9-]+)[\"'])?"
    rb"(\s+standalone\s*=\s*[\"'](yes|no)[\"'])?\s*\?>"
)
ENTITY = re.compile(r"&(#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6}|amp|lt|gt|quot|apos);")
ELEMENTS = ("string", "date", "int", "float", "boolean", "id", "event", "trace")
NAMES = np.frombuffer("".join(ELEMENTS).encode(), dtype=np.uint8)
ENDS = np.cumsum([len(name) for name in ELEMENTS])
ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
OF_TRACE, TRACE = "case:", "outsidein trace"
Codes = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class _Scope:
    """What events, or traces, say: the keys, and for each a code for every one of them."""

    keys: list[str]
    codes: Codes


def read_plain(path: Path, database: DuckDBPyConnection) -> tuple[str, ...] | None:
    """Make the table of a plain file and return its columns; None: a full reader must look."""
    content = _content(path)
    begin = None if content is None else _begin(content)
    if content is None or begin is None:
        return None
    text = np.frombuffer(content, dtype=np.uint8)
    # As many as there could be; what stays empty takes no memory.
    said = np.empty((len(content) // len('<id key=""/>') + 1, 5), dtype=np.int64)
    trace_of = np.empty(len(content) // len("<event/>") + 1, dtype=np.int32)
    outcome, values, events, traces = tags.read_tags(text, begin, NAMES, ENDS, said, trace_of)
    if outcome != tags.FINE or not events:
        return None
    said, trace_of = said[:values], trace_of[:events]
    of_event = said[:, 0] >= 0
    keys, key_at = tags.number_pieces(text, said[:, 1], said[:, 2], of_event.astype(np.int64))
    words, word_at = tags.number_pieces(text, said[:, 3], said[:, 4], np.zeros(values, np.int64))
    names = _texts(content, said[key_at, 1:3])
    listed = _texts(content, said[word_at, 3:5])
    if names is None or listed is None or len(names) > MOST_COLUMNS:
        return None
    scopes = []
    for chosen, owner, count in (
        (of_event, said[:, 0], events), (~of_event, -1 - said[:, 0], traces),
    ):  # fmt: skip
        known, place = np.unique(keys[chosen], return_inverse=True)
        codes = np.full((len(known), count), -1, dtype=np.int32)
        tags.put_columns(owner[chosen], place, words[chosen], codes)
        scopes.append(_Scope([names[k] for k in known], codes))
    return _put(database, scopes[0], _named(scopes[1], listed), trace_of, listed)


def _content(path: Path) -> bytes | None:
    try:
        with unpacked(path) as stream:
            content = stream.read(MOST_BYTES + 1)
        if not content.isascii():
            content.decode("utf-8")
    except (OSError, EOFError, ValueError, zlib.error):
        return None  # the full reader says what is wrong, or reads what there is
    return content if len(content) <= MOST_BYTES else None


def _begin(content: bytes) -> int | None:
    """Return where the first element may begin, None for a text in another encoding."""
    begin = len(MARK) if content.startswith(MARK) else 0
    if not content.startswith(b"<?", begin):
        return begin
    found = DECLARATION.match(content, begin)
    if found is None or (found[2] or b"utf-8").lower() not in {b"utf-8", b"us-ascii"}:
        return None
    return found.end()


def _texts(content: bytes, pieces: npt.NDArray[np.int64]) -> list[str] | None:
    """Return pieces of the file as texts, None where an entity is none of XML's own."""
    found = [content[at : at + length].decode() for at, length in pieces.tolist()]
    for k, text in enumerate(found):
        if "&" in text:
            if "&" in ENTITY.sub("", text):
                return None
            try:
                found[k] = ENTITY.sub(_meant, text)
            except ValueError:
                return None
    return found


def _meant(entity: re.Match[str]) -> str:
    """Return the character that an entity means. Raises ValueError where XML has none such."""
    word = entity[1]
    if word in ENTITIES:
        return ENTITIES[word]
    number = int(f"0{word[1:]}", 0) if word.startswith("#x") else int(word[1:])
    if number < 32 and number not in {9, 10, 13}:
        raise ValueError(word)
    if 0xD800 <= number < 0xE000 or number in {0xFFFE, 0xFFFF} or number > 0x10FFFF:
        raise ValueError(word)
    return chr(number)


def _named(traces: _Scope, listed: list[str]) -> _Scope:
    """Give each trace without a name its number."""
    keys, codes = traces.keys, traces.codes
    if not codes.shape[1]:
        return _Scope([], codes)
    if "concept:name" not in keys:
        keys, codes = (
            [*keys, "concept:name"],
            np.vstack([codes, np.full((1, codes.shape[1]), -1, np.int32)]),
        )
    names = codes[keys.index("concept:name")]
    missing = np.flatnonzero(names < 0)
    names[missing] = len(listed) + np.arange(len(missing), dtype=np.int32)
    listed += [f"trace {k + 1}" for k in missing.tolist()]
    return _Scope(keys, codes)


def _put(
    database: DuckDBPyConnection, events: _Scope, traces: _Scope, trace_of: Codes, words: list[str]
) -> tuple[str, ...] | None:
    """Show codes as texts: a view looks each up in one list, and only where it is asked for."""
    columns = dict(zip(events.keys, events.codes, strict=True))
    inside = trace_of >= 0
    for key, codes in zip(traces.keys, traces.codes, strict=True):
        name = OF_TRACE + key
        if name not in columns:
            columns[name] = np.where(inside, codes[trace_of], np.int32(-1))
    plain = {name.casefold() for name in columns}
    if len(plain) != len(columns) or plain & {ROW, TRACE} or "" in plain:
        return None
    block: dict[str, Any] = {f"c{k}": codes for k, codes in enumerate(columns.values())}
    block["row"] = np.arange(1, len(trace_of) + 1, dtype=np.int64)
    for name, told in (("block", block), ("told", {"word": np.array(words, dtype=object)})):
        database.register(name, told)
    database.execute(
        "CREATE TEMP TABLE words AS SELECT list(word ORDER BY place) AS word FROM "
        "(SELECT word::VARCHAR AS word, row_number() OVER () AS place FROM told)"
    )
    database.execute("CREATE TEMP TABLE events AS SELECT * FROM block")
    database.unregister("block")
    database.unregister("told")
    cells = ", ".join(
        f"(SELECT word FROM words)[c{k} + 1] AS {quoted(name)}" for k, name in enumerate(columns)
    )
    database.execute(
        f"CREATE TEMP VIEW {TABLE} AS SELECT row AS {quoted(ROW)}, {cells} FROM events"
    )
    return tuple(columns)
