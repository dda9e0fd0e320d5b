"""One process over another: every element told, the same places, pictures looked at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chart.faults import faults
from chart.figured import SHOPPER
from outsidein.chart import Figures
from outsidein.chart.ghosts import in_old_order, union_of
from outsidein.chart.heat import Warmth
from outsidein.chart.over import draw_over
from outsidein.chart.view import view
from outsidein.document import read, read_text
from outsidein.model.process import Process
from outsidein.model.scenario import resolve_scenario
from strategies import processes

DOCUMENTS = Path(__file__).parent / "documents"
EXAMPLES = Path(__file__).parents[2] / "examples"
NAMES = sorted(folder.name for folder in EXAMPLES.iterdir())
SCENARIOS = [
    (name, scenario.name)
    for name in NAMES
    for scenario in read(EXAMPLES / name / f"{name}.yaml").scenarios
]
TODAY = """
process: Ask
channels: {phone: live}
organisation: {Desk: {people: 1}, Experts: {people: 1}, Archive: {people: 1}}
steps:
  - ask: {do: Ask us, with: Desk, via: phone}
  - look: {hidden: Look it up, by: Archive}
  - file: {hidden: File it, by: Archive}
  - reply: {tell: Answer, by: Desk, via: phone}
  - done: {end: Done, outcome: served}
scenarios:
  experts:
    organisation: {Robot: {above: Desk, kind: system}}
    set: {ask.with: Experts, file.by: Robot}
    remove: [look]
    insert:
      after reply:
        - thank: {do: Say thanks, with: Desk, via: phone}
"""


def _pair() -> tuple[Process, Process]:
    today = read_text(TODAY)
    return today, resolve_scenario(today, "experts")


def test_every_element_has_its_state() -> None:
    """Added, removed, moved up and down, and where it is today: known by hand."""
    today, other = _pair()
    union = union_of(view(today, "departments"), view(other, "departments"))
    assert [lane.id for lane in union.chart.lanes] == [
        "customer", "part.robot", "part.desk", "part.experts", "part.archive",
    ]  # fmt: skip
    told = {name: state for name, state in union.states.items() if state != "same"}
    assert told == {
        "lane.part.robot": "added", "ask.with": "moved", "ask.with~was": "was",
        "look": "removed", "file": "moved", "file~was": "was", "thank": "added",
        "thank.with": "added", "ask.next": "added", "reply.next": "added", "thank.next": "added",
        "look.next": "was", "ask.next~was": "was",
    } | {name: told[name] for name in told if ".wait." in name}  # fmt: skip
    assert union.arrows == {"ask.with~was": "ask.with", "file~was": "file"}


def test_the_picture_shows_it() -> None:
    """Ghosts stand in the old lanes, arrows lead to the new ones, badges say what happened."""
    today, other = _pair()
    drawing = draw_over(today, other, name="experts").drawing
    assert faults(drawing) == []
    assert drawing.lane_of["ask.with"] == "part.experts"
    assert drawing.lane_of["ask.with~was"] == "part.desk"
    assert drawing.lane_of["file~was"] == drawing.lane_of["look"] == "part.archive"
    ids = {group.id for group in drawing.layers}
    assert {"ask.with.moved", "file.moved", "look.removed", "thank.added"} <= ids
    assert {line.id for line in drawing.lines if line.kind == "moved"} <= {
        "ask.with~was.moved", "file~was.moved",
    }  # fmt: skip
    assert drawing.title == ("“experts” adds 1 part, adds 1 step, removes 1 step and moves 2 steps")


def test_a_shared_step_that_goes_is_shown_where_it_was_passed() -> None:
    """Without the answering menu: its strip and its pills turn red, and the key says removed."""
    process = read(EXAMPLES / "order" / "order.yaml")
    other = resolve_scenario(process, "no answering menu")
    drawing = draw_over(process, other, name="no answering menu").drawing
    assert faults(drawing) == []
    by_id = {group.id: group for group in drawing.layers if group.id}
    for name in ("once.menu", "ask.through.menu"):
        assert "lost" in {getattr(s, "stroke", None) for s in by_id[name].shapes}
        assert by_id[name].title.endswith("removed")


def test_a_process_over_itself_is_grey_and_in_its_place() -> None:
    """Nothing differs: nothing has a badge, and every step stands where it stands today."""
    from outsidein.chart import draw

    process = read(EXAMPLES / "order" / "order.yaml")
    drawing = draw_over(process, replace(process, scenarios=()), name="the same").drawing
    assert drawing.title == "“the same” changes nothing"
    assert not any(mark.startswith(("badge ", "change ")) and "~" in mark for mark in drawing.marks)
    plain = draw(process).drawing
    order = sorted(plain.nodes, key=lambda n: (plain.nodes[n].left, plain.nodes[n].top))
    assert order == sorted(
        drawing.nodes, key=lambda n: (drawing.nodes[n].left, drawing.nodes[n].top)
    )


def test_new_names_follow_what_they_follow() -> None:
    """The old order stays; what is new stands behind what it follows in the new one."""
    assert in_old_order(["a", "b", "c"], ["a", "x", "y", "c"]) == ["a", "x", "y", "b", "c"]
    assert in_old_order([], ["b", "a"]) == ["b", "a"]
    assert in_old_order(["a"], ["x"]) == ["x", "a"]


@pytest.mark.parametrize("view_name", ["departments", "company"])
@pytest.mark.parametrize(("name", "scenario"), SCENARIOS)
def test_every_scenario_of_every_example_is_clean(name: str, scenario: str, view_name: str) -> None:
    """Nothing lies on anything, whatever a scenario does."""
    process = read(EXAMPLES / name / f"{name}.yaml")
    other = resolve_scenario(process, scenario)
    picture = draw_over(process, other, view_name, name=scenario)  # type: ignore[arg-type]
    assert faults(picture.drawing) == []


def made_up(process: Process) -> tuple[Figures, dict[str, Warmth]]:
    """Return figures of a scenario that are fixed: the mock's of the shopper, with changes."""
    steps = [step.id for step in process.steps if step.verb in ("do", "tell", "touch")]
    minutes = {}
    for k, step in enumerate(steps):
        value = (-1.5, 0.1, 0.0, -0.4, 0.7)[k % 5]
        half = 0.3 if k % 7 == 3 else 0.05
        minutes[step] = Warmth(value=value, low=value - half, high=value + half)
    before = replace(SHOPPER, title=None)
    now = replace(
        SHOPPER, title="Made up: 51 of the 64 shoppers we lose stay", before=before,
        outcomes={"well": 0.948, "poorly": 0.039, "lost": 0.013},
        ends={"done": 0.948, "poor": 0.039}, lost={"ask": 0.007, "advice": 0.002},
        waits={**SHOPPER.waits, "ask": 24.0, "advice": 7_560.0},
    )  # fmt: skip
    return now, minutes


GOLDEN = (
    ("order", "account executives", "departments"), ("order", "status by e-mail", "company"),
    ("loan", "account executives", "departments"), ("claim", "both together", "departments"),
    ("executives", "dedicated executives", "departments"),
    ("permit", "pay at the same desk", "departments"),
)  # fmt: skip


@pytest.mark.parametrize(("name", "scenario", "view_name"), GOLDEN)
def test_comparisons_are_as_reviewed(
    name: str, scenario: str, view_name: str, golden: Callable[[str, str], None]
) -> None:
    """Structure alone: each picture was looked at beside the mock."""
    process = read(EXAMPLES / name / f"{name}.yaml")
    other = resolve_scenario(process, scenario)
    picture = draw_over(process, other, view_name, name=scenario)  # type: ignore[arg-type]
    file = f"{name}-{scenario}-{view_name}".replace(" ", "-")
    golden(f"chart/over-{file}.svg", picture.svg(fonts=False))


SHOPPER_SCENARIO = """
scenarios:
  account executives:
    organisation: {Account executive: {above: Call centre, people: 2}}
    set:
      ask.with: Account executive
      enquire.with: Account executive
      exchange.with: Account executive
      clear.go.yes: 86%
      ontime.go.yes: 94%
    remove: [approve]
"""


def test_the_shoppers_comparison_with_figures(golden: Callable[[str, str], None]) -> None:
    """With figures: pills, the bars of today, what was and is, beside the mock."""
    text = (DOCUMENTS / "shopper.yaml").read_text(encoding="utf-8")
    head = text.split("\nscenarios:")[0]
    today = read_text(head + SHOPPER_SCENARIO)
    other = resolve_scenario(today, "account executives")
    figures, minutes = made_up(today)
    changes = {("own", step): change for step, change in minutes.items()}
    picture = draw_over(
        today, other, figures=figures, name="account executives", minutes=minutes, changes=changes
    )
    assert faults(picture.drawing) == []
    text = picture.svg(fonts=False)
    assert "95 % interval" in text
    assert "cannot tell" in text
    golden("chart/over-shopper-account-executives-departments.svg", text)


@settings(max_examples=12, deadline=None)
@given(process=processes(), seed=st.integers(0, 10_000))
def test_any_edit_of_any_process_is_drawn_cleanly(process: Process, seed: int) -> None:
    """Whatever step goes or another part does, the two are drawn in one picture without a fault."""
    from outsidein.chart.picture import Picture

    other = _edited(process, seed)
    for today, then in ((process, other), (other, process)):
        picture: Picture = draw_over(today, then, name="edited")
        assert faults(picture.drawing) == []


def _edited(process: Process, seed: int) -> Process:
    """Remove a step, or give one to another part; if that cannot be done, another name."""
    from outsidein.errors import OutsideInError
    from outsidein.model.change import Remove, Scenario, Set
    from outsidein.model.scenario import apply

    steps = [step for step in process.steps if step.verb in ("do", "tell", "hidden")]
    if not steps:
        return replace(process, name="other")
    step = steps[seed % len(steps)]
    parts = [part.id for part in process.parts if part.id != step.part]
    change: Remove | Set = Remove(id=step.id)
    if parts and step.part and seed % 2:
        word = "with" if step.verb == "do" else "by"
        change = Set(address=f"{step.id}.{word}", value=parts[seed % len(parts)])
    try:
        return apply(process, Scenario(name="edited", changes=(change,)))
    except OutsideInError:
        return replace(process, name="other")


@pytest.mark.parametrize("theme", [0, 1])
def test_texts_on_what_is_added_and_moved_can_be_read(theme: int) -> None:
    """WCAG's contrast of 4.5 for text on tinted boxes and lanes, of 3 for ghost lines."""
    from chart.test_heat import _luminance
    from outsidein.chart.palette import COLOURS

    def contrast(a: str, b: str) -> float:
        x, y = (_luminance(COLOURS[role][theme]) + 0.05 for role in (a, b))
        return max(x, y) / min(x, y)

    for text, ground in (
        ("ink", "goodsoft"), ("ink", "movedsoft"), ("muted", "node"), ("muted", "goodsoft"),
        ("lost", "paper"), ("good", "node"), ("lost", "node"), ("on", "good"), ("on", "lost"),
        ("on", "moved"), ("muted", "paper"),
    ):  # fmt: skip
        assert contrast(text, ground) >= 4.5, (text, ground)
    assert contrast("ghost", "paper") >= 3
    assert contrast("ghost", "node") >= 3
