"""A frame of very many parts is not even read: everybody else would wait for that."""

from __future__ import annotations

import pytest

from chat.json_text import loads
from chat.packets import MOST_PARTS, StrictPacket


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the parser was given."""
    given: list[str] = []

    class Parser:
        @staticmethod
        def loads(text: str) -> object:
            given.append(text)
            return loads(text)

    monkeypatch.setattr(StrictPacket, "json", Parser)
    return given


@pytest.mark.parametrize("part", ["[],", "{},", "1,"])
@pytest.mark.parametrize("frame", ['2["send",{{"envelope":[{}1]}}]', '0{{"receipt":[{}1]}}'])
def test_a_frame_of_very_many_parts_is_not_read(read: list[str], frame: str, part: str) -> None:
    with pytest.raises(ValueError, match="parts"):
        StrictPacket(encoded_packet=frame.format(part * MOST_PARTS))
    assert read == []


def test_a_frame_of_a_long_text_is(read: list[str]) -> None:
    StrictPacket(encoded_packet='2["send",{"envelope":"' + "A" * 500_000 + '"}]')
    assert len(read) == 1


@pytest.mark.parametrize("frame", ['02-["",4]', "11-", '21-["send",{}]', '51-["send",{}]'])
def test_a_frame_that_promises_attachments_is_refused_whatever_its_kind(frame: str) -> None:
    with pytest.raises(ValueError, match="kind"):
        StrictPacket(encoded_packet=frame)
