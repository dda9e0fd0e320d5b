"""Closed forms of waiting lines with exponential services of mean 1 minute."""

from __future__ import annotations

import math


def erlang_b(load: float, people: int) -> float:
    """The blocking of a loss system, by its recursion (Erlang 1917)."""
    blocked = 1.0
    for n in range(1, people + 1):
        blocked = load * blocked / (n + load * blocked)
    return blocked


def erlang_c(load: float, people: int) -> float:
    """The share that waits at all (Erlang C)."""
    blocked = erlang_b(load, people)
    return blocked / (1 - load / people * (1 - blocked))


def served_within(load: float, people: int, minutes: float) -> float:
    """The share served within a time: waits of those who wait are exponential."""
    return 1 - erlang_c(load, people) * math.exp(-(people - load) * minutes)


def mean_wait(load: float, people: int) -> float:
    """The mean wait in minutes."""
    return erlang_c(load, people) / (people - load)


def gone(load: float, people: int, impatience: float) -> float:
    """The share that gives up in Erlang A (Palm 1957), impatience a minute."""
    weights = [1.0]
    for n in range(1, 400):
        weights.append(weights[-1] * load / (min(n, people) + max(n - people, 0) * impatience))
    queue = sum(max(n - people, 0) * w for n, w in enumerate(weights)) / sum(weights)
    return impatience * queue / load


def fewest_served_within(load: float, minutes: float, share: float) -> int:
    """The fewest people of the Erlang C tables."""
    people = math.floor(load) + 1
    while served_within(load, people, minutes) < share:
        people += 1
    return people
