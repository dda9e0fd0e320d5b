"""Files of pictures: the ending of the name says how a picture is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from outsidein.errors import Fault, OutsideInError

if TYPE_CHECKING:
    from outsidein.chart import Picture
    from outsidein.chart.chart import ViewKind

ENDINGS = (".svg", ".png", ".pdf", ".html", ".pptx")
OF_ONE_VIEW = (".svg", ".png")
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

    def check_holds(self, views: int) -> None:
        """Raise OutsideInError if the file cannot hold so many views."""
        if views > 1 and self.ending in OF_ONE_VIEW:
            what, hint = (
                f"holds one view, not {views}",
                "write .html, .pdf or .pptx, or a file a view",
            )
            raise OutsideInError([Fault("one-view", "error", str(self.path), what, hint)])

    def written(self, pictures: Mapping[ViewKind, Picture]) -> bytes:
        """Return the file's content: the pictures by the name of their view."""
        first = next(iter(pictures.values()))
        if self.ending == ".png":
            return first.png(self.zoom, dark=self.dark)
        if self.ending == ".svg":
            return first.svg(theme="dark" if self.dark else "both").encode()
        drawings = [one.drawing for one in pictures.values()]
        if self.ending == ".pdf":
            from outsidein.chart.outputs.pdf import pdf

            return pdf(drawings, dark=self.dark)
        if self.ending == ".pptx":
            from outsidein.chart.outputs.pptx import pptx

            return pptx(drawings, dark=self.dark)
        from outsidein.chart.outputs.html import Shown, html

        shown = [Shown(name=name, drawing=one.drawing) for name, one in pictures.items()]
        return html(shown, dark=self.dark).encode()

    def notes(self, pictures: Mapping[ViewKind, Picture]) -> list[Fault]:
        """Return what the file cannot show."""
        painted = pictures.values() if self.ending in (".png", ".pdf") else ()
        missing = "".join(dict.fromkeys(char for one in painted for char in one.unseen()))
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
