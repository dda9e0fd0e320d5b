"""Grammar §4.8, rules 5, 7, 8: found closed, gave up, tried again."""

from __future__ import annotations

from math import log

from known_answers.harness import (
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

# Zoe keeps the only person busy first; the Shopper is the one we follow.
ZOE = "Zoe: {share: 50%}\nShopper: {share: rest}"


def asking(keys: str) -> str:
    """A call of 3 min with these other keys."""
    return "- ask: {do: Ask, with: Desk, via: phone, takes: 3 min, " + keys + "}"


def office(keys: str) -> str:
    """The same at a desk open Mon-Fri 08:00-16:00."""
    return document(asking(keys), parts=OFFICE_DESK)


def busy(keys: str, zoe: str = "5 h") -> str:
    """The same at a desk always open, which Zoe takes for so long."""
    return document(asking(f"{keys}, for Zoe: {{takes: {zoe}}}"), customers=ZOE)


def test_found_closed_on_arrival_goes_to_closed():
    """Rule 5: a live channel outside hours goes to `closed`; how is closed, not left."""
    result = play(office("patience: 5 min -> gone, closed: -> lost"), [at("Mon 20:00")])
    same(rows(result, "ask", "started", "how"), [(None, "closed")])
    same(ends(result), [(at("Mon 20:00"), "lost")])


def test_found_closed_without_closed_goes_where_patience_leads():
    """Rule 5: ... else to the patience destination, counted found closed."""
    result = play(office("patience: 5 min -> gone"), [at("Mon 20:00")])
    same(column(result, "ask", "how"), ["closed"])
    same(ends(result), [(at("Mon 20:00"), "not served")])


def test_still_queueing_at_closing_is_found_closed():
    """Rule 5: still queueing at closing: to `closed`, counted found closed.

    Zoe talks 15:30-16:30. The Shopper waits from 15:40 to 16:00, 20 min, then finds it closed.
    """
    steps = asking("patience: 1 h -> gone, closed: -> lost, for Zoe: {takes: 1 h}")
    text = document(steps, parts=OFFICE_DESK, customers=ZOE)
    result = play(text, [(at("Mon 15:30"), "Zoe"), (at("Mon 15:40"), "Shopper")])
    same(column(result, "ask", "how"), ["served", "closed"])
    same(ends(result), [(at("Mon 16:30"), "served"), (at("Mon 16:00"), "lost")])
    same(spent(result, 1), {"in queue": 20 * MINUTE})


def test_call_back_at_opening_comes_half_an_hour_after_it_on_average():
    """§4.8: returns at the next opening plus an exponential 30 min unless `within LAW`.

    Found closed Mon 20:00; u = 0.5 gives 1800 ln 2 s after Tue 08:00.
    """
    text = office("closed: call back at opening -> lost")
    result = play(text, [at("Mon 20:00")], {("ask", 0, "call back"): 0.5})
    back = at("Tue 08:00") + 30 * MINUTE * log(2)
    same(rows(result, "ask", "ready", "joined", "how")[1:], [(back, back, "served")])


def test_call_back_within_a_law_and_the_time_between():
    """§4.8: `within LAW`; rule 4: the time between is between tries.

    Mon 20:00 to Tue 08:10: 12 h 10 min between tries, then served 3 min. Each try is a visit.
    """
    text = office("closed: call back at opening within 10 min -> lost")
    result = play(text, [at("Mon 20:00")])
    same(column(result, "ask", "visit"), [0, 1])
    same(
        rows(result, "ask", "ready", "ended", "how")[1:],
        [(at("Tue 08:10"), at("Tue 08:13"), "served")],
    )
    same(spent(result), {"between tries": 12 * HOUR + 10 * MINUTE, "being served": 180})


def test_the_share_that_calls_back_is_drawn_each_time():
    """§4.8: PCT is drawn each time, else the destination.

    Back 10 h after opening it is closed again. Mon 20:00, u = 0.1 of 60 %: back Tue 18:00;
    u = 0.9: to `lost` then.
    """
    text = office("patience: 5 min -> gone, closed: 60% call back at opening within 10 h -> lost")
    luck = {("ask", 0, "closed"): 0.1, ("ask", 1, "closed"): 0.9}
    result = play(text, [at("Mon 20:00")], luck)
    same(column(result, "ask", "ready"), [at("Mon 20:00"), at("Tue 18:00")])
    same(ends(result), [(at("Tue 18:00"), "lost")])


def test_nobody_calls_back_more_than_three_times():
    """§4.8: at most 3 times, then the destination.

    Always back at 18:00, always closed: Mon 20:00, then Tue, Wed and Thu 18:00; the fourth
    time found closed ends it. The destination is that of patience.
    """
    text = office("patience: 5 min -> gone, closed: call back at opening within 10 h")
    result = play(text, [at("Mon 20:00")])
    times = [at("Mon 20:00"), at("Tue 18:00"), at("Wed 18:00"), at("Thu 18:00")]
    same(column(result, "ask", "ready"), times)
    same(column(result, "ask", "how"), ["closed"] * 4)
    same(ends(result), [(times[-1], "not served")])
    same(result.cases[0].contacts, 4)


def test_retry_does_not_follow_found_closed():
    """§4.8: `retry` follows abandonment only: found closed goes to its destination at once."""
    keys = "patience: 5 min -> gone, retry: 100% after 1 h max 3, closed: -> lost"
    result = play(office(keys), [at("Mon 20:00")])
    same(ends(result), [(at("Mon 20:00"), "lost")])


def test_giving_up_leads_to_the_patience_destination_and_not_to_closed():
    """Rule 5: gave up: `retry`, then the patience destination; nothing else.

    Zoe talks for 5 h; the Shopper joins at 60 and leaves after 10 min, at 660.
    """
    result = play(busy("patience: 10 min -> gone, closed: -> lost"), [(0, "Zoe"), (60, "Shopper")])
    same(rows(result, "ask", "joined", "started", "how")[1:], [(60, None, "left")])
    same(ends(result)[1], (660, "not served"))
    same(spent(result, 1), {"in queue": 600})


def test_a_retry_is_a_new_try_with_fresh_patience():
    """Rule 8: drawn when the customer gave up; fresh patience, a new contact, at most max.

    Zoe 0-18000. Patience 5..15 min: u = 0.5 is 10 min, 60-660. Retry (u = 0.1 of 70 %) after
    2 h: 7860, u = 0.25 is 7.5 min, to 8310; retry: 15510, u = 0.75 is 12.5 min, to 16260;
    retry: 23460, the desk is free: served 23460-23640. Four contacts.
    """
    keys = "patience: 5..15 min -> gone, closed: -> lost, retry: 70% after 2 h max 3"
    luck = {("ask", visit, "retry", 1): 0.1 for visit in range(3)}
    luck |= {("ask", visit, "patience", 1): u for visit, u in enumerate((0.5, 0.25, 0.75, 0.5))}
    result = play(busy(keys), [(0, "Zoe"), (60, "Shopper")], luck)
    expected = [(60, "left"), (7860, "left"), (15510, "left"), (23460, "served")]
    same(rows(result, "ask", "joined", "how")[1:], expected)
    same(ends(result)[1], (23640, "served"))
    same(result.cases[1].contacts, 4)
    waits = 600 + 450 + 750
    same(spent(result, 1), {"in queue": waits, "between tries": 3 * 7200, "being served": 180})


def test_after_the_last_retry_comes_the_destination():
    """Rule 8: `max 3` retries, then the patience destination.

    Zoe 0-36000; tries at 60, 7860, 15660 and 23460 of 10 min each; gone at 24060.
    """
    keys = "patience: 10 min -> gone, closed: -> lost, retry: 100% after 2 h max 3"
    result = play(busy(keys, zoe="10 h"), [(0, "Zoe"), (60, "Shopper")])
    same(column(result, "ask", "joined")[1:], [60, 7860, 15660, 23460])
    same(ends(result)[1], (24060, "not served"))


def test_without_luck_there_is_no_retry():
    """Rule 8: otherwise the patience destination: u = 0.9 of 70 %."""
    keys = "patience: 10 min -> gone, closed: -> lost, retry: 70% after 2 h max 3"
    result = play(busy(keys), [(0, "Zoe"), (60, "Shopper")], {("ask", 0, "retry"): 0.9})
    same(ends(result)[1], (660, "not served"))


def test_a_retry_goes_to_the_back_of_the_queue():
    """Rule 8: back of the queue.

    Zoe 0-1000 s. Shopper A joins 60, leaves 660, is back at 720; Shopper B joined at 700.
    At 1000 B is first (1000-1180), then A (1180).
    """
    keys = "patience: 10 min -> gone, closed: -> lost, retry: 100% after 1 min max 3"
    result = play(busy(keys, zoe="1000 s"), [(0, "Zoe"), (60, "Shopper"), (700, "Shopper")])
    same(rows(result, "ask", "case", "joined", "started")[2:], [(1, 720, 1180), (2, 700, 1000)])


def test_a_retry_repeats_the_whole_try_in_the_same_way():
    """§4.8: both repeat the whole try in the same way (pause, through, own), not drawn again.

    The way is drawn for the first try only (u = 0.1: phone; for the second try 0.9 would be
    web). Pause 1 min, menu 1 min, own 1 min before each queueing. Zoe (no way but the phone:
    u = 0.1) joins at 180 and talks 5 h. The Shopper arrives at 60: joins 240, leaves 840,
    retries 2 h later: 8040, joins 8220, leaves 8820 for good.
    """
    text = document(
        """
        - ask:
            do: Ask
            pause: 1 min
            own: 1 min
            ways:
              phone:
                share: 50%
                through: menu
                with: Desk
                takes: 3 min
                patience: 10 min -> gone
                closed: -> lost
                retry: 100% after 2 h max 1
              web: {share: rest, with: Shop}
            for Zoe: {ways: {phone: {takes: 5 h}}}
        """,
        customers=ZOE,
        shared="- menu: {do: The menu, with: Shop, via: phone, own: 1 min}",
    )
    luck = {("ask", 0, "way"): 0.1, ("ask", 1, "way"): 0.9}
    result = play(text, [(0, "Zoe"), (60, "Shopper")], luck)
    same(
        rows(result, "ask", "way", "ready", "joined")[1:],
        [("phone", 60, 240), ("phone", 8040, 8220)],
    )
    same(rows(result, "menu", "ready", "finished")[1:], [(120, 180), (8100, 8160)])
    same(ends(result)[1], (8820, "not served"))


def test_call_backs_repeat_the_whole_try():
    """§4.8: the same after found closed: the pause comes again.

    Ready Mon 20:00, pause 5 min: closed at 20:05; back Tue 08:10, pause, joins 08:15.
    """
    text = office("pause: 5 min, closed: call back at opening within 10 min -> lost")
    result = play(text, [at("Mon 20:00")])
    same(rows(result, "ask", "ready", "joined")[1:], [(at("Tue 08:10"), at("Tue 08:15"))])


WAYS = """
- ask:
    do: Ask
    ways:
      phone:
        share: 60%
        with: Desk
        takes: 3 min
        patience: 5 min -> web
        closed: -> web
        retry: 90% after 10 min max 1
      web: {share: rest, with: Shop, own: 2 min, fails: [50% found nothing by customer -> phone]}
    for Zoe: {ways: {phone: {takes: 5 h}}}
"""


def test_a_sibling_way_is_a_new_try_of_the_same_step():
    """§4.8, §2 (DEST: a sibling way first): a sibling way is a new try.

    Zoe 0-5 h. The Shopper joins 60, leaves 360 without a retry (u = 0.95 of 90 %): on the web
    360-480, visit 1.
    """
    luck = {("ask", 0, "way"): 0.1, ("ask", 0, "retry"): 0.95, ("ask", 1, "fails"): 0.9}
    result = play(document(WAYS, customers=ZOE), [(0, "Zoe"), (60, "Shopper")], luck)
    expected = [(0, "phone", "phone", "left", 60), (1, "web", "web", "served", 360)]
    same(rows(result, "ask", "visit", "way", "channel", "how", "ready")[1:], expected)
    same(ends(result)[1], (480, "served"))


def test_a_sibling_way_sets_tries_to_zero():
    """§4.8: a sibling way ... sets tries to zero.

    Phone 60-360, its one retry at 960-1260 (u = 0.1); web 1260-1380 finds nothing (u = 0.1 of
    50 %); phone again 1380-1680 and, tries being zero, one retry again at 2280-2580; web
    2580-2700 succeeds (u = 0.9). Six visits.
    """
    luck = {
        ("ask", 0, "way"): 0.1,
        ("ask", 0, "retry"): 0.1,
        ("ask", 2, "fails", 1): 0.1,
        ("ask", 3, "retry"): 0.1,
        ("ask", 5, "fails", 1): 0.9,
    }
    result = play(document(WAYS, customers=ZOE), [(0, "Zoe"), (60, "Shopper")], luck)
    same(
        rows(result, "ask", "way", "ready")[1:],
        [
            ("phone", 60),
            ("phone", 960),
            ("web", 1260),
            ("phone", 1380),
            ("phone", 2280),
            ("web", 2580),
        ],
    )
    same(ends(result)[1], (2700, "served"))


def test_tries_are_counted_per_arrival_of_the_token():
    """§4.8: tries are counted per arrival, zero again after a served visit.

    Zoe A 0-600. The Shopper joins 60, leaves 360, retries (max 1) at 960: served 960-1140; the
    choice (u = 0.1 of 50 %) sends him back at 1140. Zoe B, in the queue since 1000, is served
    1140-1740; the Shopper leaves at 1440 and may retry again: 2040-2220, served.
    """
    keys = "patience: 5 min -> gone, closed: -> lost, retry: 100% after 10 min max 1"
    steps = (
        asking(f"{keys}, for Zoe: {{takes: 10 min}}")
        + "\n- more: {choose: Another question, go: [50% yes -> ask, no -> done]}"
    )
    luck = {("more", 0, "go", case): u for case, u in enumerate((0.9, 0.1, 0.9))}
    luck[("more", 1, "go", 1)] = 0.9
    arrivals = [(0, "Zoe"), (60, "Shopper"), (1000, "Zoe")]
    result = play(document(steps, customers=ZOE), arrivals, luck)
    mine = [row[1:] for row in rows(result, "ask", "case", "joined", "how") if row[0] == 1]
    same(mine, [(60, "left"), (960, "served"), (1140, "left"), (2040, "served")])
    same(ends(result)[1], (2220, "served"))


def test_at_most_counts_arrivals_and_not_tries():
    """§4.8: `at most: 2 visits -> ID`: the third arrival goes to ID; arrivals count, not tries.

    Zoe 0-600. First arrival: left 360, retry served 960-1140 (two tries, one arrival). Back
    (u = 0.1): second arrival, served 1140-1320. Back: the third goes to `gone` at 1320.
    """
    keys = "patience: 5 min -> gone, retry: 100% after 10 min max 1, at most: 2 visits -> gone"
    steps = (
        asking(f"{keys}, for Zoe: {{takes: 10 min}}")
        + "\n- more: {choose: Another question, go: [50% yes -> ask, no -> done]}"
    )
    luck = {("more", 0, "go", 0): 0.9, ("more", 0, "go", 1): 0.1, ("more", 1, "go", 1): 0.1}
    result = play(document(steps, customers=ZOE), [(0, "Zoe"), (60, "Shopper")], luck)
    same(column(result, "ask", "joined")[1:], [60, 960, 1140])
    same(ends(result)[1], (1320, "not served"))


def test_a_customer_passed_by_only_does_not_arrive():
    """§4.8: a customer passed by `only` does not arrive.

    Bob comes past Ann's step three times and is never sent to `gone`; Ann is, the third time:
    rounds of 1 min own (Ann only) and 1 min of waiting: Ann 120, 240, then 240; Bob 60, 120, 180.
    """
    text = document(
        """
        - extra: {only: Ann, do: Extra, with: Shop, via: web, own: 1 min, at most: 2 visits -> gone}
        - idle: {wait: 1 min}
        - more: {choose: Once more, go: [50% yes -> extra, no -> done]}
        """,
        customers="Ann: {share: 50%}\nBob: {share: rest}",
    )
    luck = {("more", 0, "go"): 0.1, ("more", 1, "go"): 0.1, ("more", 2, "go"): 0.9}
    result = play(text, [(0, "Ann"), (0, "Bob")], luck)
    same(ends(result), [(240, "not served"), (180, "served")])


ACT = """
- order: {{do: Order, with: Shop, via: web, own: 1 min}}
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
          max: 1
          {keys}
- ship: {{hidden: Transport, by: Courier, after: 10 days}}
- receive: {{do: Receive, with: Courier, via: door, own: 1 min}}
"""


def test_a_retry_in_an_act_is_another_try_of_it():
    """§4.8: an act retries like any step; then it ends; `max` counts acts, not tries.

    Case 0 orders 0-60, rings at 3660 and keeps the desk for 10 h. Case 1 orders 30-90, rings at
    3690, leaves at 4290, retries at 7890, leaves at 8490: its act is over, and nothing else
    happens to it.
    """
    keys = (
        "patience: 10 min\n          retry: 100% after 1 h max 1\n          for Ann: {takes: 10 h}"
    )
    text = document(ACT.format(keys=keys), customers="Ann: {share: 50%}\nBob: {share: rest}")
    result = play(text, [(0, "Ann"), (30, "Bob")])
    mine = [row[1:] for row in rows(result, "enquire", "case", "joined", "how") if row[0] == 1]
    same(mine, [(3690, "left"), (7890, "left")])
    same(ends(result)[1], (30 + 60 + 10 * 24 * HOUR + 60, "served"))
    same(result.cases[1].contacts, 2)


def test_call_backs_of_an_act_end_with_the_act():
    """§4.8: at most 3 times, then the destination; in an act, its end.

    Ordered Mon 20:00; the act rings at 21:01 and then at 18:00 on Tue, Wed, Thu, always closed.
    """
    keys = "closed: call back at opening within 10 h"
    result = play(document(ACT.format(keys=keys), parts=OFFICE_DESK), [at("Mon 20:00")])
    times = [at("Mon 21:01"), at("Tue 18:00"), at("Wed 18:00"), at("Thu 18:00")]
    same(column(result, "enquire", "ready"), times)
    same(column(result, "enquire", "how"), ["closed"] * 4)
    same(ends(result), [(at("Mon 20:02") + 10 * 24 * HOUR, "served")])


def test_at_most_holds_for_tell_and_hidden_too():
    """§3, §4.8: tell and hidden may say `at most`: the third arrival goes to its destination.

    Two reminders of 1 h, then `gone` at 7200.
    """
    text = document("""
        - remind: {tell: Reminder, by: Shop, via: e-mail, after: 1 h, at most: 2 visits -> gone}
        - paid: {choose: Paid, go: [50% yes -> done, no -> remind]}
        """)
    luck = {("paid", visit, "go"): 0.9 for visit in range(3)}
    result = play(text, luck=luck)
    same(column(result, "remind", "ready"), [0, HOUR])
    same(ends(result), [(2 * HOUR, "not served")])


def test_call_backs_are_counted_per_arrival():
    """§4.8: at most 3 times; tries are counted per arrival of the token.

    `within 0..20 h`: u = 0.5 is 10 h after opening (18:00, closed), u = 0.005 is 6 min (open).
    Mon 20:00, Tue 18:00, Wed 18:00, then Thu 08:06 served: three call-backs. Twelve hours later,
    Thu 20:09, the second question finds it closed: back a fourth time in all, Fri 08:06.
    """
    steps = (
        asking("closed: call back at opening within 0..20 h -> lost")
        + "\n- idle: {wait: 12 h}\n- more: {choose: Another, go: [50% yes -> ask, no -> done]}"
    )
    luck = {("ask", visit, "call back"): u for visit, u in enumerate((0.5, 0.5, 0.005))}
    luck |= {("ask", 4, "call back"): 0.005, ("more", 0, "go"): 0.1, ("more", 1, "go"): 0.9}
    result = play(document(steps, parts=OFFICE_DESK), [at("Mon 20:00")], luck)
    moments = ["Mon 20:00", "Tue 18:00", "Wed 18:00", "Thu 08:06", "Thu 20:09", "Fri 08:06"]
    same(column(result, "ask", "ready"), [at(moment) for moment in moments])
    same(ends(result), [(at("Fri 20:09"), "served")])
