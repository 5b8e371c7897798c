"""A file as the blob that a browser uploads: padded, cut into chunks, each chunk sealed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from crypto import labels
from crypto.binary import HASH_LENGTH, identifier, sized, u32
from crypto.errors import Malformed, Refused
from crypto.hashes import derive, digest, same
from crypto.padding import padme
from crypto.primitives import TAG_LENGTH, aead_open, aead_seal

VERSION = b"\x01"
CHUNK = 65520  # bytes of content, so that a sealed chunk has 65,536 (protocol section 5)
SEALED_CHUNK = CHUNK + TAG_LENGTH


@dataclass(frozen=True)
class FilePlace:
    """Where a file belongs (protocol section 5): site, conv and file_id of 16 bytes each."""

    site: bytes
    conv: bytes
    file_id: bytes

    def aad(self) -> bytes:
        """Return what every chunk is bound to, before its number."""
        return (
            labels.FILE
            + identifier(self.site, "site")
            + identifier(self.conv, "conversation")
            + identifier(self.file_id, "file id")
        )


def padded_size(size: int) -> int:
    """Return how many bytes `size` bytes of content are padded to (protocol section 5)."""
    return max(CHUNK, padme(size))


def blob_length(size: int) -> int:
    """Return the exact length of the blob of `size` bytes: version, chunks and their tags."""
    padded = padded_size(size)
    return len(VERSION) + padded + -(-padded // CHUNK) * TAG_LENGTH


def is_blob_length(length: int) -> bool:
    """Return whether any size of content gives a blob of exactly this length."""
    chunks = -(-(length - len(VERSION)) // SEALED_CHUNK)
    padded = length - len(VERSION) - chunks * TAG_LENGTH
    # A chunk that is nothing but its tag would be one more than the padded content needs.
    if padded < CHUNK or -(-padded // CHUNK) != chunks:
        return False
    return padded == CHUNK or padme(padded) == padded


def _position(index: int, *, last: bool) -> bytes:
    return u32(index, "chunk number") + bytes((last,))


def _nonce(position: bytes) -> bytes:
    # The key is fresh for every file, so a counter is a nonce that cannot repeat.
    return bytes(19) + position


def seal_chunks(file_key: bytes, place: FilePlace, content: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the blob of `content`, which comes in pieces of any size, version byte first.

    Holds about two chunks in memory, and needs no length beforehand because the padding comes
    last. `file_key` is 32 random bytes, fresh whenever content is read again (section 5).
    """
    key = derive(file_key, labels.KEY_FILE)
    aad = place.aad()
    yield VERSION
    for index, (chunk, last) in enumerate(_chunks(content)):
        position = _position(index, last=last)
        yield aead_seal(key, _nonce(position), aad + position, chunk)


def _chunks(content: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    waiting = bytearray()
    size = sent = 0
    for piece in content:
        size += len(piece)
        waiting += piece
        # A full chunk is held back until more follows: it may turn out to be the last.
        while len(waiting) > CHUNK:
            yield bytes(waiting[:CHUNK]), False
            sent += CHUNK
            del waiting[:CHUNK]
    waiting += bytes(padded_size(size) - sent - len(waiting))
    while len(waiting) > CHUNK:
        yield bytes(waiting[:CHUNK]), False
        del waiting[:CHUNK]
    yield bytes(waiting), True


def seal_blob(file_key: bytes, place: FilePlace, content: bytes) -> bytes:
    """Return the whole blob of `content` at once (protocol section 5)."""
    return b"".join(seal_chunks(file_key, place, [content]))


def open_chunks(file_key: bytes, place: FilePlace, blob: bytes) -> bytes:
    """Return the padded content of a blob whose chunks are all there, once, and in order.

    Raises a CryptoError for anything cut, swapped, repeated or appended, even without knowing
    the size; `open_blob` is what a reader calls.
    """
    if blob[:1] != VERSION:
        raise Malformed("unknown version of a file")
    sealed = [blob[at : at + SEALED_CHUNK] for at in range(1, len(blob), SEALED_CHUNK)]
    if not sealed:
        raise Malformed("a file without chunks")
    key = derive(file_key, labels.KEY_FILE)
    aad = place.aad()
    padded = []
    for index, chunk in enumerate(sealed):
        position = _position(index, last=index == len(sealed) - 1)
        padded.append(aead_open(key, _nonce(position), aad + position, chunk))
    return b"".join(padded)


def open_blob(file_key: bytes, place: FilePlace, size: int, blob_hash: bytes, blob: bytes) -> bytes:
    """Return the `size` bytes of a file's content, everything checked before any is released.

    Length, H(blob), every chunk and the zero padding must hold, else a CryptoError (section 5).
    """
    u32(size, "file size")
    if len(blob) != blob_length(size):
        raise Malformed("the file has the wrong length for its size")
    if not same(digest(blob), sized(blob_hash, HASH_LENGTH, "file hash")):
        raise Refused("the file is not the one that the message names")
    padded = open_chunks(file_key, place, blob)
    if padded.count(0, size) != len(padded) - size:
        raise Malformed("the file's padding is not zero")
    return padded[:size]
