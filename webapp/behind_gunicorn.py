"""The pages and calls of both sides for gunicorn, where the live line is a process of its own.

One application for both ports; which side answers is the port that the request came to. What it
commits, it tells through the queue to the processes of the line.
"""

from __future__ import annotations

import atexit
import os
import threading
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING

from config.deploy import in_memory, no_dumps
from config.logs import ErrorCounts, configure_logs, count_libraries, write
from config.postgresql import REQUESTS
from config.settings import load_settings
from webapp import between, create_desk_app, create_source_app, share
from webapp.demo.guard import refuse_public_demo
from webapp.line import SocketFanout
from webapp.store import open_store

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

AN_HOUR = 3600


class ByPort:
    """Answers with the application of the port."""

    def __init__(self, applications: dict[str, WSGIApplication]) -> None:
        self.applications = applications

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer as that side does."""
        return self.applications[environ["SERVER_PORT"]](environ, start_response)


def application() -> ByPort:
    """Both sides' apps; called by gunicorn in each of its processes."""
    no_dumps.forbid()
    configure_logs()
    write("memory_locked" if in_memory.lock() else "memory_not_locked")
    settings = load_settings(os.environ)
    counts = ErrorCounts(settings.errors_dir)
    count_libraries(counts)
    atexit.register(counts.flush)  # what was counted since the last hour is not lost with a stop
    database = open_store(settings, REQUESTS)
    refuse_public_demo(settings, database)
    shared = share(settings, database, counts)
    if settings.redis_url is not None:
        shared.news.fan = SocketFanout(between.manager(settings.redis_url, write_only=True))
        sharing = (settings.redis_url, shared.allowances, shared.floods, time.sleep)
        threading.Thread(target=between.share_allowances, args=sharing, daemon=True).start()
    threading.Thread(target=_count_for_ever, args=(counts,), daemon=True).start()
    return ByPort(
        {
            str(settings.source_port): create_source_app(shared),
            str(settings.desk_port): create_desk_app(shared),
        }
    )


def _count_for_ever(counts: ErrorCounts) -> None:
    pause = threading.Event()
    while not pause.wait(AN_HOUR):
        counts.flush()
