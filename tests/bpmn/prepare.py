"""Put bpmn-moddle and bpmn-js where the tests look for them: `python tests/bpmn/prepare.py`.

They stand outside the repository, at the versions below, in a cache folder of the user (or where
the environment variable OUTSIDEIN_BPMN_IO says). Needs npm.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PACKAGES = {"bpmn-moddle": "10.3.1", "bpmn-js": "18.31.1"}


def folder() -> Path:
    """Where the packages are."""
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(os.environ.get("OUTSIDEIN_BPMN_IO") or Path(cache) / "outsidein" / "bpmn-io")


def prepare() -> None:
    """Install both packages, without running anything of theirs."""
    home = folder()
    home.mkdir(parents=True, exist_ok=True)
    wanted = [f"{name}@{version}" for name, version in PACKAGES.items()]
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run(["npm", "install", "--prefix", str(home), *quiet, *wanted], check=True)
    sys.stdout.write(f"{' and '.join(wanted)} in {home}\n")


if __name__ == "__main__":
    prepare()
