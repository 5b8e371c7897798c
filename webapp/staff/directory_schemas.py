"""What the calls of the directory accept."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from chat.fields import U32, Incoming, Signature
from moderation.referral_codes import RecipientKind

OrgId = Annotated[str, Field(min_length=1, max_length=100)]
Uuid = Annotated[
    str, Field(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")
]
Line = Annotated[str, Field(max_length=500)]
Words = Annotated[str, Field(max_length=5_000)]
Age = Annotated[int | float, Field(ge=0, le=150)]
Status = Literal["any", "citizen", "resident", "visa", "asylum", "undocumented"]
Weekday = Literal["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
Time = Annotated[str, Field(pattern=r"^(([01]\d|2[0-3]):[0-5]\d|24:00)$")]
Part = Annotated[str, Field(max_length=100)]
"""The id of a part that is there, or nothing for a new one."""

MOST_PARTS = 200


Latitude = Annotated[int | float, Field(ge=-90, le=90)]
Longitude = Annotated[int | float, Field(ge=-180, le=180)]


class PhoneIn(Incoming):
    """A number, and what it is for."""

    id: Part
    number: Annotated[str, Field(min_length=1, max_length=100)]
    description: Line


class HoursIn(Incoming):
    """Some days of the week, from one time to another; the zone by name, or hours from UTC."""

    id: Part
    days: Annotated[list[Weekday], Field(min_length=1, max_length=7)]
    opens_at: Time
    closes_at: Time
    timezone: Annotated[str, Field(max_length=64)]


class ServiceIn(Incoming):
    """What an organisation does, for whom, and what it costs."""

    id: Part
    name: Annotated[str, Field(min_length=1, max_length=500)]
    description: Words
    eligibility_description: Words
    minimum_age: Age | None
    maximum_age: Age | None
    statuses: Annotated[list[Status], Field(max_length=6)]
    fees: Words
    languages: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=60)]], Field(max_length=300)
    ]
    coverage: Words


class PlaceIn(Incoming):
    """Where it is, and when somebody is there."""

    id: Part
    name: Line
    address_1: Line
    city: Line
    state_province: Line
    postal_code: Line
    country: Line
    latitude: Latitude | None
    longitude: Longitude | None
    hours: Annotated[list[HoursIn], Field(max_length=MOST_PARTS)]


class Main(Incoming):
    """The main facts of an organisation (`moderation.directory.main_facts`)."""

    name: Annotated[str, Field(min_length=1, max_length=500)]
    alternate_name: Line
    description: Words
    email: Line
    website: Line
    phones: Annotated[list[PhoneIn], Field(max_length=MOST_PARTS)]
    services: Annotated[list[ServiceIn], Field(max_length=MOST_PARTS)]
    places: Annotated[list[PlaceIn], Field(max_length=MOST_PARTS)]


class NewOrganisation(Incoming):
    """An organisation that is not there yet, under an id that the browser drew."""

    id: Uuid
    kind: RecipientKind
    main: Main


class Changed(Incoming):
    """New facts for the version that somebody had before them."""

    id: OrgId
    version: U32
    kind: RecipientKind
    main: Main


class Seen(Incoming):
    """An organisation as somebody had it before them."""

    id: OrgId
    version: U32


class Removal(Seen):
    """Whether it is in the directory from now on."""

    removed: bool


class NamedKeyIn(Incoming):
    """The age public key to which referrals are sealed, and the word of whoever names it."""

    recipient: Annotated[str, Field(max_length=100)]
    day: date
    signature: Signature


class NewKey(Seen):
    """The key from now on; None for none."""

    key: NamedKeyIn | None


class Wanted(Incoming):
    """The format of an export."""

    format: Literal["json", "ndjson", "package", "table"]
