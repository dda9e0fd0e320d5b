"""Every attack, by name."""

from __future__ import annotations

from hostile.attacks.attack import Attack
from hostile.attacks.of_files import FILES
from hostile.attacks.of_names import NAMES
from hostile.attacks.of_runs import RUNS
from hostile.attacks.of_sizes import SIZES
from hostile.attacks.of_stories import STORIES
from hostile.attacks.of_values import VALUES
from hostile.attacks.of_workbooks import WORKBOOKS
from hostile.attacks.of_yaml import YAML

ATTACKS: list[Attack] = [
    *FILES, *YAML, *VALUES, *SIZES, *NAMES, *RUNS, *WORKBOOKS, *STORIES,
]  # fmt: skip
