"""The store of blobs in a bucket keeps the promises of the one on disk, on two servers of other people."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from chat.blobs import PART, Address, BlobStore
from chat.errors import BytesGone, FileDiffers, StoreAway
from chat.s3_bucket import Bucket
from config.files import BucketAt
from crypto.hashes import digest
from tests.files import stored_bytes
from tests.s3_servers import BUCKET, SERVERS, s3_server
from webapp.bucket import s3_store

UPLOAD, OTHER = b"u" * 16, b"o" * 16
BLOB = bytes(range(256)) * 40_000 + b"and a last part"
PARTS = [BLOB[at : at + PART] for at in range(0, len(BLOB), PART)]


ONE_OF_THEM = [SERVERS[0], *(pytest.param(name, marks=pytest.mark.long) for name in SERVERS[1:])]


@pytest.fixture(scope="module", params=ONE_OF_THEM)
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[BucketAt, Any]]:
    """A bucket, and a client for looking into it."""
    with s3_server(request.param, tmp_path_factory.mktemp("s3") / "data") as made:
        yield made


@pytest.fixture
def bucket(server: tuple[BucketAt, Any]) -> Iterator[Any]:
    """The client; whatever a test left is gone after it."""
    _, client = server
    yield client
    for key in keys(client):
        client.delete_object(Bucket=BUCKET, Key=key)


@pytest.fixture
def store(server: tuple[BucketAt, Any], bucket: Any) -> BlobStore:
    assert keys(bucket) == []
    return s3_store(server[0])


def keys(client: Any) -> list[str]:
    """Every object in the bucket."""
    return [each["Key"] for each in client.list_objects_v2(Bucket=BUCKET).get("Contents", ())]


def bring(store: BlobStore, *numbers: int, upload: bytes = UPLOAD) -> None:
    for number in numbers or range(len(PARTS)):
        store.write_part(upload, number, PARTS[number])


def test_parts_in_any_order_and_twice_are_one_blob_and_nothing_else(
    store: BlobStore, bucket: Any
) -> None:
    bring(store, *reversed(range(len(PARTS))), 0, 1)
    assert list(store.staged()) == [UPLOAD]
    address = store.finish(UPLOAD, len(BLOB), digest(BLOB))
    assert store.finish(UPLOAD, len(BLOB), digest(BLOB)) == address
    assert list(store.stored()) == [address]
    assert list(store.staged()) == []
    assert len(keys(bucket)) == 1
    assert store.size(address) == len(BLOB)
    assert stored_bytes(store, address) == BLOB
    assert stored_bytes(store, address, PART + 7) == BLOB[PART + 7 :]
    store.delete(address)
    store.delete(address)
    assert keys(bucket) == []
    assert store.size(address) is None
    with pytest.raises(BytesGone):
        store.read(address)


def test_other_bytes_and_missing_parts_are_no_blob(store: BlobStore, bucket: Any) -> None:
    bring(store)
    with pytest.raises(FileDiffers):
        store.finish(UPLOAD, len(BLOB), digest(b"other"))
    store.delete_staging(UPLOAD)
    assert keys(bucket) == []
    bring(store, 0)
    with pytest.raises(FileDiffers):
        store.finish(UPLOAD, len(BLOB), digest(BLOB))
    assert not list(store.stored())


def test_of_two_who_say_at_once_that_all_is_there_none_is_told_that_it_is_not(
    store: BlobStore, bucket: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(store)
    honest, first = Bucket.get, [True]

    def meddled(*given: Any) -> Any:
        if first.pop() if first else False:
            store.finish(UPLOAD, len(BLOB), digest(BLOB))
        return honest(*given)

    monkeypatch.setattr(Bucket, "get", meddled)
    address = store.finish(UPLOAD, len(BLOB), digest(BLOB))
    assert not first
    assert stored_bytes(store, address) == BLOB
    assert len(keys(bucket)) == 1


def test_a_part_that_changes_while_it_is_checked_is_in_no_blob(
    store: BlobStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(store)
    honest = Bucket.get

    def changed(bucket: Bucket, key: str, start: int = 0) -> Any:
        with contextlib.closing(honest(bucket, key, start)) as got:
            data = (
                got.read()
            )  # one of the two servers breaks off what it is sending when it changes
        if key.endswith("000000"):
            bucket.put(key, bytes(PART))
        return BytesIO(data)

    monkeypatch.setattr(Bucket, "get", changed)
    address = store.finish(UPLOAD, len(BLOB), digest(BLOB))
    assert stored_bytes(store, address) == BLOB


def test_deleting_one_upload_leaves_the_other(store: BlobStore) -> None:
    bring(store, 0, upload=OTHER)
    bring(store, 0)
    store.delete_staging(UPLOAD)
    assert list(store.staged()) == [OTHER]
    store.delete_staging(OTHER)
    assert list(store.staged()) == []


@pytest.mark.parametrize("size", [1, PART, 17 * PART + 3])
def test_a_blob_of_unknown_length_is_there_at_its_end_and_not_before(
    store: BlobStore, bucket: Any, size: int
) -> None:
    data = (BLOB * 2)[:size]
    writing = store.write(UPLOAD)
    for at in range(0, size, 100_000):
        writing.add(data[at : at + 100_000])
        assert list(store.stored()) == []
    address, length = writing.finish()
    assert (address, length) == (Address(digest(data), UPLOAD), size)
    assert stored_bytes(store, address) == data
    assert len(keys(bucket)) == 1


def test_a_blob_that_is_dropped_was_never_there(store: BlobStore, bucket: Any) -> None:
    writing = store.write(UPLOAD)
    writing.add(BLOB)
    writing.drop()
    assert keys(bucket) == []
    assert list(store.staged()) == []


def test_what_a_crash_left_is_listed_and_deleted_with_its_unfinished_upload(
    store: BlobStore, bucket: Any
) -> None:
    begun = store.write(UPLOAD)
    begun.add(BLOB)  # and here the process was killed
    bring(store, 0, upload=OTHER)
    for upload in list(store.staged()):
        store.delete_staging(upload)
    assert keys(bucket) == []
    assert list(store.staged()) == []


def test_of_a_bucket_with_versions_none_is_left(tmp_path: Path) -> None:
    with s3_server("moto", tmp_path / "data") as (at, client):
        client.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
        store = s3_store(at)
        bring(store)
        address = store.finish(UPLOAD, len(BLOB), digest(BLOB))
        assert client.list_object_versions(Bucket=BUCKET)["Versions"]
        store.delete(address)
        left = client.list_object_versions(Bucket=BUCKET)
        assert "Versions" not in left
        assert "DeleteMarkers" not in left
        store.write(UPLOAD).add(BLOB)
        store.delete_staging(UPLOAD)
        assert "Uploads" not in client.list_multipart_uploads(Bucket=BUCKET)


def test_a_bucket_that_is_away_says_so(tmp_path: Path) -> None:
    with s3_server("moto", tmp_path / "data") as (at, _):
        store = s3_store(at)
        bring(store, 0)
    with pytest.raises(StoreAway):
        bring(store, 0)
    with pytest.raises(StoreAway):
        store.read(Address(digest(BLOB), UPLOAD))
