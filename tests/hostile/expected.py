"""Every broken document and what is wrong with it, and the documents that only look wrong."""

from __future__ import annotations

from hostile.expectations.keys import KEYS
from hostile.expectations.missing import MISSING
from hostile.expectations.more import MORE
from hostile.expectations.names import NAMES
from hostile.expectations.scenarios import SCENARIOS
from hostile.expectations.several import SEVERAL
from hostile.expectations.structure import STRUCTURE
from hostile.expectations.values import VALUES
from hostile.expectations.yaml_level import YAML_LEVEL
from hostile.planted import FOLDER, Broken

BROKEN: list[Broken] = [
    *YAML_LEVEL,
    *VALUES,
    *NAMES,
    *KEYS,
    *STRUCTURE,
    *MISSING,
    *SCENARIOS,
    *SEVERAL,
    *MORE,
]
FINE = sorted((FOLDER / "fine").glob("*.yaml"))
