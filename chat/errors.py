"""What can be wrong with a message on its way into a conversation."""

from __future__ import annotations

from dataclasses import dataclass


class ChatError(Exception):
    """Base of all refusals of this folder; nothing was stored."""


class UnknownReceipt(ChatError):
    """No conversation has this receipt: wrong, unknown and removed ones are the same."""


class UnknownConversation(ChatError):
    """No conversation has this id."""


class ConversationExists(ChatError):
    """The id or the receipt is taken by other bytes."""


class BrokenRule(ChatError):
    """The bytes break a rule of the protocol; the message says which, without quoting them."""


class ConversationFull(ChatError):
    """The conversation holds as much as one may; the answer to what it holds stays the same."""


@dataclass
class StaleEpoch(ChatError):
    """The key record names a desk epoch other than the living one, which is `epoch`."""

    epoch: int


@dataclass(frozen=True)
class Side:
    """The last stored envelope of one direction: its number and hash, or 0 and zeros."""

    seq: int
    hash: bytes


@dataclass(frozen=True)
class State:
    """Where a conversation stands: both directions and the newest key generation."""

    s: Side
    d: Side
    gen: int


@dataclass
class Blocked(ChatError):
    """This receipt writes nothing until the hour `until` begins (`YYYY-MM-DDTHH`, UTC)."""

    until: str


@dataclass
class OutOfStep(ChatError):
    """The envelope does not follow the last stored one; `state` is what it must follow."""

    state: State


class UnknownFile(ChatError):
    """No file of this conversation has this id; another's is as unknown as none."""


class FileDiffers(ChatError):
    """The file has another length or other bytes than was said; it must be begun anew."""


class FileTooLarge(ChatError):
    """The file is larger than one may be."""


class TooManyFiles(ChatError):
    """The conversation has as many files as one may."""


class PartLength(ChatError):
    """These are not as many bytes as this part of the file has."""


class NoRoom(ChatError):
    """The disk has no room for it; the same bytes may come again when it has."""


class StoreAway(ChatError):
    """The bytes cannot be written or read just now; they may come again."""


class BytesGone(ChatError):
    """What a row names is not in the store."""


@dataclass
class PartsMissing(ChatError):
    """The file is not whole: `have` are the numbers of the parts that are there."""

    have: list[int]
