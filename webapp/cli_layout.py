"""`quietline pages` and `quietline line`: the two processes of the layout that grows.

Pages and calls run under gunicorn, so that a flood of chats cannot stop a tip; the live line runs
on its own port, and a proxy in front sends `/socket.io/` there. Both tell each other through Redis.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from config import migrate
from config.refusal import SettingsError
from config.settings import load_settings
from moderation import checker
from webapp.demo.guard import refuse_public_demo
from webapp.jobs import expect_jobs
from webapp.store import open_store

ROOT = Path(__file__).parent.parent
WHAT_IS_NEEDED = "Set QUIETLINE_LINE_PORT and QUIETLINE_REDIS_URL to run pages and line apart."


@click.command()
def pages() -> None:
    """Serve the pages and calls of both sides with gunicorn; the line is a process of its own."""
    _check_and_migrate()
    conf = "config/deploy/gunicorn_conf.py"
    _become("gunicorn", "--config", conf, "webapp.behind_gunicorn:application()")


@click.command()
def line() -> None:
    """Serve the live line alone, on QUIETLINE_LINE_PORT and the port above."""
    _check_and_migrate()
    _become("config.deploy.embedded")


def _check_and_migrate() -> None:
    """The settings are those of two processes, and the database is at the newest revision."""
    try:
        settings = load_settings(os.environ)
        database = open_store(settings)
    except SettingsError as error:
        raise click.ClickException(str(error)) from error
    if settings.line_port is None or settings.redis_url is None:
        raise click.ClickException(WHAT_IS_NEEDED)
    migrate.upgrade(database)
    with database.writing() as session:
        checker.remove_torn(session)
    try:
        refuse_public_demo(settings, database)
    except SettingsError as error:
        raise click.ClickException(str(error)) from error
    expect_jobs(database)
    database.engine.dispose()


def _become(*module: str) -> None:
    os.chdir(ROOT)
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", *module])  # noqa: S606 - no shell is wanted
