"""The figures of the shopper process: made up, but they add up to 1,000 shoppers."""

from __future__ import annotations

from outsidein.chart import Figures
from outsidein.chart.figures import RulerRow

FLOWS = {
    ("find", "clear"): 1.0, ("clear", "options"): 0.82, ("clear", "ask"): 0.18,
    ("ask", "options"): 0.146, ("options", "sure"): 0.966, ("sure", "place"): 0.85,
    ("sure", "advice"): 0.116, ("advice", "place"): 0.104, ("place", "mind"): 0.954,
    ("place", "payment"): 0.954, ("payment", "reserve"): 0.954, ("reserve", "pick"): 0.954,
    ("pick", "collect"): 0.954, ("collect", "carry"): 0.954, ("carry", "receive"): 0.954,
    ("mind", "follow"): 0.868, ("mind", "revise"): 0.086, ("revise", "follow"): 0.086,
    ("follow", "ontime"): 0.954, ("ontime", "receive"): 0.83, ("ontime", "enquire"): 0.124,
    ("enquire", "follow"): 0.109, ("receive", "right"): 0.939, ("right", "keeps"): 0.936,
    ("right", "exchange"): 0.06, ("exchange", "approve"): 0.057, ("approve", "pick"): 0.052,
    ("keeps", "done"): 0.889, ("keeps", "back"): 0.047, ("back", "money"): 0.047,
    ("money", "refund"): 0.047, ("refund", "poor"): 0.047,
}  # fmt: skip
OWN = {
    "find": 6.0, "ask": 2.2, "options": 5.0, "advice": 1.6, "place": 3.0, "revise": 0.6,
    "follow": 1.4, "enquire": 1.3, "receive": 2.0, "exchange": 0.6, "back": 1.2, "refund": 0.1,
}  # fmt: skip
WAITING = {
    "advice": 3.0, "place": 0.2, "revise": 5.5, "follow": 9.1, "enquire": 26.3, "back": 3.4,
    "refund": 3.9,
}  # fmt: skip
COST = {
    "find": 0.10, "ask": 0.74, "options": 0.05, "advice": 1.57, "place": 0.30, "revise": 0.31,
    "follow": 2.05, "enquire": 4.82, "receive": 1.10, "exchange": 0.66, "back": 0.28,
    "refund": 0.35,
}  # fmt: skip

SHOPPER = Figures(
    customers=1000,
    customer_name="shopper",
    title="89 of 100 shoppers end content; seven in ten of the lost, we lose before they order",
    subtitle="counts and shares of 1,000 shoppers who set out  ·  illustrative figures",
    flows=FLOWS,
    waits={
        "ask": 204.0, "advice": 93_600.0, "follow": 147_600.0, "enquire": 306.0,
        "refund": 561_600.0,
    },
    lost={"ask": 0.034, "advice": 0.012, "enquire": 0.015, "exchange": 0.003},
    ends={"done": 0.889, "poor": 0.047},
    outcomes={"well": 0.889, "poorly": 0.047, "lost": 0.064},
    ruler=(
        RulerRow(name="Own time", unit="min a shopper", values=OWN, total=25.0),
        RulerRow(
            name="Waiting", unit="hours a shopper", values=WAITING, total=51.4, kind="wait",
            hollow={"follow": 9.1, "enquire": 26.3}, total_note="16.0 out of sight",
        ),
        RulerRow(name="Cost", unit="EUR a shopper", values=COST, total=12.33, kind="cost"),
    ),
)  # fmt: skip
