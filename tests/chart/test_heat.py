"""Heat: its limits, its colours for every eye, what it hides, and pictures looked at."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from chart.faults import faults
from chart.figured import COST, OWN, SHOPPER
from outsidein.chart import Heat, draw
from outsidein.chart.heat import SHADES, Warmth, round_limits
from outsidein.chart.palette import COLOURS
from outsidein.document import read
from outsidein.model.graph import placed_steps
from outsidein.model.process import Process

DOCUMENTS = Path(__file__).parent / "documents"
EXAMPLES = Path(__file__).parents[2] / "examples"
FILES = {
    "shopper": DOCUMENTS / "shopper.yaml",
    "claim": DOCUMENTS / "claim.yaml",
    "hospital": DOCUMENTS / "hospital.yaml",
    "order": EXAMPLES / "order" / "order.yaml",
    "executives": EXAMPLES / "executives" / "executives.yaml",
}
TEXT = {0: "ink", 1: "ink", 2: "ink", 3: "ink", 4: "on"}

# Machado, Oliveira, Fernandes, "A Physiologically-based Model for Simulation of Color Vision
# Deficiency", IEEE TVCG 15(6), 2009, table 1, severity 1.0; for linear RGB.
EYES = {
    "everybody": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
         [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
         [-0.011820, 0.042940, 0.968881]]
    ),
}  # fmt: skip


def _linear(colour: str) -> np.ndarray:
    channels = np.array([int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)])
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def _luminance(colour: str, eye: str = "everybody") -> float:
    seen = np.clip(EYES[eye] @ _linear(colour), 0, 1)
    return float(seen @ np.array([0.2126, 0.7152, 0.0722]))


def _lightness(luminance: float) -> float:
    """CIE L*, 0 to 100."""
    return 116 * luminance ** (1 / 3) - 16 if luminance > 0.008856 else 903.3 * luminance


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("theme", [0, 1])
def test_shades_are_told_apart_by_lightness_alone(theme: int, eye: str) -> None:
    """Each shade is darker than the one before (lighter on dark ground), for every eye."""
    ladder = [_lightness(_luminance(COLOURS[role][theme], eye)) for role in SHADES]
    steps = np.diff(ladder)
    assert (np.sign(steps) == (-1 if theme == 0 else 1)).all()
    assert np.abs(steps).min() > 5  # well above the just noticeable difference of 1


@pytest.mark.parametrize("theme", [0, 1])
def test_names_and_values_can_be_read_on_every_shade(theme: int) -> None:
    """The text of a step has WCAG's contrast of 4.5 on its shade, in light and dark."""
    for number, role in enumerate(SHADES):
        a, b = (_luminance(COLOURS[r][theme]) for r in (role, TEXT[number]))
        assert (max(a, b) + 0.05) / (min(a, b) + 0.05) >= 4.5, role


def test_shades_are_of_one_hue() -> None:
    """All shades lie between yellow and orange: the shade, not the colour, carries the value."""
    for theme in (0, 1):
        hues = []
        for role in SHADES:
            r, g, b = (int(COLOURS[role][theme][k : k + 2], 16) for k in (1, 3, 5))
            hues.append(math.degrees(math.atan2(math.sqrt(3) * (g - b), 2 * r - g - b)) % 360)
        assert max(hues) - min(hues) < 20


@pytest.mark.parametrize(
    ("most", "limits"),
    [(6.0, (0.5, 1, 2, 5)), (26.3, (2, 5, 10, 20)), (1.0, (0.05, 0.1, 0.2, 0.5)),
     (2.0, (0.1, 0.2, 0.5, 1)), (0.034, (0.002, 0.005, 0.01, 0.02)),
     (1216, (100, 200, 500, 1000)), (0.0, (1, 2, 5, 10))],
)  # fmt: skip
def test_limits_are_round_and_the_last_lies_below_the_most(
    most: float, limits: tuple[float, ...]
) -> None:
    """Four numbers of the series 1, 2, 5, by hand; a value at a limit has the shade above."""
    assert round_limits(most) == pytest.approx(limits)
    heat = Heat(kind="own", name="own time", unit="min", values={"a": Warmth(value=most)})
    assert heat.shade(most) == (4 if most else 0)
    assert heat.shade(heat.limits[1]) == 2


def test_a_value_whose_interval_spans_two_shades_is_marked() -> None:
    """A shade does not pretend: such a value is muted, with the sign of about."""
    process = read(FILES["shopper"])
    sure, unsure = Warmth(value=6.0, low=5.9, high=6.1), Warmth(value=5.1, low=4.8, high=5.4)
    heat = Heat(kind="own", name="own time", unit="min a shopper",
                values={"find": sure, "options": unsure})  # fmt: skip
    picture = draw(process, "company", heat=heat)
    texts = {label.owner: label.text for label in picture.drawing.labels}
    assert texts["find.heat"] == "6.0"
    assert texts["options.heat"] == "≈ 5.1"
    assert "95 % interval 4.8 to 5.4" in picture.svg(fonts=False)
    assert "reaches into another shade" in picture.svg(fonts=False)
    assert heat.is_doubtful(Warmth(value=6.0))  # one run has no interval


def made_up(process: Process, kind: str) -> Heat:
    """Return fixed figures for a process: of the shopper those of its mock, else by position."""
    steps = [i for i, placed in placed_steps(process).items() if placed.step.verb != "end"]
    values = {step: (7 * k * k + 3 * k) % 97 / 10 for k, step in enumerate(steps)}
    if "find" in values and "advice" in values:
        values = OWN if kind == "own" else COST
    names = {"own": ("own time", "min a customer"), "cost": ("cost", "EUR a customer")}
    name, unit = names[kind]
    return Heat(
        kind=kind, name=name, unit=unit, digits=2 if kind == "cost" else 1,  # type: ignore[arg-type]
        values={s: Warmth(value=v, low=0.96 * v, high=1.04 * v) for s, v in values.items()},
        total=sum(values.values()), of_parts=kind == "cost",
        title="Six of every ten minutes come before the order" if values is OWN else "",
    )  # fmt: skip


@pytest.mark.parametrize(("kind", "view"), [("own", "company"), ("cost", "departments")])
@pytest.mark.parametrize("name", FILES)
def test_heat_is_as_reviewed(
    name: str, kind: str, view: str, golden: Callable[[str, str], None]
) -> None:
    """Each picture was looked at; nothing lies on anything, and no step stands elsewhere."""
    process = read(FILES[name])
    figures = SHOPPER if name == "shopper" else None
    picture = draw(process, view, figures, heat=made_up(process, kind))  # type: ignore[arg-type]
    assert faults(picture.drawing) == []
    assert not any(mark.startswith("wait ") for mark in picture.drawing.marks)
    assert not any(".fails." in mark for mark in picture.drawing.marks if mark.startswith("mark"))
    golden(f"chart/heat-{name}-{kind}-{view}.svg", picture.svg(fonts=False))


@pytest.mark.parametrize("view", ["departments", "company"])
def test_heat_moves_nothing(view: str) -> None:
    """With heat every step stands where it stands without."""
    process = read(FILES["order"])
    plain = draw(process, view).drawing  # type: ignore[arg-type]
    warm = draw(process, view, heat=made_up(process, "cost")).drawing  # type: ignore[arg-type]
    assert warm.nodes == plain.nodes
    assert warm.lanes == plain.lanes
