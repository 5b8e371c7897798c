"""HTTP as the embedded server speaks it: silent, strict, and with our headers on its own errors too.

eventlet's protocol answers what it cannot parse by itself, with the offending line in the text
and without security headers; here such an answer repeats nothing.
"""

from __future__ import annotations

import io
from http import HTTPStatus
from typing import Any

from eventlet import wsgi

from chat.blobs import PART
from webapp.security import BODY_LIMIT, bare_answer

LONGEST_LENGTH = 18
"""Digits of a body's length; what is longer is no length of anything."""


class Nowhere(io.TextIOBase):
    """Takes what a library would log of one request, and keeps nothing."""

    def write(self, text: str) -> int:
        """The text is gone."""
        return len(text)


NOWHERE = Nowhere()


def _stay_busy() -> None:
    """A live line ends when the keeper lets it go."""


class QuietProtocol(wsgi.HttpProtocol):  # type: ignore[misc]  # eventlet ships no types
    """eventlet's HTTP/1.1, without any log line and without echo."""

    server_version = "quietline"
    sys_version = ""

    def log_message(self, *_args: object) -> None:
        """Say nothing: a line would be caused by one request, and name its address."""

    def get_environ(self) -> dict[str, Any]:
        """The request without the address it came from, and with nowhere to write about it.

        eventlet's WebSocket names the address in a line of its own whenever a connection breaks, and
        calls itself idle, which would be cut off first of all when the server stops.
        """
        environ: dict[str, Any] = super().get_environ()
        for name in ("REMOTE_ADDR", "REMOTE_PORT"):
            environ.pop(name, None)
        environ["wsgi.errors"] = NOWHERE
        environ["eventlet.set_idle"] = _stay_busy
        return environ

    def send_error(self, code: int, *_args: object, **_kwargs: object) -> None:
        """Answer a request that cannot be parsed: status and headers, no word of the request."""
        self.wfile.write(bare_answer(HTTPStatus(code)))
        self.wfile.flush()
        self.close_connection = 1

    def _read_request_line(self) -> bytes:
        line: bytes = super()._read_request_line() or b""
        if len(line) >= self.server.url_length_limit:
            self.send_error(HTTPStatus.REQUEST_URI_TOO_LONG)
            return b""
        return line

    def parse_request(self) -> bool:
        """Read the head of a request; False, with an answer sent, where it is not one."""
        try:
            if not super().parse_request():
                return False
        except (wsgi.HeaderLineTooLong, wsgi.HeadersTooLarge):
            self.send_error(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
            return False
        return self._length_is_plain()

    def handle_one_response(self) -> None:
        """Answer; after a body that is too large the connection ends instead of reading the rest.

        So it does after chunks, whose sizes eventlet reads by `int` ("+0", "0x0", half a line's end):
        where others see another end, nobody is answered to what stands behind it.
        """
        limit = PART if self.command == "PUT" else BODY_LIMIT
        is_chunked = "transfer-encoding" in self.headers
        if is_chunked or int(self.headers.get("content-length") or 0) > limit:
            self.close_connection = 1
        super().handle_one_response()

    def handle(self) -> None:
        """Serve the connection until it ends; a line that breaks is nobody's business."""
        try:
            super().handle()
        except OSError:
            self.close_connection = 1

    def _length_is_plain(self) -> bool:
        """One plain length, or chunks, never both: two readings of a length smuggle requests."""
        lengths = self.headers.get_all("content-length") or []
        codings = self.headers.get_all("transfer-encoding") or []
        plain = all(t.isascii() and t.isdigit() and len(t) <= LONGEST_LENGTH for t in lengths)
        chunks = all(coding.strip().lower() == "chunked" for coding in codings)
        if not plain or not chunks or len(lengths) + len(codings) > 1:
            self.send_error(HTTPStatus.BAD_REQUEST)
            return False
        return True
