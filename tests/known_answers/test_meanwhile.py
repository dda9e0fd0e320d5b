"""Grammar §4.3: acts beside the flow, take-overs, and what ends an act."""

from __future__ import annotations

from known_answers.harness import (
    DAY,
    HOUR,
    OFFICE_DESK,
    SHOPPER,
    at,
    column,
    document,
    ends,
    play,
    rows,
    same,
    spent,
)

# Ordered at 60 s; the window is open until the tell `notify`, which takes no time.
UNTIL_NOTIFIED = """
- order: {do: Order, with: Shop, via: web, own: 1 min}
- meantime:
    meanwhile: order to notify
    may:
      - enquire:
          do: Ask where it is
          with: Desk
          via: phone
          when: no news for 1 h
          chance: 100%%
          max: 1
          closed: call back at opening
%s
- pack: {hidden: Pack, by: Courier, after: %s}
- notify: {tell: On its way, by: Shop, via: e-mail}
- ship: {hidden: Transport, by: Courier, after: 1 day}
"""


def enquiring(keys: str, *, packing: str = "2 h") -> str:
    """The steps above with the act's other keys, packing for so long."""
    lines = "\n".join("          " + line for line in keys.strip().splitlines())
    return UNTIL_NOTIFIED % (lines, packing)


def test_an_act_without_next_changes_nothing_else():
    """§4.3: an act without `next` changes nothing else.

    Ordered 0-60, no news for 1 h: the act begins at 3660 and is served 3660-3960. The parcel
    is packed at 7260, notified, shipped 7260-93660: the case ends at 93660, one contact.
    """
    result = play(document(enquiring("takes: 5 min")))
    same(
        rows(result, "enquire", "joined", "started", "ended", "how"), [(3660, 3660, 3960, "served")]
    )
    same(column(result, "ship", "ready"), [7260])
    same(ends(result), [(7260 + DAY, "served")])
    same(result.cases[0].contacts, 1)


def test_an_act_with_next_takes_over_when_it_ends():
    """§4.3: with `next` it takes over when it ends: one token goes there, the others are gone.

    The act is served 3660-3960; at 3960 the case goes to `gone`, packing is cut short.
    """
    result = play(document(enquiring("takes: 5 min\nnext: gone")))
    same(ends(result), [(3960, "not served")])
    same(column(result, "pack", "how"), ["under way"])
    same(rows(result, "ship", "ready"), [])


TAKE_OVER = """
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
          chance: 50%
          max: 1
          next: gone
- pack: {hidden: Pack, by: Packers, takes: 2 h}
- receive: {do: Receive, with: Courier, via: door, own: 1 min}
"""


def test_a_take_over_empties_queues_and_drops_services_when_they_are_finished():
    """§4.3: tokens leave their queues, services under way are finished and dropped.

    One packer, 2 h a parcel. Case 0 orders 0-60 and is packed from 60; cancels 3660-3900 and
    is over at 3900, but the packer goes on to 7260. Case 1 orders 10-70, queues, cancels
    3670-3910: never packed. Case 2 orders 5000-5060 and does not cancel (u = 0.9 of 50 %):
    packed 7260-14460, received 14460-14520. The packer was busy 2 x 2 h.
    """
    luck = {("cancel", 0, "chance", case): u for case, u in enumerate((0.1, 0.1, 0.9))}
    text = document(TAKE_OVER, parts="Packers: {people: 1, open: Mon-Sun 00:00-24:00}")
    result = play(text, [0, 10, 5000], luck)
    same(ends(result), [(3900, "not served"), (3910, "not served"), (14520, "served")])
    same(
        rows(result, "pack", "started", "how"),
        [(60, "under way"), (None, "under way"), (7260, "served")],
    )
    same(result.busy["packers"], 4 * HOUR)


def test_a_jump_out_of_an_act_takes_over():
    """§4.3: ... or by any jump out of it: here a failure, with a destination of its own.

    The act is served 3660-3960 and fails (u = 0.1 of 50 %): lost at 3960.
    """
    text = document(enquiring("takes: 5 min\nfails: [50% rude answer -> lost]"))
    result = play(text, luck={("enquire", 0, "fails"): 0.1})
    same(ends(result), [(3960, "lost")])


def test_leaving_for_the_patience_destination_takes_over():
    """§4.3: any jump out: here impatience in an act.

    One desk, 90 min a call. Cases 0 and 1 order at 0 and both ring at 3660; case 0 is
    answered, case 1 leaves after 10 min at 4260 for `gone`. Case 0 goes on: it ends its call
    at 9060 and the case at 7260 + 1 day.
    """
    text = document(enquiring("takes: 90 min\npatience: 10 min -> gone"))
    result = play(text, [0, 0])
    same(ends(result), [(7260 + DAY, "served"), (4260, "not served")])


def test_impatience_without_a_destination_ends_the_act_only():
    """§2 (`patience LAW[ DEST]`), §4.8: without a destination an act just ends.

    As above, but case 1 leaves at 4260 and waits for its parcel all the same.
    """
    result = play(document(enquiring("takes: 90 min\npatience: 10 min")), [0, 0])
    same(column(result, "enquire", "how"), ["served", "left"])
    same(ends(result), [(7260 + DAY, "served"), (7260 + DAY, "served")])


def test_found_closed_without_a_destination_ends_the_act():
    """§4.8: without `-> ID`, `closed` leads where patience leads; in an act, to its end.

    Ordered Mon 17:00, the desk closed at 16:00; the act rings at 18:01, finds it closed and
    ends; the case is over at 17:01 + 2 h + 1 day.
    """
    steps = enquiring("takes: 5 min\npatience: 10 min").replace("closed: call back at opening", "")
    result = play(document(steps, parts=OFFICE_DESK), [at("Mon 17:00")])
    same(column(result, "enquire", "how"), ["closed"])
    same(ends(result), [(at("Tue 19:01"), "served")])


def test_a_live_act_starts_only_when_the_person_is_in_no_live_encounter():
    """§4.3: a live act starts only when that person is in no live encounter.

    Ordered at 60, then on the phone with sales 60-10860. The act falls due at 3660, joins the
    desk's queue at 10860 when the talk is over, and is served 10860-11160.
    """
    text = document(
        """
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
        - talk: {do: Talk it over, with: Shop, via: phone, takes: 3 h}
        - ship: {hidden: Transport, by: Courier, after: 1 day}
        - receive: {do: Receive, with: Courier, via: door, own: 1 min}
        """
    )
    result = play(text)
    same(column(result, "talk", "ended"), [10860])
    same(rows(result, "enquire", "joined", "started", "ended"), [(10860, 10860, 11160)])


def test_when_the_window_shuts_a_service_ends_and_a_queue_is_left_at_once():
    """§4.3: an act in service ends with that piece (no jump or `next`), any other is dropped.

    One desk, 90 min a call. Both cases ring at 3660: case 0 is served 3660-9060, case 1 is on
    hold. At 7260 `notify` shuts both windows: case 1's act leaves the queue there; case 0's
    call ends at 9060 but its `next: gone` is not followed. Both are served at 7260 + 1 day;
    the desk was busy 90 min.
    """
    result = play(document(enquiring("takes: 90 min\nnext: gone")), [0, 0])
    same(column(result, "enquire", "started"), [3660, None])
    same(column(result, "enquire", "how")[1], "under way")
    same(ends(result), [(7260 + DAY, "served"), (7260 + DAY, "served")])
    same(spent(result, 0)["being served"], 5400)
    same(spent(result, 1)["in queue"], 3600)
    same(result.busy["desk"], 5400)


def test_when_the_window_shuts_own_effort_ends_and_no_queueing_follows():
    """§4.3: an act in own effort ends with that piece (no queueing follows).

    The act's own 2 h run from 3660 to 10860, past the shutting at 7260; it never joins the
    desk's queue. Effort 60 + 7200.
    """
    result = play(document(enquiring("own: 2 h\ntakes: 5 min")))
    same(rows(result, "enquire", "joined", "started"), [(None, None)])
    same(spent(result)["own effort"], 7260)
    same(result.busy.get("desk", 0), 0)
    same(ends(result), [(7260 + DAY, "served")])


def test_when_the_window_shuts_an_act_in_its_pause_is_dropped_at_once():
    """§4.3: any other act (here: in its pause) is dropped at once.

    The pause would last from 3660 to 10860; the window shuts at 7260: own pace counts to
    there only if nothing of the case were higher (packing waits to 7260), so there is none,
    and no effort but the order's.
    """
    result = play(document(enquiring("pause: 2 h\nown: 1 h\ntakes: 5 min")))
    same(spent(result), {"own effort": 60, "waiting for the organisation": 7200 + DAY})
    same(ends(result), [(7260 + DAY, "served")])


def test_no_after_follows_in_an_act_whose_window_has_shut():
    """§4.3: no `after`, jump or `next` follows the service during which the window shut.

    Served 3660-9060, shut at 7260; its `after` of 1 h is not waited for and its failure
    (u = 0.1 of 50 %, to `lost`) does not jump.
    """
    keys = "takes: 90 min\nafter: 1 h\nfails: [50% rude answer -> lost]"
    result = play(document(enquiring(keys)), luck={("enquire", 0, "fails"): 0.1})
    same(column(result, "enquire", "finished"), [9060])
    same(ends(result), [(7260 + DAY, "served")])


def test_when_the_case_ends_acts_are_dropped_and_a_service_is_finished_by_the_part():
    """§4.3: when the case ends, acts are dropped, a service under way is finished by the part.

    90 min a call, one desk; every case ends 2 h after its order. Cases 0 and 1 (at 0) ring at
    3660 and end at 7260: case 1 leaves the queue, case 0's call is over for the customer but
    keeps the desk to 9060. Case 2 (at 4000) rings at 7660 and so starts at 9060; it ends at
    11260, its call keeps the desk to 14460. Case 3 (at 8000) rings at 11660, starts at 14460.
    """
    steps = """
        - order: {do: Order, with: Shop, via: web, own: 1 min}
        - meantime:
            meanwhile: order to receive
            may:
              - enquire:
                  do: Ask where it is
                  with: Desk
                  via: phone
                  takes: 90 min
                  when: no news for 1 h
                  chance: 100%
                  max: 1
                  closed: call back at opening
        - pack: {hidden: Pack, by: Courier, after: 2 h}
        - any: {choose: Anything to send, go: [50% yes -> receive, no -> gone]}
        - receive: {do: Receive, with: Courier, via: door, own: 1 min}
        """
    luck = {("any", 0, "go"): 0.9}
    result = play(document(steps), [0, 0, 4000, 8000], luck)
    same(
        ends(result),
        [(t + 7260, "not served") for t in (0, 0, 4000, 8000)],
    )
    same(column(result, "enquire", "started"), [3660, None, 9060, 14460])
    same(column(result, "enquire", "how"), ["under way"] * 4)
    same(sum(result.cases[0].seconds.values()), 7260)
    same(result.busy["desk"], 3 * 5400)


def test_a_take_over_ends_both_branches_and_leaves_one_token():
    """§4.3: all other tokens of the case go, one token goes to `next`.

    Two branches pack for 2 h from 60; the act `revise` runs 3660-3900 on the web and sends
    one token to `repack`: it runs once, 3900-7500, and the case ends at 7500 by `receive`.
    """
    text = document(
        """
        - order: {do: Order, with: Shop, via: web, own: 1 min}
        - meantime:
            meanwhile: order to repack
            may:
              - revise:
                  do: Change the order
                  with: Shop
                  via: web
                  own: 4 min
                  when: no news for 1 h
                  chance: 100%
                  max: 1
                  next: repack
        - both:
            together:
              one: [{goods: {hidden: Pack, by: Courier, after: 2 h}}]
              two: [{papers: {hidden: Print, by: Courier, after: 2 h}}]
        - repack: {hidden: Pack again, by: Courier, after: 1 h}
        """,
        customers=SHOPPER,
    )
    result = play(text)
    same(rows(result, "repack", "ready", "finished"), [(3900, 7500)])
    same(column(result, "goods", "how") + column(result, "papers", "how"), ["under way"] * 2)
    same(ends(result), [(7500, "served")])
