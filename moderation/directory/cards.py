"""Cards: of each organisation the few facts that a search needs, as small as they can be sent."""

from __future__ import annotations

import json
import zlib
from typing import Any

from moderation.directory import facts
from moderation.directory.facts import Doc, listed, text

LOTS = 1 << 16


def lot_of(org_id: str) -> int:
    """The lot in which a document is handed out: spread evenly, whatever ids look like."""
    return zlib.crc32(org_id.encode()) % LOTS


def card_of(doc: Doc) -> str:
    """The facts of a document as JSON: other names, services, places, hours, what is not known."""
    times = facts.schedules(doc)
    hours = [told for each in times if (told := facts.hours(each)) is not None]
    facts_of_it = [
        text(doc, "alternate_name"),
        [_service(each) for each in listed(doc, "services")],
        [_place(each) for each in facts.places(doc)],
        hours,
        len(times) - len(hours),
    ]
    return json.dumps(facts_of_it, ensure_ascii=False, separators=(",", ":"))


def _service(service: Doc) -> list[Any]:
    spoken = facts.languages(service)
    return [
        text(service, "name"),
        facts.words(service),
        facts.number(service, "minimum_age"),
        facts.number(service, "maximum_age"),
        facts.cost(service),
        facts.statuses(service),
        spoken,
        text(service, "status"),
        facts.areas(service),
    ]


def _place(place: Doc) -> list[Any]:
    addresses = listed(place, "addresses")
    address: Doc = addresses[0] if addresses else {}
    return [
        text(address, "city"),
        text(address, "state_province"),
        text(address, "postal_code"),
        *_point(place),
        facts.languages(place),
    ]


def _point(place: Doc) -> tuple[float | None, float | None]:
    """Where on earth it is, to some ten metres; nothing where the numbers are none of the earth's."""
    found = facts.number(place, "latitude"), facts.number(place, "longitude")
    latitude, longitude = found
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:  # noqa: PLR2004 - degrees
        return None, None
    return round(latitude, 4), round(longitude, 4)
