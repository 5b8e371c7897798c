"""Holds an answer against a schema of the published description, independently of what made it.

It knows the words of JSON Schema that our descriptions use, refuses any other, and takes a field
that is not described for an error: an answer that says more than the file must be told.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent.parent / "docs" / "openapi"
SAYS_NOTHING = {"title", "description", "default", "contentEncoding", "format"}
KINDS: dict[str, Any] = {
    "string": str,
    "integer": int,
    "boolean": bool,
    "array": list,
    "object": dict,
    "null": type(None),
}


@cache
def description(side: str) -> dict[str, Any]:
    """The file of one side."""
    found: dict[str, Any] = json.loads((FOLDER / f"{side}.json").read_text())
    return found


def check_answer(side: str, method: str, path: str, status: int, body: object) -> None:
    """The answer is one that the file describes; raises AssertionError saying where it is not."""
    whole = description(side)
    told = whole["paths"][path][method.lower()]["responses"].get(str(status))
    assert told is not None, f"{method} {path}: {status} is not described"
    schema = told["content"]["application/json"]["schema"]
    _check(schema, body, whole, f"{method} {path}")


def _check(schema: dict[str, Any], value: Any, whole: dict[str, Any], at: str) -> None:
    for word in sorted(schema, key=lambda each: each != "type"):  # the others suppose it
        said = schema[word]
        if word not in SAYS_NOTHING:
            WORDS[word](said, value, (schema, whole, at))


def _reference(said: str, value: Any, known: tuple[Any, Any, str]) -> None:
    _, whole, at = known
    _check(whole["components"]["schemas"][said.rsplit("/", 1)[1]], value, whole, at)


def _kind(said: str, value: Any, known: tuple[Any, Any, str]) -> None:
    holds = type(value) is KINDS[said]  # to isinstance, true is a number
    assert holds, f"{known[2]}: no {said}"


def _properties(said: dict[str, Any], value: Any, known: tuple[Any, Any, str]) -> None:
    schema, whole, at = known
    assert set(value) <= set(said) or schema.get("additionalProperties"), (
        f"{at}: not described: {sorted(set(value) - set(said))}"
    )
    for name, part in said.items():
        if name in value:
            _check(part, value[name], whole, f"{at}.{name}")


def _any_of(said: list[dict[str, Any]], value: Any, known: tuple[Any, Any, str]) -> None:
    failed = []
    for choice in said:
        try:
            return _check(choice, value, known[1], known[2])
        except AssertionError as error:
            failed.append(str(error))
    raise AssertionError("; ".join(failed))


def _each(said: dict[str, Any], value: Any, known: tuple[Any, Any, str]) -> None:
    for number, one in enumerate(value):
        _check(said, one, known[1], f"{known[2]}[{number}]")


def _holds(check: Any) -> Any:
    def run(said: Any, value: Any, known: tuple[Any, Any, str]) -> None:
        assert check(said, value), f"{known[2]}: {said}"

    return run


WORDS: dict[str, Any] = {
    "$ref": _reference,
    "type": _kind,
    "properties": _properties,
    "anyOf": _any_of,
    "items": _each,
    "required": _holds(lambda said, value: set(said) <= set(value)),
    "additionalProperties": lambda *_: None,  # read with the properties
    "enum": _holds(lambda said, value: value in said),
    "pattern": _holds(re.search),
    "minimum": _holds(lambda said, value: value >= said),
    "maximum": _holds(lambda said, value: value <= said),
    "minLength": _holds(lambda said, value: len(value) >= said),
    "maxLength": _holds(lambda said, value: len(value) <= said),
}
