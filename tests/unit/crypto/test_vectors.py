"""`python -m crypto.vectors` holds whole files, and notices each damaged value."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from crypto.vectors.run import main
from crypto.vectors_make.made import vector_file
from tests.unit.crypto.conftest import VECTORS

Damage = Callable[[dict[str, Any]], object]
# What only says which members a case has, or is free text, or is a list of things to refuse.
NO_VALUES = frozenset({"note", "file_data", "protocol"})


def _run(tmp_path: Path, content: object) -> int:
    path = tmp_path / "vectors.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return main([str(path)])


def _leaves(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the path of every value that has to hold; of a list, its second and last.

    The second, because of a pair of lengths the first may change and the pair still hold, and
    because the first file is empty, so that the name of its content says nothing.
    """
    if isinstance(value, dict):
        for name, each in value.items():
            if name not in NO_VALUES | {"reject", "envelopes"}:
                yield from _leaves(each, (*path, name))
    elif isinstance(value, list):
        for index in sorted({min(1, len(value) - 1), len(value) - 1} if value else ()):
            yield from _leaves(value[index], (*path, index))
    else:
        yield path


def _damaged(value: object) -> object:
    """Return a value with one digit in its middle changed, or a number one higher."""
    if isinstance(value, int):
        return value + 1
    text = str(value)
    # A letter or digit, because words hold whatever stands between them.
    at = next(index for index in range(len(text) // 2, len(text)) if text[index].isalnum())
    return text[:at] + ("b" if text[at] == "a" else "a") + text[at + 1 :]


PROTOCOL_FILE: dict[str, Any] = json.loads(VECTORS.read_text())
LEAVES = list(_leaves(PROTOCOL_FILE))


def _name(path: tuple[str | int, ...]) -> str:
    return ".".join(map(str, path))


def test_all_the_protocols_vectors_hold(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(VECTORS)]) == 0
    assert capsys.readouterr().out == "checked 105 cases: 61 accepted, 44 refused\n"


def test_the_command_itself_exits_with_0_for_a_file_that_holds() -> None:
    command = [sys.executable, "-m", "crypto.vectors", str(VECTORS)]
    assert subprocess.run(command, capture_output=True, timeout=60, check=False).returncode == 0


@pytest.mark.usefixtures("stretched_once")
@pytest.mark.parametrize("path", LEAVES, ids=_name)
def test_one_damaged_value_is_a_difference(
    path: tuple[str | int, ...], vectors: dict[str, Any], tmp_path: Path
) -> None:
    parent: Any = vectors
    for step in path[:-1]:
        parent = parent[step]
    parent[path[-1]] = _damaged(parent[path[-1]])
    assert _run(tmp_path, vectors) == 1


@pytest.mark.usefixtures("stretched_once")
@pytest.mark.parametrize("seed", ["one", "two", "", "été"])
def test_a_made_file_holds(seed: str, tmp_path: Path) -> None:
    assert _run(tmp_path, vector_file(seed)) == 0


def test_the_same_seed_makes_the_same_file_but_for_hpke() -> None:
    first, second = (json.loads(json.dumps(vector_file("again"))) for _ in range(2))
    for made in (first, second):
        for group, member in (
            ("key_record", "desk_wrap"),
            ("epoch_wrap", "wrap"),
            ("share", "wrap"),
        ):
            assert len(made["cases"][group].pop(member)) > 2 * 1120
    assert first == second


def _put(*path: str | int, value: object) -> Damage:
    def damage(vectors: dict[str, Any]) -> None:
        parent: Any = vectors["cases"]
        for step in path[:-1]:
            parent = parent[step]
        parent[path[-1]] = value

    return damage


GOOD_ENVELOPE = PROTOCOL_FILE["cases"]["envelope"][0]["envelope"]
GOOD_PADDING = PROTOCOL_FILE["cases"]["unpad"]["accept"]["padded"]
CONVERSATION = PROTOCOL_FILE["cases"]["key_record"]["conv"]
GOOD_ACCEPT = PROTOCOL_FILE["cases"]["accept"]

DIFFERENCES: dict[str, Damage] = {
    "a good envelope among the bad": _put("envelope_reject", "envelopes", "x", value=GOOD_ENVELOPE),
    "good padding among the bad": _put("unpad", "reject", "short", value=GOOD_PADDING),
    "a reject that changes nothing": _put(
        "key_record", "reject", "x", value={"conv": CONVERSATION}
    ),
    "a good accept record among the bad": _put(
        "accept",
        "reject",
        "x",
        value={name: GOOD_ACCEPT[name] for name in ("staff_vk", "signature")},
    ),
    "a reject without a change": _put("key_record", "reject", "x", value={}),
    "a reject of an unknown member": _put("accept", "reject", "x", value={"colour": "00"}),
    "a reject that nothing rests on": _put("key_record", "reject", "x", value={"key": "00" * 32}),
    "an unknown mutation": _put("file", "reject", 0, value="painted green"),
    "an unknown group": _put("telepathy", value=[{"in": "", "out": ""}]),
    "an unknown member": _put("kem", 0, "colour", value="00"),
    "rejects where none can be checked": _put("kem", 0, "reject", value={"x": {"seed": "00"}}),
    "another key for bad envelopes": _put("envelope_reject", "key", value="00" * 32),
    "capital letters in hex": _put("hash", 1, "in", value="61626A"),
    "half a byte": _put("hash", 1, "in", value="616"),
    "text for a number": _put("envelope", 0, "seq", value="1"),
    "true for a number": _put("envelope", 0, "seq", value=True),
    "a number for text": _put("receipt", 0, "words", value=7),
    "a huge number": _put("envelope", 0, "seq", value=1 << 80),
    "a negative length": _put("padme", 0, value=[-1, 0]),
    "a file of no possible size": _put("file", "cases", 0, "size", value=1 << 60),
    "half a character": _put("receipt", 0, "words", value="\ud800"),
    "half a character in a passphrase": _put("staff", "passphrase", value="\ud800"),
    "text for a list": _put("padme", value="0 0"),
    "a receipt that is not there": _put("key_record", "uses", value="receipt[9] and epoch"),
    "another use": _put("key_record", "uses", value="the moon"),
    "members out of order": lambda vectors: vectors["cases"]["roster"]["members"].reverse(),
    "a missing member": lambda vectors: vectors["cases"]["hash"][0].pop("H"),
    "a missing receipt": lambda vectors: vectors["cases"].pop("receipt"),
    "a missing tag": lambda vectors: vectors.pop("tag"),
}


@pytest.mark.usefixtures("stretched_once")
@pytest.mark.parametrize("damage", DIFFERENCES.values(), ids=DIFFERENCES)
def test_nothing_in_a_file_passes_unchecked(
    damage: Damage, vectors: dict[str, Any], tmp_path: Path
) -> None:
    damage(vectors)
    assert _run(tmp_path, vectors) == 1


SHARE = PROTOCOL_FILE["cases"]["share"]
ZEROS = "00" * 64
REFUSALS: dict[str, Damage] = {
    "of a share": _put("share", "reject", value={"of another generation": {"gen": 2}}),
    "of an epoch wrap": _put("epoch_wrap", "reject", value={"cut": SHARE["wrap"][:-2]}),
    "of a staff blob": _put(
        "staff", "reject", value={"x": {"method": 2}, "y": {"second": "00" * 32}}
    ),
    "of a roster": _put("roster", "reject", value={"unsigned": {"roster_signature": ZEROS}}),
    "of a case wrap": _put("case", "reject", value={"older epoch": {"epoch": 6}}),
    "of a record": _put("case", "record", "reject", value={"unsigned": {"signature": ZEROS}}),
    "of an envelope": _put("envelope", 0, "reject", value={"empty": ""}),
    "of wraps, by name": _put(
        "key_record", "reject", value={"self_wrap torn": {"self_wrap": "", "desk_wrap": ""}}
    ),
}


@pytest.mark.usefixtures("stretched_once")
@pytest.mark.parametrize("add", REFUSALS.values(), ids=REFUSALS)
def test_rejects_are_understood_in_every_group(
    add: Damage, vectors: dict[str, Any], tmp_path: Path
) -> None:
    add(vectors)
    assert _run(tmp_path, vectors) == 0


@pytest.mark.usefixtures("stretched_once")
@pytest.mark.parametrize(
    "group",
    [name for name in PROTOCOL_FILE["cases"] if name not in {"receipt", "epoch", "key_record"}],
)
def test_a_group_that_nothing_rests_on_may_be_missing(
    group: str, vectors: dict[str, Any], tmp_path: Path
) -> None:
    del vectors["cases"][group]
    assert _run(tmp_path, vectors) == 0


def test_groups_may_be_lists_or_single_and_counts_may_differ(tmp_path: Path) -> None:
    cases = PROTOCOL_FILE["cases"]
    other = {"hash": cases["hash"][0], "epoch": [cases["epoch"]] * 2, "unpad": [cases["unpad"]]}
    assert _run(tmp_path, {"protocol": 1, "cases": other}) == 0


NO_VECTOR_FILES: dict[str, object] = {
    "empty": "",
    "no JSON": "protocol 1",
    "no UTF-8": "\ud800",
    "a list": [],
    "without a protocol": {"cases": {"hash": []}},
    "of protocol 2": {"protocol": 2, "cases": PROTOCOL_FILE["cases"]},
    "of protocol true": {"protocol": True, "cases": PROTOCOL_FILE["cases"]},
    "without cases": {"protocol": 1},
    "with no case": {"protocol": 1, "cases": {}},
    "with empty groups only": {"protocol": 1, "cases": {"hash": [], "kdf": []}},
    "with an empty reject list only": {"protocol": 1, "cases": {"unpad": {"reject": {}}}},
    "with a list of cases": {"protocol": 1, "cases": [1]},
    "with an unknown part": {"protocol": 1, "cases": {"hash": [1]}, "reject": {"x": 1}},
    "with a name twice": '{"protocol": 1, "protocol": 1, "cases": {"padme": [[0, 0]]}}',
    "nested without end": "[" * 100_000,
}


@pytest.mark.parametrize("content", NO_VECTOR_FILES.values(), ids=NO_VECTOR_FILES)
def test_what_is_no_vector_file_is_told_apart(content: object, tmp_path: Path) -> None:
    if content == "\ud800":
        (tmp_path / "bytes.json").write_bytes(b'{"protocol": "\xff"}')
        assert main([str(tmp_path / "bytes.json")]) == 2
    else:
        assert _run(tmp_path, content) == 2


def test_a_missing_file_a_folder_and_wrong_use_are_no_vector_file(tmp_path: Path) -> None:
    assert main([str(tmp_path / "nowhere.json")]) == 2
    assert main([str(tmp_path)]) == 2
    assert main([]) == 2
    assert main([str(VECTORS), str(VECTORS)]) == 2


def test_the_first_difference_is_named(
    vectors: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    vectors["cases"]["kem"][1]["public"] = "00"
    assert _run(tmp_path, vectors) == 1
    assert capsys.readouterr().out == "first difference: kem[1].public\n"
