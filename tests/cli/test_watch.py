"""Watching a file: drawn anew at every save, served to this machine alone, ended by Ctrl-C."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from outsidein.cli.serving import Page
from outsidein.cli.watching import Watched
from outsidein.document import read_text
from outsidein.inputs import write_model

GOOD = """\
process: Shop
customers: {Guest: {share: 100%}}
channels: {web: self}
steps:
  - look: {do: Look around, via: web, own: 3 min}
  - done: {end: Happy, outcome: served}
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    file = tmp_path / "shop.yaml"
    file.write_text(GOOD)
    return file


@pytest.fixture
def page(shop: Path) -> Iterator[Page]:
    """The page of a file, served by a thread of this process."""
    watched = Watched(shop)
    page = Page(watched)
    threads = [
        threading.Thread(target=watched.keep_looking, daemon=True),
        threading.Thread(target=page.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True),
    ]
    for thread in threads:
        thread.start()
    yield page
    watched.end()
    page.shutdown()
    page.server_close()
    threads[0].join(5)
    assert not threads[0].is_alive()


def replaced(file: Path, text: str) -> None:
    """Save as editors do: a new file takes the place of the old one."""
    other = file.with_suffix(".new")
    other.write_text(text)
    other.replace(file)


def test_a_saved_file_is_drawn_anew(shop: Path) -> None:
    """Both views, and the numbers that are missing, for a file that was replaced by another."""
    watched = Watched(shop)
    assert watched.look()
    assert not watched.look()
    first = watched.shown
    assert [view for view, _ in first.pictures] == ["departments", "company"]
    assert all("Look around" in svg for _, svg in first.pictures)
    assert [f.code for f in first.faults] == ["missing-number"]
    replaced(shop, GOOD.replace("Look around", "Stroll about"))
    assert watched.look()
    assert watched.shown.version == first.version + 1
    assert all("Stroll about" in svg for _, svg in watched.shown.pictures)


@pytest.mark.parametrize(
    "text", ["process: [a", GOOD.replace("web,", "wep,"), "", GOOD[:90]],
    ids=["no-yaml", "fault", "empty", "half"],
)  # fmt: skip
def test_a_file_with_faults_keeps_the_last_good_picture(shop: Path, text: str) -> None:
    """The faults are told; mended, the file is drawn again."""
    watched = Watched(shop)
    watched.look()
    good = watched.shown.pictures
    replaced(shop, text)
    watched.look()
    assert watched.shown.pictures == good
    assert not watched.shown.current
    assert any(f.severity == "error" for f in watched.shown.faults)
    replaced(shop, GOOD)
    watched.look()
    assert watched.shown.current


def test_a_file_that_is_gone_is_a_fault_until_it_is_back(shop: Path) -> None:
    """Some editors delete a file before they write it."""
    watched = Watched(shop)
    watched.look()
    shop.unlink()
    watched.look()
    assert [f.code for f in watched.shown.faults] == ["unreadable"]
    assert watched.shown.pictures
    shop.write_text(GOOD)
    assert watched.look()
    assert watched.shown.current


def test_a_workbook_is_watched_like_a_text(tmp_path: Path) -> None:
    """Whatever can be read can be watched."""
    file = tmp_path / "shop.xlsx"
    write_model(read_text(GOOD), file)
    watched = Watched(file)
    watched.look()
    assert watched.shown.current
    assert watched.shown.name == "Shop"


def asked(page: Page, path: str, host: str | None = None, method: str = "GET") -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", page.server_port, timeout=20)
    headers = {"Host": host} if host else {}
    connection.request(method, path, headers=headers)
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer.status, content


def test_only_who_knows_the_token_is_answered(page: Page) -> None:
    """No token, another token, another name for this machine, other methods: refused, empty."""
    token = page.token
    assert asked(page, f"/{token}/")[0] == 200
    assert asked(page, f"/{token}/state?after=-1")[0] == 200
    assert json.loads(asked(page, f"/{token}/state?after=x")[1])["version"] >= 0
    assert asked(page, f"/{token}/", host=f"localhost:{page.server_port}")[0] == 200
    for path in ("/", "/state", f"/{token[:-1]}/", "/x/state", f"/{token}x/", "//", "/%00/"):
        assert asked(page, path) == (403, b""), path
    for host in ("evil.example", f"evil.example:{page.server_port}", "127.0.0.1", "[::1]"):
        assert asked(page, f"/{token}/", host=host) == (421, b"")
    assert asked(page, f"/{token}/../shop.yaml")[0] == 404
    assert asked(page, f"/{token}/", method="POST")[0] == 501


def test_the_page_listens_to_this_machine_alone(page: Page) -> None:
    """Bound to 127.0.0.1, with a policy that lets the page ask nobody else."""
    assert page.server_address[0] == "127.0.0.1"
    connection = http.client.HTTPConnection("127.0.0.1", page.server_port, timeout=20)
    connection.request("GET", f"/{page.token}/")
    answer = connection.getresponse()
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "http" not in policy
    assert answer.headers["Cache-Control"] == "no-store"
    assert b"http" not in answer.read()
    connection.close()


def test_the_browser_follows_every_save(page: Page, shop: Path, chromium: str) -> None:
    """Edit the file, and the picture changes; break it, and the fault stands beside the old one."""
    from playwright.sync_api import sync_playwright

    requests, errors = [], []
    with sync_playwright() as p:
        browser = p.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        tab = browser.new_page()
        tab.on("request", lambda r: requests.append(r.url))
        tab.on("pageerror", lambda e: errors.append(str(e)))
        tab.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
        tab.goto(page.url)
        picture, status = tab.locator("#picture"), tab.locator("#status")
        picture.locator("svg").wait_for()
        assert "Look around" in picture.inner_text()
        assert "how many customers arrive" in tab.locator("#missing").inner_text()
        replaced(shop, GOOD.replace("Look around", "Stroll about"))
        picture.locator("text", has_text="Stroll about").first.wait_for()
        assert "Look around" not in picture.inner_text()
        tab.get_by_role("radio", name="company").check()
        tab.locator("#chart-com").wait_for()
        shop.write_text(GOOD.replace("via: web", "via: <b>wep</b>"))
        tab.locator("#faults").get_by_text('unknown channel "<b>wep</b>"').wait_for()
        assert tab.locator("#faults td").first.inner_text().startswith("shop.yaml:5:")
        assert "last version without faults" in status.inner_text()
        assert "Stroll about" in picture.inner_text()
        shop.write_text(GOOD.replace("process: Shop", 'process: "<img src=x onerror=alert(1)>"'))
        tab.locator("#faults").wait_for(state="hidden")
        assert "<img" in tab.locator("#name").inner_text()
        assert tab.evaluate("document.images.length") == 0
        browser.close()
    assert errors == []
    assert {r.partition(page.token)[0] for r in requests if not r.startswith("data:")} == {
        f"http://127.0.0.1:{page.server_port}/"
    }


# A shell lets what runs in the background ignore Ctrl-C, and so does all that starts from there.
PROGRAM = """import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from outsidein.cli import main
main(prog_name="outsidein")"""


@contextmanager
def started(*words: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", PROGRAM, "watch", *words]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    run = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    )
    with run:
        try:
            yield run
        finally:
            run.kill()


def test_ctrl_c_ends_the_command_cleanly(shop: Path) -> None:
    """Exit 0, a word, no traceback; and until then the address it printed answers."""
    with started(str(shop), "--no-browser") as run:
        assert run.stdout is not None
        url = run.stdout.readline().strip()
        host, _, path = url.removeprefix("http://").partition("/")
        connection = http.client.HTTPConnection(host, timeout=20)
        connection.request("GET", f"/{path}state?after=-1")
        assert connection.getresponse().status == 200
        connection.close()
        with started(str(shop), "--no-browser", "--port", host.partition(":")[2]) as other:
            _, err = other.communicate(timeout=60)
            assert other.returncode == 2
            assert "choose another --port" in err
        run.send_signal(signal.SIGINT)
        out, err = run.communicate(timeout=60)
    assert run.returncode == 0
    assert "Traceback" not in out + err
    assert "The watch has ended." in err


def test_a_file_that_is_not_there_is_not_watched(tmp_path: Path) -> None:
    """A slip in the name: one line, exit 2."""
    with started(str(tmp_path / "shpo.yaml"), "--no-browser") as run:
        out, err = run.communicate(timeout=60)
    assert (run.returncode, out) == (2, "")
    assert "is no file" in err
