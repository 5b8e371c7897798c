"""A made-up directory for the demonstration: of every kind some, nobody real, and no number that rings.

Towns are real, so that distances are; streets, names and people are not. How long ago each was
checked is counted from the day on which the demonstration is made: some are stale.
"""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any, NamedTuple

from moderation.directory.facts import STATUS_TAXONOMY
from moderation.directory.ours import FIELD

NAMESPACE = uuid.UUID("8c0f8f5e-58a3-5d7e-9f0c-8f4b6f0e2a55")

OFFICE = ("MO,TU,WE,TH,FR", "09:00", "17:00")
LATE = ("MO,TU,WE,TH,FR,SA", "10:00", "21:00")
ALWAYS = ("MO,TU,WE,TH,FR,SA,SU", "00:00", "24:00")
NIGHT = ("MO,TU,WE,TH,FR,SA,SU", "20:00", "08:00")


class Town(NamedTuple):
    """Where on earth, and in which time zone."""

    city: str
    state: str
    postcode: str
    latitude: float
    longitude: float
    zone: str


EASTERN, CENTRAL = "America/New_York", "America/Chicago"
NEW_YORK = Town("New York", "NY", "10001", 40.7506, -73.9972, EASTERN)
NEWARK = Town("Newark", "NJ", "07102", 40.7357, -74.1724, EASTERN)
BOSTON = Town("Boston", "MA", "02108", 42.3576, -71.0636, EASTERN)
MIAMI = Town("Miami", "FL", "33128", 25.7757, -80.2049, EASTERN)
IMMOKALEE = Town("Immokalee", "FL", "34142", 26.4187, -81.4173, EASTERN)
ATLANTA = Town("Atlanta", "GA", "30303", 33.7525, -84.3915, EASTERN)
CHICAGO = Town("Chicago", "IL", "60602", 41.8831, -87.6291, CENTRAL)
HOUSTON = Town("Houston", "TX", "77002", 29.7589, -95.3677, CENTRAL)
DENVER = Town("Denver", "CO", "80202", 39.7517, -104.9972, "America/Denver")
PHOENIX = Town("Phoenix", "AZ", "85003", 33.4503, -112.0783, "America/Phoenix")
SALINAS = Town("Salinas", "CA", "93901", 36.6744, -121.6550, "America/Los_Angeles")
LOS_ANGELES = Town("Los Angeles", "CA", "90012", 34.0614, -118.2385, "America/Los_Angeles")
SEATTLE = Town("Seattle", "WA", "98104", 47.6021, -122.3265, "America/Los_Angeles")


class Offer(NamedTuple):
    """A service: topics, languages with spaces, ages, statuses with spaces, cost, where else."""

    name: str
    topics: str = ""
    languages: str = "en es"
    ages: tuple[int | None, int | None] = (None, None)
    statuses: str = "any"
    fees: str = "Free of charge"
    area: str = ""


class Sample(NamedTuple):
    """An organisation, when somebody is there, and how many days ago it was checked."""

    name: str
    kind: str
    town: Town
    hours: tuple[str, str, str]
    checked: int | None
    offers: tuple[Offer, ...]


BEDS = Offer("Emergency shelter", "beds safe house", "en es zh", (18, None))
LEGAL = Offer("Legal advice", "T visa U visa immigration", "en es pt", (None, None), "any")
WAGES = Offer("Help with unpaid wages", "wage theft labor rights", "es en ht", (16, None), "any")
CASE = Offer("Case management", "counselling long-term support", "en es ru", (18, None), "any")
YOUTH = Offer("Drop-in for young people", "meals clothes counselling", "en es", (12, 24), "any")
REPORT = Offer("Reports of trafficking", "police report", "en es", (None, None), "", "")
CHILD = Offer("Child protection intake", "abuse neglect minors", "en es", (0, 17), "any")
TALK = Offer(
    "Counselling", "trauma mental health", "en ar fr", (None, None), "any", "Sliding scale"
)
EXAMINE = Offer("Medical care", "clinic health", "en es vi", (None, None), "any")
RIDE = Offer("Rides to safety", "transportation", "en", (18, None), "any", area="Illinois, Indiana")
NATIONAL = Offer("Advice by phone", "national", "en es ar zh", area="New York, California, Texas")

SAMPLES = (
    Sample("Lantern House (sample)", "anti_trafficking_ngo", NEW_YORK, ALWAYS, 30, (BEDS, CASE)),
    Sample(
        "Hudson Freedom Desk (sample)", "anti_trafficking_ngo", NEW_YORK, OFFICE, 90, (LEGAL, CASE)
    ),
    Sample("Ironbound Safe Steps (sample)", "anti_trafficking_ngo", NEWARK, LATE, 400, (CASE,)),
    Sample("Beacon Street Shelter (sample)", "anti_trafficking_ngo", BOSTON, NIGHT, 12, (BEDS,)),
    Sample("Casa Mangle (sample)", "anti_trafficking_ngo", MIAMI, ALWAYS, 200, (BEDS, LEGAL)),
    Sample("Peachtree Recovery (sample)", "anti_trafficking_ngo", ATLANTA, OFFICE, None, (TALK,)),
    Sample("Lakeshore Way Out (sample)", "anti_trafficking_ngo", CHICAGO, ALWAYS, 5, (BEDS, RIDE)),
    Sample("Bayou Haven (sample)", "anti_trafficking_ngo", HOUSTON, LATE, 380, (BEDS, CASE)),
    Sample(
        "Pacific Lifeline (sample)", "anti_trafficking_ngo", LOS_ANGELES, ALWAYS, 60, (BEDS, LEGAL)
    ),
    Sample("Unión del Campo (sample)", "labor_ngo", IMMOKALEE, LATE, 20, (WAGES, RIDE)),
    Sample("Farm Workers' Table (sample)", "labor_ngo", SALINAS, OFFICE, 150, (WAGES, EXAMINE)),
    Sample("Domestic Workers' Room (sample)", "labor_ngo", NEW_YORK, LATE, 366, (WAGES, LEGAL)),
    Sample("Desert Day Labor Center (sample)", "labor_ngo", PHOENIX, OFFICE, None, (WAGES,)),
    Sample("Hotel Workers' Help (sample)", "labor_ngo", CHICAGO, OFFICE, 45, (WAGES,)),
    Sample(
        "New York Sample Police, Vice Unit",
        "local_law_enforcement",
        NEW_YORK,
        ALWAYS,
        100,
        (REPORT,),
    ),
    Sample("Collier Sample Sheriff", "local_law_enforcement", IMMOKALEE, ALWAYS, 250, (REPORT,)),
    Sample("Chicago Sample Police", "local_law_enforcement", CHICAGO, ALWAYS, 500, (REPORT,)),
    Sample(
        "Federal Sample Bureau, New York",
        "federal_law_enforcement",
        NEW_YORK,
        ALWAYS,
        10,
        (REPORT,),
    ),
    Sample(
        "Federal Sample Bureau, Denver", "federal_law_enforcement", DENVER, OFFICE, 340, (REPORT,)
    ),
    Sample(
        "Sample U.S. Attorney, Eastern District", "us_attorney", NEW_YORK, OFFICE, 15, (REPORT,)
    ),
    Sample("Sample U.S. Attorney, Chicago", "us_attorney", CHICAGO, OFFICE, None, (REPORT,)),
    Sample("Sample Child Services, New York", "child_protection", NEW_YORK, ALWAYS, 80, (CHILD,)),
    Sample(
        "Sample Child Services, Seattle", "child_protection", SEATTLE, OFFICE, 700, (CHILD, YOUTH)
    ),
    Sample("Open Door for Youth (sample)", "other", SEATTLE, LATE, 33, (YOUTH,)),
    Sample("Sample Community Clinic", "other", HOUSTON, OFFICE, 8, (EXAMINE, TALK)),
    Sample("Sample National Helpdesk", "other", DENVER, ALWAYS, 1, (NATIONAL,)),
)


def directory(today: date) -> list[dict[str, Any]]:
    """Every sample as a document of HSDS."""
    return [_document(number, sample, today) for number, sample in enumerate(SAMPLES)]


def _document(number: int, it: Sample, today: date) -> dict[str, Any]:
    slug = it.name.split(" (")[0].lower().replace(" ", "-").encode("ascii", "ignore").decode()
    kept = "".join(sign for sign in slug if sign.isalnum() or sign == "-")
    said: dict[str, Any] = {"kind": it.kind}
    if it.checked is not None:
        said["verified_on"] = (today - timedelta(days=it.checked)).isoformat()
    return {
        "id": _id(it.name, "organisation"),
        "name": it.name,
        "description": "Made up for the demonstration. Nobody answers here.",
        "email": f"{kept}@example.org",
        "website": f"https://{kept}.example.org",
        "phones": [_phone(it.name, number)],
        "services": [_service(it.name, offer) for offer in it.offers],
        "locations": [_place(it, number)],
        FIELD: said,
    }


def _id(*names: str) -> str:
    return str(uuid.uuid5(NAMESPACE, "\n".join(names)))


def _phone(name: str, number: int) -> dict[str, Any]:
    return {"id": _id(name, "phone"), "number": f"+1 202-555-{100 + number:04}", "type": "voice"}


def _service(name: str, offer: Offer) -> dict[str, Any]:
    made: dict[str, Any] = {"id": _id(name, offer.name), "name": offer.name, "status": "active"}
    ages = zip(("minimum_age", "maximum_age"), offer.ages, strict=True)
    made |= {field: age for field, age in ages if age is not None}
    if offer.fees:
        made["fees_description"] = offer.fees
    made["languages"] = [
        {"id": _id(name, offer.name, code), "code": code} for code in offer.languages.split()
    ]
    terms = [("sample_topics", topic) for topic in offer.topics.split()]
    terms += [(STATUS_TAXONOMY, status) for status in offer.statuses.split()]
    made["attributes"] = [
        {"id": _id(name, offer.name, kind, term), "taxonomy_term": _term(kind, term)}
        for kind, term in terms
    ]
    if offer.area:
        made["service_areas"] = [{"id": _id(name, offer.name, "area"), "name": offer.area}]
    return made


def _term(kind: str, term: str) -> dict[str, str]:
    return {"id": f"{kind}:{term}", "code": term, "name": term, "taxonomy": kind}


def _place(it: Sample, number: int) -> dict[str, Any]:
    town, (days, opens, closes) = it.town, it.hours
    return {
        "id": _id(it.name, "place"),
        "location_type": "physical",
        "name": it.name,
        "latitude": round(town.latitude + number % 5 * 0.004, 4),
        "longitude": round(town.longitude - number % 7 * 0.004, 4),
        "addresses": [
            {
                "id": _id(it.name, "address"),
                "address_1": f"{number + 1} Example Street",
                "city": town.city,
                "state_province": town.state,
                "postal_code": town.postcode,
                "country": "US",
                "address_type": "physical",
            }
        ],
        "schedules": [
            {
                "id": _id(it.name, "hours"),
                "freq": "WEEKLY",
                "byday": days,
                "opens_at": opens,
                "closes_at": closes,
                "timezone": town.zone,
            }
        ],
    }
