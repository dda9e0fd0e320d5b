"""The prose of a page, sentence by sentence, as somebody would read it aloud."""

from __future__ import annotations

import re

from lxml import html

PROSE = (
    "h1", "h2", "p[@class='lead']", "p[@class='sub']", "li", "p[@class='m']", "p[@class='n']",
    "td[@class='said']", "th[@class='said']", "figcaption",
)  # fmt: skip
END = re.compile(r"(?<=[.!?])\s+(?=[A-Z“0-9])")
SYMBOLS = re.compile(r"[<>=~\[\]{}→×*#%^|\\]")
# The field's own words, for which the glossary has a plain one.
JARGON = re.compile(
    r"\b(tokens?|traces?|activit(y|ies)|gateways?|tasks?|nodes?|replications?|stochastic|"
    r"significan\w+|percentiles?|quantiles?|bonferroni|jackknife|steady state|user|touchpoints?|"
    r"KPI|SLA|utili[sz]ation|throughput|latency|entity|entities|actors?|process instances?)\b",
    re.IGNORECASE,
)
MOST_WORDS = 25


def sentences(page: str) -> list[str]:
    """Every sentence of a page's headings, paragraphs, lists, findings and verdicts."""
    tree = html.fromstring(page)
    found: list[str] = []
    for element in tree.xpath(" | ".join(f"//main//{kind}" for kind in PROSE)):
        if element.xpath("ancestor::*[name()='svg']") or element.xpath(".//code"):
            continue
        text = " ".join(element.text_content().split())
        found += [one for one in END.split(text) if one]
    return found


def masked(sentence: str) -> str:
    """The sentence with every number as #: its words do not depend on a machine's luck."""
    return re.sub(r"\d[\d,.]*(?<![,.])", "#", sentence)
