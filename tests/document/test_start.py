"""The document to start from."""

from __future__ import annotations

from outsidein.document import check_text, new_document, read_text
from outsidein.simulation import run
from outsidein.simulation.load import offered_loads
from outsidein.simulation.uncompiled import uncompiled


def test_the_start_is_without_error_and_can_be_simulated() -> None:
    """Nothing is missing, nothing is later; the one remark is about a scenario's rest."""
    assert {fault.code for fault in check_text(new_document())} == {"rest-changes"}
    assert uncompiled(read_text(new_document())) == []


def test_every_load_of_the_start_is_below_nine_tenths() -> None:
    """And a short run of it ends with customers who are served."""
    process = read_text(new_document())
    loads = offered_loads(process)
    assert set(loads) == {"call-centre", "warehouse"}
    assert all(offered / staffed < 0.9 for offered, staffed in loads.values())
    assert run(process, cases=200, replications=2).measures["well_served"].value > 0.2


def test_the_start_explains_itself() -> None:
    """Comments, lines that fit, and the name that was asked for."""
    text = new_document("Book: a course")
    assert read_text(text).name == "Book: a course"
    assert text.count("#") > 10
    assert max(map(len, text.splitlines())) <= 100
