"""The best of today and scenarios: the right one, surely, and shown on other customers."""

from __future__ import annotations

import json

import numpy as np
import pytest
from click.testing import CliRunner

from outsidein import best, read_text
from outsidein.cli import main
from outsidein.errors import OutsideInError
from outsidein.simulation.comparison import primary_measure
from outsidein.simulation.plan import Plan
from outsidein.simulation.search.choosing import Best
from outsidein.simulation.search.trials import CHOOSING_FROM, SHOWING_FROM, Trials
from outsidein.study.searched import best_json, best_sentences

DESK = """
process: A desk
judge by: in a queue
customers: {Caller: {share: 100%}}
channels: {phone: live}
organisation: {Desk: {people: 5, open: Mon-Sun 00:00-24:00, cost: 30 EUR/h}}
arrivals: {rate: 240 per h}
steps:
  - ring: {do: Call, with: Desk, via: phone, takes: exponential 1 min, closed: -> gone}
  - done: {end: Done, outcome: served}
  - gone: {end: Gone, outcome: lost}
scenarios:
  one more: {set: {desk.people: 6}}
  quicker: {set: {ring.takes: exponential 57 s}}
  slower: {set: {ring.takes: exponential 65 s}}
"""
PLAN = Plan(
    warm_up_seconds=1800, window_seconds=7200, follow_up_seconds=86_400, replications=6, seed=3,
    terminating=False,
)  # fmt: skip


@pytest.fixture(scope="module")
def found() -> Best:
    return best(read_text(DESK, "desk.yaml"), plan=PLAN, zone=2.0, threads=1)


def test_the_best_is_the_one_queueing_theory_says(found: Best) -> None:
    """Erlang C: mean waits of 33 s today, 8.5 s with one more, 23 s if 3 s quicker."""
    assert (found.name, found.selection.decided) == ("one more", True)
    assert found.names == ("", "one more", "quicker", "slower")
    (winner,) = found.afresh.scenarios
    assert winner.verdict == "better"
    assert winner.differences["in_queue_seconds"].low < 8.5 - 33.2
    assert winner.differences["in_queue_seconds"].high > 8.5 - 33.2


def test_the_winner_is_shown_on_customers_that_did_not_choose_it(found: Best) -> None:
    """The replications that chose and those that show have no number in common."""
    chose = range(CHOOSING_FROM, CHOOSING_FROM + max(found.selection.replications))
    plan = found.afresh.today.plan
    showed = range(plan.first_replication, plan.first_replication + plan.replications)
    assert plan.first_replication == SHOWING_FROM
    assert set(chose).isdisjoint(showed)


def test_the_sentence_says_how_sure_it_is_and_within_what(found: Best) -> None:
    """The zone, the probability and the work stand in words."""
    sure, took = best_sentences(found)
    assert sure.startswith("“one more” is selected of 4 by “in a queue”: with 95 % probability")
    assert "2 s or more" in sure
    assert f"{sum(found.selection.replications)} replications" in took
    assert best_json(found)["selection"]["zone"] == 2.0


def test_today_can_be_the_best() -> None:
    """Where the only scenario is worse, nothing is compared afresh but today."""
    process = read_text(DESK, "desk.yaml")
    found = best(process, ["slower"], plan=PLAN, threads=1)
    assert found.name == ""
    assert found.afresh.scenarios == ()
    assert best_sentences(found)[0].startswith("Today is selected of 2")


def test_a_replication_has_the_same_luck_for_every_alternative() -> None:
    """Two alternatives that are the same process differ in nothing, whatever the threads."""
    process = read_text(DESK, "desk.yaml")
    figures = [primary_measure(process)]
    seen = []
    for threads in (1, 2):
        trials = Trials(PLAN, figures, threads=threads)
        trials.add(process)
        trials.add(process)
        seen.append(trials.observe([0, 1], range(2)))
        assert trials.done == 4
    assert (seen[0] == seen[1]).all()
    assert (seen[0][:, 0] == seen[0][:, 1]).all()
    assert (seen[0][0] != seen[0][1]).any()
    assert np.isfinite(seen[0]).all()


def test_nobody_is_chosen_by_returns_that_are_not_said() -> None:
    """Neither measure of who comes back can choose where nobody says how many do."""
    process = read_text(DESK.replace("in a queue", "comes back"), "desk.yaml")
    with pytest.raises(OutsideInError, match="how many come back"):
        best(process, plan=PLAN)


def test_what_has_no_price_is_refused() -> None:
    """Worth less cost cannot choose where nobody says what a case is worth."""
    process = read_text(DESK.replace("in a queue", "worth less cost"), "desk.yaml")
    with pytest.raises(OutsideInError, match="worth"):
        best(process, plan=PLAN)


def test_the_command_prints_it(tmp_path) -> None:
    """As a table with the sentence, as JSON, and an unknown scenario with a hint."""
    file = tmp_path / "desk.yaml"
    file.write_text(DESK, encoding="utf-8")
    asked = ["best", str(file), "--cases", "300", "--replications", "3", "-s", "one more"]
    done = CliRunner().invoke(main, asked)
    assert done.exit_code == 0, done.output
    assert "“one more” is selected of 2" in done.output
    told = CliRunner().invoke(main, [*asked, "--json"])
    assert json.loads(told.stdout)["best"] == "one more"
    wrong = CliRunner().invoke(main, ["best", str(file), "-s", "one mor"])
    assert wrong.exit_code == 1
    assert 'did you mean "one more"?' in wrong.output
