"""Every tree is sound: its net's states are walked through one by one."""

from __future__ import annotations

import random
from collections import deque

import pytest
from lxml import etree

from outsidein.discovery.mining import discover
from outsidein.discovery.nets import NAMESPACE, SINK, SOURCE, Net, net_of, pnml
from outsidein.discovery.tree import SILENT, Tree, activity, choice, loop, parallel, sequence
from outsidein.eventlog.flows import Way
from random_trees import random_tree

Marking = tuple[int, ...]
MOST_STATES = 200_000


def fired(net: Net, marking: Marking) -> list[tuple[int, Marking]]:
    """Every transition that can fire in a marking, with the marking after it."""
    found = []
    for number, transition in enumerate(net.transitions):
        if all(marking[p] for p in transition.takes):
            after = list(marking)
            for p in transition.takes:
                after[p] -= 1
            for p in transition.puts:
                after[p] += 1
            found.append((number, tuple(after)))
    return found


def check_sound(net: Net) -> None:
    """Option to complete, proper completion, no dead transition, one token a place at most.

    Source: van der Aalst, The application of Petri nets to workflow management (1998), section 4.
    """
    begin = tuple(int(p == SOURCE) for p in range(net.places))
    end = tuple(int(p == SINK) for p in range(net.places))
    before: dict[Marking, list[Marking]] = {begin: []}
    waiting, used = deque([begin]), set()
    while waiting:
        marking = waiting.popleft()
        assert max(marking) == 1
        assert marking == end or not marking[SINK]
        for number, after in fired(net, marking):
            used.add(number)
            if after not in before:
                before[after] = []
                waiting.append(after)
            before[after].append(marking)
        assert len(before) < MOST_STATES
    assert used == set(range(len(net.transitions)))
    ending, waiting = {end}, deque([end])
    while waiting:
        for marking in before.get(waiting.popleft(), []):
            if marking not in ending:
                ending.add(marking)
                waiting.append(marking)
    assert ending == set(before)


@pytest.mark.parametrize("seed", range(60))
def test_random_trees_are_sound(seed: int) -> None:
    """Trees of up to 7 activities, with loops, skips and parallel branches in any nesting."""
    chance = random.Random(seed)
    check_sound(net_of(random_tree(chance, "abcdefg"[: chance.randint(1, 7)])))


@pytest.mark.parametrize("seed", range(40))
def test_what_is_mined_from_random_logs_is_sound(seed: int) -> None:
    """Logs of random letters, at a noise of 0 to 1; whatever is found is sound."""
    chance = random.Random(1000 + seed)
    letters = "abcdefg"[: chance.randint(1, 7)]
    log = [
        Way(activities=tuple(chance.choices(letters, k=chance.randint(0, 9))), cases=n)
        for n in (chance.randint(1, 50) for _ in range(chance.randint(1, 15)))
    ]
    tree = discover(log, chance.choice([0.0, 0.1, 0.2, 0.5, 1.0]))
    assert tree.has_each_once
    check_sound(net_of(tree))


def test_an_unsound_net_is_noticed() -> None:
    """The check itself fails where a branch is chosen and both are waited for."""
    net = net_of(parallel(activity("a"), activity("b")))
    split = net.transitions[0]
    net.transitions[0] = type(split)(label=None, takes=split.takes, puts=split.puts[:1])
    with pytest.raises(AssertionError):
        check_sound(net)


A, B, C = map(activity, "abc")


@pytest.mark.parametrize(
    ("tree", "reduced"),
    [
        (sequence(A, SILENT, sequence(B, C)), "->( 'a', 'b', 'c' )"),
        (choice(A, choice(B, SILENT), SILENT), "X( tau, 'a', 'b' )"),
        (choice(SILENT, loop(SILENT, A)), "*( tau, 'a' )"),
        (loop(loop(A, SILENT), SILENT), "*( 'a', tau )"),
        (loop(loop(A, B), SILENT), "*( 'a', 'b', tau )"),
        (loop(choice(SILENT, A), SILENT), "X( tau, *( 'a', tau ) )"),
        (loop(A, choice(B, C)), "*( 'a', 'b', 'c' )"),
        (loop(SILENT, SILENT), "tau"),
        (parallel(SILENT, SILENT), "tau"),
    ],
)
def test_trees_are_reduced(tree: Tree, reduced: str) -> None:
    """The same runs with fewer nodes."""
    assert str(tree) == reduced


def test_a_net_as_pnml() -> None:
    """Places, transitions, arcs and both markings stand in it; silent ones are marked so."""
    root = etree.fromstring(pnml(sequence(A, choice(SILENT, B))))
    names = {"p": NAMESPACE}
    assert len(root.findall(".//p:page/p:place", names)) == 3
    labels = [
        t.findtext("p:name/p:text", "", names) for t in root.iterfind(".//p:transition", names)
    ]
    assert labels == ["a", "tau1", "b"]
    assert len(root.findall(".//p:arc", names)) == 6
    assert len(root.findall(".//p:toolspecific[@activity='$invisible$']", names)) == 1
    assert root.find(".//p:finalmarkings/p:marking/p:place", names).get("idref") == f"p{SINK}"
    marked = root.findall(".//p:place[p:initialMarking]", names)
    assert [place.get("id") for place in marked] == [f"p{SOURCE}"]
