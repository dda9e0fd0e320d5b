"""Files of pictures: the ending of the name says how a picture is written."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from outsidein.errors import Fault, OutsideInError

if TYPE_CHECKING:
    from outsidein.chart import Picture

ENDINGS = (".svg", ".png")


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureFile:
    """A file to be written."""

    path: Path

    def written(self, picture: Picture) -> bytes:
        """Return the file's content."""
        if self.path.suffix.lower() == ".png":
            return picture.png()
        return picture.svg().encode()


def picture_file(path: Path) -> PictureFile:
    """Return the file of a path; raise OutsideInError if its ending names no way of writing."""
    if path.suffix.lower() not in ENDINGS:
        what = f"ends in {path.suffix!r}" if path.suffix else "has no ending"
        hint = f"a picture ends in {', '.join(ENDINGS[:-1])} or {ENDINGS[-1]}"
        raise OutsideInError([Fault("picture-ending", "error", str(path), what, hint)])
    return PictureFile(path=path)
