"""The reference model of BPMN in Node, and the viewer most people use, read what we write."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bpmn.facts import files_of
from bpmn.prepare import folder
from bpmn.test_layer import filled
from conftest import missing
from outsidein.address import slug
from outsidein.bpmn import open_bytes, to_process, write_bpmn, write_content
from outsidein.document import read
from outsidein.drawings import with_facts
from outsidein.layer.opening import open_layer
from outsidein.layer.writing import layer_text
from random_processes import random_process

REPOSITORY = Path(__file__).parents[2]
EXAMPLES = sorted((REPOSITORY / "examples").rglob("*.yaml"))
MODDLE = """
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
const [home, ...files] = process.argv.slice(2);
const { BpmnModdle } = await import(pathToFileURL(home));
const found = {};
for (const file of files) {
  const { rootElement, warnings } = await new BpmnModdle().fromXML(readFileSync(file, "utf8"));
  found[file] = warnings.map((one) => one.message);
  if (!rootElement.rootElements.length) found[file].push("nothing was read");
}
console.log(JSON.stringify(found));
"""
VIEWER = """
async (xml) => {
  document.getElementById("canvas").innerHTML = "";
  const viewer = new BpmnJS({ container: "#canvas" });
  const { warnings } = await viewer.importXML(xml);
  const drawn = viewer.get("elementRegistry").getAll().map((one) => one.id);
  return { warnings: warnings.map((one) => one.message), drawn };
}
"""


MODELER = """
async (xml) => {
  document.getElementById("canvas").innerHTML = "";
  const modeler = new BpmnJS({ container: "#canvas" });
  await modeler.importXML(xml);
  const task = modeler.get("elementRegistry").filter((one) => one.type.endsWith("Task"))[0];
  modeler.get("modeling").updateProperties(task, { name: "Renamed elsewhere" });
  modeler.get("modeling").moveElements([task], { x: 5, y: 5 });
  return { xml: (await modeler.saveXML({ format: true })).xml, id: task.id };
}
"""


@pytest.fixture(scope="module")
def packages() -> Path:
    """The folder of both packages."""
    home = folder() / "node_modules"
    if not (home / "bpmn-js").exists():
        missing("bpmn-js is not there: python tests/bpmn/prepare.py")
    return home


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """What we write: the examples and generated processes."""
    home = tmp_path_factory.mktemp("written")
    processes = {path.stem: read(path) for path in EXAMPLES}
    processes |= {f"random-{seed}": random_process(seed) for seed in range(12)}
    for name, process in processes.items():
        (home / f"{name}.bpmn").write_bytes(write_bpmn(process))
    return sorted(home.iterdir())


def read_by_moddle(packages: Path, files: list[Path], tmp_path: Path) -> dict[str, list[str]]:
    """The warnings of bpmn-moddle for each file."""
    node = shutil.which("node")
    if node is None:
        missing("no Node on the PATH")
    script = tmp_path / "read.mjs"
    script.write_text(MODDLE)
    entry = json.loads((packages / "bpmn-moddle" / "package.json").read_text())
    entry = entry.get("exports") or entry["module"]
    home = packages / "bpmn-moddle" / (entry if isinstance(entry, str) else entry["."])
    done = subprocess.run(
        [node, str(script), str(home), *map(str, files)],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2_000:]
    found: dict[str, list[str]] = json.loads(done.stdout)
    return found


def test_bpmn_moddle_reads_what_we_write(
    packages: Path, written: list[Path], tmp_path: Path
) -> None:
    """Without a warning."""
    found = read_by_moddle(packages, written, tmp_path)
    assert len(found) == len(written)
    assert {file: said for file, said in found.items() if said} == {}


def test_bpmn_moddle_reads_foreign_files_with_our_numbers_as_it_read_them(
    packages: Path, corpus: Callable[[str], Path], tmp_path: Path
) -> None:
    """Our facts in a maker's file bring no warning of their own; nor does one of values alone."""
    for number, (name, content) in enumerate(files_of("miwg_reference", corpus)):
        (tmp_path / "x.bpmn").write_bytes(content)
        file = open_bytes(content, name)
        text = filled(layer_text(to_process(file).process, "x.bpmn"))
        whole = open_layer(text.encode(), str(tmp_path / "x.yaml")).sure()
        (tmp_path / f"{number}-before.bpmn").write_bytes(content)
        (tmp_path / f"{number}-ours.bpmn").write_bytes(with_facts(file, whole))
        (tmp_path / f"{number}-values.bpmn").write_bytes(write_content(open_bytes(content).content))
    files = sorted(tmp_path.glob("*-*.bpmn"))
    found = {Path(k).name: v for k, v in read_by_moddle(packages, files, tmp_path).items()}
    assert len(found) == 3 * 16
    for number in range(16):
        before = found[f"{number}-before.bpmn"]
        assert set(found[f"{number}-ours.bpmn"]) <= set(before)
        assert set(found[f"{number}-values.bpmn"]) <= set(before)


def test_bpmn_js_draws_what_we_write(
    packages: Path, written: list[Path], chromium: str, tmp_path: Path
) -> None:
    """Without a warning, every node and flow of the diagram on its canvas."""
    from playwright.sync_api import sync_playwright

    script = packages / "bpmn-js" / "dist" / "bpmn-viewer.production.min.js"
    page_file = tmp_path / "page.html"
    page_file.write_text('<!doctype html><div id="canvas" style="height: 600px"></div>')
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        errors: list[Any] = []
        page.on("pageerror", lambda error: errors.append(error))  # noqa: PLW0108 - it wants a function
        page.goto(page_file.as_uri())
        page.add_script_tag(path=str(script))
        for file in written:
            content = file.read_bytes()
            shown = page.evaluate(VIEWER, content.decode())
            assert shown["warnings"] == [], file.name
            (diagram,) = open_bytes(content).content.diagrams.values()
            wanted = {one.element for one in (*diagram.shapes, *diagram.edges)}
            assert wanted <= set(shown["drawn"]), file.name
        browser.close()
    assert errors == []


def test_numbers_stay_when_bpmn_js_changes_the_file(
    packages: Path, chromium: str, corpus: Callable[[str], Path], tmp_path: Path
) -> None:
    """Six makers' exports with our numbers, a task renamed and moved: only its name differs."""
    from playwright.sync_api import sync_playwright

    script = packages / "bpmn-js" / "dist" / "bpmn-modeler.production.min.js"
    page_file = tmp_path / "page.html"
    page_file.write_text('<!doctype html><div id="canvas" style="height: 600px"></div>')
    files = [f for f in files_of("miwg_vendor", corpus) if "C.1.1" in f[0]]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(page_file.as_uri())
        page.add_script_tag(path=str(script))
        for name, content in files:
            (tmp_path / "x.bpmn").write_bytes(content)
            drawn = to_process(open_bytes(content, name)).process
            text = filled(layer_text(drawn, "x.bpmn"))
            whole = open_layer(text.encode(), str(tmp_path / "x.yaml")).sure()
            ours = with_facts(open_bytes(content, name), whole)
            saved = page.evaluate(MODELER, ours.decode())
            found = to_process(open_bytes(saved["xml"].encode(), name))
            renamed = tuple(
                replace(step, name="Renamed elsewhere") if step.id == slug(saved["id"]) else step
                for step in whole.steps
            )
            assert found.process == replace(whole, steps=renamed), name
        browser.close()
    assert len(files) == 6
