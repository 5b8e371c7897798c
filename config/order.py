"""How tables are laid out so that nothing stored says which row came before which.

SQLite keeps a table in the order of a number that grows with every row, unless told otherwise.
Even then rows are put into a page from its end as they come, and pages are numbered as they are
needed: writing the files anew in the order of their keys takes that away too.
"""

from __future__ import annotations

import secrets
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Annotated, Any

from sqlalchemy import BigInteger, Integer
from sqlalchemy.orm import mapped_column

WITHOUT_ROW_NUMBERS = {"sqlite_with_rowid": False}
"""The rows of this table lie by their primary key, which is drawn at random.

What would not fit into a quarter of a page has a `Place` instead: its pages would be numbered as
they come.
"""


def new_place() -> int:
    """A number for a row, drawn at random."""
    return secrets.randbelow(1 << 62)


Place = Annotated[
    int,
    mapped_column(
        BigInteger().with_variant(Integer, "sqlite"),
        primary_key=True,
        autoincrement=False,
        default=new_place,
    ),
]
"""SQLite's number of a row, drawn at random: a large row lies anywhere among the others."""


def found_by(*columns: str) -> dict[str, Any]:
    """How the program finds a row that lies at a `Place`: by what its table keeps unique."""
    return {"primary_key": list(columns)}


LAID_ANEW_UP_TO = 64 << 20
"""Bytes of a file up to which it is written anew: so much takes memory, and about 0.7 seconds."""

PATIENCE = 2
"""Seconds to wait for somebody who writes just now."""


def lay_anew(data_dir: Path) -> None:
    """SQLite's files say nothing of the order in which rows came, and nor do their logs.

    A larger file stays as it is. Nobody can write meanwhile. This knows no engine, so that it can
    run beside the hub, which its locks would otherwise hold up. Raises sqlite3.OperationalError
    where somebody goes on writing.
    """
    for schema in ("keys", "content"):
        path = data_dir / f"{schema}.db"
        if path.stat().st_size > LAID_ANEW_UP_TO:
            continue
        with closing(sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)) as connection:
            connection.execute("PRAGMA temp_store = MEMORY")  # no copy in a folder for such files
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
