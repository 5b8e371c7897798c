"""Work beside the hub: what fails is raised to whoever asked for it, and a commit never waits for the rest."""

from __future__ import annotations

import subprocess
import sys

import pytest

HUBS = ["eventlet", pytest.param("gevent", marks=pytest.mark.long)]

FAILING = """
import importlib
hub = importlib.import_module("webapp.hub_{name}")
def work(said):
    raise ValueError(said)
try:
    hub.off_loop(work, "secret")
except ValueError as error:
    print(error)
print(hub.off_loop(lambda number: number + 1, 4))
"""

HANGING = """
import importlib, threading
hub = importlib.import_module("webapp.hub_{name}")
well, begun, ended = threading.Event(), [], []
def upload():
    begun.append(True)
    well.wait(10)
    ended.append(True)
files = [hub.spawn(hub.off_loop, upload) for _ in range(2 * hub.THREADS)]
while len(begun) < hub.THREADS - hub.KEPT:
    hub.sleep(0.01)
print(hub.commit(lambda: len(ended)))
well.set()
while len(ended) < len(files):
    hub.sleep(0.01)
print(len(ended) == 2 * hub.THREADS)
"""

LEAVING = """
from gevent.event import Event
from webapp import hub_gevent as hub
import gevent, socket
begun, well = Event(), Event()
def app(environ, start):
    begun.set()
    well.wait(20)
    start("204 No Content", [])
    return []
listener = hub.listen("127.0.0.1", 0)
door = hub.Door(listener, app)
line = gevent.socket.create_connection(listener.getsockname())
line.sendall(b"GET / HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n")
begun.wait(20)
door.close()
door._pool.join(timeout=2)
well.set()
print(line.recv(12))
"""


def said_by(text: str) -> tuple[str, str]:
    """What a program of its own prints, since a hub is of a whole process."""
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", text],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return ran.stdout, ran.stderr


@pytest.mark.parametrize("name", HUBS)
def test_what_fails_beside_the_hub_is_raised_and_printed_nowhere(name: str) -> None:
    assert said_by(FAILING.format(name=name)) == ("secret\n5\n", "")


@pytest.mark.parametrize("name", HUBS)
def test_files_that_hang_on_their_way_to_the_disk_hold_no_commit_up(name: str) -> None:
    assert said_by(HANGING.format(name=name)) == ("0\nTrue\n", "")


def test_whoever_is_in_when_the_door_closes_is_answered_though_it_takes_longer() -> None:
    assert said_by(LEAVING) == ("b'HTTP/1.1 204'\n", "")


ANSWERING = """
import importlib, socket
hub = importlib.import_module("webapp.hub_{name}")
listener = hub.listen("127.0.0.1", 0)
line = socket.create_connection(listener.getsockname())
accepted = listener.accept()[0]
print(accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0)
"""


@pytest.mark.parametrize("name", HUBS)
def test_an_answer_of_two_packets_does_not_wait_between_them(name: str) -> None:
    assert said_by(ANSWERING.format(name=name)) == ("True\n", "")


GOODBYE = """
from webapp import hub_gevent
import gevent.socket, simple_websocket
from wsproto import ConnectionType
from wsproto.connection import Connection
ours, theirs = gevent.socket.socketpair()
line = object.__new__(simple_websocket.ws.Base)
line.sock, line.connected = hub_gevent.Steady(ours), True
line.ws = Connection(ConnectionType.SERVER)
ours.close()
line.close()
print(line.connected)
"""


def test_a_goodbye_to_nobody_raises_nothing() -> None:
    assert said_by(GOODBYE) == ("False\n", "")
