"""Grammar §4.4, §4.5: clocks that stand still, are held, are given up, or begin again."""

from __future__ import annotations

from math import log

import pytest

from known_answers.harness import (
    DAY,
    HOUR,
    OFFICE_DESK,
    at,
    column,
    document,
    ends,
    play,
    rows,
    same,
)


def acting(when: str, steps: str, *, window: str = "order to receive", promise: str = "") -> str:
    """Steps with an act `look` (a minute on the web); ordered at 60, the rest as given."""
    line = f"- delivery: {{promise: order to receive, within: {promise}}}\n" if promise else ""
    return f"""
- order: {{do: Order, with: Shop, via: web, own: 1 min}}
{line}- meantime:
    meanwhile: {window}
    may:
      - look: {{do: Look, with: Shop, via: web, own: 1 min, when: {when}}}
{steps}
- receive: {{do: Receive, with: Courier, via: door, own: 1 min}}
"""


def begun(result: object) -> list[float]:
    """When each act `look` began."""
    return column(result, "look", "ready")


SILENCE = "no news for 2 h, chance: 100%, max: 1"
SHIP = "- ship: {hidden: Transport, by: Courier, after: 10 days}"


def test_the_clock_stands_still_while_any_token_is_shown_in_full():
    """§4.5: while *a* token is at a step that `shows: full`.

    An hour of packing to 3660; then two branches in full view for 10 h and 5 h: the clock of
    2 h goes on at 39660 only, and is over an hour later, 43260.
    """
    steps = f"""- pack: {{hidden: Pack, by: Courier, after: 1 h}}
- both:
    together:
      one: [{{bring: {{hidden: Bring, by: Courier, after: 10 h, shows: full}}}}]
      two: [{{fetch: {{hidden: Fetch, by: Courier, after: 5 h, shows: full}}}}]
{SHIP}"""
    same(begun(play(document(acting(SILENCE, steps)))), [43260])


def test_news_while_the_clock_stands_still_starts_it_anew_and_still():
    """§4.4, §4.5: from each news; still while a token is shown in full.

    Packed to 3660 (one of two hours used). Told at 7260, while the other branch is in full view
    to 39660: two whole hours from there: 46860.
    """
    steps = f"""- pack: {{hidden: Pack, by: Courier, after: 1 h}}
- both:
    together:
      one: [{{bring: {{hidden: Bring, by: Courier, after: 10 h, shows: full}}}}]
      two:
        - print: {{hidden: Print, by: Courier, after: 1 h}}
        - inform: {{tell: Printed, by: Shop, via: e-mail}}
{SHIP}"""
    same(begun(play(document(acting(SILENCE, steps)))), [46860])


def test_a_window_that_opens_in_full_view_starts_its_clock_still():
    """§4.4, §4.5: from opening, but still: full view to 36060, two hours more: 43260."""
    steps = f"- bring: {{hidden: Bring, by: Courier, after: 10 h, shows: full}}\n{SHIP}"
    same(begun(play(document(acting(SILENCE, steps)))), [60 + 12 * HOUR])


def test_only_the_clock_of_silence_stands_still():
    """§4.5: the clock of "no news" stands still, a promise and `at random` do not.

    Ten days in full view: passed at 60 + 2 h, again an hour after the act; at random (u = 0.5
    of 50 % per day) at 2 ln 2 days.
    """
    steps = SHIP.replace("after: 10 days", "after: 10 days, shows: full")
    passed = "delivery passed, chance: 100%, again after: 1 h, max: 2"
    result = play(document(acting(passed, steps, promise="2 h")))
    same(begun(result), [7260, 7320 + HOUR])
    random = "at random, chance: 50% per day, max: 1"
    result = play(document(acting(random, steps)), luck={("look", 0, "clock"): 0.5})
    same(begun(result), [60 + 2 * DAY * log(2)])


def test_after_max_no_news_begins_another():
    """§4.4: `max` counts acts begun: after it neither news nor time begins another."""
    steps = f"""- pack: {{hidden: Pack, by: Courier, after: 5 h}}
- inform: {{tell: Packed, by: Shop, via: e-mail}}
{SHIP}"""
    same(begun(play(document(acting(SILENCE, steps)))), [7260])


def test_when_the_case_ends_its_clocks_end():
    """§4.3: when the case ends nothing more begins, though the second step never came.

    Gives up at 60 + 1 h; the silence would be over at 7260.
    """
    steps = """- pack: {hidden: Pack, by: Courier, after: 1 h}
- still: {choose: Still want it, go: [50% yes -> receive, no -> gone]}"""
    result = play(document(acting(SILENCE, steps)), luck={("still", 0, "go"): 0.9})
    same(begun(result), [])
    same(ends(result), [(3660, "not served")])


def test_a_promise_long_passed_fires_at_each_opening():
    """§4.4: already true at opening: at opening; a restarted window counts afresh.

    Promise of 1 h passed at 3660. Packed to 7260 and, once more (u = 0.1), to 14460: an act at
    either opening.
    """
    steps = f"""- pack: {{hidden: Pack, by: Courier, after: 2 h}}
- again: {{choose: Once more, go: [50% yes -> pack, no -> ship]}}
{SHIP}"""
    when = "delivery passed, chance: 100%, max: 1"
    text = document(acting(when, steps, window="pack to receive", promise="1 h"))
    result = play(text, luck={("again", 0, "go"): 0.1, ("again", 1, "go"): 0.9})
    same(begun(result), [7260, 14460])


TAKING_OVER = """
- order: {do: Order, with: Shop, via: web, own: 1 min}
- meantime:
    meanwhile: order to receive
    may:
      - move:
          do: Move it
          with: Shop
          via: web
          own: 1 min
          when: no news for 2 h
          chance: 100%
          max: 2
          next: ship
- ship: {hidden: Transport, by: Courier, after: 5 h}
- receive: {do: Receive, with: Courier, via: door, own: 1 min}
"""


def test_a_window_stays_open_after_a_take_over():
    """§4.3, §4.4: the flow begins again at `ship`, the window and its count go on.

    Acts 7260-7320 and, two hours on, 14520-14580; each starts the transport of 5 h anew, the
    third begins at 14580 and lasts to 32580: max 2. Received to 32640.
    """
    result = play(document(TAKING_OVER))
    same(column(result, "move", "ready"), [7260, 14520])
    same(column(result, "ship", "ready"), [60, 7320, 14580])
    same(column(result, "ship", "how"), ["under way", "under way", "served"])
    same(ends(result), [(32640, "served")])


COLLECT = """- fill: {{only: Zoe, hidden: Other work, by: Desk, takes: 9 days}}
- order: {{only: Ann, do: Order, with: Shop, via: web, own: 1 min}}
- delivery: {{promise: order to collect, within: 2 h}}
- meantime:
    meanwhile: order to collect
    may:
      - look:
          do: Look it up
          with: Shop
          via: web
          own: 1 min
          when: delivery passed
          chance: 100%
          max: 1
- ship: {{only: Ann, hidden: Transport, by: Courier, after: 1 h}}
- collect:
    only: Ann
    do: Collect
    with: Desk
    via: counter
    takes: 5 min
    {keys}
"""
ZOE = "Zoe: {share: 50%}\nAnn: {share: rest}"


@pytest.mark.parametrize(
    ("keys", "look"),
    [
        ("own: 50 min\n    patience: 30 min -> gone\n    retry: 100% after 1 h max 1", 8460),
        ("patience: 30 min -> gone\n    retry: 100% after 1 h max 1", 7260),
        ("patience: 90 min -> gone", None),
    ],
)
def test_what_is_held_in_a_try_that_is_given_up(keys: str, look: float | None):
    """§4.5: held from `own` on, fires when the try turns out not served; §4.8: a retry is
    another visit, between tries nothing is held.

    Zoe keeps the desk. Ann comes at 3660, the promise is due at 7260. With own 50 min to 6660
    and 30 min on hold she leaves at 8460: it fires then. Without own she leaves at 5460 and is
    between tries at 7260: it fires at once. On hold for 90 min, to 9060, nothing is held (no
    `own`, no service): the act falls due at 7260 but waits for her to hang up, at 9060, when
    the case ends: it is dropped.
    """
    result = play(document(COLLECT.format(keys=keys), customers=ZOE), [(0, "Zoe"), (0, "Ann")])
    found = [row for row in rows(result, "look", "finished", "how") if row[1] == "served"]
    same(found, [] if look is None else [(look + 60, "served")])
    same([row[-1] for row in result.promises if row[0] == 1], ["broken"])


def test_what_is_held_in_a_try_found_closed_fires_then():
    """§4.5: not served, also by closing: fires at that instant.

    Ordered Mon 14:00-14:01, due 16:01; own from 15:01 for 70 min to 16:11: found closed, the
    act begins then; called back at Tue 08:10: collected from there, shut Tue 08:10 (own).
    """
    text = document(
        """
        - order: {do: Order, with: Shop, via: web, own: 1 min}
        - delivery: {promise: order to collect, within: 2 h}
        - meantime:
            meanwhile: order to collect
            may:
              - look:
                  do: Look it up
                  with: Shop
                  via: web
                  own: 1 min
                  when: delivery passed
                  chance: 100%
                  max: 1
        - ship: {hidden: Transport, by: Courier, after: 1 h}
        - collect:
            do: Collect
            with: Desk
            via: counter
            own: 70 min
            takes: 5 min
            closed: call back at opening within 10 min -> gone
        """,
        parts=OFFICE_DESK,
    )
    result = play(text, [at("Mon 14:00")])
    same(begun(result), [at("Mon 16:11")])
    same(result.promises, [(0, "delivery", at("Mon 14:01"), at("Tue 08:10"), "broken")])


def test_two_promises_run_side_by_side():
    """§4.5: each promise has its own span: one kept, one broken, one of them void.

    Ordered 60; told at 3660: kept (2 h); received from 10860: broken (1 h); `inspect` never
    comes, its promise of 9 days is void.
    """
    text = document("""
        - order: {do: Order, with: Shop, via: web, own: 1 min}
        - word: {promise: order to inform, within: 2 h}
        - parcel: {promise: order to receive, within: 1 h}
        - check-up: {promise: order to inspect, within: 9 days}
        - pack: {hidden: Pack, by: Courier, after: 1 h}
        - inform: {tell: Packed, by: Shop, via: e-mail}
        - ship: {hidden: Transport, by: Courier, after: 2 h}
        - receive: {do: Receive, with: Courier, via: door, own: 1 min}
        - want: {choose: Want a check, go: [50% yes -> inspect, no -> done]}
        - inspect: {do: Inspect, with: Courier, via: door, own: 1 min}
        """)
    result = play(text, luck={("want", 0, "go"): 0.9})
    found = sorted(result.promises, key=lambda row: row[1])
    expected = [
        (0, "check-up", 60, None, "void"),
        (0, "parcel", 60, 10860, "broken"),
        (0, "word", 60, 3660, "kept"),
    ]
    same(found, expected)
    same(result.cases[0].poor, ("promise broken",))


def test_a_take_over_out_of_full_view_lets_the_clock_go_on():
    """§4.5, §4.3: the clock stands still only while the token is *at* the step.

    In full view from 60; `move`, due when the promise of 5 h passes at 18060, takes a minute and
    takes over: the token is in hidden transport from 18120 on. `look` (2 h of silence) has
    lost its start to the news of `move`'s end, 18120: it begins at 25320.
    """
    text = document("""
        - order: {do: Order, with: Shop, via: web, own: 1 min}
        - delivery: {promise: order to receive, within: 5 h}
        - meantime:
            meanwhile: order to receive
            may:
              - look:
                  do: Look
                  with: Shop
                  via: web
                  own: 1 min
                  when: no news for 2 h
                  chance: 100%
                  max: 1
              - move:
                  do: Move it
                  with: Shop
                  via: web
                  own: 1 min
                  when: delivery passed
                  chance: 100%
                  max: 1
                  next: ship
        - bring: {hidden: Bring, by: Courier, after: 9 days, shows: full}
        - ship: {hidden: Transport, by: Courier, after: 1 day}
        - receive: {do: Receive, with: Courier, via: door, own: 1 min}
        """)
    result = play(text)
    same(column(result, "move", "ready"), [18060])
    same(begun(result), [18120 + 2 * HOUR])
    same(ends(result), [(18120 + DAY + 60, "served")])


def test_the_clock_stands_still_while_the_token_queues_at_the_step():
    """§4.5: a token is *at* a step while it waits there, too.

    Ordered Mon 15:00-15:01. The desk's only person works for Zoe 14:00-15:30, then packs in
    full view from 15:30 to 15:40 (the token is at the step from 15:01). Of 2 h of silence none
    are used before 15:40: the act begins at 17:40.
    """
    text = document(
        """
        - fill: {only: Zoe, hidden: Other work, by: Desk, takes: 90 min}
        - order: {only: Ann, do: Order, with: Shop, via: web, own: 1 min}
        - meantime:
            meanwhile: order to receive
            may:
              - look:
                  do: Look
                  with: Shop
                  via: web
                  own: 1 min
                  when: no news for 2 h
                  chance: 100%
                  max: 1
        - pack: {only: Ann, hidden: Pack, by: Desk, takes: 10 min, shows: full}
        - ship: {only: Ann, hidden: Transport, by: Courier, after: 1 day}
        - receive: {only: Ann, do: Receive, with: Courier, via: door, own: 1 min}
        """,
        customers=ZOE,
    )
    result = play(text, [(at("Mon 14:00"), "Zoe"), (at("Mon 15:00"), "Ann")])
    same(column(result, "pack", "started"), [at("Mon 15:30")])
    same(begun(result), [at("Mon 17:40")])
