"""Which assumed numbers are moved to see what a verdict rests on."""

from __future__ import annotations

from outsidein.document import new_document, read_text
from outsidein.model.numbers import with_number
from outsidein.simulation.sensitivity import _assumed


def test_a_count_that_a_fifth_more_leaves_as_it_is_is_not_told() -> None:
    """A fifth more than 2 people are 2 people, a fifth more than 4 are 5."""
    process = read_text(new_document(), "new.yaml")
    address = "call-centre.people"
    two, four = (with_number(process, address, count) for count in (2, 4))
    assert address not in _assumed(two, four)
    assert address in _assumed(four, four)
