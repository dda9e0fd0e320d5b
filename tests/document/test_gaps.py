"""What is missing, as a text to fill in."""

from __future__ import annotations

from outsidein.document import new_document, read_text, to_fill_in


def test_nothing_is_missing_from_a_whole_document() -> None:
    """So there is nothing to fill in."""
    assert to_fill_in(read_text(new_document())) == ""


def test_each_missing_number_has_its_line() -> None:
    """With its address, how to write it, and what it is."""
    process = read_text(
        "process: P\nsteps:\n  - ok: {choose: Ok, go: [yes -> done, no -> done]}\n"
        "  - done: {end: Done, outcome: served}\n"
    )
    assert to_fill_in(process) == (
        "# 3 numbers are missing before this process can be simulated.\n"
        "# how many customers arrive\n"
        "arrivals.rate: arrivals: {rate: NUMBER per day}\n"
        '# how often "yes" is the answer at "ok"\n'
        "ok.go.yes:     NUMBER% yes\n"
        '# how often "no" is the answer at "ok"\n'
        "ok.go.no:      NUMBER% no\n"
    )
