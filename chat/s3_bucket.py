"""One bucket that speaks the S3 protocol: its objects, their versions, and uploads that were begun."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from botocore.exceptions import (  # type: ignore[import-untyped]  # it ships no types
    BotoCoreError,
    ClientError,
)
from urllib3.exceptions import HTTPError

from chat.errors import BytesGone, NoRoom, StoreAway

Client = Any
"""A client of boto3, which has no types of its own."""

GONE = {"NoSuchKey", "NoSuchUpload", "NoSuchVersion", "NotFound", "404"}
FULL = {"QuotaExceeded", "XMinioStorageFull", "InsufficientStorage", "507"}
UNKNOWN = {"NotImplemented", "MethodNotAllowed", "501", "405"}


class Unsupported(Exception):
    """This server knows no such call."""


class Bucket:
    """Calls of one bucket; `client` gives the calling thread's own client.

    Every call may raise StoreAway, whatever writes NoRoom, and what names an object BytesGone.
    """

    def __init__(self, client: Callable[[], Client], name: str) -> None:
        """Nothing is asked before the first call."""
        self._client, self._name = client, name

    def put(self, key: str, data: bytes) -> None:
        """The object is there."""
        self.call("put_object", Key=key, Body=data)

    def get(self, key: str, start: int = 0) -> Any:  # noqa: ANN401 - botocore's stream
        """The object's bytes from `start` on, as a stream that is to be closed."""
        return self.call("get_object", Key=key, Range=f"bytes={start}-")["Body"]

    def size(self, key: str) -> int | None:
        """How many bytes the object has, None where there is none."""
        try:
            return int(self.call("head_object", Key=key)["ContentLength"])
        except BytesGone:
            return None

    def delete_all(self, prefix: str) -> None:
        """Of what begins so there is no object, no version and nothing that was begun."""
        for key in list(self.keys(prefix)):
            self.call("delete_object", Key=key)
        for key, version in list(self._versions(prefix)):
            self.call("delete_object", Key=key, VersionId=version)
        for key, begun in self.unfinished(prefix):
            self.abort(key, begun)

    def abort(self, key: str, begun: str) -> None:
        """Nothing is left of an upload that was begun, where the server can do that."""
        with contextlib.suppress(BytesGone, Unsupported):
            self.call("abort_multipart_upload", Key=key, UploadId=begun)

    def keys(self, prefix: str) -> Iterator[str]:
        """Every object that begins so."""
        for each in self._listed("list_objects_v2", "Contents", prefix):
            yield each["Key"]

    def unfinished(self, prefix: str) -> list[tuple[str, str]]:
        """Every upload that was begun and has no end: its key and its id."""
        found = self._listed("list_multipart_uploads", "Uploads", prefix)
        return [(each["Key"], each["UploadId"]) for each in found]

    def call(self, name: str, **given: Any) -> dict[str, Any]:  # noqa: ANN401 - as boto3 takes it
        """One call of the protocol, and its errors in our words."""
        with told():
            answer: dict[str, Any] = getattr(self._client(), name)(Bucket=self._name, **given)
            return answer

    def _versions(self, prefix: str) -> Iterator[tuple[str, str]]:
        for part in ("Versions", "DeleteMarkers"):
            for each in self._listed("list_object_versions", part, prefix):
                if each["VersionId"] != "null":
                    yield each["Key"], each["VersionId"]

    def _listed(self, name: str, part: str, prefix: str) -> Iterator[dict[str, Any]]:
        """All that begins so; nothing where this server has no such list, since it keeps none then."""
        try:
            with told():
                pages = self._client().get_paginator(name)
                for page in pages.paginate(Bucket=self._name, Prefix=prefix):
                    yield from (it for it in page.get(part, ()) if it["Key"].startswith(prefix))
        except Unsupported:
            return


@contextmanager
def told() -> Iterator[None]:
    """What the bucket refuses is told in our words."""
    try:
        yield
    except ClientError as error:
        raise _in_our_words(error) from error
    except (BotoCoreError, HTTPError, OSError) as error:
        raise StoreAway from error


def _in_our_words(error: ClientError) -> Exception:
    answer = error.response
    told = {str(answer["Error"].get("Code")), str(answer["ResponseMetadata"]["HTTPStatusCode"])}
    if told & GONE:
        return BytesGone()
    if told & FULL:
        return NoRoom()
    return Unsupported() if told & UNKNOWN else StoreAway()
