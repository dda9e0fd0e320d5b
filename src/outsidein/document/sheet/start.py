"""A workbook to start from: the start in YAML as rows, with a remark where one helps."""

from __future__ import annotations

from outsidein.document.opening import read_text
from outsidein.document.sheet.laying_out import lay_out
from outsidein.document.sheet.writing import workbook_of
from outsidein.document.start import new_document

_OF_STEPS = {
    "find": "the mean, and the standard deviation; a plain number is minutes",
    "clear": "a decision: the share of each answer, and where it leads",
    "ask": "patience: who waits longer hangs up; tolerates: a longer wait is a poor experience",
    "place": "change these rows into your own; delete what you do not need",
    "delivery": "a promise: from one step to another, within a time",
    "anytime": "what customers may do meanwhile stands in the rows with anytime in inside",
    "enquire": "when, chance and max say when customers do it",
    "pick": "hidden: the customer does not see it, and only waits",
    "done": "every way through has to come to an end",
}
_OF_SECTIONS = {
    "numbers": "every number is a guess until it says ~observed n=812 2025",
    "customers": "worth: what a customer brings",
    "channels": "self: nobody queues; live: customers wait; left: they leave a message and go on",
    "organisation": "top to bottom, as drawn",
    "arrivals": "x3: three times as many an hour as x1",
    "scenario": "what if? its rows follow",
    "judge by": "the measure that decides",
}
_REMARKS = {
    "What this is": "a customer process, as the customer lives it: a step a row",
    "Check it": "outsidein check FILE lists what is wrong or missing, with its sheet and cell",
    "Draw it": "outsidein watch FILE shows the picture, and draws it anew at every save",
    "Study it": "outsidein study FILE simulates it, with its scenarios",
}


def new_workbook() -> bytes:
    """Return the content of a workbook of an order, which runs as it stands."""
    laid = lay_out(read_text(new_document()))
    for row in laid.steps:
        if (remark := _OF_STEPS.get(str(row["id"]))) and "way" not in row:
            row["note"] = remark
    said: set[str] = set()
    for row in laid.document:
        section = str(row["section"])
        if section in _OF_SECTIONS and section not in said:
            said.add(section)
            row["note"] = _OF_SECTIONS[section]
    return workbook_of(laid, always=("go", "way", "for", "inside"), remarks=_REMARKS)
