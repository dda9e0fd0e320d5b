"""What a study rests on: the values that are printed are those that were simulated."""

from __future__ import annotations

from types import SimpleNamespace

from outsidein.document import read_text
from outsidein.simulation import compare
from outsidein.study.sections import _proposed_values

TEXT = """
process: Two kinds
customers: {Person: {share: 50%}, Firm: {share: rest}}
channels: {phone: live}
organisation: {Desk: {people: 5, open: Mon-Sun 00:00-24:00}}
arrivals: {rate: 100 per day}
steps:
  - ask: {do: Ask, with: Desk, via: phone, takes: 6 min}
  - done: {end: Done, outcome: served}
scenarios:
  quicker for firms: {for: Firm, set: {ask.takes: 4 min}}
  a word after it:
    insert: {after ask: [{thanks: {tell: Say thanks, by: Desk, takes: 3 min}}]}
"""


def test_what_is_set_for_one_customer_is_that_customers_value() -> None:
    """Four minutes for firms, not the six of everybody; an inserted step has its value, too."""
    process = read_text(TEXT, "two.yaml")
    study = SimpleNamespace(
        process=process, comparison=compare(process, cases=50, replications=2, threads=1)
    )
    values = _proposed_values(study)  # type: ignore[arg-type]
    assert values["scenarios.quicker-for-firms.set.ask.takes"] == 240.0
    assert values["thanks.takes"] == 180.0
    assert values["ask.takes"] == 360.0
