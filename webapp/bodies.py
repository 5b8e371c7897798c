"""Reading a request's body: only JSON, only the fields of the call, or a problem."""

from __future__ import annotations

from typing import TypeVar

from flask import g, request
from pydantic import ValidationError

from chat.fields import Incoming
from chat.packets import MOST_PARTS, PARTS
from webapp.errors import Problem
from webapp.services import services

Model = TypeVar("Model", bound=Incoming)

MOST_OF_ANYBODY = 4_096
"""Parts of a body at the desk of whoever is not signed in; founding a site takes some hundred."""


def body_of(model: type[Model]) -> Model:
    """The request's body as this model.

    Raises a problem: 415 for another content type, 400 for bytes that are not JSON, 422 where
    a field is missing, unknown or out of its rule. Whoever is not signed in sends few parts, on
    the line and here: of 100,000 empty lists in one body all others would wait for seconds (measured).
    """
    if request.mimetype != "application/json":
        raise Problem(415, "unsupported-media-type")
    data = request.get_data(cache=False)
    most = MOST_PARTS if services().side == "source" else MOST_OF_ANYBODY
    if "staff" not in g and sum(data.count(part.encode()) for part in PARTS) > most:
        raise Problem(400, "bad-request")
    try:
        return model.model_validate_json(data)
    except ValidationError as error:
        broken = any(
            e["type"] == "json_invalid"
            for e in error.errors(include_input=False, include_url=False)
        )
        raise Problem(400, "bad-request") if broken else Problem(422, "invalid") from None
