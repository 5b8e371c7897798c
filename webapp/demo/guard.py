"""A demonstration is never mistaken for a real site: it is not served where others can reach it."""

from __future__ import annotations

from config.database import Database
from config.refusal import SettingsError
from config.settings import Settings
from moderation.founding import the_site

NOT_PUBLIC = (
    "A demonstration desk answers to this machine only; unset QUIETLINE_BIND and QUIETLINE_HOSTS,"
    " or set QUIETLINE_DATA_DIR to the folder of a real site."
)
ANOTHER_FOLDER = (
    "This folder holds a demonstration, which never becomes a real site."
    " Set QUIETLINE_DATA_DIR to another folder."
)


def refuse_public_demo(settings: Settings, database: Database) -> None:
    """Return where no demonstration is in reach of others; raises SettingsError."""
    if settings.loopback_only:
        return
    with database.reading() as session:
        here = the_site(session)
    if here is not None and here.demo:
        raise SettingsError(NOT_PUBLIC)
