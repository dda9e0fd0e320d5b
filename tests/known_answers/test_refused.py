"""Grammar §4.8, §4.10, rule 5: what cannot be run because something has nowhere to go."""

from __future__ import annotations

from known_answers.harness import OFFICE_DESK, document, refused


def test_neither_closed_nor_patience_is_a_fault():
    """Rule 5: neither given is a fault (outside acts)."""
    text = document("- ask: {do: Ask, with: Desk, via: phone, takes: 3 min}", parts=OFFICE_DESK)
    assert "closed" in refused(text)


def test_call_back_without_any_destination_is_a_fault():
    """§4.8: outside acts, no destination from either is a fault."""
    step = "- ask: {do: Ask, with: Desk, via: phone, takes: 3 min, closed: call back at opening}"
    text = document(step, parts=OFFICE_DESK)
    assert "closed" in refused(text)


def test_a_jump_out_of_together_is_a_fault():
    """§4.10: a jump out is a fault."""
    text = document("""
        - both:
            together:
              one: [{goods: {hidden: Pack, by: Courier, after: 1 h, fails: [5% none -> gone]}}]
              two: [{papers: {hidden: Print, by: Courier, after: 10 min}}]
        """)
    found = refused(text)
    assert "goods" in found
    assert "jump" in found
