"""`batch`: work that is done for several at once: they wait until there are enough of them."""

from __future__ import annotations

import pytest

from known_answers.harness import (
    HOUR,
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

WASH = "- wash: {hidden: Wash, by: Desk, takes: 10 min, batch: 3%s}"
OR_AFTER = "- wash: {hidden: Wash, by: Desk, takes: 10 min, batch: 3 or after 1 h%s}"
FOR_ORGANISATION = "waiting for the organisation"


def test_they_wait_until_there_are_enough():
    """Three at 0, 60 and 120: one job from 120 to 720 for all; each then goes on by itself.

    One service: the desk is busy 10 min. All the time is waiting for the organisation.
    """
    result = play(document(WASH % ""), [0, 60, 120])
    same(rows(result, "wash", "ready", "started", "ended"),
         [(0, 120, 720), (60, 120, 720), (120, 120, 720)])  # fmt: skip
    same(ends(result), [(720, "served")] * 3)
    same(result.busy["desk"], 600)
    same(spent(result, 0), {FOR_ORGANISATION: 720})


def test_they_join_the_queue_as_one_job():
    """Then they join the queue: joined at 120, all of them, by the same person."""
    result = play(document(WASH % ""), [0, 60, 120])
    same(rows(result, "wash", "joined", "person"), [(120, 1)] * 3)


def test_the_next_ones_begin_a_new_batch():
    """The fourth waits for two more: 180, 240, 300: served 720-1320."""
    result = play(document(WASH % ""), [0, 60, 120, 180, 240, 300])
    same(column(result, "wash", "started"), [120] * 3 + [720] * 3)
    same(result.busy["desk"], 1200)


def test_too_few_wait_until_the_time_has_passed():
    """Or after 1 h since the first one came: two, of 0 and 1800, are served together 3600-4200."""
    result = play(document(OR_AFTER % ""), [0, 1800])
    same(rows(result, "wash", "started", "ended"), [(3600, 4200)] * 2)
    same(result.busy["desk"], 600)


def test_enough_before_the_time_go_at_once():
    """Three by 120: at once; the hour is forgotten: a fourth of 3500 waits its own hour."""
    result = play(document(OR_AFTER % ""), [0, 60, 120, 3500])
    same(column(result, "wash", "started"), [120, 120, 120, 7100])


def test_the_third_comes_at_the_very_time():
    """§4.15: arrivals rank with timers: who arrives at 3600 sharp is in it or begins anew.

    Reading: timer and arrival are of one rank, then the case: the batch of case 0 is due before
    case 2 comes; joining is routing: the two of 0 and 60 are served at 3600 with or without it.
    """
    result = play(document(OR_AFTER % ""), [0, 60, 3600])
    same(column(result, "wash", "started")[:2], [3600, 3600])


def test_the_first_ones_luck_says_how_long_it_takes():
    """Luck of the first token for takes: 0.25 of 0..20 min is 5 min; the others' are not asked."""
    text = document(WASH.replace("10 min", "0..20 min") % "")
    luck = {("wash", 0, "takes", case): u for case, u in enumerate((0.25, 0.5, 0.75))}
    result = play(text, [0, 60, 120], luck)
    same(column(result, "wash", "ended"), [420] * 3)


def test_batches_mix_customers():
    """Whoever waits at the step: Ann, Bob and Ann are one batch."""
    result = play(document(WASH % "", customers=TWO), [(0, "Ann"), (60, "Bob"), (120, "Ann")])
    same(column(result, "wash", "started"), [120] * 3)


def test_a_batch_of_one_is_none():
    """NUM 1: as without the key: 0-600 and 600-1200."""
    text = document((WASH % "").replace("batch: 3", "batch: 1"))
    same(column(play(text, [0, 60]), "wash", "started"), [0, 600])


def test_one_wrap_up_for_all():
    """One service, one wrap up: busy 15 min; the next job starts at 120 + 900 = 1020."""
    text = document(WASH % ", wrap up: 5 min" + "\n- dry: {hidden: Dry, by: Desk, takes: 1 min}")
    result = play(text, [0, 60, 120])
    same(sorted(column(result, "dry", "started")), [1020, 1080, 1140])
    same(result.busy["desk"], 900 + 180)


def test_after_runs_for_each_alone():
    """`after` is clock time, nobody is held: 0..2 h of each one's own luck, from 720 on."""
    text = document(WASH % ", after: 0..2 h")
    luck = {("wash", 0, "after", case): u for case, u in enumerate((0.25, 0.5, 0.75))}
    result = play(text, [0, 60, 120], luck)
    same(column(result, "wash", "finished"), [720 + 1800, 720 + 3600, 720 + 5400])


def test_a_batch_pauses_over_night():
    """Work: three at Mon 15:55: 5 min on Monday, 5 on Tuesday."""
    result = play(document(WASH % "", parts=OFFICE_DESK), [at("Mon 15:55")] * 3)
    same(column(result, "wash", "ended"), [at("Tue 08:05")] * 3)


def test_the_time_passes_out_of_hours():
    """Or after 1 h, Mon 15:30: due 16:30, after closing: in the queue then, served Tue 08:00."""
    result = play(document(OR_AFTER % "", parts=OFFICE_DESK), [at("Mon 15:30")])
    same(rows(result, "wash", "joined", "started"), [(at("Mon 16:30"), at("Tue 08:00"))])


def test_a_lost_case_leaves_the_batch():
    """Rule 2: waiting tokens leave: Bob, lost at 100, is not counted: Anns of 0, 120 and 180.

    The third Ann makes three at 180.
    """
    text = document(
        """
        - begin: {tell: Hello, by: Shop, via: e-mail, next: [wash, papers]}
        - wash: {hidden: Wash, by: Desk, takes: 10 min, batch: 3, next: done}
        - papers: {hidden: Print, by: Courier, after: 9 days, for Bob: {after: 40 s}, next: lost}
        """,
        customers=TWO,
    )
    result = play(text, [(0, "Ann"), (60, "Bob"), (120, "Ann"), (180, "Ann")])
    same(column(result, "wash", "started"), [180, None, 180, 180])
    same(ends(result)[1], (100, "lost"))


@pytest.mark.parametrize(
    "step",
    [
        "tell: Inform, by: Desk, via: e-mail, takes: 10 min, batch: 2",
        "check: Judge, by: Desk, takes: 10 min, batch: 2, go: [50% a -> done, b -> done]",
    ],
)
def test_tell_and_check_in_batches(step: str):
    """Also tell and check: two letters written at once."""
    result = play(document(f"- work: {{{step}}}"), [0, 60])
    same(rows(result, "work", "started", "ended"), [(60, 660)] * 2)
    same(result.busy["desk"], 600)


def test_each_goes_its_own_way():
    """A check of two at once decides for each by its own luck."""
    text = document(
        "- work: {check: Judge, by: Desk, takes: 10 min, batch: 2, go: [50% a -> done, b -> gone]}"
    )
    luck = {("work", 0, "go", 0): 0.1, ("work", 0, "go", 1): 0.9}
    result = play(text, [0, 60], luck)
    same(ends(result), [(660, "served"), (660, "not served")])


def test_a_batch_ranks_as_its_step():
    """§4.6: a call of 60 comes before the batch that joins at 120; busy with Zoe's to 600."""
    text = document(
        """
        - fill: {only: Zoe, hidden: Other work, by: Desk, takes: 10 min}
        - wash: {only: Ann, hidden: Wash, by: Desk, takes: 10 min, batch: 2}
        - ring: {only: Bob, do: Ring, with: Desk, via: phone, takes: 5 min, closed: -> done}
        """,
        customers="Zoe: {share: 20%}\nAnn: {share: 40%}\nBob: {share: rest}",
    )
    result = play(text, [(0, "Zoe"), (0, "Ann"), (120, "Ann"), (300, "Bob")])
    same(column(result, "ring", "started"), [600])
    same(column(result, "wash", "started"), [900, 900])


def test_the_first_waits_the_longest():
    """Waiting for the organisation from its own arrival: 2 h 10 min and 1 h 10 min."""
    text = document("- wash: {hidden: Wash, by: Desk, takes: 10 min, batch: 2}")
    result = play(text, [0, 2 * HOUR])
    same(spent(result, 0), {FOR_ORGANISATION: 2 * HOUR + 600})
    same(spent(result, 1), {FOR_ORGANISATION: 600})


def test_all_of_a_batch_have_joined_the_part():
    """Three joined, one service: nobody left."""
    result = play(document(WASH % ""), [0, 60, 120])
    same((result.joined["desk"], result.left.get("desk", 0)), (3, 0))


@pytest.mark.parametrize("order", [("Bob", "Ann", "Ann"), ("Ann", "Bob", "Ann")])
def test_who_is_lost_leaves_a_batch_that_waits_in_the_queue(order: tuple[str, str, str]):
    """Three of 0 are washed 0-600 (u = 0.5 of 0..20 min); the next three join the queue at 180; Bob
    is lost 5 min after he came; the other two are washed together from 600.

    u = 0.25 is 5 min, for them both.
    """
    text = document(
        """
        - begin: {tell: Hello, by: Shop, via: e-mail, next: [wash, papers]}
        - wash: {hidden: Wash, by: Desk, takes: 0..20 min, batch: 3, next: done}
        - papers: {hidden: Print, by: Courier, after: 1 h, for Bob: {after: 5 min}, next: lost}
        """,
        customers=TWO,
    )
    luck = {("wash", 0, "takes"): 0.25, ("wash", 0, "takes", 0): 0.5}
    arrivals = [(0.0, "Ann")] * 3 + [(60.0 + 60 * k, name) for k, name in enumerate(order)]
    result = play(text, arrivals, luck)
    washed = rows(result, "wash", "started", "ended")[3:]
    lost = order.index("Bob")
    same(washed[lost], (None, None))
    same(washed[:lost] + washed[lost + 1 :], [(600, 900)] * 2)
    same(result.busy["desk"], 900)


def test_the_only_one_who_waits_may_leave():
    """Nobody waits any more: the hour begins anew with the next: lost at 300; one of 1800 is due at
    5400, alone.
    """
    text = document(
        """
        - begin: {tell: Hello, by: Shop, via: e-mail, next: [wash, papers]}
        - wash: {hidden: Wash, by: Desk, takes: 10 min, batch: 3 or after 1 h, next: done}
        - papers: {hidden: Print, by: Courier, after: 9 days, for Bob: {after: 5 min}, next: lost}
        """,
        customers=TWO,
    )
    result = play(text, [(0, "Bob"), (1800, "Ann")])
    same(column(result, "wash", "started"), [None, 5400])


def test_a_limit_takes_one_out_of_a_batch():
    """Left at 300 for `gone`: those of 60, 120 and 400 make three."""
    text = document(
        WASH % ", for Bob: {limit: 5 min -> gone}"
        + "\n- pick: {choose: What, go: [1% x -> gone, y -> done]}",
        customers=TWO,
    )
    luck = {("pick", 0, "go"): 0.9}
    arrivals = [(0, "Bob"), (60, "Ann"), (120, "Ann"), (400, "Ann")]
    result = play(text.replace("batch: 3", "batch: 4"), arrivals, luck)
    same(column(result, "wash", "started"), [None] * 4)
    arrivals.append((500, "Ann"))
    result = play(text.replace("batch: 3", "batch: 4"), arrivals, luck)
    same(column(result, "wash", "started"), [None, 500, 500, 500, 500])
    same(ends(result)[0], (300, "not served"))


def test_a_batch_at_a_part_without_people():
    """A part without people starts at once when there are enough: 60-660, both."""
    text = document("- wash: {hidden: Wash, by: Shop, takes: 10 min, batch: 2}")
    result = play(text, [0, 60, 100, 700])
    same(rows(result, "wash", "started", "ended"), [(60, 660), (60, 660), (700, 1300), (700, 1300)])
