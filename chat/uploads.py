"""The life of an upload: begun, brought part by part, whole or cancelled.

A row is there before any byte, so what the store has without a row is nobody's. The bytes have
their final name before the row says that they are whole, so a whole file can be read.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from chat.blobs import Address, BlobStore, part_count, part_length
from chat.conversation import find_by_receipt
from chat.errors import (
    BrokenRule,
    FileDiffers,
    FileTooLarge,
    NoRoom,
    PartLength,
    PartsMissing,
    TooManyFiles,
    UnknownFile,
)
from chat.file_models import File, FilePart
from config.database import locked
from config.files import Files
from crypto.files import blob_length, is_blob_length


class Beginning(NamedTuple):
    """What a sender says of a file, and what we add: the name of its bytes and the day."""

    file_id: bytes
    length: int
    upload: bytes
    day: date


class Progress(NamedTuple):
    """Which parts of a file are there; of a whole one none is counted any more."""

    have: list[int]
    whole: bool


class Lying(NamedTuple):
    """What the store has of a file whose row goes: parts under its upload, or a whole blob."""

    upload: bytes
    address: Address | None


def check_room(store: BlobStore, limits: Files, length: int) -> None:
    """So many bytes may come; raises NoRoom. Nothing is reserved for whoever only says so.

    Else somebody could keep everybody out by saying that they will send much.
    """
    if store.free() - length < limits.keep_free:
        raise NoRoom


def begin(session: Session, auth: bytes, said: Beginning, limits: Files) -> Progress:
    """The file has its row; the same again gives how far it is.

    Raises UnknownFile where the id is another conversation's, FileDiffers where this file was
    begun with another length, BrokenRule for a length that no sealed file has, FileTooLarge and
    TooManyFiles.
    """
    conversation = find_by_receipt(session, auth, to_write=True)
    known = session.get(File, said.file_id)
    if known is not None:
        return _as_begun(session, known, conversation.conv, said.length)
    if not is_blob_length(said.length):
        raise BrokenRule("length of a file")
    if said.length > blob_length(limits.largest):
        raise FileTooLarge
    _add(session, conversation.conv, said, limits)
    return Progress([], whole=False)


def begin_here(session: Session, conv: bytes, said: Beginning, limits: Files) -> File:
    """A file that we seal ourselves as it arrives has its row; how long it is shows at its end.

    Raises TooManyFiles.
    """
    return _add(session, conv, said, limits)


def note_sealed_here(session: Session, file: File, address: Address, length: int) -> None:
    """The file that we sealed is whole and this long; raises UnknownFile where its row is gone."""
    _still(session, file).length = length
    note_whole(session, file, address)


def find(session: Session, auth: bytes, file_id: bytes) -> File:
    """The file of this receipt's conversation; raises UnknownReceipt and UnknownFile."""
    conv = find_by_receipt(session, auth).conv
    file = session.get(File, file_id)
    if file is None or file.conv != conv:
        raise UnknownFile
    return file


def length_of_part(file: File, number: int) -> int:
    """How many bytes the file's part has; raises PartLength for one that it does not have."""
    length = part_length(file.length, number)
    if length == 0:
        raise PartLength
    return length


def keep_part(store: BlobStore, limits: Files, file: File, number: int, data: bytes) -> None:
    """The bytes are on disk, and are not acknowledged yet; raises NoRoom and StoreAway."""
    check_room(store, limits, len(data))
    store.write_part(file.upload, number, data)


def note_part(session: Session, file: File, number: int, day: date) -> Progress:
    """The part that lies on disk is acknowledged; raises UnknownFile where the file was cancelled.

    A file on its way has the day of its last part, by which one that nobody sends any more is told.
    """
    now = _still(session, file)
    if now.hash is None:
        now.day = day
    if now.hash is None and session.get(FilePart, (now.file_id, number)) is None:
        session.add(FilePart(file_id=now.file_id, number=number))
        session.flush()
    return Progress([], whole=now.hash is not None)


def progress_of(session: Session, file: File) -> Progress:
    """How far the file is."""
    if file.hash is not None:
        return Progress([], whole=True)
    mine = select(FilePart.number).where(FilePart.file_id == file.file_id)
    return Progress(list(session.scalars(mine.order_by(FilePart.number))), whole=False)


def check_whole(session: Session, file: File, hash_: bytes) -> bool:
    """True where the file is whole already, False where all of it is there to be checked.

    Raises FileDiffers where it is whole with other bytes, PartsMissing.
    """
    if file.hash is not None:
        if file.hash != hash_:
            raise FileDiffers
        return True
    have = progress_of(session, file).have
    if len(have) < part_count(file.length):
        raise PartsMissing(have)
    return False


def note_whole(session: Session, file: File, address: Address) -> None:
    """The file is whole; raises UnknownFile where it was cancelled meanwhile."""
    now = _still(session, file)
    now.hash = address.hash
    session.execute(delete(FilePart).where(FilePart.file_id == now.file_id))
    session.flush()


def cancel(session: Session, file: File) -> None:
    """Of a file on its way no row is left; raises UnknownFile for a whole one."""
    now = _still(session, file)
    if now.hash is not None:
        raise UnknownFile
    session.execute(delete(FilePart).where(FilePart.file_id == now.file_id))
    session.delete(now)
    session.flush()


def lying_of(session: Session, conv: bytes) -> list[Lying]:
    """What the store has of a conversation's files."""
    files = session.scalars(select(File).where(File.conv == conv))
    return [Lying(file.upload, file.address()) for file in files]


def forget(store: BlobStore, lying: list[Lying]) -> None:
    """Nothing of these is in the store; their rows were deleted before."""
    for each in lying:
        store.delete_staging(each.upload)
        if each.address is not None:
            store.delete(each.address)


def _add(session: Session, conv: bytes, said: Beginning, limits: Files) -> File:
    mine = select(func.count()).select_from(File).where(File.conv == conv)
    if session.scalars(mine).one() >= limits.most:
        raise TooManyFiles
    made = File(
        file_id=said.file_id,
        conv=conv,
        upload=said.upload,
        length=said.length,
        hash=None,
        day=said.day,
    )
    session.add(made)
    session.flush()
    return made


def _as_begun(session: Session, known: File, conv: bytes, length: int) -> Progress:
    if known.conv != conv:
        raise UnknownFile
    if known.length != length:
        raise FileDiffers
    return progress_of(session, known)


def _still(session: Session, file: File) -> File:
    """The file as it is now, ours to change; raises UnknownFile where it is another upload, or gone."""
    now = locked(session, File, file.file_id)
    if now is None or now.upload != file.upload:
        raise UnknownFile
    return now
