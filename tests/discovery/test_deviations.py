"""The four deviations from a planned journey, worked by hand."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from outsidein.discovery.alignments import align
from outsidein.discovery.counted import counted, in_use
from outsidein.discovery.deviations import Deviations, StepDeviation, deviations
from outsidein.discovery.drawn import as_process
from outsidein.discovery.flow import FlowLanguage
from outsidein.discovery.search import cheapest
from outsidein.document import read_text
from outsidein.errors import OutsideInError
from outsidein.eventlog.customers.parties import Side
from outsidein.eventlog.flows import ways
from outsidein.eventlog.importing import read_log
from outsidein.eventlog.store import EventLog
from outsidein.model.check import check
from random_trees import random_case, random_tree

PLAN = """
process: Order a product
organisation: {Shop: {kind: department}}
steps:
  - order: {do: Order, with: Shop}
  - pack: {hidden: Pack, by: Shop}
  - told: {tell: On its way, by: Shop}
  - receive: {do: Receive}
  - happy: {choose: Happy, go: [90% yes -> done, no -> complain]}
  - complain: {do: Complain, with: Shop, next: done}
  - done: {end: Done}
"""
SPLIT = """
process: Two at a time
steps:
  - begin: {do: Begin}
  - both: {together: {one: [a: {do: A}], two: [b: {do: B}, c: {do: C}]}}
  - some: {some of: {50% maybe: [d: {do: D}]}}
  - done: {end: Done}
"""


def log_of(folder: Path, *cases: str) -> EventLog:
    """A log of cases such as "Order, Pack, Receive!left": what went wrong behind a !."""
    rows = ["case,activity,time,how"]
    for number, case in enumerate(cases):
        for minute, said in enumerate(filter(None, case.split(", "))):
            activity, _, how = said.partition("!")
            rows.append(f"{number},{activity},2026-01-05T10:{minute:02}:00,{how or 'served'}")
    path = folder / "log.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    return read_log(path, attributes=["how"])


GOOD = "Order, Pack, On its way, Receive"
KNOWN = {
    "as planned": (GOOD, {}),
    "the other branch": (f"{GOOD}, Complain", {}),
    "hidden work may be missing": ("Order, On its way, Receive", {}),
    "missing": ("Order, Pack, Receive", {"told": "missing"}),
    "ad hoc": (f"Order, Call, {GOOD.removeprefix('Order, ')}", {"Call": "ad_hoc"}),
    "again": ("Order, Order, Pack, On its way, Receive", {"order": "irregular"}),
    "out of order": ("Order, Pack, Receive, On its way", {"receive": "irregular"}),
    "failing": ("Order, Pack, On its way, Receive!failed", {"receive": "failing"}),
    "tried again": (f"Order!left, {GOOD}", {"order": "failing"}),
}


@pytest.mark.parametrize("name", KNOWN)
def test_each_deviation_by_hand(name: str, tmp_path: Path) -> None:
    """One case beside the plan: which step deviates, and how; nothing else does."""
    case, known = KNOWN[name]
    found = deviations(log_of(tmp_path, case), read_text(PLAN))
    assert found.as_planned == (0 if known else 1)
    assert found.steps == tuple(
        StepDeviation(step=step, **{kind: 1}) for step, kind in known.items()
    )


def test_cases_are_counted_once_a_kind(tmp_path: Path) -> None:
    """Four cases: one good, one with two missing steps, one ad hoc and missing, one failing."""
    log = log_of(
        tmp_path, GOOD, "Order, Pack", "Order, Call, Receive", "Order!failed, On its way, Receive"
    )
    found = deviations(log, read_text(PLAN))
    assert found == Deviations(
        cases=4, as_planned=1, missing=2, ad_hoc=1, irregular=0, failing=1,
        steps=(
            StepDeviation(step="told", missing=2), StepDeviation(step="Call", ad_hoc=1),
            StepDeviation(step="order", failing=1), StepDeviation(step="receive", missing=1),
        ),
    )  # fmt: skip


def test_what_customers_do_not_see_is_not_ad_hoc(tmp_path: Path) -> None:
    """With sides, only what the customer does or sees can be ad hoc."""
    log = log_of(tmp_path, "Order, Audit, Pack, On its way, Call, Receive")
    sides = {
        "Audit": Side(activity="Audit", party="organisation", seen=False),
        "Call": Side(activity="Call", party="customer", seen=True),
    }
    found = deviations(log, read_text(PLAN), sides=sides)
    assert found.steps == (StepDeviation(step="Call", ad_hoc=1),)


def test_labels_say_which_step_an_activity_is(tmp_path: Path) -> None:
    """An activity of another name is the step that the labels name."""
    log = log_of(tmp_path, "Bestellen, On its way, Receive")
    assert deviations(log, read_text(PLAN)).as_planned == 0
    assert deviations(log, read_text(PLAN), labels={"Bestellen": "order"}).as_planned == 1


@pytest.mark.parametrize(
    ("run", "cost"),
    [("abc", 0), ("bac", 0), ("bcad", 0), ("bca", 0), ("cba", 2), ("ab", 1), ("dabc", 1)],
)
def test_blocks_wait_for_their_branches(run: str, cost: int) -> None:
    """Branches in any order, each in its own; what may be left out costs nothing."""
    assert cheapest(FlowLanguage(read_text(SPLIT)), ("begin", *run))[0] == cost


@pytest.mark.parametrize("seed", range(12))
def test_a_drawn_process_has_the_runs_of_its_tree(seed: int, tmp_path: Path) -> None:
    """The steps that are drawn allow what the tree allows: each way costs the same in both."""
    chance = random.Random(seed)
    tree = random_tree(chance, "ABCDEF"[: chance.randint(2, 6)])
    cases = [", ".join(random_case(chance, "ABCDEF", 7)) or "A" for _ in range(6)]
    log = log_of(tmp_path, *cases, "A, B, C, D, E, F")
    tree = in_use(counted(tree, align(tree, ways(log)).leaves))
    aligned = align(tree, ways(log))
    sides = {a: Side(activity=a, party="customer", seen=True) for a in log.activities}
    drawn = as_process(counted(tree, aligned.leaves), log, name="Drawn", sides=sides)
    assert [
        f for f in check(drawn.process) if f.severity == "error" and "missing" not in f.code
    ] == []
    language = FlowLanguage(drawn.process)
    for one in aligned.alignments:
        journey = [drawn.ids.get(a, a) for a in one.way.activities]
        assert cheapest(language, journey)[0] == one.cost, str(tree)


def test_tokens_without_end_are_refused() -> None:
    """A split that leads back to itself without a join multiplies for ever."""
    text = """
process: Too much
organisation: {Shop: {kind: department}}
steps:
  - begin: {do: Begin}
  - more: {hidden: More, by: Shop, next: [more, other]}
  - other: {hidden: Other, by: Shop, next: last}
  - last: {do: Last}
  - done: {end: Done}
"""
    with pytest.raises(OutsideInError) as refused:
        cheapest(FlowLanguage(read_text(text)), ("begin", "last"))
    assert [fault.code for fault in refused.value.faults] == ["too-large"]
