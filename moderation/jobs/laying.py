"""While nobody talks, the files of the store are written anew, so that they do not tell who came first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from chat.live_models import LiveChat
from moderation.jobs.runner import Turn

TALKING = ("waiting", "live")
"""In these phases somebody would notice that for a moment nothing can be written."""


@dataclass(frozen=True)
class Laying:
    """The job; `lay_anew` writes the files anew, beside whatever else runs."""

    lay_anew: Callable[[], Any]

    def run(self, turn: Turn) -> None:
        """The files are in the order of their keys, unless somebody waits in a chat or talks."""
        talking = select(LiveChat.conv).where(LiveChat.phase.in_(TALKING)).limit(1)
        with turn.database.reading() as session:
            if session.scalar(talking) is not None:
                return
        self.lay_anew()
