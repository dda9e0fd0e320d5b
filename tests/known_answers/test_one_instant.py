"""Rule 1, grammar §4.15: what goes first when several things are due at one instant."""

from __future__ import annotations

from known_answers.harness import (
    OFFICE_DESK,
    TWO,
    at,
    column,
    document,
    ends,
    play,
    rows,
    same,
)

RING = "- ring: {do: Ring, with: Desk, via: phone, takes: %s, closed: -> lost%s}"


def test_completions_come_before_closings():
    """Rule 1: completions, closings: a service that ends at closing is no overtime.

    15:40-16:00, closing at 16:00: served, no overtime.
    """
    result = play(document(RING % ("20 min", ""), parts=OFFICE_DESK), [at("Mon 15:40")])
    same(rows(result, "ring", "ended", "how"), [(at("Mon 16:00"), "served")])
    same(result.overtime.get("desk", 0), 0)


def test_closings_come_before_starts():
    """Rule 1: closings before starts: the person is free at 16:00, the caller on hold is not
    served any more, but found closed.
    """
    text = document(RING % ("20 min", ""), parts=OFFICE_DESK)
    result = play(text, [at("Mon 15:40"), at("Mon 15:45")])
    same(column(result, "ring", "how"), ["served", "closed"])
    same(ends(result)[1], (at("Mon 16:00"), "lost"))


def test_an_arrival_at_closing_finds_it_closed():
    """§4.15: arrivals rank with completions, but joining is routing, after the closing."""
    result = play(document(RING % ("20 min", ""), parts=OFFICE_DESK), [at("Mon 16:00")])
    same(column(result, "ring", "how"), ["closed"])


def test_an_arrival_at_opening_is_served_at_once():
    """Rule 1: openings before routing and starts: at 08:00 sharp it is open."""
    result = play(document(RING % ("20 min", ""), parts=OFFICE_DESK), [at("Tue 08:00")])
    same(rows(result, "ring", "started", "how"), [(at("Tue 08:00"), "served")])


def test_starts_come_before_patience_expires():
    """Rule 1: starts, patience expiry: free and out of patience at 600: served.

    Two calls at 0 of 10 min, patience 10 min.
    """
    result = play(document(RING % ("10 min", ", patience: 10 min -> gone")), [0, 0])
    same(rows(result, "ring", "started", "how"), [(0, "served"), (600, "served")])


def test_closings_come_before_patience_expires():
    """Rule 1, rule 5: out of patience at closing itself: found closed, never abandoned.

    On hold 15:40-16:00 with a patience of 20 min, the desk busy to 16:30.
    """
    keys = ", patience: 20 min -> gone, for Ann: {takes: 1 h}"
    text = document(RING % ("5 min", keys), parts=OFFICE_DESK, customers=TWO)
    result = play(text, [(at("Mon 15:30"), "Ann"), (at("Mon 15:40"), "Bob")])
    same(column(result, "ring", "how"), ["served", "closed"])
    same(ends(result)[1], (at("Mon 16:00"), "lost"))


def test_openings_and_starts_come_before_patience_expires():
    """Rule 1: a letter of Mon 20:00 with 12 h of patience is taken at 08:00, not given up."""
    text = document(
        "- write: {do: Write, with: Desk, via: e-mail, takes: 5 min, patience: 12 h -> gone}",
        parts=OFFICE_DESK,
    )
    result = play(text, [at("Mon 20:00")])
    same(rows(result, "write", "started", "how"), [(at("Tue 08:00"), "served")])


def test_routing_comes_before_starts():
    """Rule 1: routing and joins before starts: who joins at 600 with priority is first at 600.

    Desk busy 0-600 with case 0; Bob on hold since 60; Ann (priority 1) arrives at 600.
    """
    customers = "Ann: {share: 50%, priority: 1}\nBob: {share: rest}"
    text = document(RING % ("10 min", ""), customers=customers)
    result = play(text, [(0, "Bob"), (60, "Bob"), (600, "Ann")])
    same(column(result, "ring", "started"), [0, 1200, 600])


def test_a_token_sent_on_at_the_same_instant_competes():
    """Rule 1: all completions and routing of an instant before its starts.

    Ann's hidden step at the courier ends at 600, when the desk gets free: her e-mail joins at
    600 and, a `do` in a left channel, is taken before the hidden work waiting since 60.
    """
    text = document(
        """
        - work: {only: Bob, hidden: Work, by: Desk, takes: 10 min}
        - bring: {only: Ann, hidden: Bring, by: Courier, after: 10 min}
        - write: {only: Ann, do: Write, with: Desk, via: e-mail, takes: 10 min}
        """,
        customers=TWO,
    )
    result = play(text, [(0, "Bob"), (0, "Ann"), (60, "Bob")])
    same(column(result, "work", "started"), [0, 1200])
    same(column(result, "write", "started"), [600])


def test_at_one_instant_and_rank_the_case_decides_then_the_step():
    """§4.15: then case, the step's position in the document, visit.

    Two cases at 0 with two branches each at one desk of 1 min: a0, b0, a1, b1.
    """
    text = document("""
        - both:
            together:
              one: [{first: {hidden: First, by: Desk, takes: 1 min}}]
              two: [{second: {hidden: Second, by: Desk, takes: 1 min}}]
        """)
    result = play(text, [0, 0])
    same(column(result, "first", "started"), [0, 120])
    same(column(result, "second", "started"), [60, 180])


def test_visits_are_told_in_the_order_they_end():
    """Rule 18: a row a visit; ties by case, step position and visit.

    Both cases end `first` and `second` at 60: case 0's two rows, then case 1's.
    """
    text = document("""
        - both:
            together:
              two: [{second: {hidden: Second, by: Courier, after: 1 min}}]
              one: [{first: {hidden: First, by: Courier, after: 1 min}}]
        """)
    result = play(text, [0, 0])
    told = [(v.case, v.step) for v in result.visits if v.step in {"first", "second"}]
    same(told, [(0, "second"), (0, "first"), (1, "second"), (1, "first")])


WINDOW = """
- order: {do: Order, with: Shop, via: web, own: 1 min}
- delivery: {promise: order to receive, within: 2 h}
- meantime:
    meanwhile: order to receive
    may:
      - look: {do: Look, with: Shop, via: web, own: 1 min, when: %s, chance: 100%%, max: 1}
- ship: {hidden: Transport, by: Courier, after: 2 h}
- receive: {do: Receive, with: Courier, via: door, own: 1 h}
"""


def test_act_triggers_come_after_routing():
    """§4.15: act triggers after routing: the window shuts before a silence that is over then.

    Silence of 2 h from 60 is over at 7260; at 7260 receiving begins (routing): no act.
    """
    result = play(document(WINDOW % "no news for 2 h"))
    same(column(result, "receive", "ready"), [7260])
    same(column(result, "look", "ready"), [])


def test_a_promises_deadline_comes_last():
    """§4.15, §4.5: a deadline comes last, so a promise met at its instant never fires.

    Due at 7260, received from 7260: kept, and `delivery passed` never was.
    """
    result = play(document(WINDOW % "delivery passed"))
    same(result.promises, [(0, "delivery", 60, 7260, "kept")])
    same(column(result, "look", "ready"), [])


def test_returns_come_before_starts():
    """§4.15: returns rank with completions: a retry due at 600 is in the queue at 600.

    Ann keeps the desk 0-600. Bob (priority 1) joins at 60, leaves 120, retries after 8 min at
    600. Cara joined at 90. At 600 Bob is in the queue and first.
    """
    text = document(
        RING % ("10 min", ", patience: 1 min -> gone, retry: 100% after 8 min max 1"),
        customers="Ann: {share: 20%}\nBob: {share: 40%, priority: 1}\nCara: {share: rest}",
    ).replace(
        "patience: 1 min -> gone", "patience: 1 min -> gone, for Cara: {patience: 1 h -> gone}"
    )
    result = play(text, [(0, "Ann"), (60, "Bob"), (90, "Cara")])
    same(rows(result, "ring", "case", "started")[2:], [(1, 600), (2, 1200)])


def test_a_return_at_closing_finds_it_closed():
    """Rule 1, §4.15: a retry that is due at 16:00 sharp finds the desk closed.

    Ann keeps the desk 15:00-16:30; Bob joins 15:40, leaves 15:50, returns at 16:00.
    """
    keys = ", patience: 10 min -> gone, retry: 100% after 10 min max 1, for Ann: {takes: 90 min}"
    text = document(RING % ("5 min", keys), parts=OFFICE_DESK, customers=TWO)
    result = play(text, [(at("Mon 15:00"), "Ann"), (at("Mon 15:40"), "Bob")])
    same(column(result, "ring", "how"), ["served", "left", "closed"])


def test_completions_free_a_person_for_who_arrives_then():
    """Rule 1: completions before starts: the caller of 600 does not wait."""
    result = play(document(RING % ("10 min", "")), [0, 600])
    same(column(result, "ring", "started"), [0, 600])


def test_closing_and_opening_at_one_instant_change_nothing():
    """§4.11, rule 1: hours that touch are joined: nobody is found closed at 12:00.

    Two calls at 11:50 of 20 min, hours 08:00-12:00 and 12:00-16:00: the second 12:10-12:30.
    """
    parts = "Desk: {people: 1, open: [Mon-Fri 08:00-12:00, Mon-Fri 12:00-16:00]}"
    result = play(document(RING % ("20 min", ""), parts=parts), [at("Mon 11:50")] * 2)
    same(column(result, "ring", "started"), [at("Mon 11:50"), at("Mon 12:10")])
    same(result.overtime.get("desk", 0), 0)
