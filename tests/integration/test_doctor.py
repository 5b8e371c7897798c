"""What the doctor says of an installation that is well, and of each thing that is not."""

from __future__ import annotations

import json
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from config import clock
from config.settings import load_settings
from tests.backups import Vault
from tests.integration.conftest import Town
from webapp.cli import quietline
from webapp.doctor.finding import Found
from webapp.doctor.machine import machine
from webapp.doctor.outside import onion, outside
from webapp.doctor.store import store
from webapp.security import HEADERS

ONION = f"http://{'a' * 56}.onion"


def wrongs(found: list[Found]) -> list[str]:
    """What is wrong."""
    return [each.what for each in found if each.level == "wrong"]


def of_store(town: Town, **later: float) -> list[Found]:
    return list(store(town.store, clock.now() + timedelta(**later)))


def test_a_store_that_is_backed_up_is_well(town: Town, vault: Vault) -> None:
    assert wrongs(of_store(town)) == ["there never was a backup"]
    vault.take(town.store)
    assert wrongs(of_store(town)) == []
    assert all(each.do == "" for each in of_store(town) if each.level == "well")


def test_what_grows_old_is_said_before_and_after(town: Town, vault: Vault) -> None:
    vault.take(town.store)
    assert any("last backup" in each for each in wrongs(of_store(town, days=2)))
    soon = [each for each in of_store(town, days=80) if each.level == "look"]
    assert any("the list of people" in each.what for each in soon)
    assert any("ran out" in each for each in wrongs(of_store(town, days=91)))


def test_jobs_that_nobody_runs_and_a_clock_that_is_behind_are_wrong(
    town: Town, vault: Vault
) -> None:
    vault.take(town.store)
    with town.store.writing() as session:
        session.execute(text("INSERT INTO content.job (name, due, lease) VALUES ('sweep', 0, 0)"))
    assert any("sweep" in each for each in wrongs(of_store(town)))
    assert any("has not come yet" in each for each in wrongs(of_store(town, days=-2)))


def test_a_database_of_another_revision_is_not_asked_further(town: Town) -> None:
    with town.store.writing() as session:
        session.execute(text("UPDATE content.alembic_version SET version_num = '0023'"))
    (found,) = of_store(town)
    assert (found.level, "0023" in found.what) == ("wrong", True)


def test_a_folder_that_others_reach_and_a_disk_without_room_are_wrong(tmp_path: Path) -> None:
    settings = load_settings({"QUIETLINE_DATA_DIR": str(tmp_path)})
    tmp_path.chmod(0o700)
    assert wrongs([each for each in machine(settings) if "clock" not in each.what]) == []
    (tmp_path / "keys.db").touch(mode=0o644)
    full = replace(settings, files=replace(settings.files, keep_free=1 << 60))
    said = wrongs([each for each in machine(full) if "clock" not in each.what])
    assert len(said) == 2
    assert str(tmp_path / "keys.db") in said[0]


@contextmanager
def answering(headers: dict[str, str], *, any_host: bool = False) -> Iterator[str]:
    """A server of these headers, which refuses names that are not its own unless `any_host`."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            mine = any_host or str(self.headers["Host"]).startswith("127.0.0.1")
            self.send_response(200 if mine else 400)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_an_address_with_every_header_is_well() -> None:
    with answering(HEADERS) as url:
        assert {each.level for each in outside(url, "desk", clock.now())} == {"well"}


@pytest.mark.parametrize("name", HEADERS)
def test_each_header_that_is_lost_or_changed_is_named(name: str) -> None:
    for headers in (
        {other: said for other, said in HEADERS.items() if other != name},
        {**HEADERS, name: "script-src 'unsafe-inline'"},
    ):
        with answering(headers) as url:
            said = wrongs(list(outside(url, "desk", clock.now())))
        assert [name in each for each in said] == ([] if _may_differ(name, headers) else [True])


def _may_differ(name: str, headers: dict[str, str]) -> bool:
    """What may be asked of a browser differs from side to side, so only that it is there is seen."""
    return name == "Permissions-Policy" and name in headers


def test_a_server_of_any_name_a_cookie_and_one_that_is_not_there_are_wrong() -> None:
    with answering({**HEADERS, "Set-Cookie": "a=b"}, any_host=True) as url:
        said = wrongs(list(outside(url, "desk", clock.now())))
    assert len(said) == 2
    assert "cookie" in said[0]
    assert len(wrongs(list(outside(url, "desk", clock.now())))) == 1  # it ended
    assert len(wrongs(list(outside("http://127.0.0.2:1", "source", clock.now())))) == 2


@contextmanager
def tor(*answers: bytes) -> Iterator[tuple[str, int]]:
    """A proxy that gives these answers, one after each thing that it is told."""
    listening = socket.create_server(("127.0.0.1", 0))

    def speak() -> None:
        line, _ = listening.accept()
        with line:
            for answer in answers:
                line.recv(1024)
                line.sendall(answer)

    thread = threading.Thread(target=speak)
    thread.start()
    try:
        yield listening.getsockname()
    finally:
        thread.join(timeout=30)
        listening.close()


LET_IN, REACHED = b"\x05\x00", b"\x05\x00\x00\x01" + bytes(6)


@pytest.mark.parametrize(
    ("answers", "level"),
    [
        ((LET_IN, REACHED, b"HTTP/1.1 200 OK\r\n\r\n"), "well"),
        ((LET_IN, b"\x05\x00\x00\x03\x02ab\x00\x00", b"HTTP/1.1 200 OK\r\n\r\n"), "well"),
        ((LET_IN, REACHED, b"HTTP/1.1 404 Not Found\r\n\r\n"), "wrong"),
        ((LET_IN, b"\x05\x04\x00\x01" + bytes(6)), "wrong"),
        ((b"\x05\xff",), "wrong"),
        ((b"",), "wrong"),
    ],
)
def test_the_onion_address_is_reached_through_tor_or_it_is_said_why_not(
    answers: tuple[bytes, ...], level: str
) -> None:
    with tor(*answers) as proxy:
        assert onion(ONION, proxy).level == level


def test_without_tor_nothing_is_said_to_be_wrong_with_the_address() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    assert onion(ONION, ("127.0.0.1", port)).level == "look"


def test_the_command_says_it_all_changes_nothing_and_ends_with_one_where_something_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "data"
    monkeypatch.setitem(os.environ, "QUIETLINE_DATA_DIR", str(folder))
    monkeypatch.setitem(os.environ, "QUIETLINE_DATABASE_URL", "")
    got = CliRunner().invoke(quietline, ["doctor", "--json"])
    told = json.loads(got.output)
    assert (got.exit_code, folder.exists()) == (1, False)
    assert any("there is no folder" in each["what"] for each in told if each["level"] == "wrong")
    monkeypatch.setitem(os.environ, "QUIETLINE_PORT", "many")
    refused = CliRunner().invoke(quietline, ["doctor"])
    assert (refused.exit_code, "QUIETLINE_PORT" in refused.output) == (1, True)
