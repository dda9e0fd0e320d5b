"""`balks`: who sees the queue and leaves at once; `overflow`: who is taken by another part."""

from __future__ import annotations

import pytest

from known_answers.harness import (
    ALWAYS,
    OFFICE,
    TWO,
    at,
    column,
    document,
    ends,
    play,
    refused,
    rows,
    same,
    spent,
)

RING = "- ring: {do: Ring, with: Desk, via: phone, takes: 10 min, patience: 2 h -> gone%s}"
ZOE = "Zoe: {share: 50%}\nShopper: {share: rest}"


def staffed(people: int, hours: str = ALWAYS, more: str = "") -> str:
    """A desk of so many people."""
    return f"Desk: {{people: {people}, open: {hours}{more}}}"


def test_who_sees_too_many_waiting_leaves_at_once():
    """At 2 waiting: case 0 talks 0-600, cases 1 and 2 wait; case 3 at 180 sees two: left, joined
    then, waited 0, a contact; then the patience destination.
    """
    result = play(document(RING % ", balks: at 2 waiting"), [0, 60, 120, 180])
    same(column(result, "ring", "started"), [0, 600, 1200, None])
    fields = ("joined", "finished", "how", "contact", "person")
    same(rows(result, "ring", *fields)[3], (180, 180, "left", True, None))
    same(ends(result)[3], (180, "not served"))
    same(spent(result, 3), {})
    same((result.joined["desk"], result.left["desk"]), (4, 1))


def test_nobody_waiting_is_when_nobody_is_free():
    """NUM 0: n - f >= 0: two people: the third at 0 sees nobody free: 0 - 0; a call of 600 sees
    two free again (completions come first): 0 - 2.
    """
    result = play(document(RING % ", balks: at 0 waiting", parts=staffed(2)), [0, 60, 120, 660])
    same(column(result, "ring", "how"), ["served", "served", "left", "served"])


def test_who_joined_at_this_instant_counts_before_they_start():
    """Three at 0, one person, at 1 waiting: 0 - 1, then 1 - 1 = 0, then 2 - 1 = 1: the third goes.

    n - f counts right: the one to be served at once is in n, their server in f.
    """
    result = play(document(RING % ", balks: at 1 waiting"), [0, 0, 0])
    same(column(result, "ring", "how"), ["served", "served", "left"])
    same(column(result, "ring", "started"), [0, 600, None])


@pytest.mark.parametrize(("luck", "how"), [(0.49, "left"), (0.51, "served")])
def test_with_a_chance(luck: float, how: str):
    """With chance PCT, u("balks"): below 50 % of who sees one waiting leaves."""
    result = play(
        document(RING % ", balks: 50% at 1 waiting"), [0, 60, 120], {("ring", 0, "balks"): luck}
    )
    same(column(result, "ring", "how"), ["served", "served", how])


def test_a_retry_sees_the_queue_again():
    """Balking is giving up: retry, then the patience destination; each try draws anew.

    Case 0 talks 0-600. Case 1 at 60: nobody free: leaves (u = 0.1); back at 360: leaves (0.1);
    back at 660: free, no draw: served.
    """
    keys = ", balks: 50% at 0 waiting, retry: 100% after 5 min max 2"
    luck = {("ring", visit, "balks", 1): 0.1 for visit in range(3)}
    result = play(document(RING % keys), [0, 60], luck)
    same(rows(result, "ring", "joined", "how")[1:], [(60, "left"), (360, "left"), (660, "served")])
    same(spent(result, 1), {"between tries": 600, "being served": 600})
    same(result.cases[1].contacts, 3)


def test_who_does_not_balk_waits_with_patience():
    """Luck 0.9 of 50 %: joins at 60; patience 5 min runs as ever: left at 360, 300 s in queue."""
    keys = ", balks: 50% at 0 waiting"
    text = document((RING % keys).replace("patience: 2 h", "patience: 5 min"))
    result = play(text, [0, 60], {("ring", 0, "balks"): 0.9})
    same(rows(result, "ring", "joined", "finished", "how")[1], (60, 360, "left"))
    same(spent(result, 1), {"in queue": 300})


def test_balking_to_a_destination_of_its_own_asks_no_retry():
    """With DEST directly, no retry: to the letter at 60, answered by the shop in 1 h."""
    text = document(
        RING % ", balks: at 0 waiting -> write, retry: 100% after 5 min max 2, next: done"
        + "\n- write: {do: Write, with: Shop, via: e-mail, own: 5 min}"
    )
    result = play(text, [0, 60])
    same(rows(result, "ring", "how")[1:], [("left",)])
    same(column(result, "write", "ready"), [60])
    same(ends(result)[1], (360, "served"))


def test_balking_to_a_sibling_way():
    """§2: DEST: a sibling way first: on the web, 120 s; a balk said on the way."""
    text = document(
        """
        - ask:
            do: Ask
            with: Desk
            ways:
              phone:
                share: 50%
                takes: 10 min
                patience: 1 h -> web
                balks: at 0 waiting -> web
              web: {share: rest, with: Shop, own: 2 min}
        """
    )
    result = play(text, [0, 60], {("ask", 0, "way"): 0.1})
    same(
        rows(result, "ask", "visit", "way", "how")[1:], [(0, "phone", "left"), (1, "web", "served")]
    )
    same(ends(result)[1], (180, "served"))


def test_all_live_callers_of_the_part_count_and_letters_do_not():
    """Counted are live customers' tokens of any step: letters and work in the queue are not seen.

    Zoe's other call 0-600, a letter waits since 60: at 120 n - f = 0: no balk at 1; Zoe's second
    call waits since 180: the Shopper of 240 sees two.
    """
    text = document(
        """
        - other: {only: Zoe, do: It, with: Desk, via: phone, takes: 10 min, patience: 9 h -> lost}
        - write: {only: Ann, do: Write, with: Desk, via: e-mail, takes: 10 min}
        - ring:
            only: Shopper
            do: Ring
            with: Desk
            via: phone
            takes: 10 min
            patience: 2 h -> gone
            balks: at 2 waiting
        """,
        customers="Zoe: {share: 20%}\nAnn: {share: 40%}\nShopper: {share: rest}",
    )
    arrivals = [(0, "Zoe"), (60, "Ann"), (120, "Shopper"), (180, "Zoe"), (240, "Shopper")]
    result = play(text, arrivals)
    same(column(result, "ring", "how"), ["served", "left"])
    same(column(result, "ring", "started"), [600, None])


def test_who_wraps_up_is_not_free():
    """Free are people on duty without a job: served 0-600, wrap up to 900: a call of 700 finds
    nobody free and leaves; at 900 the wrap up has ended.
    """
    result = play(document(RING % ", wrap up: 5 min, balks: at 0 waiting"), [0, 700, 900])
    same(column(result, "ring", "how"), ["served", "left", "served"])


def test_who_does_other_work_is_not_free():
    """Hidden work is a job: Zoe's letter is answered 0-600; the call of 60 leaves."""
    text = document(
        "- write: {only: Zoe, do: Write, with: Desk, via: e-mail, takes: 10 min}\n"
        + RING % ", only: Shopper, balks: at 0 waiting",
        customers=ZOE,
    )
    same(column(play(text, [(0, "Zoe"), (60, "Shopper")]), "ring", "how"), ["left"])


def test_people_off_shift_do_not_count():
    """On duty: two people to 12:00, then one: a call of 12:05 beside one of 12:01 sees nobody."""
    hours = "[Mon-Fri 08:00-12:00 x2, Mon-Fri 12:00-16:00 x1]"
    text = document(
        RING % ", closed: -> lost, balks: at 0 waiting", parts=f"Desk: {{people: {hours}}}"
    )
    result = play(text, [at("Mon 11:00"), at("Mon 11:05"), at("Mon 12:01"), at("Mon 12:05")])
    same(column(result, "ring", "how"), ["served", "served", "served", "left"])


def test_found_closed_comes_first():
    """At joining, after closed: 20:00 is found closed, not balked."""
    text = document(RING % ", closed: -> lost, balks: at 0 waiting", parts=staffed(1, OFFICE))
    result = play(text, [at("Mon 20:00")])
    same(column(result, "ring", "how"), ["closed"])
    same(ends(result), [(at("Mon 20:00"), "lost")])


def test_balking_is_at_joining():
    """After own: nobody free at 0, but at 600, after 10 min of own effort, one is."""
    text = document(RING % ", balks: at 0 waiting, for Shopper: {own: 10 min}", customers=ZOE)
    result = play(text, [(0, "Zoe"), (0, "Shopper")])
    same(rows(result, "ring", "joined", "started", "how")[1], (600, 600, "served"))


def test_balks_for_one_customer_only():
    """§3: `for CUSTOMER`: Bob leaves at 0 waiting, Ann has no eye for queues."""
    text = document(RING % ", for Bob: {balks: at 0 waiting}", customers=TWO)
    result = play(text, [(0, "Ann"), (60, "Bob"), (120, "Ann")])
    same(column(result, "ring", "how"), ["served", "left", "served"])


def test_balking_moves_no_other_luck():
    """Rule 11: its own purpose: the calls of those who stay last as long as without it."""
    steps = RING.replace("10 min", "exponential 10 min")
    plain = play(document(steps % ""), [0, 60, 120])
    seen = play(document(steps % ", balks: 50% at 0 waiting"), [0, 60, 120], {
        ("ring", 0, "balks"): 0.9})  # fmt: skip
    same(ends(seen), ends(plain))


def desks(hours: str = ALWAYS, others: str = ALWAYS, more: str = "", second: str = "") -> str:
    """A first desk that overflows to a second one from 1 waiting on."""
    return (
        f"First: {{people: 1, open: {hours}, overflow: at 1 waiting -> Second{more}}}\n"
        f"Second: {{people: 1, open: {others}{second}}}\n"
        f"Third: {{people: 1, open: {ALWAYS}}}"
    )


CALL = RING.replace("Desk", "First")


def test_overflow_goes_to_the_other_part():
    """At 1 waiting: case 0 talks 0-600, case 1 of 60 waits (0 - 0), case 2 of 120 sees one: it is
    taken by the second desk, 120-720; its row says so. Case 3 of 180: the first still has one
    waiting: it joins the second's queue, to 720.
    """
    result = play(document(CALL % "", parts=desks()), [0, 60, 120, 180])
    expected = [("first", 0), ("first", 600), ("second", 120), ("second", 720)]
    same(rows(result, "ring", "part", "started"), expected)
    same(spent(result, 3), {"in queue": 540, "being served": 600})
    same((result.busy["first"], result.busy["second"]), (1200, 1200))
    same((result.joined["first"], result.joined["second"]), (2, 2))


def test_overflow_counts_who_joined_at_this_instant():
    """Three at 0: 0 - 1, 1 - 1 = 0, 2 - 1 = 1: the third overflows."""
    result = play(document(CALL % "", parts=desks()), [0, 0, 0])
    same(rows(result, "ring", "part", "started"), [("first", 0), ("first", 600), ("second", 0)])


def test_a_closed_part_overflows_to_an_open_one():
    """At a closed part: to the overflow part if that is open, else found closed as usual.

    The first desk is open 08-16, the second 08-20: the call of 18:00 is taken by the second, the
    one of 21:00 finds it closed.
    """
    text = document(CALL % ", closed: -> lost", parts=desks(OFFICE, "Mon-Fri 08:00-20:00"))
    result = play(text, [at("Mon 18:00"), at("Mon 21:00")])
    same(column(result, "ring", "how"), ["served", "closed"])
    same(column(result, "ring", "part")[0], "second")
    same(ends(result)[1], (at("Mon 21:00"), "lost"))


def test_nobody_overflows_to_a_closed_part():
    """Only to a part that is open at that instant: else they stay with the first, in its queue.

    The second desk is closed at 18:00, the first open to 20:00: 18:00, 18:10, 18:20.
    """
    text = document(CALL % ", closed: -> lost", parts=desks("Mon-Fri 08:00-20:00", OFFICE))
    result = play(text, [at("Mon 18:00")] * 3)
    same(column(result, "ring", "part"), ["first"] * 3)
    same(column(result, "ring", "started"), [at("Mon 18:00"), at("Mon 18:10"), at("Mon 18:20")])


def test_who_stays_with_a_closed_first_part_finds_it_closed():
    """Both closed: found closed at the first: called back at the opening of the part asked."""
    steps = CALL % ", closed: call back at opening within 10 min -> lost"
    text = document(steps, parts=desks(OFFICE, "Mon-Fri 09:00-17:00"))
    result = play(text, [at("Mon 20:00")])
    same(rows(result, "ring", "part", "how", "ready"),
         [("first", "closed", at("Mon 20:00")), ("first", "served", at("Tue 08:10"))])  # fmt: skip


def test_one_hop_only():
    """The second's own overflow is not asked again: it has one waiting, and still gets the call.

    Seven calls at 0: two stay with the first, all the others are the second's, none the third's.
    """
    second = ", overflow: at 1 waiting -> Third"
    result = play(document(CALL % "", parts=desks(second=second)), [0] * 7)
    same(column(result, "ring", "part"), ["first"] * 2 + ["second"] * 5)


def test_overflow_is_not_asked_after_away():
    """Checked after `away`; away's target's own overflow is not asked: one hop only.

    Away (u = 0.1) to the second, which has one talking and one waiting: the call waits there.
    """
    parts = desks(second=", overflow: at 1 waiting -> Third")
    parts += f"\nExecs: {{people: 1, open: {ALWAYS}, away: 50% -> Second}}"
    text = document(RING.replace("Desk", "Execs") % "", parts=parts)
    result = play(text, [0, 0, 0], {("ring", 0, "away"): 0.1})
    same(column(result, "ring", "part"), ["second"] * 3)
    same(column(result, "ring", "started"), [0, 600, 1200])


def test_balks_are_asked_at_the_part_finally_joined():
    """At 1 waiting at the first it overflows; at the second nobody waits: no balk at 1 waiting.

    Calls at 0: first, first, second, second (0 - 0 there); the fifth sees one waiting at the
    second: leaves.
    """
    result = play(document(CALL % ", balks: at 1 waiting", parts=desks()), [0, 0, 0, 0, 0])
    same(column(result, "ring", "part")[:4], ["first", "first", "second", "second"])
    same(column(result, "ring", "how"), ["served"] * 4 + ["left"])


def test_lines_of_the_part_first_asked_are_used():
    """Lines of the first are taken by the one who overflows, too; the second's are not asked.

    Three lines at the first: two at the first, one at the second use them: the fourth is busy.
    """
    result = play(document(CALL % "", parts=desks(more=", lines: 3", second=", lines: 1")), [0] * 4)
    same(column(result, "ring", "how"), ["served"] * 3 + ["left"])
    same(column(result, "ring", "part")[:3], ["first", "first", "second"])


def test_only_live_calls_overflow():
    """A letter and hidden work stay with the first, however many wait."""
    text = document(
        """
        - write: {only: Ann, do: Write, with: First, via: e-mail, takes: 10 min}
        - work: {only: Bob, hidden: Work, by: First, takes: 10 min}
        """,
        customers=TWO,
        parts=desks(),
    )
    result = play(text, [(0, "Ann"), (0, "Ann"), (0, "Ann"), (0, "Bob"), (0, "Bob")])
    same(set(column(result, "write", "part") + column(result, "work", "part")), {"first"})
    same(result.busy["first"], 3000)


def test_overflow_is_decided_at_joining_and_not_again():
    """Joined the first at 60 (0 - 0): although the second is free all the time, it waits to 600."""
    result = play(document(CALL % "", parts=desks()), [0, 60])
    same(rows(result, "ring", "part", "started")[1], ("first", 600))


def test_a_retry_is_asked_again():
    """Each try: at 120 it overflows to the second, where patience of 5 min ends at 420; back at
    480 the first has one waiting still: the second again, free at 700 within its patience.
    """
    keys = ", retry: 100% after 1 min max 1, for Shopper: {patience: 5 min -> gone}"
    arrivals = [(0, "Zoe"), (60, "Zoe"), (100, "Zoe"), (120, "Shopper")]
    result = play(document(CALL % keys, parts=desks(), customers=ZOE), arrivals)
    expected = [("second", 120, "left"), ("second", 480, "served")]
    same(rows(result, "ring", "part", "joined", "how")[3:], expected)
    same(rows(result, "ring", "started")[4], (700,))


def test_overflow_to_itself_or_to_nobody_is_a_fault():
    """A part must be another and be there."""
    wrong = desks().replace("-> Second", "-> Secnd")
    assert "second" in refused(document(CALL % "", parts=wrong))
