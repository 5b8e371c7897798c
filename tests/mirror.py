"""A mirror of the makers' list, honest or hostile: it answers one request with given bytes, in its own time."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

HEAD = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"


@dataclass
class Mirror:
    """Where it is, and what it was asked."""

    url: str
    asked: list[bytes] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)


@contextmanager
def mirror(answer: bytes, *, endless: bytes = b"", every: float = 0.0) -> Iterator[Mirror]:
    """Answers, and then says `endless` again and again, with `every` seconds between."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        made = Mirror(f"http://127.0.0.1:{listening.getsockname()[1]}/releases")

        def speak() -> None:
            with suppress(OSError):
                line, _ = listening.accept()
                with line:
                    made.asked.append(line.recv(65_536))
                    line.sendall(answer)
                    while endless and not made.over.wait(every):
                        line.sendall(endless)

        thread = threading.Thread(target=speak, daemon=True)
        thread.start()
        try:
            yield made
        finally:
            made.over.set()
            with suppress(OSError):
                listening.shutdown(socket.SHUT_RDWR)
            thread.join(timeout=20)
