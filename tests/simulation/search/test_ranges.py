"""The best over ranges and the front, where closed forms know them."""

from __future__ import annotations

import json

import numpy as np
import pytest
from click.testing import CliRunner

from outsidein import front, read_text, tune
from outsidein.cli import main
from outsidein.errors import OutsideInError
from outsidein.simulation.plan import Plan
from outsidein.simulation.search.ranges import read_ranges, setting
from outsidein.simulation.search.tuning import SELECTING_FROM
from outsidein.study.searched_ranges import (
    front_json,
    front_sentences,
    front_table,
    tuned_json,
    tuned_sentences,
)
from simulation.search.erlang import gone, mean_wait

DAY = 86_400.0
PLAN = Plan(
    warm_up_seconds=7200, window_seconds=DAY / 2, follow_up_seconds=DAY, replications=20, seed=6,
    terminating=False,
)  # fmt: skip
DESK = """
process: A desk
judge by: worth less cost
customers: {Caller: {share: 100%, worth: 4 EUR, comes back: 40%}}
channels: {phone: live}
organisation: {Desk: {people: 6, open: Mon-Sun 00:00-24:00, cost: 30 EUR/h}}
arrivals: {rate: 8 per min}
steps:
  - ring:
      do: Ring
      with: Desk
      via: phone
      takes: exponential 1 min
      patience: exponential 2 min -> gone
      closed: -> gone
  - done: {end: Done, outcome: served}
  - gone: {end: Gone, outcome: lost}
"""
TWO = """
process: Two ways
judge by: in a queue
customers: {Caller: {share: 100%}}
channels: {phone: live, counter: live}
organisation:
  Fast: {people: 1, open: Mon-Sun 00:00-24:00, cost: 30 EUR/h}
  Slow: {people: 1, open: Mon-Sun 00:00-24:00, cost: 30 EUR/h}
arrivals: {rate: 1.2 per min}
steps:
  - ask:
      do: Ask
      closed: -> gone
      ways:
        phone: {share: 50%, with: Fast, takes: exponential 0.5 min}
        counter: {share: rest, with: Slow, takes: exponential 1 min}
  - done: {end: Done, outcome: served}
  - gone: {end: Gone, outcome: lost}
"""


def contribution(people: int) -> float:
    """Worth less cost a caller of Erlang A, in EUR."""
    return 4 * (1 - gone(8.0, people, 0.5)) - people * 30 / 60 / 8


def wait_of_two(share: float) -> float:
    """Mean wait in seconds if this share goes to the fast one: two M/M/1."""
    total = 0.0
    for rate, speed in ((1.2 * share, 2.0), (1.2 * (1 - share), 1.0)):
        total += rate / 1.2 * rate / (speed * (speed - rate))
    return 60 * total


def test_the_best_of_a_grid_is_the_closed_form_s():
    """Erlang A with a price: 4 to 14 people, every setting a candidate, zone 2 cents."""
    found = tune(read_text(DESK, "desk.yaml"), ["desk.people 4..14"], plan=PLAN, zone=0.02)
    best = max(range(4, 15), key=contribution)
    assert contribution(best) - contribution(int(found.values[0])) < 0.02
    assert (found.every, found.selection.decided) == (True, True)
    assert found.candidates[0] == (6.0,)
    assert len(found.candidates) == 11
    told = found.afresh.scenarios[0].differences["contribution"]
    truth = contribution(int(found.values[0])) - contribution(6)
    assert abs(told.value - truth) < 4 * told.standard_error
    assert (
        "no other setting of the ranges is better by 0.02 EUR or more" in tuned_sentences(found)[1]
    )


def test_between_two_values_the_best_share_is_found():
    """Two queues of unlike speed: what share the fast one should get, by calculus 82 %."""
    shares = np.linspace(0.3, 0.99, 691)
    truth = float(shares[np.argmin([wait_of_two(s) for s in shares])])
    found = tune(
        read_text(TWO, "two.yaml"), ["ask.phone.share 30%..99%"], plan=PLAN, settings=20, zone=1.0
    )
    (share,) = found.values
    assert wait_of_two(share) < wait_of_two(truth) + 1.5 < wait_of_two(0.5)
    assert not found.every
    assert found.looked_at <= 20
    assert "of the others nothing is promised" in " ".join(tuned_sentences(found))
    assert tuned_json(found)["best"] == {"ask.phone.share": share}
    assert PLAN.first_replication != SELECTING_FROM


def test_what_cannot_be_run_is_counted_not_chosen():
    """Below a fifth the slow one has more work than it can do: its settings are left out."""
    ranges = ["ask.phone.share 5%..45% by 10%"]
    found = tune(read_text(TWO, "two.yaml"), ranges, plan=PLAN, zone=1.0)
    assert found.not_run == 2
    assert found.values == (0.5,)
    assert found.afresh.scenarios == ()


def test_the_front_is_the_closed_form_s():
    """Time 60 s + wait of M/M/c: from 10 people on it is less than 1 % better, and costs more."""
    text = DESK.replace("8 per min", "4 per min")
    text = text.replace("patience: exponential 2 min -> gone\n      ", "")
    times = {c: 60 * (1 + mean_wait(4.0, c)) for c in range(5, 13)}
    found = front(read_text(text, "desk.yaml"), ["desk.people 3..12"], plan=PLAN)
    assert times[9] < 1.01 * times[12]
    people = [int(point.values[0]) for point in found.points]
    assert people[:4] == [5, 6, 7, 8]
    assert set(people[4:]) <= {9}  # 0.9 % slower with 8: too close to 1 % to be sure
    for point in found.points:
        truth = times[int(point.values[0])]
        assert abs(point.side.value - truth) < 4 * point.side.standard_error
    assert (found.tried, found.not_run) == (8, 2)
    assert "2 settings cannot be run" in " ".join(front_sentences(found))
    assert front_json(found)["front"][0]["setting"] == {"desk.people": 5.0}


def test_points_that_are_the_same_are_said_to_be_so():
    """A patience of hours is as good as one of days: two settings, the same customers."""
    text = DESK.replace("exponential 2 min", "1000 min").replace("8 per min", "4 per min")
    ranges = ["ring.patience 1000..2000 min by 1000 min", "desk.people 6..7"]
    found = front(read_text(text, "desk.yaml"), ranges, plan=PLAN)
    alike = {point.values: point.alike for point in found.points}
    assert alike[60_000.0, 6.0] == ((120_000.0, 6.0),)
    assert alike[120_000.0, 7.0] == ((60_000.0, 7.0),)
    assert front_table(found)[1][0][-1] == "as 2"


def test_the_customers_side_can_be_another_measure():
    """More served against cost: higher is better, and more people serve more."""
    ranges = ["desk.people 5..8"]
    found = front(read_text(DESK, "desk.yaml"), ranges, by="well served", plan=PLAN)
    assert [point.values[0] for point in found.points] == [5, 6, 7, 8]
    served = [point.side.value for point in found.points]
    assert served == sorted(served)
    assert len(front_table(found)[0]) == 4


@pytest.mark.parametrize(
    ("text", "low", "high", "step"),
    [
        ("ring.patience 2..10 min", 120, 600, None),
        ("ring.takes=30 s..2 min by 30 s", 30, 120, 30),
        ("desk.cost 30..50 EUR/h", 30, 50, None),
        ("caller.worth.served 3..5 EUR by 1 EUR", 3, 5, 1),
        ("caller.comes-back.poor 10%..30%", 0.1, 0.3, None),
        ("arrivals.rate 100..200 per h", 100 / 3600, 200 / 3600, None),
        ("desk.people 2..8 by 2", 2, 8, 2),
    ],
)
def test_a_range_is_read_in_the_units_of_its_address(text, low, high, step):
    """A unit said once holds for both ends; the high end is not what the process says."""
    process = read_text(DESK, "desk.yaml")
    (found,) = read_ranges(process, [text])
    assert (found.low, found.high) == (pytest.approx(low), pytest.approx(high))
    assert found.step == (None if step is None else pytest.approx(step))
    assert setting(process, [found], [found.high]) != process


@pytest.mark.parametrize(
    ("ranges", "more", "said"),
    [
        (["ring.patience 2..10 EUR"], {}, "is not a duration"),
        (["arrivals.rate 1..2 EUR"], {}, "300 per day"),
        (["desk.people 1..5"], {"by": "well servd"}, 'did you mean "well served"?'),
        (["ring.retry 1%..5%"], {}, "ring.retry"),
        ([], {}, "no range is given"),
    ],
)
def test_what_cannot_be_searched_is_a_fault(ranges, more, said):
    """A wrong unit, an unknown measure, a number that the document does not have."""
    with pytest.raises(OutsideInError) as wrong:
        tune(read_text(DESK, "desk.yaml"), ranges, plan=PLAN, **more)
    assert said in str(wrong.value), str(wrong.value)


def test_too_many_settings_for_a_front_are_refused():
    """A front simulates every setting: sixty at most, if not said otherwise."""
    ranges = ["desk.people 4..30", "ring.takes 1..2 min"]
    with pytest.raises(OutsideInError, match="135 settings are too many"):
        front(read_text(DESK, "desk.yaml"), ranges, plan=PLAN)


def test_the_command_answers_each_question(tmp_path):
    """The best, the front, JSON of both, and two questions at once are refused."""
    file = tmp_path / "desk.yaml"
    file.write_text(DESK, encoding="utf-8")
    asked = ["search", str(file), "--set", "desk.people 7..9", "--replications", "3"]
    best = CliRunner().invoke(main, [*asked, "--by", "worth less cost", "--zone", "0.1"])
    assert best.exit_code == 0, best.output
    assert best.stdout.startswith("The best by “worth less cost”: desk.people ")
    weighed = CliRunner().invoke(main, [*asked, "--front", "--json"])
    assert weighed.exit_code == 0, weighed.output
    assert json.loads(weighed.stdout)["tried"] == 3
    both = CliRunner().invoke(main, [*asked, "--front", "--keep", "lost at most 2%"])
    assert both.exit_code == 1
    assert "different questions" in both.output
