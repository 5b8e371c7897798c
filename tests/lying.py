"""One side of the real service behind a server that may lie: each answer goes through a function first."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from wsgiref.simple_server import WSGIRequestHandler, make_server

from flask import Flask
from werkzeug.test import run_wsgi_app

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

Headers = list[tuple[str, str]]
Lie = Callable[[str, str, Headers, bytes], bytes]
"""Path, user agent, headers (may be changed), body; gives the body that is sent instead."""


def honest(_path: str, _agent: str, _headers: Headers, body: bytes) -> bytes:
    """What the service said."""
    return body


class Silent(WSGIRequestHandler):
    """Says nothing of who asks."""

    def log_message(self, *_: object) -> None:
        """Nothing."""


@contextmanager
def lying(app: Flask, lie: Lie) -> Iterator[str]:
    """The address of the service as this server shows it."""

    def shown(environ: WSGIEnvironment, start: StartResponse) -> list[bytes]:
        if lie is not honest:
            environ.pop("HTTP_ACCEPT_ENCODING", None)  # lies are told in plain bytes
        got, status, headers = run_wsgi_app(app, environ, buffered=True)
        given = list(headers.items())
        body = lie(
            str(environ["PATH_INFO"]), str(environ.get("HTTP_USER_AGENT", "")), given, b"".join(got)
        )
        kept = [(name, value) for name, value in given if name.lower() != "content-length"]
        start(status, [*kept, ("Content-Length", str(len(body)))])
        return [body]

    with make_server("127.0.0.1", 0, shown, handler_class=Silent) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join(timeout=20)
