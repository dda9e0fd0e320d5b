"""Cases that one small slip would get wrong: each kills a mutant of the twin that lived before."""

from __future__ import annotations

import pytest

from known_answers.harness import HOUR, MINUTE, column, document, play, rows, same

ZOE = "Zoe: {share: 50%}\nShopper: {share: rest}"
WEB = "with: Shop, via: web"


def test_a_start_opens_a_span():
    """§4.5: at any step that is none of the others, arrival and going on: 0 s, passed at 600 s."""
    text = document(
        f"""
        - in: {{start: Comes in}}
        - soon: {{promise: in to form, within: 10 min}}
        - rest: {{wait: 20 min}}
        - form: {{do: Fill in, {WEB}}}
        """
    )
    same(play(text).promises, [(0, "soon", 0, 1200, "broken")])


@pytest.mark.parametrize("where", ["with: Shop", "via: web"])
def test_one_person_at_a_time_with_a_part_or_through_a_channel(where: str):
    """§4.2: either makes it an encounter: the second begins when the first ends, at 600 s."""
    text = document(
        f"""
        - both:
            together:
              a: [x: {{do: X, {where}, own: 10 min}}]
              b: [y: {{do: Y, {where}, own: 20 min}}]
        """
    )
    result = play(text)
    same([column(result, step, "began") for step in "xy"], [[0], [600]])


def test_what_a_customer_does_alone_keeps_no_person_from_another():
    """§4.2: neither part nor channel is no encounter: both begin at once."""
    text = document(
        """
        - both:
            together:
              a: [x: {do: X, own: 10 min}]
              b: [y: {do: Y, own: 20 min}]
        """
    )
    result = play(text)
    same([column(result, step, "began") for step in "xy"], [[0], [0]])


def test_a_promise_held_in_a_try_is_broken_once():
    """§4.5: what falls due in a try is held until it was not served, and falls due once.

    Zoe talks from 1 s for 10 h. The Shopper orders at 60 s, promised by 660 s; own effort from 60
    to 1260, gives up at 1320: broken then. Tries again at 4920, gives up at 6180: not again.
    """
    text = document(
        f"""
        - order: {{do: Order, {WEB}}}
        - soon: {{promise: order to ring, within: 10 min}}
        - ring:
            do: Ring
            with: Desk
            via: phone
            own: 20 min
            takes: 1 min
            patience: 1 min -> gone
            retry: 100% after 1 h max 1
            for Zoe: {{own: 1 s, takes: 10 h}}
        """,
        customers=ZOE,
    )
    result = play(text, [(0, "Zoe"), (60, "Shopper")])
    fates = [(0, "soon", 0, 0, "kept"), (1, "soon", 60, None, "broken")]
    same(sorted(result.promises), fates)
    same(column(result, "ring", "finished")[1:], [1320, 6180])
    same([(case.promises_kept, case.promises_broken) for case in result.cases], [(1, 0), (0, 1)])


ROUND = f"""
- order: {{do: Order, {WEB}}}
- soon: {{promise: order to unpack, within: 10 min}}
- pack: {{hidden: Pack, by: Shop, after: 0..40 min}}
- sure: {{choose: Right, go: [50% no -> order, yes -> unpack]}}
- unpack: {{do: Unpack, {WEB}, own: 1 min}}
- more: {{choose: More, go: [50% again -> order, no -> done]}}
"""


def test_a_promise_made_again_begins_anew():
    """§4.5: packed in 20 min and ordered anew: broken, as it had passed; again in 20 min: broken,
    and shut at 2400; a third order at 2460, packed in 4 min: kept, at 2700.
    """
    luck = {
        ("pack", 0, "after"): 0.5, ("pack", 1, "after"): 0.5, ("pack", 2, "after"): 0.1,
        ("sure", 0, "go"): 0.1, ("sure", 1, "go"): 0.9, ("sure", 2, "go"): 0.9,
        ("more", 0, "go"): 0.1, ("more", 1, "go"): 0.9,
    }  # fmt: skip
    result = play(document(ROUND), luck=luck)
    fates = [
        (0, "soon", 0, None, "broken"), (0, "soon", 1200, 2400, "broken"),
        (0, "soon", 2460, 2700, "kept"),
    ]  # fmt: skip
    same(result.promises, fates)
    same((result.cases[0].promises_kept, result.cases[0].promises_broken), (1, 2))


def test_a_promise_kept_forgets_its_deadline():
    """Ordered at 0, unpacked at 540 s, in time; ordered anew at 600, unpacked at 1140, in time.

    The first deadline, 600 s, must not break the second promise, whose own is 1200 s.
    """
    luck = {
        ("pack", 0, "after"): 0.225, ("pack", 1, "after"): 0.225, ("sure", 0, "go"): 0.9,
        ("sure", 1, "go"): 0.9, ("more", 0, "go"): 0.1, ("more", 1, "go"): 0.9,
    }  # fmt: skip
    text = document(ROUND.replace("within: 10 min", "within: 11 min"))
    result = play(text, luck=luck)
    same(result.promises, [(0, "soon", 0, 540, "kept"), (0, "soon", 600, 1140, "kept")])
    same(result.cases[0].promises_broken, 0)


def test_a_try_that_fails_in_time_breaks_no_promise():
    """§4.5: cut off at 60 s, long before the deadline; at the second try it is kept, at 60 s."""
    text = document(
        f"""
        - order: {{do: Order, {WEB}}}
        - soon: {{promise: order to ring, within: 1 h}}
        - ring: {{do: Ring, {WEB}, own: 1 min, fails: [50% cut off -> ring]}}
        """
    )
    luck = {("ring", 0, "fails"): 0.1, ("ring", 1, "fails"): 0.9}
    result = play(text, luck=luck)
    same(result.promises, [(0, "soon", 0, 60, "kept")])
    same(result.cases[0].promises_broken, 0)


def test_an_act_waits_for_its_own_promise():
    """§4.4: `late passed` fires at 1 h, not when another promise passes at 10 min."""
    text = document(
        f"""
        - order: {{do: Order, {WEB}}}
        - soon: {{promise: order to receive, within: 10 min}}
        - late: {{promise: order to receive, within: 1 h}}
        - anytime:
            meanwhile: order to receive
            may:
              - ask: {{do: Ask, {WEB}, own: 1 min, when: late passed, chance: 100%, max: 5}}
              - look: {{do: Look, {WEB}, own: 1 min, when: no news for 3 h, chance: 100%, max: 1}}
        - ship: {{hidden: Ship, by: Courier, after: 5 h}}
        - receive: {{do: Receive, {WEB}, own: 1 min}}
        """
    )
    result = play(text)
    same(column(result, "ask", "ready"), [HOUR])
    same(column(result, "look", "ready"), [4 * HOUR + MINUTE])


def test_each_chance_of_an_act_has_its_own_luck():
    """Rule 11: an act's chance counts its earlier draws: 0.9 fails at 1 h, 0.1 begins at 2 h."""
    text = document(
        f"""
        - order: {{do: Order, {WEB}}}
        - late: {{promise: order to receive, within: 1 h}}
        - anytime:
            meanwhile: order to receive
            may:
              - ask:
                  do: Ask
                  with: Shop
                  via: web
                  own: 1 min
                  when: late passed
                  chance: 50%
                  again after: 1 h
                  max: 1
        - ship: {{hidden: Ship, by: Courier, after: 5 h}}
        - receive: {{do: Receive, {WEB}, own: 1 min}}
        """
    )
    luck = {("ask", 0, "chance"): 0.9, ("ask", 1, "chance"): 0.1}
    same(column(play(text, luck=luck), "ask", "ready"), [2 * HOUR])


ACT = f"""
- order: {{do: Order, {WEB}}}
- anytime:
    meanwhile: order to ship
    may:
      - ring:
          do: Ring
          with: Courier
          via: phone
          through: menu
          takes: 7 min
          when: no news for 1 h
          chance: 100%
          max: 1
- ship: {{hidden: Ship, by: Courier, after: 65 min}}
- keep: {{wait: 1 h}}
"""


@pytest.mark.parametrize(
    ("menu", "ended"), [("takes: 10 min", 4200), ("own: 10 min", 4200), ("pause: 10 min", 3900)]
)
def test_a_window_that_shuts_on_a_menu(menu: str, ended: float):
    """§4.3: the act begins at 1 h, with the menu; the window shuts at 65 min.

    In own effort or service, that piece ends, at 70 min; the customer's own pace is cut at once.
    The call itself never starts.
    """
    text = document(ACT, shared=f"- menu: {{do: Listen, with: Shop, via: phone, {menu}}}")
    result = play(text)
    same(rows(result, "ring", "ready", "started", "finished"), [(3600, None, ended)])
    same(column(result, "menu", "finished"), [ended])
    same(result.cases[0].end, 65 * MINUTE + HOUR)


STUCK = f"""
- order: {{do: Order, {WEB}}}
- late: {{promise: order to receive, within: 1 h}}
- anytime:
    meanwhile: order to receive
    may:
      - ask: {{do: Ask, {WEB}, own: 1 min, when: late passed, chance: 50%, max: 1}}
- pack: {{hidden: Pack, by: Shop, after: 10 min, fails: [50% mislaid until ask -> gone]}}
- receive: {{do: Receive, {WEB}, own: 1 min}}
"""


def test_a_case_that_waits_for_an_act_is_not_stuck_while_its_promise_may_pass():
    """§4.9: mislaid at 10 min, it rests until they ask, at 1 h, for 1 min: then it leads on."""
    result = play(document(STUCK), luck={("pack", 0, "fails"): 0.1, ("ask", 0, "chance"): 0.1})
    same(column(result, "ask", "ready"), [HOUR])
    same((result.cases[0].end, result.cases[0].stuck), (HOUR + MINUTE, False))
    same(result.cases[0].outcome, "not served")


def test_a_case_that_waits_for_an_act_that_will_not_come_is_stuck():
    """Rule 2: the chance fails at 1 h, and nothing starts it again: the case can never move."""
    result = play(document(STUCK), luck={("pack", 0, "fails"): 0.1, ("ask", 0, "chance"): 0.9})
    same(column(result, "ask", "ready"), [])
    same(result.cases[0].stuck, True)


@pytest.mark.parametrize("who", ["by customer", "by Desk", ""])
def test_who_finds_a_failure_decides_whether_a_case_is_poor(who: str):
    """§3: found by the customer first is poor; found by a part, or at the step itself, is not."""
    text = document(f"- form: {{do: Form, {WEB}, own: 1 min, fails: [50% bad {who} -> done]}}")
    result = play(text, luck={("form", 0, "fails"): 0.1})
    same(result.cases[0].found_by_customer, int(who == "by customer"))
    reason = ("a failure the customer found first",)
    same(result.cases[0].poor, reason if who == "by customer" else ())
