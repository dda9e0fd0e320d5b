"""Documents with several faults at once: all are listed."""

from __future__ import annotations

from hostile.planted import Broken, Planted

SEVERAL = [
    Broken(
        "many-in-one-step",
        [
            Planted(at=[(13, 50, "Recption")], words=["reception"]),
            Planted(at=[(13, 65, "fone")], words=["phone"]),
            Planted(at=[(13, 71, "takse")], words=["takes"]),
            Planted(at=[(13, 95, "5 mins. -> gone")], words=[]),
            Planted(at=[(13, 120, "call me at opening")], words=["call back at opening"]),
        ],
        mended=[
            ("Recption", "Reception"),
            ("fone", "phone"),
            ("takse", "takes"),
            ("5 mins.", "5 min"),
            ("call me", "call back"),
        ],
    ),
    Broken(
        "many-values",
        [
            Planted(at=[(8, 21, "six")], words=["six"]),
            Planted(at=[(9, 18, "25 a day")], words=["per"]),
            Planted(at=[(12, 47, "3 months")], words=["30 days"]),
            Planted(at=[(20, 104, "10")], words=["unit|min"]),
            Planted(at=[(21, 45, "930% yes -> done")], words=["100|930"]),
        ],
        mended=[
            ("six", "6"),
            ("25 a day", "25 per day"),
            ("wrap up: 10}", "wrap up: 10 min}"),
            ("3 months", "3 days"),
            ("930% yes", "93% yes"),
        ],
    ),
    Broken(
        "many-names",
        [
            Planted(at=[(25, 51, "mnu")], words=["menu"]),
            Planted(at=[(25, 62, "Sale")], words=["sales"]),
            Planted(at=[(25, 105, "20% Helpdesk")], words=["help desk"]),
            Planted(at=[(27, 21, "Bisiness")], words=["business"]),
            Planted(at=[(27, 95, "94% yes -> shp")], words=["ship"]),
        ],
        mended=[
            ("mnu", "menu"),
            ("Sale,", "Sales,"),
            ("Helpdesk", "Help desk"),
            ("-> shp", "-> ship"),
            ("Bisiness", "Business"),
        ],
        cascades=True,
    ),
    Broken(
        "many-keys",
        [
            Planted(at=[(5, 26, "priorty")], words=["priority"]),
            Planted(at=[(9, 56, "coast")], words=["cost"]),
            Planted(at=[(12, 1, "arival")], words=["arrivals"]),
            Planted(at=[(18, 45, "onw")], words=["own"]),
            Planted(at=[(29, 31, "patience")], words=["patience"]),
        ],
        mended=[
            ("priorty", "priority"),
            ("coast", "cost"),
            ("onw", "own"),
            ("patience: 4 min, by", "by"),
            ("arival: {rate: 3 per day}\n", ""),
        ],
    ),
    Broken(
        "many-hours",
        [
            Planted(at=[(7, 31, "Mon-Fri 07:00-29:00")], words=["29:00|24:00|time"]),
            Planted(at=[(7, 52, "Sta 08:00-14:00")], words=["sta|day"]),
            Planted(at=[(8, 30, "Mon-Sat 18:00-07:00")], words=["midnight|two|split"]),
            Planted(at=[(9, 40, "Mon-Sun 06:00-22:00")], words=["x"]),
            Planted(at=[(29, 15, "weekdays")], words=["weekdays|day|mon"]),
        ],
        mended=[
            ("29:00", "19:00"),
            ("Sta ", "Sat "),
            ("18:00-07:00", "07:00-18:00"),
            ("22:00]", "22:00 x1]"),
            ("weekdays", "Mon-Fri"),
        ],
    ),
    Broken(
        "many-scenarios",
        [
            Planted(at=[(27, 33, "yesterday")], words=["yesterday"]),
            Planted(at=[(27, 50, "warmth.go.perhaps: 97%")], words=["perhaps"]),
            Planted(at=[(27, 86, "1 month")], words=["30 days"]),
            Planted(at=[(28, 52, "hotlin.people: 4")], words=["hotlin"]),
            Planted(at=[(28, 80, "mends")], words=["mends"]),
        ],
        mended=[
            ("on top of: yesterday, ", ""),
            ("go.perhaps", "go.yes"),
            ("1 month", "70 min"),
            ("hotlin.people", "hotline.people"),
            (", remove: [mends]", ""),
        ],
    ),
    Broken(
        "many-syntax-and-meaning",
        [
            Planted(at=[(15, 5, "remind")], words=["verb|do|tell"]),
            Planted(at=[(20, 39, "5 months")], words=["30 days"]),
            Planted(lines=(3, 5), words=["100|115"]),
            Planted(at=[(17, 118, "8% -> bok")], words=["book"]),
        ],
        mended=[
            ("remind: {by", "remind: {tell: Reminder, by"),
            ("5 months", "5 days"),
            ("share: 40%", "share: 25%"),
            ("-> bok", "-> book"),
        ],
    ),
    Broken(
        "many-ids",
        [
            Planted(at=[(28, 5, "permit.1")], words=["dot|."]),
            Planted(at=[(27, 74, "85% yes -> permit")], words=["permit"]),
            Planted(
                at=[(15, 5, "apply"), (31, 5, "apply")],
                words=["apply", "twice|duplicate|already|also|unique|both|second|clash|again"],
            ),
            Planted(at=[(29, 79, "refused")], words=["refused"]),
            Planted(at=[(8, 3, "Via")], words=["via", "reserved|key|word"]),
        ],
        mended=[
            ("permit.1", "permit"),
            ("- apply:  {end", "- refused:  {end"),
            ("  Via:", "  Post:"),
        ],
        cascades=True,
    ),
    Broken(
        "many-verbs",
        [
            Planted(at=[(3, 25, "an hour")], words=["hour|duration|unit|number"]),
            Planted(at=[(4, 5, "think")], words=["verb|do"]),
            Planted(
                at=[(5, 5, "reply"), (5, 13, "tell"), (5, 27, "check")],
                words=["verb|tell", "verb|check"],
            ),
            Planted(at=[(6, 5, "rumour")], words=["map|verb|do|{|:"]),
            Planted(at=[(7, 36, "fine")], words=["served|outcome"]),
        ],
        mended=[
            ("an hour", "1 h"),
            ("think: {takes", "think: {hidden: Think, takes"),
            (", check: Is it right", ""),
            ("- rumour\n", "- rumour: {do: Tell the neighbours}\n"),
            ("outcome: fine", "outcome: served"),
        ],
        cascades=True,
    ),
    Broken(
        "many-commas-and-hashes",
        [
            Planted(
                at=[(1, 17, "#1 of the books"), (1, 10, "Return #1 of the books")], words=["#"]
            ),
            Planted(at=[(5, 51, "cost")], words=["value|nothing|missing|empty"]),
            Planted(at=[(9, 43, "right way up")], words=["comma"]),
            Planted(at=[(12, 30, "not returned")], words=["comma"]),
        ],
        mended=[
            ("Return #1", "Return no. 1"),
            ("cost: }", "cost: 18 EUR/h}"),
            (", right way up,", ","),
            (", not returned,", ","),
        ],
    ),
    Broken(
        "many-meanwhile",
        [
            Planted(at=[(14, 18, "raport to mend")], words=["report"]),
            Planted(at=[(16, 92, "no news for 1")], words=["unit|day|duration"]),
            Planted(at=[(16, 115, "140%")], words=["100|140"]),
            Planted(at=[(17, 72, "randomly")], words=["at random"]),
            Planted(at=[(17, 116, "canceled")], words=["cancelled"]),
        ],
        mended=[
            ("raport", "report"),
            ("for 1,", "for 1 day,"),
            ("140%", "40%"),
            ("randomly", "at random"),
            ("canceled", "cancelled"),
        ],
        cascades=True,
    ),
    Broken(
        "many-duplicates",
        [
            Planted(at=[(3, 41, "counter")], words=["counter"]),
            Planted(at=[(9, 70, "takes")], words=["takes"]),
            Planted(at=[(9, 5, "shelve"), (10, 5, "shelve")], words=["shelve"]),
        ],
        mended=[
            (", takes: 4 min}", "}"),
            ("- shelve: {tell", "- thanks: {tell"),
            (", counter: self}", "}"),
        ],
    ),
    Broken(
        "many-chained-loop",
        [
            Planted(at=[(21, 56, "Planing")], words=["planning"]),
            Planted(at=[(23, 94, "no -> decided")], words=["decide"]),
            Planted(at=[(25, 91, "redaing")], words=["reading"]),
        ],
        mended=[("decided]", "decide]"), ("redaing", "reading"), ("Planing", "Planning")],
        cascades=True,
    ),
]
