"""What a version of the library says: an ordered list of materials, each in every language.

This is the shape alone: whatever was once published is read by it. What may be published is
`moderation.materials.breaches`.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from moderation.form_body import Key
from moderation.plain_text import plain

GROUPS = ("you", "saw", "more")
"""For whom it is: somebody to whom it happens, somebody who saw something, everybody."""

MOST = 40
LONGEST_TITLE = 80
LONGEST_TEXT = 4000

Title = Annotated[str, Field(max_length=LONGEST_TITLE), AfterValidator(plain)]
Text = Annotated[
    str, Field(max_length=LONGEST_TEXT), AfterValidator(lambda text: plain(text, lines=True))
]


class Part(BaseModel):
    """A part of the library; what it does not know, it refuses."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Titles(Part):
    """A title in each language."""

    en: Title = ""
    es: Title = ""
    ar: Title = ""


class Texts(Part):
    """A text in each language, in the markup of `moderation.material_text`."""

    en: Text = ""
    es: Text = ""
    ar: Text = ""


class Material(Part):
    """One page to read."""

    key: Key
    group: Literal["you", "saw", "more"]
    title: Titles
    text: Texts

    def said(self, language: str) -> tuple[str, str, str]:
        """Language, title and text: English where this language lacks one of both."""
        title, text = getattr(self.title, language, ""), getattr(self.text, language, "")
        return (language, title, text) if title and text else ("en", self.title.en, self.text.en)


class MaterialsBody(Part):
    """The whole library, as one version holds it."""

    materials: Annotated[list[Material], Field(max_length=MOST)]
