"""What a browser makes of a file and what the server makes of it are the same bytes."""

from __future__ import annotations

import hashlib
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.golden.broken import damaged
from tests.golden.opened import NAMES, golden
from webapp.metadata import Memory, Uncleanable, cleaned_bytes, remains_in, without_metadata

ROOT = Path(__file__).resolve().parents[2]
OTHERS = {
    "report.pdf": b"%PDF-1.7\n",
    "letter.docx": b"PK\3\4".ljust(30, b"\0") + b"[Content_Types].xml",
    "notes.odt": b"PK\3\4".ljust(30, b"\0") + b"mimetypeapplication/vnd.oasis.opendocument.text",
    "old.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "talk.mp3": b"\xff\xfb\x90\x00",
    "raw.cr3": b"\0\0\0\x18ftypcrx ",
    "empty": b"",
}


def by_python(data: bytes) -> dict[str, Any]:
    source = Memory(data)
    try:
        kind, cleaned = without_metadata(source)
    except Uncleanable as error:
        return {"why": error.why}
    if cleaned is None:
        return {"kind": kind, "remains": list(remains_in(kind))}
    return {
        "kind": kind,
        "hash": hashlib.sha256(cleaned_bytes(source, cleaned)).hexdigest(),
        "removed": sorted(cleaned.removed),
        "orientation": cleaned.orientation,
        "evidence": cleaned.evidence.told(),
    }


def by_javascript(folder: Path) -> dict[str, dict[str, Any]]:
    command = ("node", "tests/js/clean.mjs", str(folder))
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=240, check=False
    )
    assert done.returncode == 0, done.stderr
    return dict(json.loads(line) for line in done.stdout.splitlines())


def compared(folder: Path, files: dict[str, bytes]) -> dict[str, dict[str, Any]]:
    """What both make of the files, after it was seen that it is the same."""
    for name, data in files.items():
        (folder / name).write_bytes(data)
    mine = {name: by_python(data) for name, data in files.items()}
    theirs = by_javascript(folder)
    assert {name: theirs.get(name) for name in files} == mine
    return mine


def test_both_clean_the_golden_files_to_the_same_bytes(tmp_path: Path) -> None:
    made = compared(tmp_path, {name: golden(name) for name in NAMES})
    assert all("hash" in each for each in made.values())


def test_both_say_the_same_of_files_that_they_do_not_clean(tmp_path: Path) -> None:
    made = compared(tmp_path, OTHERS)
    assert {name: each["remains"] for name, each in made.items()} == {
        "report.pdf": ["author", "places", "history"],
        "letter.docx": ["author", "places", "history"],
        "notes.odt": ["author", "places", "history"],
        "old.doc": ["author", "places", "history"],
        "talk.mp3": ["author", "places"],
        "raw.cr3": ["unknown"],
        "empty": ["unknown"],
    }


@pytest.mark.parametrize(
    ("count", "seed"), [(600, 1), pytest.param(20_000, 2, marks=pytest.mark.long)]
)
def test_both_refuse_and_clean_the_same_broken_files(tmp_path: Path, count: int, seed: int) -> None:
    made = compared(tmp_path, damaged(count, seed))
    whys = [each.get("why") for each in made.values()]
    assert whys.count("broken") > count / 5
    assert whys.count(None) > count / 5
    assert "unusual" in whys
