"""Attacks on the simulator: documents that read well and ask for more work than there is time."""

from __future__ import annotations

from hostile.attacks.attack import FAULTY, INERT, REFUSED, Attack, shop

EITHER = REFUSED | INERT
DESK = "people: 3, open"


def running(name: str, old: str, new: str, *words: str, ends: frozenset[int] = EITHER) -> Attack:
    """A document that may be drawn; a simulation of it ends soon, refused or done."""
    make = shop(old, new)
    return Attack(name=name, make=make, ends=EITHER, run_ends=ends, words=words)


RUNS = [
    running("people-10-9", DESK, "people: 1000000000, open", ends=FAULTY),
    running("people-10-12", DESK, "people: 1000000000000, open", ends=FAULTY),
    running("arrivals-10-12", "rate: 40 per day", "rate: 1000000000000 per s", ends=FAULTY),
    running(
        "arrivals-of-one-in-10-12", "rate: 40 per day", "rate: 0.000000000001 per week", ends=EITHER
    ),
    running("horizon-10-12", "scenarios:", "horizon: 1000000000000 weeks\nscenarios:", ends=FAULTY),
    running("own-10-12", "own: 4 min", "own: 1000000000000 weeks"),
    running("takes-10-12", "takes: 20 min", "takes: 1000000000000 weeks", ends=FAULTY),
    running("sd-10-12", "takes: 6 min", "takes: lognormal 6 min sd 1000000000000 weeks"),
    running("sd-next-to-nothing", "takes: 6 min", "takes: gamma 6 min sd 0.000000001 s"),
    running("loop-without-time", "no -> ask", "no -> clear"),
    running("loop-without-end", "82% yes -> send", "0% yes -> send"),
    running(
        "loop-without-exit",
        "go: [82% yes -> send, no -> ask]",
        "go: [82% yes -> look, no -> clear]",
        ends=FAULTY,
    ),
    running(
        "retry-10-12",
        "patience: 5 min -> lost",
        "patience: 0.000001 s -> lost, retry: 100% after 0 s max 1000000000000",
    ),
    running("visits-10-12", "own: 4 min", "own: 4 min, at most: 1000000000000 visits -> lost"),
    running("split-that-doubles", "own: 4 min}", "own: 0 s, next: [clear, look]}"),
    running(
        "act-10-12",
        "  - send:",
        "  - any:\n      meanwhile: look to done\n      may:\n"
        "        - nag: {do: Nag, with: Desk, via: phone, takes: 1 s, when: at random,"
        " chance: 100% per s, max: 1000000000000, patience: 1 s,"
        " closed: call back at opening}\n"
        "  - send:",
    ),
    running(
        "act-without-end",
        "  - send:",
        "  - any:\n      meanwhile: look to done\n      may:\n"
        "        - nag: {do: Nag, with: Site, via: web, own: 0 s, when: no news for 0 s,"
        " chance: 100%, again after: 0 s}\n  - send:",
    ),
    running(
        "persons-by-the-hundred",
        "share: 70%, worth",
        f"share: 70%, people: [{', '.join(f'p{k}' for k in range(200))}], worth",
    ),
    running("weights-of-nothing", "08:00-18:00 x1]", "08:00-18:00 x0]"),
    running(
        "weights-10-12",
        "profile: [Mon-Fri 08:00-18:00 x1]",
        "profile: [Mon 08:00-08:01 x1000000000000, Tue 08:00-08:01 x0.000000000001]",
    ),
    running("priority-10-12", "own: 4 min", "own: 4 min, priority: 1000000000000"),
    running("worth-10-12", "worth: 30 EUR", "worth: 1000000000000 EUR"),
]
