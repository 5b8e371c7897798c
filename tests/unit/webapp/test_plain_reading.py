"""What anybody may have sealed into a message is shown without scripts, or is nothing that can be shown."""

from __future__ import annotations

from typing import Any

import pytest

from crypto.envelope import encode_header
from tests.unit.crypto.making import first_header
from webapp.source.plain.reading import Opened, messages_of

SEALED = encode_header(first_header("D")).ljust(1158, b"\0")


def nested() -> Any:
    """Lists in lists, more than Python writes out."""
    found: list[Any] = []
    for _ in range(5_000):
        found = [found]
    return found


@pytest.mark.parametrize("name", ["body", "answers"])
def test_lists_in_lists_without_end_show_as_nothing_and_stop_no_page(name: str) -> None:
    said = {"t": "text", name: {"q": nested()} if name == "answers" else nested()}
    [message] = messages_of(Opened([SEALED], [said], strange_key=False, read=0))
    assert (message.text, message.answers) == ("", {"q": ""} if name == "answers" else {})
