"""What an administrator publishes, as rows: one for each version, and no row ever changes."""

from __future__ import annotations

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from config.database import Content, Day, Id, Number


class Version:
    """A version of something: `body` is JSON, as it was checked when it was published."""

    number: Mapped[Number]
    day: Mapped[Day]
    author: Mapped[Id]
    body: Mapped[str] = mapped_column(Text)


class SiteVersion(Version, Content):
    """The site's settings (`moderation.site_body`)."""

    __tablename__ = "site_version"


class FormVersion(Version, Content):
    """The questions behind the doors (`moderation.form_body`)."""

    __tablename__ = "form_version"


class MaterialsVersion(Version, Content):
    """The library that people outside may read (`moderation.materials_body`)."""

    __tablename__ = "materials_version"


AnyVersion = SiteVersion | FormVersion | MaterialsVersion
