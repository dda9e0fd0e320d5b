"""What the customer sees or holds at each encounter: the document's word, else the channel's."""

from __future__ import annotations

from outsidein.chart.chart import Evidence, Node
from outsidein.chart.wording import clean
from outsidein.model.graph import placed_steps
from outsidein.model.process import Process, Step

# A plain noun for a channel, by a word in its name; any other channel stands for itself.
_NOUNS: tuple[tuple[str, str], ...] = (
    ("web", "web page"), ("site", "web page"), ("online", "web page"), ("portal", "portal page"),
    ("app", "screen of the app"), ("phone", "voice on the line"), ("hotline", "voice on the line"),
    ("call", "voice on the line"), ("video", "picture and voice"), ("e-mail", "e-mail"),
    ("email", "e-mail"), ("mail", "e-mail"), ("letter", "letter"), ("post", "letter"),
    ("sms", "text message"), ("text", "text message"), ("chat", "chat messages"),
    ("counter", "person at the counter"), ("desk", "person at the desk"),
    ("branch", "person in the branch"), ("shop", "person in the shop"),
    ("store", "person in the shop"), ("door", "person at the door"), ("home", "person at the door"),
    ("parcel", "parcel"), ("form", "form"), ("kiosk", "screen of the machine"),
    ("machine", "screen of the machine"), ("person", "person in the room"),
    ("meeting", "person in the room"), ("visit", "person in the room"),
)  # fmt: skip


def evidence_of(process: Process, nodes: dict[str, Node]) -> dict[str, Evidence]:
    """Return what is seen or held, by node: at encounters and at work that can be followed."""
    steps = {name: placed.step for name, placed in placed_steps(process).items()}
    found: dict[str, Evidence] = {}
    for node in nodes.values():
        step = steps.get(node.id)
        said = _said(steps, step) if step is not None else []
        if said and (node.halves or node.in_sight):
            found[node.id] = Evidence(text=", ".join(said), is_said=True)
        elif node.halves:
            badges = [badge.name for half in node.halves for badge in half.badges if badge.name]
            nouns = list(dict.fromkeys(channel_noun(name) for name in badges))
            if nouns:
                found[node.id] = Evidence(text=" or ".join(nouns), is_said=False)
    return found


def _said(steps: dict[str, Step], step: Step) -> list[str]:
    """Return the evidence, else what the customer gets to know, of a step or of its ways."""
    called = steps.get(step.calls or "", step)
    for key in ("evidence", "gives"):
        said = [clean(v) for s in (called, *called.ways) for v in getattr(s, key)]
        if said:
            return list(dict.fromkeys(said))
    return []


def channel_noun(name: str) -> str:
    """Return what the customer sees or holds of a channel, as a plain noun."""
    words = clean(name).casefold().replace("_", " ").split()
    for key, noun in _NOUNS:
        if any(word == key or (len(key) > 3 and word.startswith(key)) for word in words):
            return noun
    return clean(name)
