"""What the matrix asks about files: each line has a file of its own, on its way or whole."""

from __future__ import annotations

from collections.abc import Callable

from crypto.hashes import digest
from tests.actors import Source
from tests.files import Sending
from webapp.schemas import b64

ADDRESS = "/api/v1/conversation/files"

A_FILE = "desk POST /api/v1/conversations/<conv>/files/<file_id>"
AT_THE_DESK = A_FILE.replace("POST", "GET,HEAD")

FILES: dict[str, tuple[Callable[[Sending], Sending], Callable[[Sending], object]]] = {
    f"source POST {ADDRESS}": (
        Sending.begun,
        lambda file: {"file_id": b64(file.file_id), "length": len(file.blob)},
    ),
    f"source PUT {ADDRESS}/<file_id>/parts/<number>": (Sending.begun, lambda file: file.parts[0]),
    f"source POST {ADDRESS}/<file_id>/whole": (
        lambda file: file.begun(0),
        lambda file: {"hash": b64(digest(file.blob))},
    ),
    f"source DELETE {ADDRESS}/<file_id>": (Sending.begun, lambda _: None),
    AT_THE_DESK: (Sending.sent, lambda _: None),
    f"{AT_THE_DESK} +locked": (Sending.sent, lambda _: None),
    f"{A_FILE}/lock": (Sending.sent, lambda _: {}),
    f"{A_FILE}/release": (Sending.sent, lambda _: None),
}
"""How far the file of a line is, and the body that is sent about it."""


class Kept:
    """The files of conversations, one for each line: nobody may have one for each asker."""

    def __init__(self) -> None:
        """None yet."""
        self._files: dict[tuple[str, bytes], Sending] = {}

    def about(self, line: str, by: Source) -> tuple[dict[str, str], object]:
        """The parts of the address and the body."""
        made, body = FILES[line]
        if (line, by.conv) not in self._files:
            self._files[line, by.conv] = made(Sending(by))
        file = self._files[line, by.conv]
        return {"file_id": b64(file.file_id), "number": "0"}, body(file)
