"""What the picture says of a run balances: who goes in comes out, and all are told of."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from outsidein.chart import draw
from outsidein.chart.figures import Figures
from outsidein.document import read
from outsidein.measures import tally as t
from outsidein.measures.moves import ELSEWHERE, SET_OUT, together
from outsidein.measures.records import SERVED
from outsidein.model.graph import placed_steps
from outsidein.simulation import run
from outsidein.simulation.runs import Results
from outsidein.study.figures import Totals, chart_figures
from outsidein.study.going import Going, going

EXAMPLES = Path(__file__).parents[2] / "examples"
NAMES = ("order", "claim", "permit")


@cache
def _run(name: str) -> tuple[Results, Figures, Going]:
    results = run(
        read(EXAMPLES / name / f"{name}.yaml"), cases=300, replications=2, threads=1, paths=True
    )
    found = going(results)
    assert found is not None
    return results, chart_figures(results, title="T", subtitle=""), found


@pytest.mark.parametrize("name", NAMES)
def test_every_visit_was_reached_by_a_way_that_is_known(name: str) -> None:
    """Those who set out or come over a flow or a way out add up to the visits of each step."""
    results, _, found = _run(name)
    counts = together(moves for tally in results.tallies if (moves := tally.moves))
    totals = Totals(results)
    assert found.unknown == {}
    shared = {s.id for s in results.process.shared}
    placed = placed_steps(results.process)
    only = {i for i, p in placed.items() if p.step.only}  # the others pass, and are counted too
    splits = {i for i, p in placed.items() if len(p.step.next) > 1 or p.step.blocks}
    for k, step in enumerate(totals.words.steps):
        came = sum(count for move, count in counts.items() if move.target == k)
        gone = sum(c for move, c in counts.items() if move.source == k and move.how != SERVED)
        gone += sum(count for (source, _), count in found.flows.items() if source == step.id)
        if step.verb == "end":
            assert came == totals.ends[k].sum()
        elif step.id not in shared:
            assert came == totals.of_step(k, t.ARRIVALS)
            assert gone <= came or step.id in only | splits


@pytest.mark.parametrize("name", NAMES)
def test_answers_of_a_decision_add_up_to_those_who_decide(name: str) -> None:
    """The flows out of a decision, in the picture, are as many as its visits."""
    results, figures, _ = _run(name)
    decisions = [s for s in results.process.steps if s.verb == "choose" and s.only is None]
    assert decisions
    for step in decisions:
        out = sum(share for (source, _), share in figures.flows.items() if source == step.id)
        by_limits = sum(figures.limits.values()) + figures.failed.get((step.id, ""), 0.0)
        noticed = sum(
            share for (at, mode), share in figures.failed.items()
            if any(f.noticed_at == step.id for s in results.process.steps for f in s.fails
                   if (s.id, f.mode) == (at, mode))
        )  # fmt: skip
        missing = figures.visits[step.id] - out - noticed
        assert -1e-9 <= missing <= 0.02 + by_limits  # under way, or withdrawn meanwhile


@pytest.mark.parametrize("name", NAMES)
def test_outcomes_ends_and_losses_tell_of_everybody(name: str) -> None:
    """Outcomes add up to all who set out, and each outcome to its ends; losses to their steps."""
    results, figures, found = _run(name)
    under_way = Totals(results).cases[:, t.UNDER_WAY].sum() / results.arrived
    shown = {q: share for q, share in figures.outcomes.items() if q != "under way"}
    assert sum(shown.values()) + under_way == pytest.approx(1.0)
    by_outcome: dict[str, float] = {}
    for step in results.process.steps:
        if step.verb == "end" and step.outcome:
            by_outcome[step.outcome] = by_outcome.get(step.outcome, 0) + figures.ends[step.id]
    assert by_outcome["served"] == pytest.approx(shown["well"] + shown["poorly"])
    assert by_outcome.get("lost", 0.0) == pytest.approx(shown["lost"])
    assert sum(figures.lost.values()) <= shown["lost"] + 1e-12
    assert sum(found.lost.values()) >= 0.98 * shown["lost"] * results.arrived


@pytest.mark.parametrize("name", NAMES)
def test_columns_of_the_ruler_add_up(name: str) -> None:
    """What stands in the columns, and at the steps drawn once, is the total at the right."""
    results, figures, _ = _run(name)
    drawing = draw(results.process, "departments", figures).drawing
    once = {s.id for s in results.process.shared}
    for row in figures.ruler:
        assert set(row.values) <= set(drawing.nodes) | once
        if "side by side" in row.total_note:  # the customer's clock counts such time once
            assert sum(row.values.values()) > (row.total or 0)
        else:
            assert sum(row.values.values()) == pytest.approx(row.total, rel=0.005, abs=0.05)
        assert all(row.hollow[s] <= row.values[s] + 1e-12 for s in row.hollow)


def test_the_ruler_totals_are_the_measures_of_the_run() -> None:
    """Own time, waiting and cost in the ruler are those of the study; every part's cost is in."""
    results, figures, _ = _run("order")
    own, wait, cost = figures.ruler
    known = results.measures.estimates
    assert own.total == pytest.approx(known["own_seconds"].value / 60)
    assert wait.total == pytest.approx(known["waiting_seconds"].value / 3600)
    assert sum(cost.values.values()) == pytest.approx(known["cost"].value, rel=1e-3)


def test_moves_do_not_depend_on_how_records_were_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    """The ways of a run are the same, whichever blocks its records come in."""
    from outsidein.measures.moves import Moves
    from outsidein.measures.records import Records

    process = read(EXAMPLES / "claim" / "claim.yaml")
    whole = run(process, cases=100, replications=1, threads=1, paths=True, log=True)
    kept = whole.tallies[0].moves
    assert kept is not None
    cut = Moves(kept.verbs, kept.leads)
    for block in whole.log:
        half = len(block.steps) // 2
        none = block.cases[:0]
        cut.add(Records(none, block.steps[:half], block.promises))
        cut.add(Records(block.cases, block.steps[half:], block.promises))
    cut.close()
    assert cut.counts == kept.counts
    assert {k: v.tolist() for k, v in cut.gaps.items()} == {
        k: v.tolist() for k, v in kept.gaps.items()
    }


def test_moves_of_a_case_by_hand() -> None:
    """Two branches at once, a failure, a wait while the company works: counted by hand."""
    import numpy as np

    from outsidein.measures.moves import Move, Moves
    from outsidein.measures.records import CASE, FAILED, STEP, Records

    # steps: 0 ask (do), 1 pack (hidden), 2 bill (hidden), 3 get (do), 4 done (end)
    leads = np.zeros((2, 5, 5), dtype=bool)
    for a, b in ((0, 1), (0, 2), (1, 3), (2, 3), (3, 4)):
        leads[0, a, b] = True
    visits = np.zeros(6, dtype=STEP)
    rows = ((0, 0, 10, SERVED), (1, 10, 15, SERVED), (2, 10, 40, SERVED), (3, 40, 45, FAILED),
            (0, 45, 50, SERVED), (3, 50, 60, SERVED))  # fmt: skip
    for k, (step, ready, finished, how) in enumerate(rows):
        visits[k]["step"], visits[k]["ready"], visits[k]["finished"] = step, ready, finished
        visits[k]["how"], visits[k]["mode"] = how, 0 if how == FAILED else -1
    visits["caller"] = -1
    leads[0, 0, 3] = leads[1, 3, 0] = True
    cases = np.zeros(1, dtype=CASE)
    cases["end"], cases["end_step"] = 60, 4
    moves = Moves(("do", "hidden", "hidden", "do", "end"), leads)
    moves.add(Records(cases, visits, np.zeros(0)))
    moves.close()
    assert moves.counts == {
        Move(SET_OUT, 0): 1, Move(0, 1): 1, Move(0, 2): 1, Move(2, 3): 1,
        Move(3, 0, FAILED, 0): 1, Move(0, 3): 1, Move(3, 4): 1,
    }  # fmt: skip
    assert ELSEWHERE not in {move.source for move in moves.counts}
    assert {pair: int(counts.sum()) for pair, counts in moves.gaps.items()} == {(0, 3): 1}
