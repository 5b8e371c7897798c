"""`quietline jobs`: the jobs as a process of their own, for layouts with more than one process."""

from __future__ import annotations

import os
import signal
import threading

import click

from config import migrate
from config.logs import ErrorCounts, configure_logs, write
from config.refusal import SettingsError
from config.settings import load_settings
from webapp.jobs import keep_running, runner_of
from webapp.store import open_store


@click.command()
def jobs() -> None:
    """Run the jobs of the service until a signal says stop; several may run beside each other."""
    try:
        settings = load_settings(os.environ)
    except SettingsError as error:
        raise click.ClickException(str(error)) from error
    configure_logs()
    database = open_store(settings)
    migrate.upgrade(database)
    counts = ErrorCounts()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    write("jobs_running")
    try:
        keep_running(runner_of(database, counts), stop.wait)
    finally:
        counts.flush()
        database.engine.dispose()
    write("jobs_stopped")
