"""Calls by which a source's browser brings a sealed file, part by part, whatever the line does.

Nothing of a body is read before the receipt and the file are known. All work with the disk goes
past the hub; what is acknowledged is on disk, and may come again.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Blueprint, request
from sqlalchemy.orm import Session

from chat import conversation as conversations
from chat import uploads
from chat.blobs import PART
from chat.errors import FileDiffers, PartLength, UnknownFile
from chat.file_models import File
from chat.uploads import Beginning, Progress
from config import clock
from moderation import blocks
from moderation.errors import NotFound
from webapp import schemas
from webapp.bodies import body_of
from webapp.errors import Problem
from webapp.paths import LONGEST, id_from
from webapp.security import RECEIPT, allow
from webapp.services import database, services
from webapp.source.calls import known_receipt

blueprint = Blueprint("source_files", __name__, url_prefix="/api/v1/conversation/files")

Result = TypeVar("Result")
UPLOAD_LENGTH = 16


@blueprint.post("")
@allow(RECEIPT)
def begin() -> tuple[dict[str, Any], int]:
    """A file is on its way; the same again says which of its parts are there."""
    auth = known_receipt("file")
    body, made = body_of(schemas.NewFile), services()
    if not made.floods.doors.take("file"):
        raise Problem(429, "slow-down")
    upload, day = secrets.token_bytes(UPLOAD_LENGTH), clock.day_of(clock.now())
    said = Beginning(body.file_id, body.length, upload, day)
    limits = made.settings.files
    with database().reading() as session:
        conv = conversations.find_by_receipt(session, auth).conv
        blocks.check(session, conv, clock.now())
    made.off_loop(uploads.check_room, made.blobs, limits, body.length)
    progress = _write(said.file_id, lambda session: uploads.begin(session, auth, said, limits))
    return _told(progress), 201


@blueprint.put("/<file_id>/parts/<number>")
@allow(RECEIPT)
def bring(file_id: str, number: str) -> tuple[str, int]:
    """The part is on disk; the same again changes nothing."""
    auth = known_receipt("part")
    file, made, which = _find(auth, file_id), services(), _number(number)
    data = _body(uploads.length_of_part(file, which))
    if file.hash is not None:
        return "", 204
    made.off_loop(uploads.keep_part, made.blobs, made.settings.files, file, which, data)
    day = clock.day_of(clock.now())
    try:
        progress = _write(
            file.file_id, lambda session: uploads.note_part(session, file, which, day)
        )
    except UnknownFile:
        made.off_loop(made.blobs.delete_staging, file.upload)
        raise
    if progress.whole:  # it was made whole meanwhile, so what came here is nobody's
        made.off_loop(made.blobs.delete_staging, file.upload)
    return "", 204


@blueprint.post("/<file_id>/whole")
@allow(RECEIPT)
def whole(file_id: str) -> dict[str, Any]:
    """Every byte was read again and is what was said; other bytes are not kept."""
    auth = known_receipt("whole")
    body, file, made = body_of(schemas.WholeFile), _find(auth, file_id), services()
    with database().reading() as session:
        if uploads.check_whole(session, file, body.hash):
            return _told(Progress([], whole=True))
    try:
        address = made.off_loop(made.blobs.finish, file.upload, file.length, body.hash)
    except FileDiffers:
        _cancel(file)
        raise
    try:
        _write(file.file_id, lambda session: uploads.note_whole(session, file, address))
    except UnknownFile:
        made.off_loop(made.blobs.delete, address)
        raise
    return _told(Progress([], whole=True))


@blueprint.delete("/<file_id>")
@allow(RECEIPT)
def cancel(file_id: str) -> tuple[str, int]:
    """Of a file on its way nothing is left."""
    _cancel(_find(known_receipt("cancel"), file_id))
    return "", 204


def _cancel(file: File) -> None:
    made = services()
    _write(file.file_id, lambda session: uploads.cancel(session, file))
    made.off_loop(made.blobs.delete_staging, file.upload)


def _find(auth: bytes, file_id: str) -> File:
    try:
        wanted = id_from(file_id)
    except NotFound as error:
        raise UnknownFile from error
    with database().reading() as session:
        return uploads.find(session, auth, wanted)


def _write(key: bytes, work: Callable[[Session], Result]) -> Result:
    return services().writer.run(key, work)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or len(text) > LONGEST:
        raise UnknownFile
    return int(text)


def _body(length: int) -> bytes:
    """The request's body, if it has this length; one that says another is not even read."""
    if request.mimetype != "application/octet-stream":
        raise Problem(415, "unsupported-media-type")
    if request.content_length not in {None, length}:
        raise PartLength
    request.max_content_length = PART
    data = request.get_data(cache=False)
    if len(data) != length:
        raise PartLength
    return data


def _told(progress: Progress) -> dict[str, Any]:
    return {"have": progress.have, "whole": progress.whole}
