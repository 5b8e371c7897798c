"""Nothing secret of a running process is in its environment, its command, a dump or, where allowed, swap."""

from __future__ import annotations

import os
import resource
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from config.secret_files import SECRETS
from tests.databases import DATABASES
from tests.integration.test_two_processes import Layout, _status
from tests.migrated import migrated_database
from tests.server import ANEW, ROOT, patiently, served

NO_LIMIT = resource.RLIM_INFINITY

SHOWN = (
    "import sys; from config.deploy import unlisted; sys.argv[1] == 'hide' and unlisted.hide();"
    "import os; print(open('/proc/self/environ').read() + os.environ['QUIETLINE_S3_SECRET'])"
)


A_COMMAND = """
import atexit, ctypes, resource, runpy, sys
prctl, limit = ctypes.CDLL(None).prctl, resource.getrlimit
atexit.register(lambda: print("dumpable", prctl(3, 0, 0, 0, 0), limit(resource.RLIMIT_CORE)))
sys.argv = ["quietline", "certify", "--help"]
runpy.run_module("webapp.cli", run_name="__main__")
"""

LOCKS = """
import resource, sys
from config.deploy import in_memory
resource.getrlimit = lambda _which: (int(sys.argv[1]), -1)
was_locked, grown = in_memory.lock(), bytes(1 << 24)
status = open("/proc/self/status").read()
print(was_locked, status.partition("VmLck:")[2].split()[0])
"""

GROUP = os.getgid() or 65_534
"""Whose group is another than root's."""

PROCESSES = 4
"""Two of pages, the line, the jobs."""


@pytest.fixture
def told() -> dict[str, str]:
    """A secret for each setting that is one and harms no start."""
    some = [name for name in SECRETS if "URL" not in name]
    return {name: f"canary-{secrets.token_hex(12)}" for name in some}


def seen_of(pid: int) -> str:
    """What listings of processes show of this one, and of those that it started."""
    there = Path("/proc", str(pid))
    children = (there / "task" / str(pid) / "children").read_text().split()
    shown = [(there / name).read_text(errors="replace") for name in ("environ", "cmdline", "comm")]
    return "\n".join([*shown, *(seen_of(int(child)) for child in children)])


def is_guarded(pid: int) -> bool:
    """Whether the kernel writes nothing of its memory into a core file, also none that root asks for.

    Limit and filter are inherited; whether others may look into it each program says for itself.
    """
    limits = Path(f"/proc/{pid}/limits").read_text().splitlines()
    core = next(line.split()[4:6] for line in limits if line.startswith("Max core file size"))
    chosen = int(Path(f"/proc/{pid}/coredump_filter").read_text(), 16)
    return core == ["0", "0"] and chosen == 0 and not is_open(pid)


def is_open(pid: int) -> bool:
    """Whether others of its account may look into the process, or have it dumped to a program.

    What may not be looked into belongs to root's group, whatever group it runs in (`proc(5)`).
    """
    return Path(f"/proc/{pid}/environ").stat().st_gid == GROUP


@contextmanager
def of_another_group() -> Iterator[None]:
    """What we start is not of root's group."""
    if os.geteuid() == 0:
        os.setresgid(GROUP, GROUP, 0)
    try:
        with subprocess.Popen(["cat"], stdin=subprocess.PIPE) as plain:
            patiently(lambda: is_open(plain.pid))  # else the look itself does not work
            plain.communicate()
        yield
    finally:
        if os.geteuid() == 0:
            os.setresgid(0, 0, 0)


def locked_kilobytes(pid: int) -> int:
    """How much of its memory is never swapped."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmLck:"):
            return int(line.split()[1])
    raise LookupError


@contextmanager
def lockable(most: int) -> Iterator[None]:
    """What we start may lock so much memory."""
    before = resource.getrlimit(resource.RLIMIT_MEMLOCK)
    resource.setrlimit(resource.RLIMIT_MEMLOCK, (most, before[1] if most != NO_LIMIT else most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_MEMLOCK, before)


def may_lock_all() -> bool:
    """Whether this account may give what it starts no limit (as the units do)."""
    try:
        with lockable(NO_LIMIT):
            return True
    except (ValueError, OSError):
        return False


def test_a_running_server_shows_no_secret_and_cannot_be_dumped(
    tmp_path: Path, told: dict[str, str]
) -> None:
    with (
        of_another_group(),
        lockable(1 << 20),
        served(tmp_path, "serve", ANEW, **told) as site,
    ):
        seen = seen_of(site.process.pid)
        assert "QUIETLINE_S3_SECRET=" in seen
        assert [value for value in told.values() if value in seen] == []
        assert [value for value in told.values() if value in site.output] == []
        assert is_guarded(site.process.pid)
        assert locked_kilobytes(site.process.pid) == 0
        assert "memory_not_locked" in site.output


@pytest.mark.parametrize("how", ["hide", "control"])
def test_what_is_hidden_is_seen_in_no_listing_and_known_to_the_program_still(how: str) -> None:
    environ = {"QUIETLINE_S3_SECRET": "canary-of-a-bucket", "PATH": ""}
    done = subprocess.run(
        [sys.executable, "-c", SHOWN, how],
        env=environ,
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout.count("canary-of-a-bucket") == (1 if how == "hide" else 2), done.stderr


@pytest.mark.parametrize("said", [NO_LIMIT, 1 << 20])
def test_memory_is_locked_exactly_where_the_limit_is_none(said: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOCKS, str(said)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    was_locked, kilobytes = done.stdout.split()
    assert (was_locked == "True") == (int(kilobytes) > 1 << 14)
    # (Root may whatever the limit is; others would need a limit that they cannot raise.)
    assert (was_locked == "True") == (said == NO_LIMIT and os.geteuid() == 0)


def test_no_command_can_be_dumped_whatever_it_reads_from_a_terminal() -> None:
    done = subprocess.run(
        [sys.executable, "-c", A_COMMAND], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "dumpable 0 (0, 0)" in done.stdout


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://quietline:{}@127.0.0.1:1/quietline",
        *(
            pytest.param(url, marks=pytest.mark.long)
            for url in (
                "postgresql://quietline:{}@here:port/quietline",
                "mysql://quietline:{}@here",
            )
        ),
    ],
)
def test_no_error_and_no_traceback_shows_the_password_of_a_database(
    tmp_path: Path, url: str
) -> None:
    password = f"canary{secrets.token_hex(12)}"
    environ = {
        "PATH": "",
        "QUIETLINE_DATA_DIR": str(tmp_path),
        "QUIETLINE_DATABASE_URL": url.format(password),
    }
    command = [sys.executable, "-m", "webapp.cli", "check"]
    done = subprocess.run(
        command, env=environ, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert password not in done.stdout + done.stderr


@pytest.mark.long
def test_pages_line_and_jobs_of_their_own_show_no_secret_and_cannot_be_dumped(
    tmp_path: Path, told: dict[str, str]
) -> None:
    (tmp_path / "data").mkdir()
    limit = NO_LIMIT if may_lock_all() else 1 << 20
    with migrated_database(DATABASES[-1]) as url, of_another_group(), lockable(limit):
        layout = Layout(tmp_path, url)
        layout.environ |= told
        try:
            layout.start_redis()
            started = [start(layout, what) for what in ("pages", "line", "jobs")]
            patiently(lambda: (tmp_path / "output").read_text().count('"memory_') == PROCESSES)
            for each in (pid for process in started for pid in family(process.pid)):
                seen = seen_of(each)
                assert [v for v in [*told.values(), url] if v and v in seen] == []
                assert is_guarded(each)
            said = (tmp_path / "output").read_text()
        finally:
            layout.stop()
    assert said.count('"memory_locked"') == (PROCESSES if limit == NO_LIMIT else 0)
    assert [value for value in told.values() if value in said] == []


def start(layout: Layout, what: str) -> subprocess.Popen[bytes]:
    """One process of the layout, once the others could follow it."""
    started = layout.start(sys.executable, "-m", "webapp.cli", what)
    where = {"pages": layout.pages, "line": layout.line}.get(what)
    if where is not None:
        patiently(lambda: _status(f"http://localhost:{where}") == 200)
    return started


def family(pid: int) -> list[int]:
    """The process and those that it started."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *map(int, children)]
