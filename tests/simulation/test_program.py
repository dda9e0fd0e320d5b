"""A process as plain arrays: the numbers the kernel reads are those the process says."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from outsidein.document import read_text
from outsidein.errors import OutsideInError
from outsidein.model.process import Process
from outsidein.simulation import kernel, program
from outsidein.simulation.kernel import NONE
from outsidein.simulation.program import Program, compile_program
from strategies import random_process

TEXT = """
process: Order
customers:
  Shopper: {share: 80%}
  Business: {share: rest, people: [buyer, boss], priority: 2}
channels: {web: self, phone: live, mail: left}
organisation:
  Shop: {kind: system}
  Desk: {people: 3, open: Mon-Fri 08:00-18:00, away: 10% -> Store}
  Store: {people: [Mon-Fri 06:00-14:00 x4, Mon-Fri 14:00-22:00 x2]}
arrivals: {rate: 100 per day}
steps:
  - find:
      do: Find it
      ways:
        web: {share: rest, with: Shop, own: 4 min, fails: [5% not found -> phone]}
        phone: {share: 25%, with: Desk, takes: 6 min, patience: 3 min -> web, closed: -> lost}
      for Business: {ways: {phone: {share: 60%}}}
  - clear: {choose: Is it clear, go: [20% no -> ask, yes -> order, 30% never -> lost]}
  - ask: {do: Ask, with: Desk, via: mail, takes: gamma 5 min sd 4 min, priority: 1}
  - order: {do: Order, with: Shop, via: web, own: 2 min, at most: 2 visits -> lost}
  - soon: {promise: order to done, within: 1 day}
  - anytime:
      meanwhile: order to done
      may:
        - chase:
            do: Chase
            with: Shop
            via: web
            own: 1 min
            when: soon passed
            chance: 50%
            max: 1
  - pick: {hidden: Pick, by: Store, takes: 6 min, only: Business}
  - done: {end: Done, outcome: served}
  - lost: {end: Lost, outcome: lost}
"""


@pytest.fixture(scope="module")
def made() -> Program:
    return compile_program(read_text(TEXT))


def place(made: Program, segment: int, step: str) -> np.void:
    code = made.vocabulary.step_code(step)
    found: np.void = made.facts["places"][segment * int(made.numbers["step_count"]) + code]
    return found


def views(made: Program, segment: int, step: str) -> np.ndarray:
    at = place(made, segment, step)
    return made.facts["views"][at["first_view"] : at["first_view"] + at["ways"]]


def test_each_customer_has_its_own_shares_of_ways(made: Program) -> None:
    """Cumulative shares, the last way with a share takes what is left."""
    for segment, first in ((0, 0.75), (1, 0.4)):
        at = place(made, segment, "find")
        shares = made.facts["floats"][at["way_shares"] : at["way_shares"] + 2]
        assert shares.tolist() == [pytest.approx(first), math.inf]


def test_branches_keep_their_order_and_the_rest_its_place(made: Program) -> None:
    """20% no, yes (rest), 30% never: 0.2, 0.7, 1."""
    view = views(made, 0, "clear")[0]
    found = made.facts["branches"][view["go"] : view["go"] + view["branches"]]
    assert found["upto"].tolist() == [pytest.approx(0.2), pytest.approx(0.7), math.inf]
    steps = [made.vocabulary.steps[to].id for to in found["to"]]
    assert steps == ["ask", "order", "lost"]
    assert found["code"].tolist() == [0, 1, 2]


def test_destinations_are_sister_ways_before_steps(made: Program) -> None:
    """`-> web` from the phone is the first way, written -2; `-> lost` is a step."""
    web, phone = views(made, 0, "find")
    assert phone["left_to"] == -2
    assert phone["closed_to"] == made.vocabulary.step_code("lost")
    failure = made.facts["failures"][web["fails"]]
    assert failure["to"] == -3
    assert failure["upto"] == pytest.approx(0.05)
    assert web["left_to"] == NONE


def test_who_is_next_is_a_rank(made: Program) -> None:
    """Priority of the step, then of the customer, then live before letters before work."""
    letters = [views(made, segment, "ask")[0]["rank"] for segment in (0, 1)]
    calls = [views(made, segment, "find")[1]["rank"] for segment in (0, 1)]
    work = [views(made, segment, "pick")[0]["rank"] for segment in (0, 1)]
    assert letters[1] < letters[0] < calls[1] < work[1] < calls[0] < work[0]


def test_limits_spans_and_those_passed_by(made: Program) -> None:
    """`at most`, the steps that open and shut spans, and `only`."""
    order, done = place(made, 0, "order"), place(made, 0, "done")
    assert (order["most"], order["most_to"]) == (2, made.vocabulary.step_code("lost"))
    assert order["openings"] == done["shuttings"] == 2
    assert [place(made, segment, "pick")["passed"] for segment in (0, 1)] == [1, 0]


def test_parts_have_people_hours_and_a_deputy(made: Program) -> None:
    """A system has nobody; staff by the hour has as many as its largest shift."""
    parts = made.beginnings["parts"]
    assert parts["staffed"].tolist() == [0, 1, 1]
    assert parts["people_count"].tolist() == [0, 3, 4]
    assert parts["away_part"].tolist() == [NONE, 2, NONE]
    assert made.beginnings["people"]["part"].tolist() == [1] * 3 + [2] * 4
    assert made.weeks[1].at(9 * 3600.0) == 3


def test_a_law_is_written_once(made: Program) -> None:
    """Equal laws share a row; a gamma law points to its table."""
    laws = made.facts["laws"]
    gammas = laws[laws["kind"] == kernel.LAW_KINDS.index("gamma")]
    assert len(gammas) == 1
    assert len(np.unique(laws)) == len(laws)
    table = made.facts["floats"][gammas["table"][0] :]
    assert table[0] == pytest.approx(stats.gamma(1 / 0.8**2, scale=0.8**2).median(), rel=1e-4)


def test_steps_that_would_share_their_luck_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two ids with one hash are a fault; no two of these steps have one."""
    process = read_text(TEXT)
    assert compile_program(process).numbers["step_count"] == 10
    monkeypatch.setattr(program, "stream", lambda step_id: hash(step_id in {"ask", "pick"}))
    with pytest.raises(OutsideInError) as caught:
        compile_program(process)
    assert {fault.code for fault in caught.value.faults} == {"id-collision"}
    assert '"pick" and "ask"' in str(caught.value)


def test_more_persons_than_bits_are_refused() -> None:
    """65 persons inside one customer."""
    process = read_text(TEXT)
    steps = [s for s in process.steps if s.id != "order"]
    order = next(s for s in process.steps if s.id == "order")
    many = tuple(
        replace(order, id=f"order-{k}", person=f"person {k}", next=("done",)) for k in range(70)
    )
    with pytest.raises(OutsideInError, match="too-many-persons"):
        compile_program(replace(process, steps=(*steps[:3], order, *many, *steps[3:])))


def arrays_of(process: Process) -> dict[str, bytes]:
    made = compile_program(process)
    everything = made.facts | made.beginnings
    return {name: array.tobytes() for name, array in everything.items()}


def test_compiling_twice_gives_the_same_arrays() -> None:
    """Nothing depends on the order of sets or on what was compiled before."""
    for seed in range(20):
        assert arrays_of(random_process(seed)) == arrays_of(random_process(seed))
