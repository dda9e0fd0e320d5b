"""Packages that only some ways of writing need."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from outsidein.errors import Fault, OutsideInError


def needed(module: str, extra: str) -> ModuleType:
    """Return a module; raise OutsideInError with the line that installs it if it is not there."""
    try:
        return import_module(module)
    except ImportError as error:
        what = f"needs the package {module}, which is not installed"
        hint = f"pip install 'outsidein[{extra}]'"
        raise OutsideInError([Fault("extra-missing", "error", extra, what, hint)]) from error
