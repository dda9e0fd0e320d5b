"""Files of pictures: the ending of the name says how a picture is written."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from outsidein.errors import Fault, OutsideInError

if TYPE_CHECKING:
    from outsidein.chart import Picture

ENDINGS = (".svg", ".png", ".pdf", ".html")
MOST_NAMED = 20  # characters that cannot be shown


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureFile:
    """A file to be written; ``zoom`` is pixels a unit in a PNG."""

    path: Path
    dark: bool = False
    zoom: float = 1.5

    @property
    def ending(self) -> str:
        """How the file's name ends."""
        return self.path.suffix.lower()

    def written(self, picture: Picture) -> bytes:
        """Return the file's content."""
        if self.ending == ".png":
            return picture.png(self.zoom, dark=self.dark)
        if self.ending == ".pdf":
            return picture.pdf(dark=self.dark)
        if self.ending == ".html":
            return picture.html(dark=self.dark).encode()
        return picture.svg(theme="dark" if self.dark else "both").encode()

    def notes(self, picture: Picture) -> list[Fault]:
        """Return what the file cannot show."""
        missing = picture.unseen() if self.ending in (".png", ".pdf") else ""
        if not missing:
            return []
        named = " ".join(missing[:MOST_NAMED]) + (" …" if len(missing) > MOST_NAMED else "")
        what = f"shows empty boxes for {named}, which no font of this computer has"
        hint = "install a font that has them, or write .svg, which takes the reader's fonts"
        return [Fault("no-glyph", "warning", str(self.path), what, hint)]


def picture_file(path: Path, *, dark: bool = False, zoom: float = 1.5) -> PictureFile:
    """Return the file of a path; raise OutsideInError if its ending names no way of writing."""
    if path.suffix.lower() not in ENDINGS:
        what = f"ends in {path.suffix!r}" if path.suffix else "has no ending"
        hint = f"a picture ends in {', '.join(ENDINGS[:-1])} or {ENDINGS[-1]}"
        raise OutsideInError([Fault("picture-ending", "error", str(path), what, hint)])
    return PictureFile(path=path, dark=dark, zoom=zoom)
