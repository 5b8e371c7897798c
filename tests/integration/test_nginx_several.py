"""The delivered nginx before two processes of which one is down, or of an older release: nobody notices."""

from __future__ import annotations

import math
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPSConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from tests.nginx import certify, program, written
from tests.server import free_pair, patiently

MANY = 6
"""Requests, of which each process would get some."""


class Asked(BaseHTTPRequestHandler):
    """Notes what it is asked, and answers by its server's rule."""

    def answer(self) -> None:
        """Answer, or break off in the middle."""
        played: Any = self.server
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        played.asked.append((self.command, self.path))
        status = played.status if len(played.asked) <= played.well_after else 200
        if status:
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()
        self.close_connection = True

    do_GET = do_POST = answer  # noqa: N815 - the library's names

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


class Played(ThreadingHTTPServer):
    """A process of pages, played: answers everything with one status; with 0 it breaks off.

    After so many requests it is well.
    """

    def __init__(self, status: int) -> None:
        super().__init__(("127.0.0.1", 0), Asked)
        self.status, self.well_after = status, math.inf
        self.asked: list[tuple[str, str]] = []
        Thread(target=self.serve_forever, daemon=True).start()

    def server_close(self) -> None:
        """Nobody is answered any more, and its thread has ended: left alone it would look for ever."""
        self.shutdown()
        super().server_close()


@contextmanager
def before(home: Path, ports: list[int]) -> Iterator[HTTPSConnection]:
    """What we deliver, before these, and a line to it."""
    certify(home)
    port = free_pair()
    conf = written(home, ports, ports, port, free_pair())
    command = [program(), "-c", str(conf), "-e", "stderr", "-g", "daemon off;"]
    process = subprocess.Popen(command)
    try:
        patiently(lambda: (home / "pid").exists() and (home / "pid").read_text())
        trusting = ssl.create_default_context(cafile=str(home / "fullchain.pem"))
        yield HTTPSConnection("localhost", port, timeout=20, context=trusting)
    finally:
        process.terminate()
        process.wait(timeout=20)


def status(line: HTTPSConnection, method: str, path: str) -> int:
    """What a request is answered with."""
    line.request(method, path, b"what=said" if method == "POST" else None)
    got = line.getresponse()
    got.read()
    return got.status


def test_what_a_process_that_is_down_refused_the_next_one_gets(tmp_path: Path) -> None:
    with Played(204) as one, before(tmp_path, [free_pair(), one.server_port]) as line:
        assert [status(line, "POST", "/api/v1/x") for _ in range(MANY)] == [204] * MANY
        assert len(one.asked) == MANY


@pytest.mark.parametrize(("method", "times"), [("POST", 1), ("GET", 2)])
def test_what_was_sent_is_sent_again_only_where_nothing_can_come_of_it(
    tmp_path: Path, method: str, times: int
) -> None:
    with Played(0) as one, Played(0) as other:
        with before(tmp_path, [one.server_port, other.server_port]) as line:
            assert status(line, method, "/api/v1/x") == 502
        assert one.asked + other.asked == [(method, "/api/v1/x")] * times


def test_a_file_of_another_release_comes_from_whoever_has_it(tmp_path: Path) -> None:
    with Played(404) as old, Played(204) as new:
        with before(tmp_path, [old.server_port, new.server_port]) as line:
            assert [status(line, "GET", "/static/x.js") for _ in range(MANY)] == [204] * MANY
        assert old.asked
