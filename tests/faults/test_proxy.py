"""The bad line does what it says: bytes are whole until a fault, and each fault is the one drawn."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import islice

import pytest

from tests.faults.proxy import ALL_TROUBLE, FARM, Line, fates, proxied

SOON = (0.05, 0.05)


@dataclass
class Echo:
    """A server that keeps what each connection sent, in the order of arrival, and says it back."""

    port: int = 0
    heard: list[bytes] = field(default_factory=list)
    ended: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    def serve(self, listener: socket.socket) -> None:
        """Take connections until the listener is closed."""
        with suppress(OSError):
            while True:
                connection, _ = listener.accept()
                threading.Thread(target=self._one, args=(connection,), daemon=True).start()

    def _one(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):
            while data := connection.recv(65536):
                self.heard.append(data)
                connection.sendall(data)
        self.ended.release()


@contextmanager
def echoing() -> Iterator[Echo]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        echo = Echo(listener.getsockname()[1])
        threading.Thread(target=echo.serve, args=(listener,), daemon=True).start()
        yield echo
        listener.shutdown(socket.SHUT_RDWR)


def say(port: int, data: bytes) -> socket.socket:
    line = socket.create_connection(("127.0.0.1", port), timeout=10)
    line.sendall(data)
    return line


def hear(line: socket.socket, length: int) -> bytes:
    """What comes until so many bytes are there or the line ends."""
    got = b""
    with suppress(ConnectionError):
        while len(got) < length and (data := line.recv(65536)):
            got += data
    return got


def test_bytes_arrive_whole_and_in_order_over_a_good_line() -> None:
    sent = bytes(range(256)) * 4000
    with echoing() as echo, proxied(echo.port) as proxy:
        line = socket.create_connection(("127.0.0.1", proxy.port), timeout=10)
        threading.Thread(target=line.sendall, args=(sent,), daemon=True).start()
        assert hear(line, len(sent)) == sent


def test_a_farm_worker_s_line_is_as_slow_and_as_far_as_it_says() -> None:
    with echoing() as echo, proxied(echo.port, FARM) as proxy:
        begin = time.monotonic()
        hear(say(proxy.port, b"x"), 1)
        assert 0.8 <= time.monotonic() - begin < 5
        begin = time.monotonic()
        assert len(hear(say(proxy.port, bytes(31_250)), 31_250)) == 31_250
        assert 1.8 <= time.monotonic() - begin < 8  # a second up, overlapped by the way back


def test_two_connections_share_the_rate_of_one_line() -> None:
    with echoing() as echo, proxied(echo.port, Line(rate=400_000)) as proxy:
        begin = time.monotonic()
        lines = [say(proxy.port, bytes(25_000)) for _ in range(2)]
        assert [len(hear(line, 25_000)) for line in lines] == [25_000, 25_000]
        assert time.monotonic() - begin >= 0.95


def test_a_cut_connection_ends_and_the_next_one_works() -> None:
    with echoing() as echo, proxied(echo.port) as proxy:
        line = say(proxy.port, b"one")
        assert hear(line, 3) == b"one"
        proxy.cut()
        assert hear(line, 1) == b""
        assert hear(say(proxy.port, b"two"), 3) == b"two"


def test_airplane_mode_refuses_everything_until_it_ends() -> None:
    with echoing() as echo, proxied(echo.port) as proxy:
        proxy.down()
        assert hear(say(proxy.port, b"one"), 3) == b""
        proxy.up()
        assert hear(say(proxy.port, b"two"), 3) == b"two"
        assert echo.heard == [b"two"]


def test_a_torn_message_arrives_in_part() -> None:
    line_is = Line(troubles=("torn",), lives=SOON)
    with echoing() as echo, proxied(echo.port, line_is, seed=3) as proxy:
        line = socket.create_connection(("127.0.0.1", proxy.port), timeout=10)
        wait_for(proxy.counts, "torn")
        line.sendall(b"m" * 1000)
        assert hear(line, 1000) == b""
        echo.ended.acquire(timeout=10)
        assert 0 < len(b"".join(echo.heard)) < 1000


def test_on_a_deaf_line_the_request_arrives_and_the_answer_is_lost() -> None:
    line_is = Line(troubles=("deaf",), lives=SOON, pause=(0.3, 0.3))
    with echoing() as echo, proxied(echo.port, line_is) as proxy:
        line = socket.create_connection(("127.0.0.1", proxy.port), timeout=10)
        wait_for(proxy.counts, "deaf")
        line.sendall(b"ask")
        assert hear(line, 3) == b""
        assert echo.heard == [b"ask"]


def test_late_bytes_arrive_after_those_of_the_next_connection() -> None:
    line_is = Line(troubles=("late",), lives=SOON, pause=(0.3, 0.3))
    with echoing() as echo, proxied(echo.port, line_is) as proxy:
        old = socket.create_connection(("127.0.0.1", proxy.port), timeout=10)
        wait_for(proxy.counts, "late")
        old.sendall(b"first")
        assert hear(old, 5) == b""
        proxy.change(Line())
        new = say(proxy.port, b"again")
        assert hear(new, 5) == b"again"
        assert echo.ended.acquire(timeout=10)
        assert echo.heard == [b"again", b"first"]


def test_a_stalled_line_moves_again() -> None:
    line_is = Line(troubles=("stall",), lives=SOON, pause=(0.5, 0.5))
    with echoing() as echo, proxied(echo.port, line_is) as proxy:
        line = socket.create_connection(("127.0.0.1", proxy.port), timeout=10)
        wait_for(proxy.counts, "stall")
        begin = time.monotonic()
        line.sendall(b"slow")
        assert hear(line, 4) == b"slow"
        assert time.monotonic() - begin > 0.3


def test_where_websocket_is_blocked_other_requests_pass() -> None:
    with echoing() as echo, proxied(echo.port, Line(websocket=False)) as proxy:
        upgrade = b"GET /socket.io/ HTTP/1.1\r\nUpgrade: WebSocket\r\n\r\n"
        assert hear(say(proxy.port, upgrade), 1) == b""
        assert hear(say(proxy.port, b"GET / HTTP/1.1\r\n\r\n"), 3).startswith(b"GET")


def test_a_server_that_is_gone_is_a_connection_that_ends() -> None:
    with echoing() as echo:
        port = echo.port
    with proxied(port) as proxy:
        assert hear(say(proxy.port, b"anyone?"), 1) == b""


def test_the_same_seed_draws_the_same_troubles() -> None:
    line_is = Line(troubles=ALL_TROUBLE)
    first, again, other = (list(islice(fates(line_is, seed), 40)) for seed in ("7/0", "7/0", "7/1"))
    assert first == again != other
    assert {fate.kind for fate in first} == set(ALL_TROUBLE)


def wait_for(counts: dict[str, int], kind: str) -> None:
    end = time.monotonic() + 10
    while not counts.get(kind):
        if time.monotonic() > end:
            pytest.fail(f"no {kind}")
        time.sleep(0.01)  # between two looks
