"""Whose case each is: cases of one customer are alike, and count together in every error."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from outsidein.eventlog.store import EventLog


def owners(log: EventLog) -> npt.NDArray[np.int64]:
    """Return a number a case: its customer's, or one of its own where nobody is named."""
    cases = np.arange(len(log.events.case))
    if "customer" not in log.said:
        return cases
    codes = log.of_cases("customer").astype(np.int64)
    found = np.where(codes >= 0, codes, len(log.said["customer"].words) + cases)
    return np.unique(found, return_inverse=True)[1].astype(np.int64)
