"""What goes out on the wire: rows as plain JSON, bytes as base64url without padding."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from chat.errors import Side, State
from crypto.keys import KeyRecord
from moderation.directory.main_facts import main_of
from moderation.directory.models import Organisation
from moderation.directory.packing import document
from moderation.live import DeskLive, SourceLive
from moderation.models import Case, ContainerWrap, QueueItem, SealedRevision
from moderation.review_queue import Row
from moderation.service_times import Due
from moderation.site_settings import SiteSettings
from moderation.version_models import AnyVersion, FormVersion
from webapp.schemas import b64


def state(value: State) -> dict[str, Any]:
    """Where a conversation stands."""
    return {"s": side(value.s), "d": side(value.d)}


def side(value: Side) -> dict[str, Any]:
    """The last envelope of one direction."""
    return {"seq": value.seq, "hash": b64(value.hash)}


def key_record(record: KeyRecord, *, without: str) -> dict[str, Any]:
    """A key record without the wrap that the reader has no use for, or without `both`."""
    full = {
        "conv": b64(record.conv),
        "gen": record.gen,
        "epoch": record.epoch,
        "kc": b64(record.commit),
        "src_vk": b64(record.src_vk),
        "desk_wrap": b64(record.desk_wrap),
        "self_wrap": b64(record.self_wrap) if record.self_wrap else None,
        "signature": b64(record.signature),
    }
    left_out = {"desk_wrap", "self_wrap"} if without == "both" else {without}
    return {name: value for name, value in full.items() if name not in left_out}


def bare_item(item: QueueItem) -> dict[str, Any]:
    """The labels of an item that staff may change."""
    return {
        "conv": b64(item.conv),
        "status": item.status,
        "category": item.category,
        "urgency": item.urgency,
        "priority": item.priority,
        "day": item.day.isoformat(),
        "holder": b64(item.holder) if item.holder else None,
        "unanswered": item.unanswered,
        "disposition": item.disposition,
    }


def item(row: Row, live: DeskLive | None, due: Due | None = None) -> dict[str, Any]:
    """An item as the queue shows it, with how its live chat stands and what is due."""
    talk, aside = row.conversation, row.aside
    return {
        **bare_item(row.item),
        "channel": talk.channel,
        "door": talk.door,
        "language": talk.language,
        "server_opened": talk.server_opened,
        "arrived": row.arrived,
        "lane": row.arrival.lane if row.arrival else None,
        "live": live_of_desk(live),
        "due": due._asdict() if due else None,
        "aside": {"reason": aside.reason, "more": talk.s_seq - aside.s_seq} if aside else None,
        "blocked_until": row.block.until if row.block else None,
        "s_seq": talk.s_seq,
        "d_seq": talk.d_seq,
        "cases": [{"case_id": b64(link.case_id), "number": link.number} for link in row.cases],
    }


def live_of_source(
    told: SourceLive | None, site: SiteSettings, moment: datetime
) -> dict[str, Any] | None:
    """How their live chat stands, as the person outside is told."""
    if told is None:
        return None
    hours = site.hours
    days = {day: list(times) for day, times in hours.days.items()}
    closed = [[day.isoformat(), label] for day, label in hours.holidays_soon(moment).items()]
    return {
        **asdict(told),
        "words_hours": site.words_hours,
        "open": {"zone": hours.zone, "now": hours.is_open(moment), "days": days, "closed": closed},
    }


def version(row: AnyVersion | None) -> dict[str, Any] | None:
    """One version of the site's settings, of the form or of the library, whole.

    A form's body goes out as the text that was stored: a tip names it by its hash.
    """
    if row is None:
        return None
    if isinstance(row, FormVersion):
        return {**version_line(row), "text": row.body}
    return {**version_line(row), "body": json.loads(row.body)}


def version_line(row: AnyVersion) -> dict[str, Any]:
    """Which version it is, from when and by whom."""
    return {"number": row.number, "day": row.day.isoformat(), "author": b64(row.author)}


def live_of_desk(told: DeskLive | None) -> dict[str, Any] | None:
    """How a live chat stands, as staff are told."""
    if told is None:
        return None
    chat = told.chat
    return {
        "phase": chat.phase,
        "seen": chat.source_read,
        "arrived": chat.arrived,
        "online": told.online,
        "warned": chat.warned,
        "lost": chat.lost,
        "postponed": chat.postponed,
        "escalated": chat.escalated,
        "members": [{"staff_id": b64(m.staff_id), "kind": m.kind} for m in told.members],
        "looking": [b64(staff_id) for staff_id in told.looking],
    }


def record_row(row: SealedRevision) -> dict[str, Any]:
    """One revision of a sealed record."""
    return {
        "record": b64(row.sealed),
        "signature": b64(row.signature),
        "hash": b64(row.hash),
        "hour": row.hour,
    }


def organisation(row: Organisation) -> dict[str, Any]:
    """An organisation of the directory whole, with its main facts as they are edited."""
    doc = document(row.doc)
    return {
        "id": row.org_id,
        "version": row.version,
        "kind": row.kind,
        "removed": row.removed,
        "verified_on": row.verified_on.isoformat() if row.verified_on else None,
        "verified_by": b64(row.verified_by) if row.verified_by else None,
        "age_recipient": row.age_recipient,
        "key_word": _key_word(row),
        "doc": doc,
        "main": main_of(doc),
    }


def _key_word(row: Organisation) -> dict[str, Any] | None:
    if row.key_by is None or row.key_day is None or row.key_signature is None:
        return None
    return {
        "staff_id": b64(row.key_by),
        "day": row.key_day.isoformat(),
        "signature": b64(row.key_signature),
    }


def wrap(row: ContainerWrap) -> dict[str, Any]:
    """The sealed key of a container."""
    return {
        "gen": row.gen,
        "made": row.made,
        "epoch": row.epoch,
        "kc": b64(row.kc),
        "wrap": b64(row.wrap),
    }


def case(row: Case) -> dict[str, Any]:
    """The labels of a case; all that it says is in its sealed records."""
    return {
        "case_id": b64(row.case_id),
        "number": row.number,
        "status": row.status,
        "day": row.day.isoformat(),
        "channel": row.channel,
        "category": row.category,
        "language": row.language,
        "main_record_id": b64(row.main_record_id),
    }
