"""Grammar §2 with §4.5: a clock of working days that stands still."""

from __future__ import annotations

from known_answers.harness import at, column, document, play, same


def test_a_clock_in_working_days_stands_still_too():
    """§2, §4.5: what is left is working time.

    A working day of silence from Fri 12:00; in full view Fri 18:00 to Sun 18:00: six hours are
    used, 18 are left, from Monday 00:00: Mon 18:00.
    """
    text = document("""
        - order: {do: Order, with: Shop, via: web, own: 1 min}
        - meantime:
            meanwhile: order to receive
            may:
              - look:
                  do: Look
                  with: Shop
                  via: web
                  own: 1 min
                  when: no news for 1 working day
                  chance: 100%
                  max: 1
        - pack: {hidden: Pack, by: Courier, after: 6 h}
        - bring: {hidden: Bring, by: Courier, after: 2 days, shows: full}
        - ship: {hidden: Transport, by: Courier, after: 10 days}
        - receive: {do: Receive, with: Courier, via: door, own: 1 min}
        """)
    result = play(text, [at("Fri 12:00") - 60])
    same(column(result, "look", "ready"), [at("Mon 18:00", week=1)])
