"""People's drawings, ours and bpmn-auto-layout's, in one run: `python -m benchmarks.layout`.

Draws the 202 files of `english_all.tar.xz` anew with each program, judges every drawing, and
prints a table. `--json FILE` writes every figure and fault of every file; `--keep FOLDER` keeps
the drawings; `--only NAME` limits the files to those with NAME in their name; `--folder FOLDER`
takes the files of a folder instead.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from benchmarks.layout.prepare import VERSIONS, module
from benchmarks.layout.score import Score, score
from benchmarks.layout.table import Drawer, table

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parents[1]
DATA = Path(os.environ.get("OUTSIDEIN_DATA", REPOSITORY / ".." / "shared" / "data"))
CORPUS = DATA / "bpmn" / "camunda_research" / "english_all.tar.xz"


def unpack(target: Path, only: str) -> None:
    """Write the files of the corpus into a folder, under names without folders."""
    with tarfile.open(CORPUS) as archive:
        for member in archive:
            name = Path(member.name)
            if name.suffix == ".bpmn" and only in name.name:
                held = archive.extractfile(member)
                assert held is not None
                file = target / f"{name.parents[1].name}_{name.name}".replace(" ", "_")
                file.write_bytes(held.read())


def copy(folder: Path, target: Path, only: str) -> None:
    """Write the files of a folder that are drawn into another."""
    for file in sorted(folder.glob("*.bpmn")):
        content = file.read_bytes()
        if only in file.name and b"BPMNShape" in content:
            (target / file.name).write_bytes(content)


def ours(before: Path, after: Path) -> dict[str, dict[str, object]]:
    """Draw with this repository's outsidein; nothing, if it cannot lay out drawings yet."""
    command = [sys.executable, "-m", "benchmarks.layout.ours", str(before), str(after)]
    paths = os.pathsep.join([str(REPOSITORY), *filter(None, sys.path)])
    environment = {**os.environ, "PYTHONPATH": paths}
    return _asked(command, environment)


def auto_layout(version: str, before: Path, after: Path) -> dict[str, dict[str, object]]:
    """Draw with a version of bpmn-auto-layout; nothing, if it or Node is not here."""
    node = shutil.which("node")
    if node is None or not module(version).exists():
        return {}
    script = str(HERE / "auto_layout.mjs")
    command = [node, script, str(module(version)), str(before), str(after)]
    return _asked(command, dict(os.environ))


def _asked(command: list[str], environment: dict[str, str]) -> dict[str, dict[str, object]]:
    result = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    answer: dict[str, dict[str, object]] = json.loads(result.stdout)
    return answer


def judged(
    name: str, before: Path, after: Path, made: Mapping[str, Mapping[str, object]]
) -> Drawer:
    """Judge every drawing of a program."""
    scores: dict[str, Score] = {}
    refused: dict[str, str] = {}
    for file, told in sorted(made.items()):
        if told["refused"]:
            refused[file] = str(told["refused"])
            continue
        source = (before / file).read_bytes()
        scores[file] = score((after / file).read_bytes(), None if before == after else source)
    seconds = [float(str(told["cpu_seconds"])) for told in made.values()]
    return Drawer(name=name, scores=scores, refused=refused, cpu_seconds=seconds)


def drawers(before: Path, folder: Path) -> list[Drawer]:
    """The people, ours, and the peer; a program that is not here is left out, with a word."""
    people = {file.name: {"refused": "", "cpu_seconds": 0.0} for file in before.glob("*.bpmn")}
    found = [judged("people", before, before, people)]
    programs = {"outsidein": ours} | {
        f"bpmn-auto-layout {v}": lambda b, a, v=v: auto_layout(v, b, a) for v in VERSIONS
    }
    for name, program in programs.items():
        after = folder / name.replace(" ", "-")
        after.mkdir(parents=True, exist_ok=True)
        for old in after.glob("*.bpmn"):
            old.unlink()
        made = program(before, after)
        if made:
            found.append(judged(name, before, after, made))
        else:
            sys.stderr.write(f"{name}: skipped, it is not here or cannot lay out drawings\n")
    return found


def as_json(found: list[Drawer]) -> str:
    """Every figure and fault of every file."""
    return json.dumps(
        {
            drawer.name: {
                "refused": drawer.refused,
                "cpu_seconds": sum(drawer.cpu_seconds),
                "files": {name: asdict(one) for name, one in drawer.scores.items()},
            }
            for drawer in found
        },
        indent=1,
    )


def main() -> None:
    """Draw, judge, print."""
    parser = argparse.ArgumentParser(description="The judge of BPMN drawings.")
    parser.add_argument("--json", type=Path, help="write every figure here")
    parser.add_argument("--keep", type=Path, help="keep the drawings in this folder")
    parser.add_argument("--only", default="", help="only files with this in their name")
    parser.add_argument("--folder", type=Path, help="files of this folder, not the 202")
    asked = parser.parse_args()
    if asked.folder is None and not CORPUS.exists():
        raise SystemExit(f"{CORPUS} is not here: set OUTSIDEIN_DATA")
    with tempfile.TemporaryDirectory() as temporary:
        folder = asked.keep or Path(temporary)
        before = folder / "people"
        before.mkdir(parents=True, exist_ok=True)
        if asked.folder is not None:
            copy(asked.folder, before, asked.only)
        else:
            unpack(before, asked.only)
        found = drawers(before, folder)
    sys.stdout.write(table(found))
    if asked.json:
        asked.json.write_text(as_json(found), encoding="utf-8")


if __name__ == "__main__":
    main()
