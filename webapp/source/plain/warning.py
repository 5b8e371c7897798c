"""What somebody without scripts is told where a conversation is not whole: the browser's five sentences."""

from __future__ import annotations

from typing import Any

from chat.models import Conversation
from crypto import chain
from webapp.source.plain.reading import Opened

SENTENCES = {
    "malformed": "order",
    "other_conversation": "order",
    "two_of_one_number": "order",
    "broken_prev": "order",
    "broken_ack": "order",
    "gap": "gap",
    "withheld_newest": "gap",
    "withheld_beginning": "beginning",
    "expired_beginning": "expired",
    "generation_fell": "key",
    "old_generation_reply": "key",
}
"""Eleven ways in which a chain can be wrong: a person needs to know what to make of it."""


def warnings_of(talk: Conversation, opened: Opened) -> list[str]:
    """Each sentence once, of all that is wrong with a thread."""
    lows = [low for each in opened.inners if (low := _low(each)) is not None]
    found = [SENTENCES[code] for code in chain.faults(talk.conv, opened.sealed, lows)]
    return list(dict.fromkeys(["key", *found] if opened.strange_key else found))


def _low(said: dict[str, Any] | None) -> chain.Low | None:
    """What the writer of this still saw, where they say it as they should."""
    match (said or {}).get("low"):
        case [int(source), int(desk)] if min(source, desk) >= 1:
            return source, desk
    return None
