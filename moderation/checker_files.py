"""The checker's promises about files: every row has its bytes, and all bytes have a row."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from chat.blobs import Address, BlobStore, part_count
from chat.file_models import File, FilePart
from moderation.finding import Finding


def files(session: Session) -> Iterator[Finding]:
    """Every row that says of a file what cannot be."""
    parts = select(File, FilePart.number).join(FilePart, FilePart.file_id == File.file_id)
    for file, number in session.execute(parts):
        if file.hash is not None:
            yield Finding("a whole file has no parts", file.file_id)
        elif not 0 <= number < part_count(file.length):
            yield Finding("a part lies inside its file", file.file_id)


def bytes_of_files(session: Session, store: BlobStore) -> Iterator[Finding]:
    """Every row without its bytes, and bytes without a row.

    People send and delete meanwhile. So the store is listed before and after the rows are read:
    only what was there both times can be too much, and only what was there neither time is missing.
    """
    before, stored = _names(store), set(store.stored())
    has_parts = select(1).where(FilePart.file_id == File.file_id).exists()
    rows = select(File.file_id, File.upload, File.length, File.hash, has_parts)
    found = session.execute(rows).all()
    after = _names(store)
    for file_id, upload, length, hash_, begun in found:
        if hash_ is None:
            if begun and upload not in before | after:
                yield Finding("a part that was acknowledged has its bytes", file_id)
            continue
        address = Address(hash_, upload)
        size = store.size(address)
        was_deleted = size is None and address in stored
        if size != length and not was_deleted:
            yield Finding("a whole file has all its bytes", file_id)
    for upload in (before & after) - {row.upload for row in found}:
        yield Finding("bytes in the store are a file's", upload)


def _names(store: BlobStore) -> set[bytes]:
    return set(store.staged()) | {address.upload for address in store.stored()}
