"""nginx before a served site: nothing of a request is in a file of it, and everything still works."""

from __future__ import annotations

import secrets
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPSConnection, RemoteDisconnected
from pathlib import Path

import pytest

from config import clock
from tests.actors import Office, Person, Source
from tests.files import large
from tests.integration.directories import preview, some
from tests.integration.test_plain_file_memory import CANARY, CONTENT, PIECE, body_of, thread_of
from tests.lines import LineClient
from tests.nginx import Nginx, nginx_before, program
from tests.server import RunningSite, patiently, served
from tests.set_up import set_up_by
from tests.traces import open_files, watched
from webapp.doctor.outside import Side, outside
from webapp.schemas import b64
from webapp.security import HEADERS


@dataclass
class Town:
    """A site behind nginx, somebody who reads and somebody outside; both know only nginx."""

    site: RunningSite
    nginx: Nginx
    office: Office
    person: Person
    source: Source


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The site as long as the module's tests last."""
    home = tmp_path_factory.mktemp("nginx")
    with (
        served(home / "site", "serve") as site,
        nginx_before(site, home / "nginx") as nginx,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setenv("SSL_CERT_FILE", str(nginx.certificate))
        person = Person(nginx.desk_url, role=3)
        office = set_up_by(site, person)
        assert person.sign_in().status == 201
        source = Source(nginx.source_url, office=office)
        assert source.send_tip().status == 201
        yield Town(site, nginx, office, person, source)


@contextmanager
def nothing_written(nginx: Nginx) -> Iterator[None]:
    """In no folder of nginx anything is made meanwhile."""
    with ExitStack() as stack:
        seen = [stack.enter_context(watched(folder)) for folder in nginx.folders]
        yield
    assert seen == [[] for _ in seen]


def test_nginx_itself_finds_nothing_wrong_with_the_file(town: Town) -> None:
    conf = str(town.nginx.home / "nginx.conf")
    told = subprocess.run(
        [program(), "-t", "-c", conf, "-e", "stderr"], capture_output=True, text=True, check=True
    )
    assert "warn" not in told.stderr
    assert "syntax is ok" in told.stderr


@pytest.mark.parametrize("desk", [0, 1])
def test_pages_scripts_and_headers_are_the_service_s_own(town: Town, desk: int) -> None:
    line = HTTPSConnection("localhost", town.nginx.port + desk, timeout=20)
    own = HTTPConnection("localhost", town.site.port + desk, timeout=20)
    answers = []
    for asked in (line, own):
        asked.request("GET", "/")
        answers.append((got := asked.getresponse(), got.read()))
    (through, page), (direct, _) = answers
    for name in HEADERS:
        assert name in direct.headers
        assert through.headers.get_all(name) == direct.headers.get_all(name)
    assert through.headers["Server"] == "nginx"
    script = page.split(b'src="', 1)[1].split(b'"', 1)[0].decode()
    line.request("GET", script, headers={"Accept-Encoding": "br"})
    static = line.getresponse()
    assert (static.status, static.headers["Content-Encoding"]) == (200, "br")
    assert static.read()
    assert "immutable" in static.headers["Cache-Control"]
    line.close()
    own.close()


def test_a_file_comes_in_parts_and_is_read_at_the_desk(town: Town) -> None:
    with nothing_written(town.nginx):
        file = large(town.source, parts=4).sent()
        address = f"/api/v1/conversations/{b64(town.source.conv)}/files/{b64(file.file_id)}"
        got = town.person.call("GET", address)
    assert (got.status, got.raw) == (200, file.blob)
    assert file.part(0, bytes(700_000)).slug == "part-length"  # our own word, and not nginx's


def test_a_large_file_of_organisations_comes_through_and_waits_in_no_file(town: Town) -> None:
    data = some(20_000) + b" " * 1_500_000
    with nothing_written(town.nginx):
        looked = preview(town.person, data)
    assert looked.status == 200, looked.slug
    assert looked.body["added"]["count"] == 20_000


def test_the_line_of_both_sides_goes_through(town: Town) -> None:
    chat = Source(town.nginx.source_url, office=town.office)
    assert chat.send_tip(channel="chat").status == 201
    token = str(town.person.auth).removeprefix("Bearer ")
    desk = LineClient(town.nginx.desk_url, "/desk", {"token": token})
    outside = LineClient(town.nginx.source_url, "/line", {"receipt": b64(chat.receipt.auth)})
    assert outside.ask("send", {"envelope": b64(chat.envelope())})["status"] == 201
    assert outside.ask("sync", {"s": 0, "d": 0})["status"] == 200
    assert desk.is_connected
    outside.leave()
    desk.leave()


def test_a_file_without_scripts_is_passed_on_as_it_comes_and_waits_in_no_file(town: Town) -> None:
    cookie, fields = thread_of(town.nginx.source_url)
    body = body_of(fields)
    context = ssl.create_default_context()
    with (
        nothing_written(town.nginx),
        socket.create_connection(("127.0.0.1", town.nginx.port), timeout=30) as plain,
        context.wrap_socket(plain, server_hostname="localhost") as line,
    ):
        line.sendall(
            f"POST / HTTP/1.1\r\nHost: localhost:{town.nginx.port}\r\nCookie: {cookie}\r\n"
            "Content-Type: multipart/form-data; boundary=x\r\n"
            f"Content-Length: {len(body)}\r\n\r\n".encode()
        )
        for at in range(0, len(body) - PIECE, PIECE):
            line.sendall(body[at : at + PIECE])
        staged = town.site.data_dir.glob
        patiently(
            lambda: sum(it.stat().st_size for it in staged("blobs/staging/*")) > len(body) // 2
        )
        for pid in town.nginx.pids:
            assert not {path for path in open_files(pid) if str(town.nginx.home) in path} - {
                str(town.nginx.home / "said")
            }
        line.sendall(body[at + PIECE :])
        assert line.recv(12) == b"HTTP/1.1 303"
    assert CANARY in CONTENT
    for path in town.nginx.home.rglob("*"):
        assert not path.is_file() or CANARY not in path.read_bytes(), path


def test_a_long_text_without_scripts_waits_in_no_file_either(town: Town) -> None:
    said = secrets.token_hex(9_000).encode()
    form = {"Content-Type": "application/x-www-form-urlencoded", "Host": "localhost"}
    line = HTTPSConnection("localhost", town.nginx.port, timeout=20)
    with nothing_written(town.nginx):
        line.request("POST", "/", b"do=tip&what=" + said, form)
        answer = line.getresponse()
        page = answer.read()
        assert (answer.status, said in page) == (403, True)  # it comes back to whoever typed it
        line.request("POST", "/", b"do=tip&what=" + said * 100, form)
        assert line.getresponse().status == 413
    line.close()


@contextmanager
def before_nothing(town: Town, home: Path) -> Iterator[tuple[socket.socket, Nginx]]:
    """Another nginx, before a socket on which a test plays the service."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(20)
        other = RunningSite(home, listener.getsockname()[1], town.site.process)
        with nginx_before(other, home / "nginx") as nginx:
            yield listener, nginx


def line_to(nginx: Nginx) -> ssl.SSLSocket:
    """A line to it, whatever its certificate says."""
    context = ssl._create_unverified_context()  # noqa: S323 - another certificate of ours
    plain = socket.create_connection(("127.0.0.1", nginx.port), timeout=20)
    return context.wrap_socket(plain, server_hostname="localhost")


def heard(listener: socket.socket) -> str:
    """The head of the next request that the service gets; it is answered."""
    caller, _ = listener.accept()
    with caller:
        head = caller.recv(65_536).decode().lower()
        caller.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")
    return head


def test_of_who_asks_the_service_is_told_nothing(town: Town, tmp_path: Path) -> None:
    with before_nothing(town, tmp_path) as (listener, nginx), line_to(nginx) as line:
        line.sendall(
            b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 203.0.113.77\r\n"
            b"Forwarded: for=203.0.113.77\r\nX-Real-IP: 203.0.113.77\r\n\r\n"
        )
        asked = heard(listener)
        assert line.recv(12) == b"HTTP/1.1 204"
    assert "x-forwarded-proto: https" in asked
    told = ("203.0.113", "x-real", "forwarded-for", "127.0.0.1")
    assert not any(name in asked for name in told)


def test_words_that_come_slowly_are_not_passed_on_before_they_are_there(
    town: Town, tmp_path: Path
) -> None:
    head = (
        "POST / HTTP/1.1\r\nHost: localhost\r\nX-Who: {}\r\nContent-Length: 8\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
    )
    with (
        before_nothing(town, tmp_path) as (listener, nginx),
        line_to(nginx) as slow,
        line_to(nginx) as quick,
    ):
        slow.sendall(head.format("slow").encode() + b"what")
        quick.sendall(head.format("quick").encode() + b"what=abc")
        assert "x-who: quick" in heard(listener)
        assert quick.recv(12) == b"HTTP/1.1 204"
        slow.sendall(b"=abc")
        assert "x-who: slow" in heard(listener)


def plainly(nginx: Nginx, path: str, host: str = "localhost") -> tuple[int, str, bytes]:
    """What a request without TLS gets: its status, where it is led, what it reads."""
    line = HTTPConnection("127.0.0.1", nginx.plain_port, timeout=20)
    try:
        line.request("GET", path, headers={"Host": host})
        answer = line.getresponse()
        return answer.status, answer.headers.get("Location", ""), answer.read()
    finally:
        line.close()


def test_without_tls_only_who_gives_out_certificates_is_answered(town: Town) -> None:
    asked = town.nginx.webroot / ".well-known" / "acme-challenge"
    asked.mkdir(parents=True)
    (asked / "token_of-certbot").write_text("token_of-certbot.thumbprint")
    (asked / "out").symlink_to(town.nginx.home / "privkey.pem")
    there = "/.well-known/acme-challenge/"
    status, _, said = plainly(town.nginx, f"{there}token_of-certbot")
    assert (status, said) == (200, b"token_of-certbot.thumbprint")
    for other in ("another", "", "out", "../../../privkey.pem", "%2e%2e/%2e%2e/%2e%2e/privkey.pem"):
        status, _, said = plainly(town.nginx, there + other)
        assert status in {302, 400, 403, 404}, other
        assert b"PRIVATE" not in said
    assert plainly(town.nginx, "/know")[:2] == (302, "https://localhost/know")
    with pytest.raises(RemoteDisconnected):
        plainly(town.nginx, f"{there}token_of-certbot", host="other.example")


def test_the_doctor_finds_everything_well_behind_it(town: Town) -> None:
    sides: dict[Side, str] = {"source": town.nginx.source_url, "desk": town.nginx.desk_url}
    for side, url in sides.items():
        found = list(outside(url, side, clock.now()))
        assert [each for each in found if each.level == "wrong"] == []
        assert any("certificate" in each.what for each in found)
        other: Side = "desk" if side == "source" else "source"
        swapped = [each for each in outside(url, other, clock.now()) if each.level == "wrong"]
        assert len(swapped) == 1  # only one side may leave a note in browsers
