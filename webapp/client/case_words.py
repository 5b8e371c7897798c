"""What of a case could leave it, in the very words and order of the desk's page.

The two must agree to the byte: a release names its content by a hash, and the page that looks at a
release which this client made compares. A vector that both read holds them together.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from crypto.hashes import digest
from webapp.client.case_records import Inner, OpenedCase
from webapp.schemas import b64

Value = str | list[str]

SINGLE = (
    "situation_type",
    "severity",
    "venue",
    "location_setting",
    "recruiter_relation",
    "reporter_type",
    "how_known",
    "how_heard",
    "minors",
)
TEXT = ("victims_count", "language")
MULTI = ("indicators", "means_of_control")
MAIN_FIELDS = (*SINGLE, *TEXT, *MULTI)

GRADED = ("severity", "since", "source_note")
SECTION_FIELDS: dict[str, tuple[str, ...]] = {
    "person": (
        "role",
        "names_known",
        "person_name",
        "other_names",
        "count_how",
        "count",
        "count_min",
        "count_max",
        "minor",
        "minors_count",
        "age_group",
        "gender",
        "languages",
        "nationality",
        "phone",
        "email",
        "recruiter_relation",
        "reporter_type",
        "how_known",
    ),
    "place": (
        "place_name",
        "address",
        "location_setting",
        "venue",
        "country",
        "happens",
        "since",
    ),
    "vehicle": ("plate", "plate_country", "make_model", "colour", "driver"),
    "flight": ("airline", "flight_number", "flight_date", "flight_from", "flight_to", "seats"),
    "document": ("document_kind", "held_by", "file_name"),
    "control": ("control", *GRADED),
    "indicator": ("indicator", *GRADED),
    "referral": ("referral_type",),
}
PLAIN_SECTIONS = ("narrative", "incident", "perpetrator", "household", "note")
"""Kinds that are a title and a text."""
SECTIONS = (*SECTION_FIELDS, *PLAIN_SECTIONS)


@dataclass(frozen=True)
class Thing:
    """One thing that could leave a case, and the code by which a release names it."""

    code: str
    said: dict[str, Any]
    """As it stands in a packet, without the code."""

    @property
    def tells_who(self) -> bool:
        """Whether somebody who wishes to stay unnamed can be found by it."""
        fields = self.said.get("fields", {})
        return self.said.get("kind") == "person" and fields.get("role") == "reporter"


def things_of(opened: OpenedCase) -> list[Thing]:
    """Everything of a case that could leave it; a record that fails a check never does."""
    main = opened.main
    words = main.current.inner if main is not None and not main.problems else None
    sound = [record for record in opened.sections if not record.problems]
    sections = [(record.record_id, record.current.inner or {}) for record in sound]
    return things_in(opened.detail.number, words, sections)


def things_in(number: str, main: Inner | None, sections: list[tuple[bytes, Inner]]) -> list[Thing]:
    """The same from a case's number, its main record and its sections by id."""
    found = [Thing("number", {"value": number}), *_of_main(main)]
    for record_id, inner in sections:
        kind = text_of(inner, "t")
        said = {"kind": kind, **_of_section(kind, inner)}
        found.append(Thing(f"section.{b64(record_id)}", said))
    return found


def content_of(things: list[Thing]) -> str:
    """Names exactly these words: other words have another name."""
    said = [{"code": thing.code, **thing.said} for thing in things]
    return b64(digest(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()))


def fields_of(inner: Inner, known: tuple[str, ...]) -> dict[str, Value]:
    """The filled fields by name: those of the form first, in its order, then those it does not know."""
    asked = inner.get("fields")
    filled = asked.items() if isinstance(asked, dict) else ()
    said = {name: _as_text(value) for name, value in filled}
    ordered = {name: said[name] for name in known if name in said}
    return {name: value for name, value in {**ordered, **said}.items() if value}


def _of_main(inner: Inner | None) -> list[Thing]:
    if inner is None:
        return []
    texts = [(name, text_of(inner, name)) for name in ("title", "summary")]
    fields = [(f"field.{n}", v) for n, v in fields_of(inner, MAIN_FIELDS).items()]
    return [Thing(code, {"value": value}) for code, value in [*texts, *fields] if value]


def _of_section(kind: str, inner: Inner) -> dict[str, Any]:
    words = {"title": text_of(inner, "title"), "value": text_of(inner, "body")}
    fields = fields_of(inner, SECTION_FIELDS.get(kind, ()))
    fields.pop("file", None)  # which file of the desk's it is says nothing outside
    return {**words, "fields": fields} if fields else words


def text_of(inner: Inner, name: str) -> str:
    """A text in a record; nothing where something else stands there."""
    value = inner.get(name)
    return value if isinstance(value, str) else ""


def _as_text(value: object) -> Value:
    if isinstance(value, list):
        return [_as_word(each) for each in value]
    return "" if value is None else _as_word(value)


def _as_word(value: object) -> str:
    """As a browser writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
