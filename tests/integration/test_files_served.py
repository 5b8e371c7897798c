"""Files over the real line: many parts on one connection, a stream to the desk that somebody cuts off."""

from __future__ import annotations

import secrets
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import pytest

from crypto.receipt import Receipt
from tests.actors import Person, Source
from tests.files import OCTETS, Sending, large
from tests.server import RunningSite, patiently, served
from tests.set_up import set_up_by
from webapp.schemas import b64

MODES = ["eventlet", pytest.param("gevent", marks=pytest.mark.long)]


@dataclass
class Desk:
    """A served site, somebody who reads and somebody outside."""

    site: RunningSite
    person: Person
    source: Source

    def open_files(self) -> int:
        """How many blobs the server reads just now."""
        links = Path(f"/proc/{self.site.process.pid}/fd").iterdir()
        return sum("/blobs/" in target for link in links if (target := read_link(link)))


def read_link(link: Path) -> str:
    try:
        return str(link.readlink())
    except FileNotFoundError:  # closed meanwhile
        return ""


@pytest.fixture(scope="module", params=MODES)
def desk(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    """The site as long as the module's tests last."""
    home = tmp_path_factory.mktemp("files")
    with served(home, "serve", QUIETLINE_ASYNC=request.param) as site:
        person = Person(site.desk_url)
        office = set_up_by(site, person)
        assert person.sign_in().status == 201
        receipt = Receipt.from_master(secrets.token_bytes(32))
        source = Source(site.source_url, office=office, receipt=receipt)
        assert source.send_tip().status == 201
        yield Desk(site, person, source)


def address(file: Sending) -> str:
    return f"/api/v1/conversations/{b64(file.by.conv)}/files/{b64(file.file_id)}"


def test_all_parts_go_over_one_connection_and_come_to_the_desk(desk: Desk) -> None:
    file = large(desk.source, parts=4).begun()
    line = HTTPConnection("localhost", desk.site.port, timeout=20)
    line.connect()
    first = line.sock
    for number, data in enumerate(file.parts):
        headers = {"Authorization": str(file.by.auth), "Content-Type": OCTETS}
        line.request("PUT", f"{file.path}/parts/{number}", data, headers)
        answer = line.getresponse()
        assert (answer.status, answer.read()) == (204, b"")
    assert line.sock is first
    line.close()
    assert file.whole().status == 200
    got = desk.person.call("GET", address(file))
    assert (got.status, got.raw) == (200, file.blob)
    assert got.headers["Content-Length"] == str(len(file.blob))
    patiently(lambda: desk.open_files() == 0)  # it is closed after its last byte is on its way


def test_a_reader_who_goes_away_leaves_nothing_open(desk: Desk) -> None:
    file = Sending(desk.source, secrets.token_bytes(12_000_000)).sent()
    line = socket.create_connection(("localhost", desk.site.port + 1), 20)
    head = (
        f"GET {address(file)} HTTP/1.1\r\nHost: localhost\r\nAuthorization: {desk.person.auth}\r\n"
    )
    line.sendall(f"{head}\r\n".encode())
    assert line.recv(12) == b"HTTP/1.1 200"
    patiently(lambda: desk.open_files() == 1)
    line.close()
    patiently(lambda: desk.open_files() == 0)


def test_a_part_that_breaks_off_is_not_there(desk: Desk) -> None:
    file = Sending(desk.source).begun()
    line = socket.create_connection(("localhost", desk.site.port), 20)
    head = (
        f"PUT {file.path}/parts/0 HTTP/1.1\r\nHost: localhost\r\nContent-Type: {OCTETS}\r\n"
        f"Authorization: {file.by.auth}\r\nContent-Length: {len(file.blob)}\r\n\r\n"
    )
    line.sendall(head.encode() + file.blob[:-1])
    line.close()
    assert file.whole().slug == "parts-missing"
    assert file.sent().whole().status == 200
