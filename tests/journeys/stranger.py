"""Somebody who writes to a served demonstration without a browser: what they send is made by hand."""

from __future__ import annotations

from dataclasses import dataclass

from crypto.roster import parse_roster
from crypto.staff import EpochKeys
from tests.actors import Office, Source
from tests.server import RunningSite
from webapp.client.calls import call
from webapp.schemas import unb64


@dataclass
class DeskOutside(Office):
    """What people outside know of a desk."""

    public: bytes = b""

    @property
    def epoch(self) -> EpochKeys:
        """The desk's public key; the others are nobody's here."""
        return EpochKeys(b"", b"", self.public)


def stranger(site: RunningSite, priority: str = "urgent") -> Source:
    """Somebody new outside, whose tip waits at the desk."""
    roster = parse_roster(unb64(call("GET", f"{site.source_url}/api/v1/desk")["roster"]))
    office = DeskOutside(site=roster.site, public=roster.desk_public)
    person = Source(site.source_url, office=office)
    assert person.send_tip(priority=priority).status == 201
    return person
