"""The real server with views that fail aloud: their errors carry all that the request said.

`python -m tests.faults.loud` serves both sides, `python -m tests.faults.loud line` the live line
alone, and gunicorn serves `tests.faults.loud:application()`. Only from outside is it changed.
"""

from __future__ import annotations

import os
import sys

if __name__ == "__main__":
    import config.deploy.embedded  # noqa: F401 - patches, before anything else is imported

# isort: split
import logging
import runpy
from typing import Any, NoReturn

from flask import has_request_context, request
from sqlalchemy import text
from sqlalchemy.orm import Session

import webapp.source.calls
from config import migrate
from config.settings import load_settings
from moderation import chats
from webapp.behind_gunicorn import ByPort
from webapp.behind_gunicorn import application as honest_application
from webapp.store import open_store

SAID = "loud-7c1f09e2d4"
"""In every error that is raised here."""


def _all_of_it() -> str:
    if not has_request_context():
        return SAID
    told = (request.url, dict(request.headers), request.remote_addr, request.get_data())
    return f"{SAID} {told!r}"


def _fails(session: Session, *_given: Any) -> NoReturn:
    said = _all_of_it()
    logging.getLogger("werkzeug").error("An error about %s", said)
    if has_request_context() and request.args.get("how") == "database":
        session.execute(text("SELECT :said FROM no_such_table"), {"said": said})
    raise RuntimeError(said)


def fail_aloud() -> None:
    """From now on asking for the desk's keys fails, and so does saying that one is still here."""
    webapp.source.calls.public_desk = _fails
    chats.stay = _fails  # type: ignore[assignment] # it never gives an answer


def application() -> ByPort:
    """Both sides' pages and calls, for gunicorn."""
    fail_aloud()
    return honest_application()


if __name__ == "__main__":
    database = open_store(load_settings(os.environ))
    migrate.upgrade(database)
    database.engine.dispose()
    fail_aloud()
    sys.argv = sys.argv[:1]
    runpy.run_module("webapp.serve", run_name="__main__")
