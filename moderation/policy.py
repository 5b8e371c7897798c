"""What people do with a permission, and to which items: the rules of single acts, as data.

A rule is a permission and a condition on the item, which goes into the question itself: somebody
else's item is not found and then refused, it is not found. Of the moves in the transition table,
that table says whether only the holder makes them. What is not in `ACTS` nobody may do.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import ColumnElement, false, or_, select, true
from sqlalchemy.orm import Session

from chat.live_models import ChatMember
from moderation.audit_models import AuditRow
from moderation.errors import NotHolder
from moderation.models import QueueItem
from moderation.permissions import may
from moderation.staff_models import Staff
from moderation.transitions import ITEM_MOVES


class Only(StrEnum):
    """Whom, among those who have its permission, an act is open to."""

    ANYBODY = "anybody"
    HOLDER = "holder"
    MEMBER = "member"
    HOLDER_OR_MEMBER = "holder_or_member"
    CLOSER = "closer"
    ONESELF = "oneself"


class Rule(NamedTuple):
    """What an act needs."""

    permission: str
    only: Only


def _move(action: str, permission: str = "queue.work") -> Rule:
    """The rule of a move: only the holder, where the transition table says so."""
    by_holder = {move.by_holder for (name, _), move in ITEM_MOVES.items() if name == action}
    return Rule(permission, Only.HOLDER if by_holder == {True} else Only.ANYBODY)


ACTS: dict[str, Rule] = {
    # act                 permission, and only who
    "see_desk": Rule("desk.enter", Only.ANYBODY),
    "see_permissions": Rule("desk.enter", Only.ANYBODY),
    "sign_out": Rule("session.end", Only.ONESELF),
    "manage_account": Rule("account.own", Only.ONESELF),
    "see_queue": Rule("queue.read", Only.ANYBODY),
    "claim": _move("claim"),
    "release": _move("release"),
    "hand_over": _move("hand_over"),
    "close": _move("close"),
    "quarantine": _move("quarantine", "queue.quarantine"),
    "quarantine_urgent": Rule("chat.supervise", Only.ANYBODY),
    "restore": _move("restore", "queue.quarantine"),
    "block_receipt": Rule("receipt.block", Only.ANYBODY),
    "unblock_receipt": Rule("receipt.unblock", Only.ANYBODY),
    "keep_views": Rule("queue.read", Only.ONESELF),
    "relabel": Rule("queue.work", Only.HOLDER),
    "invite": Rule("queue.work", Only.HOLDER),
    "end_chat": Rule("queue.work", Only.HOLDER),
    "wrap_up": Rule("queue.work", Only.HOLDER),
    "postpone": Rule("queue.work", Only.HOLDER),
    "be_on_shift": Rule("queue.work", Only.ONESELF),
    "be_on_call": Rule("queue.work", Only.ONESELF),
    "keep_replies": Rule("queue.work", Only.ANYBODY),
    "read_any": Rule("conversation.read", Only.ANYBODY),
    "read_joined": Rule("conversation.joined", Only.MEMBER),
    "lock_file": Rule("conversation.read", Only.ANYBODY),
    "lock_joined_file": Rule("conversation.joined", Only.MEMBER),
    "see_locked_file": Rule("file.locked", Only.ANYBODY),
    "release_file": Rule("file.locked", Only.ANYBODY),
    "write": Rule("conversation.joined", Only.HOLDER_OR_MEMBER),
    "leave": Rule("conversation.joined", Only.MEMBER),
    "write_note": Rule("note.write", Only.ANYBODY),
    "see_trainings": Rule("queue.read", Only.ANYBODY),
    "move_training": Rule("training.write", Only.ANYBODY),
    "read_cases": Rule("case.read", Only.ANYBODY),
    "open_case": Rule("case.write", Only.ANYBODY),
    "write_case": Rule("case.write", Only.ANYBODY),
    "convert": _move("convert", "case.write"),
    "attach_closed": Rule("case.write", Only.CLOSER),
    "refer": Rule("case.write", Only.ANYBODY),
    "search_cases": Rule("case.read", Only.ANYBODY),
    "detach": Rule("case.write", Only.ANYBODY),
    "assign_case": Rule("case.write", Only.ANYBODY),
    "follow_up_case": Rule("case.write", Only.ANYBODY),
    "export_case": Rule("case.write", Only.ANYBODY),
    "link_cases": Rule("case.write", Only.ANYBODY),
    "reopen": Rule("case.reopen", Only.ANYBODY),
    "hold_case": Rule("case.hold", Only.ANYBODY),
    "see_schedule": Rule("schedule.read", Only.ANYBODY),
    "see_status": Rule("status.read", Only.ANYBODY),
    "see_whole_status": Rule("status.whole", Only.ANYBODY),
    "take_over": _move("take_over", "chat.supervise"),
    "join": Rule("chat.supervise", Only.ANYBODY),
    "set_capacity": Rule("chat.supervise", Only.ANYBODY),
    "attach_any": Rule("chat.supervise", Only.ANYBODY),
    "make_epoch": Rule("epoch.make", Only.ANYBODY),
    "hand_keys": Rule("epoch.make", Only.ANYBODY),
    "rewrap": Rule("epoch.make", Only.ANYBODY),
    "next_keys": Rule("epoch.make", Only.ANYBODY),
    "forget_epoch": Rule("epoch.make", Only.ANYBODY),
    "renew_roster": Rule("roster.sign", Only.ANYBODY),
    "name_roster_key": Rule("staff.manage", Only.ANYBODY),
    "add_staff": Rule("staff.manage", Only.ANYBODY),
    "make_leave": Rule("staff.manage", Only.ANYBODY),
    "suspend": Rule("staff.manage", Only.ANYBODY),
    "let_back_in": Rule("staff.manage", Only.ANYBODY),
    "give_role": Rule("staff.manage", Only.ANYBODY),
    "tell_about": Rule("staff.manage", Only.ANYBODY),
    "see_teams": Rule("team.read", Only.ANYBODY),
    "name_teams": Rule("staff.manage", Only.ANYBODY),
    "see_settings": Rule("site.manage", Only.ANYBODY),
    "publish_settings": Rule("site.manage", Only.ANYBODY),
    "see_forms": Rule("site.manage", Only.ANYBODY),
    "publish_forms": Rule("site.manage", Only.ANYBODY),
    "see_materials": Rule("site.manage", Only.ANYBODY),
    "publish_materials": Rule("site.manage", Only.ANYBODY),
    "search_directory": Rule("directory.read", Only.ANYBODY),
    "export_directory": Rule("directory.read", Only.ANYBODY),
    "check_organisation": Rule("directory.check", Only.ANYBODY),
    "edit_organisation": Rule("directory.write", Only.ANYBODY),
    "remove_organisation": Rule("directory.write", Only.ANYBODY),
    "import_directory": Rule("directory.write", Only.ANYBODY),
    "name_organisation_key": Rule("site.manage", Only.ANYBODY),
    "note_on_organisation": Rule("note.write", Only.ANYBODY),
    "read_reports": Rule("report.read", Only.ANYBODY),
    "close_month": Rule("report.close", Only.ANYBODY),
    "read_audit": Rule("audit.read", Only.ANYBODY),
    "export_audit": Rule("audit.read", Only.ANYBODY),
    "anchor_audit": Rule("audit.anchor", Only.ANYBODY),
}


def _is_member(me: Staff) -> ColumnElement[bool]:
    mine = ChatMember.conv == QueueItem.conv, ChatMember.staff_id == me.staff_id
    return select(1).where(*mine).exists()


def _closed_it(me: Staff) -> ColumnElement[bool]:
    closing = AuditRow.subject == QueueItem.conv, AuditRow.action == "close"
    last = select(AuditRow.actor).where(*closing).order_by(AuditRow.number.desc()).limit(1)
    return last.scalar_subquery() == me.staff_id


CONDITIONS: dict[Only, Callable[[Staff], ColumnElement[bool]]] = {
    Only.ANYBODY: lambda _: true(),
    Only.HOLDER: lambda me: QueueItem.holder == me.staff_id,
    Only.MEMBER: _is_member,
    Only.HOLDER_OR_MEMBER: lambda me: or_(QueueItem.holder == me.staff_id, _is_member(me)),
    Only.CLOSER: _closed_it,
}
"""Which items each of them means; what is about no item at all (oneself) reaches none."""


def _none_of_them(_: Staff) -> ColumnElement[bool]:
    return false()


def within(me: Staff, *acts: str) -> ColumnElement[bool]:
    """The items to which this person may do one of these acts; none for an act without a rule."""
    conditions = [
        CONDITIONS.get(ACTS[act].only, _none_of_them)(me)
        for act in acts
        if act in ACTS and may(me.role, ACTS[act].permission)
    ]
    return or_(false(), *conditions)


def reaches(session: Session, me: Staff, conv: bytes, *acts: str) -> bool:
    """Whether there is such an item among those to which this person may do one of these acts."""
    asked = select(QueueItem.conv).where(QueueItem.conv == conv, within(me, *acts))
    return session.scalar(asked) is not None


def demand(session: Session, me: Staff, item: QueueItem, act: str) -> None:
    """This person may do this to an item that they may see; raises NotHolder."""
    if not reaches(session, me, item.conv, act):
        raise NotHolder(item)
