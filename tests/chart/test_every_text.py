"""Every text of every golden picture is painted whole, and can be read on its ground."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import numpy as np
import pytest

from chart.painted import Painted, Written, contrast, rgb
from outsidein.chart import draw
from outsidein.chart.chart import ViewKind
from random_processes import random_process

GOLDEN = Path(__file__).parents[1] / "golden" / "chart"
FILES = sorted(GOLDEN.glob("*.svg"))
VIEWS = {file.stem.rsplit("-", 1)[1]: file for file in FILES}
SAMPLE = {
    min((f for f in FILES if f.stem.endswith(view)), key=lambda f: f.stat().st_size)
    for view in VIEWS
}
EACH = [
    pytest.param(file, id=file.stem, marks=() if file in SAMPLE else pytest.mark.long)
    for file in FILES
]
INKED, DOTTED = 0.35, 0.2  # of a pixel under a letter; under a sign as small as "·"
NEAR = 48  # of 255: what smoothing may change
ENOUGH, LARGE = 4.5, 3.0  # WCAG 2.2, success criterion 1.4.3, level AA
A_SIGN = 3.0  # the same, 1.4.11: "·" in the ruler, where there is nothing to say


def has_letters(text: Written) -> bool:
    """Whether a text is more than a sign."""
    return any(char.isalnum() for char in text.text)


def unpainted(picture: Painted, theme: str = "light") -> list[str]:
    """List the texts of which a twentieth of the ink or more is not to be seen.

    A pixel under a letter is a mixture of the letter's colour and of what is there without it.
    """
    cover, whole = picture.coverage(), picture.whole(theme).astype(np.float64)
    bare, colours = picture.bare(theme).astype(np.float64), picture.colours(theme)
    found = []
    for text in picture.texts:
        at = text.pixels()
        share = cover[at][..., None]
        expected = share * rgb(colours[text.role]) + (1 - share) * bare[at]
        inked = cover[at] > (INKED if has_letters(text) else DOTTED)
        right = np.abs(whole[at] - expected).max(axis=2) < NEAR
        least = 2 * len(text.text.replace(" ", "")) if has_letters(text) else 1
        if inked.sum() < least or (right & inked).sum() < 0.95 * inked.sum():
            found.append(f"{text.text!r} at {text.left:.0f}, {text.baseline:.0f}")
    return found


def faint(picture: Painted, theme: str) -> list[str]:
    """List the texts with too little contrast under a twentieth of their ink or more."""
    cover, bare, colours = picture.coverage(), picture.bare(theme), picture.colours(theme)
    found = []
    for text in picture.texts:
        at = text.pixels()
        grounds = bare[at][cover[at] > (INKED if has_letters(text) else DOTTED)]
        if not len(grounds):
            continue  # `unpainted` names it
        ratios = contrast(grounds, rgb(colours[text.role]))
        least = LARGE if text.is_large else ENOUGH
        if not has_letters(text):
            least = A_SIGN
        if (ratios < least).mean() > 0.05:
            low = f"{np.quantile(ratios, 0.05):.2f}"
            place = f"{text.left:.0f}, {text.baseline:.0f}"
            found.append(f"{text.text!r} at {place} ({text.role}): {low} instead of {least}")
    return found


@pytest.mark.parametrize("file", EACH)
def test_every_text_of_a_golden_is_painted_and_has_contrast(file: Path) -> None:
    """Each text's own letters are there as pixels, with nothing over them, and stand out.

    WCAG AA: 4.5 (large: 3) against whatever is painted under the letters, light and dark.
    """
    picture = Painted(file.read_text(encoding="utf-8"))
    assert picture.texts
    assert unpainted(picture) == []
    assert faint(picture, "light") == []
    assert faint(picture, "dark") == []


def all_right(seed: int, view: ViewKind) -> None:
    """Assert the same of a random process."""
    picture = Painted(draw(random_process(seed), view).svg(fonts=False))
    assert unpainted(picture) == [], seed
    assert faint(picture, "light") == [], seed
    assert faint(picture, "dark") == [], seed


def test_a_narrow_picture_shows_all_its_shared_steps() -> None:
    """Two shared steps below four columns: the second has a row of its own."""
    all_right(25, "departments")


@pytest.mark.long
@pytest.mark.parametrize("view", get_args(ViewKind))
def test_every_text_of_a_random_process_is_painted_and_has_contrast(view: ViewKind) -> None:
    """The same of sixty random processes, whatever their names, marks and waits."""
    for seed in range(60):
        all_right(seed, view)


SMALL = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 60" width="200" height="60">'
    "<style>text{font-family:Roboto}.f-paper{fill:#FFFFFF}.f-ink{fill:#17202A}"
    ".f-grey{fill:#999999}</style>\n"
    '<g><rect x="0" y="0" width="200" height="60" class="f-paper"/></g>\n'
    '<g><text x="10" y="30" font-size="14" class="f-ink">Call centre</text>COVER</g>\n</svg>'
)


def test_a_covered_text_is_missed() -> None:
    """A box over half of the text, painted later, is seen; without it nothing is."""
    cover = '<rect x="40" y="10" width="60" height="30" class="f-paper"/>'
    assert unpainted(Painted(SMALL.replace("COVER", ""))) == []
    assert unpainted(Painted(SMALL.replace("COVER", cover))) == ["'Call centre' at 10, 30"]


def test_a_faint_text_is_missed() -> None:
    """#999999 on white has 2.85; #17202A on white has more than 16."""
    assert contrast(rgb("#999999"), rgb("#FFFFFF")) == pytest.approx(2.85, abs=0.005)
    assert contrast(rgb("#777777"), rgb("#FFFFFF")) == pytest.approx(4.48, abs=0.005)
    assert contrast(rgb("#000000"), rgb("#FFFFFF")) == pytest.approx(21)
    grey = SMALL.replace("COVER", "").replace('class="f-ink"', 'class="f-grey"')
    assert faint(Painted(SMALL.replace("COVER", "")), "light") == []
    assert faint(Painted(grey), "light") == ["'Call centre' at 10, 30 (grey): 2.85 instead of 4.5"]
