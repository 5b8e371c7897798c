"""What can be wrong with a change of the directory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from moderation.errors import ModerationError

if TYPE_CHECKING:
    from moderation.directory.models import Organisation


@dataclass
class DirectoryChanged(ModerationError):
    """The directory is no longer as it was when somebody looked; `serial` is what it is now."""

    serial: int


class ImportRefused(ModerationError):
    """Something in the file is wrong, and nothing of it is imported."""


@dataclass
class OrganisationChanged(ModerationError):
    """Somebody else changed the organisation first; `current` is how it is now."""

    current: Organisation


class KeyRefused(ModerationError):
    """These letters are no age recipient."""
