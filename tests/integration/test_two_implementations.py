"""What one implementation of Protocol 1 seals, the other opens; what one refuses, both refuse."""

import json
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ("quiet", pytest.param("line", marks=pytest.mark.long))

Vectors = dict[str, Any]


def _run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )


def python_accepts(path: Path) -> bool:
    return _verdict(_run(sys.executable, "-m", "crypto.vectors", str(path)))


def javascript_accepts(path: Path) -> bool:
    return _verdict(_run("npm", "run", "--silent", "vectors", "--", str(path)))


def _verdict(done: subprocess.CompletedProcess[str]) -> bool:
    assert done.returncode in (0, 1), done.stderr
    return done.returncode == 0


def made_by_python(seed: str) -> str:
    done = _run(sys.executable, "-m", "crypto.vectors_make", seed)
    assert done.returncode == 0, done.stderr
    return done.stdout


def made_by_javascript(seed: str) -> str:
    done = _run("npm", "run", "--silent", "vectors:make", "--", seed)
    assert done.returncode == 0, done.stderr
    return done.stdout


MAKERS = (made_by_python, made_by_javascript)
CHECKERS = (python_accepts, javascript_accepts)

# Where a flipped bit must be noticed: each is sealed or signed by the maker of the file.
SEALED = (
    ("key_record", "desk_wrap"),
    ("key_record", "self_wrap"),
    ("key_record", "signature"),
    ("accept", "signature"),
    ("envelope", "envelope"),
    ("staff", "blob"),
    ("epoch_wrap", "wrap"),
    ("share", "wrap"),
    ("roster", "roster_signature"),
    ("case", "wrap"),
    ("audit", "signature"),
    ("audit", "hash"),
)
NEEDED = {"key_record": ("receipt", "epoch"), "accept": ("key_record", "receipt", "epoch")}


def _first(group: Any) -> Any:
    return group[0] if isinstance(group, list) else group


def with_flipped_bit(vectors: Vectors, group: str, field: str, pick: random.Random) -> Vectors:
    """Return the group and what it rests on, with one bit of one field flipped."""
    names = (group, *NEEDED.get(group, ("epoch",)))
    cases = {name: _first(vectors["cases"][name]) for name in names}
    sealed = bytearray.fromhex(cases[group][field])
    sealed[pick.randrange(len(sealed))] ^= 1 << pick.randrange(8)
    changed = {**cases, group: {**cases[group], field: sealed.hex()}}
    return {"protocol": 1, "tag": vectors["tag"], "cases": changed}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("make", MAKERS)
def test_both_accept_what_either_made(
    tmp_path: Path, make: Callable[[str], str], seed: str
) -> None:
    path = tmp_path / "made.json"
    path.write_text(make(seed), encoding="utf-8")
    assert [accepts(path) for accepts in CHECKERS] == [True, True]


@pytest.mark.long
@pytest.mark.parametrize("make", MAKERS)
def test_both_notice_a_flipped_bit_in_anything_sealed(
    tmp_path: Path, make: Callable[[str], str]
) -> None:
    vectors: Vectors = json.loads(make("flipped"))
    pick = random.Random(1)
    path = tmp_path / "flipped.json"
    for group, field in SEALED:
        path.write_text(json.dumps(with_flipped_bit(vectors, group, field, pick)), "utf-8")
        verdicts = [accepts(path) for accepts in CHECKERS]
        assert verdicts == [False, False], f"{group}.{field}"
