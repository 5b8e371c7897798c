"""The shape of HSDS 3: which table hangs on which, as data; reading and writing both follow it.

Open Referral's Human Services Data Specification has two forms: one nested document for each
organisation, and a package of CSV tables whose rows name their parents by id. `LISTS` says under
which field a parent holds the children of a table, `OBJECTS` where it holds just one thing.
"""

from __future__ import annotations

ROOT = "organization"

FILES: dict[str, str] = {
    "organization": "organizations",
    "organization_identifier": "organization_identifiers",
    "program": "programs",
    "service": "services",
    "service_at_location": "service_at_location",
    "location": "locations",
    "address": "addresses",
    "phone": "phones",
    "contact": "contacts",
    "schedule": "schedules",
    "funding": "funding",
    "service_area": "service_areas",
    "required_document": "required_documents",
    "language": "languages",
    "accessibility": "accessibility",
    "cost_option": "cost_options",
    "service_capacity": "service_capacity",
    "unit": "units",
    "url": "url",
    "attribute": "attributes",
    "taxonomy_term": "taxonomy_terms",
    "taxonomy": "taxonomy",
    "metadata": "metadata",
    "meta_table_description": "meta_table_descriptions",
}
"""The tables of the standard and the names of their files, as its own example package has them."""

_ANYWHERE = {"attribute": "attributes", "metadata": "metadata"}

LISTS: dict[str, dict[str, str]] = {
    "organization": {
        "service": "services",
        "program": "programs",
        "location": "locations",
        "phone": "phones",
        "contact": "contacts",
        "funding": "funding",
        "organization_identifier": "organization_identifiers",
        "url": "additional_websites",
        **_ANYWHERE,
    },
    "service": {
        "service_at_location": "service_at_locations",
        "phone": "phones",
        "contact": "contacts",
        "schedule": "schedules",
        "service_area": "service_areas",
        "language": "languages",
        "funding": "funding",
        "cost_option": "cost_options",
        "required_document": "required_documents",
        "service_capacity": "capacities",
        "url": "additional_urls",
        **_ANYWHERE,
    },
    "service_at_location": {
        "phone": "phones",
        "contact": "contacts",
        "schedule": "schedules",
        "service_area": "service_areas",
        **_ANYWHERE,
    },
    "location": {
        "language": "languages",
        "address": "addresses",
        "phone": "phones",
        "contact": "contacts",
        "accessibility": "accessibility",
        "schedule": "schedules",
        **_ANYWHERE,
    },
    "contact": {"phone": "phones", **_ANYWHERE},
    "phone": {"language": "languages", **_ANYWHERE},
    "program": dict(_ANYWHERE),
    "schedule": dict(_ANYWHERE),
    "address": dict(_ANYWHERE),
    "service_area": dict(_ANYWHERE),
    "required_document": dict(_ANYWHERE),
    "cost_option": dict(_ANYWHERE),
    "language": dict(_ANYWHERE),
    "funding": dict(_ANYWHERE),
    "accessibility": dict(_ANYWHERE),
    "organization_identifier": dict(_ANYWHERE),
    "service_capacity": dict(_ANYWHERE),
}

OBJECTS: dict[str, dict[str, tuple[str, str]]] = {
    "service": {"program": ("program", "program_id")},
    "service_at_location": {"location": ("location", "location_id")},
    "attribute": {"taxonomy_term": ("taxonomy_term", "taxonomy_term_id")},
    "taxonomy_term": {"taxonomy_detail": ("taxonomy", "taxonomy_id")},
    "service_capacity": {"unit": ("unit", "unit_id")},
}
"""The field that holds one thing, of which table it is, and the column that names it in a row."""

_UPWARD = {
    "organization": "organization_id",
    "service": "service_id",
    "location": "location_id",
    "service_at_location": "service_at_location_id",
    "contact": "contact_id",
    "phone": "phone_id",
}
LINK = {"attribute": "link_id", "metadata": "resource_id"}
"""Tables whose rows may hang on anything."""


def column_to(child: str, parent: str) -> str | None:
    """The column by which a child's row names this parent; None where the standard has none."""
    return LINK.get(child) or _UPWARD.get(parent)


def parents_of(child: str) -> list[tuple[str, str, str]]:
    """Where a row may hang: the column, the parent's table, and the parent's field; best first."""
    return [
        (column, parent, fields[child])
        for parent, fields in LISTS.items()
        if child in fields and (column := column_to(child, parent))
    ]


PARENTS = {table: parents_of(table) for table in FILES}
# A time belongs to the narrowest thing that names it.
PARENTS["schedule"].sort(key=lambda it: ["service_at_location", "service", "location"].index(it[1]))

TABLE_OF_FILE = {name: table for table, file in FILES.items() for name in (table, file)}
TABLE_OF_FILE |= {"urls": "url", "taxonomies": "taxonomy", "fundings": "funding"}
TABLE_OF_FILE |= {"service_at_locations": "service_at_location"}
TABLE_OF_FILE |= {"service_capacities": "service_capacity"}
"""Names of files without their ending: singular and plural are both about."""

NUMBERS = frozenset(
    {"year_incorporated", "latitude", "longitude", "minimum_age", "maximum_age", "amount"}
    | {"extension", "count", "interval", "available", "maximum"}
)
DAYS = frozenset({"valid_from", "valid_to", "dtstart", "until", "assured_date"})
MOMENTS = frozenset({"last_action_date", "last_modified", "updated"})
TIMES = frozenset({"opens_at", "closes_at"})
