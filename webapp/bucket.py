"""Opening the bucket that the settings name: one client for each thread that works with it."""

from __future__ import annotations

import threading
from typing import Any

from boto3.session import Session  # type: ignore[import-untyped]  # it ships no types
from botocore.config import Config  # type: ignore[import-untyped]

from chat.s3_bucket import Bucket
from chat.s3_store import S3Store
from config.files import BucketAt

PATIENCE = 30
"""Seconds for each answer of the bucket; a part is half a megabyte."""

CONFIG = Config(
    signature_version="s3v4",
    s3={"addressing_style": "path"},
    connect_timeout=5,
    read_timeout=PATIENCE,
    retries={"max_attempts": 2},
    # Not every server knows the newer checksums; each blob is checked by its own hash.
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)


def s3_store(at: BucketAt) -> S3Store:
    """The store of this bucket."""
    return S3Store(Bucket(_Clients(at).mine, at.name))


def client_of(at: BucketAt) -> Any:  # noqa: ANN401 - boto3 has no types of its own
    """A client of this bucket's server, for one thread."""
    return Session().client(
        "s3",
        endpoint_url=at.url,
        region_name=at.region,
        aws_access_key_id=at.key,
        aws_secret_access_key=at.secret,
        config=CONFIG,
    )


class _Clients:
    """Work beside a hub runs in threads of the system, which must not share a line's locks."""

    def __init__(self, at: BucketAt) -> None:
        self._at = at
        self._clients: dict[int, Any] = {}

    def mine(self) -> Any:  # noqa: ANN401
        """The client of the calling thread."""
        thread = threading.get_native_id()
        if thread not in self._clients:
            self._clients[thread] = client_of(self._at)
        return self._clients[thread]
