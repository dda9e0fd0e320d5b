"""Reading a PNG without a library: 8 bits a channel, not interlaced, as resvg writes it."""

from __future__ import annotations

import struct
import zlib


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
        self.rows = self._unfiltered(zlib.decompress(packed))

    def _unfiltered(self, raw: bytes) -> list[bytearray]:
        stride, n = self.width * self.channels, self.channels
        rows: list[bytearray] = []
        above = bytearray(stride)
        for y in range(self.height):
            start = y * (stride + 1)
            kind, row = raw[start], bytearray(raw[start + 1 : start + 1 + stride])
            for i in range(stride) if kind else ():
                left = row[i - n] if i >= n else 0
                up, corner = above[i], above[i - n] if i >= n else 0
                row[i] = (row[i] + _predicted(kind, left, up, corner)) & 255
            rows.append(row)
            above = row
        return rows

    def colours(self, left: float, top: float, right: float, bottom: float) -> set[bytes]:
        """Return the colours in a box."""
        n, found = self.channels, set()
        for y in range(max(int(top), 0), min(int(bottom) + 1, self.height)):
            for x in range(max(int(left), 0), min(int(right) + 1, self.width)):
                found.add(bytes(self.rows[y][x * n : x * n + 3]))
        return found


def _predicted(kind: int, left: int, up: int, corner: int) -> int:
    if kind == 1:
        return left
    if kind == 2:
        return up
    if kind == 3:
        return (left + up) // 2
    guess = left + up - corner
    distances = (abs(guess - left), abs(guess - up), abs(guess - corner))
    return (left, up, corner)[distances.index(min(distances))]
