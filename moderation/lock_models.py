"""The table of locked files: suspected abuse material that two roles may see and nobody may lose."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from config.database import Content, Day, Id
from config.order import WITHOUT_ROW_NUMBERS


class FileLock(Content):
    """A file that is locked. It stands in the newest set of a backup, so it names no row of another.

    Up to `held_until` the file and what opens it are kept, whatever else says that they are due.
    """

    __tablename__ = "file_lock"
    __table_args__ = WITHOUT_ROW_NUMBERS

    file_id: Mapped[Id] = mapped_column(primary_key=True)
    conv: Mapped[Id] = mapped_column(index=True)
    day: Mapped[Day]
    held_until: Mapped[Day]
