"""Draw files anew with outsidein: `python -m benchmarks.layout.ours FROM TO`, prints JSON.

Every file goes through the whole command, `outsidein convert X.bpmn Y.bpmn --layout`, one after
the other in this process, so that a file's CPU seconds are not those of starting Python.
"""

import json
import sys
import time
from pathlib import Path

from click.testing import CliRunner

from outsidein.cli import main as outsidein


def can_lay_out() -> bool:
    """Say whether this version of outsidein has the option."""
    return "--layout" in CliRunner().invoke(outsidein, ["convert", "--help"]).output


def drawn(source: Path, target: Path) -> dict[str, object]:
    """Draw one file; say why it was refused, if it was, and the CPU seconds it took."""
    start = time.process_time()
    result = CliRunner().invoke(outsidein, ["convert", str(source), str(target), "--layout"])
    seconds = time.process_time() - start
    refused = "" if target.exists() else f"exit {result.exit_code}: {result.output[:200]}"
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        refused = f"crash: {result.exception!r}"[:200]
    return {"refused": refused, "cpu_seconds": seconds}


def main() -> None:
    """Draw every file of a folder into another."""
    before, after = Path(sys.argv[1]), Path(sys.argv[2])
    files = sorted(before.glob("*.bpmn"))
    found = {file.name: drawn(file, after / file.name) for file in files} if can_lay_out() else {}
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
