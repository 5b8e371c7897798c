"""Publishing a version where somebody else may do so at the same moment."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from moderation import versions
from moderation.errors import SettingsChanged
from moderation.versions import Row
from webapp.services import database


def publishing(kind: type[Row], work: Callable[[Session], Row]) -> Row:
    """The version that was published; raises SettingsChanged where another came first."""
    try:
        with database().writing() as session:
            return work(session)
    except IntegrityError as error:  # two at the same moment, and the database kept the first
        with database().reading() as session:
            raise SettingsChanged(versions.newest(session, kind)) from error
