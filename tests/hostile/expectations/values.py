"""Values that are not what the grammar calls by their name."""

from __future__ import annotations

from hostile.planted import Broken, Planted

VALUES = [
    Broken(
        "value-no-unit",
        [Planted(at=[(9, 63, "3")], words=["unit|min|duration"])],
        mended=[("3", "3 min")],
    ),
    Broken(
        "value-unknown-unit",
        [Planted(at=[(9, 63, "3 minuts")], words=["minuts|unit"])],
        mended=[("minuts", "min")],
    ),
    Broken(
        "value-month",
        [Planted(at=[(14, 20, "5 months")], words=["30 days"])],
        mended=[("5 months", "lognormal 10 days sd 4 days")],
    ),
    Broken(
        "value-month-in-law",
        [Planted(at=[(20, 39, "1..2 months")], words=["30 days"])],
        mended=[("1..2 months", "1..10 days")],
    ),
    Broken(
        "value-business-days",
        [Planted(at=[(22, 83, "5 business days")], words=["working day"])],
        mended=[("business", "working")],
    ),
    Broken(
        "value-law-without-sd",
        [Planted(at=[(17, 65, "lognormal 25 min")], words=["sd"])],
        mended=[("25 min", "25 min sd 10 min")],
    ),
    Broken(
        "value-sd-without-unit",
        [Planted(at=[(17, 65, "lognormal 25 min sd 10")], words=["unit|sd|duration"])],
        mended=[("sd 10", "sd 10 min")],
    ),
    Broken(
        "value-exponential-with-sd",
        [Planted(at=[(11, 87, "exponential 5 min sd 2 min -> lost")], words=["sd|exponential"])],
        mended=[("sd 2 min ->", "->")],
    ),
    Broken(
        "value-unknown-law",
        [Planted(at=[(17, 65, "poisson 25 min")], words=["poisson|lognormal"])],
        mended=[("poisson 25", "lognormal 25 min sd 10")],
    ),
    Broken(
        "value-misspelled-law",
        [Planted(at=[(14, 20, "lognormel 10 days sd 4 days")], words=["lognorm"])],
        mended=[("lognormel", "lognormal")],
    ),
    Broken(
        "value-uniform-reversed",
        [Planted(at=[(20, 39, "10..1 days")], words=["10..1|order|small|less|below|low|above"])],
        mended=[("10..1", "1..10")],
    ),
    Broken(
        "value-triangular-out-of-order",
        [
            Planted(
                at=[(20, 39, "triangular 1..10..5 days")],
                words=["triangular|1..10..5|order|small|less|below"],
            )
        ],
        mended=[("triangular 1..10..5", "1..10")],
    ),
    Broken(
        "value-triangular-of-two",
        [Planted(at=[(20, 39, "triangular 1..10 days")], words=["triangular|three|a..b..c"])],
        mended=[("triangular 1..10", "1..10")],
    ),
    Broken(
        "value-negative-duration",
        [Planted(at=[(9, 63, "-3 min")], words=["-3|negative|below"])],
        mended=[("-3", "3")],
    ),
    Broken(
        "value-negative-sd",
        [Planted(at=[(14, 20, "lognormal 10 days sd -4 days")], words=["-4|negative|sd"])],
        mended=[("-4", "4")],
    ),
    Broken(
        "value-percent-over-100",
        [Planted(at=[(18, 79, "130% yes -> book")], words=["100|130"])],
        mended=[("[130%", "[30%")],
    ),
    Broken(
        "value-negative-percent",
        [Planted(at=[(17, 118, "-8% -> book")], words=["-8|negative|%"])],
        mended=[("-8%", "8%")],
    ),
    Broken(
        "value-share-over-100",
        [Planted(at=[(2, 29, "140%")], words=["100|140"])],
        mended=[("140%", "100%")],
    ),
    Broken(
        "value-leading-zero",
        [Planted(at=[(8, 21, "06")], words=["06"])],
        mended=[("{people: 06", "{people: 6")],
    ),
    Broken(
        "value-underscore",
        [Planted(at=[(5, 33, "1_000 EUR")], words=["1_000"])],
        mended=[("1_000", "30")],
    ),
    Broken(
        "value-thousands-point",
        [Planted(at=[(5, 33, "1.000.000 EUR")], words=["1.000.000"])],
        mended=[("1.000.000", "30")],
    ),
    Broken(
        "value-decimal-comma",
        [Planted(at=[(19, 14, "1,5 min")], words=["1,5"])],
        mended=[("1,5", "1.5")],
    ),
    Broken(
        "value-octal-people", [Planted(at=[(8, 21, "0o6")], words=["0o6"])], mended=[("0o6", "6")]
    ),
    Broken(
        "value-half-a-person",
        [Planted(at=[(8, 21, "2.5")], words=["2.5|whole|integer"])],
        mended=[("2.5", "6")],
    ),
    Broken(
        "value-negative-people",
        [Planted(at=[(8, 21, "-2")], words=["-2|negative"])],
        mended=[("{people: -2", "{people: 6")],
    ),
    Broken(
        "value-nan",
        [Planted(at=[(6, 18, ".nan per day")], words=["nan|number|rate"])],
        mended=[(".nan", "90")],
    ),
    Broken(
        "value-infinite",
        [Planted(at=[(5, 21, ".inf")], words=["inf|number"])],
        mended=[(".inf", "2")],
    ),
    Broken(
        "value-overflow",
        [Planted(at=[(9, 63, "1e400 min")], words=["1e400|number|duration|large|big"])],
        mended=[("1e400", "3")],
    ),
    Broken(
        "value-many-digits",
        [
            Planted(
                at=[(9, 63, "999999999999999999999999…")], words=["999|number|large|big|infinite"]
            )
        ],
        mended=[
            (
                "9999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999",
                "3",
            )
        ],
    ),
    Broken(
        "value-money-without-currency",
        [Planted(at=[(3, 41, "20")], words=["eur|currency|money"])],
        mended=[("20", "20 EUR")],
    ),
    Broken(
        "value-two-currencies",
        [Planted(at=[(6, 57, "-40 USD")], words=["usd|currenc"])],
        mended=[("USD", "EUR")],
    ),
    Broken(
        "value-two-currencies-cost",
        [Planted(at=[(8, 57, "45 GBP/h")], words=["gbp|currenc"])],
        mended=[("GBP/h", "EUR/h")],
    ),
    Broken(
        "value-cost-not-a-rate",
        [Planted(at=[(8, 57, "45 EUR")], words=["/h|hour|rate"])],
        mended=[("45 EUR", "45 EUR/h")],
    ),
    Broken(
        "value-rate-without-per",
        [Planted(at=[(6, 18, "90")], words=["per"])],
        mended=[("90", "90 per day")],
    ),
    Broken(
        "value-kind",
        [Planted(at=[(13, 26, "parter")], words=["partner"])],
        mended=[("parter", "partner")],
    ),
    Broken(
        "value-channel-kind",
        [Planted(at=[(6, 19, "life")], words=["live"])],
        mended=[("life", "live")],
    ),
    Broken(
        "value-outcome",
        [Planted(at=[(11, 43, "servd")], words=["served"])],
        mended=[("servd", "served")],
    ),
    Broken(
        "value-shows",
        [Planted(at=[(28, 80, "everything")], words=["none", "full"])],
        mended=[("everything", "status")],
    ),
    Broken(
        "value-source",
        [Planted(at=[(6, 18, "90 per day ~guessed")], words=["guessed|assumed"])],
        mended=[("day ~guessed", "day")],
    ),
    Broken(
        "value-numbers",
        [Planted(at=[(2, 10, "asumed")], words=["assumed"])],
        mended=[("asumed", "assumed")],
    ),
    Broken(
        "value-source-n",
        [Planted(at=[(6, 18, "90 per day ~observed n=many")], words=["many|n="])],
        mended=[("day ~observed n=many", "day")],
    ),
    Broken(
        "value-priority",
        [Planted(at=[(5, 36, "high")], words=["high|number"])],
        mended=[("high", "1")],
    ),
    Broken(
        "value-max",
        [Planted(at=[(16, 149, "often")], words=["often|number"])],
        mended=[("often", "3")],
    ),
    Broken(
        "value-chance-without-percent",
        [Planted(at=[(16, 119, "40")], words=["%"])],
        mended=[("40", "40%")],
    ),
    Broken(
        "value-chance-per-without-clock",
        [Planted(at=[(16, 119, "40% per day")], words=["per|at random"])],
        mended=[("40% per day", "40%")],
    ),
    Broken(
        "value-when",
        [Planted(at=[(17, 72, "sometimes")], words=["at random|no news|passed"])],
        mended=[("sometimes", "at random")],
    ),
    Broken(
        "value-retry-without-max",
        [Planted(at=[(11, 151, "80% after 1 h")], words=["max"], severity="any")],
        mended=[("1 h", "1 h max 3")],
    ),
    Broken(
        "value-closed",
        [Planted(at=[(11, 122, "call back")], words=["call back at opening"])],
        mended=[("lost, closed: call back", "lost, closed: call back at opening")],
    ),
    Broken(
        "value-no-show-without-destination",
        [Planted(at=[(17, 118, "8%")], words=["->|where|leads|destination|step"])],
        mended=[("8%", "8% -> book")],
    ),
    Broken(
        "value-arrow-without-destination",
        [Planted(at=[(8, 92, "20 min ->")], words=["->|where|leads|destination|step"])],
        mended=[("min ->", "min -> leave")],
    ),
    Broken(
        "value-patience-without-law",
        [
            Planted(
                at=[(8, 92, "-> leave")],
                words=["min|law|duration|how long|patience"],
                severity="any",
            )
        ],
        mended=[("patience: ->", "patience: 20 min ->")],
    ),
    Broken(
        "value-at-most",
        [Planted(at=[(19, 77, "3 -> done")], words=["visits"])],
        mended=[("at most: 3 -> done, after:", "after:")],
    ),
    Broken(
        "value-go-without-arrow",
        [Planted(at=[(18, 79, "30% yes book")], words=["->"])],
        mended=[("yes book", "yes -> book")],
    ),
    Broken(
        "value-go-is-a-map",
        [Planted(at=[(18, 74, "go"), (18, 78, "{yes: book, no: bill}")], words=["list|["])],
        mended=[("{yes: book, no: bill}", "[30% yes -> book, no -> bill]")],
    ),
    Broken(
        "value-fails-without-mode",
        [Planted(at=[(18, 99, "4% -> order")], words=["mode|what|name|fails|wrong|say"])],
        mended=[("[4% ->", "[4% wrong part noticed at mend ->")],
    ),
    Broken(
        "value-race-without-after",
        [Planted(at=[(23, 27, "missing within 3 days -> ask")], words=["after"])],
        mended=[("within 3", "after 3..9")],
    ),
    Broken(
        "value-poor-when",
        [Planted(at=[(3, 13, "promise broke")], words=["promise broken"])],
        mended=[("broke", "broken")],
    ),
    Broken(
        "value-poor-when-number",
        [Planted(at=[(3, 29, "more than two contacts")], words=["two|num|contacts"])],
        mended=[("two", "2")],
    ),
    Broken(
        "value-judge-by",
        [Planted(at=[(29, 11, "hapiness")], words=["hapiness|time in all"])],
        mended=[("hapiness", "time in all")],
    ),
    Broken(
        "value-horizon",
        [Planted(at=[(29, 10, "soon")], words=["soon|horizon|duration"])],
        mended=[("horizon: soon", "judge by: time in all")],
    ),
    Broken(
        "value-working-days",
        [Planted(at=[(29, 15, "Mon-Fry")], words=["fry|day"])],
        mended=[("Mon-Fry", "Mon-Sat")],
    ),
    Broken(
        "value-working-days-with-hours",
        [Planted(at=[(29, 15, "Mon-Fri 08:00-17:00")], words=["day|hours|mon-fri"])],
        mended=[("Mon-Fri 08:00-17:00", "Mon-Fri")],
    ),
    Broken(
        "value-people-without-count",
        [Planted(at=[(9, 24, "Mon-Thu 08:00-16:00")], words=["x"])],
        mended=[("08:00-16:00", "08:00-16:00 x3")],
    ),
    Broken(
        "value-profile-without-weight",
        [Planted(at=[(6, 40, "Tue-Sat 10:00-18:00")], words=["x"])],
        mended=[("10:00-18:00]", "10:00-18:00 x1]")],
    ),
    Broken(
        "value-own-customers",
        [Planted(at=[(37, 123, "sometimes")], words=["yes"])],
        mended=[("sometimes", "yes")],
    ),
    Broken(
        "value-away-without-part",
        [Planted(at=[(37, 134, "15%")], words=["->|part|who|where"])],
        mended=[("15%", "15% -> Sales")],
    ),
    Broken(
        "value-arabic-digits",
        [Planted(at=[(9, 63, "٣ min")], words=["٣|number|duration|min"])],
        mended=[("٣", "3")],
    ),
    Broken(
        "value-true-minus",
        [Planted(at=[(6, 57, "−40 EUR")], words=["−|money|minus|eur"])],
        mended=[("−40", "-40")],
    ),
    Broken(
        "value-true-arrow",
        [Planted(at=[(8, 92, "20 min → leave")], words=["->|not a"])],
        mended=[("→", "->")],
    ),
    Broken(
        "value-en-dash",
        [Planted(at=[(5, 30, "Tue–Sat 10:00-18:00")], words=["tue|day|hours|-"])],
        mended=[("Tue–Sat", "Tue-Sat")],
    ),
    Broken(
        "hours-25",
        [Planted(at=[(5, 30, "Tue-Sat 10:00-25:00")], words=["25:00|24:00|time"])],
        mended=[("10:00-25:00", "10:00-18:00")],
    ),
    Broken(
        "hours-past-midnight",
        [Planted(at=[(7, 31, "Mon-Fri 19:00-03:00")], words=["midnight|two|split"])],
        mended=[("19:00-03:00", "07:00-19:00")],
    ),
    Broken(
        "hours-unknown-day",
        [Planted(at=[(8, 30, "Mon-Sut 07:00-18:00")], words=["sut|day"])],
        mended=[("Mon-Sut", "Mon-Sat")],
    ),
    Broken(
        "hours-no-day",
        [Planted(at=[(8, 30, "07:00-18:00")], words=["day|mon"])],
        mended=[("07:00-18:00", "Mon-Sat 07:00-18:00")],
    ),
    Broken(
        "hours-no-time",
        [Planted(at=[(8, 30, "Mon-Sat")], words=["08:00|time|hour|hh:mm"])],
        mended=[("Mon-Sat", "Mon-Sat 07:00-18:00")],
    ),
    Broken(
        "hours-minute-60",
        [Planted(at=[(8, 30, "Mon-Sat 07:60-18:00")], words=["07:60|minute|time|hour"])],
        mended=[("07:60-18:00", "07:00-18:00")],
    ),
    Broken(
        "hours-without-colon",
        [Planted(at=[(8, 30, "Mon-Sat 7-18")], words=["08:00|time|hour|hh:mm|7-18"])],
        mended=[("7-18", "07:00-18:00")],
    ),
    Broken(
        "hours-empty-list",
        [
            Planted(
                at=[(8, 3, "Fitters"), (8, 13, "people: 6"), (8, 24, "open"), (8, 30, "[]")],
                words=["open|hours|empty"],
                severity="any",
            )
        ],
        mended=[("[]", "Mon-Sat 07:00-18:00")],
    ),
    Broken(
        "value-rate-per-month",
        [Planted(at=[(6, 18, "90 per month")], words=["30 days"])],
        mended=[("month", "day")],
    ),
    Broken(
        "value-share-without-percent",
        [Planted(at=[(4, 18, "0.75")], words=["%|percent"])],
        mended=[("0.75", "75%")],
    ),
    Broken(
        "value-call-back-over-100",
        [Planted(at=[(8, 117, "160% call back at opening -> leave")], words=["100|160"])],
        mended=[("160% call back at opening ->", "->")],
    ),
    Broken(
        "value-poor-when-negative",
        [Planted(at=[(3, 29, "more than -2 contacts")], words=["-2|negative"])],
        mended=[("than -2", "than 2")],
    ),
    Broken(
        "value-own-customers-month",
        [Planted(at=[(37, 123, "yes within 5 months")], words=["30 days"])],
        mended=[("yes within 5 months", "yes")],
    ),
    Broken(
        "value-full-width-digits",
        [Planted(at=[(5, 30, "Tue-Sat １０:00-18:00")], words=["hours|time|day"])],
        mended=[("１０:00-18:00", "10:00-18:00")],
    ),
]
