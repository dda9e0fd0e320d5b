"""A comparison made by hand, so that a study's words do not depend on a machine's luck."""

from __future__ import annotations

from dataclasses import replace

from outsidein.analysis.finding import Finding, Harm
from outsidein.document import read_text
from outsidein.measures import tally as t
from outsidein.measures.measures import measure
from outsidein.measures.prices import Prices
from outsidein.measures.tally import Shape, Tally
from outsidein.measures.vocabulary import vocabulary
from outsidein.model.scenario import Scenario, resolve_scenario
from outsidein.simulation.comparison import Comparison, judged, primary_measure
from outsidein.simulation.plan import Plan
from outsidein.simulation.runs import Results
from outsidein.statistics import Estimate

TEXT = """
process: Order a product
customers: {Shopper: {share: 100%, worth: 38 EUR}}
channels: {web: self, phone: live, e-mail: left}
organisation:
  Web shop: {kind: system}
  Call centre: {people: 3, open: Mon-Fri 08:00-18:00, cost: 32 EUR/h}
arrivals: {rate: 100 per day ~observed n=900 2024}
steps:
  - phase: Order
  - order: {do: Place the order, with: Web shop, via: web, own: 4 min}
  - clear: {choose: Is it clear, go: [80% yes -> done, no -> ask]}
  - ask:
      do: Ask about it
      with: Call centre
      via: phone
      takes: 5 min
      patience: 3 min -> lost
      closed: call back at opening
      reason: product question
      tolerates: 2 min
  - done: {end: Order complete, outcome: served}
  - lost: {end: Gave up, outcome: lost}
scenarios:
  better descriptions: {why: rewrite the pages, set: {clear.go.yes: 90%}}
  one person fewer: {set: {call-centre.people: 2}}
  a new desk lamp: {set: {ask.takes: 5 min}}
  longer hours: {set: {call-centre.open: Mon-Fri 08:00-20:00}}
"""
REPLICATIONS = 10


def results(process, well: float, poor: float, lost: float, spread: float, own: float) -> Results:
    """Return results in which 1,000 shoppers a replication end as said, give or take ``spread``."""
    words, prices = vocabulary(process), Prices.of(process)
    tallies = []
    for k in range(REPLICATIONS):
        tally, wobble = Tally(Shape.of(words)), spread * ((k % 5) - 2)
        row = tally.cases[0]
        row[t.ARRIVED] = row[t.ENDED] = 1000
        row[t.WELL], row[t.POOR], row[t.LOST] = well + wobble, poor, lost - wobble
        row[t.POOR_REASON + 2] = poor * 0.8
        row[t.CONTACTS], row[t.REPEATS] = 240, 20
        row[t.FIRST_CLASS + 0], row[t.FIRST_CLASS + 1] = 60_000, own * 1000
        row[t.FIRST_CLASS + 2] = 40_000 + 100 * wobble
        row[t.ELAPSED] = row[t.FIRST_CLASS : t.FIRST_CLASS + 7].sum()
        tally.elapsed[0, 500] = 1000
        tally.ends[3] = well + wobble, poor
        tally.ends[4] = lost - wobble, 0
        _visits(tally, lost - wobble)
        tally.parts["staffed_seconds"][1] = 3 * 50 * 3600
        tally.parts["busy_seconds"][1] = 60_000
        tallies.append(tally)
    plan = Plan(
        warm_up_seconds=5 * 604_800, window_seconds=2 * 604_800, follow_up_seconds=26 * 604_800,
        replications=REPLICATIONS, seed=1, terminating=False,
    )  # fmt: skip
    found = measure(tallies, prices)
    return Results(
        process=process, vocabulary=words, prices=prices, plan=plan, tallies=tuple(tallies),
        measures=found, by_segment={"shopper": found}, events=1,
    )  # fmt: skip


def _visits(tally: Tally, lost: float) -> None:
    order, clear, ask = tally.visits[0], tally.visits[1], tally.visits[2]
    order[[t.TRIES, t.ARRIVALS, t.WAS_SERVED]] = 1000
    order[t.EFFORT] = order[t.IN_ALL] = 240_000
    clear[[t.TRIES, t.ARRIVALS, t.WAS_SERVED]] = 1000
    ask[[t.TRIES, t.JOINED, t.MADE_CONTACT, t.WAS_AVOIDABLE]] = 240
    ask[t.ARRIVALS], ask[t.WAS_LEFT], ask[t.WAS_SERVED] = 200, lost, 240 - lost
    ask[t.QUEUE], ask[t.SERVICE] = 40_000, 60_000
    tally.waits[2, 480] = 240
    tally.branches[1] = 800, 200
    tally.reasons[2, 1] = 240
    tally.reason_seconds[2, 1] = 100_000


def process():
    """The process of the made study."""
    return read_text(TEXT, "made.yaml")


def comparison() -> Comparison:
    """Return today and four scenarios: one better, one worse, one no different, one unclear."""
    today = process()
    names = [s.name for s in today.scenarios]
    made = {
        "better descriptions": (880, 60, 60, 0.0, 230),
        "one person fewer": (790, 90, 120, 0.0, 240),
        "a new desk lamp": (850, 80, 70, 0.0, 240),
        "longer hours": (855, 80, 65, 8.0, 240),
    }
    found = [results(today, 850, 80, 70, 0.0, 240)]
    found += [results(resolve_scenario(today, name), *made[name]) for name in names]
    return judged(found, names, primary_measure(today))


def put_right(made: Comparison) -> tuple[Finding, ...]:
    """Return two findings: one whose proposal was tried, one that was only seen."""
    scenario = next(s for s in made.scenarios if s.name == "better descriptions")
    seen = Estimate(value=0.24, low=0.23, high=0.25, n=2400)
    asked = Finding(
        code="contact",
        at="ask.reason",
        what="Shoppers contact us 720 times a month for this reason: product question.",
        evidence=seen,
        harm=Harm(amount=Estimate(value=720, low=690, high=750, n=2400), of="contacts"),
        proposal=Scenario(name="Remove the reason for contact “product question”"),
        proven=replace(made, scenarios=(scenario,)),
    )
    waits = replace(
        asked,
        code="wait",
        at="call-centre.people",
        what="Shoppers wait 2.8 min in the queue of Call centre.",
        harm=Harm(amount=Estimate(value=33.3, low=30, high=36, n=2400), of="hours of waiting"),
        proposal=Scenario(name="Let nobody queue at Call centre"),
        proven=None,
    )
    return asked, waits
