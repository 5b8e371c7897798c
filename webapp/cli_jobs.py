"""`quietline jobs`: the jobs as a process of their own, for layouts with more than one process."""

from __future__ import annotations

import os
import signal
import threading

import click

from chat.fanout import Fanout, Silent
from config import migrate
from config.deploy import in_memory, unlisted
from config.logs import ErrorCounts, configure_logs, count_libraries, write
from config.postgresql import JOBS
from config.refusal import SettingsError
from config.settings import Settings, load_settings
from moderation.site_settings import SiteNow
from webapp.jobs import keep_running, runner_of
from webapp.news import News
from webapp.store import open_store


def _voice(settings: Settings) -> Fanout:
    """Speaks to the line's processes over their queue; without one, clients find out by asking."""
    if settings.redis_url is None:
        return Silent()
    from webapp import between  # noqa: PLC0415 - starting without Redis must not wait for its import
    from webapp.line import SocketFanout  # noqa: PLC0415

    return SocketFanout(between.manager(settings.redis_url, write_only=True))


@click.command()
def jobs() -> None:
    """Run the jobs of the service until a signal says stop; several may run beside each other."""
    try:
        settings = load_settings(os.environ)
        database = open_store(settings, JOBS)
    except SettingsError as error:
        raise click.ClickException(str(error)) from error
    unlisted.hide()
    configure_logs()
    migrate.upgrade(database)
    counts = ErrorCounts(settings.errors_dir)
    count_libraries(counts)
    site = SiteNow(settings)
    news = News(_voice(settings), database, site)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    write("jobs_running")
    write("memory_locked" if in_memory.lock() else "memory_not_locked")
    try:
        keep_running(runner_of(settings, site, database, counts, news), stop.wait)
    finally:
        counts.flush()
        database.engine.dispose()
    write("jobs_stopped")
