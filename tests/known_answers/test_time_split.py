"""Rule 4: each instant of a case counts once, the parts add up to elapsed time."""

from __future__ import annotations

from known_answers.harness import ALWAYS, DAY, HOUR, MINUTE, document, ends, play, same, spent

FIVE = """
- all-at-once:
    only: Firm
    together:
      a:
        - ring: {do: Ring, as: ann, with: Desk, via: phone, takes: 10 min, closed: -> note}
        - note: {tell: Noted, by: Shop, via: e-mail}
      b: [{fill: {do: Fill in, as: bob, with: Shop, via: web, own: 20 min}}]
      c:
        - stand: {do: Stand, as: cara, with: Line, via: counter, takes: 1 min, closed: -> leaf}
        - leaf: {tell: A leaflet, by: Shop, via: e-mail}
      d: [{bring: {hidden: Bring, by: Courier, after: 40 min}}]
      e: [{think: {do: Think, as: dan, pause: 60 min, own: 1 min}}]
"""


def test_the_highest_class_of_an_instant_counts():
    """Rule 4: being served > own effort > in a queue > waiting for the organisation > ... > own
    pace.

    Firm comes at 10 min; the line's only person is busy to 40 min with Zoe's work, that is for
    30 min more. In minutes from Firm's arrival:
    ring 0-10 served; fill 0-20 effort; stand 0-30 in queue, 30-31 served; bring 0-40 waiting;
    think 0-60 own pace, 60-61 effort. Served 0-10 and 30-31; effort 10-20 and 60-61; queue
    20-30; waiting 31-40; own pace 40-60: 11 + 11 + 10 + 9 + 20 = 61.
    """
    text = document(
        "- fill-line: {only: Zoe, hidden: Other work, by: Line, takes: 40 min}\n" + FIVE.strip(),
        customers="Zoe: {share: 50%}\nFirm: {share: rest, people: [ann, bob, cara, dan]}",
        parts=f"Desk: {{people: 1, open: {ALWAYS}}}\nLine: {{people: 1, open: {ALWAYS}}}",
    )
    result = play(text, [(0, "Zoe"), (10 * MINUTE, "Firm")])
    same(ends(result)[1], (71 * MINUTE, "served"))
    same(
        spent(result, 1),
        {
            "being served": 11 * MINUTE,
            "own effort": 11 * MINUTE,
            "in queue": 10 * MINUTE,
            "waiting for the organisation": 9 * MINUTE,
            "own pace": 20 * MINUTE,
        },
    )


def test_the_parts_add_up_to_elapsed_time():
    """Rule 4: the parts add up, whatever happens at one time.

    Firm's branches of test one, plus queueing of three cases behind each other.
    """
    text = document(
        FIVE,
        customers="Firm: {share: 100%, people: [ann, bob, cara, dan]}",
        parts=f"Desk: {{people: 1, open: {ALWAYS}}}\nLine: {{people: 1, open: {ALWAYS}}}",
    )
    result = play(text, [(0, "Firm"), (300, "Firm"), (420, "Firm")])
    for case in result.cases:
        same(sum(case.seconds.values()), case.end - case.start)


def test_between_tries_counts_least():
    """Rule 4: ... own pace > between tries: while the caller waits to try again, the other branch
    counts.

    Zoe keeps the desk for 5 h. Firm comes at 1 h; in minutes from then: it rings at 0 and
    leaves at 10, retries 50 min later at 60 and leaves at 70 for the leaflet. The other person
    thinks for 30 min (own: 1 min). In queue 0-10 and 60-70; own pace 10-30; effort 30-31;
    between tries 31-60.
    """
    text = document(
        """
        - fill: {only: Zoe, hidden: Other work, by: Desk, takes: 5 h}
        - both:
            only: Firm
            together:
              a:
                - ring:
                    do: Ring
                    as: ann
                    with: Desk
                    via: phone
                    takes: 10 min
                    patience: 10 min -> leaf
                    retry: 100% after 50 min max 1
                - leaf: {tell: A leaflet, by: Shop, via: e-mail}
              b: [{think: {do: Think, as: bob, pause: 30 min, own: 1 min}}]
        """,
        customers="Zoe: {share: 50%}\nFirm: {share: rest, people: [ann, bob]}",
    )
    result = play(text, [(0, "Zoe"), (HOUR, "Firm")])
    same(ends(result)[1], (130 * MINUTE, "served"))
    same(
        spent(result, 1),
        {
            "in queue": 20 * MINUTE,
            "own pace": 20 * MINUTE,
            "own effort": MINUTE,
            "between tries": 29 * MINUTE,
        },
    )


def test_waiting_for_the_organisation_counts_before_own_pace():
    """Rule 4: a hidden step of 2 days beside 3 days of the customer's own pace: 2 days and 1."""
    text = document("""
        - both:
            together:
              a: [{bring: {hidden: Bring, by: Courier, after: 2 days}}]
              b: [{think: {do: Think, pause: 3 days, own: 1 h}}]
        """)
    result = play(text)
    expected = {"waiting for the organisation": 2 * DAY, "own pace": DAY, "own effort": HOUR}
    same(spent(result), expected)


def test_the_clock_of_an_act_counts_too():
    """Rule 4: an encounter in an act is being served, too, while the parcel is waited for.

    Ordered 60; the act rings 3660-3960; received at 7260 for 1 min.
    """
    text = document("""
        - order: {do: Order, with: Shop, via: web, own: 1 min}
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
                  closed: call back at opening
        - ship: {hidden: Transport, by: Courier, after: 2 h}
        - receive: {do: Receive, with: Courier, via: door, own: 1 min}
        """)
    result = play(text)
    expected = {
        "own effort": 120,
        "being served": 300,
        "waiting for the organisation": 2 * HOUR - 300,
    }
    same(spent(result), expected)
