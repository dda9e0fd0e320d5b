"""Reading a PNG without a library: 8 bits a channel, not interlaced, as resvg writes it."""

from __future__ import annotations

import struct
import zlib

import numpy as np
from numba import njit

Colours = np.ndarray[tuple[int, int, int], np.dtype[np.uint8]]  # rows, columns, red green blue


class Pixels:
    """The colours of a picture, by row and column."""

    def __init__(self, png: bytes) -> None:
        assert png[:8] == b"\x89PNG\r\n\x1a\n"
        packed, at = b"", 8
        while at < len(png):
            size, kind = struct.unpack(">I4s", png[at : at + 8])
            body = png[at + 8 : at + 8 + size]
            if kind == b"IHDR":
                self.width, self.height, depth, colour, _, _, interlaced = struct.unpack(
                    ">IIBBBBB", body
                )
                assert (depth, interlaced) == (8, 0)
                self.channels = {2: 3, 6: 4}[colour]
            elif kind == b"IDAT":
                packed += body
            at += 12 + size
        raw = np.frombuffer(zlib.decompress(packed), np.uint8)
        rows = raw.reshape(self.height, 1 + self.width * self.channels)
        self.all: Colours = _unfiltered(rows, self.channels)

    def colours(self, left: float, top: float, right: float, bottom: float) -> set[bytes]:
        """Return the colours in a box."""
        rows = slice(max(int(top), 0), max(int(bottom) + 1, 0))
        columns = slice(max(int(left), 0), max(int(right) + 1, 0))
        there = self.all[rows, columns, :3].reshape(-1, 3)
        return {bytes(colour) for colour in np.unique(there, axis=0)}


@njit
def _unfiltered(rows: Colours, channels: int) -> Colours:  # pragma: no cover - compiled
    """Undo what a PNG does to each row before it is packed (W3C, PNG 3rd edition, section 9)."""
    height, stride = rows.shape[0], rows.shape[1] - 1
    out = np.zeros((height + 1, stride + channels), np.uint8)  # nothing above, nothing at the left
    for y in range(height):
        kind = rows[y, 0]
        for i in range(stride):
            left, up, corner = (
                np.int32(out[y + 1, i]), np.int32(out[y, i + channels]), np.int32(out[y, i]),
            )  # fmt: skip
            guess = 0
            if kind == 1:
                guess = left
            elif kind == 2:
                guess = up
            elif kind == 3:
                guess = (left + up) // 2
            elif kind == 4:
                across, down, aslant = (
                    abs(up - corner),
                    abs(left - corner),
                    abs(left + up - 2 * corner),
                )
                guess = corner
                if across <= down and across <= aslant:
                    guess = left
                elif down <= aslant:
                    guess = up
            out[y + 1, i + channels] = (np.int32(rows[y, i + 1]) + guess) & 255
    return out[1:, channels:].copy().reshape(height, stride // channels, channels)
