"""A process written as a workbook and read again is the same process."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings

from outsidein.document import new_document, read, read_text
from outsidein.document.sheet.reading import open_workbook
from outsidein.document.sheet.start import new_workbook
from outsidein.document.sheet.writing import write_workbook
from outsidein.errors import OutsideInError
from outsidein.model.process import Process, Step
from strategies import processes, random_process

REPOSITORY = Path(__file__).parents[3]
EXAMPLES = sorted(
    [*(REPOSITORY / "tests" / "document" / "examples").glob("*.yaml"),
     *(REPOSITORY / "examples").glob("*/*.yaml")]
)  # fmt: skip


def assert_survives(process: Process) -> None:
    document = open_workbook(write_workbook(process), "process.xlsx")
    assert document.faults == ()
    assert document.process == process


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_every_example_survives_a_workbook(file: Path) -> None:
    """The whole grammar: ways, customers for whom it differs, blocks, acts, scenarios, sources."""
    assert_survives(read(file))


@settings(max_examples=15)
@given(processes())
def test_any_process_survives_a_workbook(process: Process) -> None:
    """Nothing is lost, nothing added, and nobody complains."""
    assert_survives(process)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(0, 1_000, 50))
def test_a_thousand_processes_survive_a_workbook(seed: int) -> None:
    """The same for as many as take minutes."""
    for k in range(seed, seed + 50):
        assert_survives(random_process(k))


def test_the_start_means_the_same_as_the_start_in_yaml() -> None:
    """`new order.xlsx` and `new order.yaml` are one process, and the workbook explains itself."""
    document = open_workbook(new_workbook(), "order.xlsx")
    assert document.faults == ()
    assert document.process == read_text(new_document())


def test_the_start_explains_every_column() -> None:
    """Comments on the header, choices for verbs, a frozen header, a sheet of help, remarks."""
    import io

    book = openpyxl.load_workbook(io.BytesIO(new_workbook()))
    steps = book["steps"]
    assert [cell.value for cell in steps[1]][:8] == [
        "phase", "step", "who", "channel", "part", "minutes", "share", "next",
    ]  # fmt: skip
    assert all(cell.comment is not None for cell in steps[1])
    assert steps.freeze_panes == "C2"
    assert any("hidden" in rule.formula1 for rule in steps.data_validations.dataValidation)
    assert {"verb", "patience", "section"} <= {row[0].value for row in book["help"].iter_rows()}
    assert any("a guess" in str(row[-1].value) for row in book["document"].iter_rows())


@pytest.mark.parametrize("name", ["=1+1", "#N/A", "+1", "'x", "a, b", 'say "no"; x', "1", "TRUE"])
def test_any_name_stays_a_text(name: str) -> None:
    """What begins like a formula or an error is typed as a text, and is one when it is read."""
    step = Step(id="a", verb="do", name=name, asks_for=(name, "b"), reason=name)
    assert_survives(Process(name=name, steps=(step,)))


def test_a_text_that_fits_no_cell_is_a_fault() -> None:
    """Excel would cut it off in silence."""
    step = Step(id="a", verb="do", name="x" * 40_000)
    with pytest.raises(OutsideInError, match="does not fit into a cell"):
        write_workbook(Process(name="Long", steps=(step,)))
