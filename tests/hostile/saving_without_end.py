"""A program to be killed: it saves one file again and again, and says each time it has done so.

Started as ``python -S saving_without_end.py SOURCE FILE FIRST safely|naively``.
"""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path


def whole(number: int) -> bytes:
    """Return a content that tells whether it is whole: its number, its own digest, many bytes."""
    body = str(number).encode() * (1 + number * 7_919 % 150_000)
    return f"{number} {hashlib.sha256(body).hexdigest()}\n".encode() + body


def number_of(content: bytes) -> int | None:
    """Return the number of a content, None if it is not whole."""
    head, _, body = content.partition(b"\n")
    number, _, digest = head.decode(errors="replace").partition(" ")
    return int(number) if hashlib.sha256(body).hexdigest() == digest else None


def save_without_end(file: Path, first: int, *, safely: bool) -> None:
    """Save one content after the other, and say the number of each when it is safe."""
    from outsidein.files import write_atomically

    number = first
    while True:
        if safely:
            write_atomically(file, whole(number))
        else:
            file.write_bytes(whole(number))
        os.write(1, f"{number}\n".encode())
        number += 1


if __name__ == "__main__":
    sys.path.insert(0, sys.argv[1])
    save_without_end(Path(sys.argv[2]), int(sys.argv[3]), safely=sys.argv[4] == "safely")
