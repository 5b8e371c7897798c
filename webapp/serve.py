"""The embedded server: one eventlet process that serves both sides on two ports.

Started by `config.deploy.embedded`, which patches the standard library before this is imported.
"""

from __future__ import annotations

import os
import signal
import socket

import eventlet
from eventlet import tpool, wsgi

from config.logs import ErrorCounts, configure_logs, write
from config.settings import Settings, load_settings
from webapp import create_desk_app, create_source_app
from webapp.jobs import keep_running, runner_of
from webapp.protocol import QuietProtocol
from webapp.store import open_store

SLOWEST_READ = 60
"""Seconds after which a connection that says nothing is closed."""

SOCKETS = 4096
"""Connections at once on each port; eventlet takes 1,024 unless told otherwise."""


def main() -> None:
    """Serve until a signal says stop; what was acknowledged is on disk at any moment."""
    configure_logs()
    settings = load_settings(os.environ)
    database = open_store(settings)
    counts = ErrorCounts()
    apps = {
        settings.source_port: create_source_app(settings, database, counts, tpool.execute),
        settings.desk_port: create_desk_app(settings, database, counts),
    }
    listeners = {port: _listen(settings, port) for port in apps}
    servers = [eventlet.spawn(_serve, listeners[port], app) for port, app in apps.items()]
    eventlet.spawn(keep_running, runner_of(database, counts), eventlet.sleep)
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)
    write("serving", port=settings.source_port)
    try:
        for server in servers:
            server.wait()
    finally:
        counts.flush()


def _stop(*_: object) -> None:
    """End the process; an exception, since nothing less wakes the hub from its wait for sockets."""
    raise SystemExit(0)


def _listen(settings: Settings, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.bind else socket.AF_INET
    # Left to itself eventlet shares the port: a second site would take every other tip of the first.
    listener: socket.socket = eventlet.listen(
        (settings.bind, port), family=family, backlog=1024, reuse_port=False
    )
    return listener


def _serve(listener: socket.socket, app: object) -> None:
    wsgi.server(
        listener,
        app,
        protocol=QuietProtocol,
        log_output=False,
        debug=False,
        max_size=SOCKETS,
        socket_timeout=SLOWEST_READ,
        keepalive=SLOWEST_READ,
    )


if __name__ == "__main__":
    main()
