"""Judge one BPMN file: `python -m benchmarks.layout.score FILE [SOURCE]`."""

import json
import sys
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.layout import faults, unextended
from benchmarks.layout.docking import docking
from benchmarks.layout.drawn import Drawing, read
from benchmarks.layout.faults import Fault
from benchmarks.layout.label_faults import label_faults
from benchmarks.layout.lettering import labels
from benchmarks.layout.soft import soft

KINDS = (
    "overlap", "through", "through_by_association", "on_top", "on_border", "outside", "lanes",
    "docking", "boundary", "size", "missing_node", "missing_line", "missing_area",
    "label_label", "label_node", "label_line", "label_out", "label_far", "label_fit", "label_small",
    "label_missing",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Score:
    """What one drawing came to."""

    faults: list[Fault]
    soft: dict[str, float]
    unextended: dict[str, float]
    comparable: bool  # two lanes or more, eight flows or more: as the first scorer asked

    @property
    def kinds(self) -> Counter[str]:
        """Hard faults of each kind."""
        return Counter(fault.kind for fault in self.faults)


def score(content: bytes, source: bytes | None = None) -> Score:
    """Judge a BPMN file, redrawn from a source or, without one, as it came."""
    before = read(content if source is None else source)
    drawing = read(content)
    found = unextended.score(content, every=True)
    assert found is not None
    texts = labels(drawing)
    return Score(
        faults=[
            *_faults(drawing, before, redrawn=source is not None),
            *label_faults(drawing, texts),
        ],
        soft=soft(drawing, texts, before),
        unextended=found,
        comparable=unextended.score(content if source is None else source) is not None,
    )


def _faults(drawing: Drawing, source: Drawing, *, redrawn: bool) -> list[Fault]:
    return [
        *faults.overlaps(drawing),
        *faults.through(drawing),
        *faults.on_top(drawing),
        *faults.on_border(drawing),
        *faults.outside(drawing),
        *faults.lanes(drawing),
        *docking(drawing),
        *faults.boundary(drawing),
        *faults.sizes(drawing, source if redrawn else None),
        *faults.missing(drawing, source),
    ]


def main() -> None:
    """Print what is wrong with a file, and its soft measures, as JSON."""
    judged, *source = (Path(name).read_bytes() for name in sys.argv[1:3])
    sys.stdout.write(json.dumps(asdict(score(judged, *source)), indent=1) + "\n")


if __name__ == "__main__":
    main()
