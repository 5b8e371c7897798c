"""Which desk epochs live: an epoch does as long as its seed is sealed to the recovery key.

Whoever stores something under an epoch locks that row first, and so does whoever deletes it: nothing
is ever sealed under a seed that is gone.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from crypto.roster import RECOVERY_ID
from moderation.errors import EpochOver
from moderation.staff_models import EpochWrap


def living(session: Session) -> list[int]:
    """The epochs whose seeds exist, oldest first."""
    chosen = select(EpochWrap.epoch).where(EpochWrap.staff_id == RECOVERY_ID)
    return list(session.scalars(chosen.order_by(EpochWrap.epoch)))


def hold(session: Session, epoch: int) -> None:
    """The epoch lives until this writing block has ended; raises EpochOver where it is gone."""
    row = select(EpochWrap.epoch).where(EpochWrap.epoch == epoch, EpochWrap.staff_id == RECOVERY_ID)
    if session.scalar(row.with_for_update(read=True)) is None:
        raise EpochOver
