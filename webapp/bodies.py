"""Reading a request's body: only JSON, only the fields of the call, or a problem."""

from __future__ import annotations

from typing import TypeVar

from flask import request
from pydantic import ValidationError

from chat.fields import Incoming
from webapp.errors import Problem

Model = TypeVar("Model", bound=Incoming)


def body_of(model: type[Model]) -> Model:
    """The request's body as this model.

    Raises a problem: 415 for another content type, 400 for bytes that are not JSON, 422 where
    a field is missing, unknown or out of its rule.
    """
    if request.mimetype != "application/json":
        raise Problem(415, "unsupported-media-type")
    try:
        return model.model_validate_json(request.get_data(cache=False))
    except ValidationError as error:
        broken = any(
            e["type"] == "json_invalid"
            for e in error.errors(include_input=False, include_url=False)
        )
        raise Problem(400, "bad-request") if broken else Problem(422, "invalid") from None
