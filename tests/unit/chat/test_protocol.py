from __future__ import annotations

from chat.protocol import LINE_EVENTS, SAID_TO_DESK, SAID_TO_SOURCE


def test_nobody_is_told_that_somebody_outside_is_writing() -> None:
    assert "writing" in SAID_TO_SOURCE  # of staff it is said
    assert "writing" not in {*LINE_EVENTS, *SAID_TO_DESK}
