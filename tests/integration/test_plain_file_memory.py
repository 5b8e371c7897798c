"""While a file comes without scripts, none of its plain bytes are in any file, open or left behind."""

from __future__ import annotations

import secrets
import socket
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from tests.plain import Forms, words_on
from tests.server import RunningSite, patiently, served

CANARY = b"plain-" + secrets.token_hex(12).encode()
CONTENT = b"%PDF-1.7 " + CANARY * 100_000
PIECE = 200_000


def thread_of(url: str) -> tuple[str, dict[str, str]]:
    """The cookie and the form's fields of somebody who has sent a tip and may send a file."""
    cookies = CookieJar()
    browser = build_opener(HTTPCookieProcessor(cookies))

    def forms(page: str) -> dict[str, dict[str, str]]:
        parser = Forms()
        parser.feed(page)
        return {each.get("step") or each["do"]: each for each in parser.forms}

    def send(form: str, page: str, **fields: str) -> str:
        body = urlencode({**forms(page)[form], **fields}).encode()
        return str(browser.open(url, body).read().decode())

    page = send("begin", browser.open(url).read().decode())
    page = send("tip", send("door", page, door="need_help"))
    page = send("tip", page, what="They keep our papers.")
    words = words_on(page)
    page = send("practise", send("practice", page), words=" ".join(words))
    cookie = "; ".join(f"{each.name}={each.value}" for each in cookies)
    return cookie, {**forms(page)["file"], "how": "as_is"}


def body_of(fields: dict[str, str]) -> bytes:
    """The form as a browser sends it."""
    head = "".join(
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
        if name != "file"
    )
    file = '--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'
    return (head + file).encode() + CONTENT + b"\r\n--x--\r\n"


def opened_by(site: RunningSite) -> list[Path]:
    """Everything that the server has open, also what is deleted, by its number in /proc."""
    return list(Path(f"/proc/{site.process.pid}/fd").iterdir())


def where_it_is(site: RunningSite) -> set[str]:
    """Every file with a plain byte of ours: in the site's folders, temporary ones, or open."""
    found = set()
    below = [path for path in site.home.rglob("*") if path.is_file()]
    for path in [*below, *opened_by(site), *Path("/tmp").glob("tmp*")]:  # noqa: S108
        try:
            if path.is_file() and CANARY in path.read_bytes():
                found.add(str(path))
        except OSError:
            continue
    return found


def staged_at(site: RunningSite) -> int:
    """How many sealed bytes lie there so far."""
    return sum(path.stat().st_size for path in site.data_dir.glob("blobs/staging/*"))


@pytest.mark.parametrize("mode", ["eventlet", "gevent"])
def test_no_plain_byte_of_a_file_is_in_any_file_while_it_comes_or_after(
    tmp_path: Path, mode: str
) -> None:
    with (
        served(tmp_path, QUIETLINE_ASYNC=mode) as site,
        socket.create_connection(("localhost", site.port), timeout=30) as line,
    ):
        cookie, fields = thread_of(site.source_url)
        body = body_of(fields)
        kind = "multipart/form-data; boundary=x"
        line.sendall(
            f"POST / HTTP/1.1\r\nHost: localhost:{site.port}\r\nCookie: {cookie}\r\n"
            f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
        )
        for at in range(0, len(body) - PIECE, PIECE):
            line.sendall(body[at : at + PIECE])
            assert where_it_is(site) == set()
        patiently(lambda: staged_at(site) > len(body) // 2)  # it is sealed and written as it comes
        assert where_it_is(site) == set()
        line.sendall(body[at + PIECE :])
        assert line.recv(12) == b"HTTP/1.1 303"
        assert where_it_is(site) == set()
        assert [path for path in site.data_dir.glob("blobs/whole/*/*") if path.stat().st_size]
        (site.home / "tmp" / "control").write_bytes(CANARY)
        assert where_it_is(site) == {str(site.home / "tmp" / "control")}
