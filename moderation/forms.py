"""The questions behind the doors: the newest version that was published, else those that ship.

What somebody began with stays valid: every version can be asked for, and a tip names the one that
it answers, by number and by hash, sealed.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from crypto.hashes import digest128
from moderation import versions
from moderation.errors import DraftRefused
from moderation.form_body import NOTICE, FormBody, Question
from moderation.form_rules import breaches
from moderation.version_models import FormVersion
from moderation.versions import Current


@dataclass(frozen=True)
class Form:
    """One version. `hash` names its text; the questions that ship have none, the program knows them."""

    version: int
    body: FormBody
    hash: str = ""

    @property
    def name(self) -> tuple[int, str] | None:
        """How a tip names this version; it names none where the questions are those that ship."""
        return (self.version, self.hash) if self.version else None

    def order(self, door: str) -> list[str]:
        """The keys of what this door asks, and where its notice stands."""
        return next((order for name, order in self.body.doors.each() if name == door), [])

    def asked(self, door: str) -> list[Question]:
        """What this door asks, in order."""
        pool = self.body.by_key()
        return [pool[key] for key in self.order(door) if key != NOTICE]

    @property
    def used(self) -> list[Question]:
        """Every question that some door asks."""
        keys = {key for _, order in self.body.doors.each() for key in order}
        return [question for question in self.body.questions if question.key in keys]


def hash_of(text: str) -> str:
    """BLAKE2b-128 of a version's text, base64url: how a tip names the version that it answers."""
    return base64.urlsafe_b64encode(digest128(text.encode())).rstrip(b"=").decode()


def of_text(number: int, text: str) -> Form:
    """A version from its stored text."""
    return Form(number, FormBody.model_validate_json(text), hash_of(text))


class FormsNow(Current[Form]):
    """The current questions, as this process knows them."""

    def __init__(self, shipped: FormBody) -> None:
        """Those that ship are asked until a version is published."""
        super().__init__(FormVersion, Form(0, shipped), of_text)
        self.shipped = shipped


def publish(
    session: Session, body: FormBody, shipped: FormBody, draft: tuple[int, bytes], moment: datetime
) -> FormVersion:
    """The form is asked from now on; `draft` is the version it was made from, and who made it.

    Raises DraftRefused where it breaks a rule, SettingsChanged where somebody else was first.
    """
    wrong = breaches(body, shipped)
    if wrong:
        raise DraftRefused(wrong)
    based_on, author = draft
    ready = versions.Draft(body.model_dump_json(), based_on, author, "form_published")
    return versions.publish(session, FormVersion, ready, moment)
