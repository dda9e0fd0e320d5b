"""The sentences of a study: at most 25 words, words of the glossary, no symbol."""

from __future__ import annotations

from dataclasses import dataclass

from outsidein.measures import tally as t
from outsidein.measures.measures import MEASURE
from outsidein.model.naming import customers_of
from outsidein.simulation.comparison import Comparison, ScenarioResult
from outsidein.simulation.runs import Results
from outsidein.simulation.sensitivity import Influence
from outsidein.statistics import Estimate
from outsidein.study.figures import Totals
from outsidein.study.numbers import (
    MINUS,
    money,
    told,
    told_number,
    whole_parts,
)
from outsidein.units import plain_number, readable_duration
from outsidein.words import listed

OUTCOMES = ("well_served", "poorly_served", "not_served", "lost", "under_way")
MOST_WORDS = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictText:
    """The verdict on a scenario: an opening, and the reason in one sentence."""

    opening: str
    reason: str


def headline(results: Results) -> str:
    """Return the headline: what becomes of 1,000 customers; the counts add up to all of them."""
    told_outcomes = [results.measures[name] for name in OUTCOMES]
    counts = whole_parts([e.value for e in told_outcomes])
    words = ("well served", "poorly served", "not served", "lost", "still under way")
    pieces = [
        f"{count}{_plus_minus(estimate)} are {word}"
        for count, estimate, word in zip(counts, told_outcomes, words, strict=True)
        if count
    ]
    pieces[1:] = [piece.replace(" are ", " ") for piece in pieces[1:]]
    return f"Of 1,000 {customers_of(results.process)}, {listed(pieces)}"


def _plus_minus(estimate: Estimate) -> str:
    if not estimate.has_interval:
        return ""
    half = max(1000 * (estimate.high - estimate.low) / 2, 0.0)
    return f" (±{half:.0f})" if half >= 0.5 else ""


def lead(comparison: Comparison) -> list[str]:
    """Return the sentences under the headline: why, and what would help."""
    sentences = [*_why_poor(comparison.today), *_where_lost(comparison.today)]
    return sentences + _what_helps(comparison)


def _why_poor(results: Results) -> list[str]:
    totals = Totals(results)
    poor = totals.cases[:, t.POOR].sum()
    reasons = [float(totals.cases[:, t.POOR_REASON + k].sum()) for k in range(4)]
    if not poor or not max(reasons):
        return []
    limit = dict(results.process.poor_when).get("more than contacts", 0)
    said = (
        "a promise to them was broken",
        f"they needed more than {limit:g} contacts",
        "they waited longer than they put up with",
        "they found a failure before we did",
    )
    worst = max(range(4), key=lambda k: reasons[k])
    share = round(100 * reasons[worst] / poor)
    return [f"Of 100 poorly served, {share} are so because {said[worst]}."]


def _where_lost(results: Results) -> list[str]:
    totals = Totals(results)
    lost = totals.cases[:, t.LOST].sum()
    if not lost or totals.arrived * 0.001 > lost:
        return []
    steps = totals.words.steps
    gave_up = [totals.of_step(k, t.WAS_LEFT) for k in range(len(steps))]
    worst = max(range(len(steps)), key=lambda k: gave_up[k])
    if not gave_up[worst]:
        return []
    joined = totals.of_step(worst, t.JOINED)
    share = round(100 * gave_up[worst] / joined)
    step = steps[worst].name
    return [f"Most give up waiting at “{step}”: {share} of 100 who join that queue."]


def _what_helps(comparison: Comparison) -> list[str]:
    best = best_of(comparison)
    if not comparison.scenarios:
        return []
    if best is None:
        return ["None of the scenarios is shown to be better than today."]
    change = best.differences[comparison.judge.name]
    said = difference_in_words(comparison, change)
    return [f"The scenario “{best.name}” helps most: {said} than today."]


def best_of(comparison: Comparison) -> ScenarioResult | None:
    """Return the scenario that helps most of those shown to be better; None if none is."""
    better = [s for s in comparison.scenarios if s.verdict == "better"]
    sign = 1 if comparison.judge.higher_is_better else -1
    name = comparison.judge.name
    return max(better, key=lambda s: sign * s.differences[name].value, default=None)


def difference_in_words(comparison: Comparison, change: Estimate) -> str:
    """Say a difference of the primary measure in words, without sign."""
    judge, value = comparison.judge, change.value
    people = customers_of(comparison.today.process)
    more = "more" if value > 0 else "fewer"
    if judge.unit == "share":
        count = _round_count(abs(value) * 1000)
        return f"{count} {more} of 1,000 {people} are {judge.label}"
    if judge.unit == "seconds":
        return f"{readable_duration(abs(value))} {'more' if value > 0 else 'less'} {judge.label}"
    if judge.unit == "money":
        amount = money(abs(value), comparison.today.prices.currency)
        what = " after cost" if judge.name == "contribution" else f" of {judge.label}"
        return f"{amount} {'more' if value > 0 else 'less'} a customer{what}"
    return f"{abs(value):.2f} {more} {judge.label} a customer"


def _round_count(count: float) -> str:
    return f"{count:.0f}" if count >= 1.5 else f"{count:.1f}"


def verdict_text(comparison: Comparison, scenario: ScenarioResult) -> VerdictText:
    """Return the verdict on a scenario in the four openings, and its reason."""
    change = scenario.differences.get(comparison.judge.name)
    money_change = scenario.differences.get("contribution")
    if scenario.verdict == "better":
        return VerdictText(
            opening=_opening_of_better(comparison, scenario, money_change),
            reason=_sentence(comparison, change, scenario, money_change),
        )
    if scenario.verdict == "worse":
        opening = "Not worth it"
    elif scenario.verdict == "cannot tell yet":
        opening = "Cannot tell yet"
    else:
        opening = "No difference that matters"
    return VerdictText(
        opening=opening, reason=_sentence(comparison, change, scenario, money_change)
    )


def _opening_of_better(
    comparison: Comparison, scenario: ScenarioResult, money_change: Estimate | None
) -> str:
    cost = scenario.differences.get("cost")
    if comparison.judge.unit == "money":
        return "Worth it"
    if money_change is not None and money_change.has_interval:
        return "Worth it" if money_change.low >= 0 else _with_costs(money_change)
    if cost is not None and cost.has_interval and cost.low > 0:
        return "Worth it for the customer, costs money"
    return "Worth it"


def _with_costs(money_change: Estimate) -> str:
    if money_change.high < 0:
        return "Worth it for the customer, costs money"
    return "Worth it for the customer"


def _sentence(
    comparison: Comparison,
    change: Estimate | None,
    scenario: ScenarioResult,
    money_change: Estimate | None,
) -> str:
    if change is None:
        return f"The measure {comparison.judge.label} cannot be told for this scenario."
    if scenario.verdict == "cannot tell yet":
        wanted = _round_precision(comparison, change)
        return f"The interval of {comparison.judge.label} includes no difference: {wanted}."
    if scenario.verdict == "no difference that matters":
        limit = smallest_in_words(comparison)
        return f"A difference in {comparison.judge.label}, if any, is smaller than {limit}."
    said = difference_in_words(comparison, change)
    text = f"{said[0].upper()}{said[1:]}"
    return f"{text}{_money_clause(comparison, money_change)}."


def _round_precision(comparison: Comparison, change: Estimate) -> str:
    if comparison.judge.unit == "share":
        low, high = (_more_or_fewer(1000 * end) for end in (change.low, change.high))
        return f"from {low} to {high} of 1,000"
    low_text = told(comparison.judge, abs(change.low), comparison.today.prices.currency)
    high_text = told(comparison.judge, abs(change.high), comparison.today.prices.currency)
    return (
        f"from {low_text} {'less' if change.low < 0 else 'more'} "
        f"to {high_text} {'less' if change.high < 0 else 'more'}"
    )


def _more_or_fewer(count: float) -> str:
    return f"{_round_count(abs(count))} {'fewer' if count < 0 else 'more'}"


def _money_clause(comparison: Comparison, change: Estimate | None) -> str:
    if change is None or comparison.judge.unit == "money":
        return ""
    amount = money(abs(change.value), comparison.today.prices.currency)
    if change.has_interval and change.low == change.high == 0:
        return ", and the money stays the same"
    if change.has_interval and change.low <= 0 <= change.high:
        return ", and the money could go either way"
    return f", and {amount} {'more' if change.value > 0 else 'less'} a customer after cost"


def smallest_in_words(comparison: Comparison) -> str:
    """Say the smallest difference that matters, with its unit."""
    judge, value = comparison.judge, comparison.smallest_that_matters
    people = customers_of(comparison.today.process)
    if judge.unit == "share":
        return f"{plain_number(value * 1000, 2)} of 1,000 {people}"
    if judge.unit == "seconds":
        return readable_duration(value)
    if judge.unit == "money":
        return f"{money(value, comparison.today.prices.currency)} a customer"
    return f"{plain_number(value, 2)} a customer"


def scenarios_headline(comparison: Comparison) -> str:
    """Return the finding above the forest plot: how many are worth it."""
    verdicts = [_counted_as(comparison, scenario) for scenario in comparison.scenarios]
    worded = {
        "better": "worth making",
        "costs": "better for customers at a cost",
        "worse": "worse than today",
        "no difference that matters": "without a difference that matters",
        "cannot tell yet": "cannot be judged yet",
    }
    pieces = []
    for verdict, words in worded.items():
        count = verdicts.count(verdict)
        if count:
            pieces.append(f"{_number(count)} {words}")
    text = listed(pieces)
    label = MEASURE[comparison.judge.name].label
    return f"{text[0].upper()}{text[1:]}, judged by {label}"


def _counted_as(comparison: Comparison, scenario: ScenarioResult) -> str:
    """Return a scenario's verdict; one that is better and costs money is counted by itself."""
    text = verdict_text(comparison, scenario)
    return "costs" if text.opening.endswith("costs money") else scenario.verdict


def _number(count: int) -> str:
    words = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    return words[count] if count < len(words) else str(count)


@dataclass(frozen=True, slots=True, kw_only=True)
class InfluenceText:
    """What one assumed number does to a verdict, as the table says it."""

    now: str
    effect: str
    turns: str


def influence_text(comparison: Comparison, one: Influence) -> InfluenceText:
    """Return an influence as the table says it."""
    judge = comparison.judge
    if judge.unit == "share":
        effect = f"{_signed(one.effect * 1000)} of 1,000"
    elif judge.unit == "seconds":
        effect = (
            f"{'more by' if one.effect > 0 else 'less by'} {readable_duration(abs(one.effect))}"
        )
    else:
        effect = _signed(one.effect)
    turns = "not near"
    if one.break_even is not None:
        turns = f"about {told_number(one.address, one.break_even)}"
    return InfluenceText(now=told_number(one.address, one.now), effect=effect, turns=turns)


def _signed(value: float) -> str:
    text = plain_number(abs(value), 2)
    return text if text == "0" else f"{MINUS if value < 0 else '+'}{text}"
