"""`quietline metrics`: a process of its own that tells how the service stands, to this machine only."""

from __future__ import annotations

import math
import os
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import click

from config import clock
from config.logs import ErrorCounts, configure_logs, write
from config.postgresql import REQUESTS
from config.refusal import SettingsError
from config.settings import load_settings
from webapp import create_source_app, share
from webapp.services import Services, services_of
from webapp.standing import facts
from webapp.standing.exposition import CONTENT_TYPE, text_of
from webapp.standing.measured import Grown, gauges
from webapp.standing.processes import processes
from webapp.store import open_store

KEPT = 10
"""Seconds for which one answer serves whoever asks."""

AN_HOUR = 3600
"""Seconds for which one look at what grows with use is told."""

NO_PORT = (
    "Set QUIETLINE_METRICS_PORT: metrics are told on that port of this machine, by nobody else."
)


class Told:
    """The newest text, made at most once in KEPT seconds however many ask; `now` is of any clock."""

    def __init__(self, made: Services, now: Callable[[], float] = time.monotonic) -> None:
        self.made, self._now = made, now
        self._lock = threading.Lock()
        self._text, self._until = b"", -math.inf
        self._grown, self._grown_until = Grown({}, 1.0), -math.inf

    def text(self) -> bytes:
        """What is told now."""
        with self._lock:
            if self._now() >= self._until:
                self._text = self._made_now()
                self._until = self._now() + KEPT
            return self._text

    def _made_now(self) -> bytes:
        running = processes()
        if self._now() >= self._grown_until:
            self._grown = Grown(running, facts.free_share(self.made))
            self._grown_until = self._now() + AN_HOUR
        return text_of(gauges(self.made, clock.now(), running, self._grown)).encode()


def server_of(made: Services, port: int) -> ThreadingHTTPServer:
    """Answers `/metrics` on this machine, and nothing else anywhere."""
    told = Told(made)

    class Handler(BaseHTTPRequestHandler):
        server_version, sys_version = "", ""

        def do_GET(self) -> None:
            """The metrics."""
            known = self.path == "/metrics"
            body = told.text() if known else b""
            self.send_response(200 if known else 404)
            self.send_header("Content-Type", CONTENT_TYPE)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing is written about who asks."""

    return ThreadingHTTPServer(("127.0.0.1", port), Handler)


@click.command()
def metrics() -> None:
    """Tell how the service stands, for Prometheus, on QUIETLINE_METRICS_PORT of this machine."""
    try:
        settings = load_settings(os.environ)
        database = open_store(settings, REQUESTS)
    except SettingsError as error:
        raise click.ClickException(str(error)) from error
    if settings.metrics_port is None:
        raise click.ClickException(NO_PORT)
    configure_logs()
    app = create_source_app(share(settings, database, ErrorCounts()))
    with server_of(services_of(app), settings.metrics_port) as server:
        write("metrics", port=settings.metrics_port)
        server.serve_forever()
