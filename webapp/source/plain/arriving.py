"""A form with a file, read as it arrives: the small fields first, then the file piece by piece.

The usual parser would put a larger file into a temporary file, in plain (Protocol section 8).
Here no byte of it is anywhere but in memory, and only as much as was asked for. Where the file ends
we look for ourselves: Werkzeug's decoder adds a byte where a piece ends inside the last boundary.
"""

from __future__ import annotations

from collections.abc import Iterator

from flask import Request
from werkzeug.exceptions import HTTPException
from werkzeug.sansio.multipart import Data, Epilogue, Field, File, MultipartDecoder, NeedData

from webapp.errors import Problem

PIECE = 65_536
"""Bytes that are read at once."""

LINE = b"\r\n"
AFTER = {b"--", LINE}
"""What follows a boundary: nothing more, or another part."""

NO_LIMIT = 2**62

MOST_FIELDS = 16
LONGEST_FIELD = 2_000
"""Bytes of a field; the forms with a file have short ones only."""


class Arriving:
    """A form whose fields are there and whose file, if it has one, is still to be read."""

    fields: dict[str, str]
    name: str
    """What the person's device calls the file; empty where they chose none."""
    media_type: str

    def __init__(self, request: Request, largest: int) -> None:
        """Everything before the file was read. Raises Problem for what is no such form."""
        # Werkzeug's own limit would answer in JSON; who sends too much is told so by a page.
        request.max_content_length = NO_LIMIT
        boundary = request.mimetype_params.get("boundary", "").encode()
        if not boundary:
            raise Problem(400, "bad-request")
        self.announced = request.content_length or 0
        self._stream, self._left = request.stream, 2 * largest
        self._mark = b"\r\n--" + boundary
        self._decoder = MultipartDecoder(boundary, 4 * PIECE, max_parts=MOST_FIELDS)
        self._ended = False
        self.fields, self.name, self.media_type = {}, "", ""
        self._read_fields()

    def pieces(self) -> Iterator[bytes]:
        """The file's bytes, once; raises Problem where the form breaks off."""
        if self._ended:
            return
        waiting, self._ended = self._decoder.buffer, True
        self._fill(waiting, len(self._mark) + len(LINE))
        if not waiting.startswith(LINE):
            raise Problem(400, "bad-request")
        if self._end(waiting) == 0:
            return  # an empty file, of a browser that leaves its line out
        del waiting[: len(LINE)]
        while (end := self._end(waiting)) is None:
            sure = max(0, len(waiting) - len(self._mark) - len(LINE))
            if sure:
                yield bytes(waiting[:sure])
                del waiting[:sure]
            self._fill(waiting, len(waiting) + 1)
        yield bytes(waiting[:end])

    def rest(self) -> None:
        """What is left was read and is gone: a browser shows no answer before it has sent all.

        Not without end: of a form with more than twice the largest file some is left unread.
        """
        try:
            while self._left > 0 and self._read():
                pass
        except (HTTPException, OSError, ValueError):
            return  # the person has left, or what comes is no body

    def _read_fields(self) -> None:
        name, value = "", b""
        while True:
            event = self._next()
            if isinstance(event, Field):
                name, value = event.name or "", b""
            elif isinstance(event, Data):
                value += event.data
                if len(value) > LONGEST_FIELD:
                    raise Problem(400, "bad-request")
                if not event.more_data:
                    self.fields[name] = value.decode(errors="replace")
            elif isinstance(event, File):
                self.name = event.filename or ""
                self.media_type = event.headers.get("Content-Type", "")
                return
            elif isinstance(event, Epilogue):
                self._ended = True
                return

    def _end(self, waiting: bytearray) -> int | None:
        """Where the file ends, if its boundary is there; one that goes on otherwise is none."""
        at = waiting.find(self._mark)
        while at >= 0:
            follows = at + len(self._mark)
            after = bytes(waiting[follows : follows + len(LINE)])
            if len(after) < len(LINE):
                return None
            if after in AFTER:
                return at
            at = waiting.find(self._mark, at + 1)
        return None

    def _fill(self, waiting: bytearray, length: int) -> None:
        """So many bytes wait; raises Problem where the form ends before."""
        while len(waiting) < length:
            try:
                data = self._read()
            except (ValueError, OSError, HTTPException) as error:
                raise Problem(400, "bad-request") from error
            if not data:
                raise Problem(400, "bad-request")
            waiting += data

    def _read(self) -> bytes:
        data = self._stream.read(PIECE)
        self._left -= len(data)
        return data

    def _next(self) -> object:
        try:
            while isinstance(event := self._decoder.next_event(), NeedData):
                self._decoder.receive_data(self._read() or None)
        except (ValueError, OSError, HTTPException) as error:
            raise Problem(400, "bad-request") from error
        return event
