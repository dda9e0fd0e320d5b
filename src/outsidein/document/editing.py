"""Changing a document in place: only what changes is rewritten, comments and layout stay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from outsidein.document.nodes import Node
from outsidein.document.opening import Document, open_text, read_text
from outsidein.document.patching import Patches
from outsidein.document.trees import tree_of
from outsidein.document.writing import section, write
from outsidein.errors import OutsideInError
from outsidein.model.change import Change, Scenario, Set
from outsidein.model.process import Process
from outsidein.model.scenario import missed


def edit(text: str, changes: Sequence[Change]) -> str:
    """Return the text of a document with changes made in it; comments and layout survive.

    What reads as the same process as before keeps its spelling to the letter; scenarios stay.
    A number that is set loses its source. Raises OutsideInError for a text with faults, and with
    every change that missed.
    """
    document = open_text(text)
    errors = [fault for fault in document.faults if fault.severity == "error"]
    if errors or document.process is None or document.root is None:
        raise OutsideInError(errors)
    wanted = changed(document.process, changes)
    edited = _patched(document, document.root, wanted)
    if _reads_as(edited, wanted):
        return edited
    edited = _with_sections(document, document.root, wanted)
    if _reads_as(edited, wanted):
        return edited
    edited = write(wanted)
    read_text(edited)  # raises if the changes cannot be written at all
    return edited


def changed(process: Process, changes: Sequence[Change]) -> Process:
    """Return the process after changes that are no scenario. Raises OutsideInError."""
    alone = replace(process, scenarios=())
    after, faults = missed(alone, Scenario(name="edit", changes=tuple(changes)))
    if faults:
        raise OutsideInError(
            replace(f, where=f.where.removeprefix("scenarios.edit.").partition(".")[2] or f.where)
            for f in faults
        )
    touched = {change.address for change in changes if isinstance(change, Set)}
    sources = {a: source for a, source in process.sources.items() if a not in touched}
    return replace(after, scenarios=process.scenarios, sources=sources)


def _patched(document: Document, root: Node, wanted: Process) -> str:
    assert document.process is not None
    patches = Patches(document.text)
    patches.patch_map(root, tree_of(document.process), tree_of(wanted))
    return patches.apply()


def _with_sections(document: Document, root: Node, wanted: Process) -> str:
    """Rewrite every section that differs as a whole: for changes too deep to be patched."""
    assert document.process is not None
    old, new = tree_of(document.process), tree_of(wanted)
    text = document.text
    for key, value in reversed(root.entries):
        if key.text in old and old.get(key.text) != new.get(key.text) and key.text in new:
            lines = "\n".join(section(key.text, new[key.text]))
            text = text[: key.start] + lines + text[Patches(text).last(value) :]
    return text


def _reads_as(text: str, wanted: Process) -> bool:
    found = open_text(text)
    wrong = any(fault.severity == "error" for fault in found.faults)
    return not wrong and found.process is not None and _alike(found.process, wanted)


def _alike(one: Process, other: Process) -> bool:
    """Whether two processes are written alike: how an override is stored makes no difference."""
    first: dict[str, Any] = tree_of(one)
    return first == tree_of(other)
