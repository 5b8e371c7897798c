"""What is kept of the parsers' inputs comes to the same verdict again; and a bug in a parser is seen."""

from __future__ import annotations

from typing import Any

import pytest

from crypto import envelope, records, roster_format
from tests.fuzz import corpus
from tests.fuzz.planting import planted
from tests.fuzz.targets import NAMES, load


@pytest.mark.parametrize("name", NAMES)
def test_every_kept_input_comes_to_its_verdict(name: str) -> None:
    target, kept = load(name), corpus.read(name)
    assert len(kept) >= 10
    assert [target.check(data) for _, data in kept] == [verdict for verdict, _ in kept]
    assert len({verdict for verdict, _ in kept}) > 1


@pytest.mark.parametrize("name", NAMES)
def test_every_seed_is_taken_or_refused(name: str) -> None:
    target = load(name)
    verdicts = {target.check(data) for data in target.seeds()}
    assert len(verdicts) > 1


@pytest.mark.parametrize("name", NAMES)
def test_a_parser_that_raises_what_it_may_not_is_found_by_what_is_kept(name: str) -> None:
    target = load(name)
    with planted(target) as check, pytest.raises(IndexError, match="planted"):
        for _, data in corpus.read(name):
            check(data)


@pytest.mark.parametrize(
    ("name", "owner", "writes"),
    [
        ("envelope", envelope, "encode_header"),
        ("record", records, "encode_record_header"),
        ("roster", roster_format.Roster, "encode"),
    ],
)
def test_what_is_written_otherwise_than_it_was_read_is_found(
    monkeypatch: pytest.MonkeyPatch, name: str, owner: Any, writes: str
) -> None:
    sound = getattr(owner, writes)

    def otherwise(said: Any) -> bytes:
        return bytes(sound(said)[:-1]) + b"!"

    monkeypatch.setattr(owner, writes, otherwise)
    with pytest.raises(AssertionError):
        for _, data in corpus.read(name):
            load(name).check(data)


def test_all_that_is_kept_is_less_than_half_a_megabyte() -> None:
    sizes = [path.stat().st_size for path in corpus.FOLDER.iterdir()]
    assert len(sizes) == len(NAMES)
    assert sum(sizes) < 500_000
