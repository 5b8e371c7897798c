"""Nothing of who asks is kept: a person known by address, browser, referrer and words leaves none of them.

They look at every page, call, fail, make the server fail, and say what nobody understands; then
every file, log line, table, temporary file and answer is searched for what they told.
"""

from __future__ import annotations

import json
import secrets
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from config import clock
from tests.actors import Office, Person, Source, founding
from tests.faults.loud import SAID
from tests.integration.test_two_processes import KIND, Layout, _status
from tests.journeys.canary import found_in, found_under
from tests.journeys.test_plain_canary import rows
from tests.migrated import migrated_database
from tests.server import RunningSite, patiently, start_site
from tests.traces import AGENT, BODY, PATH, TOLD, Known, open_files, watched
from webapp.schemas import b64


@dataclass
class Served:
    """What is served: where, by which processes, and where all that they write is."""

    home: Path
    ports: tuple[int, int]
    """Of the pages and of the line."""
    pids: list[int]
    database: str


@contextmanager
def embedded(home: Path) -> Iterator[Served]:
    """Both sides in one process, some of whose views fail aloud."""
    (home / "data").mkdir(parents=True)
    (home / "data" / "setup-code").write_text(secrets.token_hex(16))
    site: RunningSite = start_site(home, "serve", program="tests.faults.loud")
    try:
        yield Served(home, (site.port, site.port), [site.process.pid], "")
    finally:
        site.stop()


@contextmanager
def two_processes(home: Path) -> Iterator[Served]:
    """Pages under gunicorn and the line on its own, some of whose views fail aloud."""
    (home / "data").mkdir(parents=True)
    (home / "tmp").mkdir()
    (home / "data" / "setup-code").write_text(secrets.token_hex(16))
    with migrated_database(KIND) as url:
        made = Layout(home, url)
        made.environ["TMPDIR"] = str(home / "tmp")
        try:
            redis = made.start_redis()
            line = made.start(sys.executable, "-m", "tests.faults.loud")
            patiently(lambda: _status(f"http://localhost:{made.line}") == 200)
            conf = ("--config", "config/deploy/gunicorn_conf.py")
            pages = made.start(
                sys.executable, "-m", "gunicorn", *conf, "tests.faults.loud:application()"
            )
            patiently(lambda: _status(f"http://localhost:{made.pages}") == 200)
            del redis
            yield Served(home, (made.pages, made.line), [*_family(pages.pid), line.pid], url)
        finally:
            made.stop()


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *map(int, children)]


def founded(there: Served) -> Office:
    """The site has its keys, so that a tip can come."""
    office, desk = Office(), f"http://localhost:{there.ports[0] + 1}"
    code = (there.home / "data" / "setup-code").read_text()
    body = founding(office, [Person(desk)], code, clock.unix(clock.now()))
    assert Person(desk).call("POST", "/api/v1/setup", body).status == 201
    return office


def looks_everywhere(person: Known) -> None:
    """Every page and every call, rightly, wrongly, and so that the server fails."""
    form = "application/x-www-form-urlencoded"
    said = f"do=tip&what={BODY}&more={BODY}&form={BODY}&token={BODY}".encode()
    assert person.call("GET", f"/?{PATH}") == 200
    assert person.call("GET", f"/{PATH}") == 404
    assert person.call("POST", "/", b"do=begin", Content_Type=form) == 303
    assert person.call("POST", "/", said, Content_Type=form) == 403
    assert BODY.encode() in person.answers.pop()  # what was typed comes back to whoever typed it
    parts = f'--x\r\nContent-Disposition: form-data; name="f"; filename="{BODY}"\r\n\r\n'.encode()
    parts += BODY.encode() * 20_000 + b"\r\n--x--\r\n"
    assert person.call("POST", "/", parts, Content_Type="multipart/form-data; boundary=x") == 403
    for path in ("conversations", "conversation/envelopes", "conversation/stay", "end"):
        for body in (f'{{"envelope": "{BODY}"', json.dumps({BODY: BODY}), BODY * 9000):
            person.call(
                "POST", f"/api/v1/{path}?{PATH}", body.encode(), Content_Type="application/json"
            )
    assert person.call("GET", "/api/v1/conversation", None, Authorization=f"Receipt {BODY}") == 401
    assert person.call("GET", f"/api/v1/desk?{PATH}") == 500
    assert person.call("GET", f"/api/v1/desk?how=database&{PATH}") in {500, 503}
    assert person.call("BREW", f"/?{PATH}") == 405
    person.raw(f"NONSENSE {BODY}\r\n\r\n".encode())
    person.raw(b"GET / HTTP/1.1\r\nX: " + BODY.encode() * 4_000 + b"\r\n\r\n")
    for refused in person.answers[-2:]:
        assert b"content-security-policy" in refused.lower()
    person.raw(f"POST /{PATH} HTTP/1.1\r\nHost: {AGENT}\r\nContent-Length: x\r\n\r\n".encode())


def says_everything(person: Known, office: Office) -> None:
    """A tip and a chat that are right, and on the line what is not."""
    chat = Source(f"http://localhost:{person.port}", office=office)
    body = chat.tip(channel="chat")
    told = {"Content_Type": "application/json", "Authorization": str(chat.auth)}
    sent = json.dumps(body).encode()
    assert person.call("POST", "/api/v1/conversations", sent, **told) == 201
    assert person.call("POST", "/api/v1/conversation/stay", b"{}", **told) == 500
    come_in = f"40/line,{json.dumps({'receipt': b64(chat.receipt.auth), BODY: BODY})}"
    person.on_the_line(come_in, '42/line,1["stay",{}]', f'42/line,2["send",{{"{BODY}":1}}]')
    person.on_the_line(come_in, f'42/line,1["{BODY}",{{}}]', f"{BODY}")
    person.on_the_line(f'40/{PATH},{{"receipt":"{BODY}"}}')
    person.on_the_line(f'40/line,{{"receipt":"{BODY}"}}')


HEARTBEAT = b"wgunicorn-"
"""The empty files by which gunicorn sees that its processes live."""

LAYOUTS = {"embedded": embedded, "two processes": two_processes}


@pytest.mark.parametrize(
    "layout", ["embedded", pytest.param("two processes", marks=pytest.mark.long)]
)
def test_of_a_person_who_is_known_by_everything_nothing_is_found_anywhere(
    tmp_path: Path, layout: str
) -> None:
    home = tmp_path / "home"
    with LAYOUTS[layout](home) as there:
        office = founded(there)
        with watched(home / "tmp") as made:
            person = Known(*there.ports)
            looks_everywhere(person)
            says_everything(person, office)
            opened = {path for pid in there.pids for path in open_files(pid)}
        assert [name for name in made if name and not name.startswith(HEARTBEAT)] == []
        assert {path for path in opened if not belongs(path, home)} == set()
        texts = [*TOLD, SAID]
        for part in rows(there.database) if there.database else ():
            assert found_in(part, texts) == []
    assert found_under(home, texts, besides=set()) == {}
    assert [text for answer in person.answers for text in found_in(answer, texts)] == []
    said = (home / "output").read_text()
    assert "Traceback" not in said
    assert layout != "embedded" or '"kind": "RuntimeError"' in said


def belongs(path: str, home: Path) -> bool:
    """Whether a server may have this file open: its data, its output, its programs."""
    programs = (sys.prefix, sys.base_prefix, "/usr/", str(Path(__file__).parents[2]))
    ours = (f"{home}/data/", f"{home}/output", str(home / "tmp" / HEARTBEAT.decode()))
    return path.startswith((*ours, *programs))


def test_the_search_would_find_a_temporary_file_and_what_was_told(tmp_path: Path) -> None:
    with watched(tmp_path) as made, tempfile.TemporaryFile(dir=tmp_path) as file:
        file.write(b"x")
    assert [name for name in made if name] != []
    (tmp_path / "log").write_text(f'127.77.13.5 - "GET /" "{AGENT}"')
    assert found_under(tmp_path, TOLD, besides=set()) == {"log": ["127.77.13.5", AGENT]}
