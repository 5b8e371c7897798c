"""The doors of people outside while very many come: who goes in at once, who works first, who waits.

A crisis chat is never asked for anything. A tip is asked for work only while too many come in, and
whoever cannot wait, or has no scripts, gets a turn in a slower lane instead, bound to their own tip.
"""

from __future__ import annotations

from datetime import datetime

from chat.models import Conversation
from config import clock
from crypto import puzzle
from crypto.hashes import digest
from crypto.puzzle import PuzzleRefused
from moderation.codes import Lane
from moderation.intake import AT_ONCE, How
from webapp import floods
from webapp.errors import Problem
from webapp.floods import Shape
from webapp.schemas import NewConversation, b64
from webapp.services import Services

GOOD_FOR = 600
"""Seconds in which a puzzle may be solved: a phone that was put aside meanwhile gets another."""

SHOWN_FOR = int(floods.USED_FOR)
"""Seconds after its turn for which a place in line is kept."""

MAY_BE_ALIKE = ("medium", "low")
"""Of these priorities very many that look alike are set aside; a minor and a victim who writes wait."""

ASK_AGAIN = 60
"""Seconds after which whoever got no turn asks again."""


def chat_comes(made: Services) -> How:
    """A live chat may be opened; raises Problem where more come than any desk can ever answer."""
    if not made.floods.doors.take("chat"):
        raise Problem(429, "slow-down")
    return AT_ONCE


def tip_comes(made: Services, auth: bytes, body: NewConversation, moment: datetime) -> How:
    """How this tip comes in. Raises Problem: `puzzle`, or `slower` with its turn."""
    lane = _lane_of(made, auth, body, moment)
    labels = body.labels
    shape = Shape(len(body.envelope), labels.door, labels.language, labels.priority)
    return looks_like(made, shape, lane, filled=body.filled)


def _lane_of(made: Services, auth: bytes, body: NewConversation, moment: datetime) -> Lane | None:
    """By which lane it comes in; None at once."""
    room = made.floods.room(made.database)
    if room == "room" and made.floods.doors.take("tip"):
        return None
    conv = body.key_record.conv
    if _is_here(made, conv):
        return None  # its answer was lost: it gets the same one
    if room == "disk":
        raise Problem(429, "slower", wait=ASK_AGAIN, place=None)
    bound, now = digest(b"tip" + auth + conv), clock.unix(moment)
    if body.place is not None and its_turn(made, bound, body.place, now):
        return "slow"
    if body.work is not None and _has_worked(made, bound, body, now):
        if made.floods.doors.take("solved"):
            return "work"
        raise_turn(made, "tip", bound, now)
        return "slow"
    if body.slower or body.place is not None:
        raise_turn(made, "tip", bound, now, body.place)
        return "slow"
    raise _asks(made, bound, now)


def its_turn(made: Services, bound: bytes, place: bytes, now: int) -> bool:
    """Whether this place in line is served now."""
    due = _due(made, bound, place)
    return due is not None and due <= now <= due + SHOWN_FOR


def raise_turn(
    made: Services, lane: str, bound: bytes, now: int, place: bytes | None = None
) -> None:
    """Nothing where it is somebody's turn at once; else raises Problem with when it is.

    Whoever has a place keeps it.
    """
    due = _due(made, bound, place) if place is not None else None
    if due is not None and due > now:
        raise Problem(429, "slower", wait=due - now, place=b64(place or b""))
    wait = made.floods.doors.place(lane)
    if wait is None:
        raise Problem(429, "slower", wait=ASK_AGAIN, place=None)
    if wait >= 1:
        new = puzzle.make_place(made.floods.key, bound, now + int(wait))
        raise Problem(429, "slower", wait=int(wait), place=b64(new))


def plain_comes(made: Services, bound: bytes, place: bytes, shape: Shape, *, filled: bool) -> How:
    """How a tip without scripts comes in; raises Problem `slower` with its turn.

    No work is asked of it: its browser could not do any. `bound` names the visit.
    """
    lane: Lane | None = None
    room, now = made.floods.room(made.database), clock.unix(clock.now())
    if room == "disk":
        raise Problem(429, "slower", wait=ASK_AGAIN, place=None)
    if room != "room" or not made.floods.doors.take("plain"):
        lane = "slow"
        place = b"" if made.floods.was_used(place) else place
        if not its_turn(made, bound, place, now):
            raise_turn(made, "plain", bound, now, place)
    return looks_like(made, shape, lane, filled=filled)


def looks_like(made: Services, shape: Shape, lane: Lane | None, *, filled: bool) -> How:
    """How a tip came: by which lane, and why it is set aside, where a program seems to have sent it.

    Never where somebody is said to be in danger now: of those who are, none may be set aside by a
    mistake of ours, and staff have the lane to find the others by.
    """
    alike = lane is not None and made.floods.is_pattern(shape)
    if filled and shape.priority != "urgent":
        return How(lane, "trap")
    return How(lane, "pattern" if alike and shape.priority in MAY_BE_ALIKE else None)


def _is_here(made: Services, conv: bytes) -> bool:
    with made.database.reading() as session:
        return session.get(Conversation, conv) is not None


def _due(made: Services, bound: bytes, place: bytes) -> int | None:
    for key in made.floods.keys:
        try:
            return puzzle.due_of_place(key, bound, place)
        except PuzzleRefused:
            continue
    return None


def _has_worked(made: Services, bound: bytes, body: NewConversation, now: int) -> bool:
    """Whether the work was done for this very tip; costs some milliseconds beside the hub at most."""
    work = body.work
    if work is None or not _is_ours(made, bound, work.challenge, now):
        return False
    if not made.floods.doors.take("check"):
        return False
    with made.floods.checking:
        try:
            made.off_loop(puzzle.check_work, floods.WORK, work.challenge, work.found)
        except PuzzleRefused:
            return False
    return True


def _is_ours(made: Services, bound: bytes, challenge: bytes, now: int) -> bool:
    for key in made.floods.keys:
        try:
            puzzle.check_challenge(key, bound, floods.WORK, challenge, now)
        except PuzzleRefused:
            continue
        return True
    return False


def _asks(made: Services, bound: bytes, now: int) -> Problem:
    work = floods.WORK
    challenge = puzzle.make_challenge(made.floods.key, bound, work, now + GOOD_FOR)
    told = {"parts": work.parts, "bits": work.bits, "rounds": work.rounds}
    return Problem(429, "puzzle", challenge=b64(challenge), **told)
