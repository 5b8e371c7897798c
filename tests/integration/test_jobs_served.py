"""The jobs inside the real server, in both async modes: people are told at once, and nobody waits for them."""

from __future__ import annotations

import secrets
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from config import clock
from config.settings import load_settings
from moderation.jobs import alert
from tests.integration.line_town import MODES, Town
from tests.lines import LineClient
from tests.migrated import migrated_database
from tests.post import mail_server
from tests.server import served
from webapp.store import open_store

SENDER = "desk@example.org"


@contextmanager
def town_with(
    home: Path, request: pytest.FixtureRequest, mail_port: int
) -> Iterator[tuple[Town, dict[str, str]]]:
    """A served site that sends its mail there; and the settings by which its store is found."""
    mode, kind = request.param
    (home / "data").mkdir()
    (home / "data" / "setup-code").write_text(secrets.token_hex(16))
    with migrated_database(kind) as url:
        more = {
            "QUIETLINE_DATABASE_URL": url,
            "QUIETLINE_ASYNC": mode,
            "QUIETLINE_SMTP_HOST": "127.0.0.1",
            "QUIETLINE_SMTP_PORT": str(mail_port),
            "QUIETLINE_SMTP_TLS": "none",
            "QUIETLINE_SMTP_FROM": SENDER,
        }
        with served(home, "serve", **more) as site:
            yield Town(site), more | {"QUIETLINE_DATA_DIR": str(site.data_dir)}
            assert "Traceback" not in site.output, site.output[-3000:]


def hurry(environ: dict[str, str], *, silent_for: int = 0) -> None:
    """Every job is due now, and every advocate's client has been silent for so many seconds."""
    store = open_store(load_settings(environ))
    with store.writing() as session:
        now = {"now": clock.unix(clock.now()), "by": silent_for}
        session.execute(text("UPDATE content.job SET due = :now WHERE lease = 0"), now)
        session.execute(text("UPDATE content.presence SET beat = beat - :by"), now)
    store.engine.dispose()


def hear_that(line: LineClient, **wanted: Any) -> None:
    """Return once the chat stands so; raises queue.Empty where it never does."""
    while True:
        now = line.hear("live")["live"]
        if all(now[name] == value for name, value in wanted.items()):
            return


@pytest.fixture(params=MODES[-2:], ids="-".join)  # each server and each database once
def evening(
    request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[tuple[Town, dict[str, str], Any]]:
    """A served site and its mail server."""
    with mail_server() as box, town_with(tmp_path, request, box.port) as (town, environ):
        yield town, environ, box


def test_a_closed_laptop_is_told_to_the_person_and_calls_who_is_on_call(
    evening: tuple[Town, dict[str, str], Any],
) -> None:
    town, environ, box = evening
    source = town.held_chat()
    outside, inside = town.line(source), town.desk(town.sam)
    on_call = {"kind": "email", "address": "sam@example.org"}
    assert town.sam.call("POST", "/api/v1/on-call", on_call).status == 200
    hurry(environ, silent_for=200)
    hear_that(outside, phase="waiting", lost=True, on_shift=0)
    assert inside.hear("chat_waiting")["conv"]
    hurry(environ)
    assert box.arrived.wait(30)
    assert box.letters == [("sam@example.org", alert.as_mail(SENDER))]
    outside.leave()
    inside.leave()


@pytest.fixture(params=MODES[:1] + MODES[-1:], ids="-".join)
def mute(
    request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[tuple[Town, dict[str, str], socket.socket]]:
    """A served site whose mail server takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(30)
        with town_with(tmp_path, request, listener.getsockname()[1]) as (town, environ):
            yield town, environ, listener


def test_while_a_mail_server_says_nothing_people_are_answered(
    mute: tuple[Town, dict[str, str], socket.socket],
) -> None:
    town, environ, listener = mute
    on_call = {"kind": "email", "address": "sam@example.org"}
    assert town.sam.call("POST", "/api/v1/on-call", on_call).status == 200
    town.chat()
    hurry(environ)
    line, _ = listener.accept()
    with line:
        began = time.monotonic()
        assert town.chat().write().status == 201
        assert time.monotonic() - began < 5  # the service would wait ten for the mail server
