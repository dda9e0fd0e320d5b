"""Messages between pools: two halves of one encounter, or a hand-over from one pool to another."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from outsidein.bpmn.elements import MessageFlow
from outsidein.bpmn.weave import Knot, Thread
from outsidein.bpmn.weaving import Weaver, named_message


def weave_messages(weaver: Weaver) -> None:
    """Let every message between steps become an encounter or a thread.

    Who sends goes on at once and the receiver waits for all that it needs: its own flow and one
    of the messages. A step that sends and is answered goes on with the answer.
    """
    messages = [_outside(weaver, m) for m in weaver.content.messages.values()]
    left = [m for m in messages if not _with_pool(weaver, m)]
    left = [m for m in left if {m.source, m.target} <= weaver.weave.knots.keys()]
    left = _fuse(weaver, left)
    for message in left:
        _thread(weaver, message)
    _answers(weaver)
    _waits(weaver)
    _ends_that_send(weaver)


def _outside(weaver: Weaver, message: MessageFlow) -> MessageFlow:
    """Let a message of a step inside a sub-process that is read as one step be that one's."""

    def around(key: str | None) -> str | None:
        found = key
        while found and found in weaver.content.nodes and found not in weaver.weave.knots:
            found = weaver.content.nodes[found].within
        return found if found in weaver.weave.knots else key

    return replace(message, source=around(message.source), target=around(message.target))


def _with_pool(weaver: Weaver, message: MessageFlow) -> bool:
    """Read a message to or from a pool as a whole: its other end meets that pool."""
    pools = weaver.content.participants
    if message.source not in pools and message.target not in pools:
        return False
    sends = message.target in pools
    node, pool = (message.source, message.target) if sends else (message.target, message.source)
    knot, other = weaver.weave.knots.get(node or ""), weaver.owners.at(pool)
    if knot is None or other is None:
        return True
    ours, theirs = weaver.is_customer(knot.owner), weaver.is_customer(other)
    if ours == theirs:
        return True  # between parts, or between the customer's persons: nothing the model holds
    knot.meets = other
    customer_sends = sends == ours
    knot.asks |= customer_sends
    knot.tells |= not customer_sends
    knot.held.append(message.key)
    _carry(knot, named_message(weaver.content, message))
    return True


def _carry(knot: Knot, name: str) -> None:
    if name and name not in knot.carries:
        knot.carries.append(name)


def _fuse(weaver: Weaver, messages: list[MessageFlow]) -> list[MessageFlow]:
    """Fuse a customer's step with the part's half of it: a half has no further flow of its own."""
    partners: dict[str, set[str]] = defaultdict(set)
    for message in messages:
        partners[message.source or ""].add(message.target or "")
        partners[message.target or ""].add(message.source or "")
    fused: dict[str, str] = {}
    for half, others in partners.items():
        whole = next(iter(others)) if len(others) == 1 else ""
        if whole and _is_half(weaver, half, whole) and whole not in fused.values():
            fused[half] = whole
    for half, whole in fused.items():
        knot, other = weaver.weave.knots[whole], weaver.weave.knots[half]
        knot.meets = other.owner
        knot.held += other.held
        for message in messages:
            if half in {message.source, message.target}:
                knot.asks |= message.source == whole
                knot.tells |= message.target == whole
                knot.held.append(message.key)
                _carry(knot, named_message(weaver.content, message))
        weaver.weave.drop(half)
    return [m for m in messages if m.source not in fused and m.target not in fused]


def _is_half(weaver: Weaver, half: str, whole: str) -> bool:
    weave = weaver.weave
    one, other = weave.knots[half], weave.knots[whole]
    if weaver.is_customer(one.owner) or not weaver.is_customer(other.owner):
        return False
    if one.kind not in ("work", "news", "wait") or other.kind not in ("work", "news"):
        return False
    return not weave.out[half] and not weave.into[half] and not one.fails


def _thread(weaver: Weaver, message: MessageFlow) -> None:
    weave = weaver.weave
    source, target = weave.knots[message.source or ""], weave.knots[message.target or ""]
    if any(weave.knots[t.source].kind == "race" for t in weave.into[target.key]):
        what = "decides a race: which way is taken is read as a decision, when is not"
        weaver.fault("race", message, what)
        return
    ours, theirs = weaver.is_customer(source.owner), weaver.is_customer(target.owner)
    if theirs and not ours:
        target.meets, target.tells = source.owner, True
    weave.tie(Thread(source=source.key, target=target.key, message=True, held=(message.key,)))
    _carry(source if ours else target, named_message(weaver.content, message))


def _answers(weaver: Weaver) -> None:
    """Let what follows a step that is answered wait for the answer instead of for the step."""
    weave = weaver.weave
    for knot in list(weave.knots.values()):
        sent = [t for t in weave.out[knot.key] if t.message]
        got = [t for t in weave.into[knot.key] if t.message]
        asked = {_pool(weaver, t.target) for t in sent}
        answers = [t for t in got if _pool(weaver, t.source) in asked]
        if not answers or knot.kind == "end":
            continue
        after = weave.add(Knot(key=f"{knot.key}~answered", kind="pass", name="", owner=knot.owner))
        for thread in answers:
            weave.lead(thread, after.key)
            thread.message = False
        for thread in [t for t in weave.out[knot.key] if not t.message]:
            weave.begin(thread, after.key)
        knot.meets, knot.asks = weave.knots[sent[0].target].owner, True


def _pool(weaver: Weaver, key: str) -> str:
    owner = weaver.weave.knots[key].owner
    return owner.pool if owner is not None else ""


def _waits(weaver: Weaver) -> None:
    """Let a step wait for its own flow and for one of its messages."""
    weave = weaver.weave
    for knot in list(weave.knots.values()):
        got = [t for t in weave.into[knot.key] if t.message]
        own = [t for t in weave.into[knot.key] if not t.message]
        if not got or not own:
            continue
        for threads, name in ((got, "heard"), (own, "come")):
            if len(threads) > 1:
                meeting = weave.add(
                    Knot(key=f"{knot.key}~{name}", kind="pass", name="", owner=knot.owner)
                )
                for thread in threads:
                    weave.lead(thread, meeting.key)
                weave.tie(Thread(source=meeting.key, target=knot.key))
        knot.joins = True


def _ends_that_send(weaver: Weaver) -> None:
    """Let an end that sends a message be a fork before it, or no end at all if it is a part's."""
    weave = weaver.weave
    for knot in list(weave.knots.values()):
        sent = weave.out[knot.key]
        if knot.kind != "end" or not sent:
            continue
        if not weaver.is_customer(knot.owner):
            knot.kind = "pass"
            continue
        before = weave.add(
            Knot(key=f"{knot.key}~sends", kind="fork", name=knot.name, owner=knot.owner)
        )
        before.joins, knot.joins = knot.joins, False
        for thread in list(weave.into[knot.key]):
            weave.lead(thread, before.key)
        for thread in list(sent):
            weave.begin(thread, before.key)
        weave.tie(Thread(source=before.key, target=knot.key))
