"""The page of a study: one file, no script, no request; it opens anywhere and prints."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import outsidein
from outsidein.measures.measures import MEASURE
from outsidein.model.naming import customers_of
from outsidein.study import put_right, sections
from outsidein.study.asked import gains_section, inputs_sentence
from outsidein.study.charts import charts
from outsidein.study.checked import checked
from outsidein.study.forest import columns, forest, told_change, unit_of
from outsidein.study.html import cell, document, table
from outsidein.study.numbers import percent, told, told_range
from outsidein.study.tornado import tornado_section
from outsidein.study.wording import OUTCOMES, influence_text, scenarios_headline
from outsidein.words import listed

if TYPE_CHECKING:
    from outsidein.study.whole import Study

SIX = (
    ("well_served", "Well served"),
    ("lost", "Lost"),
    ("own_seconds", "Own time"),
    ("waiting_seconds", "Waiting"),
    ("avoidable_contacts", "Avoidable contacts"),
    ("contribution", "Worth less cost"),
    ("cost", "Cost"),
    ("promises_kept", "Promises kept"),
    ("elapsed_median_seconds", "Time in all, half take longer"),
)


def page(study: Study) -> str:
    """Return the whole page as HTML."""
    pictures, numbers = charts(study)
    body = "".join(
        [
            _header(study),
            _scenarios(study) if study.comparison.scenarios else "",
            tornado_section(study.tornado) if study.tornado else "",
            put_right.findings(study, numbers),
            pictures,
            sections.contacts(study),
            sections.encounters(study),
            sections.paths(study),
            sections.observed(study) if study.observed else "",
            checked(study),
            '<div class="two">',
            sections.rests_on(study),
            sections.computed(study),
            "</div>",
            _footer(study),
        ]
    )
    return document(f"{study.process.name}: a study of the customer process", body)


def _header(study: Study) -> str:
    people = customers_of(study.process)
    kicker = f"Study of a customer process · {study.process.name}, as {people} meet it"
    marks = " · every number assumed" if not study.process.sources else ""
    figures = "".join(_figure(study, name, label) for name, label in _six(study))
    sentences = " ".join(escape(sentence) for sentence in study.lead)
    return (
        f'<header><div class="kicker">{escape(kicker + marks)}</div>'
        f"<h1>{escape(study.headline)}</h1>{_bar(study)}"
        f'<p class="lead">{sentences}</p><dl class="k">{figures}</dl>'
        '<p class="n" style="margin-top:10px">Today. The range under each figure is its '
        "interval: simulation error only, given the numbers below. It holds in 95 of 100 such "
        f"studies. {escape(inputs_sentence(study))}</p></header>"
    )


def _six(study: Study) -> list[tuple[str, str]]:
    known = study.today.measures.estimates
    told_ones = [(name, label) for name, label in SIX if name in known]
    return told_ones[:6]


def _figure(study: Study, name: str, label: str) -> str:
    estimate = study.today.measures[name]
    measure = MEASURE.get(name, MEASURE["elapsed_seconds"])
    value = told(measure, estimate.value, study.today.prices.currency)
    note = {
        "share": f"of {customers_of(study.process)} who set out",
        "seconds": "a customer, on average",
        "money": "a customer, on average",
        "number": "a customer, on average",
    }[measure.unit]
    if name == "avoidable_contacts":
        note = f"of {study.today.measures['contacts'].value * 1000:,.0f} contacts per 1,000"
    if name == "elapsed_median_seconds":
        note = "the median"
    if name == "promises_kept":
        note = "of promises that came due"
    return (
        f'<div><dt>{label}</dt><dd><div class="v">{escape(value)}</div>'
        f'<div class="range">{told_range(measure, estimate)}</div>'
        f'<div class="n">{escape(note)}</div></dd></div>'
    )


def _bar(study: Study) -> str:
    kinds = ("well", "poor", "not", "lost")
    names = ("well served", "poorly served", "not served", "lost")
    shares = [study.today.measures[name].value for name in OUTCOMES[:4]]
    bars = "".join(
        f'<i class="{kind}" style="width:{share * 100:.2f}%"></i>'
        for kind, share in zip(kinds, shares, strict=True)
        if share > 0
    )
    keys = "".join(
        f"<span>{name} <b>{percent(share)}</b></span>"
        for name, share in zip(names, shares, strict=True)
    )
    said = listed([f"{n} {percent(s)}" for n, s in zip(names, shares, strict=True)])
    return (
        f'<div class="bar1000" role="img" aria-label="How it ends: {said}">{bars}</div>'
        f'<div class="keys">{keys}</div>'
    )


def _scenarios(study: Study) -> str:
    comparison = study.comparison
    return (
        f'<section class="sce"><h2>{escape(scenarios_headline(comparison))}</h2>'
        f'<p class="sub">Difference to today on the same customers, with its interval. '
        "The intervals of all scenarios hold together in 95 of 100 such studies. Hollow grey: the "
        "interval includes no difference.</p>"
        f'<div class="fig" tabindex="0" role="region" aria-label="Scenarios as a picture">'
        f"{forest(comparison, study.verdicts)}</div>{_scenario_table(study)}"
        f"{gains_section(comparison)}{_moved(study)}"
        f"</section>"
    )


def _scenario_table(study: Study) -> str:
    comparison = study.comparison
    measures = columns(comparison)
    heads = [("Scenario", "")]
    heads += [(f"{m.label[0].upper()}{m.label[1:]}", unit_of(comparison, m)[1]) for m in measures]
    rows = []
    for scenario, text in zip(comparison.scenarios, study.verdicts, strict=True):
        cells = [cell(scenario.name, head=True)]
        for measure in measures:
            change, size = scenario.differences[measure.name], unit_of(comparison, measure)[0]
            ends = (
                f"[{told_change(measure, change.low, size)}, "
                f"{told_change(measure, change.high, size)}]"
                if change.has_interval
                else "no interval"
            )
            cells.append(cell(told_change(measure, change.value, size), ends, number=True))
        notes = " ".join(f"{one}." for one in scenario.findings)
        pays = _pays(scenario.pays_from, comparison.today.prices.currency)
        cells.append(cell(f"{text.opening}. {text.reason}", f"{notes} {pays}".strip()))
        rows.append(f"<tr>{''.join(cells)}</tr>")
    numbers = range(1, 1 + len(measures))
    return table([*heads, ("Verdict", "")], rows, "Scenarios against today", numbers=numbers)


def _pays(pays_from: object, currency: str | None) -> str:
    from outsidein.statistics import BreakEven

    if not isinstance(pays_from, BreakEven) or pays_from.value <= 0:
        return ""
    worth = f"{pays_from.value:,.0f} {currency or ''}".strip()
    return f"It pays if a customer who is kept is worth more than {worth}."


def _moved(study: Study) -> str:
    rows = [
        f"<tr>{cell(scenario.name, head=True)}{cell(one.address)}"
        f"{cell(said.now, number=True)}{cell(said.effect, number=True)}{cell(said.turns)}</tr>"
        for scenario in study.comparison.scenarios
        for one in study.influences.get(scenario.name, ())
        for said in [influence_text(study.comparison, one)]
    ]
    if not rows:
        return ""
    heads = [
        ("Scenario", ""), ("Assumed number that moves it most", ""), ("Now", ""),
        ("If 20 % more", f"on {study.comparison.judge.label}"), ("Turns at", ""),
    ]  # fmt: skip
    return (
        '<p class="sub" style="margin-top:22px">What each verdict rests on: the three assumed '
        "numbers that move it most, and where it would turn.</p>"
        + table(heads, rows, "Numbers that move the verdicts", numbers=(2, 3))
    )


def _footer(study: Study) -> str:
    return (
        f"<footer>Document {escape(study.source)}, fingerprint {study.fingerprint}; "
        f"seed {study.today.plan.seed}; outsidein {outsidein.__version__}. The same document, "
        "seed and program give the same figures on the same machine. Times are the customer's, "
        "not the company's.</footer>"
    )
