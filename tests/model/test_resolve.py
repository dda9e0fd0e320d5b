"""How one customer meets a step."""

from __future__ import annotations

from dataclasses import replace

import pytest

from outsidein.document import syntax
from outsidein.model.behaviour import (
    Branch,
    Closed,
    Failure,
    Patience,
    RaceBranch,
    Retry,
    Trigger,
)
from outsidein.model.process import Step, Way
from outsidein.model.resolve import (
    merge_pieces,
    put,
    replacing,
    seen_by,
    shares_of_branches,
    shares_of_ways,
    ways_of,
)

law = syntax.law
CHANNELS = {"web": "self", "phone": "live"}
ASK = Step(
    id="ask", verb="do", name="Ask", part="desk", takes=law("4 min"),
    patience=Patience(law=law("3 min"), to="lost"), retry=Retry(chance=0.7, most=3),
    fails=(Failure(mode="late", chance=0.1, to="lost"),),
    go=(Branch(label="yes", to="a", share=0.8), Branch(label="no", to="b")),
)  # fmt: skip
BUY = Step(
    id="buy", verb="do", name="Buy", reason="order", fails=ASK.fails,
    ways=(
        Way(name="web", part="shop", own=law("1 min")),
        Way(name="phone", share=0.2, part="desk", fails=(Failure(mode="cut off", to="web"),)),
        Way(name="at night", share=0.1, channel="phone", priority=2.0),
    ),
)  # fmt: skip


def test_a_composite_keeps_the_pieces_not_written() -> None:
    """A law is one piece; None in the new value keeps the old."""
    assert put(ASK, ("patience",), Patience(law=law("9 min"))).patience == Patience(
        law=law("9 min"), to="lost"
    )
    assert put(ASK, ("takes",), law("lognormal 6 min sd 1 min")).takes == law(
        "lognormal 6 min sd 1 min"
    )
    assert merge_pieces(None, Closed(to="x")) == Closed(to="x")
    assert put(ASK, ("patience",), None).patience is None


def test_pieces_labels_and_ways_are_reached_by_their_path() -> None:
    """And nothing else is."""
    assert put(ASK, ("retry", "most"), 5).retry == Retry(chance=0.7, most=5)
    assert put(ASK, ("patience", "to"), "x").patience == Patience(law=law("3 min"), to="x")
    assert put(ASK, ("go", "yes"), 0.5).go[0].share == 0.5
    assert put(ASK, ("go", "yes", "to"), "c").go[0].to == "c"
    assert put(ASK, ("fails", "late"), 0.2).fails[0].chance == 0.2
    assert put(BUY, ("ways", "phone", "share"), 0.5).ways[1].share == 0.5
    assert put(BUY, ("ways", "fax", "share"), 0.5).ways[3] == Way(name="fax", share=0.5)
    race = replace(ASK, race=(RaceBranch(label="a", after=law("1 h"), to="x"),))
    assert put(race, ("race", "a"), law("2 h")).race[0].after == law("2 h")
    act = replace(ASK, trigger=Trigger(kind="at random", chance=0.1, per="day"))
    assert put(act, ("trigger", "chance"), 0.2).trigger == replace(
        act.trigger,
        chance=0.2,  # type: ignore[type-var]
    )
    spread = replace(ASK, takes=law("gamma 4 min sd 2 min"))
    assert put(spread, ("takes", "sd"), law("1 min")).takes == law("gamma 4 min sd 1 min")


@pytest.mark.parametrize(
    "path",
    [
        ("nonsense",), ("takes", "sd"), ("takes", "to"), ("go", "maybe"), ("fails", "early"),
        ("own", "sd"), ("ways", "phone", "nonsense"), ("patience", "most"),
    ],
)  # fmt: skip
def test_a_path_that_leads_nowhere_raises(path: tuple[str, ...]) -> None:
    """Never a silent guess."""
    with pytest.raises(KeyError):
        put(BUY if path[0] == "ways" else ASK, path, law("1 min"))


def test_for_a_customer_replaces_as_a_whole() -> None:
    """Where a `set` lays pieces over it, `for` keeps none of the old."""
    changed = replacing("patience", Patience(law=law("9 min")))
    seen = seen_by(replace(ASK, overrides={"b": tuple(changed)}), "b")
    assert seen.patience == Patience(law=law("9 min"))
    assert seen.overrides == {}
    assert seen_by(replace(ASK, overrides={"b": tuple(changed)}), "other").patience == ASK.patience
    assert replacing("takes", law("1 min")) == [(("takes",), law("1 min"))]
    assert replacing("patience", Patience(law=law("1 s"), to="x")) == [
        (("patience",), Patience(law=law("1 s"), to="x"))
    ]


def test_a_way_inherits_its_step() -> None:
    """Its keys over the step's, fails joined with the step's first, its name its channel."""
    ways = ways_of(BUY, CHANNELS)
    assert list(ways) == ["web", "phone", "at night"]
    assert (ways["web"].channel, ways["web"].reason) == ("web", "order")
    assert [failure.mode for failure in ways["phone"].fails] == ["late", "cut off"]
    assert (ways["at night"].channel, ways["at night"].priority) == ("phone", 2.0)
    assert ways_of(ASK, CHANNELS) == {"": ASK}
    own = replace(BUY, ways=(replace(BUY.ways[0], overrides={"b": ((("own",), law("9 s")),)}),))
    assert seen_by(own, "b").ways[0].own == law("9 s")


def test_the_rest_is_filled_in_and_a_missing_number_is_not() -> None:
    """One None is the rest, two are missing, one alone is everything."""
    assert shares_of_branches(ASK.go) == [0.8, pytest.approx(0.2)]
    assert shares_of_branches([Branch(label="x", to="a"), Branch(label="y", to="b")]) is None
    assert shares_of_branches([Branch(label="x", to="a")]) == [1.0]
    assert shares_of_ways(BUY) == [pytest.approx(0.7), 0.2, 0.1]
