"""gunicorn's threads without echo: its own answer to what is no request would repeat it, without our headers.

Nor do its answers name it: whoever attacks a server begins with what it is.
"""

from __future__ import annotations

import contextlib
import socket
from http import HTTPStatus
from typing import Any

from gunicorn.http import errors
from gunicorn.http.wsgi import Response
from gunicorn.workers.gthread import ThreadWorker

from webapp.security import bare_answer

STATUSES: dict[type[Exception], HTTPStatus] = {
    errors.LimitRequestLine: HTTPStatus.REQUEST_URI_TOO_LONG,
    errors.LimitRequestHeaders: HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
    errors.UnsupportedTransferCoding: HTTPStatus.NOT_IMPLEMENTED,
    errors.ExpectationFailed: HTTPStatus.EXPECTATION_FAILED,
    errors.ParseException: HTTPStatus.BAD_REQUEST,
}


_default_headers = Response.default_headers


def _nameless(response: Response) -> list[str]:
    return [line for line in _default_headers(response) if not line.startswith("Server:")]


Response.default_headers = _nameless  # there is no setting for it


class QuietThreads(ThreadWorker):  # type: ignore[misc]  # gunicorn ships no types
    """Says nothing about a request that cannot be read, to nobody."""

    def handle_error(
        self, _request: object, client: socket.socket, _address: object, error: Exception
    ) -> None:
        """Answer with a status and our headers; whoever has gone meanwhile misses nothing."""
        kinds = (STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES)
        status = next(kinds, HTTPStatus.INTERNAL_SERVER_ERROR)
        with contextlib.suppress(OSError):
            client.sendall(bare_answer(status))

    def handle_quit(self, sig: int, frame: object) -> None:
        """Stop at once, but from the loop: here the thread pool's lock may be held by what was cut short."""
        self.method_queue.defer(super().handle_quit, sig, frame)

    def accept(self, listener: Any) -> None:  # noqa: ANN401 - gunicorn's own
        """As gunicorn does, while the door is open: an event of before may be handled after that."""
        if listener.sock is not None:
            super().accept(listener)

    def set_accept_enabled(self, enabled: bool) -> None:
        """As gunicorn does; but a stopping worker lets in who has knocked, and shuts the door.

        Left open until the last answer is out, the door would let people knock for seconds at a
        process that lets nobody in; refused at once, nginx asks another process for them.
        """
        super().set_accept_enabled(enabled)
        if enabled or (self.alive and self.is_parent_alive()):
            return
        for listener in self.sockets:
            let_in = -1
            while let_in != self.nr_conns:
                let_in = self.nr_conns
                self.accept(listener)
            listener.close()
