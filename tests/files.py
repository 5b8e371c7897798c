"""A person outside who sends files: sealed like a browser does it, in parts."""

from __future__ import annotations

import secrets
from contextlib import closing
from dataclasses import dataclass, field

from chat.blobs import PART, Address, BlobStore
from crypto.files import CHUNK, FilePlace, padded_size, seal_blob
from crypto.hashes import digest
from tests.actors import Answer, Source
from webapp.schemas import b64

FILES = "/api/v1/conversation/files"
OCTETS = "application/octet-stream"
ONE_CHUNK = 1 + CHUNK + 16
"""The length of the shortest blob."""


def content_of(size: int) -> bytes:
    """Some content whose chunks all differ."""
    return secrets.token_bytes(min(size, 1024)) + b"".join(
        n.to_bytes(4, "big") for n in range(size // 4 + 1)
    )


@dataclass
class Sending:
    """A file on its way; `content` is what the person chose."""

    by: Source
    content: bytes = b"a photograph"
    file_id: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    key: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    def __post_init__(self) -> None:
        """The content is sealed, once."""
        place = FilePlace(self.by.office.site, self.by.conv, self.file_id)
        self.blob = seal_blob(self.key, place, self.content)
        self.parts = [self.blob[at : at + PART] for at in range(0, len(self.blob), PART)]

    @property
    def path(self) -> str:
        """The file's address."""
        return f"{FILES}/{b64(self.file_id)}"

    def begin(self, **other: object) -> Answer:
        """Say that it comes."""
        said = {"file_id": b64(self.file_id), "length": len(self.blob), **other}
        return self.by.call("POST", FILES, said)

    def part(self, number: int, data: bytes | None = None, by: Source | None = None) -> Answer:
        """Send one part."""
        data = self.parts[number] if data is None else data
        path = f"{self.path}/parts/{number}"
        return (by or self.by).call("PUT", path, data, content_type=OCTETS)

    def whole(self, hash_: bytes | None = None) -> Answer:
        """Say that it is all there."""
        said = {"hash": b64(hash_ or digest(self.blob))}
        return self.by.call("POST", f"{self.path}/whole", said)

    def cancel(self) -> Answer:
        """Take it back."""
        return self.by.call("DELETE", self.path)

    def begun(self, *numbers: int) -> Sending:
        """The same, once it is begun and these parts were taken."""
        assert self.begin().status == 201
        for number in numbers:
            assert self.part(number).status == 204
        return self

    def sent(self) -> Sending:
        """The same, once it is whole."""
        self.begun(*range(len(self.parts)))
        assert self.whole().body == {"have": [], "whole": True}
        return self


def large(by: Source, parts: int = 3) -> Sending:
    """A file of so many parts, the last of them shorter."""
    wanted = next(
        size
        for size in range((parts - 1) * PART, parts * PART, CHUNK // 2)
        if (parts - 1) * PART < padded_size(size) + 1 < parts * PART - 65_536
    )
    return Sending(by, content_of(wanted)[:wanted])


def stored_bytes(store: BlobStore, address: Address, start: int = 0) -> bytes:
    """A whole blob as the store gives it, from `start` on."""
    with closing(store.read(address, start)) as reading:
        return b"".join(iter(reading.piece, b""))
