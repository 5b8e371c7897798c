"""The table of the site's settings: one row for each version, and no row ever changes."""

from __future__ import annotations

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from config.database import Content, Day, Id, Number


class SiteVersion(Content):
    """What an administrator published: `body` is JSON (`moderation.site_body`)."""

    __tablename__ = "site_version"

    number: Mapped[Number]
    day: Mapped[Day]
    author: Mapped[Id]
    body: Mapped[str] = mapped_column(Text)
