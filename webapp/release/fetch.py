"""One file as a browser would be given it, for whoever compares what is served with a release."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPMessage, HTTPResponse
from urllib.parse import urlsplit

import brotli

from config.releases import ReleasesAt
from webapp.doctor.socks import Refused
from webapp.release.ask import NotTold, a_line

SECONDS = 60.0
"""How long one answer may take; through Tor a slow one takes twenty."""

LARGEST = 4 * 1024 * 1024
"""Bytes of one file, packed or not; ours have a tenth of that."""


@dataclass(frozen=True)
class Got:
    """What came: the body as a browser would read it."""

    status: int
    headers: HTTPMessage
    body: bytes


def fetch(at: ReleasesAt, path: str, sent: Mapping[str, str], seconds: float = SECONDS) -> Got:
    """What this path answers to somebody who sends these headers; no redirect is followed.

    Raises NotTold where nothing whole came.
    """
    parts = urlsplit(at.url)
    connection = HTTPConnection(parts.netloc)
    try:
        with a_line(at, seconds) as line:
            connection.sock = line
            connection.putrequest("GET", path, skip_host=True, skip_accept_encoding=True)
            for name, value in {"Host": parts.netloc, **sent, "Connection": "close"}.items():
                connection.putheader(name, value)
            connection.endheaders()
            answer = connection.getresponse()
            return Got(answer.status, answer.headers, _body(answer))
    except (OSError, HTTPException, Refused, ValueError, zlib.error, brotli.error) as error:
        raise NotTold(f"nothing whole came ({type(error).__name__})") from error


def _body(answer: HTTPResponse) -> bytes:
    packed = answer.read(LARGEST + 1)
    if answer.length:
        raise ValueError("it ended early")
    body = _unpacked(packed, answer.headers.get("Content-Encoding", "identity"))
    if max(len(packed), len(body)) > LARGEST:
        raise ValueError("more than any file of ours has")
    return body


def _unpacked(packed: bytes, how: str) -> bytes:
    """At most a little more than LARGEST, however small a packed body promises to be large."""
    if how == "identity":
        return packed
    if how == "gzip":
        return zlib.decompressobj(wbits=31).decompress(packed, LARGEST + 1)
    if how == "br":
        unpacked: bytes = brotli.Decompressor().process(packed, output_buffer_limit=LARGEST + 1)
        return unpacked
    raise ValueError("packed in a way that was not asked for")
