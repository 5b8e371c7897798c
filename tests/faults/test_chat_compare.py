"""The comparer of transcripts sees each thing that must not happen: what it passes, passed."""

from __future__ import annotations

from typing import Any

import pytest

from tests.actors import Source
from tests.faults.chat_client import Memory
from tests.faults.chat_compare import Transcript, differences

SOURCE = Source("http://nowhere:0")
SOURCE.key_record()


def sealed(direction: str, count: int) -> list[bytes]:
    for _ in range(count):
        SOURCE.sent[direction].append(SOURCE.envelope(direction))
    return SOURCE.sent[direction][-count:]


ONE, TWO, THREE = sealed("S", 3)
(REPLY,) = sealed("D", 1)
STORED = {"S": [ONE, TWO, THREE], "D": [REPLY]}
TEXTS = {"S": ["one", "two", "three"], "D": ["reply"]}


def screen(name: str, **other: Any) -> Transcript:
    return Transcript(name, other.get("envelopes", STORED), other.get("texts", TEXTS))


def person(**other: Any) -> Memory:
    memory = Memory("S", [("one", ONE), ("two", TWO)], ["one", "two", "three", "lost"])
    for name, value in other.items():
        setattr(memory, name, value)
    return memory


def advocate() -> Memory:
    return Memory("D", [("reply", REPLY)], ["reply"], {("D", 1): REPLY})


def test_a_conversation_on_which_all_agree_has_no_differences() -> None:
    screens = [screen("source"), screen("desk")]
    assert differences(STORED, screens, [person(), advocate()]) == []


DOUBLE = {"S": ["one", "two", "two"], "D": ["reply"]}
SWAPPED = {"S": ["two", "one", "three"], "D": ["reply"]}
STRANGE = {"S": ["one", "two", "boo"], "D": ["reply"]}


@pytest.mark.parametrize(
    ("stored", "screens", "memory", "says"),
    [
        ({"S": [ONE, THREE], "D": [REPLY]}, {}, {}, "'two' was acknowledged and is stored 0 times"),
        ({"S": [ONE, TWO, TWO], "D": [REPLY]}, {}, {}, "'two' was acknowledged and is stored 2"),
        ({"S": [TWO, ONE], "D": [REPLY]}, {}, {}, "acknowledged is out of order"),
        (STORED, {"texts": DOUBLE}, {}, "'two' is there 2 times"),
        (STORED, {"texts": SWAPPED}, {}, "texts are out of order"),
        (STORED, {"texts": STRANGE}, {}, "nobody wrote 'boo'"),
        (STORED, {}, {"shown": {("S", 2): THREE}}, "S2 was on a screen and is not in the store"),
        (STORED, {}, {"shown": {("S", 4): ONE}}, "S4 was on a screen and is not in the store"),
        (STORED, {}, {"complaints": ["send: 422 invalid"]}, "send: 422 invalid"),
    ],
)
def test_what_must_not_happen_is_named(
    stored: dict[str, list[bytes]], screens: dict[str, Any], memory: dict[str, Any], says: str
) -> None:
    both = [screen(name, envelopes=stored, **screens) for name in ("source", "desk")]
    found = differences(stored, both, [person(**memory), advocate()])
    assert any(says in line for line in found), found


def test_two_screens_that_differ_are_named() -> None:
    other = screen("desk", envelopes={"S": [ONE, TWO], "D": [REPLY]}, texts={"S": [], "D": []})
    found = differences(STORED, [screen("source"), other], [])
    assert "S: desk has other envelopes than the store" in found
    assert "S: desk reads something else than source" in found


def test_a_screen_remembers_what_stood_under_a_number() -> None:
    memory = person()
    memory.show(ONE)
    memory.show(ONE)
    assert memory.complaints == []
    other = SOURCE.envelope("S", seq=1, prev=bytes(32))
    memory.show(other)
    assert memory.complaints == ["('S', 1) changed"]
