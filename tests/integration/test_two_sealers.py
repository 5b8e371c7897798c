"""What a source's browser seals while it reads a file, the server's own code opens, and seals the same."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from crypto.errors import CryptoError
from crypto.files import CHUNK, FilePlace, open_blob, seal_blob
from tests.server import ROOT

SIZES = (0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 8 * CHUNK, 1_300_001)


def counting(length: int, first: int) -> bytes:
    """The same bytes as in `tests/js/seal.mjs`."""
    return bytes((first + i) % 256 for i in range(length))


PLACE = FilePlace(counting(16, 1), counting(16, 2), counting(16, 3))
KEY = counting(32, 4)


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> dict[int, tuple[bytes, bytes, bytes]]:
    """By size: the content, the blob that the browser's code made of it, and the hash that it told."""
    folder = tmp_path_factory.mktemp("sealed")
    for size in SIZES:
        (folder / str(size)).write_bytes(counting(size, size))
    command = ["node", "tests/js/seal.mjs", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    hashes = dict(json.loads(line) for line in done.stdout.splitlines())
    return {size: _read(folder, size, hashes[str(size)]) for size in SIZES}


def _read(folder: Path, size: int, told: str) -> tuple[bytes, bytes, bytes]:
    path = folder / str(size)
    blob = path.with_name(f"{size}.sealed").read_bytes()
    return path.read_bytes(), blob, bytes.fromhex(told)


@pytest.mark.parametrize("size", SIZES)
def test_what_the_browser_seals_the_server_s_code_opens_and_seals_the_same(
    sealed: dict[int, tuple[bytes, bytes, bytes]], size: int
) -> None:
    content, blob, told = sealed[size]
    assert open_blob(KEY, PLACE, size, told, blob) == content
    assert seal_blob(KEY, PLACE, content) == blob


def test_another_hash_or_a_byte_less_is_refused(
    sealed: dict[int, tuple[bytes, bytes, bytes]],
) -> None:
    _, blob, told = sealed[CHUNK]
    for wrong in ((CHUNK, told[::-1], blob), (CHUNK, told, blob[:-1]), (CHUNK - 1, told, blob)):
        with pytest.raises(CryptoError):
            open_blob(KEY, PLACE, *wrong)
