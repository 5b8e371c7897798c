"""The systemd units: systemd finds nothing wrong with them, and the services live under their limits."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.actors import Person, Source
from tests.databases import DATABASES
from tests.faults.test_full_disk import founded
from tests.integration.test_two_processes import Layout
from tests.migrated import migrated_database
from tests.server import RunningSite, environ_of, free_pair, patiently
from tests.set_up import set_up_by
from tests.terminal import program
from tests.units import DELIVERED, analyzed, confined, installed, options, services, system_calls
from webapp.cli import quietline

MOST_EXPOSED = 12
"""Tenths of what `systemd-analyze security` counts; 0 is nothing, 100 is everything."""

BARE = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin"}
"""What systemd gives a service by itself."""


def test_systemd_finds_nothing_wrong_with_any_unit(tmp_path: Path) -> None:
    units = installed(tmp_path)
    every = [
        str(path) for path in units.iterdir() if path.suffix in {".service", ".timer", ".target"}
    ]
    assert len(every) == 13
    told = analyzed(units, "verify", "--man=no", "--recursive-errors=no", *every)
    assert (told.returncode, told.stderr) == (0, "")
    serve = units / "quietline-serve.service"
    serve.write_text(serve.read_text().replace("Restart=always", "Restart=allways"))
    assert "allways" in analyzed(units, "verify", "--man=no", str(serve)).stderr


@pytest.mark.parametrize("name", services())
def test_a_service_that_is_taken_over_reaches_little(tmp_path: Path, name: str) -> None:
    units = installed(tmp_path)
    security = ("security", "--offline=true", "--no-pager", f"--threshold={MOST_EXPOSED}")
    told = analyzed(units, *security, str(units / name))
    assert told.returncode == 0, told.stdout.splitlines()[-1]
    (units / "quietline-.service.d" / "hardening.conf").unlink()
    assert analyzed(units, *security, str(units / name)).returncode == 1


def test_each_unit_runs_a_command_that_there_is_and_only_those_that_must_reach_out() -> None:
    for name in services():
        command = options(name)["ExecStart"][0].rpartition("/quietline ")[2].split()
        assert command[0] in quietline.commands, name
    reaching = {name for name in services() if not options(name)["IPAddressDeny"]}
    assert reaching == {f"quietline-{name}.service" for name in ("serve", "jobs", "doctor")}


def run(name: str, home: Path, environ: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """A service that ends, to its end."""
    return subprocess.run(
        confined(name, home / "spec", environ),
        env={**BARE, **environ},
        cwd="/",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    """`quietline serve` as its unit starts it, with a desk and a tip."""
    home, port = tmp_path_factory.mktemp("unit"), free_pair()
    environ = {"QUIETLINE_PORT": str(port), "QUIETLINE_DATA_DIR": str(home / "data")}
    command = confined("quietline-serve.service", home / "spec", environ)
    with (home / "output").open("wb") as output:
        process = subprocess.Popen(
            command, env={**BARE, **environ}, cwd="/", stdout=output, stderr=output
        )
    site = RunningSite(home, port, process)
    try:
        patiently(lambda: process.poll() is not None or "setup-code" in site.output)
        assert process.poll() is None, site.output
        patiently(lambda: is_ready(site))
        yield site
    finally:
        site.stop()


def is_ready(site: RunningSite, path: str = "/readyz") -> bool:
    """Whether it answers."""
    try:
        return Source(site.source_url).call("GET", path).status == 200
    except OSError:
        return False


def test_the_service_works_under_the_limits_of_its_unit(site: RunningSite) -> None:
    assert Source(site.source_url, office=founded(site)).send_tip().status == 201
    status = Path(f"/proc/{site.process.pid}/status").read_text()
    assert "NoNewPrivs:\t1" in status
    assert "Seccomp:\t2" in status
    assert "CapEff:\t0000000000000000" in status
    made = [path for path in site.data_dir.rglob("*") if path.stat().st_mode & 0o077]
    assert made == []


@pytest.mark.long
def test_what_the_timers_call_works_under_their_limits(site: RunningSite, tmp_path: Path) -> None:
    key = program("webapp.cli", "backup-key", "--out", str(tmp_path / "key")).stdout.split()[-1]
    environ = {
        **environ_of(site),
        "QUIETLINE_BACKUP_TO": str(tmp_path / "backups"),
        "QUIETLINE_BACKUP_RECIPIENT": key,
    }
    for name in ("migrate", "backup", "audit"):
        done = run(f"quietline-{name}.service", tmp_path, environ)
        assert (done.returncode, done.stderr) == (0, ""), name
    doctor = run("quietline-doctor.service", tmp_path, environ)
    assert "the last backup began on" in doctor.stdout
    assert "X wrong" not in doctor.stdout.replace("X wrong  nothing sets the clock", "")


@pytest.mark.long
def test_pages_line_and_jobs_work_under_the_limits_of_their_units(tmp_path: Path) -> None:
    with migrated_database(DATABASES[-1]) as url:
        layout = Layout(tmp_path, url)
        layout.start_redis()
        named = [name for name in layout.environ if name.startswith("QUIETLINE_")]
        layout.environ = {**BARE, **{name: layout.environ[name] for name in named}}
        try:
            for name in ("pages", "line@", "jobs"):
                unit, spec = f"quietline-{name}.service", tmp_path / name
                layout.start(*confined(unit, spec, {}, instance=str(layout.line)))
            site = RunningSite(tmp_path, layout.pages, layout.running[1])
            patiently(lambda: "jobs_running" in site.output and is_ready(site))
            office = set_up_by(site, Person(site.desk_url))
            assert Source(site.source_url, office=office).send_tip().status == 201
            line = RunningSite(tmp_path, layout.line, layout.running[2])
            patiently(lambda: is_ready(line, "/healthz"))
            assert all(one.poll() is None for one in layout.running)
        finally:
            layout.stop()


def test_a_service_under_these_limits_could_not_do_what_it_need_not(tmp_path: Path) -> None:
    command = confined("quietline-pages.service", tmp_path / "spec", {})
    tried = (
        "import ctypes,mmap,os,socket\n"
        "def no(act):\n"
        "    try: act()\n"
        "    except OSError: return True\n"
        "print(no(lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)),\n"
        "      no(lambda: mmap.mmap(-1, 4096, prot=7)), no(lambda: os.setuid(1)),\n"
        "      no(lambda: os.unshare(0x10000000) if hasattr(os, 'unshare') else os.chroot('/')),\n"
        "      no(lambda: os.nice(-1)), no(lambda: os.chown('/', 0, 0)))"
    )
    spec = command[: command.index(str(tmp_path / "spec")) + 1]
    said = subprocess.run(
        [*spec, spec[0], "-c", tried], env=BARE, capture_output=True, text=True, check=True
    )
    assert set(said.stdout.split()) == {"True"}
    assert "ptrace" not in system_calls(
        tmp_path, options("quietline-pages.service")["SystemCallFilter"]
    )


def test_nothing_that_a_service_says_is_a_file_that_grows() -> None:
    for name in services():
        of = options(name)
        assert of["StandardOutput"] == of["StandardError"] == ["journal"]
        assert of["LogNamespace"] == ["quietline"]
        assert not of["LogsDirectory"]
    journal = (DELIVERED / "journald.conf").read_text()
    assert "Storage=volatile\n" in journal
    assert "ForwardToSyslog=no\n" in journal
