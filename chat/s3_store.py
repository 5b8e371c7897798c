"""Blobs in a bucket: each part an object of its own, then one object of the whole, named by its hash.

Nothing waits in a folder of ours, so any process on any machine may take any part. An object is
there whole or not at all, so what was acknowledged is what the bucket acknowledged to us.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from chat.blobs import PART, PIECE, Address, part_count
from chat.errors import BytesGone, FileDiffers, StoreAway
from chat.s3_bucket import Bucket, told
from crypto.hashes import Hashing

STAGING, WHOLE = "staging/", "whole/"
"""Where parts lie, and whole blobs."""

TOGETHER = 16 * PART
"""Bytes of one piece of a multipart upload; S3 takes none below 5 MiB but the last."""

UNBOUNDED = 2**62


class S3Store:
    """Keeps blobs in one bucket (chat.blobs.BlobStore)."""

    def __init__(self, bucket: Bucket) -> None:
        """Nothing is asked of the bucket before the first byte comes."""
        self._bucket = bucket

    def write_part(self, upload: bytes, number: int, data: bytes) -> None:
        """The part is there; the same again changes nothing."""
        self._bucket.put(_part(upload, number), data)

    def finish(self, upload: bytes, length: int, hash_: bytes) -> Address:
        """The parts are one blob of this length and hash, each byte of which was read again."""
        address = Address(hash_, upload)
        if self.size(address) is None:
            parts = [_part(upload, number) for number in range(part_count(length))]
            try:
                _put_together(self._bucket, parts, address, length)
            except FileDiffers:
                if self.size(address) is None:  # else another call was first, and took the parts
                    raise
        self.delete_staging(upload)
        return address

    def write(self, upload: bytes) -> S3Writing:
        """A blob of unknown length begins, piece by piece."""
        return S3Writing(self._bucket, upload)

    def read(self, address: Address, start: int = 0) -> S3Reading:
        """The blob's bytes from `start` on; raises BytesGone."""
        return S3Reading(self._bucket.get(_whole(address), start))

    def size(self, address: Address) -> int | None:
        """How many bytes the blob has, None where there is none."""
        return self._bucket.size(_whole(address))

    def delete(self, address: Address) -> None:
        """There is no such blob, no version of it, and none that was begun."""
        self._bucket.delete_all(_whole(address))

    def delete_staging(self, upload: bytes) -> None:
        """Of this upload there are no parts."""
        self._bucket.delete_all(_parts(upload))
        for key, begun in self._bucket.unfinished(WHOLE):
            if key.endswith(f"-{upload.hex()}"):
                self._bucket.abort(key, begun)

    def staged(self) -> Iterator[bytes]:
        """Every upload of which there are parts, or a whole that was begun."""
        found = {key.split("/")[1] for key in self._bucket.keys(STAGING)}
        found |= {key.rpartition("-")[2] for key, _ in self._bucket.unfinished(WHOLE)}
        yield from map(bytes.fromhex, sorted(found))

    def stored(self) -> Iterator[Address]:
        """Every whole blob."""
        for key in self._bucket.keys(WHOLE):
            hash_, _, upload = key.removeprefix(WHOLE).partition("-")
            yield Address(bytes.fromhex(hash_), bytes.fromhex(upload))

    def free(self) -> int:
        """A bucket does not say; where it is full it refuses, and that is NoRoom."""
        return UNBOUNDED


class S3Writing:
    """A blob that is being written, by one thread at a time: first as parts, since its name shows at its end."""

    def __init__(self, bucket: Bucket, upload: bytes) -> None:
        """Nothing is in the bucket yet."""
        self._bucket, self._upload = bucket, upload
        self._parts: list[str] = []
        self._waiting = bytearray()
        self._hashing, self._length = Hashing(), 0

    def add(self, piece: bytes) -> None:
        """The piece follows those before it."""
        self._hashing.add(piece)
        self._length += len(piece)
        self._waiting += piece
        if len(self._waiting) >= TOGETHER:
            self._put()

    def finish(self) -> tuple[Address, int]:
        """The pieces are one blob; gives its name and length."""
        address = Address(self._hashing.result(), self._upload)
        if self._waiting:
            self._put()
        _put_together(self._bucket, self._parts, address, self._length)
        self.drop()
        return address, self._length

    def drop(self) -> None:
        """Nothing of it is left."""
        self._bucket.delete_all(_parts(self._upload))

    def _put(self) -> None:
        part = _part(self._upload, len(self._parts))
        self._bucket.put(part, bytes(self._waiting))
        self._parts.append(part)
        self._waiting.clear()


class S3Reading:
    """A blob that is being read; a line to the bucket that breaks is StoreAway."""

    def __init__(self, stream: Any) -> None:  # noqa: ANN401 - botocore's stream
        """The bucket has begun to answer."""
        self._stream = stream

    def piece(self) -> bytes:
        """The next bytes, none at the end."""
        with told():
            return bytes(self._stream.read(PIECE))

    def close(self) -> None:
        """Nothing of it is open any more."""
        self._stream.close()


class _Multipart:
    """An object of any length, of which nothing is there before all of it is."""

    def __init__(self, bucket: Bucket, key: str) -> None:
        self._bucket, self._key = bucket, key
        self._id = bucket.call("create_multipart_upload", Key=key)["UploadId"]
        self._sent: list[dict[str, Any]] = []
        self._waiting = bytearray()

    def add(self, data: bytes) -> None:
        self._waiting += data
        if len(self._waiting) >= TOGETHER:
            self._send()

    def finish(self) -> None:
        if self._waiting:
            self._send()
        self._named("complete_multipart_upload", MultipartUpload={"Parts": self._sent})

    def drop(self) -> None:
        with contextlib.suppress(StoreAway):
            self._bucket.abort(self._key, self._id)

    def _send(self) -> None:
        number, data = len(self._sent) + 1, bytes(self._waiting)
        tag = self._named("upload_part", PartNumber=number, Body=data)["ETag"]
        self._sent.append({"PartNumber": number, "ETag": tag})
        self._waiting.clear()

    def _named(self, name: str, **given: Any) -> dict[str, Any]:  # noqa: ANN401
        return self._bucket.call(name, Key=self._key, UploadId=self._id, **given)


def _put_together(bucket: Bucket, parts: list[str], address: Address, length: int) -> None:
    """The object is there whole; while it is made and where that fails, nothing of it is.

    What is hashed is what is written: a part that somebody changes meanwhile is seen. Raises
    FileDiffers where it is not of this length and hash.
    """
    made, hashing = _Multipart(bucket, _whole(address)), Hashing()
    try:
        for part in parts:
            data = _content(bucket, part)
            hashing.add(data)
            length -= len(data)
            made.add(data)
        _check(length == 0 and hashing.result() == address.hash)
        made.finish()
    except BaseException:
        made.drop()
        raise


def _check(is_right: bool) -> None:
    if not is_right:
        raise FileDiffers


def _content(bucket: Bucket, part: str) -> bytes:
    try:
        with contextlib.closing(bucket.get(part)) as stream, told():
            return bytes(stream.read())
    except BytesGone as error:
        raise FileDiffers from error  # a part is gone, so the file must be begun anew


def _parts(upload: bytes) -> str:
    return f"{STAGING}{upload.hex()}/"


def _part(upload: bytes, number: int) -> str:
    return f"{_parts(upload)}{number:06}"


def _whole(address: Address) -> str:
    return f"{WHOLE}{address.hash.hex()}-{address.upload.hex()}"
