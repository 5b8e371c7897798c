"""What can be wrong with an act of staff."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from moderation.directory.models import OrganisationNote
    from moderation.models import CaseRecord, PrivateNote, QueueItem, SavedReply
    from moderation.month_models import ClosedMonth
    from moderation.queue_models import SavedView
    from moderation.version_models import AnyVersion


class ModerationError(Exception):
    """Base of all refusals of this folder; nothing was stored."""


class NotFound(ModerationError):
    """No such item, case or record."""


class NotAllowed(ModerationError):
    """The transition table does not know this move from this state."""


class MonthNotOver(ModerationError):
    """A month is closed once nothing more can come in it."""


class SignInRefused(ModerationError):
    """Name, method or proof is wrong; which one is not said."""


@dataclass
class TooManyAttempts(ModerationError):
    """So many were wrong that nobody is looked at before `wait` seconds have passed."""

    wait: int


class ProofRefused(ModerationError):
    """Whoever is signed in did not show both of their secrets again."""


class LastMethod(ModerationError):
    """The only way to sign in cannot be removed."""


class MethodExists(ModerationError):
    """This second secret is a way to sign in already."""


class TooManyMethods(ModerationError):
    """This person has as many ways to sign in as one may."""


class AlreadySetUp(ModerationError):
    """The site exists; it is set up once."""


class NotSetUp(ModerationError):
    """There is no site yet."""


class BrokenRule(ModerationError):
    """Bytes break a rule of the protocol; the message says which, without quoting them."""


class StaleRoster(ModerationError):
    """The roster does not follow the newest one."""


class Outdated(ModerationError):
    """Whoever asks was suspended, or has another role, since they asked."""


class LastOne(ModerationError):
    """Nobody else could do what this person does for the desk."""


class EpochInUse(ModerationError):
    """Something that can still be read is sealed under this epoch."""


class EpochOver(ModerationError):
    """The epoch's seed is deleted, or there never was one: nothing may be sealed under it."""


class NoPassphraseProof(ModerationError):
    """The server has nothing to tell this person's passphrase by."""


class NameTaken(ModerationError):
    """Another member of staff has this name."""


class NumberTaken(ModerationError):
    """Another case has this id or number."""


class ContainerExists(ModerationError):
    """The conversation has a container of notes already."""


class NotOnShift(ModerationError):
    """Only whoever is on shift takes a live chat."""


class AtCapacity(ModerationError):
    """This person has as many live chats as they may."""


class WrapUpDue(ModerationError):
    """An ended chat of this person waits for its wrap-up."""


class NotOnline(ModerationError):
    """The colleague is not there, or cannot hold a conversation."""


class NobodyWaits(ModerationError):
    """Nobody waits, so that nothing is postponed."""


class ChatLive(ModerationError):
    """Somebody is in a chat here, or waits for one: it is ended first, with words."""


class NeedsSupervisor(ModerationError):
    """This is for whoever supervises: the item says that somebody is in danger now."""


class ItemChanged(ModerationError):
    """The item is no longer as whoever asks had seen it: it moved, or its source wrote again."""


class BulkDiffers(ModerationError):
    """Another act was carried out under this id."""


class AlreadyAnchored(ModerationError):
    """Somebody vouched for the audit today already, or for this very row."""


@dataclass
class InviteRefused(ModerationError):
    """The link opens nothing: `unknown`, `closed` or `used`; or what was shown with it is wrong.

    That is `code`, or for a lost device `proof`: the code or the passphrase, and which is not said.
    """

    why: str


@dataclass
class Held(ModerationError):
    """A colleague holds the item, or changed it first; `item` is how it is now."""

    item: QueueItem


@dataclass
class NotHolder(ModerationError):
    """Only who holds the item may do this; `item` is how it is now."""

    item: QueueItem


@dataclass
class StaleRevision(ModerationError):
    """The record was changed by somebody else; `current` is its newest revision."""

    current: CaseRecord | PrivateNote | SavedReply | OrganisationNote | SavedView | ClosedMonth


@dataclass
class SettingsChanged(ModerationError):
    """Another version was published first; `newest` is that, None where there is none."""

    newest: AnyVersion | None


@dataclass
class DraftRefused(ModerationError):
    """What somebody wants to publish breaks rules; `fields` are the places that do."""

    fields: list[str]


class FileLocked(ModerationError):
    """The file is left to two roles, and whoever asked has neither."""


class NotLocked(ModerationError):
    """The file is not locked, so it cannot be released."""


class OrganisationGone(ModerationError):
    """The directory has no such organisation, or no longer."""


class OrganisationStale(ModerationError):
    """Nobody checked the organisation within a year, and whoever refers did not say that they know."""


class CaseHeld(ModerationError):
    """A legal hold keeps the case as it is."""


class ReleaseOver(ModerationError):
    """The release was withdrawn, has expired, or its packet was opened: nothing more leaves by it."""


class TakenElsewhere(ModerationError):
    """Another browser fetched the packet first."""


class CaseChanged(ModerationError):
    """The case's status is no longer the one that was named."""
