"""Pages under gunicorn and the line on its own: what one process commits the other tells."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import redis

from chat.allowance import COSTS, MOST
from config import clock
from crypto.puzzle import Work, solve
from tests.actors import Office, Person, Source, founding
from tests.databases import DATABASES
from tests.integration.test_jobs_served import hear_that, hurry
from tests.lines import LineClient
from tests.migrated import migrated_database
from tests.server import ROOT, free_pair, patiently
from webapp import between
from webapp.schemas import b64, unb64

KIND = DATABASES[-1]
"""PostgreSQL where it is there: several processes are what it is for."""


class Layout:
    """A Redis of our own, pages, and a line."""

    def __init__(self, home: Path, url: str) -> None:
        self.pages, self.line, self.redis = free_pair(), free_pair(), free_pair()
        self.environ = {
            **os.environ,
            "QUIETLINE_PORT": str(self.pages),
            "QUIETLINE_LINE_PORT": str(self.line),
            "QUIETLINE_REDIS_URL": f"redis://127.0.0.1:{self.redis}/0",
            "QUIETLINE_DATA_DIR": str(home / "data"),
            "QUIETLINE_DATABASE_URL": url,
        }
        self.home = home
        self.running: list[subprocess.Popen[bytes]] = []

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        """Start one program of the layout."""
        with (self.home / "output").open("ab") as output:
            started = subprocess.Popen(
                command, cwd=ROOT, env=self.environ, stdout=output, stderr=output
            )
        self.running.append(started)
        return started

    def start_redis(self) -> subprocess.Popen[bytes]:
        """A Redis that keeps nothing, once it answers."""
        port = str(self.redis)
        program = str(shutil.which("redis-server"))
        started = self.start(program, "--port", port, "--bind", "127.0.0.1", "--save", "")
        client = redis.Redis(port=self.redis, socket_connect_timeout=1)
        patiently(lambda: _answers(client))
        return started

    def stop(self) -> None:
        """End what was started, and nothing else."""
        for program in reversed(self.running):
            program.send_signal(signal.SIGTERM)
        for program in self.running:
            program.wait(timeout=20)


def _answers(client: Any) -> bool:
    with contextlib.suppress(redis.RedisError):
        return bool(client.ping())
    return False


def _status(url: str) -> int:
    with contextlib.suppress(OSError):
        return Source(url).call("GET", "/healthz").status
    return 0


@pytest.fixture
def layout(tmp_path: Path) -> Iterator[Layout]:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "setup-code").write_text(secrets.token_hex(16))
    with migrated_database(KIND) as url:
        made = Layout(tmp_path, url)
        try:
            made.start_redis()
            made.start(sys.executable, "-m", "webapp.cli", "pages")
            patiently(lambda: _status(f"http://localhost:{made.pages}") == 200)
            made.start(sys.executable, "-m", "webapp.cli", "line")
            patiently(lambda: _status(f"http://localhost:{made.line}") == 200)
            yield made
        finally:
            made.stop()


def set_up(layout: Layout) -> tuple[Office, Person]:
    """A site of one advocate, who has yet to sign in."""
    office, ana = Office(), Person(f"http://localhost:{layout.pages + 1}", name="ana", role=1)
    code = (layout.home / "data" / "setup-code").read_text()
    body = founding(office, [ana], code, clock.unix(clock.now()))
    assert ana.call("POST", "/api/v1/setup", body).status == 201
    return office, ana


def test_what_pages_commit_the_line_tells_and_after_an_outage_everybody_is_told_to_ask(
    layout: Layout,
) -> None:
    pages, line = f"http://localhost:{layout.pages}", f"http://localhost:{layout.line}"
    office, ana = set_up(layout)
    assert ana.sign_in().status == 201
    source = Source(pages, office=office)
    assert source.send_tip(channel="chat").status == 201
    tab = LineClient(line, "/line", {"receipt": b64(source.receipt.auth)})
    said = source.envelope()
    sent = source.call("POST", "/api/v1/conversation/envelopes", {"envelope": b64(said)})
    assert sent.status == 201
    assert tab.hear("envelope") == {"envelope": b64(said)}

    layout.running[0].kill()
    layout.running.pop(0).wait(timeout=20)
    source.sent["S"].append(said)
    lost = source.envelope()
    assert (
        source.call("POST", "/api/v1/conversation/envelopes", {"envelope": b64(lost)}).status == 201
    )
    layout.start_redis()
    assert tab.hear("resync") == {}
    assert b64(lost) in tab.ask("sync", {"s": 2, "d": 0})["envelopes"]
    tab.leave()


def test_a_redis_that_hangs_delays_one_answer_and_loses_nothing(layout: Layout) -> None:
    office, ana = set_up(layout)
    assert ana.sign_in().status == 201
    source = Source(f"http://localhost:{layout.pages}", office=office)
    assert source.send_tip(channel="chat").status == 201
    auth = {"receipt": b64(source.receipt.auth)}
    tab = LineClient(f"http://localhost:{layout.line}", "/line", auth)
    hanging = layout.running[0]
    hanging.send_signal(signal.SIGSTOP)
    try:
        took = []
        for _ in range(3):
            said, begin = source.envelope(), time.monotonic()
            assert tab.ask("send", {"envelope": b64(said)})["status"] == 201
            took.append(time.monotonic() - begin)
            source.sent["S"].append(said)
    finally:
        hanging.send_signal(signal.SIGCONT)
    assert max(took) < 2 * between.PATIENCE  # the library's own publishing took 20 seconds for each
    assert tab.hear("resync") == {}
    assert len(tab.ask("sync", {"s": 0, "d": 0})["envelopes"]) == 4
    tab.leave()


@pytest.mark.long  # in one process each time: test_jobs_served.py
def test_the_jobs_as_a_process_of_their_own_are_heard_on_the_line(layout: Layout) -> None:
    pages, line = f"http://localhost:{layout.pages}", f"http://localhost:{layout.line}"
    office, ana = set_up(layout)
    assert ana.sign_in().status == 201
    assert ana.call("POST", "/api/v1/shift", {"status": "on"}).status == 200
    source = Source(pages, office=office)
    assert source.send_tip(channel="chat").status == 201
    assert ana.call("POST", "/api/v1/chats/next", {}).status == 200
    tab = LineClient(line, "/line", {"receipt": b64(source.receipt.auth)})
    hurry(layout.environ, silent_for=200)
    layout.start(sys.executable, "-m", "webapp.cli", "jobs")
    hear_that(tab, phase="waiting", lost=True)
    tab.leave()


def test_who_signs_out_on_the_pages_hears_not_one_word_more_on_the_line(layout: Layout) -> None:
    pages, desk = f"http://localhost:{layout.pages}", f"http://localhost:{layout.line + 1}"
    office, ana = set_up(layout)
    source = Source(pages, office=office)
    assert source.send_tip(channel="chat").status == 201
    screens = []
    for _ in range(2):
        assert ana.sign_in().status == 201
        token = str(ana.auth).removeprefix("Bearer ")
        screens.append(LineClient(desk, "/desk", {"token": token}))
        assert screens[-1].ask("watch", {"conv": b64(source.conv)})["status"] == 200
    assert ana.call("DELETE", "/api/v1/session").status == 204
    said = source.envelope()
    assert source.write(said).status == 201
    assert screens[0].hear("envelope")["envelope"] == b64(said)
    assert screens[1].hear("signed_out") == {"ended": True}
    assert screens[1].ask("beat", {})["status"] == 401
    assert "envelope" not in [name for name, _ in screens[1].heard.queue]
    for screen in screens:
        screen.leave()


def test_a_receipt_has_one_allowance_however_many_processes_it_goes_to(layout: Layout) -> None:
    pages, line = f"http://localhost:{layout.pages}", f"http://localhost:{layout.line}"
    office, _ = set_up(layout)
    source = Source(pages, office=office)
    assert source.send_tip(channel="chat").status == 201
    tab = LineClient(line, "/line", {"receipt": b64(source.receipt.auth)})
    asked = [0]

    def pages_refuse() -> bool:
        """They give so much by themselves that these few calls would not end it."""
        asked[0] += 1
        while tab.ask("sync", {"s": 1, "d": 0})["status"] != 429:
            pass
        return source.call("GET", "/api/v1/conversation?s=1&d=0").status == 429

    patiently(pages_refuse)
    assert asked[0] * COSTS["sync"] < MOST
    tab.leave()


@pytest.mark.long
def test_the_doors_and_their_work_are_the_same_in_every_process(layout: Layout) -> None:
    pages, line = f"http://localhost:{layout.pages}", f"http://localhost:{layout.line}"
    office, ana = set_up(layout)
    while Source(pages, office=office).send_tip().status == 201:
        pass  # the pages let in what comes freely

    def line_asks() -> bool:
        """The line was told what the pages let in; a few of these calls would not end it."""
        return Source(line, office=office).send_tip().slug == "puzzle"

    patiently(line_asks)
    person, body, asked = asked_for_work(pages, line, office)
    work = Work(asked["parts"], asked["bits"], asked["rounds"])
    found = solve(work, unb64(asked["challenge"]))
    done = {**body, "work": {"challenge": asked["challenge"], "found": found}}
    assert person.call("POST", "/api/v1/conversations", done).status == 201
    assert ana.sign_in().status == 201
    patiently(lambda: ana.call("GET", "/api/v1/status").body["load"]["tips"] == "busy")


def asked_for_work(pages: str, line: str, office: Office) -> tuple[Source, Any, Any]:
    """Somebody at the line, their tip, and what the pages asked for it.

    Each process of the pages learns within a second what the other let in, and lets in till then.
    """
    for _ in range(100):
        person = Source(line, office=office)
        body = person.tip()
        asked = Source(pages, auth=person.auth).call("POST", "/api/v1/conversations", body).body
        if "parts" in asked:
            return person, body, asked
    raise TimeoutError
