"""Processes that nobody should write: everything that can be read has a picture."""

from __future__ import annotations

import random
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chart.faults import faults
from outsidein.chart import draw
from outsidein.document import read_text
from outsidein.model.process import Process, Step
from random_processes import random_process

NAMES = (
    "",
    "x" * 80,
    "A name so long that nobody would ever write it into a document",
    "日本語",
    "<b>&\"'",
)


def spoilt(seed: int) -> Process:
    """Return a random process with steps gone, targets missing, names odd and lists shuffled."""
    choose = random.Random(seed)
    process = random_process(choose.randint(0, 10**6))
    steps = list(process.steps)
    for _ in range(choose.randint(1, 5)):
        if not steps:
            break
        ids = [step.id for step in steps]
        at = choose.randrange(len(steps))
        kind = choose.randint(0, 9)
        if kind == 0:
            steps.pop(at)
        elif kind == 1:
            choose.shuffle(steps)
        elif kind == 2:
            steps = [step for step in steps if step.verb != "end"]
        elif kind == 3:
            process = replace(process, parts=())
        elif kind == 4:
            process = replace(process, channels={}, customers=())
        else:
            steps[at] = _spoilt_step(steps[at], kind, ids, choose)
    return replace(process, steps=tuple(steps))


def _spoilt_step(step: Step, kind: int, ids: list[str], choose: random.Random) -> Step:
    if kind == 5:
        return replace(step, next=tuple(choose.sample([*ids, "nowhere"], min(len(ids), 3))))
    if kind == 6:
        return replace(
            step, go=tuple(replace(b, to=choose.choice([*ids, "gone"])) for b in step.go)
        )
    if kind == 7:
        return replace(step, name=choose.choice(NAMES))
    if kind == 8:
        return replace(step, phase=f"Phase {choose.randint(0, 3)}", part="odd part")
    at = choose.choice([None, "nowhere", *ids])
    fails = tuple(replace(f, to=choose.choice([*ids, "gone"]), noticed_at=at) for f in step.fails)
    return replace(step, fails=fails)


@given(seed=st.integers(0, 100_000), view=st.sampled_from(["departments", "company", "behind"]))
@settings(max_examples=40)
def test_any_process_has_a_clean_picture(seed: int, view: str) -> None:
    """Missing targets, circles, unreachable steps, no parts, odd names: drawn, and cleanly."""
    behind = view == "behind"
    picture = draw(spoilt(seed), "company" if behind else view, behind=behind)  # type: ignore[arg-type]
    assert faults(picture.drawing) == []
    ET.fromstring(picture.svg(fonts=False))


def test_control_characters_are_left_out() -> None:
    """A name with control characters gives well-formed XML without them."""
    process = Process(name="a\x00b\x1b", steps=(Step(id="s", verb="do", name="x\u202e\x07y"),))
    text = draw(process).svg()
    assert not any(ord(c) < 32 and c != "\n" for c in text)
    assert "\u202e" not in text
    ET.fromstring(text)


@pytest.mark.parametrize("words", [9, 30])
def test_a_long_name_is_cut_and_kept_in_the_tooltip(words: int) -> None:
    """A node shows at most two lines; the whole name stands in its title."""
    name = " ".join(["longword"] * words)
    text = draw(read_text(f"process: P\nsteps:\n  - one: {{do: {name}}}\n")).svg(fonts=False)
    group = next(e for e in ET.fromstring(text).iter() if e.get("id") == "one")
    lines = [e.text or "" for e in group.iter() if e.tag.endswith("}text")]
    assert len(lines) == 2
    assert lines[-1].endswith("…")
    assert (group[0].text or "").startswith(name)


def test_steps_in_a_circle_are_all_drawn() -> None:
    """A circle without an end has a picture with every step once."""
    steps = [("a", "b"), ("b", "c"), ("c", "a")]
    lines = "\n".join(f"  - {s}: {{do: Step {s}, next: {t}}}" for s, t in steps)
    process = read_text(
        f"process: Round\nsteps:\n{lines}\n  - done: {{end: Done, outcome: served}}\n"
    )
    drawing = draw(process).drawing
    assert {"a", "b", "c"} <= set(drawing.nodes)
    assert any(line.id == "c.next" for line in drawing.lines)
