"""The files of a conversation at the desk: which there are, the sealed bytes of one, and its lock."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response
from sqlalchemy import select

from chat.blobs import Reading
from chat.errors import UnknownFile
from chat.file_models import File
from config import clock
from moderation import file_locks, founding
from moderation.desk_writes import see
from moderation.file_locks import Reason
from moderation.lock_models import FileLock
from webapp import schemas, wire
from webapp.bodies import body_of
from webapp.paths import id_from
from webapp.schemas import b64
from webapp.security import allow
from webapp.services import OffLoop, database, services
from webapp.sessions import me
from webapp.staff.calls_queue import acting

blueprint = Blueprint("files", __name__, url_prefix="/api/v1/conversations/<conv>/files")


@blueprint.get("")
@allow("conversation.joined")
def read(conv: str) -> dict[str, Any]:
    """The files of a conversation, on their way or whole; their names are in sealed messages."""
    wanted = id_from(conv)
    with database().reading() as session:
        see(session, me(), wanted)
        mine = select(File).where(File.conv == wanted).order_by(File.day, File.file_id)
        locks = file_locks.locks_of(session, wanted)
        in_full = file_locks.sees_locked(session, me(), wanted)
        files = [_row(file, locks.get(file.file_id), in_full) for file in session.scalars(mine)]
        return {"files": files}


@blueprint.post("/<file_id>/lock")
@allow("conversation.joined")
def lock(conv: str, file_id: str) -> tuple[str, int]:
    """The file is locked to two roles and held for a year; the same again is answered the same."""
    body_of(schemas.Empty)
    wanted, which = id_from(conv), id_from(file_id)
    with database().writing() as session:
        today = clock.day_of(clock.now())
        is_new = file_locks.lock(session, me(), wanted, which, acting(), today)
    if is_new:
        services().news.file_locked(wanted, which, locked=True)
    return "", 204


@blueprint.post("/<file_id>/release")
@allow("file.locked")
def release(conv: str, file_id: str) -> tuple[dict[str, Any], int]:
    """A file that was locked wrongly is open again; why is kept as a sealed note."""
    body, wanted, which = body_of(schemas.NewNote), id_from(conv), id_from(file_id)
    box = body.container
    container = (box.container_id, box.wrap.kept()) if box is not None else None
    reason = Reason(container, body.record.signed())
    with database().writing() as session:
        here = founding.site_or_refuse(session)
        file = file_locks.whole_file(session, wanted, which)
        kept, is_new = file_locks.release(session, here.site, me(), file, reason, acting())
        answer = wire.record_row(kept)
    if is_new:
        services().news.file_locked(wanted, which, locked=False)
    return answer, 201


@blueprint.get("/<file_id>")
@allow("conversation.joined")
def download(conv: str, file_id: str) -> Response:
    """The sealed bytes of a whole file, read as fast as whoever asked takes them."""
    wanted, made = id_from(conv), services()
    with database().reading() as session:
        see(session, me(), wanted)
        file = file_locks.whole_file(session, wanted, id_from(file_id))
        address, length = file.address(), file.length
        locked = file_locks.is_locked(session, file)
    if locked:  # before the first byte it is on record who gets them
        with database().writing() as session:
            file_locks.let_see(session, me(), file, acting())
    if address is None:
        raise UnknownFile
    reading = made.off_loop(made.blobs.read, address)
    answer = Response(_Pieces(reading, made.off_loop), content_type="application/octet-stream")
    answer.content_length = length
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


def _row(file: File, lock: FileLock | None, in_full: bool) -> dict[str, Any]:
    """A file as the desk lists it; up to when a locked one is held is for those who may see it."""
    return {
        "file_id": b64(file.file_id),
        "length": file.length,
        "day": file.day.isoformat(),
        "whole": file.hash is not None,
        "locked": lock is not None,
        "held_until": lock.held_until.isoformat() if lock is not None and in_full else None,
    }
