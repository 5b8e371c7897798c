"""JSON on the line and in calls: what was read is gone with whoever read it."""

from __future__ import annotations

from chat import json_text
from chat.fields import Incoming

SECRET = "k3bVxq_" * 6
"""As short as a receipt's proof or a token in base64url."""


class Said(Incoming):
    """A call with one text."""

    said: str


def test_the_parser_keeps_no_text_that_came_in() -> None:
    text = f'{{"said":"{SECRET}"}}'
    one, other = json_text.loads(text)["said"], json_text.loads(text)["said"]
    assert one == other == SECRET
    assert one is not other
    one, other = Said.model_validate_json(text).said, Said.model_validate_json(text).said
    assert one == other == SECRET
    assert one is not other


def test_names_in_what_comes_in_are_read_once() -> None:
    """The control: the same comparison finds what the parser keeps."""
    (one,), (other,) = json_text.loads('{"said":1}'), json_text.loads('{"said":1}')
    assert one is other
