"""The files of a conversation at the desk: which there are, and the sealed bytes of one, streamed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response
from sqlalchemy import select

from chat.blobs import Reading
from chat.errors import UnknownFile
from chat.file_models import File
from moderation.desk_writes import see
from webapp.errors import Problem
from webapp.paths import id_from
from webapp.schemas import b64
from webapp.security import allow
from webapp.services import OffLoop, database, services
from webapp.sessions import me

blueprint = Blueprint("files", __name__, url_prefix="/api/v1/conversations/<conv>/files")


@blueprint.get("")
@allow("conversation.joined")
def read(conv: str) -> dict[str, Any]:
    """The files of a conversation, on their way or whole; their names are in sealed messages."""
    wanted = id_from(conv)
    with database().reading() as session:
        see(session, me(), wanted)
        mine = select(File).where(File.conv == wanted).order_by(File.day, File.file_id)
        return {"files": [_row(file) for file in session.scalars(mine)]}


@blueprint.get("/<file_id>")
@allow("conversation.joined")
def download(conv: str, file_id: str) -> Response:
    """The sealed bytes of a whole file, read as fast as whoever asked takes them."""
    wanted, made = id_from(conv), services()
    with database().reading() as session:
        see(session, me(), wanted)
        file = session.get(File, id_from(file_id))
    address = file.address() if file is not None and file.conv == wanted else None
    if file is None or address is None:
        raise UnknownFile
    if file.locked:
        raise Problem(403, "locked")
    reading = made.off_loop(made.blobs.read, address)
    answer = Response(_Pieces(reading, made.off_loop), content_type="application/octet-stream")
    answer.content_length = file.length
    return answer


class _Pieces:
    """A blob's bytes, each piece read past the hub; closed with the answer, however that ends."""

    def __init__(self, reading: Reading, off_loop: OffLoop) -> None:
        self._reading, self._off_loop = reading, off_loop

    def __iter__(self) -> Iterator[bytes]:
        while piece := self._off_loop(self._reading.piece):
            yield piece

    def close(self) -> None:
        """Nothing is open any more."""
        self._reading.close()


def _row(file: File) -> dict[str, Any]:
    return {
        "file_id": b64(file.file_id),
        "length": file.length,
        "day": file.day.isoformat(),
        "whole": file.hash is not None,
        "locked": file.locked,
    }
