"""The procedure of the BPMN MIWG test group on its references: `python -m benchmarks.miwg FOLDER`.

The group (bpmn-miwg.github.io) asks for an import, shown as a picture, and for a round trip, import
and export, compared with the reference as XML and held against the schema. The files are written
to FOLDER under the names that it publishes: X-import.png and X-roundtrip.bpmn.
"""

import io
import os
import sys
from collections import Counter
from pathlib import Path

from lxml import etree

from outsidein import __version__
from outsidein.bpmn import open_bytes, to_process, write_content
from outsidein.chart import draw

HERE = Path(__file__).resolve().parent
DATA = Path(os.environ.get("OUTSIDEIN_DATA", HERE.parent / ".." / "shared" / "data"))
sys.path.insert(0, str(HERE.parent / "tests"))

from bpmn.facts import facts, without_vendors  # noqa: E402 - the tests' own comparer

HEADS = (
    "Reference", "Import: elements", "not understood", "nodes in steps", "Round trip: differences",
    "valid", "of values alone: differences", "valid",
)  # fmt: skip


def row(path: Path, schema: etree.XMLSchema, folder: Path | None) -> list[str]:
    """Return the results of one reference, and write its two files."""
    content, name = path.read_bytes(), path.stem
    file = open_bytes(content, path.name)
    read = to_process(file)
    values = write_content(file.content)
    if folder is not None:
        (folder / f"{name}-import.png").write_bytes(draw(read.process, "departments").png())
        (folder / f"{name}-roundtrip.bpmn").write_bytes(file.tree_bytes())
    strange = [fault for fault in file.faults if fault.code == "not-understood"]
    held = {key for keys in read.held.values() for key in keys}
    nodes = file.content.nodes.keys()
    kept, alone = file.tree_bytes(), facts(without_vendors(content))
    return [
        name, str(sum(1 for _ in file.content.every())), str(len(strange)),
        f"{len(held & nodes)} of {len(nodes)}", differences(facts(content), facts(kept)),
        valid(schema, kept), differences(alone, facts(values)), valid(schema, values),
    ]  # fmt: skip


def differences(before: Counter[object], after: Counter[object]) -> str:
    """Return how many facts are missing and how many are new."""
    lost, added = before - after, after - before
    return f"{lost.total()} missing, {added.total()} new"


def valid(schema: etree.XMLSchema, content: bytes) -> str:
    """Say whether a file is valid by the schema of BPMN 2.0."""
    return "yes" if schema.validate(etree.parse(io.BytesIO(content))) else "no"


def main(folder: Path | None) -> None:
    """Print a table, a line a reference."""
    schema = etree.XMLSchema(etree.parse(DATA / "bpmn" / "xsd" / "BPMN20.xsd"))
    if folder is not None:
        folder = folder / f"outsidein {__version__}"
        folder.mkdir(parents=True, exist_ok=True)
    references = sorted((DATA / "bpmn" / "miwg_reference").glob("*.bpmn"))
    lines = [HEADS, ["---"] * len(HEADS), *(row(path, schema, folder) for path in references)]
    sys.stdout.write("".join(f"| {' | '.join(line)} |\n" for line in lines))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
