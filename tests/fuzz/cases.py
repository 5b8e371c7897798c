"""A file of cases of another system, as `./quietline desk import` reads it before it sends anything."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.at_desk import case_named
from tests.fuzz.target import REFUSED, TAKEN, Target
from webapp.client import import_file

ENDINGS = (".json", ".ndjson", ".csv")


def check(data: bytes) -> str:
    """The verdict on the bytes as a file of each kind."""
    return "".join(_one(data, ending) for ending in ENDINGS)


def _one(data: bytes, ending: str) -> str:
    path = _folder() / f"cases{ending}"
    path.write_bytes(data)
    try:
        read = import_file.read_file(path, "another")
    except import_file.BrokenFile:
        return REFUSED
    for case in read:  # what is taken can be sent: every word of it has bytes
        json.dumps(case.model_dump(), ensure_ascii=False).encode()
    return TAKEN


@cache
def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="quietline-fuzz-"))


def seeds() -> Iterator[bytes]:
    """One case as lines, as a list and as a table, and one with each part spoilt."""
    case = case_named("Ana", "another")
    line = json.dumps(case).encode()
    yield from (line, b"[" + line + b"]", b'{"cases": [' + line + b"]}", b"")
    yield b"id,title\n1,A\n2,B\n"
    yield b'id,title,sections\n1,A,"[{""kind"": ""note"", ""text"": ""x""}]"\n'
    yield json.dumps({**case, "history": [[[]]], "release": {}}).encode()
    yield line.replace(b'"note"', b'"notes"')


WORDS = (b'"id"', b'"title"', b'"sections"', b'"kind"', b'"fields"', b"\\ud800", b"[[[[", b"1e9")
ENTRY = (import_file, "_checked")
TARGET = Target("cases", check, seeds, ENTRY, longest=2_000, words=WORDS)
