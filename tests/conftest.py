"""What every test may ask for: golden files, the corpus, the browser, Hypothesis profiles."""

from __future__ import annotations

import difflib
import filecmp
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import hypothesis
import pytest

import outsidein

TESTS = Path(__file__).parent
REPOSITORY = TESTS.parent
CORPUS = Path(os.environ.get("OUTSIDEIN_DATA", REPOSITORY / ".." / "shared" / "data"))
IN_CI = os.environ.get("CI", "").lower() == "true"

# The default profile is for the desk: reproducible from its printed example, quick.
hypothesis.settings.register_profile("desk", deadline=None, max_examples=50)
hypothesis.settings.register_profile("ci", deadline=None, max_examples=100, derandomize=True)
hypothesis.settings.register_profile("long", deadline=None, max_examples=2_000)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if IN_CI else "desk"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="Write what the tests produce to tests/golden/; read the diff before committing it.",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Refuse to test an installed copy that is not what stands in src/."""
    installed, source = Path(outsidein.__file__).parent, REPOSITORY / "src" / "outsidein"
    if installed == source:
        return
    names = [str(file.relative_to(source)) for file in source.rglob("*.py")]
    _, differ, missing = filecmp.cmpfiles(source, installed, names, shallow=False)
    if differ or missing:
        what = ", ".join(sorted(differ + missing)[:5])
        pytest.exit(f"installed outsidein differs from src/ ({what}): install again", returncode=3)


def missing(what: str) -> NoReturn:
    """Skip because `what` is not on this machine; in CI that is a failure."""
    if IN_CI:
        pytest.fail(f"{what}: must be there when CI=true", pytrace=False)
    pytest.skip(what)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with a file under tests/golden/, or write it with --update-golden."""

    def check(name: str, text: str) -> None:
        file = TESTS / "golden" / name
        if request.config.getoption("--update-golden"):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
        assert file.exists(), f"no tests/golden/{name}: run pytest --update-golden and read it"
        expected = file.read_text(encoding="utf-8")
        if text != expected:  # pytest's own diff of two long texts takes minutes
            lines = difflib.unified_diff(
                expected.splitlines(), text.splitlines(), "golden", "now", lineterm="", n=1
            )
            pytest.fail(f"tests/golden/{name} differs:\n" + "\n".join(list(lines)[:60]))

    return check


@pytest.fixture
def corpus() -> Callable[[str], Path]:
    """Give the path of a file of the corpus (environment variable OUTSIDEIN_DATA)."""

    def find(path: str) -> Path:
        file = CORPUS / path
        if not file.exists():
            missing(f"corpus file {path} not found below {CORPUS} (OUTSIDEIN_DATA)")
        return file

    return find


@pytest.fixture(scope="session")
def chromium() -> str:
    """Give the path of a Chromium that Playwright can drive."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    missing("no Chromium on the PATH")
