"""A served site that people of a test set up, as an administrator's client does."""

from __future__ import annotations

from datetime import datetime

from config import clock
from config.settings import load_settings
from tests.actors import Office, Person, founding
from tests.server import RunningSite, environ_of
from webapp.cli import write_setup_code


def set_up_by(
    site: RunningSite, *people: Person, demo: bool = True, moment: datetime | None = None
) -> Office:
    """The keys of the site, once it is set up with these people; the first of them asks for it.

    `moment` is what the site takes for now, where its clock is another than ours.
    """
    office = Office()
    code = write_setup_code(load_settings(environ_of(site)))
    body = founding(office, list(people), code, clock.unix(moment or clock.now()), demo=demo)
    got = people[0].call("POST", "/api/v1/setup", body)
    assert got.status == 201, got.body
    return office
