"""Grammar §4.3-§4.5: windows that never open, shut at once, or shut on a waiting act."""

from __future__ import annotations

import pytest

from known_answers.harness import DAY, TWO, column, document, ends, play, rows, same, spent

LOOK = """      - look:
          do: Look it up
          with: Shop
          via: web
          own: 1 min
          when: no news for 2 h
          chance: 100%
          max: 1"""


def test_a_window_whose_first_step_is_passed_never_opens():
    """§4.5: a first step passed by `only` does not open a span: Bob has no window.

    Ann approves 0-60 and looks at 7260; Bob never looks.
    """
    text = document(
        f"""
- approve: {{only: Ann, do: Approve, with: Shop, via: web, own: 1 min}}
- meantime:
    meanwhile: approve to receive
    may:
{LOOK}
- ship: {{hidden: Transport, by: Courier, after: 1 day}}
- receive: {{do: Receive, with: Courier, via: door, own: 1 min}}
""",
        customers=TWO,
    )
    result = play(text, [(0, "Ann"), (0, "Bob")])
    same(rows(result, "look", "case", "ready"), [(0, 7260)])


def test_a_window_whose_second_step_is_passed_shuts_at_once():
    """§4.5: a second step passed shuts at once.

    Both order 0-60. At 3660 Ann is inspected (her window shuts) and Bob passes the inspection
    (his shuts too): in the day of storing after it nobody looks at 7260.
    """
    text = document(
        f"""
- order: {{do: Order, with: Shop, via: web, own: 1 min}}
- meantime:
    meanwhile: order to inspect
    may:
{LOOK}
- ship: {{hidden: Transport, by: Courier, after: 1 h}}
- inspect: {{only: Ann, do: Inspect, with: Courier, via: door, own: 1 min}}
- keep: {{hidden: Store, by: Courier, after: 1 day}}
""",
        customers=TWO,
    )
    result = play(text, [(0, "Ann"), (0, "Bob")])
    same(column(result, "look", "ready"), [])
    same(ends(result), [(3720 + DAY, "served"), (3660 + DAY, "served")])


def test_the_clock_of_silence_runs_from_the_end_of_an_act_given_up():
    """§4.4: from the act's end, served or not.

    Zoe keeps the desk all the time. Rings at 3660, gives up at 3960; an hour on, 7560, rings
    again, gives up at 7860; max 2.
    """
    text = document(
        """
        - fill: {only: Zoe, hidden: Other work, by: Desk, takes: 9 days}
        - order: {only: Ann, do: Order, with: Shop, via: web, own: 1 min}
        - meantime:
            meanwhile: order to receive
            may:
              - enquire:
                  do: Ask where it is
                  with: Desk
                  via: phone
                  takes: 5 min
                  when: no news for 1 h
                  chance: 100%
                  max: 2
                  patience: 5 min
        - ship: {only: Ann, hidden: Transport, by: Courier, after: 1 day}
        - receive: {only: Ann, do: Receive, with: Courier, via: door, own: 1 min}
        """,
        customers="Zoe: {share: 50%}\nAnn: {share: rest}",
    )
    result = play(text, [(0, "Zoe"), (0, "Ann")])
    same(rows(result, "enquire", "ready", "how"), [(3660, "left"), (7560, "left")])


@pytest.mark.parametrize(
    ("luck", "look", "effort"), [(0.9, ("under way", None), 60), (0.1, ("served", 9360), 180)]
)
def test_an_act_that_waits_for_the_person_is_dropped_when_the_window_shuts(
    luck: float, look: tuple[str, float | None], effort: float
):
    """§4.3, §4.5: an act in neither effort nor service is dropped when the window shuts.

    Zoe keeps the desk 0-9000. Ann orders 0-60 and stands at the counter from 3660. Without
    `own` the try begins with service, so the silence of 2 h at 7260 is not held: the act falls
    due, but she is in an encounter. Served 9000-9300 (u = 0.9): the window shut at 9000 and the
    act is dropped: effort 60. Not served (u = 0.1 of 50 %: refused, collect again after ten
    minutes at the courier's): at 9300 she looks it up, 9300-9360; collected 9900-10200. Effort
    60 + 60, and 60 for the form she fills in on the way, 9360-9420.
    """
    text = document(
        f"""
- fill: {{only: Zoe, hidden: Other work, by: Desk, takes: 9000 s}}
- order: {{only: Ann, do: Order, with: Shop, via: web, own: 1 min}}
- meantime:
    meanwhile: order to collect
    may:
{LOOK}
- ship: {{only: Ann, hidden: Transport, by: Courier, after: 1 h, next: collect}}
- form: {{only: Ann, do: Fill in, with: Shop, via: web, own: 1 min, next: back}}
- back: {{only: Ann, hidden: Bring back, by: Courier, after: 8 min, next: collect}}
- collect:
    only: Ann
    do: Collect
    with: Desk
    via: counter
    takes: 5 min
    closed: -> lost
    fails: [50% refused -> form]
""",
        customers="Zoe: {share: 50%}\nAnn: {share: rest}",
    )
    luck_of = {("collect", 0, "fails"): luck, ("collect", 1, "fails"): 0.9}
    result = play(text, [(0, "Zoe"), (0, "Ann")], luck_of)
    how, finished = look
    same(column(result, "look", "how"), [how])
    if finished is not None:
        same(column(result, "look", "finished"), [finished])
    same(spent(result, 1)["own effort"], effort)


def test_an_act_of_another_person_runs_beside_a_live_encounter():
    """§4.3: only when *that* person is in no live encounter: the approver looks while the buyer
    talks 60-10860: 7260-7320.
    """
    text = document(
        f"""
- order: {{do: Order, as: buyer, with: Shop, via: web, own: 1 min}}
- meantime:
    meanwhile: order to receive
    may:
{LOOK}
          as: approver
- talk: {{do: Talk it over, as: buyer, with: Shop, via: phone, takes: 3 h}}
- ship: {{hidden: Transport, by: Courier, after: 1 h}}
- receive: {{do: Receive, as: buyer, with: Courier, via: door, own: 1 min}}
""",
        customers="Firm: {share: 100%, people: [buyer, approver]}",
    )
    result = play(text, [(0, "Firm")])
    same(rows(result, "look", "ready", "finished"), [(7260, 7320)])
