"""A server in a process of its own that dies before, in or after its n-th commit, and is started again.

Whoever calls it sends the same bytes again where no answer came, as browsers do. Calls come through a
pipe and not through a port, so that hundreds of such servers can live and die within a minute.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple, cast

from flask import Flask

from config import clock
from config.database import Database
from config.logs import ErrorCounts
from config.settings import Settings
from moderation import checker
from moderation.backup.taking import take
from webapp import create_desk_app, create_source_app, share
from webapp.jobs import runner_of
from webapp.store import open_blobs, open_store

WAYS = ("before", "between", "after")
"""Where it dies: nothing is on disk yet, only the keys are, all is and nobody was told.

`between` is SQLite's alone: PostgreSQL has one log for both schemas.
"""

FAILED = 70
A_LEASE_LATER = timedelta(minutes=5)


class Death(NamedTuple):
    """At which commit of a server's life, or of what it was asked, it dies, and where in it."""

    commit: int
    way: str


@dataclass
class Got:
    """An answer as Flask's test client gives it."""

    status_code: int
    data: bytes
    headers: dict[str, str]


class Dead(Exception):
    """No answer came."""


@dataclass
class Dying:
    """A site of these settings; each server of it dies as the next of these says, and the last lives.

    Or one dies `within` the n-th thing that it is asked: once, as it is said there.
    """

    settings: Settings
    deaths: list[Death] = field(default_factory=list)
    within: dict[int, Death] = field(default_factory=dict)
    died: list[int] = field(default_factory=list)
    """Within which of the things it was asked it died, and was asked again."""
    each: list[int] = field(default_factory=list)
    """How many commits each thing took that was asked and answered."""
    commits: int = 0
    """So many there were in this server's life: of one that died, up to its death."""
    starts_again: bool = True
    """Else whoever asks is told that it is dead."""
    _line: Connection | None = None
    _pid: int = 0

    def app(self, side: str) -> Flask:
        """What stands for a side's app: it takes calls as Flask's own test client does."""
        return cast("Flask", _Side(self, side))

    def tell_time(self, moment: datetime) -> None:
        """From now on it is this moment in the server; one that is started is told by its parent."""
        with at(moment):
            self.ask("tell_time", moment)

    def work(self, moment: datetime) -> None:
        """The jobs run at this moment, and once more when each lease of a dead process is over."""
        self.ask("work", moment)

    def back_up(self, folder: Path, recipient: str) -> None:
        """A backup is in the folder."""
        self.ask("back_up", folder, recipient)

    def check(self) -> list[str]:
        """What `quietline check` finds."""
        return cast("list[str]", self.ask("check"))

    def ask(self, *what: Any) -> Any:
        """The answer, of this server or of the next one."""
        while True:
            before = self.commits if self._line is not None else 0
            try:
                answer = self._once(what)
            except Dead:
                if not self.starts_again:
                    raise
                self.died.append(len(self.each))
                continue
            self.each.append(self.commits - before)
            return answer

    def kill(self) -> None:
        """The server is gone, as by a power cut."""
        os.kill(self._pid, signal.SIGKILL)
        self._bury()

    def stop(self) -> None:
        """The server is gone, as by its operator."""
        if self._line is not None:
            self._line.close()
            os.waitpid(self._pid, 0)
            self._line = None

    def _once(self, what: tuple[Any, ...]) -> Any:
        if self._line is None:
            self._start()
        assert self._line is not None
        try:
            self._line.send((self.within.pop(len(self.each), None), *what))
            self.commits, kind, answer = self._line.recv()
        except (EOFError, OSError) as error:
            self._bury()
            raise Dead from error
        if kind == "failed":
            raise AssertionError(answer)
        return answer

    def _bury(self) -> None:
        assert self._line is not None
        self._line.close()
        self._line = None
        _, status = os.waitpid(self._pid, 0)
        assert os.WIFSIGNALED(status), status
        assert os.WTERMSIG(status) == signal.SIGKILL

    def _start(self) -> None:
        self._line, theirs = Pipe()
        death = self.deaths.pop(0) if self.deaths else None
        self._pid = os.fork()
        if self._pid == 0:
            try:
                self._line.close()
                _live(self.settings, death, theirs)
            except BaseException:  # noqa: BLE001 - the copy must never go on with its parent's test
                os._exit(FAILED)
            os._exit(0)
        theirs.close()


@dataclass
class _Side:
    server: Dying
    side: str

    def test_client(self, **_how: Any) -> _Side:
        return self

    def open(self, path: str, **call: Any) -> Got:
        return cast("Got", self.server.ask("call", self.side, path, call))


class _Served:
    """What lives in the process: both apps, jobs and the store."""

    def __init__(self, settings: Settings, death: Death | None) -> None:
        self.settings, self.store = settings, open_store(settings)
        with self.store.writing() as session:
            checker.remove_torn(session)  # as every start does
        self.counted = Counted(settings.data_dir, death)
        self.counted.watch(self.store)
        self.shared = share(settings, self.store, ErrorCounts())
        self.apps = {
            "source": create_source_app(self.shared),
            "desk": create_desk_app(self.shared),
        }

    def call(self, side: str, path: str, call: dict[str, Any]) -> Got:
        got = self.apps[side].test_client().open(path, **call)
        return Got(got.status_code, got.data, dict(got.headers))

    def tell_time(self, moment: datetime) -> None:
        clock.now = lambda: moment

    def work(self, moment: datetime) -> None:
        shared = self.shared
        for later in (moment, moment + A_LEASE_LATER):
            with at(later):
                runner_of(
                    self.settings, shared.site, self.store, shared.counts, shared.news
                ).run_due()
        assert [kind for side, kind in shared.counts._counts if side == "jobs"] == []

    def back_up(self, folder: Path, recipient: str) -> None:
        take(self.store, open_blobs(self.settings), folder, [recipient], clock.now().date())

    def check(self) -> list[str]:
        from moderation.checker_files import bytes_of_files  # noqa: PLC0415

        with self.store.reading() as session:
            found = [
                *checker.check(session),
                *bytes_of_files(session, open_blobs(self.settings)),
            ]
        return [finding.promise for finding in found]


def _live(settings: Settings, death: Death | None, line: Connection) -> None:
    served = _Served(settings, death)
    while True:
        try:
            death, what, *given = line.recv()
        except EOFError:
            served.store.engine.dispose()
            return
        if death is not None:
            served.counted.die_soon(death)
        try:
            answer = ("done", getattr(served, what)(*given))
        except Exception as error:  # noqa: BLE001 - it is raised where it was asked
            answer = ("failed", repr(error))
        if death is not None:
            served.counted.death = None  # there was no such commit in this
        line.send((served.counted.commits, *answer))


@dataclass
class Counted:
    """Commits are counted, and one of them is the last thing that happens."""

    folder: Path
    death: Death | None
    commits: int = 0

    def die_soon(self, death: Death) -> None:
        """Counted from now on, it is that commit."""
        self.death = death._replace(commit=self.commits + death.commit)

    def watch(self, store: Database) -> None:
        """From now on the store's are counted."""
        dialect = cast("Any", store.engine.dialect)
        dialect.do_commit = partial(self._commit, dialect.do_commit)

    def _commit(self, commit: Callable[[Any], None], connection: Any) -> None:
        self.commits += 1
        if self.death is None or self.commits != self.death.commit:
            commit(connection)
            return
        if self.death.way == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        was = _content_of(self.folder) if self.death.way == "between" else {}
        commit(connection)
        for path, content in was.items():
            path.write_bytes(content)
        os.kill(os.getpid(), signal.SIGKILL)


def _content_of(folder: Path) -> dict[Path, bytes]:
    """The content's file and log as they are: what is put back is what a crash before them left."""
    paths = [folder / "content.db", folder / "content.db-wal"]
    return {path: path.read_bytes() for path in paths if path.exists()}


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """It is this moment, for whatever asks the clock."""
    honest, clock.now = clock.now, lambda: moment
    try:
        yield
    finally:
        clock.now = honest
