"""What a browser gets: TLS, the headers that protect people, a strange host name, and the onion address."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Literal
from urllib.parse import urlsplit

from config.settings import LOOPBACK
from webapp.doctor.finding import Found, look, well, wrong
from webapp.doctor.socks import Refused, through_socks
from webapp.security import HEADERS

Side = Literal["source", "desk"]

SECONDS = 20
CERTIFICATE_DAYS = 14
STRANGE = "attacker.example"
UNSAFE = ("'unsafe-inline'", "'unsafe-eval'")


def outside(url: str, side: Side, moment: datetime) -> Iterator[Found]:
    """Everything about the public address of one side."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme not in {"http", "https"} or not host:
        yield wrong(f"{url} is no address", "Give https:// and a host name.")
        return
    if parts.scheme == "http" and host not in LOOPBACK:
        yield wrong(f"{url} is not sealed on its way", "Serve it over https: docs/running.md")
    try:
        yield from _headers(url, side, _get(url))
        yield _strange_host(url)
        if parts.scheme == "https":
            yield _certificate(host, parts.port or 443, moment)
    except (OSError, HTTPException) as error:
        yield wrong(f"{url} does not answer ({type(error).__name__})", "Is the proxy in front up?")


def _get(url: str, host: str | None = None) -> HTTPResponse:
    parts = urlsplit(url)
    made: type[HTTPConnection] = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = made(parts.hostname or "", parts.port, timeout=SECONDS)
    try:
        connection.request("GET", "/", headers={"Host": host} if host else {})
        answer = connection.getresponse()
        answer.read()
        return answer
    finally:
        connection.close()


def _headers(url: str, side: Side, answer: HTTPResponse) -> Iterator[Found]:
    if answer.status != 200:  # noqa: PLR2004 - the page of a site that is up
        yield wrong(f"{url} answers {answer.status}", "Is QUIETLINE_HOSTS this host name?")
    lost = [name for name in HEADERS if not _is_ours(name, answer.headers.get_all(name) or [])]
    if url.startswith("https:"):
        yield from _hsts(url, side, answer.headers.get("Strict-Transport-Security"))
    if lost:
        yield wrong(
            f"{url}: headers that protect people are missing, changed or doubled: {', '.join(lost)}",
            "The proxy in front must pass them on as they are: config/deploy/nginx.conf",
        )
    else:
        yield well(f"{url} has every header that protects people")
    if answer.headers.get("Set-Cookie"):
        yield wrong(f"{url} sets a cookie at the first look", "Something in front sets it.")


def _hsts(url: str, side: Side, said: str | None) -> Iterator[Found]:
    """Staff are kept from plain http. Outside no browser may keep a note of us that no exit clears."""
    if side == "desk" and not said:
        yield wrong(f"{url} lets browsers come without TLS", "add_header Strict-Transport-Security")
    if side == "source" and said:
        yield wrong(
            f"{url} makes browsers keep a note of it that the exit does not clear",
            "Remove Strict-Transport-Security from the source side.",
        )


def _is_ours(name: str, said: list[str]) -> bool:
    """Whether it came once and as it was sent; two of them differ by side and by the exit page."""
    if name == "Content-Security-Policy":
        return len(said) == 1 and not any(word in said[0] for word in UNSAFE)
    return len(said) == 1 if name == "Permissions-Policy" else said == [HEADERS[name]]


def _strange_host(url: str) -> Found:
    """Who answers to any name can be made to write a stranger's name into a page or a cache."""
    try:
        status = _get(url, STRANGE).status
    except (OSError, HTTPException):
        status = 0  # it hung up, which is an answer too
    if 0 < status < 400:  # noqa: PLR2004 - any refusal
        return wrong(f"{url} answers to names that are not its own", "Let the proxy refuse them.")
    return well(f"{url} answers to its own names only")


def _certificate(host: str, port: int, moment: datetime) -> Found:
    context = ssl.create_default_context()
    with (
        socket.create_connection((host, port), timeout=SECONDS) as plain,
        context.wrap_socket(plain, server_hostname=host) as sealed,
    ):
        found = sealed.getpeercert() or {}
    ends = datetime.fromtimestamp(ssl.cert_time_to_seconds(str(found["notAfter"])), UTC)
    days = (ends - moment).days
    told = f"the certificate of {host} holds for {days} more days"
    if days < CERTIFICATE_DAYS:
        return look(told, "Look at certbot's timer.")
    return well(told)


def onion(address: str, socks: tuple[str, int]) -> Found:
    """Whether the onion address is reached through Tor, as people reach it."""
    host = urlsplit(address).hostname or ""
    request = f"GET /healthz HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    try:
        with through_socks(socks, host, 80, SECONDS * 3) as line:
            line.sendall(request.encode("ascii"))
            said = line.recv(64)
    except Refused as error:
        return wrong(
            f"{host} is not reached: {error}", "Is Tor up, and its HiddenServicePort ours?"
        )
    except OSError as error:
        return look(
            f"Tor does not answer at {socks[0]}:{socks[1]} ({type(error).__name__})", "--tor"
        )
    if not said.startswith(b"HTTP/1.1 200"):
        return wrong(
            f"{host} is reached, but not by this service", "HiddenServicePort 80 must be ours."
        )
    return well(f"{host} is reached through Tor")
