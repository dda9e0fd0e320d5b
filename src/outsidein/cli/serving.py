"""The page of a watched file, served to this machine alone.

Only 127.0.0.1 is listened to, only with the token of this run in the address, and only under the
name of this machine, so that no page of the web can read it through a name of its own.
"""

from __future__ import annotations

import hmac
import secrets
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from typing import Any

from outsidein.cli.watching import Watched

ADDRESS = "127.0.0.1"
WAIT = 15.0  # seconds that a request waits for news before it is asked again


class Page(ThreadingHTTPServer):
    """Serves one watched file."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, watched: Watched, port: int = 0) -> None:
        self.watched = watched
        self.token = secrets.token_urlsafe(24)
        super().__init__((ADDRESS, port), _Answer)
        self.hosts = {f"{name}:{self.server_port}" for name in (ADDRESS, "localhost")}

    @property
    def url(self) -> str:
        """The address of the page, with the token of this run."""
        return f"http://{ADDRESS}:{self.server_port}/{self.token}/"


class _Answer(BaseHTTPRequestHandler):
    """Answers one request."""

    server: Page
    server_version, sys_version = "outsidein", ""
    timeout = 60

    def do_GET(self) -> None:
        """Answer with the page, or with the newest state."""
        if self.headers.get("Host", "") not in self.server.hosts:
            self.refuse(HTTPStatus.MISDIRECTED_REQUEST)
            return
        path, _, query = self.path.partition("?")
        token, _, name = path.removeprefix("/").partition("/")
        if not hmac.compare_digest(token.encode(), self.server.token.encode()):
            self.refuse(HTTPStatus.FORBIDDEN)
        elif name == "":
            self.page()
        elif name == "state":
            self.state(query)
        else:
            self.refuse(HTTPStatus.NOT_FOUND)

    def page(self) -> None:
        """Send the page; its policy lets it ask nobody else."""
        nonce = secrets.token_urlsafe(16)
        text = (files("outsidein.cli") / "watch.html").read_text(encoding="utf-8")
        policy = (
            f"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'unsafe-inline'; "
            "font-src data:; img-src data:; connect-src 'self'; base-uri 'none'; "
            "form-action 'none'; frame-ancestors 'none'"
        )
        self.send(text.replace("NONCE", nonce), "text/html", policy)

    def state(self, query: str) -> None:
        """Send the newest state as soon as it is newer than the one the page has."""
        known = query.removeprefix("after=")
        version = int(known) if known.isascii() and known.isdigit() and len(known) < 10 else -1
        shown = self.server.watched.newer_than(version, WAIT)
        if shown is None:
            self.send_response(HTTPStatus.NO_CONTENT)
            self.end_headers()
            return
        self.send(shown.json(), "application/json")

    def send(self, text: str, kind: str, policy: str = "default-src 'none'") -> None:
        """Send a text."""
        content = text.encode("utf-8")
        self.send_response(HTTPStatus.OK)
        for name, value in (
            ("Content-Type", f"{kind}; charset=utf-8"), ("Content-Length", str(len(content))),
            ("Content-Security-Policy", policy), ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer"),
        ):  # fmt: skip
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def refuse(self, status: HTTPStatus) -> None:
        """Send nothing but a status."""
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def handle(self) -> None:
        """Answer; who has gone away meanwhile is no matter."""
        try:
            super().handle()
        except (ConnectionError, TimeoutError):
            self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 the name is the base's
        """Keep the terminal free of requests."""
