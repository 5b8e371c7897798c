"""Somebody who could be known by all that their browser and their line tell, and where that may not be found."""

from __future__ import annotations

import ctypes
import os
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any

import websocket

PEER = "127.77.13.5"
"""The address they come from: the whole of 127.0.0.0/8 is this machine."""

ADDRESS = "203.0.113.77"
"""The address a proxy would tell of them."""

AGENT = "Agent-5b0e1f7c92"
REFERRER = "referrer-81d2aa6c04"
LANGUAGE = "xq-canary"
PATH = "path-3fe077b1c9"
COOKIE = "cookie-d90a4471e5"
BODY = "body-6aa1c0f7d3"

TOLD = [PEER, ADDRESS, AGENT, REFERRER, LANGUAGE, PATH, COOKIE, BODY]
"""What may be found nowhere."""

HEADERS = {
    "Host": "localhost",
    "User-Agent": f"Mozilla/5.0 {AGENT}",
    "Referer": f"https://{REFERRER}.example/page",
    "Accept-Language": f"{LANGUAGE}, en;q=0.5",
    "Cookie": f"visit={COOKIE}; other={COOKIE}",
    "X-Forwarded-For": f"{ADDRESS}, 10.0.0.1",
    "X-Real-IP": ADDRESS,
    "Forwarded": f"for={ADDRESS};proto=https",
    "X-Request-ID": COOKIE,
}


@dataclass
class Known:
    """A person outside whose every answer is kept."""

    port: int
    line_port: int
    answers: list[bytes] = field(default_factory=list)

    def call(self, method: str, path: str, body: bytes | None = None, **more: str) -> int:
        """One call with all that tells of them; gives its status."""
        headers = {**HEADERS, **{name.replace("_", "-"): value for name, value in more.items()}}
        line = HTTPConnection("127.0.0.1", self.port, timeout=20, source_address=(PEER, 0))
        try:
            line.request(method, path, body, headers)
            answer: HTTPResponse = line.getresponse()
            self.answers.append(str(answer.headers).encode() + answer.read())
        finally:
            line.close()
        return answer.status

    def raw(self, data: bytes) -> None:
        """Bytes that are no request, and whatever is said to them."""
        with socket.create_connection(("127.0.0.1", self.port), 20, (PEER, 0)) as line:
            line.sendall(data)
            line.shutdown(socket.SHUT_WR)
            with line.makefile("rb") as said:
                self.answers.append(said.read())

    def on_the_line(self, *frames: str) -> None:
        """These frames, and every answer until the other side has answered or cut."""
        sock = socket.create_connection(("127.0.0.1", self.line_port), 20, (PEER, 0))
        address = f"ws://localhost:{self.line_port}/socket.io/?EIO=4&transport=websocket&x={PATH}"
        headers = [f"{name}: {value}" for name, value in HEADERS.items() if name != "Host"]
        line: Any = websocket.create_connection(address, 20, socket=sock, header=headers)
        try:
            for frame in frames:
                line.send(frame)
                self.answers.append(str(line.recv()).encode())
        except (websocket.WebSocketException, OSError):
            pass  # it was cut, which is an answer too
        finally:
            line.close()


@contextmanager
def watched(folder: Path) -> Iterator[list[bytes]]:
    """A list that has, once the block ends, the names of all that was made or opened in a folder."""
    libc = ctypes.CDLL(None, use_errno=True)
    line = libc.inotify_init1(os.O_NONBLOCK)
    assert line >= 0
    assert libc.inotify_add_watch(line, bytes(folder), 0xFFF) >= 0
    seen: list[bytes] = []
    try:
        yield seen
        seen.extend(_events(line))
    finally:
        os.close(line)


def _events(line: int) -> Iterator[bytes]:
    try:
        data = os.read(line, 1 << 20)
    except BlockingIOError:
        return
    at = 0
    while at < len(data):
        _watch, _mask, _cookie, length = struct.unpack_from("iIII", data, at)
        yield data[at + 16 : at + 16 + length].rstrip(b"\0")
        at += 16 + length


def open_files(pid: int) -> set[str]:
    """The files that a process has open, by their paths; sockets, pipes and devices left out."""
    found = set()
    for entry in Path(f"/proc/{pid}/fd").iterdir():
        try:
            target = str(entry.readlink())
        except FileNotFoundError:
            continue  # closed while we looked
        if target.startswith("/") and not target.startswith(("/dev/", "/proc/")):
            found.add(target)
    return found
