"""The main facts of an organisation, as people edit them; everything else in its document stays.

`main_of` reads them from a document, `with_main` writes them back: only what differs is touched.
"""

from __future__ import annotations

import copy
from collections.abc import Callable

from moderation.directory import facts
from moderation.directory.facts import Doc, listed, text

NewId = Callable[[], str]

TEXTS = ("name", "alternate_name", "description", "email", "website")
SERVICE_TEXTS = ("name", "description", "eligibility_description")
PLACE_TEXTS = ("name",)
ADDRESS_TEXTS = ("address_1", "city", "state_province", "postal_code", "country")
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def main_of(doc: Doc) -> Doc:
    """The main facts."""
    return {
        **{name: text(doc, name) for name in TEXTS},
        "phones": [_phone(each) for each in listed(doc, "phones")],
        "services": [_service(each) for each in listed(doc, "services")],
        "places": [_place(each) for each in facts.places(doc)],
    }


def _phone(phone: Doc) -> Doc:
    return {
        "id": text(phone, "id"),
        "number": text(phone, "number"),
        "description": text(phone, "description"),
    }


def _service(service: Doc) -> Doc:
    areas = [text(each, "name") for each in listed(service, "service_areas")]
    return {
        "id": text(service, "id"),
        **{name: text(service, name) for name in SERVICE_TEXTS},
        "minimum_age": facts.number(service, "minimum_age"),
        "maximum_age": facts.number(service, "maximum_age"),
        "statuses": facts.statuses(service),
        "fees": text(service, "fees_description") or text(service, "fees"),
        "languages": facts.languages(service),
        "coverage": "; ".join(each for each in areas if each),
    }


def _place(place: Doc) -> Doc:
    addresses = listed(place, "addresses")
    address: Doc = addresses[0] if addresses else {}
    return {
        "id": text(place, "id"),
        **{name: text(place, name) for name in PLACE_TEXTS},
        **{name: text(address, name) for name in ADDRESS_TEXTS},
        "latitude": facts.number(place, "latitude"),
        "longitude": facts.number(place, "longitude"),
        "hours": [_hours(each) for each in listed(place, "schedules") if _is_plain(each)],
    }


def _is_plain(schedule: Doc) -> bool:
    return facts.hours(schedule) is not None


def _hours(schedule: Doc) -> Doc:
    bits = facts.weekdays(text(schedule, "byday")) or 0
    zone = schedule.get("timezone")
    return {
        "id": text(schedule, "id"),
        "days": [day for index, day in enumerate(DAYS) if bits >> index & 1],
        "opens_at": text(schedule, "opens_at")[:5],
        "closes_at": text(schedule, "closes_at")[:5],
        "timezone": "" if zone is None else str(zone),
    }


def with_main(doc: Doc, main: Doc, new_id: NewId) -> Doc:
    """The document with these main facts; what they do not speak of is as it was."""
    changed = copy.deepcopy(doc)
    before = main_of(doc)
    _set_texts(changed, before, main, TEXTS)
    _set_list(changed, "phones", before["phones"], main["phones"], _Part(new_id, _set_phone))
    _set_list(
        changed, "services", before["services"], main["services"], _Part(new_id, _set_service)
    )
    _set_places(changed, before["places"], main["places"], new_id)
    return changed


class _Part:
    """How the things of one list are written."""

    def __init__(self, new_id: NewId, write: Callable[[Doc, Doc, Doc, NewId], None]) -> None:
        self.new_id, self._write = new_id, write

    def write(self, thing: Doc, was: Doc, told: Doc) -> None:
        """The thing is as it is told to be."""
        self._write(thing, was, told, self.new_id)


def _set_list(holder: Doc, name: str, was: list[Doc], told: list[Doc], part: _Part) -> None:
    """Each thing that is told is there, in this order; a thing that is not told is not."""
    if was == told:
        return
    there = {str(each.get("id")): each for each in listed(holder, name)}
    old = {each["id"]: each for each in was}
    kept = []
    for each in told:
        thing = there.get(each["id"]) if each["id"] else None
        if thing is None:
            thing = {"id": part.new_id()}
        part.write(thing, old.get(each["id"], {}), each)
        kept.append(thing)
    _put(holder, name, kept)


def _put(holder: Doc, name: str, value: object) -> None:
    if value in ("", None, []):
        holder.pop(name, None)
    else:
        holder[name] = value


def _set_texts(thing: Doc, was: Doc, told: Doc, names: tuple[str, ...]) -> None:
    for name in names:
        if told[name] != was.get(name, ""):
            _put(thing, name, told[name])


def _set_phone(thing: Doc, was: Doc, told: Doc, _new_id: NewId) -> None:
    _set_texts(thing, was, told, ("number", "description"))


def _set_service(thing: Doc, was: Doc, told: Doc, new_id: NewId) -> None:
    thing.setdefault("status", "active")
    _set_texts(thing, was, told, SERVICE_TEXTS)
    for name in ("minimum_age", "maximum_age"):
        if told[name] != was.get(name):
            _put(thing, name, told[name])
    if told["fees"] != was.get("fees", ""):
        thing.pop("fees", None)
        _put(thing, "fees_description", told["fees"])
    if told["languages"] != was.get("languages", []):
        spoken = {
            (text(e, "code") or text(e, "name")).lower(): e for e in listed(thing, "languages")
        }
        named = [spoken.get(code) or {"id": new_id(), "code": code} for code in told["languages"]]
        _put(thing, "languages", named)
    if told["coverage"] != was.get("coverage", ""):
        area = {"id": new_id(), "name": told["coverage"]}
        _put(thing, "service_areas", [area] if told["coverage"] else [])
    if told["statuses"] != was.get("statuses", []):
        _set_statuses(thing, told["statuses"], new_id)


def _set_statuses(service: Doc, codes: list[str], new_id: NewId) -> None:
    others = [each for each in listed(service, "attributes") if not _is_status(each)]
    ours = [
        {
            "id": new_id(),
            "taxonomy_term": {
                "id": f"{facts.STATUS_TAXONOMY}:{code}",
                "code": code,
                "name": code,
                "taxonomy": facts.STATUS_TAXONOMY,
            },
        }
        for code in codes
    ]
    _put(service, "attributes", [*others, *ours])


def _is_status(attribute: Doc) -> bool:
    term = attribute.get("taxonomy_term")
    return isinstance(term, dict) and text(term, "taxonomy") == facts.STATUS_TAXONOMY


def _set_places(doc: Doc, was: list[Doc], told: list[Doc], new_id: NewId) -> None:
    """Places are written wherever the document has them: its own, and those that services name."""
    if was == told:
        return
    old = {each["id"]: each for each in was}
    kept = {each["id"] for each in told}
    for each in told:
        found = [it for it in _everywhere(doc) if it.get("id") == each["id"]] if each["id"] else []
        if not found:
            found = [{"id": new_id(), "location_type": "physical"}]
            doc.setdefault("locations", []).append(found[0])
        for place in found:
            _set_place(place, old.get(each["id"], {}), each, new_id)
    gone = old.keys() - kept
    if gone:
        _put(doc, "locations", [e for e in listed(doc, "locations") if e.get("id") not in gone])
        for service in listed(doc, "services"):
            links = listed(service, "service_at_locations")
            _put(service, "service_at_locations", [e for e in links if not _names(e, gone)])


def _everywhere(doc: Doc) -> list[Doc]:
    links = [link for e in listed(doc, "services") for link in listed(e, "service_at_locations")]
    inside = [link["location"] for link in links if isinstance(link.get("location"), dict)]
    return [*listed(doc, "locations"), *inside]


def _names(link: Doc, gone: set[str]) -> bool:
    held = link.get("location")
    return link.get("location_id") in gone or (isinstance(held, dict) and held.get("id") in gone)


def _set_place(place: Doc, was: Doc, told: Doc, new_id: NewId) -> None:
    _set_texts(place, was, told, PLACE_TEXTS)
    for name in ("latitude", "longitude"):
        if told[name] != was.get(name):
            _put(place, name, told[name])
    if any(told[name] != was.get(name, "") for name in ADDRESS_TEXTS):
        addresses = listed(place, "addresses") or [{"id": new_id(), "address_type": "physical"}]
        _set_texts(addresses[0], was, told, ADDRESS_TEXTS)
        place["addresses"] = addresses
    if told["hours"] != was.get("hours", []):
        _set_hours(place, told["hours"], new_id)


def _set_hours(place: Doc, told: list[Doc], new_id: NewId) -> None:
    there = {str(each.get("id")): each for each in listed(place, "schedules")}
    others = [each for each in listed(place, "schedules") if not _is_plain(each)]
    kept = []
    for each in told:
        schedule = there.get(each["id"]) if each["id"] else None
        if schedule is None or _hours(schedule) != each:
            made: Doc = {"id": each["id"] or new_id(), "freq": "WEEKLY"}
            schedule = {**made, **(schedule or {}), "byday": ",".join(each["days"])}
            schedule |= {"opens_at": each["opens_at"], "closes_at": each["closes_at"]}
            _put(schedule, "timezone", each["timezone"])
        kept.append(schedule)
    _put(place, "schedules", [*others, *kept])
