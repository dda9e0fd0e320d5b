"""Grammar §3, §2: `first of`: runners race, the earliest decides where the token goes."""

from __future__ import annotations

from math import log

import pytest

from known_answers.harness import (
    DAY,
    HOUR,
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

RACE = (
    "- answer: {{first of: [reply after {reply} -> done, silence after {silence} -> gone]{more}}}"
)
FOR_ORGANISATION = "waiting for the organisation"


def race(reply: str, silence: str, more: str = "") -> str:
    """A race of two runners: a reply leads to `done`, silence to `gone`."""
    return RACE.format(reply=reply, silence=silence, more=more)


@pytest.mark.parametrize(
    ("reply", "silence", "end", "outcome", "winner"),
    [
        ("2 days", "3 days", 2 * DAY, "served", "reply"),
        ("4 days", "3 days", 3 * DAY, "not served", "silence"),
        ("3 days", "3 days", 3 * DAY, "served", "reply"),
        ("0 s", "0 s", 0, "served", "reply"),
    ],
)
def test_the_earliest_wins_and_ties_go_by_document_order(
    reply: str, silence: str, end: float, outcome: str, winner: str
):
    """Each runner comes in after its time; the earliest says where; of equals the first written.

    One row of the race: the winner's label is its branch, it is served.
    """
    result = play(document(race(reply, silence)))
    same(ends(result), [(end, outcome)])
    same(rows(result, "answer", "branch", "how", "ready", "finished"), [(winner, "served", 0, end)])


def test_each_runner_has_its_own_luck():
    """Each is drawn with purpose `race` of the stream "step.label".

    Exponential 10 h: u = 0.5 is 10 h ln 2 = 6.93 h. Uniform 0..20 h: u = 0.25 is 5 h: silence
    wins; with u = 0.5 it is 10 h: the reply wins.
    """
    text = document(race("exponential 10 h", "0..20 h"))
    luck = {
        ("answer.reply", 0, "race"): 0.5,
        ("answer.silence", 0, "race", 0): 0.25,
        ("answer.silence", 0, "race", 1): 0.5,
    }
    result = play(text, [0, 0], luck)
    same(column(result, "answer", "branch"), ["silence", "reply"])
    same(ends(result), [(5 * HOUR, "not served"), (10 * HOUR * log(2), "served")])


def test_a_visit_draws_anew():
    """The visit is that of the race step: 5 h of silence, a reminder, then 2 h to the reply."""
    text = document("""
        - answer: {first of: [reply after 0..20 h -> done, silence after 5 h -> remind]}
        - remind: {tell: Reminder, by: Shop, via: e-mail, next: answer}
        """)
    luck = {("answer.reply", 0, "race"): 0.5, ("answer.reply", 1, "race"): 0.1}
    result = play(text, luck=luck)
    expected = [(0, "silence", 0, 5 * HOUR), (1, "reply", 5 * HOUR, 7 * HOUR)]
    same(rows(result, "answer", "visit", "branch", "ready", "finished"), expected)
    same(ends(result), [(7 * HOUR, "served")])


def test_a_runner_added_moves_nobodys_luck():
    """Each runner's stream is its own: a third runner, and another order, change no time.

    100 cases of two exponential runners; a third of 900 days never wins; the order is turned
    round; in each the case ends when it did.
    """
    arrivals = [float(k) for k in range(100)]
    reply, silence = "reply after exponential 2 days -> done", "silence after 1..3 days -> gone"
    never = "flood after 900 days -> done"
    told = [
        ends(play(document(f"- answer: {{first of: [{', '.join(runners)}]}}"), arrivals))
        for runners in ([reply, silence], [reply, silence, never], [never, silence, reply])
    ]
    same(told[1], told[0])
    same(told[2], told[0])
    assert {outcome for _, outcome in told[0]} == {"served", "not served"}


def test_a_race_moves_no_other_steps_luck():
    """Rule 11: streams are keyed by id: a form before and after a race draws what it drew."""
    form = "- form: {do: Fill in, with: Shop, via: web, own: exponential 10 min}\n"
    runners = "one after 1 h -> form, two after exponential 9 days -> form"
    with_race = f"- answer: {{first of: [{runners}]}}\n"
    alone = column(play(document(form), [0, 0]), "form", "finished")
    raced = play(document(with_race + form), [0, 0])
    lasted = [end - ready for ready, end in rows(raced, "form", "ready", "finished")]
    same(lasted, alone)


@pytest.mark.parametrize(("more", "name"), [("", FOR_ORGANISATION), (", by: customer", "own pace")])
def test_whose_pace_it_is(more: str, name: str):
    """§3: `by: customer` says whose pace it is; else it is waiting for the organisation."""
    same(spent(play(document(race("2 h", "3 h", more)))), {name: 2 * HOUR})


@pytest.mark.parametrize(
    ("silence", "end", "outcome"),
    [
        ("4 days", at("Mon 12:00", week=1), "served"),
        ("2 days", at("Sun 12:00"), "not served"),
        ("3 days", at("Mon 12:00", week=1), "served"),
    ],
)
def test_a_working_day_runs_by_the_working_clock(silence: str, end: float, outcome: str):
    """§2: a working day from Fri 12:00 is over on Mon 12:00.

    Silence of 2 days is over on Sunday, before it; of 4 days on Tuesday; of 3 days at its instant.
    """
    same(ends(play(document(race("1 working day", silence)), [at("Fri 12:00")])), [(end, outcome)])


def test_only_lets_others_pass_to_its_next():
    """§3: `only`: Bob passes at once to `next`, here `done`; Ann races for 3 days."""
    text = document(race("4 days", "3 days", ", only: Ann, next: done"), customers=TWO)
    result = play(text, [(0, "Ann"), (0, "Bob")])
    same(ends(result), [(3 * DAY, "not served"), (0, "served")])
    same(column(result, "answer", "case"), [0])


def test_only_without_next_passes_to_the_following_step():
    """§3: ... else to the following step: Bob fills in the form, 0-60; Ann never comes to it."""
    text = document(
        race("1 day", "3 days", ", only: Ann")
        + "\n- form: {do: Fill in, with: Shop, via: web, own: 1 min}",
        customers=TWO,
    )
    result = play(text, [(0, "Ann"), (0, "Bob")])
    same(ends(result), [(DAY, "served"), (60, "served")])
    same(column(result, "form", "case"), [1])


def test_for_one_customer_the_runners_are_others():
    """§3: `for CUSTOMER`: lists are replaced: Bob's reply takes 5 days, silence 4."""
    other = "reply after 5 days -> done, silence after 4 days -> gone"
    more = f", for Bob: {{first of: [{other}]}}"
    text = document(race("2 days", "3 days", more), customers=TWO)
    result = play(text, [(0, "Ann"), (0, "Bob")])
    same(ends(result), [(2 * DAY, "served"), (4 * DAY, "not served")])


ACT = """
- order: {{do: Order, with: Shop, via: web, own: 1 min}}
- meantime:
    meanwhile: order to receive
    may:
      - look:
          do: Look
          with: Shop
          via: web
          own: 1 min
          when: no news for 1 h
          chance: 100%
          max: 9
          {more}
- answer: {{first of: [reply after 150 min -> receive, silence after 9 days -> gone]{shows}}}
- receive: {{do: Receive, with: Shop, via: web, own: 1 min}}
"""


@pytest.mark.parametrize(("shows", "looks"), [("", [3660, 7320]), (", shows: full", [])])
def test_a_race_that_shows_everything_stops_the_news_clock(shows: str, looks: list[float]):
    """§4.5: while a token is at a step that `shows: full` the clock of "no news" stands still.

    Ordered at 60; a silence of 1 h is over at 3660 (a look to 3720) and 7320; the race ends at
    60 + 9000 = 9060. Shown everything, nobody looks.
    """
    result = play(document(ACT.format(more="reason: order", shows=shows)))
    same(column(result, "look", "ready"), looks)
    same(ends(result), [(9120, "served")])


def test_an_act_that_takes_over_ends_the_race():
    """§4.3: all other tokens of the case go: the act ends at 3720 and leads to `gone`.

    Nobody wins: the row is under way.
    """
    result = play(document(ACT.format(more="next: gone", shows="")))
    same(ends(result), [(3720, "not served")])
    same(rows(result, "answer", "branch", "how"), [(None, "under way")])
    same(spent(result), {"own effort": 120, FOR_ORGANISATION: HOUR})


def test_an_act_leaves_the_race_alone():
    """§4.3: an act without `next` changes nothing else: the looks are effort, the race goes on.

    60-3660 waiting, look to 3720, to 7320, look to 7380, to 9060; received to 9120.
    """
    result = play(document(ACT.format(more="reason: order", shows="")))
    same(spent(result), {"own effort": 240, FOR_ORGANISATION: 9000 - 120})


def test_a_race_in_a_branch_is_waited_for():
    """§4.10: `together` waits: 1 h of packing, the race 2 h to the end of its branch: 2 h + 60 s.

    Whoever wins leads to a step of the branch.
    """
    text = document("""
        - both:
            together:
              one: [{goods: {hidden: Pack, by: Courier, after: 1 h}}]
              two:
                - answer: {first of: [reply after 2 h -> read, silence after 3 h -> think]}
                - think: {do: Think it over, own: 30 min}
                - read: {do: Read, own: 1 min}
        """)
    result = play(text)
    same(column(result, "read", "ready"), [2 * HOUR])
    same(column(result, "think", "ready"), [])
    same(ends(result), [(2 * HOUR + 60, "served")])


def test_the_winner_comes_in_before_starts():
    """§4.15: timers rank with completions: who wins at 600 is in the queue at 600.

    Zoe keeps the desk 0-600; Bob's hidden work waits since 60; Ann's race is won at 600 and her
    call, live, is taken before it.
    """
    text = document(
        """
        - fill: {only: Zoe, hidden: Other work, by: Desk, takes: 10 min}
        - work: {only: Bob, hidden: Work, by: Desk, takes: 10 min}
        - answer: {only: Ann, first of: [reply after 10 min -> ring, silence after 1 h -> done]}
        - ring: {only: Ann, do: Ring, with: Desk, via: phone, takes: 5 min, closed: -> done}
        """,
        customers="Zoe: {share: 20%}\nAnn: {share: 40%}\nBob: {share: rest}",
    )
    result = play(text, [(0, "Zoe"), (0, "Ann"), (60, "Bob")])
    same(column(result, "ring", "started"), [600])
    same(column(result, "work", "started"), [900])


def test_a_span_shuts_at_the_arrival_and_opens_at_the_going_on():
    """§4.5: at any other step arrival and going on.

    Ordered to 60; the race 60-3660; promised `order to answer` 0 s: kept at its instant; `answer
    to receive` opens at 3660, shuts at 3660 + 30 min = 5460, later than 20 min: broken.
    """
    text = document("""
        - order: {do: Order, with: Shop, via: web, own: 1 min}
        - begun: {promise: order to answer, within: 0 s}
        - sent: {promise: answer to receive, within: 20 min}
        - answer: {first of: [reply after 1 h -> ship, silence after 2 h -> gone]}
        - ship: {hidden: Ship, by: Courier, after: 30 min}
        - receive: {do: Receive, with: Shop, via: web, own: 1 min}
        """)
    fates = [(0, "begun", 60, 60, "kept"), (0, "sent", 3660, 5460, "broken")]
    same(sorted(play(text).promises), fates)


def test_a_lost_case_leaves_the_race():
    """Rule 2: an end `lost` ends the case: the race has no winner; 10 min and it is over."""
    text = document("""
        - begin: {tell: Hello, by: Shop, via: e-mail, next: [answer, papers]}
        - answer: {first of: [reply after 2 days -> done, silence after 3 days -> gone]}
        - papers: {hidden: Print, by: Courier, after: 10 min, next: lost}
        """)
    result = play(text)
    same(ends(result), [(600, "lost")])
    same(rows(result, "answer", "branch", "how"), [(None, "under way")])
