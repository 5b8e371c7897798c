"""nginx before whoever comes by the onion address: Tor leads to a server of its own on this machine."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse

import pytest

from tests.actors import Office, Person, Source
from tests.integration.test_nginx import nothing_written
from tests.integration.test_plain_file_memory import body_of, thread_of
from tests.lines import LineClient
from tests.nginx import DELIVERED, Nginx, nginx_before
from tests.server import RunningSite, served
from tests.set_up import set_up_by
from webapp.schemas import b64
from webapp.security import HEADERS

ONION = f"http://{'q' * 56}.onion"


@dataclass
class Town:
    """A site with an onion address behind nginx, and its keys."""

    site: RunningSite
    nginx: Nginx
    office: Office


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The site as long as the module's tests last."""
    home = tmp_path_factory.mktemp("onion")
    with (
        served(home / "site", "serve", QUIETLINE_ONION=ONION) as site,
        nginx_before(site, home / "nginx") as nginx,
    ):
        office = set_up_by(site, Person(site.desk_url, role=3), demo=False)
        yield Town(site, nginx, office)


def by_onion(town: Town, method: str, body: bytes | None = None, **headers: str) -> HTTPResponse:
    """What whoever comes by the onion address gets for `/`; Tor leads to nginx without TLS."""
    line = HTTPConnection("127.0.0.1", town.nginx.onion_port, timeout=20)
    line.request(method, "/", body, {"Host": ONION.removeprefix("http://"), **headers})
    return line.getresponse()


def test_who_comes_by_the_onion_address_gets_its_pages_and_no_note_in_the_browser(
    town: Town,
) -> None:
    answer = by_onion(town, "GET")
    page = answer.read().decode()
    assert (answer.status, 'data-exit="/calendar"' in page) == (200, True)
    assert "Strict-Transport-Security" not in answer.headers
    assert "Onion-Location" not in answer.headers  # they are there already
    for name in HEADERS:
        assert name in answer.headers
    assert by_onion(town, "GET", Host="other.example").status >= 400


def test_the_line_and_a_file_go_through_the_onion_s_server(town: Town) -> None:
    here = f"http://localhost:{town.nginx.onion_port}"
    chat = Source(here, office=town.office)
    assert chat.send_tip(channel="chat").status == 201
    line = LineClient(here, "/line", {"receipt": b64(chat.receipt.auth)})
    assert line.ask("send", {"envelope": b64(chat.envelope())})["status"] == 201
    line.leave()
    cookie, fields = thread_of(here)
    form = {"Cookie": cookie, "Content-Type": "multipart/form-data; boundary=x"}
    with nothing_written(town.nginx):
        sent = by_onion(town, "POST", body_of(fields), Host=here.removeprefix("http://"), **form)
    assert sent.status == 303


def test_nobody_but_this_machine_reaches_the_onion_s_server() -> None:
    text = DELIVERED.read_text()
    where = set(re.findall(r"listen (\S+8088);", text))
    assert where == {"127.0.0.1:8088"}
    assert "\nHiddenServicePort 80 127.0.0.1:8088\n" in DELIVERED.with_name("torrc").read_text()
