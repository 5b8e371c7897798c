"""What stands around every answer: declared permissions, host names, limits and headers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, abort, request

from config.settings import LOOPBACK, Settings
from webapp.pages import looking_frame
from webapp.services import Services, services

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

View = TypeVar("View", bound=Callable[..., Any])

PUBLIC = "public"
RECEIPT = "receipt"
"""Rules besides the permissions of staff: anybody, or whoever shows a receipt."""

BODY_LIMIT = 384 * 1024
"""The largest body of a call in bytes: an envelope of 64 KiB with its key record, or a roster.

A part of a file may be larger; its call sets its own limit, after the receipt was looked at.
"""

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "worker-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; "
    "require-trusted-types-for 'script'; trusted-types quietline"
)

FRAME = "/now"
"""The one address that a page of our own may show in a frame: a chat's messages, without scripts."""

FRAME_CSP = (
    "default-src 'none'; style-src 'self'; form-action 'none'; frame-ancestors 'self'; "
    "base-uri 'none'"
)

LOOKING = "/looking"
"""The one address that the desk's page may show in a frame: there a stranger's picture is decoded."""

LOOKING_CSP = (
    "default-src 'none'; script-src '{script}'; style-src '{style}'; img-src blob:; "
    "media-src blob:; connect-src 'none'; form-action 'none'; frame-ancestors 'self'; "
    "base-uri 'none'; sandbox allow-scripts; require-trusted-types-for 'script'; trusted-types 'none'"
)
"""One script and one style run there, by their hashes; the document is of no origin, however shown."""

PERMISSIONS = (
    "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=(), "
    "publickey-credentials-get=(), publickey-credentials-create=()"
)
"""What no page may use; only the desk may ask for passkeys."""

HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS,
    "X-Robots-Tag": "noindex, nofollow",
    "X-DNS-Prefetch-Control": "off",
}

DESK_HEADERS = {
    **HEADERS,
    "Content-Security-Policy": f"{CSP}; frame-src 'self'",
    "Permissions-Policy": re.sub(r"(publickey-credentials-\w+=)\(\)", r"\1(self)", PERMISSIONS),
}
"""The desk may ask for passkeys, and show the one frame of its own."""


def headers_for(made: Services) -> dict[str, str]:
    """The headers of one side, by the settings that this process read last: those of the page."""
    return DESK_HEADERS if made.side != "source" else _headers_outside(made.site.known.exit_url)


@lru_cache(maxsize=8)
def _headers_outside(exit_url: str) -> dict[str, str]:
    """A page outside may show the one frame of its own, and be sent on to the exit page by a form."""
    csp = f"{CSP}; frame-src 'self'"
    exit_page = urlsplit(exit_url)
    if exit_page.netloc:
        allowed = f"form-action 'self' {exit_page.scheme}://{exit_page.netloc};"
        csp = csp.replace("form-action 'self';", allowed)
    return {**HEADERS, "Content-Security-Policy": csp}


def framed(headers: dict[str, str], side: str, path: str) -> dict[str, str]:
    """The headers of this address: a frame of ours may stand in our own page, and reaches nothing."""
    if (side, path) == ("source", FRAME):
        return {**headers, "Content-Security-Policy": FRAME_CSP, "X-Frame-Options": "SAMEORIGIN"}
    if (side, path) == ("staff", LOOKING):
        frame = looking_frame()
        csp = LOOKING_CSP.format(script=frame["script"], style=frame["style"])
        ours = {"Content-Security-Policy": csp, "X-Frame-Options": "SAMEORIGIN"}
        # Firefox takes a document of no origin for another's, also in its own page.
        return {**headers, **ours, "Cross-Origin-Resource-Policy": "cross-origin"}
    return headers


def bare_answer(status: HTTPStatus) -> bytes:
    """The answer to what is no request: status and headers, no word of it, and the end of the line."""
    lines = [
        f"HTTP/1.1 {status.value} {status.phrase}",
        "Connection: close",
        "Content-Length: 0",
        "Cache-Control: no-store",
        *(f"{name}: {value}" for name, value in HEADERS.items()),
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("ascii")


class UndeclaredRouteError(Exception):
    """A route has no rule that says who may use it, so the app does not start."""


def allow(rule: str) -> Callable[[View], View]:
    """Declare who may use a view: PUBLIC, RECEIPT or a permission of staff."""

    def declare(view: View) -> View:
        view.rule = rule  # type: ignore[attr-defined]
        return view

    return declare


def rule_of(app: Flask, endpoint: str) -> str | None:
    """The rule that an endpoint's view declares."""
    return getattr(app.view_functions[endpoint], "rule", None)


def refuse_undeclared_routes(app: Flask) -> None:
    """Every route has a rule; raises UndeclaredRouteError naming the first that has none."""
    for route in app.url_map.iter_rules():
        if rule_of(app, route.endpoint) is None:
            raise UndeclaredRouteError(route.endpoint)


def protect(app: Flask) -> None:
    """Every request passes the host check and the limits."""
    app.config["MAX_CONTENT_LENGTH"] = BODY_LIMIT
    app.config["MAX_FORM_MEMORY_SIZE"] = BODY_LIMIT
    app.url_map.merge_slashes = False
    app.before_request(_known_host_only)


class HeadersOnEverything:
    """Puts the security headers on every answer, also on static files and on errors."""

    def __init__(self, application: WSGIApplication, made: Services) -> None:
        self.application = application
        self.made = made

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer as the application does, with the headers; nothing is stored unless it says so."""
        path = environ.get("PATH_INFO", "")

        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:  # noqa: ANN401 - WSGI's own type
            ours = framed(headers_for(self.made), self.made.side, path)
            kept = [
                (name, value) for name, value in headers if name not in ours and name != "Server"
            ]
            if not any(name == "Cache-Control" for name, _ in kept):
                kept.append(("Cache-Control", "no-store"))
            return start_response(status, kept + list(ours.items()), exc_info)

        return self.application(environ, start)


def is_ours(host: str, settings: Settings) -> bool:
    """Whether a Host header names us; else it comes from a rebinding page or a wrong proxy."""
    name = host.rsplit(":", 1)[0].strip("[]").lower()
    return name in LOOPBACK or name in settings.hosts


def _known_host_only() -> None:
    if not is_ours(request.host, services().settings):
        abort(421)
