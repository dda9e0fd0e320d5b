"""Grammar §4.4: when an act begins, and when it may begin again."""

from __future__ import annotations

from math import log

import pytest

from known_answers.harness import DAY, column, document, ends, play, rows, same

WINDOW = """
- order: {do: Order, with: Shop, via: web, own: 1 min}
%s
- meantime:
    meanwhile: %s
    may:
      - look: {do: Look it up, with: Shop, via: web, own: 1 min, %s}
%s
- receive: {do: Receive, with: Courier, via: door, own: 1 min}
"""
SHIP = "- ship: {hidden: Transport, by: Courier, after: 10 days}"


def looking(
    keys: str, *, promise: str = "", window: str = "order to receive", then: str = SHIP
) -> str:
    """A document with one act `look` (a minute on the web), ordered at 60 s."""
    line = f"- delivery: {{promise: order to receive, within: {promise}}}" if promise else ""
    return document(WINDOW % (line, window, keys, then))


def begun(result: object) -> list[float]:
    """When each act `look` began."""
    return column(result, "look", "ready")


def test_at_random_is_an_exponential_clock_from_opening_and_from_each_end():
    """§4.4: an exponential clock of rate `chance per UNIT`, anew from each act's end.

    50 % per day: mean 2 days. Opens at 60; u = 0.5 gives 2 ln 2 days; the act takes 60 s; the
    second clock, u = 0.25, gives 2 ln(4/3) days from the end of the first act.
    """
    luck = {("look", 0, "clock"): 0.5, ("look", 1, "clock"): 0.25}
    result = play(looking("when: at random, chance: 50% per day, max: 2"), luck=luck)
    first = 60 + 2 * DAY * log(2)
    same(begun(result), [first, first + 60 + 2 * DAY * log(4 / 3)])


def test_at_random_draws_no_chance():
    """§4.4: `chance per UNIT` is the rate; nothing else is drawn for `at random`.

    With the chance stream forced to 0.99 the act still begins at 60 + 2 ln 2 days.
    """
    luck = {("look", 0, "clock"): 0.5, ("look", 0, "chance"): 0.99}
    result = play(looking("when: at random, chance: 50% per day, max: 1"), luck=luck)
    same(begun(result), [60 + 2 * DAY * log(2)])


def test_promise_passed_fires_at_the_deadline():
    """§4.4: `X passed` fires at that instant: within 2 h of 60 s is 7260."""
    result = play(looking("when: delivery passed, chance: 100%, max: 1", promise="2 h"))
    same(begun(result), [7260])


def test_a_promise_already_passed_at_opening_fires_at_opening():
    """§4.4: already true at opening: at opening.

    The window opens at the end of packing, 60 + 5 h = 18060; the promise passed at 7260.
    """
    steps = "- pack: {hidden: Pack, by: Courier, after: 5 h}\n" + SHIP
    text = looking(
        "when: delivery passed, chance: 100%, max: 1",
        promise="2 h",
        window="pack to receive",
        then=steps,
    )
    same(begun(play(text)), [18060])


def test_a_promise_kept_never_fires():
    """§4.4: a promise whose span has shut before its deadline has not passed.

    Within 20 days; received after 10 days.
    """
    result = play(looking("when: delivery passed, chance: 100%, max: 1", promise="20 days"))
    same(begun(result), [])
    same([verdict for *_, verdict in result.promises], ["kept"])


def test_a_failed_draw_without_again_after_is_the_last():
    """§4.4: drawn once; after a failed draw only news or `again after` starts anew.

    u = 0.9 of 50 % at 7260 (promise) or at 60 + 2 h (silence): nothing ever after; there is
    no news in the ten days.
    """
    luck = {("look", 0, "chance"): 0.9, ("look", 1, "chance"): 0.1}
    passed = looking("when: delivery passed, chance: 50%, max: 3", promise="2 h")
    silent = looking("when: no news for 2 h, chance: 50%, max: 3")
    same(begun(play(passed, luck=luck)), [])
    same(begun(play(silent, luck=luck)), [])


def test_again_after_runs_from_a_failed_draw():
    """§4.4: `again after` runs from a failed draw.

    Deadline 7260: u = 0.9 fails; an hour later, 10860: u = 0.1 of 50 % succeeds.
    """
    luck = {("look", 0, "chance"): 0.9, ("look", 1, "chance"): 0.1}
    text = looking("when: delivery passed, chance: 50%, again after: 1 h, max: 1", promise="2 h")
    same(begun(play(text, luck=luck)), [10860])


def test_again_after_runs_from_the_end_of_the_act():
    """§4.4: `again after` runs from the end of the act; `max` counts acts begun.

    Deadline 7260: acts 7260-7320, 10920-10980, 14580-14640, and no fourth.
    """
    text = looking("when: delivery passed, chance: 100%, again after: 1 h, max: 3", promise="2 h")
    same(begun(play(text)), [7260, 10920, 14580])


def test_promise_passed_without_again_after_fires_once():
    """§4.4: only `again after` (or, for silence, news and the act's end) starts a clock anew."""
    result = play(looking("when: delivery passed, chance: 100%, max: 3", promise="2 h"))
    same(begun(result), [7260])


def test_silence_runs_from_opening_and_from_the_end_of_the_act():
    """§4.4: `no news for D`: from opening, each news, the act's end.

    From 60: 60 + 2 h = 7260; the act ends 7320; again 7320 + 2 h = 14520; max 2.
    """
    result = play(looking("when: no news for 2 h, chance: 100%, max: 2"))
    same(begun(result), [7260, 14520])


TOLD = """- pack: {hidden: Pack, by: Courier, after: 1 h}
- notify: {tell: Packed, by: Shop, via: e-mail}
- ship: {hidden: Transport, by: Courier, after: 10 days}"""


def test_news_starts_the_clock_of_silence_anew():
    """§4.4, §4.5: a served tell is news: the clock runs from it.

    Opened 60; told at 3660; 2 h of silence are over at 10860, not at 7260.
    """
    result = play(looking("when: no news for 2 h, chance: 100%, max: 1", then=TOLD))
    same(begun(result), [10860])


def test_hidden_work_is_no_news():
    """§4.5: news is the end of a served tell, touch or encounter: hidden work is none.

    Packing ends at 3660 in silence: the act begins at 7260.
    """
    steps = "- pack: {hidden: Pack, by: Courier, after: 1 h}\n" + SHIP
    result = play(looking("when: no news for 2 h, chance: 100%, max: 1", then=steps))
    same(begun(result), [7260])


def test_a_served_touch_is_news():
    """§4.5: news is the end of any served touch.

    Touched at 3660 for 5 min: news at 3960; the act begins at 3960 + 2 h = 11160.
    """
    steps = """- pack: {hidden: Pack, by: Courier, after: 1 h}
- ring-up: {touch: Ring up, by: Desk, via: phone, takes: 5 min}
- ship: {hidden: Transport, by: Courier, after: 10 days}"""
    result = play(looking("when: no news for 2 h, chance: 100%, max: 1", then=steps))
    same(begun(result), [11160])


def test_after_a_failed_draw_news_starts_the_clock_anew():
    """§4.4: after a failed draw only news or `again after` starts anew.

    Silence of 30 min at 1860: u = 0.9 of 50 % fails. Told at 3660: 5460 draws again, u = 0.1.
    """
    luck = {("look", 0, "chance"): 0.9, ("look", 1, "chance"): 0.1}
    text = looking("when: no news for 30 min, chance: 50%, max: 1", then=TOLD)
    same(begun(play(text, luck=luck)), [5460])


def test_again_after_takes_the_place_of_the_silence_at_the_acts_end():
    """§4.4: `again after` runs from the end of the act and takes the place of D there.

    7260-7320, then five hours, not two, later: 25320.
    """
    result = play(looking("when: no news for 2 h, chance: 100%, again after: 5 h, max: 2"))
    same(begun(result), [7260, 25320])


def test_again_after_takes_the_place_of_the_silence_after_a_failed_draw():
    """§4.4: the same from a failed draw: 7260 fails (u = 0.9 of 50 %), 7260 + 5 h = 25260."""
    luck = {("look", 0, "chance"): 0.9, ("look", 1, "chance"): 0.1}
    text = looking("when: no news for 2 h, chance: 50%, again after: 5 h, max: 1")
    same(begun(play(text, luck=luck)), [25260])


def test_an_act_has_one_clock_and_the_latest_start_replaces_the_earlier():
    """§4.4: an act has one clock; news replaces a running `again after`.

    Silence of 10 min from 60: act 660-720; again after 5 h would be 18720. Told at 3660: the
    clock is now 10 min from the news: the second act begins at 4260.
    """
    text = looking("when: no news for 10 min, chance: 100%, again after: 5 h, max: 2", then=TOLD)
    same(begun(play(text)), [660, 4260])


def test_the_end_of_one_act_is_news_for_another():
    """§4.5: news is the end of any served encounter, hence of another act.

    `look` waits for 2 h of silence, `ask` (web, 10 min) for 1 h: ask 3660-4260 (news), so
    look begins at 4260 + 2 h = 11460 (ask has max 1).
    """
    text = document(f"""
        - order: {{do: Order, with: Shop, via: web, own: 1 min}}
        - meantime:
            meanwhile: order to receive
            may:
              - look:
                  do: Look it up
                  with: Shop
                  via: web
                  own: 1 min
                  when: no news for 2 h
                  chance: 100%
                  max: 1
              - ask:
                  do: Ask the robot
                  with: Shop
                  via: web
                  own: 10 min
                  when: no news for 1 h
                  chance: 100%
                  max: 1
        {SHIP}
        - receive: {{do: Receive, with: Courier, via: door, own: 1 min}}
        """)
    result = play(text)
    same(column(result, "ask", "ready"), [3660])
    same(begun(result), [11460])


def test_a_step_visited_by_through_is_no_news():
    """§4.5: news is not the end of a step visited by `through`.

    `ask` begins at 3660 through a menu (1 min) and is then on the web for 10 min: news at
    4320, not at 3720; the end of the menu alone would not show, so `ask` fails at its end
    (u = 0.1 of 50 %, back to where it was): it is not served and no news at all. The clock of
    `look`, 2 h from 60, fires at 7260.
    """
    text = document(
        f"""
        - order: {{do: Order, with: Shop, via: web, own: 1 min}}
        - meantime:
            meanwhile: order to receive
            may:
              - look:
                  do: Look it up
                  with: Shop
                  via: web
                  own: 1 min
                  when: no news for 2 h
                  chance: 100%
                  max: 1
        - ask:
            do: Ask the robot
            through: menu
            with: Shop
            via: phone
            pause: 1 h
            own: 10 min
            fails: [50% no answer -> ship]
        {SHIP}
        - receive: {{do: Receive, with: Courier, via: door, own: 1 min}}
        """,
        shared="- menu: {do: The menu, with: Shop, via: phone, own: 1 min}",
    )
    result = play(text, luck={("ask", 0, "fails"): 0.1})
    same(rows(result, "menu", "ready", "finished"), [(3660, 3720)])
    same(begun(result), [7260])


@pytest.mark.parametrize(("shows", "when"), [("full", 43260), ("status", 7260), ("none", 7260)])
def test_the_clock_of_silence_stands_still_while_everything_is_shown(shows: str, when: float):
    """§4.5: while a token is at a step that `shows: full`, the clock of "no news" stands still.

    Silence of 2 h from 60; an hour of packing to 3660 uses half of it; ten hours of transport
    in full view to 39660 use nothing; the other hour is over at 43260. With `status` or
    `none` the clock never stops: 7260.
    """
    steps = f"""- pack: {{hidden: Pack, by: Courier, after: 1 h}}
- bring: {{hidden: Bring, by: Courier, after: 10 h, shows: {shows}}}
- ship: {{hidden: Transport, by: Courier, after: 10 days}}"""
    result = play(looking("when: no news for 2 h, chance: 100%, max: 1", then=steps))
    same(begun(result), [when])


def test_a_restarted_window_counts_afresh_and_its_running_acts_go_on():
    """§4.4: `max` counts acts begun, per window; a restarted window counts afresh, its running
    acts go on.

    Packing takes 3 h and is done twice (u of `again` 0.1, then 0.9 of 50 %): the window opens
    at 10800 + 60 = 10860 and again at 21660. Silence of 2.5 h: first act at 19860, on the web
    for 1 h to 23460, across the restart. Its end starts the clock anew: 32460. With `max: 1`
    per window the second act counts in the new window and begins; a third does not.
    """
    text = document(f"""
        - order: {{do: Order, with: Shop, via: web, own: 1 min}}
        - meantime:
            meanwhile: pack to receive
            may:
              - look:
                  do: Look it up
                  with: Shop
                  via: web
                  own: 1 h
                  when: no news for 150 min
                  chance: 100%
                  max: 1
        - pack: {{hidden: Pack, by: Courier, after: 3 h}}
        - again: {{choose: Something to add, go: [50% yes -> pack, no -> ship]}}
        {SHIP}
        - receive: {{do: Receive, with: Courier, via: door, own: 1 min}}
        """)
    result = play(text, luck={("again", 0, "go"): 0.1, ("again", 1, "go"): 0.9})
    same(column(result, "pack", "finished"), [10860, 21660])
    same(
        rows(result, "look", "ready", "finished", "how"),
        [
            (19860, 23460, "served"),
            (32460, 36060, "served"),
        ],
    )


def test_an_act_begins_only_while_its_window_is_open():
    """§3, §4.4: after the window has shut nothing fires.

    The window shuts at 60 + 1 h (receive); the promise of 2 h would pass at 7260; the case
    goes on to 3660 + 60 + 1 day.
    """
    text = document("""
        - order: {do: Order, with: Shop, via: web, own: 1 min}
        - meantime:
            meanwhile: order to receive
            may:
              - look:
                  do: Look it up
                  with: Shop
                  via: web
                  own: 1 min
                  when: no news for 2 h
                  chance: 100%
                  max: 3
        - ship: {hidden: Transport, by: Courier, after: 1 h}
        - receive: {do: Receive, with: Courier, via: door, own: 1 min}
        - use: {wait: 1 day}
        """)
    result = play(text)
    same(begun(result), [])
    same(ends(result), [(3720 + DAY, "served")])


def test_a_served_encounter_of_the_flow_is_news():
    """§4.5: news is the end of any served encounter: paid on the web 3660-3720: 3720 + 2 h."""
    steps = "- pack: {hidden: Pack, by: Courier, after: 1 h}\n"
    steps += "- pay: {do: Pay, with: Shop, via: web, own: 1 min}\n" + SHIP
    result = play(looking("when: no news for 2 h, chance: 100%, max: 1", then=steps))
    same(begun(result), [10920])


def test_what_the_customer_does_alone_is_no_news():
    """§4.5, design §2: an encounter is a meeting with a part; alone is none.

    The study, alone, 3660-3720 does not break the silence since 60: 7260.
    """
    steps = "- pack: {hidden: Pack, by: Courier, after: 1 h}\n"
    steps += "- study: {do: Read the papers, own: 1 min}\n" + SHIP
    result = play(looking("when: no news for 2 h, chance: 100%, max: 1", then=steps))
    same(begun(result), [7260])
