"""`takes again`: the law of a repeat: when a service of this step has begun before in the case."""

from __future__ import annotations

import pytest

from known_answers.harness import (
    ALWAYS,
    OFFICE_DESK,
    TWO,
    at,
    column,
    document,
    ends,
    play,
    rows,
    same,
    spent,
)

MORE = "\n- more: {choose: Once more, go: [50% yes -> ring, no -> done]}"
TWICE = {("more", 0, "go"): 0.1, ("more", 1, "go"): 0.9}
RING = "- ring: {do: Ring, with: Desk, via: phone, takes: %s, closed: -> done%s}"


def lasted(result: object, step: str) -> list[float]:
    """How long each service of a step took."""
    return [end - start for start, end in rows(result, step, "started", "ended")]


def test_a_repeat_takes_its_own_time():
    """10 min the first time, 3 min from then on: 600, 180, 180."""
    luck = {("more", 0, "go"): 0.1, ("more", 1, "go"): 0.1, ("more", 2, "go"): 0.9}
    result = play(document(RING % ("10 min", ", takes again: 3 min") + MORE), luck=luck)
    same(lasted(result, "ring"), [600, 180, 180])
    same(ends(result), [(960, "served")])
    same(result.busy["desk"], 960)


def test_a_repeat_may_be_longer():
    """Shorter or longer: 3 min, then 10."""
    result = play(document(RING % ("3 min", ", takes again: 10 min") + MORE), luck=TWICE)
    same(lasted(result, "ring"), [180, 600])


def test_without_the_key_every_visit_takes_the_same():
    """As today."""
    same(lasted(play(document(RING % ("3 min", "") + MORE), luck=TWICE), "ring"), [180, 180])


def test_the_same_uniform_serves_both_laws():
    """Same uniform u("takes") of the visit: u = 0.25 of 10..20 min, then u = 0.75 of 1..5 min."""
    text = document(RING % ("10..20 min", ", takes again: 1..5 min") + MORE)
    luck = TWICE | {("ring", 0, "takes"): 0.25, ("ring", 1, "takes"): 0.75}
    same(lasted(play(text, luck=luck), "ring"), [750, 240])


def test_who_gave_up_has_not_been_heard_before():
    """A service must have begun: Zoe talks 0-600; the Shopper leaves at 160, retries at 760: 5 min,
    the law of the first time, then again 1 min.
    """
    keys = ", takes again: 1 min, patience: 100 s -> done, retry: 100% after 10 min max 1"
    text = document(
        RING % ("5 min", keys + ", for Zoe: {takes: 10 min}") + MORE,
        customers="Zoe: {share: 50%}\nShopper: {share: rest}",
    )
    luck = {("more", 0, "go", 0): 0.9, ("more", 0, "go", 1): 0.1, ("more", 1, "go", 1): 0.9}
    result = play(text, [(0, "Zoe"), (60, "Shopper")], luck)
    same(rows(result, "ring", "case", "how")[1:], [(1, "left"), (1, "served"), (1, "served")])
    same(rows(result, "ring", "started", "ended")[2:], [(760, 1060), (1060, 1120)])


def test_who_found_it_closed_has_not_been_heard_before():
    """Found closed Mon 20:00, back Tue 08:10: 5 min."""
    keys = ", takes again: 1 min"
    text = document(
        (RING % ("5 min", keys)).replace("-> done", "call back at opening within 10 min -> done"),
        parts=OFFICE_DESK,
    )
    result = play(text, [at("Mon 20:00")])
    same(rows(result, "ring", "started", "ended")[1], (at("Tue 08:10"), at("Tue 08:15")))


def test_a_failed_service_has_begun():
    """Cut off after 5 min (u = 0.1): the second call takes 2 min."""
    text = document(RING % ("5 min", ", takes again: 2 min, fails: [50% cut off -> ring]"))
    luck = {("ring", 0, "fails"): 0.1, ("ring", 1, "fails"): 0.9}
    result = play(text, luck=luck)
    same(lasted(result, "ring"), [300, 120])
    same(column(result, "ring", "how"), ["failed", "served"])


def test_each_case_remembers_for_itself():
    """Of this case alone: a second customer is new: 10 min each, then 3 min each."""
    result = play(document(RING % ("10 min", ", takes again: 3 min") + MORE), [0, 3600], TWICE)
    same(lasted(result, "ring"), [600, 180, 600, 180])


def test_another_step_is_not_remembered():
    """A service of *this step*: asking first does not shorten the order."""
    text = document(
        RING
        % ("10 min", ", takes again: 3 min")
        + "\n- order: {do: Order, with: Desk, via: phone, takes: 10 min, takes again: 3 min,"
        " closed: -> done}"
    )
    same(lasted(play(text), "order"), [600])


def test_another_way_of_the_step_is_remembered():
    """A service of this step in whatever way: the letter first, 4 min, then the phone, 1 min."""
    text = document(
        """
        - ring:
            do: Ask
            with: Desk
            takes again: 1 min
            ways:
              e-mail: {share: 50%, takes: 4 min}
              phone: {share: rest, takes: 8 min, closed: -> e-mail}
        """
        + MORE.strip()
    )
    luck = TWICE | {("ring", 0, "way"): 0.1, ("ring", 1, "way"): 0.9}
    result = play(text, luck=luck)
    same(column(result, "ring", "way"), ["e-mail", "phone"])
    same(lasted(result, "ring"), [240, 60])


def test_for_one_customer_the_repeat_is_another():
    """§3: `for CUSTOMER`: Bob's repeat takes 5 min, Ann's 3."""
    keys = ", takes again: 3 min, for Bob: {takes again: 5 min}"
    text = document(RING % ("10 min", keys) + MORE, customers=TWO)
    result = play(text, [(0, "Ann"), (3600, "Bob")], TWICE)
    same(lasted(result, "ring"), [600, 180, 600, 300])


@pytest.mark.parametrize(
    "step",
    [
        "hidden: Work, by: Desk, takes: 10 min, takes again: 3 min",
        "tell: Inform, by: Desk, via: e-mail, takes: 10 min, takes again: 3 min",
        "touch: Ring up, by: Desk, via: phone, takes: 10 min, takes again: 3 min, next: more",
        "check: Judge, by: Desk, takes: 10 min, takes again: 3 min, go: [50% a -> more, b -> more]",
        "do: Write, with: Desk, via: e-mail, takes: 10 min, takes again: 3 min",
        "do: Visit, with: Desk, via: appointment, takes: 10 min, takes again: 3 min",
    ],
)
def test_every_kind_of_work_may_remember(step: str):
    """Also hidden, tell, touch, check, left and booked: 600 s, then 180."""
    result = play(document(f"- ring: {{{step}}}" + MORE), luck=TWICE)
    same(lasted(result, "ring"), [600, 180])
    same(ends(result), [(780, "served")])


def test_an_act_is_remembered_too():
    """Acts are steps: asked at 3660 for 10 min, and an hour after that for 3 min."""
    text = document(
        """
        - order: {do: Order, with: Shop, via: web, own: 1 min}
        - meantime:
            meanwhile: order to receive
            may:
              - ring:
                  do: Ring
                  with: Desk
                  via: phone
                  takes: 10 min
                  takes again: 3 min
                  when: no news for 1 h
                  chance: 100%
                  max: 2
                  closed: call back at opening
        - ship: {hidden: Ship, by: Courier, after: 1 day}
        - receive: {do: Receive, with: Shop, via: web, own: 1 min}
        """
    )
    result = play(text)
    same(rows(result, "ring", "started", "ended"), [(3660, 4260), (7860, 8040)])
    same(spent(result)["being served"], 780)


def test_a_shared_step_is_remembered_across_its_callers():
    """One step, called twice: the menu of 2 min is 30 s the second time."""
    text = document(
        "- one: {call: menu}\n- two: {call: menu}",
        shared="- menu: {do: Listen, with: Shop, via: phone, takes: 2 min, takes again: 30 s}",
    )
    same(lasted(play(text), "menu"), [120, 30])


def test_a_service_that_pauses_over_night_has_begun():
    """Begun Mon 15:55, ended Tue 08:05: the repeat takes 2 min of Tuesday."""
    text = document(
        "- ring: {hidden: Work, by: Desk, takes: 10 min, takes again: 2 min}" + MORE,
        parts=OFFICE_DESK,
    )
    result = play(text, [at("Mon 15:55")], TWICE)
    same(column(result, "ring", "ended"), [at("Tue 08:05"), at("Tue 08:07")])


def test_busy_or_balking_is_no_service():
    """Who balked has not been served: 5 min at the next try.

    Zoe 0-600; the Shopper balks at 60 and rings again at 660.
    """
    keys = ", takes again: 1 min, balks: at 0 waiting, patience: 1 h -> done"
    keys += ", retry: 100% after 10 min max 1, for Zoe: {takes: 10 min}"
    text = document(
        RING % ("5 min", keys),
        customers="Zoe: {share: 50%}\nShopper: {share: rest}",
        parts=f"Desk: {{people: 1, open: {ALWAYS}}}",
    )
    result = play(text, [(0, "Zoe"), (60, "Shopper")])
    same(rows(result, "ring", "started", "ended")[2], (660, 960))
