"""What the package hands on, and how little it loads."""

from __future__ import annotations

import pkgutil
import subprocess
import sys

import pytest

from outsidein import statistics


def test_every_public_name_exists() -> None:
    """What `outsidein.statistics` promises in `__all__` can be had."""
    found = {name for name in statistics.__all__ if getattr(statistics, name) is not None}
    assert found == set(statistics.__all__)


def test_no_public_name_is_hidden_by_a_file() -> None:
    """A name that is also a submodule would change its meaning once that is imported."""
    files = {module.name for module in pkgutil.iter_modules(statistics.__path__)}
    assert files
    assert files.isdisjoint(statistics.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    """As for any module."""
    with pytest.raises(AttributeError, match="no attribute 'average'"):
        statistics.average  # noqa: B018


@pytest.mark.parametrize(
    ("module", "absent"),
    [("outsidein.statistics", "numpy"), ("outsidein.statistics.histogram", "scipy")],
)
def test_nothing_heavy_is_loaded_before_it_is_used(module: str, absent: str) -> None:
    """The package alone loads no numpy, its files no scipy."""
    program = f"import sys, {module}; print({absent!r} in sys.modules)"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert run.stdout.strip() == b"False"
