"""The library for people outside: the newest version that was published, else what ships."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from moderation import versions
from moderation.errors import DraftRefused
from moderation.form_body import LANGUAGES
from moderation.material_text import has_strange_address
from moderation.materials_body import Material, MaterialsBody
from moderation.version_models import MaterialsVersion
from moderation.versions import Current

LONGEST_IN_ALL = 30_000
"""Characters in one language: whoever opens the library loads all of it, on a slow line too."""


@dataclass(frozen=True)
class Library:
    """One version."""

    version: int
    body: MaterialsBody


class MaterialsNow(Current[Library]):
    """The current library, as this process knows it."""

    def __init__(self, shipped: MaterialsBody) -> None:
        """What ships is read until a version is published."""
        super().__init__(MaterialsVersion, Library(0, shipped), _read)


def breaches(body: MaterialsBody) -> list[str]:
    """The places that break a rule, in order; none where the library may be published."""
    found, known = list[str](), set[str]()
    for n, material in enumerate(body.materials):
        at = f"materials.{n}"
        if material.key in known:
            found.append(f"{at}.key")
        known.add(material.key)
        found += _of_texts(material, at)
    for language in LANGUAGES:
        if sum(len(getattr(m.text, language)) for m in body.materials) > LONGEST_IN_ALL:
            found.append(f"size.{language}")
    return found


def publish(
    session: Session, body: MaterialsBody, draft: tuple[int, bytes], moment: datetime
) -> MaterialsVersion:
    """The library is read from now on; `draft` is the version it was made from, and who made it.

    Raises DraftRefused where it breaks a rule, SettingsChanged where somebody else was first.
    """
    wrong = breaches(body)
    if wrong:
        raise DraftRefused(wrong)
    based_on, author = draft
    ready = versions.Draft(body.model_dump_json(), based_on, author, "materials_published")
    return versions.publish(session, MaterialsVersion, ready, moment)


def _of_texts(material: Material, at: str) -> Iterator[str]:
    for part in ("title", "text"):
        for language in LANGUAGES:
            said = getattr(getattr(material, part), language)
            if not said or has_strange_address(said):
                yield f"{at}.{part}.{language}"


def _read(number: int, text: str) -> Library:
    return Library(number, MaterialsBody.model_validate_json(text))
