"""Grammar §4.3, rule 2: what is cut short, in whatever piece of its try it is."""

from __future__ import annotations

from known_answers.harness import (
    DAY,
    HOUR,
    MINUTE,
    OFFICE_DESK,
    at,
    column,
    document,
    ends,
    play,
    rows,
    same,
    spent,
)

# Ordered at 60 s; the act begins at 3660; `notify` shuts its window at 7260.
ACT = """
- order: {{do: Order, with: Shop, via: web, own: 1 min}}
- meantime:
    meanwhile: order to notify
    may:
      - enquire:
          do: Ask where it is
          with: Desk
          via: phone
          when: no news for 1 h
          chance: 100%
          max: 1
          {keys}
- pack: {{hidden: Pack, by: Courier, after: 2 h}}
- notify: {{tell: On its way, by: Shop, via: e-mail}}
- ship: {{hidden: Transport, by: Courier, after: 1 day}}
"""


def act(*keys: str) -> str:
    """The steps above, the act with these other keys."""
    return ACT.format(keys="\n          ".join(keys))


def test_an_act_between_tries_is_dropped_when_its_window_shuts():
    """§4.3: any other is dropped at once: between giving up and trying again.

    Case 0 keeps the desk 3660-9060. Case 1 gives up at 3960 and would be back at 11160: dropped
    at 7260, one try only.
    """
    keys = ("takes: 90 min", "patience: 5 min", "retry: 100% after 2 h max 1")
    result = play(document(act(*keys)), [0, 0])
    same(rows(result, "enquire", "case", "how"), [(0, "served"), (1, "left")])
    same(ends(result)[1], (7260 + DAY, "served"))
    same(result.cases[1].contacts, 1)


def test_an_act_that_will_call_back_is_dropped_when_its_window_shuts():
    """§4.3: the same before a call-back.

    Ordered Mon 17:00; closed at 18:01, back Tue 08:10; the window shuts at 19:01.
    """
    keys = ("takes: 5 min", "closed: call back at opening within 10 min")
    result = play(document(act(*keys), parts=OFFICE_DESK), [at("Mon 17:00")])
    same(column(result, "enquire", "how"), ["closed"])
    same(ends(result), [(at("Tue 19:01"), "served")])


def test_an_act_in_its_after_is_dropped_when_its_window_shuts():
    """§4.3: the same in `after`: its `next` never comes.

    Served 3660-3960, `after` to 14760; the window shuts at 7260.
    """
    keys = ("takes: 5 min", "after: 3 h", "closed: call back at opening", "next: gone")
    result = play(document(act(*keys)))
    same(column(result, "enquire", "ended"), [3960])
    same(ends(result), [(7260 + DAY, "served")])


def test_an_act_in_the_effort_of_a_shared_step_ends_with_that_piece():
    """§4.3: an act in own effort ends with that piece (no queueing follows), also in `through`.

    The menu's own 2 h last from 3660 to 10860; nobody joins the desk's queue after it.
    """
    keys = ("through: menu", "takes: 5 min", "closed: call back at opening")
    shared = "- menu: {do: The menu, with: Shop, via: phone, own: 2 h}"
    result = play(document(act(*keys), shared=shared))
    same(spent(result)["own effort"], 60 + 2 * HOUR)
    same(rows(result, "enquire", "joined", "started"), [(None, None)])
    same(result.busy.get("desk", 0), 0)
    same(ends(result), [(7260 + DAY, "served")])


TAKE_OVER = """
- fill: {{only: Zoe, hidden: Other work, by: Desk, takes: 9 days}}
- order: {{only: Ann, do: Order, with: Shop, via: web, own: 1 min}}
- meantime:
    meanwhile: order to receive
    may:
      - cancel:
          do: Cancel
          with: Shop
          via: web
          own: 4 min
          when: no news for 1 h
          chance: 100%
          max: 1
          next: gone
- ring:
    only: Ann
    do: Ring
    with: Desk
    via: phone
    {keys}
- receive: {{only: Ann, do: Receive, with: Courier, via: door, own: 1 min}}
"""
ZOE = "Zoe: {share: 50%}\nAnn: {share: rest}"


def test_a_take_over_between_tries():
    """§4.3: all other tokens of the case go, also one that waits to try again.

    Rings 60-360, would be back at 7560; cancels 3660-3900: over. Effort 60 + 240, in queue 300,
    between tries the rest of 3900.
    """
    keys = "takes: 5 min\n    patience: 5 min -> receive\n    retry: 100% after 2 h max 1"
    text = document(TAKE_OVER.format(keys=keys), customers=ZOE)
    result = play(text, [(0, "Zoe"), (0, "Ann")])
    same(column(result, "ring", "how"), ["left"])
    same(ends(result)[1], (3900, "not served"))
    same(spent(result, 1), {"own effort": 300, "in queue": 300, "between tries": 3300})


def test_a_take_over_during_a_pause():
    """§4.3: the same in a pause: it never ends, nothing is queued for."""
    keys = "pause: 2 h\n    takes: 5 min\n    closed: -> receive"
    text = document(TAKE_OVER.format(keys=keys), customers=ZOE)
    result = play(text, [(0, "Zoe"), (0, "Ann")])
    same(rows(result, "ring", "joined", "how"), [(None, "under way")])
    same(ends(result)[1], (3900, "not served"))
    same(spent(result, 1), {"own effort": 300, "own pace": 3600})


def test_a_take_over_of_a_token_at_rest():
    """§4.3, §4.9: the same while it rests until something.

    Ordered 60, the letter is lost at 1860 (u = 0.1); it would rest until `chase`, which comes
    with 9 days of silence; cancelled 3660-3900.
    """
    text = document("""
        - order: {do: Order, with: Shop, via: web, own: 1 min}
        - meantime:
            meanwhile: order to receive
            may:
              - cancel:
                  do: Cancel
                  with: Shop
                  via: web
                  own: 4 min
                  when: no news for 1 h
                  chance: 100%
                  max: 1
                  next: gone
              - chase:
                  do: Chase
                  with: Shop
                  via: web
                  own: 1 min
                  when: no news for 9 days
                  chance: 100%
                  max: 1
        - refer:
            hidden: Refer
            by: Courier
            after: 30 min
            fails: [50% lost in the post until chase -> refer]
        - receive: {do: Receive, with: Courier, via: door, own: 1 min}
        """)
    result = play(text, luck={("refer", 0, "fails"): 0.1})
    same(ends(result), [(3900, "not served")])
    same([case.stuck for case in result.cases], [False])
    same(column(result, "chase", "ready"), [])


def test_an_end_lost_cuts_a_branch_between_tries_and_on_hold():
    """Rule 2: waiting tokens leave their queues; nobody comes back after the end.

    Zoe keeps the desk all the time. Ann's branch `ring` is on hold 60-360 and would be back at
    7560; Bob's is on hold all the time; the letter is `lost` after 1 h: both are over at 3660.
    """
    text = document(
        """
        - fill: {only: Zoe, hidden: Other work, by: Desk, takes: 9 days}
        - begin: {tell: Hello, by: Shop, via: e-mail, next: [ring, papers]}
        - ring:
            do: Ring
            with: Desk
            via: phone
            takes: 5 min
            patience: 5 min -> done
            retry: 100% after 2 h max 1
            for Bob: {patience: 9 days -> done}
            next: done
        - papers: {hidden: Print, by: Courier, after: 1 h, next: lost}
        """,
        customers="Zoe: {share: 20%}\nAnn: {share: 40%}\nBob: {share: rest}",
    )
    result = play(text, [(0, "Zoe"), (60, "Ann"), (60, "Bob")], until=8 * DAY)
    same(ends(result)[1:], [(3660, "lost"), (3660, "lost")])
    same(rows(result, "ring", "case", "how")[:2], [(1, "left"), (2, "under way")])
    same(spent(result, 2), {"in queue": HOUR})
    same(spent(result, 1), {"in queue": 5 * MINUTE, "waiting for the organisation": 55 * MINUTE})


def test_a_paused_wrap_up_of_someone_off_shift_goes_to_the_first_free_too():
    """§4.11, §4.1: paused work of someone off shift, before the queue; a wrap up is such work.

    Two people on Monday: work 15:30-15:35, wrap up 25 min of 60 to 16:00. On Tuesday person 1
    alone: own wrap up to 08:35, person 2's to 09:10, then the work in the queue since 15:40.
    """
    text = document(
        "- work: {hidden: Work, by: Desk, takes: 5 min, wrap up: 60 min}",
        parts="Desk: {people: [Mon 08:00-16:00 x2, Tue 08:00-16:00 x1]}",
    )
    result = play(text, [at("Mon 15:30"), at("Mon 15:30"), at("Mon 15:40")])
    same(column(result, "work", "ended")[:2], [at("Mon 15:35")] * 2)
    same(column(result, "work", "started")[2], at("Tue 09:10"))
    same(result.busy["desk"], 3 * 65 * MINUTE)
