"""The whole: nginx before two processes of pages and two of the line, jobs, and what they keep things in."""

from __future__ import annotations

import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.cluster.part import Part
from tests.cluster.stores import Bucket, PostgreSQL, redis_of
from tests.nginx import TEMPORARY, certify, program
from tests.nginx import written as nginx_conf
from tests.server import ROOT, free_pair

PAGES = LINES = JOBS = 2
PYTHON = (sys.executable, "-m", "webapp.cli")

SETTLED = 2.5
"""Seconds for which nginx leaves a process alone that it found away, and a little more: so long
after one is back the next is stopped (`fail_timeout` in config/deploy/nginx.conf)."""


class Cluster:
    """All parts by their names; `home` is readable for every account, what is in it is not."""

    def __init__(self, home: Path, port: int | None = None) -> None:
        self.home, self.port = home, port or free_pair()
        (home / "data").mkdir(mode=0o700)
        (home / "data" / "setup-code").write_text(secrets.token_hex(16))
        self.postgresql = PostgreSQL(home, free_pair())
        self.bucket = Bucket(home, free_pair())
        self.redis = redis_of(home, redis_port := free_pair())
        self._shared = {
            "QUIETLINE_DATA_DIR": str(home / "data"),
            "QUIETLINE_DATABASE_URL": self.postgresql.url,
            "QUIETLINE_REDIS_URL": f"redis://127.0.0.1:{redis_port}/0",
            "QUIETLINE_TIPS_AT_ONCE": "100000",
            **self.bucket.environ,
        }
        pages, lines = _ports(PAGES), _ports(LINES)
        self.environ = self._environ(pages[0], lines[0])
        self.pages = [self._pages(n, port, lines[0]) for n, port in enumerate(pages, 1)]
        self.lines = [self._line(n, pages[0], port) for n, port in enumerate(lines, 1)]
        self.jobs = [self._jobs(n) for n in range(1, JOBS + 1)]
        self.nginx = self._nginx(pages, lines)

    @property
    def source_url(self) -> str:
        """Where people outside come."""
        return f"https://localhost:{self.port}"

    @property
    def desk_url(self) -> str:
        """Where staff come."""
        return f"https://localhost:{self.port + 1}"

    @property
    def certificate(self) -> Path:
        """What a client must trust."""
        return self.home / "fullchain.pem"

    @property
    def code(self) -> str:
        """With which a site is set up."""
        return (self.home / "data" / "setup-code").read_text().strip()

    @property
    def parts(self) -> list[Part]:
        """Every part, in the order in which they are started."""
        stores = [self.postgresql.part, self.bucket.part, self.redis]
        return [*stores, *self.ours, self.nginx]

    @property
    def ours(self) -> list[Part]:
        """The processes of Quietline."""
        return [*self.pages, *self.lines, *self.jobs]

    def start(self) -> None:
        """Everything runs and is ready."""
        self.redis.begin()
        self.bucket.start()
        self.postgresql.start()
        self.redis.wait()
        self.run("migrate")
        for part in self.ours:
            part.begin()
        certify(self.home)
        self.nginx.start()
        for part in self.ours:
            part.wait()

    def stop(self) -> None:
        """Everything has ended, first those who use the others."""
        stores = [self.postgresql.part, self.bucket.part, self.redis]
        for parts in ([self.nginx], self.ours, stores):
            for part in parts:
                part.tell(part.gentle)
            for part in parts:
                part.gone()

    def run(self, *command: str) -> str:
        """What a command of `quietline` prints."""
        got = subprocess.run(
            [*PYTHON, *command],
            cwd=ROOT,
            env={"PATH": "", **self.environ},
            capture_output=True,
            text=True,
            check=False,
        )
        return got.stdout + got.stderr

    def roll(self) -> None:
        """Every process of ours was restarted, one after the other, the next when all are well again."""
        for part in self.ours:
            part.restart()
            time.sleep(SETTLED)  # nginx must have tried it again before the other one goes

    def _environ(self, pages: int, line: int) -> dict[str, str]:
        ports = {"QUIETLINE_PORT": str(pages), "QUIETLINE_LINE_PORT": str(line)}
        return {**self._shared, **ports}

    def _pages(self, number: int, port: int, line: int) -> Part:
        environ = self._environ(port, line)
        return Part(f"pages{number}", self.home, [*PYTHON, "pages"], _answering(port), environ)

    def _line(self, number: int, pages: int, port: int) -> Part:
        environ = self._environ(pages, port)
        return Part(f"line{number}", self.home, [*PYTHON, "line"], _answering(port), environ)

    def _jobs(self, number: int) -> Part:
        part = Part(f"jobs{number}", self.home, [*PYTHON, "jobs"], lambda: True, self.environ)
        part.is_ready = lambda: part.said.count("jobs_running") > part.said.count("jobs_stopped")
        return part

    def _nginx(self, pages: list[int], lines: list[int]) -> Part:
        for name in TEMPORARY:
            (self.home / name).mkdir(mode=0o700)
        conf = nginx_conf(self.home, pages, lines, self.port, free_pair())
        command = [program(), "-c", str(conf), "-e", "stderr", "-g", "daemon off;"]
        return Part("nginx", self.home, command, lambda: _listens(self.port), gentle=signal.SIGQUIT)


@contextmanager
def clustered(port: int | None = None) -> Iterator[Cluster]:
    """A cluster in a folder of its own as long as the block lasts; nothing of it is left."""
    with tempfile.TemporaryDirectory(prefix="quietline-cluster-") as folder:
        home = Path(folder)
        home.chmod(0o711)  # PostgreSQL, under another account, passes through to its own folder
        cluster = Cluster(home, port)
        try:
            cluster.start()
            yield cluster
        finally:
            cluster.stop()


def _ports(many: int) -> list[int]:
    return [free_pair() for _ in range(many)]


def _answering(port: int) -> Callable[[], bool]:
    def answers() -> bool:
        try:
            with urllib.request.urlopen(f"http://localhost:{port}/healthz", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    return answers


def _listens(port: int) -> bool:
    with socket.socket() as line:
        return line.connect_ex(("127.0.0.1", port)) == 0
