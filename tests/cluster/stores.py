"""What the cluster keeps things in: a PostgreSQL, a Redis and a bucket of its own, on ports of their own."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import subprocess
from contextlib import suppress
from pathlib import Path

import psycopg
import redis

from config.files import BucketAt
from tests.cluster.part import Part
from tests.s3_servers import BUCKET, COMMANDS, S3RVER_KEYS
from webapp.bucket import client_of

ACCOUNTS = ("postgres", "nobody")
"""PostgreSQL does not run as root; the first of these that is there runs it then."""

NAME = "quietline"
CONNECTIONS = 250
"""PostgreSQL takes 100 by itself. A process of ours has 16 at most, and pages are two each."""


class PostgreSQL:
    """A server of Debian's package in a new folder, that waits for its disk at each commit."""

    def __init__(self, home: Path, port: int) -> None:
        self.folder, self.port = home / "postgresql", port
        self._secret = secrets.token_hex(16)
        self._as = _unprivileged()
        self.part = Part(
            "postgresql",
            home,
            [*self._as, str(_programs() / "postgres"), "-D", str(self.folder / "data"), *_set(
                listen_addresses="127.0.0.1",
                port=str(port),
                unix_socket_directories=str(self.folder),
                synchronous_commit="on",
                max_connections=str(CONNECTIONS),
            )],
            self._answers,
            gentle=signal.SIGINT,  # SIGTERM would wait until everybody has gone by themselves
            hard=signal.SIGQUIT,  # the others of its processes end too, and its log is played again
        )  # fmt: skip

    @property
    def url(self) -> str:
        """The setting with which our processes find it."""
        return f"postgresql://{NAME}:{self._secret}@127.0.0.1:{self.port}/{NAME}"

    def start(self) -> None:
        """Make it, and an empty database in it."""
        self.folder.mkdir()
        secret = self.folder / "secret"
        secret.write_text(self._secret)
        if self._as:
            for path in (self.folder, secret):
                shutil.chown(path, self._as[1].partition("=")[2])
        made = [*self._as, str(_programs() / "initdb"), "-D", str(self.folder / "data")]
        made += ["-U", NAME, "-A", "scram-sha-256", f"--pwfile={secret}", "-E", "UTF8", "--no-sync"]
        subprocess.run(made, check=True, cwd="/", stdout=subprocess.DEVNULL)
        secret.unlink()
        self.part.start()
        with psycopg.connect(self._server, autocommit=True) as line:
            line.execute(f"CREATE DATABASE {NAME} TEMPLATE template0 ENCODING 'UTF8'")

    @property
    def _server(self) -> str:
        return f"{self.url.rpartition('/')[0]}/postgres"

    def _answers(self) -> bool:
        with suppress(psycopg.OperationalError):
            psycopg.connect(self._server, connect_timeout=2).close()
            return True
        return False


def redis_of(home: Path, port: int) -> Part:
    """A Redis that keeps nothing."""
    client = redis.Redis(port=port, socket_connect_timeout=1, socket_timeout=1)

    def answers() -> bool:
        with suppress(redis.RedisError):
            return bool(client.ping())
        return False

    program = shutil.which("redis-server") or "redis-server"
    flags = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    return Part("redis", home, [program, *flags], answers)


class Bucket:
    """A stand-in for S3 with its files in a folder."""

    def __init__(self, home: Path, port: int) -> None:
        keys = (S3RVER_KEYS, S3RVER_KEYS)
        self.at = BucketAt(f"http://127.0.0.1:{port}", BUCKET, "us-east-1", *keys)
        self._folder = home / "bucket"
        self.part = Part("bucket", home, COMMANDS["s3rver"](port, self._folder), self._answers)

    @property
    def environ(self) -> dict[str, str]:
        """The settings with which our processes find it."""
        return {
            "QUIETLINE_S3_URL": self.at.url,
            "QUIETLINE_S3_BUCKET": self.at.name,
            "QUIETLINE_S3_KEY": self.at.key,
            "QUIETLINE_S3_SECRET": self.at.secret,
        }

    def start(self) -> None:
        """It runs, and the bucket is there."""
        self._folder.mkdir()
        self.part.start()
        client_of(self.at).create_bucket(Bucket=BUCKET)

    def _answers(self) -> bool:
        with suppress(Exception):
            client_of(self.at).list_buckets()
            return True
        return False


def _set(**settings: str) -> list[str]:
    return [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]


def _programs() -> Path:
    """The newest PostgreSQL of Debian's packages."""
    found = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(found, key=lambda path: int(path.parts[-3]), default=None)
    assert newest, "tests/debian-packages installs postgresql"
    return newest.parent


def _unprivileged() -> list[str]:
    """What stands before a command that root must not run: nothing where we are not root."""
    if os.getuid() != 0:
        return []
    known = {entry.pw_name for entry in pwd.getpwall()}
    account = next(name for name in ACCOUNTS if name in known)
    group = pwd.getpwnam(account).pw_gid
    return ["setpriv", f"--reuid={account}", f"--regid={group}", "--clear-groups", "--"]
