"""A document to start from: small, complete, with a comment wherever a number is assumed."""

from __future__ import annotations


def new_document(name: str = "Order a product") -> str:
    """Return a commented document of an order, which runs as it stands: every load is below 0.9."""
    from outsidein.document.yaml_text import scalar

    return _START.replace("NAME", scalar(name), 1)


_START = """\
# A customer process, as the customer lives it. `outsidein check` lists what is wrong or missing,
# `outsidein chart` draws it, `outsidein study` simulates it with its scenarios.
process: NAME
numbers: assumed               # every number below is a guess until you say ~observed n=812 2025

customers:
  Shopper:  {share: 85%, worth: 38 EUR}        # worth: what a served customer brings
  Business: {share: rest, worth: {served: 210 EUR, lost: -40 EUR}}

channels: {web: self, phone: live, door: live, e-mail: left}
# self: nobody queues · live: the customer waits in a queue · left: leaves a message and goes on

organisation:                  # top to bottom, as drawn
  Web shop:    {kind: system}
  Call centre: {people: 4, open: Mon-Fri 08:00-18:00, cost: 32 EUR/h}
  Warehouse:   {people: 3, open: Mon-Sat 06:00-22:00, cost: 24 EUR/h}
  Courier:     {kind: partner}

arrivals:
  rate: 120 per day
  profile: [Mon-Fri 08:00-20:00 x3, Sat-Sun 08:00-22:00 x1]    # three times as many an hour

steps:                         # in the order of reading; the flow goes to the next step
  - phase: Choose
  - find: {do: Find a product, with: Web shop, via: web, own: lognormal 6 min sd 4 min}
  - clear: {choose: Is the description clear, go: [82% yes -> place, no -> ask]}
  - ask:
      do: Phone with a question
      with: Call centre
      via: phone
      takes: lognormal 6 min sd 3 min          # the mean, and the standard deviation
      patience: exponential 4 min -> lost      # who waits longer hangs up
      closed: 60% call back at opening -> lost
      retry: 70% after 2 h max 3               # of those who hung up
      reason: product question
      tolerates: 2 min                         # a longer wait makes it a poor experience

  - phase: Order
  - place: {do: Place the order, with: Web shop, via: web, own: 4 min, asks for: [address, payment]}
  - delivery: {promise: place to receive, within: 4 working days}
  - anytime:                   # what customers do between two steps
      meanwhile: place to receive
      may:
        - enquire:
            do: Ask where it is
            with: Call centre
            via: phone
            takes: 4 min
            when: no news for 2 days
            chance: 30%
            max: 3
            patience: 5 min
            closed: call back at opening
            reason: where is it

  - phase: Deliver
  - pick:
      hidden: Pick and pack    # the customer does not see it, only waits
      by: Warehouse
      takes: 8 min
      fails: [3% wrong item noticed at receive by customer -> swap]
  - notify: {tell: Order is on its way, by: Web shop, via: e-mail}
  - ship: {hidden: Transport, by: Courier, after: 1..3 working days, shows: status}
  - receive: {do: Receive the goods, with: Courier, via: door, own: 2 min, moment of truth: yes}
  - done: {end: Order complete, outcome: served}
  - swap:
      do: Ask for an exchange
      with: Call centre
      via: phone
      takes: 8 min
      patience: 10 min -> lost
      closed: call back at opening
      reason: exchange
      next: pick
  - lost: {end: Customer lost, outcome: lost}

scenarios:                     # what if?
  better descriptions:
    why: fewer questions before the order
    set: {clear.go.yes: 92%}
  one more in the call centre:
    set: {call-centre.people: 5}

judge by: well served          # the measure that decides
"""
