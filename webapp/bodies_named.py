"""Bodies of an administrator's forms: where a field is out of its rule, the problem names it."""

from __future__ import annotations

from typing import TypeVar

from flask import request
from pydantic import ValidationError

from chat.fields import Incoming
from moderation.errors import NotFound
from webapp.errors import Problem

Model = TypeVar("Model", bound=Incoming)

LONGEST_NUMBER = 10
"""Digits."""


def named_body(model: type[Model]) -> Model:
    """The body; a problem names the fields that are wrong, and never quotes them."""
    if request.mimetype != "application/json":
        raise Problem(415, "unsupported-media-type")
    try:
        return model.model_validate_json(request.get_data(cache=False))
    except ValidationError as error:
        found = error.errors(include_input=False, include_url=False, include_context=False)
        if any(e["type"] == "json_invalid" for e in found):
            raise Problem(400, "bad-request") from None
        raise Problem(422, "invalid", fields=[_place(e["loc"]) for e in found[:20]]) from None


def _place(where: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in where[1:] if part != "[key]")[:80]


def version_number(text: str) -> int:
    """The number of a version in an address; raises NotFound."""
    if not text.isascii() or not text.isdigit() or len(text) > LONGEST_NUMBER:
        raise NotFound
    return int(text)
