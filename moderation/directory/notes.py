"""Notes of staff on organisations: sealed for the desk only, on one shelf; about whom is inside."""

from __future__ import annotations

from sqlalchemy.orm import Session

from moderation import shelves
from moderation.directory.models import OrganisationNote
from moderation.records import Signed
from moderation.staff_models import Staff

SHELF = "organisation_notes"


def keep_note(
    session: Session, site: bytes, author: Staff, signed: Signed, hour: str
) -> OrganisationNote:
    """Keep a note, or a new revision of one; raises NotFound before there is a shelf."""
    return shelves.keep_on(session, SHELF, OrganisationNote, (site, author), signed, hour)
