"""The rules of the house: layers, sizes, light imports, and tests that assert something."""

from __future__ import annotations

import ast
import doctest
import importlib
import pkgutil
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import outsidein

REPOSITORY = Path(__file__).parent.parent
SOURCE = REPOSITORY / "src" / "outsidein"
MOST_LINES = 500
KERNEL = SOURCE / "simulation" / "kernel.py"  # numba compiles one file for every model
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
HEAVY = ("numpy", "numba", "duckdb", "scipy", "pydantic")
MODULES = sorted(m.name for m in pkgutil.walk_packages(outsidein.__path__, "outsidein."))
BANNED_WORDS = {"utils", "util", "helper", "helpers", "manager", "data", "misc", "common"}
# Put together here so that this file does not hold what it looks for.
WORKPLACE = ["/" + "work/", "/tmp/" + "bash_jobs", "/" + "farm/", "." + "library/"]
REGISTRIES = ["py" + "pi.org", "python" + "hosted", "npm" + "js.", "deb" + "ian.org"]


def committed_files() -> list[Path]:
    """Every file git tracks; outside a checkout there is nothing to ask."""
    if not (REPOSITORY / ".git").exists():
        pytest.skip("not a git checkout")
    listing = subprocess.run(
        ["git", "ls-files", "-z"], cwd=REPOSITORY, capture_output=True, check=True, text=True
    )
    files = [REPOSITORY / name for name in listing.stdout.split("\0") if name]
    return [file for file in files if file.is_file()]


def test_no_source_file_is_too_long_to_read() -> None:
    """A file is at most 500 lines; the kernel alone may be longer."""
    lengths = {f: len(f.read_text(encoding="utf-8").splitlines()) for f in SOURCE.rglob("*.py")}
    too_long = {
        str(file.relative_to(REPOSITORY)): lines
        for file, lines in lengths.items()
        if lines > MOST_LINES and file != KERNEL
    }
    assert lengths
    assert too_long == {}


def test_no_module_is_named_after_nothing() -> None:
    """A file is called by what it is about: no `utils`, `helper`, `manager` or `data`."""
    named = {f for f in SOURCE.rglob("*.py") if BANNED_WORDS & set(f.stem.split("_"))}
    assert named == set()


def run_import_linter(folder: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    command = [str(program), "--config", str(REPOSITORY / "pyproject.toml"), "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_each_layer_imports_only_from_below() -> None:
    """The contracts of pyproject.toml hold, and no package stands outside them."""
    report = run_import_linter(SOURCE.parent)
    assert report.returncode == 0, report.stdout


def test_a_planted_upward_import_is_caught(tmp_path: Path) -> None:
    """`model` importing from `chart` breaks the contract, so the contract is really read."""
    shutil.copytree(SOURCE, tmp_path / "outsidein", ignore=shutil.ignore_patterns("__pycache__"))
    with (tmp_path / "outsidein" / "model" / "process.py").open("a", encoding="utf-8") as file:
        file.write("\nimport outsidein.chart\n")
    report = run_import_linter(tmp_path)
    assert report.returncode != 0
    assert "outsidein.model.process -> outsidein.chart" in report.stdout


def modules_loaded_by(statement: str) -> set[str]:
    program = f"import sys\n{statement}\nprint(*sorted(sys.modules), sep='\\n')"
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=REPOSITORY
    )
    return {name.partition(".")[0] for name in run.stdout.split()}


@pytest.mark.parametrize("module", ["outsidein", "outsidein.model.process", "outsidein.cli"])
def test_importing_is_light(module: str) -> None:
    """Numbers, databases and validators are loaded by the commands that need them."""
    assert modules_loaded_by(f"import {module}").isdisjoint(HEAVY)


def test_every_public_name_exists() -> None:
    """What `outsidein` promises in `__all__` can be had."""
    found = {name for name in outsidein.__all__ if getattr(outsidein, name) is not None}
    assert found == set(outsidein.__all__)


@pytest.mark.parametrize("module", MODULES)
def test_examples_in_docstrings_run(module: str) -> None:
    """Every `>>>` in a docstring gives the value written under it."""
    assert doctest.testmod(importlib.import_module(module)).failed == 0


def test_the_repository_speaks_of_the_project_alone() -> None:
    """No committed text holds a path of the machine it was written on or a registry's host."""
    pattern = re.compile("|".join(map(re.escape, WORKPLACE + REGISTRIES)))
    said = [
        f"{file.relative_to(REPOSITORY)}: {found.group()}"
        for file in committed_files()
        if (found := pattern.search(file.read_text(encoding="utf-8", errors="ignore")))
    ]
    assert said == []


def test_the_lock_file_pins_every_dependency() -> None:
    """Names and versions, nothing else; what pyproject.toml asks for is among them."""
    lines = (REPOSITORY / "requirements.lock").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not re.fullmatch(r"[a-z0-9._-]+==[0-9][\w.+]*", line)] == []
    extras = PROJECT["project"]["optional-dependencies"].values()
    asked = [*PROJECT["project"]["dependencies"], *(one for extra in extras for one in extra)]
    pinned = {slug(name): version for name, version in (line.split("==") for line in lines)}
    for requirement in map(Requirement, asked):
        assert requirement.specifier.contains(pinned[slug(requirement.name)]), requirement


def imported_packages() -> set[str]:
    """Packages that src/ imports or asks files of, by the name they are installed under."""
    found: set[str] = set()
    for file in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module.partition(".")[0])
            elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "files":
                found |= {
                    str(a.value).partition(".")[0] for a in node.args if isinstance(a, ast.Constant)
                }
    owners = packages_distributions()
    foreign = found - set(sys.stdlib_module_names) - {"outsidein"}
    return {slug(owner) for name in foreign for owner in owners[name]}


def test_what_is_imported_is_what_is_asked_for() -> None:
    """Each dependency of pyproject.toml is used in src/, and nothing else but the engines is."""
    asked = {slug(Requirement(one).name) for one in PROJECT["project"]["dependencies"]}
    engines = PROJECT["project"]["optional-dependencies"]["engines"]
    extra = {slug(Requirement(one).name) for one in engines}
    assert imported_packages() - extra == asked


def slug(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Names of the files in a wheel built from this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True)
    (file,) = folder.glob("*.whl")
    return zipfile.ZipFile(file).namelist()


def test_the_wheel_holds_the_package_and_its_examples(wheel: list[str]) -> None:
    """`outsidein demo` works after `pip install .`: the examples travel with the package."""
    names = [
        "order", "loan", "bank-account", "claim", "appointment", "broadband", "permit",
        "executives",
    ]  # fmt: skip
    wanted = {"py.typed", *(f"examples/{name}/{name}.yaml" for name in names)}
    assert {f"outsidein/{name}" for name in wanted} <= set(wheel)


def test_the_wheel_holds_nothing_else(wheel: list[str]) -> None:
    """No test, cache or picture of a desk goes to users."""
    allowed = re.compile(
        r"outsidein/.*\.(py|typed|yaml|md|csv|css|js|json|svg|html|typ|xsd)|.*dist-info/.*"
    )
    assert [name for name in wheel if not allowed.fullmatch(name)] == []


ASSERTING_CALLS = {"raises", "warns", "golden", "fail"}


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def called_names(function: ast.FunctionDef) -> set[str]:
    calls = (node.func for node in ast.walk(function) if isinstance(node, ast.Call))
    return {getattr(call, "attr", getattr(call, "id", "")) for call in calls}


def asserts(function: ast.FunctionDef, asserting: set[str]) -> bool:
    if any(isinstance(node, ast.Assert) for node in ast.walk(function)):
        return True
    names = called_names(function)
    return not asserting.isdisjoint(names) or any(name.startswith("assert_") for name in names)


def asserting_makers(trees: list[ast.Module]) -> set[str]:
    """Functions the tests share that assert, themselves or through each other."""
    found: set[str] = set(ASSERTING_CALLS)
    shared = [f for tree in trees for f in functions(tree) if not f.name.startswith("test_")]
    while new := {f.name for f in shared if f.name not in found and asserts(f, found)}:
        found |= new
    return found


def written_tests() -> tuple[list[tuple[str, ast.FunctionDef]], set[str]]:
    files = sorted((REPOSITORY / "tests").rglob("*.py"))
    trees = [ast.parse(file.read_text(encoding="utf-8")) for file in files]
    tests = [
        (f"{file.relative_to(REPOSITORY)}:{function.lineno} {function.name}", function)
        for file, tree in zip(files, trees, strict=True)
        for function in functions(tree)
        if function.name.startswith("test_")
    ]
    return tests, asserting_makers(trees)


def test_every_test_says_what_it_is_about() -> None:
    """A test's docstring is the sentence that a reader of a failure needs."""
    tests, _ = written_tests()
    assert tests
    assert [place for place, function in tests if not ast.get_docstring(function)] == []


def test_every_test_asserts_something() -> None:
    """A test that only runs proves only that it runs."""
    tests, asserting = written_tests()
    assert [place for place, function in tests if not asserts(function, asserting)] == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("    run(process)", False),
        ("    check(process)", False),
        ("    assert run(process)", True),
        ("    np.testing.assert_array_equal(one, two)", True),
        ("    with pytest.raises(ValueError):\n        run(process)", True),
        ("    same(one, two)", True),
    ],
)
def test_a_test_without_assertion_is_noticed(body: str, expected: bool) -> None:
    """Calling our own `check` asserts nothing; a shared maker that asserts does."""
    tree = ast.parse(f"def test_it():\n{body}\ndef same(a, b):\n    assert a == b\n")
    test = next(f for f in functions(tree) if f.name == "test_it")
    assert asserts(test, asserting_makers([tree])) is expected
