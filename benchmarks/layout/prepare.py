"""Put bpmn-auto-layout where the benchmark looks for it: `python -m benchmarks.layout.prepare`.

It stands outside the repository, in a cache folder of the user (or where the environment variable
OUTSIDEIN_LAYOUT_PEERS says). Needs npm. 1.3.0 is the newest release that the registry has; the
2.0.0-alpha.1 of its repository was never published.
"""

import os
import subprocess
import sys
from pathlib import Path

VERSIONS = ("1.3.0",)


def folder(version: str) -> Path:
    """Where a version of the package is."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "outsidein"
    home = os.environ.get("OUTSIDEIN_LAYOUT_PEERS") or cache / "layout-peers"
    return Path(home) / version


def module(version: str) -> Path:
    """The file that Node imports."""
    return folder(version) / "node_modules" / "bpmn-auto-layout" / "dist" / "index.js"


def prepare(version: str) -> None:
    """Install a version, without running anything of its packages."""
    home = folder(version)
    home.mkdir(parents=True, exist_ok=True)
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    wanted = f"bpmn-auto-layout@{version}"
    subprocess.run(["npm", "install", "--prefix", str(home), *quiet, wanted], check=True)
    sys.stdout.write(f"{wanted} in {home}\n")


if __name__ == "__main__":
    for one in VERSIONS:
        prepare(one)
