"""What a journey says first: the lowest point, or the wait that is longest beyond tolerance."""

from __future__ import annotations

from collections import defaultdict

from outsidein.chart.chart import Chart
from outsidein.chart.touches import Journey, Touch, Wait
from outsidein.units import readable_duration
from outsidein.words import number_word, plural


def finding_of(chart: Chart, journey: Journey) -> str:
    """Return the finding in one sentence; empty if there are neither answers nor waits."""
    return _of_answers(chart, journey) or _of_waits(chart, journey)


def _of_answers(chart: Chart, journey: Journey) -> str:
    rated = [touch for touch in journey.touches if touch.satisfaction is not None]
    if len(rated) < 2:
        return ""
    lowest = min(rated, key=_value)
    name = f"“{chart.nodes[lowest.node].text}”"
    if not is_low(lowest, journey.neutral):
        return f"No step is clearly below neutral; the lowest is {name}"
    channel = _all_low(chart, rated, journey.neutral)
    if channel:
        return f"Every encounter by {channel} is a low point; the lowest is {name}"
    low = [touch for touch in rated if is_low(touch, journey.neutral)]
    if len(low) == 1:
        return f"One step of {number_word(len(rated))} is a low point: {name}"
    count = number_word(len(low))
    return (
        f"{count[:1].upper()}{count[1:]} steps of {number_word(len(rated))} are low points; "
        f"the lowest is {name}"
    )


def _value(touch: Touch) -> float:
    return touch.satisfaction.value if touch.satisfaction is not None else 0.0


def is_low(touch: Touch, neutral: float) -> bool:
    """Return whether the whole interval of a step's satisfaction lies below neutral."""
    score = touch.satisfaction
    return score is not None and score.high is not None and score.high < neutral


def _all_low(chart: Chart, rated: list[Touch], neutral: float) -> str:
    """Return the name of a channel whose encounters, two or more, are all low and no others."""
    by_channel: dict[str, list[bool]] = defaultdict(list)
    for touch in rated:
        names = {badge.name for half in chart.nodes[touch.node].halves for badge in half.badges}
        if len(names) == 1:
            by_channel[names.pop()].append(is_low(touch, neutral))
    low = [name for name, all_low in by_channel.items() if len(all_low) > 1 and all(all_low)]
    return low[0] if len(low) == 1 and low[0] else ""


def _of_waits(chart: Chart, journey: Journey) -> str:
    waits = [(touch, touch.wait) for touch in journey.touches if touch.wait is not None]
    timed = [(touch, wait) for touch, wait in waits if _has_both(wait)]
    over = [(touch, wait) for touch, wait in timed if wait.is_over]
    if not timed:
        return ""
    who = plural(chart.customer)
    if not over:
        return f"Nowhere do most {who} wait longer than they tolerate or were promised"
    touch, wait = max(over, key=lambda pair: (pair[1].seconds or 0) / (pair[1].tolerated or 1))
    name = f"“{chart.nodes[touch.node].text}”"
    said = f"{name}: {readable_duration(wait.seconds or 0)}, {_limit(wait)}"
    if len(timed) == 1 or len(over) == 1:
        return f"One wait is too long, at {said}"
    return f"{number_word(len(over)).capitalize()} waits are too long, most of all at {said}"


def _has_both(wait: Wait) -> bool:
    return wait.seconds is not None and wait.tolerated is not None


def _limit(wait: Wait) -> str:
    if wait.how == "gives up after":
        return f"they give up after {wait.limit}"
    return f"{wait.limit} {'promised' if wait.how == 'promised' else 'tolerated'}"
