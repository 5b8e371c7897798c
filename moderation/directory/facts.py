"""What a search asks of an organisation's document: places, languages, ages, statuses, cost, hours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

Doc = dict[str, Any]

STATUS_TAXONOMY = "immigration_status"
"""HSDS has no field for whom a service takes by immigration status: it is an attribute of this taxonomy."""

STATUSES = ("any", "citizen", "resident", "visa", "asylum", "undocumented")

UNKNOWN, FREE, PAID = 0, 1, 2

_FREE = re.compile(
    r"\s*(free\b|none\b|no (cost|charge|fee)|gratis|gratuito|without charge|مجان)", re.IGNORECASE
)
_WEEKDAY = {"MO": 1, "TU": 2, "WE": 4, "TH": 8, "FR": 16, "SA": 32, "SU": 64}
EVERY_DAY = 127
LONGEST_AREA = 80
"""Characters of an area's name that a search knows."""
_EXACT = ("count", "byweekno", "bymonthday", "byyearday")
"""Rules of a schedule that narrow it further than a search can follow."""


def listed(thing: Doc, name: str) -> list[Doc]:
    """The things of a list field; none where there is no list."""
    found = thing.get(name)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def text(thing: Doc, name: str) -> str:
    """A field as text; "" where it holds none."""
    value = thing.get(name)
    return value.strip() if isinstance(value, str) else ""


def number(thing: Doc, name: str) -> float | int | None:
    """A field as a number; None where it holds none."""
    value = thing.get(name)
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return None
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def places(doc: Doc) -> list[Doc]:
    """Every location once, also those that only a service names."""
    found: dict[str, Doc] = {}
    for each in _locations(doc):
        found.setdefault(str(each.get("id")), each)
    return list(found.values())


def _locations(doc: Doc) -> Iterator[Doc]:
    yield from listed(doc, "locations")
    for service in listed(doc, "services"):
        for link in listed(service, "service_at_locations"):
            if isinstance(link.get("location"), dict):
                yield link["location"]


def schedules(doc: Doc) -> list[Doc]:
    """Every schedule once, whatever it hangs on."""
    services = listed(doc, "services")
    links = [link for service in services for link in listed(service, "service_at_locations")]
    found: dict[str, Doc] = {}
    for holder in [*services, *links, *places(doc)]:
        for each in listed(holder, "schedules"):
            found.setdefault(str(each.get("id")), each)
    return list(found.values())


def languages(thing: Doc) -> list[str]:
    """Languages as codes, or as they are named where there is no code."""
    found = (text(each, "code") or text(each, "name") for each in listed(thing, "languages"))
    return list(dict.fromkeys(each.lower() for each in found if each))


def attributes(service: Doc) -> Iterator[tuple[str, str, str]]:
    """The taxonomy, code and name of what a service is marked with."""
    for each in listed(service, "attributes"):
        term = each.get("taxonomy_term")
        if isinstance(term, dict):
            yield text(term, "taxonomy"), text(term, "code"), text(term, "name")


def statuses(service: Doc) -> list[str]:
    """The immigration statuses that a service says it takes; none where it does not say."""
    codes = [code for kind, code, _ in attributes(service) if kind == STATUS_TAXONOMY]
    return [code for code in STATUSES if code in codes]


def cost(service: Doc) -> int:
    """Whether a service is free, costs something, or does not say."""
    amounts = [number(each, "amount") for each in listed(service, "cost_options")]
    if any(amount == 0 for amount in amounts):
        return FREE
    said = text(service, "fees_description") or text(service, "fees")
    if _FREE.match(said):
        return FREE
    return PAID if said or any(amounts) else UNKNOWN


def words(service: Doc) -> str:
    """What a service is called elsewhere: other names, and terms of taxonomies."""
    terms = [name for kind, _, name in attributes(service) if kind != STATUS_TAXONOMY]
    return " ".join(part for part in [text(service, "alternate_name"), *terms] if part)


def areas(service: Doc) -> str:
    """Where a service says that it is offered."""
    named = [text(area, "name")[:LONGEST_AREA] for area in listed(service, "service_areas")]
    return " · ".join(each for each in named if each)


Hours = list[Any]
"""Zone (IANA, hours from UTC, or ""), weekdays as bits, minutes of opening and closing, first and last day."""


def hours(schedule: Doc) -> Hours | None:
    """A weekly time as a search follows it; None where that would be a guess."""
    opens, closes = minutes(schedule.get("opens_at")), minutes(schedule.get("closes_at"))
    if opens is None or closes is None or any(schedule.get(name) for name in _EXACT):
        return None
    if (number(schedule, "interval") or 1) != 1:
        return None
    if text(schedule, "freq").upper() not in {"", "WEEKLY", "DAILY"}:
        return None
    days = weekdays(text(schedule, "byday"))
    first = max(text(schedule, "valid_from")[:10], text(schedule, "dtstart")[:10])
    ends = [day for day in (text(schedule, "valid_to")[:10], text(schedule, "until")[:10]) if day]
    zone = schedule.get("timezone")
    kept = zone if isinstance(zone, str | int | float) and not isinstance(zone, bool) else ""
    return None if days is None else [kept, days, opens, closes, first, min(ends, default="")]


def minutes(time: object) -> int | None:
    """Minutes since midnight of `HH:MM…`."""
    if not isinstance(time, str) or not re.match(r"\d\d:\d\d", time):
        return None
    return int(time[:2]) * 60 + int(time[3:5])


def weekdays(byday: str) -> int | None:
    """The days of `MO,TU` as bits, all where none is named; None for what is no weekday."""
    if not byday:
        return EVERY_DAY
    bits = 0
    for each in byday.split(","):
        if each.strip().upper() not in _WEEKDAY:
            return None
        bits |= _WEEKDAY[each.strip().upper()]
    return bits
