"""A file of somebody without JavaScript: sealed as it arrives, then named by a message.

No plain byte is written anywhere. The file's key is new each time, so the same form sent twice
never seals two contents under one key; whether its message is there is known by its nonce.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import Any

from flask import Response
from flask_babel import gettext
from sqlalchemy.orm import Session

from chat import conversation as conversations
from chat import uploads
from chat.blobs import Address, Writing
from chat.errors import FileTooLarge, NoRoom, TooManyFiles, UnknownFile
from chat.file_models import File
from chat.models import Conversation
from chat.uploads import Beginning
from chat.visit import Visit
from config import clock
from config.files import MB
from crypto.files import FilePlace, seal_chunks
from crypto.receipt import Receipt
from crypto.session import form_nonce
from moderation import founding
from webapp.schemas import b64
from webapp.services import database, services
from webapp.source.plain import show
from webapp.source.plain.acts import Form, locked_visit
from webapp.source.plain.arriving import Arriving
from webapp.source.plain.chatting import speaks_again
from webapp.source.plain.file_content import CHOICES, Content, NotAsChosen, content_of
from webapp.source.plain.file_name import media_type_of, short_name
from webapp.source.plain.held import LARGEST
from webapp.source.plain.telling import tell
from webapp.source.plain.writing import Said, is_stored, store_words

STEPS = ("thread", "chat")
"""Where a file can be sent."""

ID_LENGTH, KEY_LENGTH = 16, 32
MARK = b"\0file"
"""Stands for the file in its form's nonce: no text that is typed is this."""

CHUNKS = 8
"""Sealed chunks that are written at once."""


@dataclass(frozen=True)
class Place:
    """Where a file goes, and the key that only its message will name."""

    site: bytes
    file: File
    key: bytes

    def chunks(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        """The sealed file."""
        place = FilePlace(self.site, self.file.conv, self.file.file_id)
        return seal_chunks(self.key, place, pieces)


def attach(form: Form, arriving: Arriving) -> Response | None:
    """The file is stored once and a message names it; or the page says why nothing was sent."""
    nonce = form_nonce(form.cookie.key, form.form_id, MARK)
    largest = services().settings.files.largest
    if form.visit.step not in STEPS or not arriving.name:
        return _nothing(form, arriving, gettext("plain.file.empty"))
    try:
        place = _begun(form, nonce, arriving.announced)
        if place is None:  # the form was sent twice
            arriving.rest()
            return None
    except (TooManyFiles, NoRoom) as error:
        return _nothing(form, arriving, _words_of(error))
    try:
        with content_of(arriving.pieces(), CHOICES.get(form.text("how"), "clean")) as content:
            address, length = _sealed(place, content, largest)
    except (NotAsChosen, FileTooLarge, NoRoom) as error:
        _forget(place.file)
        return _nothing(form, arriving, _words_of(error))
    except BaseException:
        _forget(place.file)
        raise
    _say(form, place.file, (address, length), _inner(place, arriving, content, address), nonce)
    return None


def _begun(form: Form, nonce: bytes, announced: int) -> Place | None:
    """The file's row is there before its bytes; None where this form's message is stored."""
    made, moment = services(), clock.now()
    made.off_loop(uploads.check_room, made.blobs, made.settings.files, announced)
    file_id, upload = secrets.token_bytes(ID_LENGTH), secrets.token_bytes(ID_LENGTH)
    said = Beginning(file_id, 0, upload, clock.day_of(moment))
    with database().writing() as session:
        _, talk, _ = _talk(session, form)
        if is_stored(session, talk, nonce):
            return None
        site = founding.site_or_refuse(session).site
        file = uploads.begin_here(session, talk.conv, said, made.settings.files)
    return Place(site, file, secrets.token_bytes(KEY_LENGTH))


def _sealed(place: Place, content: Content, largest: int) -> tuple[Address, int]:
    """The sealed bytes are on disk under their name; nothing is left where that fails."""
    made = services()
    writing = made.off_loop(made.blobs.write, place.file.upload)
    try:
        _write(writing, place.chunks(content.counted(largest)))
        return made.off_loop(writing.finish)
    except BaseException:
        made.off_loop(writing.drop)
        raise


def _write(writing: Writing, chunks: Iterator[bytes]) -> None:
    """The chunks are written; raises NoRoom as soon as too little would stay free.

    How much comes nobody has to say, and others send meanwhile.
    """
    made = services()
    while some := b"".join(islice(chunks, CHUNKS)):
        made.off_loop(uploads.check_room, made.blobs, made.settings.files, len(some))
        made.off_loop(writing.add, some)


def _say(
    form: Form, file: File, stored: tuple[Address, int], inner: dict[str, Any], nonce: bytes
) -> None:
    """The message that names the file is stored with the file's row; of a second one nothing is."""
    address, length = stored
    try:
        with database().writing() as session:
            visit, talk, receipt = _talk(session, form)
            resumed = {"resumed": True} if visit.step == "chat" and speaks_again(visit) else {}
            said = Said({**inner, **resumed}, clock.now(), nonce)
            written = store_words(session, talk, said, receipt)
            if written.envelopes:
                uploads.note_sealed_here(session, file, address, length)
                visit.last_mark = form.form_id if resumed else visit.last_mark
    except BaseException:
        _forget(file, address)
        raise
    if not written.envelopes:
        _forget(file, address)
    tell(written)


def _inner(place: Place, arriving: Arriving, content: Content, address: Address) -> dict[str, Any]:
    """What the message says of the file (docs/files.md)."""
    return {
        "t": "files",
        "files": [
            {
                "id": b64(place.file.file_id),
                "name": short_name(arriving.name),
                "type": media_type_of(arriving.media_type),
                "size": content.size,
                "key": b64(place.key),
                "hash": b64(address.hash),
                "kind": content.kind,
                "cleaned": content.cleaned,
                "evidence": content.evidence,
            }
        ],
    }


def _forget(file: File, address: Address | None = None) -> None:
    """Of a file that was not sent nothing is left; what fails here, the hourly sweep takes."""
    made = services()
    with suppress(UnknownFile), database().writing() as session:
        uploads.cancel(session, file)
    if address is not None:
        made.off_loop(made.blobs.delete, address)


def _nothing(form: Form, arriving: Arriving, problem: str) -> Response:
    arriving.rest()
    return show.show_step(form.cookie, form.visit, problem=problem)


def _words_of(error: NotAsChosen | FileTooLarge | NoRoom | TooManyFiles) -> str:
    """Why nothing was sent, for people."""
    limits = services().settings.files
    if isinstance(error, NotAsChosen):
        return _with_number("plain.file." + error.why, LARGEST // MB)
    if isinstance(error, FileTooLarge):
        return _with_number("plain.file.too_large", limits.largest // MB)
    if isinstance(error, TooManyFiles):
        return _with_number("plain.file.too_many", limits.most)
    return str(gettext("plain.file.no_room"))


def _with_number(message: str, number: int) -> str:
    return str(gettext(message)).replace("{n}", str(number))


def _talk(session: Session, form: Form) -> tuple[Visit, Conversation, Receipt]:
    visit = locked_visit(session, form)
    receipt = show.receipt_of(form.cookie, visit, founding.site_or_refuse(session).site)
    return visit, conversations.find_by_receipt(session, receipt.auth, to_write=True), receipt
