"""Known answers for files: blobs by their hash, and the ways in which a blob must not open."""

import hashlib
from collections.abc import Callable, Iterator

from crypto import files
from crypto.errors import CryptoError
from crypto.hashes import digest
from crypto.vectors.reading import Difference, Fields, VectorFile, items, objects
from crypto.vectors.rejects import Tally

Opening = tuple[files.FilePlace, bytes]


def _chunks(blob: bytes) -> list[bytes]:
    return [blob[at : at + files.SEALED_CHUNK] for at in range(1, len(blob), files.SEALED_CHUNK)]


def _swapped(blob: bytes) -> bytes:
    first, second, *rest = _chunks(blob)
    return files.VERSION + b"".join((second, first, *rest))


def _other(identifier: bytes) -> bytes:
    return bytes((identifier[0] ^ 1,)) + identifier[1:]


# The mutations that reject lists of `file` name; each says what is opened instead.
MUTATIONS: dict[str, Callable[[files.FilePlace, bytes], Opening]] = {
    "cut at a chunk boundary": lambda place, blob: (place, blob[: -len(_chunks(blob)[-1])]),
    "two chunks swapped": lambda place, blob: (place, _swapped(blob)),
    "first chunk repeated at the end": lambda place, blob: (place, blob + _chunks(blob)[0]),
    "last byte flipped": lambda place, blob: (place, blob[:-1] + bytes((blob[-1] ^ 1,))),
    "another file_id": lambda place, blob: (
        files.FilePlace(place.site, place.conv, _other(place.file_id)),
        blob,
    ),
    "another conversation": lambda place, blob: (
        files.FilePlace(place.site, _other(place.conv), place.file_id),
        blob,
    ),
    "version byte 2": lambda place, blob: (place, b"\x02" + blob[1:]),
    "empty blob": lambda place, _blob: (place, b""),
}
_NEEDS_TWO_CHUNKS = frozenset({"two chunks swapped"})


def _content(case: Fields, file: VectorFile) -> bytes:
    """Return the made content of a case: SHAKE256 of the file's tag and the case's name."""
    text = f"{file.tag}|{case.text('data_shake256_of')}"
    if not text.isascii():
        raise Difference(f"{case.place('data_shake256_of')}: not ASCII")
    return hashlib.shake_256(text.encode()).digest(case.number("size"))


def _check_case(case: Fields, key: bytes, place: files.FilePlace, file: VectorFile) -> bytes:
    """Return the blob of a case that holds, sealed at once and piece by piece."""
    size = case.number("size")
    # Before any content is made: a damaged size could ask for more than there is memory.
    if size < 0 or files.blob_length(size) != case.number("blob_length"):
        raise Difference(case.place("blob_length"))
    content = _content(case, file)
    case.compare("H_data", digest(content))
    with case.holding("H_blob"):
        blob = files.seal_blob(key, place, content)
        case.compare("blob_length", len(blob))
        case.compare("H_blob", digest(blob))
        if files.open_blob(key, place, size, digest(blob), blob) != content:
            raise Difference(case.place("H_blob"))
    case.finish()
    return blob


def _refuses(opening: Callable[[], bytes]) -> bool:
    try:
        opening()
    except CryptoError:
        return True
    return False


def _accepting(key: bytes, size: int, place: files.FilePlace, blob: bytes) -> Iterator[str]:
    """Yield what accepts a mutated blob: nothing should, and each layer by itself."""
    # H(blob) would refuse every mutation alone, so the reader is given the mutation's own hash.
    if not _refuses(lambda: files.open_blob(key, place, size, digest(blob), blob)):
        yield "accepted"
    if not _refuses(lambda: files.open_chunks(key, place, blob)):
        yield "accepted chunk by chunk"


def check_file(file: VectorFile, tally: Tally) -> None:
    """Hold sealing and opening files to `file` (protocol section 5)."""
    for group in objects(file.groups["file"], "file"):
        key = group.data("key")
        place = files.FilePlace(group.data("site"), group.data("conv"), group.data("file_id"))
        blobs = []
        for case in objects(group.take("cases"), group.place("cases")):
            size = case.number("size")
            with group.holding("key"):
                blobs.append((size, _check_case(case, key, place, file)))
            tally.accepted += 1
        if "reject" in group:
            for name, path in items(group.take("reject"), group.place("reject")):
                _refuse(name, path, [(key, size, place, blob) for size, blob in blobs])
                tally.refused += 1
        group.finish()


def _refuse(
    name: object, path: str, cases: list[tuple[bytes, int, files.FilePlace, bytes]]
) -> None:
    """Raise Difference unless every case refuses the mutation `name`."""
    if not isinstance(name, str) or name not in MUTATIONS:
        raise Difference(f"{path}: no mutation known here")
    tried = 0
    for key, size, place, blob in cases:
        if name in _NEEDS_TWO_CHUNKS and len(_chunks(blob)) < 2:  # noqa: PLR2004 - two to swap
            continue
        tried += 1
        for fault in _accepting(key, size, *MUTATIONS[name](place, blob)):
            raise Difference(f"{path}: {fault}")
    if not tried:
        raise Difference(f"{path}: no case to try it on")
