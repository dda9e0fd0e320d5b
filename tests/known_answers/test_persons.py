"""Grammar §4.2, rule 4: a person of a customer is in at most one encounter at a time."""

from __future__ import annotations

import pytest

from known_answers.harness import DESK, column, document, ends, play, rows, same, spent

FIRM = "Firm: {share: 100%, people: [buyer, approver]}"

TWO_ON_THE_WEB = """
- both:
    together:
      one: [{first: {do: Fill in, with: Shop, via: web, own: 10 min%s}}]
      two: [{second: {do: Read, with: Shop, via: web, own: 10 min%s}}]
"""


def test_a_second_encounter_begins_when_the_first_ends():
    """§4.2: a second begins when the first ends; never a fault.

    Both branches are ready at 0 and want the only person: `first` 0-600, `second` 600-1200.
    Effort is never interrupted, so all 1200 s are own effort.
    """
    result = play(document(TWO_ON_THE_WEB % ("", "")))
    same(column(result, "first", "finished"), [600])
    same(rows(result, "second", "ready", "finished"), [(0, 1200)])
    same(ends(result), [(1200, "served")])
    same(spent(result), {"own effort": 1200})


def test_two_persons_of_one_customer_overlap():
    """§4.2: buyer and approver may overlap: both 0-600, the case ends at 600."""
    text = document(TWO_ON_THE_WEB % (", as: buyer", ", as: approver"), customers=FIRM)
    result = play(text, [(0, "Firm")])
    same(column(result, "first", "finished") + column(result, "second", "finished"), [600, 600])
    same(ends(result), [(600, "served")])


def test_the_default_person_is_the_first_of_people():
    """§4.2: `as:` names the person, default the first of `people`.

    `second` says nobody, so it is the buyer's, who is busy to 600: it ends at 1200.
    """
    text = document(TWO_ON_THE_WEB % (", as: buyer", ""), customers=FIRM)
    result = play(text, [(0, "Firm")])
    same(column(result, "second", "finished"), [1200])


def test_a_left_message_frees_the_person_at_the_end_of_own():
    """§4.1: for `left` the person is free at the end of `own`.

    `letter`: own 0-600, answered 600-2400 by the desk. `second` is ready at 0, waits for the
    person to 600, then 600-1200. Effort 1200 (it counts before waiting), then 1200 waiting.
    """
    text = document("""
        - both:
            together:
              one: [{letter: {do: Write, with: Desk, via: e-mail, own: 10 min, takes: 30 min}}]
              two: [{second: {do: Read, with: Shop, via: web, own: 10 min}}]
        """)
    result = play(text)
    same(rows(result, "letter", "started", "ended"), [(600, 2400)])
    same(column(result, "second", "finished"), [1200])
    same(spent(result), {"own effort": 1200, "waiting for the organisation": 1200})


def test_pause_holds_nobody():
    """§4.1: only from the start of `through` or `own` is the person held; a pause holds nobody.

    `first` pauses 0-300; `second` is done 0-180 in that time; `first` goes on 300-900.
    Effort 180 + 600, own pace 120 (180-300).
    """
    text = document("""
        - both:
            together:
              one: [{first: {do: Fill in, with: Shop, via: web, pause: 5 min, own: 10 min}}]
              two: [{second: {do: Read, with: Shop, via: web, own: 3 min}}]
        """)
    result = play(text)
    same(column(result, "second", "finished"), [180])
    same(column(result, "first", "finished"), [900])
    same(spent(result), {"own effort": 780, "own pace": 120})


def test_from_the_start_of_through_the_callers_person_is_held():
    """§4.1, §4.2, rule 4: held from the start of `through`; the other is "waiting for themselves".

    The shared menu begins with a pause of 5 min (own pace) and then takes 1 min of effort.
    `second` waits for the person from 0 to the end of `first` (menu 0-360, own 360-480), then
    480-660. 0-300 is waiting for themselves (it counts before own pace), the rest effort.
    """
    text = document(
        """
        - both:
            together:
              one: [{first: {do: Fill in, through: menu, with: Shop, via: phone, own: 2 min}}]
              two: [{second: {do: Read, with: Shop, via: web, own: 3 min}}]
        """,
        shared="- menu: {do: The menu, with: Shop, via: phone, pause: 5 min, own: 1 min}",
    )
    result = play(text)
    same(column(result, "first", "finished"), [480])
    same(column(result, "second", "finished"), [660])
    same(spent(result), {"waiting for themselves": 300, "own effort": 360})


def test_a_caller_on_hold_is_in_an_encounter():
    """§4.2: the person on hold is in the encounter; the other branch waits until it is over.

    Two cases at 0, one desk. Case 0 is served 0-600 and reads 600-900. Case 1 is on hold 0-600,
    served 600-1200 and reads 1200-1500: in queue 600, served 600, effort 300.
    """
    text = document("""
        - both:
            together:
              one:
                - ring: {do: Ring, with: Desk, via: phone, takes: 10 min, closed: -> note}
                - note: {tell: Noted, by: Shop, via: e-mail}
              two: [{second: {do: Read, with: Shop, via: web, own: 5 min}}]
        """)
    result = play(text, [0, 0])
    same(rows(result, "ring", "started", "ended"), [(0, 600), (600, 1200)])
    same(column(result, "second", "finished"), [900, 1500])
    same(spent(result, 1), {"in queue": 600, "being served": 600, "own effort": 300})


def test_patience_has_not_begun_while_the_person_is_busy_elsewhere():
    """§4.2, rule 7: patience runs from joining the queue, not while waiting for themselves.

    `first` keeps the person 0-600; the call joins at 600 and, the desk being free, is answered
    at once although its patience is only 5 min.
    """
    text = document("""
        - first-of-all:
            together:
              one: [{first: {do: Fill in, with: Shop, via: web, own: 10 min}}]
              two:
                - ring: {do: Ring, with: Desk, via: phone, takes: 1 min, patience: 5 min -> read}
                - read: {do: Read, with: Shop, via: web, own: 1 min}
        """)
    result = play(text)
    same(rows(result, "ring", "ready", "joined", "started", "how"), [(0, 600, 600, "served")])
    same(ends(result), [(720, "served")])


def test_a_token_waiting_at_its_join_has_no_class():
    """§4.2: a token waiting at its join has no class: only the other branch counts.

    `fill` is effort 0-600 and then waits at the join; `think` is own pace to 3600.
    """
    text = document("""
        - both:
            together:
              one: [{fill: {do: Fill in, with: Shop, via: web, own: 10 min}}]
              two: [{think: {do: Think, pause: 1 h, own: 1 min}}]
        """)
    result = play(text)
    same(ends(result), [(3660, "served")])
    same(spent(result), {"own effort": 660, "own pace": 3000})


def test_the_case_is_served_by_persons_of_its_own_only():
    """§4.2: the limit is per customer: two cases of one segment never wait for each other."""
    text = document(TWO_ON_THE_WEB % ("", ""), parts=DESK)
    result = play(text, [0, 0])
    same(ends(result), [(1200, "served"), (1200, "served")])


ACT_WHILE_BUSY = """
- order: {do: Order, with: Shop, via: web, own: 1 min}
- meantime:
    meanwhile: order to receive
    may:
      - look:
          do: Look it up
          with: Shop
          via: %s
          own: 1 min
          when: no news for 1 h
          chance: 100%%
          max: 1
- talk: {do: Talk it over, with: Shop, via: %s, own: 3 h}
- ship: {hidden: Transport, by: Courier, after: 1 day}
- receive: {do: Receive, with: Courier, via: door, own: 1 min}
"""


@pytest.mark.parametrize(("act", "talk"), [("web", "phone"), ("phone", "web"), ("web", "web")])
def test_an_act_waits_for_the_persons_encounter_whatever_the_channels(act: str, talk: str):
    """§4.2: at most one encounter at a time, self or live; so with acts.

    The talk runs 60-10860; the act falls due at 3660 and is done 10860-10920. Reading: §4.3
    names live acts and live encounters only; §4.2 holds for every encounter.
    """
    result = play(document(ACT_WHILE_BUSY % (act, talk)))
    same(column(result, "talk", "finished"), [10860])
    same(column(result, "look", "finished"), [10920])
