"""The embedded server, or the live line alone: pages and sockets of both sides, in one process.

Started by `config.deploy.embedded`, which patches the standard library before this is imported.
With a `line_port` set this process serves the live line only; gunicorn serves the pages.
"""

from __future__ import annotations

import os
import resource
import signal
import time
from collections.abc import Callable, Sequence
from types import ModuleType
from typing import Protocol

from chat.keeper import Keeper
from chat.sockets import Line
from config.deploy import in_memory, unlisted
from config.logs import ErrorCounts, configure_logs, count_libraries, write
from config.postgresql import JOBS, REQUESTS
from config.settings import Settings, load_settings
from webapp import Shared, create_desk_app, create_source_app, share
from webapp.demo.guard import refuse_public_demo
from webapp.jobs import keep_running, runner_of
from webapp.line import SocketFanout, join_both, open_line
from webapp.line_operations import LineOperations
from webapp.services import services_of
from webapp.store import open_store
from webapp.tokens import FRESH

A_LOOK = 0.5
"""Seconds between two looks of the keeper."""

FAREWELL = 5.0
"""Seconds after which a stop waits for nobody any more."""

PORTIONS, A_PORTION = 20, 0.1
"""Connections are let go in so many portions, so many seconds apart."""


class Door(Protocol):
    """Where people come in at one port."""

    def close(self) -> None:
        """Nobody comes in any more."""

    @property
    def inside(self) -> int:
        """Connections that are still open."""


def main() -> None:
    """Serve until a signal says stop; what was acknowledged is on disk at any moment."""
    configure_logs()
    _allow_many_sockets()
    settings = load_settings(os.environ)
    unlisted.hide()
    locked = in_memory.lock()
    database = open_store(settings, REQUESTS)
    refuse_public_demo(settings, database)
    counts = ErrorCounts(settings.errors_dir)
    count_libraries(counts)
    write("memory_locked" if locked else "memory_not_locked")
    shared = share(settings, database, counts)
    try:
        _serve(shared)
    finally:
        shared.counts.flush()


def _serve(shared: Shared) -> None:
    settings = shared.settings
    hub = _hub(settings)
    shared.database.commit_beside(hub.commit)
    if settings.database_url is not None and settings.async_mode == "eventlet":
        from webapp import hub_waits  # noqa: PLC0415 - psycopg takes memory, and most need none

        hub_waits.use()
    source = create_source_app(shared, hub.off_loop)
    desk = create_desk_app(shared, hub.off_loop)
    server = open_line(source, settings)
    shared.news.fan = SocketFanout(server)
    line = join_both(server, source, desk, LineOperations(services_of(source)))
    first = settings.line_port or settings.source_port
    listeners = [hub.listen(settings.bind, port) for port in (first, first + 1)]
    doors = [
        hub.Door(listener, app) for listener, app in zip(listeners, (source, desk), strict=True)
    ]
    if settings.redis_url:
        from webapp import between  # noqa: PLC0415 - starting without Redis must not wait for its import

        hub.spawn(between.watch, settings.redis_url, server, hub.sleep)
        sharing = (shared.allowances, shared.floods, hub.sleep)
        hub.spawn(between.share_allowances, settings.redis_url, *sharing)
    if settings.line_port is None:
        work = open_store(settings, JOBS) if settings.database_url else shared.database
        runner = runner_of(settings, shared.site, work, shared.counts, shared.news, hub.off_loop)
        hub.spawn(keep_running, runner, hub.sleep)
    hub.spawn(_keep_asking_who_is_in, line, hub.sleep)
    write("serving", port=first)
    keeper = Keeper(server, hub.shut)
    _keep_until_told(keeper, hub.sleep)
    _say_farewell(keeper, doors, hub.sleep)


def _keep_until_told(keeper: Keeper, sleep: Callable[[float], object]) -> None:
    """Look after the connections until a signal says stop: seen within A_LOOK, at the latest.

    An exception out of the signal would rise in whatever runs just then, and some of that is a
    library's, which swallows it.
    """
    told: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda which, _frame: told.append(which))
    while not told:
        keeper.look(time.monotonic())
        sleep(A_LOOK)


def _say_farewell(keeper: Keeper, doors: Sequence[Door], sleep: Callable[[float], object]) -> None:
    """Whoever is connected comes again, to another process where there is one; none is lost.

    They are let go a few at a time, since all at once would all come in at once elsewhere, and
    whatever is being answered is answered before: for FAREWELL seconds at most.
    """
    for door in doors:
        door.close()
    end = time.monotonic() + FAREWELL
    for left in range(PORTIONS, 0, -1):
        if keeper.let_go(left):
            sleep(A_PORTION)
    while any(door.inside for door in doors) and time.monotonic() < end:
        keeper.let_go(1)
        sleep(A_PORTION)


def _keep_asking_who_is_in(line: Line, sleep: Callable[[float], object]) -> None:
    """Look for ever: whoever was suspended hears nothing more than FRESH seconds later.

    A little sooner than what is remembered ends, so that no event has to ask for itself.
    """
    while True:
        line.look()
        sleep(FRESH * 0.8)


def _hub(settings: Settings) -> ModuleType:
    """What the async mode offers; both modules have the same names."""
    if settings.async_mode == "gevent":
        from webapp import hub_gevent  # noqa: PLC0415 - the other library must not be imported

        return hub_gevent
    from webapp import hub_eventlet  # noqa: PLC0415

    return hub_eventlet


def _allow_many_sockets() -> None:
    """As many open files as this account may have: each connection is one."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


if __name__ == "__main__":
    main()
