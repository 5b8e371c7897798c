"""Files: whole or not at all, whatever the size and however the blob was meddled with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto import labels
from crypto.errors import CryptoError, Malformed, Refused
from crypto.files import (
    CHUNK,
    SEALED_CHUNK,
    FilePlace,
    blob_length,
    is_blob_length,
    open_blob,
    open_chunks,
    padded_size,
    seal_blob,
    seal_chunks,
)
from crypto.hashes import Hashing, derive, digest
from crypto.padding import padme
from crypto.primitives import aead_seal
from tests.unit.crypto.making import CONV, KEY, OTHER, SITE, flipped

PLACE = FilePlace(SITE, CONV, OTHER)
# The next PADME length after one chunk is 65,536, so these lie around every border there is.
BORDERS = (0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 65536, 65537, 2 * CHUNK - 1, 2 * CHUNK, 2 * CHUNK + 1)
sizes = st.one_of(st.sampled_from(BORDERS), st.integers(0, 4 * CHUNK))
CONTENT = bytes(range(256)) * 600
BLOB = seal_blob(KEY, PLACE, CONTENT)
CHUNKS = [BLOB[at : at + SEALED_CHUNK] for at in range(1, len(BLOB), SEALED_CHUNK)]


def _content(size: int) -> bytes:
    return (CONTENT * 2)[:size]


def _open(blob: bytes, size: int = len(CONTENT), place: FilePlace = PLACE) -> bytes:
    """Open a blob with its own hash, so that the hash never hides what the chunks let pass."""
    return open_blob(KEY, place, size, digest(blob), blob)


@given(sizes)
def test_what_was_sealed_opens_at_the_length_that_its_size_says(size: int) -> None:
    blob = seal_blob(KEY, PLACE, _content(size))
    assert len(blob) == blob_length(size)
    assert _open(blob, size) == _content(size)


@given(sizes)
def test_lengths_fall_only_on_padme(size: int) -> None:
    assert padded_size(size) in {CHUNK, padme(padded_size(size))}
    assert padded_size(padded_size(size)) in {padded_size(size), 65536}


@given(sizes, st.integers(1, CHUNK + 1))
def test_pieces_of_any_size_make_the_same_blob(size: int, piece: int) -> None:
    content = _content(size)
    pieces = (
        [content[at : at + piece] for at in range(0, size, piece)] if piece > 500 else [content]
    )
    assert b"".join(seal_chunks(KEY, PLACE, pieces)) == seal_blob(KEY, PLACE, content)


@given(st.integers(0))
def test_any_flipped_bit_is_refused(bit: int) -> None:
    with pytest.raises(CryptoError):
        _open(flipped(BLOB, bit))
    with pytest.raises(CryptoError):
        open_chunks(KEY, PLACE, flipped(BLOB, bit))


MEDDLED = {
    "cut after the first chunk": BLOB[:1] + CHUNKS[0],
    "cut before the last chunk": BLOB[: -len(CHUNKS[-1])],
    "cut in a chunk": BLOB[:-1],
    "cut in a tag": BLOB[: 1 + CHUNK + 8],
    "first chunk missing": BLOB[:1] + b"".join(CHUNKS[1:]),
    "two chunks swapped": BLOB[:1] + CHUNKS[1] + CHUNKS[0] + b"".join(CHUNKS[2:]),
    "a chunk twice": BLOB[:1] + CHUNKS[0] + b"".join(CHUNKS),
    "first chunk at the end": BLOB + CHUNKS[0],
    "last chunk twice": BLOB + CHUNKS[-1],
    "a byte more": BLOB + b"\0",
    "version 0": b"\0" + BLOB[1:],
    "version 2": b"\x02" + BLOB[1:],
    "only a version": BLOB[:1],
    "empty": b"",
}


@pytest.mark.parametrize("blob", MEDDLED.values(), ids=MEDDLED)
def test_a_meddled_blob_is_refused_by_its_chunks_alone(blob: bytes) -> None:
    with pytest.raises(CryptoError):
        open_chunks(KEY, PLACE, blob)


@pytest.mark.parametrize("size", [0, len(CONTENT), *BORDERS])
@pytest.mark.parametrize("blob", MEDDLED.values(), ids=MEDDLED)
def test_a_meddled_blob_is_refused_whatever_its_size_is_said_to_be(blob: bytes, size: int) -> None:
    with pytest.raises(CryptoError):
        _open(blob, size)


@pytest.mark.parametrize(
    "place",
    [FilePlace(OTHER, CONV, OTHER), FilePlace(SITE, OTHER, OTHER), FilePlace(SITE, CONV, SITE)],
    ids=["site", "conversation", "file"],
)
def test_a_file_of_another_place_is_refused(place: FilePlace) -> None:
    with pytest.raises(Refused):
        _open(BLOB, place=place)


def test_another_key_hash_or_size_is_refused() -> None:
    for key, size, blob_hash in (
        (bytes(32), len(CONTENT), digest(BLOB)),
        (KEY, len(CONTENT), bytes(32)),
        (KEY, len(CONTENT), b""),
        (KEY, len(CONTENT) - 1, digest(BLOB)),
        (KEY, len(CONTENT) + 70_000, digest(BLOB)),
        (KEY, -1, digest(BLOB)),
        (b"", len(CONTENT), digest(BLOB)),
    ):
        with pytest.raises(CryptoError):
            open_blob(key, PLACE, size, blob_hash, BLOB)


def test_a_length_is_that_of_some_blob_or_of_none() -> None:
    some = {blob_length(size) for size in range(4 * CHUNK)}
    longest = max(some)
    assert {length for length in range(-2, longest + 1) if is_blob_length(length)} == some


def test_padding_that_is_not_zero_is_refused() -> None:
    padded = bytes(CHUNK - 1) + b"\x01"
    position = (0).to_bytes(4, "big") + b"\x01"
    key = derive(KEY, labels.KEY_FILE)
    blob = b"\x01" + aead_seal(key, bytes(19) + position, PLACE.aad() + position, padded)
    assert open_chunks(KEY, PLACE, blob) == padded
    with pytest.raises(Malformed):
        _open(blob, 10)


@given(st.lists(st.binary(max_size=99)))
def test_bytes_that_come_in_pieces_hash_like_the_whole(pieces: list[bytes]) -> None:
    hashing = Hashing()
    for piece in pieces:
        hashing.add(piece)
    assert hashing.result() == digest(b"".join(pieces))
