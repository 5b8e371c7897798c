"""The directory as the desk's browser takes it: all cards once, later only what changed, documents by lots.

The search happens in the browser. So this server never learns what anybody looks for: a place, a
language and a need say much about the person who asks.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from moderation.directory.cards import LOTS
from moderation.directory.models import Organisation
from moderation.directory.state import serial_of

PAGE = 5_000
"""Cards of one answer."""

MOST_BITS = 16
TOGETHER = 64
"""About as many documents are handed out at once: whoever opens one does not say which."""


@dataclass(frozen=True)
class Cards:
    """Some cards, as JSON texts in the order of their ids; `last` is where the next ones follow."""

    serial: int
    cards: list[str]
    last: str | None


def cards_after(session: Session, since: int, after: str) -> Cards:
    """The cards that changed after the directory had this serial, a page at a time."""
    row = Organisation
    columns = (row.org_id, row.name, row.kind, row.lot, row.version, row.removed, row.verified_on)
    chosen = select(*columns, row.card).where(row.changed > since, row.org_id > after)
    if since == 0:
        chosen = chosen.where(row.removed.is_(False))
    found = session.execute(chosen.order_by(row.org_id).limit(PAGE)).all()
    last = found[-1].org_id if len(found) == PAGE else None
    return Cards(serial_of(session), [_card(each) for each in found], last)


def _card(row: Any) -> str:  # noqa: ANN401 - SQLAlchemy's row of some columns
    day = row.verified_on.isoformat() if row.verified_on else ""
    head = [row.org_id, row.lot, row.version, row.name, row.kind, day]
    text = json.dumps(head, ensure_ascii=False, separators=(",", ":"))
    return f"[{json.dumps(row.org_id)}]" if row.removed else f"{text[:-1]},{row.card[1:]}"


def lot_range(lot: int, bits: int) -> tuple[int, int]:
    """The lots that are handed out together with this one, where so many bits tell them apart."""
    width = LOTS >> bits
    first = lot // width * width
    return first, first + width


def documents(session: Session, lot: int, bits: int) -> Iterator[Organisation]:
    """Every organisation of these lots, removed ones too: a referral may be to one."""
    first, end = lot_range(lot, bits)
    inside = Organisation.lot >= first, Organisation.lot < end
    yield from session.scalars(select(Organisation).where(*inside).order_by(Organisation.org_id))
