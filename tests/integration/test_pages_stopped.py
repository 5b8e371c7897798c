"""The pages under gunicorn: what their answers say of the server, and what is left when they stop."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.faults.loud import SAID
from tests.migrated import migrated_store
from tests.server import ROOT, free_pair, patiently
from tests.traces import HEADERS, TOLD

GUNICORN = ("-m", "gunicorn", "--config", "config/deploy/gunicorn_conf.py")
LOUD = "tests.faults.loud:application()"


def asked(port: int, path: str) -> tuple[int, dict[str, str]]:
    """Status and headers of an answer to somebody who tells a lot; 0 where nobody answers."""
    line = HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        line.request("GET", path, headers=HEADERS)
        answer = line.getresponse()
        answer.read()
        return answer.status, {name.lower(): text for name, text in answer.getheaders()}
    except OSError:
        return 0, {}
    finally:
        line.close()


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_answers_name_no_server_and_errors_are_counted_up_to_the_stop(
    tmp_path: Path, stop: signal.Signals
) -> None:
    with migrated_store("sqlite", tmp_path / "data"):
        port = free_pair()
    told = {"QUIETLINE_PORT": str(port), "QUIETLINE_DATA_DIR": str(tmp_path / "data")}
    with (tmp_path / "output").open("wb") as output:
        pages = subprocess.Popen(
            [sys.executable, *GUNICORN, LOUD],
            cwd=ROOT,
            env={**os.environ, **told},
            stdout=output,
            stderr=output,
        )
    try:
        patiently(lambda: asked(port, "/healthz")[0] == 200)
        answers = [asked(port, "/api/v1/desk") for _ in range(5)]
    finally:
        pages.send_signal(stop)
        pages.wait(timeout=30)
    assert [status for status, _ in answers] == [500] * 5
    assert all("server" not in headers for _, headers in answers)
    said = (tmp_path / "output").read_text()
    lines = [json.loads(line) for line in said.splitlines()]
    counted = [line["count"] for line in lines if line.get("kind") == "RuntimeError"]
    assert sum(counted) == 5
    assert [text for text in (*TOLD, SAID) if text in said] == []


def is_shut(port: int) -> bool:
    """Whether whoever knocks is turned away at once."""
    with socket.socket() as line:
        return line.connect_ex(("127.0.0.1", port)) != 0


def test_whoever_knocks_while_the_pages_stop_is_turned_away_at_once(tmp_path: Path) -> None:
    with migrated_store("sqlite", tmp_path / "data"):
        port = free_pair()
    told = {"QUIETLINE_PORT": str(port), "QUIETLINE_DATA_DIR": str(tmp_path / "data")}
    pages = subprocess.Popen(
        [sys.executable, *GUNICORN, LOUD], cwd=ROOT, env={**os.environ, **told}
    )
    try:
        patiently(lambda: asked(port, "/healthz")[0] == 200)
        line = HTTPConnection("127.0.0.1", port, timeout=20)
        line.request("GET", "/healthz")
        assert line.getresponse().read()
        pages.send_signal(signal.SIGTERM)
        patiently(lambda: is_shut(port))
        line.request("GET", "/healthz")  # who was in already is answered, and told to come anew
        assert line.getresponse().getheader("Connection") == "close"
    finally:
        pages.terminate()
        pages.wait(timeout=30)
