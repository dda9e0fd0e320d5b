"""Grammar §3: `some of`: each branch by its own draw, `rest` if no other was taken."""

from __future__ import annotations

import pytest

from known_answers.harness import (
    HOUR,
    TWO,
    column,
    document,
    ends,
    play,
    rows,
    same,
    spent,
)

TESTS = """
- tests:
    some of:
      40% blood: [{blood-test: {hidden: Blood, by: Courier, after: 1 h}}]
      70% imaging: [{scan: {hidden: Scan, by: Courier, after: 2 h}}]
- receive: {do: Read the results, with: Shop, via: web, own: 1 min}
"""
WITH_REST = TESTS.replace("- receive", "      rest talk: [{chat: {wait: 10 min}}]\n- receive")
BLOOD, IMAGING = ("tests.blood", 0, "go"), ("tests.imaging", 0, "go")


@pytest.mark.parametrize(
    ("blood", "imaging", "taken", "ready"),
    [
        (0.1, 0.1, ["blood-test", "scan"], 2 * HOUR),
        (0.1, 0.9, ["blood-test"], HOUR),
        (0.9, 0.1, ["scan"], 2 * HOUR),
        (0.9, 0.9, [], 0),
    ],
)
def test_each_branch_is_taken_on_its_own(
    blood: float, imaging: float, taken: list[str], ready: float
):
    """Each by u("go") of its own stream: 40 % of blood, 70 % of imaging; all taken are waited for.

    None taken: the token goes on at once as if all were done. Shares need not make 100 %.
    """
    result = play(document(TESTS), luck={BLOOD: blood, IMAGING: imaging})
    same([visit.step for visit in result.visits if visit.step in {"blood-test", "scan"}], taken)
    same(column(result, "receive", "ready"), [ready])
    same(ends(result), [(ready + 60, "served")])


@pytest.mark.parametrize(("luck", "taken"), [(0.399, True), (0.401, False)])
def test_a_branch_is_taken_below_its_share(luck: float, taken: bool):
    """Taken if u < share: 0.399 of 40 % is, 0.401 is not."""
    result = play(document(TESTS), luck={BLOOD: luck, IMAGING: 0.9})
    same(bool(column(result, "blood-test", "ready")), taken)


@pytest.mark.parametrize(
    ("blood", "imaging", "talked", "ready"),
    [(0.1, 0.9, False, HOUR), (0.9, 0.1, False, 2 * HOUR), (0.9, 0.9, True, 600)],
)
def test_the_rest_is_taken_if_no_other_was(
    blood: float, imaging: float, talked: bool, ready: float
):
    """A branch `rest NAME` is taken iff no other was: the 10 min of talk only then."""
    result = play(document(WITH_REST), luck={BLOOD: blood, IMAGING: imaging})
    same(bool(column(result, "chat", "ready")), talked)
    same(column(result, "receive", "ready"), [ready])


def test_a_hundred_per_cent_is_always_taken_and_none_never():
    """100 % and 0 % whatever the luck: 1 h; both are numbers like any."""
    text = document(TESTS.replace("40%", "100%").replace("70%", "0%"))
    arrivals = [float(k) for k in range(50)]
    result = play(text, arrivals)
    same(column(result, "receive", "ready"), [at + HOUR for at in arrivals])


def test_a_branch_added_moves_nobodys_luck():
    """Sub-streams: a third branch in front, which takes no time, leaves every case as it was.

    A tenth of 200 cases have none of the two: they are not at once done by rest either.
    """
    arrivals = [float(k) for k in range(200)]
    added = "some of:\n      50% note: [{noted: {tell: Noted, by: Shop, via: e-mail}}]"
    alone = play(document(TESTS), arrivals)
    more = play(document(TESTS.replace("some of:", added)), arrivals)
    same(ends(more), ends(alone))
    same(column(more, "scan", "case"), column(alone, "scan", "case"))
    assert 0 < len(column(more, "noted", "case")) < 200


def test_the_block_moves_no_other_steps_luck():
    """Rule 11: an exponential form after the block draws what it drew without it."""
    form = "- form: {do: Fill in, with: Shop, via: web, own: exponential 10 min}\n"
    alone = column(play(document(form), [0, 0]), "form", "finished")
    both = play(document(TESTS.replace("- receive", form + "- receive")), [0, 0])
    lasted = [end - ready for ready, end in rows(both, "form", "ready", "finished")]
    same(lasted, alone)


def test_each_visit_draws_anew():
    """The visit counts the arrivals at the block: first blood alone, then imaging alone, then none.

    1 h + 60 s, 2 h + 60 s, 60 s: read three times.
    """
    text = document(TESTS + "- more: {choose: Once more, go: [50% yes -> tests, no -> done]}")
    luck = {
        ("tests.blood", 0, "go"): 0.1,
        ("tests.imaging", 0, "go"): 0.9,
        ("tests.blood", 1, "go"): 0.9,
        ("tests.imaging", 1, "go"): 0.1,
        ("tests.blood", 2, "go"): 0.9,
        ("tests.imaging", 2, "go"): 0.9,
        ("more", 0, "go"): 0.1,
        ("more", 1, "go"): 0.1,
        ("more", 2, "go"): 0.9,
    }
    result = play(text, luck=luck)
    same(column(result, "receive", "ready"), [3600, 10860, 10920])
    same(ends(result), [(10980, "served")])


def test_next_comes_after_the_join_also_when_none_was_taken():
    """§3: `next` on the block: from the join to `gone`, at once if none was taken."""
    steps = TESTS.replace("- receive", "    next: gone\n- receive").split("- receive", maxsplit=1)[
        0
    ]
    text = document(steps, done=False)
    luck = {BLOOD: 0.9, ("tests.imaging", 0, "go", 0): 0.9, ("tests.imaging", 0, "go", 1): 0.1}
    same(ends(play(text, [0, 0], luck)), [(0, "not served"), (2 * HOUR, "not served")])


def test_one_person_does_the_taken_branches_one_after_the_other():
    """§4.2: one encounter at a time: 10 min of form, then 5 min of reading; effort 900 s.

    With only one of the two taken it is 5 min.
    """
    text = document("""
        - both:
            some of:
              50% one: [{form: {do: Fill in, with: Shop, via: web, own: 10 min}}]
              50% two: [{read: {do: Read, with: Shop, via: web, own: 5 min}}]
        """)
    luck = {
        ("both.one", 0, "go", 0): 0.1,
        ("both.two", 0, "go", 0): 0.1,
        ("both.one", 0, "go", 1): 0.9,
        ("both.two", 0, "go", 1): 0.1,
    }
    result = play(text, [0, 0], luck)
    same(ends(result), [(900, "served"), (300, "served")])
    same(spent(result, 0), {"own effort": 900})


def test_a_token_that_waits_for_the_other_branch_has_no_class():
    """§4.2: effort 0-600 and then at the join; the other waits to 3600 for the organisation."""
    text = document("""
        - both:
            some of:
              50% one: [{form: {do: Fill in, with: Shop, via: web, own: 10 min}}]
              50% two: [{bring: {hidden: Bring, by: Courier, after: 1 h}}]
        """)
    luck = {("both.one", 0, "go"): 0.1, ("both.two", 0, "go"): 0.1}
    expected = {"own effort": 600, "waiting for the organisation": 3000}
    same(spent(play(text, luck=luck)), expected)


def test_only_and_for_one_customer():
    """§3: who passes does not draw; a branch of several steps is done in turn.

    Bob passes the block at once; Ann's blood is taken and told: 1 h + 30 min.
    """
    text = document(
        """
        - tests:
            only: Ann
            some of:
              40% blood:
                - blood-test: {hidden: Blood, by: Courier, after: 1 h}
                - letter: {tell: Results, by: Shop, via: e-mail, after: 30 min}
              70% imaging: [{scan: {hidden: Scan, by: Courier, after: 2 h}}]
        """,
        customers=TWO,
    )
    result = play(text, [(0, "Ann"), (0, "Bob")], {BLOOD: 0.1, IMAGING: 0.9})
    same(ends(result), [(1.5 * HOUR, "served"), (0, "served")])


def test_a_block_within_a_block():
    """§4.10: an inner join is waited for by the outer one, also when none of the inner is taken.

    Outer: A (always) and inner; inner none taken: its seal of 5 min at once; A of 10 min: 600.
    Inner with X of 20 min: seal 1200-1500.
    """
    text = document("""
        - outer:
            together:
              a: [{goods: {hidden: Pack, by: Courier, after: 10 min}}]
              b:
                - inner:
                    some of:
                      30% x: [{gloves: {hidden: Gloves, by: Courier, after: 20 min}}]
                      30% y: [{hats: {hidden: Hats, by: Courier, after: 15 min}}]
                - seal: {hidden: Seal, by: Courier, after: 5 min}
        """)
    luck = {("inner.y", 0, "go"): 0.9}
    luck |= {("inner.x", 0, "go", 0): 0.9, ("inner.x", 0, "go", 1): 0.1}
    result = play(text, [0, 0], luck)
    same(column(result, "seal", "ready"), [0, 1200])
    same(ends(result), [(600, "served"), (1500, "served")])


def test_a_span_over_the_block():
    """§4.5: arrival shuts, going on opens: 0 s from order to the block; from the block to reading.

    Ordered to 60, the block 60-3660 (blood), then `receive` at 3660 at once: kept both.
    """
    text = document(
        "- order: {do: Order, with: Shop, via: web, own: 1 min}\n"
        "- begun: {promise: order to tests, within: 1 min}\n"
        "- told: {promise: tests to receive, within: 1 min}" + TESTS
    )
    result = play(text, luck={BLOOD: 0.1, IMAGING: 0.9})
    fates = [(0, "begun", 60, 60, "kept"), (0, "told", 3660, 3660, "kept")]
    same(sorted(result.promises), fates)


def test_a_span_opens_at_the_going_on_when_none_was_taken():
    """§4.5: as if all were done: opens at the going on, at 60, received at once."""
    text = document(
        "- order: {do: Order, with: Shop, via: web, own: 1 min}\n"
        "- told: {promise: tests to receive, within: 1 min}" + TESTS
    )
    result = play(text, luck={BLOOD: 0.9, IMAGING: 0.9})
    same(result.promises, [(0, "told", 60, 60, "kept")])


def test_people_see_only_the_branches_taken():
    """Two desks' work: what is not taken costs nobody's time: 5 min of one person, not 35."""
    text = document("""
        - both:
            some of:
              50% short: [{quick: {hidden: Quick, by: Desk, takes: 5 min}}]
              50% long: [{slow: {hidden: Slow, by: Desk, takes: 30 min}}]
        """)
    result = play(text, luck={("both.short", 0, "go"): 0.1, ("both.long", 0, "go"): 0.9})
    same(result.busy["desk"], 300)
    same(ends(result), [(300, "served")])
