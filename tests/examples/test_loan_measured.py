"""The loan example says what its log says: measured again, the numbers are the document's."""

import importlib.util
import json
import os
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[2]
LOAN = ROOT / "examples" / "loan"
CORPUS = Path(os.environ.get("OUTSIDEIN_DATA", ROOT.parent / "shared" / "data"))


def measure_script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("loan_measure", LOAN / "measure.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["loan_measure"] = module  # its dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def log() -> Path:
    path = CORPUS / "logs_real" / "BPIC_2017_W_train.csv.gz"
    if not path.exists():
        why = f"no log at {path}: set OUTSIDEIN_DATA to the folder that has logs_real"
        if os.environ.get("CI") == "true":
            pytest.fail(why)
        pytest.skip(why)
    return path


def written() -> dict[str, str]:
    """Every number of the document marked as observed, by address, as `measure.py` prints it."""
    tree = YAML(typ="safe", pure=True).load((LOAN / "loan.yaml").read_text(encoding="utf-8"))
    found: dict[str, str] = {}

    def note(address: str, text: object) -> None:
        if "~observed" in str(text):
            found[address] = re.sub(r" -> \S+", "", str(text))

    note("arrivals.rate", tree["arrivals"]["rate"])
    for index, line in enumerate(tree["arrivals"]["profile"]):
        note(f"arrivals.profile.{index}", line)
    for part, facts in tree["organisation"].items():
        for index, line in enumerate(facts.get("people", [])):
            note(f"{part.lower().replace(' ', '-')}.people.{index}", line)
    for entry in tree["steps"]:
        ((step, facts),) = entry.items()
        for key, value in facts.items() if isinstance(facts, dict) else ():
            for item in value if isinstance(value, list) else [value]:
                branch = re.match(r"(\S+%) (.+?) -> \S+ (~observed.*)", str(item))
                if branch is None:
                    note(f"{step}.{key}", item)
                else:
                    share, label, source = branch.groups()
                    slug = label.replace(" ", "-") if key == "fails" else label
                    found[f"{step}.{key}.{slug}"] = f"{share} {source}"
    return found


def test_every_observed_number_is_what_the_log_says() -> None:
    """`measure.py` on the real log prints each observed number of the document, and no other."""
    lines, observed = measure_script().measure(log())
    measured = {address: value for address, value in lines.items() if not address.startswith("#")}
    assert written() == measured
    assert observed == json.loads((LOAN / "observed.json").read_text(encoding="utf-8"))


def test_the_document_carries_its_observed_numbers() -> None:
    """Forty-nine numbers are observed, each with its count and its period."""
    found = written()
    assert len(found) == 49
    form = re.compile(r".+ ~observed n=\d+ 2016-\d\d-\d\d/2016-\d\d-\d\d$")
    assert [text for text in found.values() if not form.match(text)] == []


def test_elapsed_times_are_in_order() -> None:
    """The observed quartiles are ordered and lie between five and eighteen days."""
    times = json.loads((LOAN / "observed.json").read_text(encoding="utf-8"))["elapsed_seconds"]
    assert times["n"] == 4100
    assert 5 * 86400 < times["p25"] < times["median"] < times["p75"] < 18 * 86400
    assert times["median"] < times["mean"]  # a long tail


@pytest.mark.parametrize(
    ("family", "mean", "sd"),
    [("lognormal", 5.0, 6.0), ("gamma", 24.0, 40.0), ("gamma", 8.0, 2.0)],
)
def test_a_law_has_the_mean_and_sd_it_is_given(family: str, mean: float, sd: float) -> None:
    """The laws fitted are parametrised by arithmetic mean and sd, as in the document."""
    levels = (measure_script().np.arange(400_000) + 0.5) / 400_000
    drawn = measure_script().law(family, mean, sd)(levels)
    assert drawn.mean() == pytest.approx(mean, rel=1e-3)
    assert drawn.std() == pytest.approx(sd, rel=2e-2)


def test_time_to_opening_by_hand() -> None:
    """Friday 20:00 waits 12 h for Saturday 08:00, Sunday 16:00 waits 15 h, open hours none."""
    wait = measure_script().to_opening("Loan desk")
    friday, sunday = 4 * 1440, 6 * 1440
    assert wait[friday + 20 * 60] == 12
    assert wait[friday + 12 * 60] == 0
    assert wait[sunday + 16 * 60] == 15


def test_pieces_of_one_go_are_one_visit() -> None:
    """The same person back after 10 minutes is one visit; another person, or 40 minutes, is not."""
    script = measure_script()

    def piece(person: str, start: float, end: float) -> object:
        return script.Visit(
            case="a", job="offer", person=person, start=start, end=end, work=end - start
        )

    pieces = [piece("x", 0, 60), piece("x", 660, 720), piece("y", 780, 900), piece("y", 3300, 3400)]
    (journey,) = script.merge(pieces)
    assert [(visit.person, visit.work) for visit in journey] == [("x", 120), ("y", 120), ("y", 100)]
    assert [name for name, _ in script.steps(journey)] == ["explain", "remind", "remind"]
