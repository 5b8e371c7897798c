"""Settings: the only place that reads the environment, before anything on the data's way begins."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from config.files import Files, files
from config.floods import Floods, floods
from config.hours import OpeningHours, opening_hours
from config.mail import Mail, mail, private_webhooks
from config.refusal import SettingsError
from config.releases import ReleasesAt, releases
from config.secret_files import with_secrets
from config.timings import Timings, timings

LOOPBACK = ("localhost", "127.0.0.1", "::1")

ONION = re.compile(r"http://[a-z2-7]{56}\.onion")
"""An address of version 3, which alone are in use: a key of 32 bytes with its checksum in base32."""


@dataclass(frozen=True)
class Phone:
    """One number that a person outside can use: `kind` is emergency, hotline or text.

    `labels` name it in each language; where one is missing, the kind's own name stands there.
    """

    kind: str
    number: str
    labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def dial(self) -> str:
        """The number as a phone dials it: its digits, and a plus in front."""
        plus = "+" if self.number.startswith("+") else ""
        return plus + "".join(mark for mark in self.number if mark.isdigit())


@dataclass(frozen=True)
class Settings:
    """All settings of one installation, read once.

    `bind` is the address both ports listen on; `source_port` serves people outside and
    `desk_port` (one above) serves staff. `hosts` are the host names that are answered
    besides the loopback ones. `exit_url` is where the quick exit leads. Without a
    `database_url` (PostgreSQL) everything is in two SQLite files in `data_dir`; with one a process
    holds at most so many `database_connections`. `async_mode` is
    what the live line runs on; with a `line_port` it is a process of its own on that port and the
    one above, and `redis_url` is where the processes tell each other. The words of a chat are
    deleted `chat_words_hours` after its wrap-up. `timings` say when the service acts by itself;
    alerts go out by `mail` or to webhooks, inside the own network where `private_webhooks`.
    `files` are the limits of what people attach. `onion` is the source side's address in the Tor
    network, without a slash at its end. On `metrics_port` of this machine alone metrics are told.
    `floods` says how many tips come in freely.
    `floods` says how many tips come in freely.
    """

    data_dir: Path
    database_url: str | None
    database_connections: int
    bind: str
    source_port: int
    hosts: tuple[str, ...]
    exit_url: str
    phones: tuple[Phone, ...]
    async_mode: str
    redis_url: str | None
    line_port: int | None
    hours: OpeningHours
    chat_words_hours: int
    timings: Timings
    mail: Mail | None
    private_webhooks: bool
    files: Files
    onion: str | None = None
    releases: ReleasesAt | None = None
    metrics_port: int | None = None
    floods: Floods = field(default_factory=Floods)

    @property
    def desk_port(self) -> int:
        """The desk's port, always the one above the source side's."""
        return self.source_port + 1

    @property
    def source_url(self) -> str:
        """The source side as a person on this machine types it (passkeys need a host name)."""
        return f"http://localhost:{self.source_port}"

    @property
    def desk_url(self) -> str:
        """The desk as a person on this machine types it."""
        return f"http://localhost:{self.desk_port}"

    @property
    def public_bind(self) -> bool:
        """True where the ports can be reached from another machine."""
        return self.bind not in LOOPBACK

    @property
    def loopback_only(self) -> bool:
        """True where only this machine, under its own names, is answered: a demonstration's condition."""
        return not self.public_bind and not self.hosts

    @property
    def purge_keys_dir(self) -> Path:
        """Holds the day's keys under which PostgreSQL keeps key rows, outside the database."""
        return self.data_dir / "purge-keys"

    @property
    def restoring_dir(self) -> Path:
        """Where a restore into SQLite files is built until it is whole; a leftover is not opened."""
        return self.data_dir / "restoring"

    @property
    def errors_dir(self) -> Path:
        """Where each process leaves how many errors of its own kinds an hour had, for the metrics."""
        return self.data_dir / "errors"

    @property
    def setup_code_file(self) -> Path:
        """Holds the one-time code that whoever sets the site up must show."""
        return self.data_dir / "setup-code"

    @property
    def releases_file(self) -> Path:
        """The newest list of releases that was seen here, as the makers signed it."""
        return self.data_dir / "releases"

    @property
    def demo_file(self) -> Path:
        """Sign-in details of the demonstration desk, written by the client that made it."""
        return self.data_dir / "demo-desk.json"


def load_settings(environ: Mapping[str, str]) -> Settings:
    """Read `environ` into Settings; raises SettingsError for a value that cannot be used."""
    environ = with_secrets(environ)
    onion = _onion(environ.get("QUIETLINE_ONION", ""))
    data_dir = Path(environ.get("QUIETLINE_DATA_DIR", "./var")).resolve()
    return Settings(
        data_dir=data_dir,
        database_url=_database_url(environ.get("QUIETLINE_DATABASE_URL", "")),
        database_connections=_connections(environ.get("QUIETLINE_DATABASE_CONNECTIONS", "16")),
        bind=environ.get("QUIETLINE_BIND", "127.0.0.1"),
        source_port=_port(environ.get("QUIETLINE_PORT", "8000")),
        hosts=_hosts(environ.get("QUIETLINE_HOSTS", ""), onion),
        exit_url=_exit_url(environ.get("QUIETLINE_EXIT_URL", "https://www.weather.gov/")),
        phones=(
            Phone("emergency", environ.get("QUIETLINE_EMERGENCY", "911")),
            Phone("hotline", environ.get("QUIETLINE_HOTLINE", "1-888-373-7888")),
            Phone("text", environ.get("QUIETLINE_TEXT_LINE", "233733")),
        ),
        async_mode=async_mode(environ),
        redis_url=environ.get("QUIETLINE_REDIS_URL") or None,
        line_port=_port(line_port) if (line_port := environ.get("QUIETLINE_LINE_PORT")) else None,
        hours=opening_hours(
            environ.get("QUIETLINE_OPEN", "mon-fri 09:00-21:00"),
            environ.get("QUIETLINE_ZONE", "America/New_York"),
        ),
        chat_words_hours=_hours(environ.get("QUIETLINE_CHAT_WORDS_HOURS", "24")),
        timings=timings(environ),
        mail=mail(environ),
        private_webhooks=private_webhooks(environ),
        files=files(environ, data_dir),
        onion=onion,
        releases=releases(environ),
        metrics_port=_port(metrics) if (metrics := environ.get("QUIETLINE_METRICS_PORT")) else None,
        floods=floods(environ),
    )


def async_mode(environ: Mapping[str, str]) -> str:
    """What the live line runs on, needed before anything else is imported: `eventlet` or `gevent`."""
    mode = environ.get("QUIETLINE_ASYNC", "eventlet")
    if mode not in {"eventlet", "gevent"}:
        raise SettingsError("QUIETLINE_ASYNC must be eventlet or gevent")
    return mode


def _hours(text: str) -> int:
    longest = 24 * 90
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= longest:
        raise SettingsError(f"QUIETLINE_CHAT_WORDS_HOURS must be a number from 1 to {longest}")
    return int(text)


def _port(text: str) -> int:
    highest = 65_534  # the desk takes the port above
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= highest:
        raise SettingsError(f"QUIETLINE_PORT must be a number from 1 to {highest}")
    return int(text)


def _connections(text: str) -> int:
    fewest, most = 4, 200
    if not text.isascii() or not text.isdigit() or not fewest <= int(text) <= most:
        raise SettingsError(
            f"QUIETLINE_DATABASE_CONNECTIONS must be a number from {fewest} to {most}"
        )
    return int(text)


def _database_url(text: str) -> str | None:
    """The address as the driver wants it, or None for SQLite."""
    if not text:
        return None
    for scheme in ("postgresql+psycopg://", "postgresql://", "postgres://"):
        if text.startswith(scheme):
            return "postgresql+psycopg://" + text.removeprefix(scheme)
    raise SettingsError("QUIETLINE_DATABASE_URL must begin with postgresql://")


def _onion(text: str) -> str | None:
    if text and not ONION.fullmatch(text):
        raise SettingsError("QUIETLINE_ONION must be http://, 56 letters and digits, .onion")
    return text or None


def _hosts(text: str, onion: str | None) -> tuple[str, ...]:
    named = [host for host in text.lower().split(",") if host]
    return (*named, onion.removeprefix("http://")) if onion else tuple(named)


def _exit_url(text: str) -> str:
    if not text.startswith(("https://", "http://", "/")):
        raise SettingsError("QUIETLINE_EXIT_URL must begin with https://, http:// or /")
    return text
