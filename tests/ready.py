"""Data directories as they are after a first start: copied, where a test is about what comes then."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from tests import server
from tests.migrated import made_sqlite


def lay_out(command: str, environ: dict[str, str]) -> None:
    """Where nothing is yet and files are the database, it is as after `quietline COMMAND` once."""
    data = Path(environ["QUIETLINE_DATA_DIR"])
    if not data.exists() and not environ.get("QUIETLINE_DATABASE_URL"):
        shutil.copytree(made_sqlite() if command == "serve" else _demonstration(), data)


@cache
def _demonstration() -> Path:
    home = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    server.start_site(home, "run", begun=server.FIRST).stop()
    return home / "data"
