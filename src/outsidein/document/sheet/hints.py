"""What to do about a fault, said for a workbook: which column, or which row of the document."""

from __future__ import annotations

import re

from outsidein.document.sheet.columns import SAME, STEP_COLUMNS
from outsidein.model.keys import ARRIVAL_KEYS, CUSTOMER_KEYS, PART_KEYS

_SAID = re.compile(r"(?P<say>say )?(?P<key>[a-z][a-z ]*?): (?P<value>[^\[{].*)")
_END = re.compile(r"- done: \{end: NAME, outcome: (.+)\}")
_ARRIVALS = re.compile(r"arrivals: \{(\w+): (.+)\}")
_OF_PARTS = {key for key in PART_KEYS if key not in STEP_COLUMNS}


def sheet_hint(address: str, hint: str) -> str:
    """Return a hint for YAML as one for a workbook; what says no key stays as it is.

    >>> sheet_hint("ask.takes", "takes: NUMBER min")
    'in the column takes: NUMBER min'
    >>> sheet_hint("arrivals.rate", "arrivals: {rate: NUMBER per day}")
    'in the sheet document: section arrivals, key rate, value NUMBER per day'
    """
    if found := _END.fullmatch(hint):
        return f"add a row with the verb end, and in the column outcome: {found[1]}"
    if (found := _ARRIVALS.fullmatch(hint)) and found[1] in ARRIVAL_KEYS:
        return f"in the sheet document: section arrivals, key {found[1]}, value {found[2]}"
    said = _SAID.fullmatch(hint)
    if said is None:
        return hint
    key, value = said["key"], said["value"]
    if key in _OF_PARTS:
        return f"in the sheet document: section organisation, key {key}, value {value}"
    if key in CUSTOMER_KEYS and address.count(".") == 1 and key == "share":
        return f"in the sheet document: section customers, key {key}, value {value}"
    column = SAME.get(key, key)
    if column in STEP_COLUMNS:
        return f"in the column {column}: {value}"
    return hint
