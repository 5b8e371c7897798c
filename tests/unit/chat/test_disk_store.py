"""The store of blobs on a disk: what it refuses leaves what was there, at whatever step the disk is full."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from chat.blobs import PART, Address
from chat.disk_store import DiskStore
from chat.errors import BytesGone, FileDiffers, NoRoom, StoreAway
from crypto.hashes import digest
from tests.files import stored_bytes

UPLOAD, OTHER = b"u" * 16, b"o" * 16
BLOB = bytes(range(256)) * 4096 + b"and a last part"
PARTS = [BLOB[at : at + PART] for at in range(0, len(BLOB), PART)]
STEPS = ((os, "pwrite"), (os, "fsync"), (os, "open"), (Path, "mkdir"), (Path, "rename"))


@pytest.fixture
def store(tmp_path: Path) -> DiskStore:
    return DiskStore(tmp_path / "blobs")


def send(store: DiskStore) -> Address:
    for number, data in enumerate(PARTS):
        store.write_part(UPLOAD, number, data)
    return store.finish(UPLOAD, len(BLOB), digest(BLOB))


@contextmanager
def full_at(step: int, error: int = errno.ENOSPC) -> Iterator[list[int]]:
    """The disk is full at this step, and only then; gives how many steps are left until it."""
    left = [step]

    def counted(original: Callable[..., Any]) -> Callable[..., Any]:
        def either(*args: Any, **kwargs: Any) -> Any:
            left[0] -= 1
            if left[0] == 0:
                raise OSError(error, os.strerror(error))
            return original(*args, **kwargs)

        return either

    with ExitStack() as stack:
        for owner, name in STEPS:
            stack.enter_context(patch.object(owner, name, counted(getattr(owner, name))))
        yield left


def test_a_disk_that_is_full_at_any_step_takes_the_same_bytes_later(tmp_path: Path) -> None:
    for step in range(1, 60):
        store = DiskStore(tmp_path / str(step))
        with full_at(step) as left:
            try:
                send(store)
            except NoRoom:
                assert left[0] <= 0
        assert stored_bytes(store, send(store)) == BLOB
        assert (list(store.staged()), len(list(store.stored()))) == ([], 1)
        if left[0] > 0:
            break
    assert 10 < step < 59


def test_a_disk_that_breaks_is_no_full_one(store: DiskStore) -> None:
    with full_at(1, errno.EIO), pytest.raises(StoreAway):
        send(store)


def test_a_blob_is_read_from_wherever_one_wants(store: DiskStore) -> None:
    address = send(store)
    assert stored_bytes(store, address, 100_000) == BLOB[100_000:]
    assert store.size(address) == len(BLOB)
    store.delete(address)
    store.delete(address)
    assert store.size(address) is None
    with pytest.raises(BytesGone):
        store.read(address)


def test_a_blob_goes_on_being_read_while_it_is_deleted(store: DiskStore) -> None:
    address = send(store)
    reading = store.read(address)
    store.delete(address)
    assert b"".join(iter(reading.piece, b"")) == BLOB
    reading.close()


@pytest.mark.parametrize("wrong", [(len(BLOB), bytes(32)), (len(BLOB) - 1, digest(BLOB))])
def test_what_differs_gets_no_name_and_stays_as_it_was(
    store: DiskStore, wrong: tuple[int, bytes]
) -> None:
    for number, data in enumerate(PARTS):
        store.write_part(UPLOAD, number, data)
    with pytest.raises(FileDiffers):
        store.finish(UPLOAD, *wrong)
    assert list(store.stored()) == []
    assert stored_bytes(store, store.finish(UPLOAD, len(BLOB), digest(BLOB))) == BLOB


def test_without_its_bytes_nothing_can_be_finished(store: DiskStore) -> None:
    with pytest.raises(FileDiffers):
        store.finish(UPLOAD, len(BLOB), digest(BLOB))


def test_nobody_writes_into_a_blob_while_it_is_checked(store: DiskStore) -> None:
    for number, data in enumerate(PARTS):
        store.write_part(UPLOAD, number, data)
    refused: list[bool] = []
    honest = os.pread

    def meddled(*given: Any) -> bytes:
        try:
            store.write_part(UPLOAD, 0, bytes(PART))
        except StoreAway:
            refused.append(True)
        return honest(*given)

    with patch.object(os, "pread", meddled):
        address = store.finish(UPLOAD, len(BLOB), digest(BLOB))
    assert refused
    assert stored_bytes(store, address) == BLOB


def test_of_two_who_say_at_once_that_all_is_there_none_is_told_that_it_is_not(
    store: DiskStore,
) -> None:
    for number, data in enumerate(PARTS):
        store.write_part(UPLOAD, number, data)
    honest, first = os.open, [True]

    def meddled(*given: Any) -> int:
        if first.pop() if first else False:
            store.finish(UPLOAD, len(BLOB), digest(BLOB))
        return honest(*given)

    with patch.object(os, "open", meddled):
        address = store.finish(UPLOAD, len(BLOB), digest(BLOB))
    assert not first
    assert stored_bytes(store, address) == BLOB


def test_a_blob_of_unknown_length_is_whole_or_nothing(store: DiskStore) -> None:
    writing = store.write(UPLOAD)
    for data in PARTS:
        writing.add(data)
    address, length = writing.finish()
    assert (address, length) == (Address(digest(BLOB), UPLOAD), len(BLOB))
    assert stored_bytes(store, address) == BLOB
    dropped = store.write(OTHER)
    dropped.add(b"half")
    dropped.drop()
    assert (list(store.staged()), list(store.stored())) == ([], [address])


def test_the_same_bytes_sent_twice_are_two_blobs_of_which_one_may_go(store: DiskStore) -> None:
    first = send(store)
    for number, data in enumerate(PARTS):
        store.write_part(OTHER, number, data)
    second = store.finish(OTHER, len(BLOB), digest(BLOB))
    store.delete(first)
    assert stored_bytes(store, second) == BLOB


def test_what_has_no_name_of_ours_is_not_listed(store: DiskStore, tmp_path: Path) -> None:
    address = send(store)
    store.write_part(OTHER, 0, b"a")
    for folder in ("staging", "whole", f"whole/{address.hash.hex()[:2]}"):
        (tmp_path / "blobs" / folder / "lost+found").mkdir()
    assert (list(store.staged()), list(store.stored())) == ([OTHER], [address])


def test_an_empty_store_has_nothing_and_room(store: DiskStore) -> None:
    assert (list(store.staged()), list(store.stored())) == ([], [])
    assert store.free() > 0
