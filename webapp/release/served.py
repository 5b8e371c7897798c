"""Does a server serve what this release holds: each page and each built file, as several browsers get it."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from webapp.pages import Asset, looking_frame
from webapp.release.ask import NotTold
from webapp.release.fetch import Got
from webapp.release.named import BUILT, strange_in
from webapp.security import DESK_HEADERS, HEADERS, LOOKING, framed

Side = Literal["source", "desk"]
Fetch = Callable[[str, dict[str, str]], Got]
"""What a path answers to these headers; raises NotTold."""

PAGES: dict[Side, tuple[str, ...]] = {
    "source": ("/", "/ask", "/calendar", "/files", "/know", "/more", "/now", "/thread"),
    "desk": ("/", LOOKING, "/packet", "/setup"),
}
"""Every page and part that is had without a cookie and without proof."""

VISITORS = {
    "Tor Browser": {
        "User-Agent": "Mozilla/5.0 (Windows NT 10.0; rv:128.0) Gecko/20100101 Firefox/128.0",
        "Accept-Language": "en-US,en;q=0.5",
        "Accept-Encoding": "gzip, deflate, br, zstd",
    },
    "a phone with Chrome": {
        "User-Agent": "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Chrome/140.0.0.0 Mobile Safari/537.36",
        "Accept-Language": "es-MX,es;q=0.9",
        "Accept-Encoding": "gzip, deflate, br, zstd",
    },
    "an iPhone": {
        "User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 15_8 like Mac OS X) AppleWebKit/605.1.15 "
        "(KHTML, like Gecko) Version/15.6 Mobile/15E148 Safari/604.1",
        "Accept-Language": "ar",
        "Accept-Encoding": "gzip, deflate",
    },
    "no browser": {},
}
"""Who is told to ask. A server can tell us from people by more than this: see docs/supply-chain.md."""

LOAD_BY_HEADER = (
    "Link",
    "Location",
    "Refresh",
    "SourceMap",
    "X-SourceMap",
    "Service-Worker-Allowed",
)
"""None of ours comes with these: each has a browser load or go to something."""

FOUND = 200


@dataclass(frozen=True)
class Difference:
    """Something that the release does not do, and who saw it."""

    path: str
    visitor: str
    what: str


def differences(fetch: Fetch, side: Side, built: dict[str, Asset]) -> Iterator[Difference]:
    """Everything in which the server is not this release; `built` are one side's files by address."""
    for visitor, sent in VISITORS.items():
        extra: set[str] = set()
        for path in (*PAGES[side], *sorted(built)):
            try:
                got = fetch(path, sent)
            except NotTold as error:
                yield Difference(path, visitor, str(error))
                continue
            found = [*_by_header(got), *_of(got, path, side, built)]
            yield from (Difference(path, visitor, what) for what in found)
            extra |= _named(got, path) - built.keys()
        for path in sorted(extra):
            yield Difference(path, visitor, _about_extra(fetch, path, sent))


def _of(got: Got, path: str, side: Side, built: dict[str, Asset]) -> Iterator[str]:
    if path in built:
        if got.status != FOUND:
            yield f"answered with {got.status}"
        elif hashed(got.body) != built[path]["integrity"]:
            yield "other bytes than the release has"
        return
    if 300 <= got.status < 400 or (path == "/" and got.status != FOUND):  # noqa: PLR2004 - led elsewhere
        yield f"answered with {got.status}"
    if not _is_our_policy(got.headers.get_all("Content-Security-Policy") or [], side, path):
        yield "a Content-Security-Policy that is not the release's"
    if path == LOOKING and side == "desk":
        if got.body != looking_frame()["page"]:
            yield "other bytes than the release has"
        return
    if got.headers.get("Content-Type", "").lower() != "text/html; charset=utf-8":
        yield f"the type {got.headers.get('Content-Type')}"
    yield from strange_in(got.body.decode("utf-8", "replace"), built)


def _is_our_policy(said: list[str], side: Side, path: str) -> bool:
    """Whether it is this release's; the exit page, which a form may lead to, is the site's own."""
    source = {**HEADERS, "Content-Security-Policy": DESK_HEADERS["Content-Security-Policy"]}
    ours = framed(source, "source" if side == "source" else "staff", path)
    return [_without_exit(each) for each in said] == [
        _without_exit(ours["Content-Security-Policy"])
    ]


def _without_exit(policy: str) -> str:
    return re.sub(r"form-action 'self' https://[^\s;,]+;", "form-action 'self';", policy)


def _by_header(got: Got) -> Iterator[str]:
    return (f"a header {name}" for name in LOAD_BY_HEADER if got.headers.get(name) is not None)


def _named(got: Got, path: str) -> set[str]:
    """What else is named: addresses, and bare names with a hash beside the file that says them."""
    text = got.body.decode("utf-8", "replace")
    bare = re.findall(r"[\"'`(]([\w-]+-[0-9a-f]{12}\.\w+)", text)
    return {*BUILT.findall(text), *(f"/static/{name}" for name in bare)} - {path}


def _about_extra(fetch: Fetch, path: str, sent: dict[str, str]) -> str:
    try:
        got = fetch(path, sent)
    except NotTold as error:
        return f"named, and not in the release: {error}"
    return f"named, and not in the release: {got.status}, {len(got.body)} bytes, {hashed(got.body)}"


def hashed(content: bytes) -> str:
    """The hash as pages and the manifest write it."""
    return f"sha256-{b64encode(sha256(content).digest()).decode()}"
