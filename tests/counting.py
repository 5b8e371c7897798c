"""A plain relay on this machine that counts the bytes of each direction."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

PIECE = 65_536


class CountedLine:
    """What goes through one port: bytes towards the server and from it."""

    def __init__(self, target: int) -> None:
        self.up = self.down = 0
        self._target = target
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._ends: list[socket.socket] = [self._listener]
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        """Where a client connects."""
        return f"http://localhost:{self._listener.getsockname()[1]}"

    def since(self, before: tuple[int, int]) -> tuple[int, int]:
        """Bytes up and down since then."""
        return self.up - before[0], self.down - before[1]

    @property
    def now(self) -> tuple[int, int]:
        """Bytes up and down until now."""
        return self.up, self.down

    def close(self) -> None:
        """Every connection is over."""
        for end in self._ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client = self._listener.accept()[0]
                server = socket.create_connection(("127.0.0.1", self._target))
                self._ends += [client, server]
                for pair in ((client, server, "up"), (server, client, "down")):
                    threading.Thread(target=self._carry, args=pair, daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket, way: str) -> None:
        with suppress(OSError):
            while data := one.recv(PIECE):
                setattr(self, way, getattr(self, way) + len(data))
                other.sendall(data)
            other.shutdown(socket.SHUT_WR)


@contextmanager
def counted_line(target: int) -> Iterator[CountedLine]:
    """A relay to that port as long as the block lasts."""
    line = CountedLine(target)
    try:
        yield line
    finally:
        line.close()
