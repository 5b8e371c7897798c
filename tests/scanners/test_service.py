"""Scanners of a running service behind the delivered nginx: wapiti, sqlmap, testssl and slowhttptest."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import threading
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest

from tests.actors import Person, Source
from tests.nginx import Nginx, nginx_before
from tests.scanners.explained import HEADERS, TLS
from tests.scanners.installed import program, run
from tests.server import RunningSite, free_pair, served
from tests.set_up import set_up_by
from webapp.schemas import b64

pytestmark = [pytest.mark.long, pytest.mark.timeout(1200)]


@dataclass
class Town:
    """A site behind nginx, somebody who reads and somebody outside."""

    site: RunningSite
    nginx: Nginx
    person: Person
    source: Source


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The site as long as the module's tests last."""
    home = tmp_path_factory.mktemp("scanned")
    with served(home / "site", "serve") as site, nginx_before(site, home / "nginx") as nginx:
        person = Person(site.desk_url, role=3)
        office = set_up_by(site, person)
        assert person.sign_in().status == 201
        source = Source(site.source_url, office=office)
        assert source.send_tip().status == 201
        yield Town(site, nginx, person, source)


@pytest.mark.parametrize("side", ["source", "desk"])
def test_wapiti_finds_nothing_that_has_no_reason(town: Town, tmp_path: Path, side: str) -> None:
    address = town.site.source_url if side == "source" else town.site.desk_url
    out = tmp_path / "report.json"
    quiet: list[str | Path] = [
        "--flush-session",
        "--no-bugreport",
        "-v",
        "0",
        "--store-session",
        tmp_path,
    ]
    what = ["-u", f"{address}/", "--scope", "folder", "-m", "common", "--max-scan-time", "240"]
    said = run([program("wapiti"), *what, *quiet, "-f", "json", "-o", out], tmp_path)
    assert out.exists(), said
    report = json.loads(out.read_text())
    found = [each["info"] for kind in report["vulnerabilities"].values() for each in kind]
    found += [each["info"] for kind in report["anomalies"].values() for each in kind]
    assert set(found) == set(HEADERS)


def calls(town: Town) -> dict[str, list[str]]:
    """Calls with values that reach the database, as sqlmap is told of them; a star marks each value."""
    conv = b64(town.source.conv)
    outside, inside = f"{town.site.source_url}/api/v1", f"{town.site.desk_url}/api/v1"
    receipt, token = f"Authorization: {town.source.auth}", f"Authorization: {town.person.auth}"
    kind = "Content-Type: application/json"
    return {
        "numbers": ["-u", f"{outside}/conversation?s=1*&d=1*", "-H", receipt],
        "receipt": ["-u", f"{outside}/conversation?s=0&d=0", "-H", "Authorization: Receipt AA*"],
        "queue": ["-u", f"{inside}/queue?view=waiting*&page=1*", "-H", token],
        "conversation": ["-u", f"{inside}/conversations/{conv}*", "-H", token],
        "cases": ["-u", f"{inside}/cases?status=open*&whose=all*", "-H", token],
        "case": ["-u", f"{inside}/cases/{conv}*", "-H", token],
        "name": ["-u", f"{inside}/session/start", "-H", kind, "--data", '{"name": "ana*"}'],
    }


NOT_FOUND = "do not appear to be injectable"


def sqlmap(call: list[str], home: Path) -> str:
    """What sqlmap says of a call: every kind of attack, none of which writes."""
    how = ["--batch", "--level", "2", "--risk", "2", "--flush-session", "--disable-coloring"]
    codes = ["--ignore-code", "*", "--output-dir", str(home)]
    return run([program("sqlmap"), *call, *how, *codes], home)


def test_sqlmap_gets_nothing_in(town: Town, tmp_path: Path) -> None:
    for name, call in calls(town).items():
        said = sqlmap(call, tmp_path)
        assert NOT_FOUND in said, (name, said[-3000:])
        assert "is vulnerable" not in said, name


class Silent(WSGIRequestHandler):
    """Says nothing of who asks."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Nothing."""


def test_sqlmap_gets_in_where_a_value_is_put_into_the_text(tmp_path: Path) -> None:
    port = free_pair()
    line = sqlite3.connect(":memory:", check_same_thread=False)
    line.executescript("CREATE TABLE tip (id INTEGER, said TEXT); INSERT INTO tip VALUES (1, 'x');")

    def holed(environ: dict[str, str], start: object) -> list[bytes]:
        wanted = parse_qs(environ["QUERY_STRING"]).get("id", ["1"])[0]
        try:
            rows = line.execute(f"SELECT said FROM tip WHERE id = {wanted}").fetchall()  # noqa: S608 - the hole
        except sqlite3.Error as error:
            rows = [(str(error),)]
        start("200 OK", [("Content-Type", "text/plain")])  # type: ignore[operator]
        return [repr(rows).encode()]

    with make_server("127.0.0.1", port, holed, handler_class=Silent) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        said = sqlmap(["-u", f"http://localhost:{port}/?id=1*", "--technique=B"], tmp_path)
        server.shutdown()
    assert NOT_FOUND not in said, said[-2000:]
    assert "injection point" in said


def test_testssl_finds_nothing_that_has_no_reason(town: Town, tmp_path: Path) -> None:
    out = tmp_path / "report.json"
    how = ["--quiet", "--color", "0", "--warnings", "off", "--jsonfile", str(out)]
    command = [program("testssl"), *how, f"localhost:{town.nginx.port}"]
    said = run(command, tmp_path, patience=900)
    found = json.loads(out.read_text())
    assert {"TLS1", "heartbleed", "ROBOT"} <= {each["id"] for each in found}, said[-2000:]
    bad = {
        each["id"].split(" ")[0]: each["finding"]
        for each in found
        if each["severity"] in {"LOW", "MEDIUM", "HIGH", "CRITICAL", "WARN"}
    }
    assert {name: words for name, words in bad.items() if name not in TLS} == {}


SLOW = {
    "heads that never end": ["-H"],
    "bodies that never end": ["-B", "-s", "8192"],
    "answers that nobody reads": ["-X", "-w", "1", "-y", "1", "-n", "5", "-z", "1"],
}


def answer_time(address: str) -> float:
    """Seconds until an honest visitor has the first page."""
    began = time.monotonic()
    with urllib.request.urlopen(f"{address}/", timeout=30) as answer:  # noqa: S310 - ours
        assert answer.status == 200
    return time.monotonic() - began


@pytest.mark.parametrize("how", SLOW)
@pytest.mark.parametrize("way", ["embedded", "nginx"])
def test_slow_lines_keep_nobody_out(town: Town, tmp_path: Path, how: str, way: str) -> None:
    """A safety limit and no speed: while 200 lines hang, whoever comes gets the page."""
    onion = f"http://localhost:{town.nginx.onion_port}"
    address = town.site.source_url if way == "embedded" else onion
    many = ["-c", "200", "-r", "100", "-i", "5", "-l", "15", "-p", "5", "-u", f"{address}/"]
    command = [program("slowhttptest"), *SLOW[how], *many]
    slow = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True)
    times = []
    while slow.poll() is None:
        times.append(answer_time(address))
        time.sleep(0.5)  # between two visitors
    said = re.sub(r"\x1b\[[0-9;]*m", "", slow.communicate()[0])
    assert "service available:   YES" in said or "YES" in said.rpartition("service available")[2]
    assert "connected:" in said
    assert len(times) > 2
    assert max(times) < 10
