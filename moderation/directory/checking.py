"""Whether a nested document follows HSDS: ids and names are there, dates are dates, numbers numbers."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

from moderation.directory.shape import DAYS, LISTS, MOMENTS, NUMBERS, OBJECTS, ROOT, TIMES

LONGEST_DOC = 256 * 1024
"""Characters of one organisation."""
LONGEST_ID = 100
LONGEST_NAME = 500
FARTHEST = {"latitude": 90.0, "longitude": 180.0}

Tell = Callable[[str, str], None]
"""Takes the code of a finding and where in the document it is."""

_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?(Z|[+-]\d\d(:?\d\d)?)?|24:00(:00)?")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_BAD_TEXT = re.compile("[\x00\ud800-\udfff]")


def canonical(doc: object) -> str:
    """The one text of a document: same content, same text. Raises ValueError for what is no number."""
    return json.dumps(
        doc, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


def check(doc: object, tell: Tell) -> str | None:
    """The document's text where it may be kept; None, and findings, where not."""
    wrong: list[str] = []

    def also(code: str, where: str) -> None:
        if code != "place-off":
            wrong.append(code)
        tell(code, where)

    if not isinstance(doc, dict):
        also("not-object", "")
        return None
    if "organization" in doc or "organization_id" in doc:
        also("not-organisation", "")
        return None
    for where, table, thing in things(ROOT, doc):
        _check_thing(table, thing, where, also)
    return None if wrong else _text_of(doc, also)


def things(table: str, thing: Any, where: str = "") -> Iterator[tuple[str, str, Any]]:  # noqa: ANN401 - whatever was read
    """Everything in a document that the standard knows: where, of which table, and the thing."""
    yield where, table, thing
    if not isinstance(thing, dict):
        return
    for child, name in LISTS.get(table, {}).items():
        found = thing.get(name)
        if isinstance(found, list):
            for index, each in enumerate(found):
                yield from things(child, each, f"{where}{name}[{index}].")
        elif found is not None:
            yield f"{where}{name}.", child, [found]  # one thing where a list belongs
    for name, (child, _) in OBJECTS.get(table, {}).items():
        if thing.get(name) is not None:
            yield from things(child, thing[name], f"{where}{name}.")


def _check_thing(table: str, thing: object, where: str, tell: Tell) -> None:
    if not isinstance(thing, dict):
        tell("not-object", where)
        return
    found = thing.get("id")
    if not isinstance(found, str) or not found.strip() or len(found) > LONGEST_ID:
        tell("no-id", f"{where}id")
    elif not found.isprintable():
        tell("bad-text", f"{where}id")
    if table in {ROOT, "service"}:
        _check_name(thing.get("name"), f"{where}name", tell)
    for field in thing.keys() & CHECKED:
        code = wrong_value(field, thing[field])
        if code:
            tell(code, where + field)


def _check_name(name: object, where: str, tell: Tell) -> None:
    if not isinstance(name, str) or not name.strip():
        tell("no-name", where)
    elif len(name) > LONGEST_NAME:
        tell("too-long", where)


CHECKED = DAYS | MOMENTS | TIMES | NUMBERS


def wrong_value(field: str, value: object) -> str:
    """The code of what is wrong with a field whose values follow a rule; "" where nothing is."""
    if value is None or value == "":
        return ""
    if field in DAYS:
        return "" if is_day(value) else "bad-date"
    if field in MOMENTS:
        return "" if is_day(value) or _is_moment(value) else "bad-date"
    if field in TIMES:
        return "" if isinstance(value, str) and _TIME.fullmatch(value) else "bad-time"
    return _wrong_number(field, value)


def is_day(value: object) -> bool:
    """Whether this is a day, `YYYY-MM-DD`, that the calendar has."""
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _is_moment(value: object) -> bool:
    try:
        datetime.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        return False
    return True


def _wrong_number(field: str, value: object) -> str:
    try:
        number = float(value) if isinstance(value, int | float | str) else math.nan
    except (ValueError, OverflowError):
        number = math.nan
    if not math.isfinite(number):
        return "" if field in {"extension", "count"} else "bad-number"
    return "place-off" if abs(number) > FARTHEST.get(field, math.inf) else ""


def _text_of(doc: dict[str, Any], tell: Tell) -> str | None:
    try:
        text = canonical(doc)
    except (ValueError, RecursionError):
        tell("bad-number", "")
        return None
    if _BAD_TEXT.search(text) or "\\u0000" in text:
        tell("bad-text", "")
        return None
    if len(text) > LONGEST_DOC:
        tell("too-long", "")
        return None
    return text
