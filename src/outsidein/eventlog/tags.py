"""The tags of a plain XES file, read by a compiled pass over its bytes.

It knows elements, attributes, comments and the five entities, and gives up on everything else (a
DOCTYPE, CDATA, a cut or malformed file, another encoding): such a file is for a full reader of
XML, which also says what is wrong with it.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

Bytes = npt.NDArray[np.uint8]
DEEPEST = 32
FINE, ODD, FULL = 0, 1, 2
OTHER, VALUE, EVENT, TRACE = 0, 1, 2, 3


@njit(cache=True, nogil=True)
def is_space(byte: int) -> bool:
    """Whether a byte is a blank of XML."""
    return byte in (32, 10, 13, 9)


@njit(cache=True, nogil=True)
def is_name(byte: int) -> bool:
    """Whether a byte may stand in a name."""
    return (
        97 <= byte <= 122 or 65 <= byte <= 90 or 48 <= byte <= 58
        or byte in (95, 45, 46) or byte >= 128
    )  # fmt: skip


@njit(cache=True, nogil=True)
def same_bytes(text: Any, a: int, b: int, length: int) -> bool:
    """Whether two pieces of a text are the same."""
    for n in range(length):  # noqa: SIM110 Numba compiles no generator
        if text[a + n] != text[b + n]:
            return False
    return True


@njit(cache=True, nogil=True)
def spells(text: Any, at: int, length: int, word: Any) -> bool:
    """Whether a piece of a text is a word."""
    if length != len(word):
        return False
    for n in range(length):  # noqa: SIM110 Numba compiles no generator
        if text[at + n] != word[n]:
            return False
    return True


@njit(cache=True, nogil=True)
def kind_of(text: Any, at: int, length: int, names: Any, ends: Any) -> int:
    """Return what an element is: VALUE (names 0 to 5), EVENT (6), TRACE (7) or OTHER."""
    begin = 0
    for n in range(len(ends)):
        if spells(text, at, length, names[begin : ends[n]]):
            return VALUE if n < 6 else EVENT if n == 6 else TRACE
        begin = ends[n]
    return OTHER


@njit(cache=True, nogil=True)
def read_tags(text: Any, begin: int, names: Any, ends: Any, said: Any, events: Any) -> Any:
    """Return (outcome, values, events, traces) after filling two tables.

    ``said`` gets a row a value: whose (an event's number, or -1 - a trace's), where its key and
    where its text stands, with their lengths. ``events`` gets the trace of each event, -1: none.
    """
    size = len(text)
    name_at, name_length = np.zeros(DEEPEST + 1, np.int64), np.zeros(DEEPEST + 1, np.int64)
    depth, values_at, whose = 0, -1, 0
    in_trace, in_event, seen_root = False, False, False
    count, event, trace = 0, 0, 0
    at = begin
    while at < size:
        byte = text[at]
        if byte != 60:  # not "<"
            if byte == 38 or (depth == 0 and not is_space(byte)):  # "&", or text outside
                return ODD, count, event, trace
            if byte < 32 and not is_space(byte):
                return ODD, count, event, trace
            at += 1
            continue
        if at + 3 >= size:
            return ODD, count, event, trace
        after = text[at + 1]
        if after == 33:  # "!": comments alone
            if at + 6 >= size or text[at + 2] != 45 or text[at + 3] != 45:
                return ODD, count, event, trace
            at += 4
            while at + 2 < size and not (text[at] == 45 and text[at + 1] == 45):
                if text[at] < 32 and not is_space(text[at]):
                    return ODD, count, event, trace
                at += 1
            if at + 2 >= size or text[at + 2] != 62:
                return ODD, count, event, trace
            at += 3
            continue
        if after == 63:  # "?": the declaration is looked at elsewhere
            return ODD, count, event, trace
        if after == 47:  # "/": an end
            at += 2
            name = at
            while at < size and is_name(text[at]):
                at += 1
            length = at - name
            while at < size and is_space(text[at]):
                at += 1
            if at >= size or text[at] != 62 or depth == 0 or length != name_length[depth]:
                return ODD, count, event, trace
            if not same_bytes(text, name, name_at[depth], length):
                return ODD, count, event, trace
            at += 1
            closing = True
            kind = kind_of(text, name, length, names, ends)
        else:
            at += 1
            name = at
            while at < size and is_name(text[at]):
                at += 1
            length = at - name
            if length == 0 or text[name] in (45, 46) or 48 <= text[name] <= 57:
                return ODD, count, event, trace
            if depth == 0 and seen_root:
                return ODD, count, event, trace
            seen_root = True
            kind = kind_of(text, name, length, names, ends)
            depth += 1
            if depth > DEEPEST:
                return ODD, count, event, trace
            name_at[depth], name_length[depth] = name, length
            key_at, key_length, text_at, text_length = -1, 0, 0, 0
            has_text, closing = False, False
            while True:
                blank = at
                while at < size and is_space(text[at]):
                    at += 1
                if at >= size:
                    return ODD, count, event, trace
                if text[at] == 62:
                    at += 1
                    break
                if text[at] == 47:
                    if at + 1 >= size or text[at + 1] != 62:
                        return ODD, count, event, trace
                    at += 2
                    closing = True
                    break
                word = at
                while at < size and is_name(text[at]):
                    at += 1
                word_length = at - word
                if word_length == 0 or blank == word:
                    return ODD, count, event, trace
                while at < size and is_space(text[at]):
                    at += 1
                if at >= size or text[at] != 61:
                    return ODD, count, event, trace
                at += 1
                while at < size and is_space(text[at]):
                    at += 1
                if at >= size or text[at] not in (34, 39):
                    return ODD, count, event, trace
                quote = text[at]
                at += 1
                piece = at
                while at < size and text[at] != quote:
                    if text[at] == 60 or text[at] < 32:  # "<", or a blank that would change
                        return ODD, count, event, trace
                    at += 1
                if at >= size:
                    return ODD, count, event, trace
                if kind == VALUE:
                    if word_length == 3 and text[word] == 107 and text[word + 1] == 101:  # key
                        if key_at >= 0:
                            return ODD, count, event, trace
                        key_at, key_length = piece, at - piece
                    elif word_length == 5 and text[word] == 118 and text[word + 1] == 97:  # value
                        if has_text:
                            return ODD, count, event, trace
                        has_text, text_at, text_length = True, piece, at - piece
                at += 1
            if kind == VALUE:
                if depth == values_at and key_at >= 0:
                    if count >= len(said):
                        return FULL, count, event, trace
                    said[count, 0] = whose
                    said[count, 1], said[count, 2] = key_at, key_length
                    said[count, 3], said[count, 4] = text_at, text_length
                    count += 1
            elif kind == EVENT:
                if in_event or event >= len(events):
                    return ODD if in_event else FULL, count, event, trace
                events[event] = trace if in_trace else -1
                whose, values_at, in_event = event, depth + 1, True
            elif kind == TRACE:
                if in_trace or in_event:
                    return ODD, count, event, trace
                whose, values_at, in_trace = -1 - trace, depth + 1, True
            if not closing:
                continue
        depth -= 1
        if kind == EVENT:
            event += 1
            in_event = False
            whose, values_at = -1 - trace, depth + 1 if in_trace else -1
        elif kind == TRACE:
            trace += 1
            in_trace, values_at = False, -1
    if depth or not seen_root:
        return ODD, count, event, trace
    return FINE, count, event, trace


@njit(cache=True, nogil=True)
def hash_bytes(text: Any, at: int, length: int, seed: int) -> Any:
    """Return a number for a piece of a text."""
    h = np.uint64(0xCBF29CE484222325) ^ np.uint64(seed)
    for n in range(length):
        h = (h ^ np.uint64(text[at + n])) * np.uint64(0x100000001B3)
    return h ^ (h >> np.uint64(32))


@njit(cache=True, nogil=True)
def number_pieces(text: Any, at: Any, length: Any, group: Any) -> Any:
    """Return a number for each piece of a text, and where each different one first stands.

    Pieces are told apart byte by byte, and those of different groups in any case.
    """
    numbers, places = np.empty(len(at), np.int32), np.empty(len(at), np.int64)
    found, size = 0, 1024
    table = np.full(size, -1, np.int64)
    hashes = np.empty(len(at), np.uint64)
    for k in range(len(at)):
        h = hash_bytes(text, at[k], length[k], group[k])
        spot = np.int64(h & np.uint64(size - 1))
        while table[spot] >= 0:
            one = places[table[spot]]
            if (
                hashes[table[spot]] == h
                and group[one] == group[k]
                and length[one] == length[k]
                and same_bytes(text, at[one], at[k], length[k])
            ):
                break
            spot = (spot + 1) & (size - 1)
        if table[spot] < 0:
            table[spot], places[found], hashes[found] = found, k, h
            found += 1
        numbers[k] = table[spot]
        if 2 * found > size:
            size *= 4
            table = np.full(size, -1, np.int64)
            for w in range(found):
                spot = np.int64(hashes[w] & np.uint64(size - 1))
                while table[spot] >= 0:
                    spot = (spot + 1) & (size - 1)
                table[spot] = w
    return numbers, places[:found].copy()


@njit(cache=True, nogil=True)
def put_columns(owner: Any, key: Any, code: Any, columns: Any) -> None:
    """Put each code into the column of its key, in the row of its owner; the last one counts."""
    for k in range(len(owner)):
        columns[key[k], owner[k]] = code[k]
