"""Keys are on disk before the content that needs them, whatever happens in between."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

# Writes one key row and one huge content row in one transaction, under a limit on the size of
# files that only the content's log exceeds: the commit breaks between the two files.
TORN_COMMIT = """
import resource, signal, sys
from pathlib import Path
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from config.database import open_sqlite
store = open_sqlite(Path(sys.argv[1]))
with store.writing() as session:
    session.execute(text("CREATE TABLE keys.k (v BLOB)"))
    session.execute(text("CREATE TABLE content.c (v BLOB)"))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
first, second = sys.argv[2].split(",")
try:
    with store.writing() as session:
        session.execute(text(f"INSERT INTO {first} VALUES (zeroblob(10))"))
        session.execute(text(f"INSERT INTO {second} VALUES (zeroblob(1500000))"))
except DatabaseError:
    print("torn")
"""


def rows(data_dir: Path) -> dict[str, int]:
    """What a fresh process finds after the torn commit."""
    script = (
        "import sys; from pathlib import Path; from sqlalchemy import text\n"
        "from config.database import open_sqlite\n"
        "with open_sqlite(Path(sys.argv[1])).reading() as s:\n"
        "    print(*[s.scalar(text(f'SELECT count(*) FROM {t}')) for t in ('keys.k', 'content.c')])\n"
    )
    found = subprocess.run(
        [sys.executable, "-c", script, str(data_dir)], capture_output=True, text=True, check=True
    )
    keys, content = found.stdout.split()
    return {"keys": int(keys), "content": int(content)}


@pytest.mark.parametrize(
    ("order", "left"),
    [
        (
            "keys.k,content.c",
            {"keys": 1, "content": 0},
        ),  # the content's log fails: its key waits for the checker
        (
            "content.c,keys.k",
            {"keys": 0, "content": 0},
        ),  # the keys' log fails: no content without a key
    ],
)
def test_a_commit_torn_between_the_files_never_leaves_content_without_its_key(
    tmp_path: Path, order: str, left: dict[str, int]
) -> None:
    torn = subprocess.run(
        [sys.executable, "-c", TORN_COMMIT, str(tmp_path), order],
        capture_output=True,
        text=True,
        check=True,
    )
    assert torn.stdout == "torn\n"
    assert rows(tmp_path) == left
