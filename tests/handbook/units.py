"""systemd on a made-up machine: units that were laid there, started under their limits where it serves."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.handbook.place import Place, need

PATIENCE = 60.0
DEBIAN_S = {"nginx": "nginx-light", "tor@default": "tor", "postgresql": "postgresql"}
"""Units that Debian's packages bring."""


def systemctl(place: Place, *args: str) -> None:
    verb, *units = [arg for arg in args if arg not in {"--now", "--no-pager"}]
    need(("--now" in args) == (verb == "enable"), "enable with --now, the others without")
    if verb == "daemon-reload":
        return place.note("reloaded", *(each.name for each in _units(place).iterdir()))
    if verb == "--failed":
        return None
    need(verb in {"enable", "start", "stop", "restart", "reload", "is-active", "status"}, verb)
    need(units, "which unit?")
    for unit in units:
        _check_unit(place, unit, verb)
        _ACTS[verb](place, unit)
    return None


def _units(place: Place) -> Path:
    return place.root / "etc" / "systemd" / "system"


def _check_unit(place: Place, unit: str, verb: str) -> None:
    if unit in DEBIAN_S:
        need(DEBIAN_S[unit] in place.noted("packages"), f"{unit} is not installed")
        return
    name = unit if unit.endswith((".timer", ".service", ".target")) else f"{unit}.service"
    name = re.sub(r"@[^.]+", "@", name)
    need((_units(place) / name).is_file(), f"there is no unit {name}")
    need(name in place.noted("reloaded"), "systemctl daemon-reload comes first")
    if verb == "enable":
        need("[Install]" in (_units(place) / name).read_text(), f"{name} cannot be enabled")


def _start(place: Place, unit: str) -> None:
    if unit in place.noted("running"):
        return
    if unit == "nginx":
        _daemon(place, unit, [*nginx_with(place), "-g", "daemon off;"])
    elif unit.startswith("tor@"):
        _onion(place)
    elif place.serves and not unit.endswith(".timer"):
        _serve(place, unit)
        if _is_oneshot(place, unit):
            return
    place.note("running", unit)


def _is_oneshot(place: Place, unit: str) -> bool:
    return "Type=oneshot" in (_units(place) / f"{unit}.service").read_text()


def _serve(place: Place, unit: str) -> None:
    commands = json.loads((place.state / "commands.json").read_text())[unit]
    environ = {**os.environ, **_settings(place)}
    for words in commands:
        command = [re.sub(r"\$\{(\w+)\}", lambda it: environ[it[1]], word) for word in words]
        if _is_oneshot(place, unit):
            with (place.root / "journal" / unit).open("ab") as said:
                done = subprocess.run(command, env=environ, stdout=said, stderr=said, check=False)
            need(done.returncode == 0, (place.root / "journal" / unit).read_text())
        else:
            _daemon(place, unit, command, environ)


def _settings(place: Place) -> dict[str, str]:
    """As systemd reads an EnvironmentFile, and what the units add."""
    lines = (place.root / "etc" / "quietline" / "environment").read_text().splitlines()
    given = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    return {**given, "QUIETLINE_DATA_DIR": str(place.root / "var" / "lib" / "quietline")}


def _daemon(
    place: Place, unit: str, command: list[str], environ: dict[str, str] | None = None
) -> None:
    if not place.serves:
        return
    with (place.root / "journal" / unit).open("ab") as said:
        process = subprocess.Popen(
            command, env=environ, stdout=said, stderr=said, cwd="/", start_new_session=True
        )
    (place.state / f"{unit}.pid").write_text(str(process.pid))


def _onion(place: Place) -> None:
    """Tor makes its address, without a network."""
    command = [*tor_with(place), "--DisableNetwork", "1", "--hush"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        name = place.root / "var" / "lib" / "tor" / "quietline" / "hostname"
        end = time.monotonic() + PATIENCE
        while not (name.exists() and name.read_text()) and process.poll() is None:
            need(time.monotonic() < end, "tor made no address")
            time.sleep(0.05)
        process.kill()
    need(name.exists(), "tor ended")


def _stop(place: Place, unit: str) -> None:
    pid = place.state / f"{unit}.pid"
    if pid.exists():
        os.kill(int(pid.read_text()), signal.SIGTERM)
        end = time.monotonic() + PATIENCE
        while _lives(int(pid.read_text())):
            need(time.monotonic() < end, f"{unit} does not end")
            time.sleep(0.05)
        pid.unlink()
    place.forget("running", unit)


def _lives(pid: int) -> bool:
    """Whether a process runs; one that ended and whose parent has not looked does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _restart(place: Place, unit: str) -> None:
    _stop(place, unit)
    _start(place, unit)


def _reload(place: Place, unit: str) -> None:
    need(unit in place.noted("running"), f"{unit} does not run")
    pid = place.state / f"{unit}.pid"
    if pid.exists():
        os.kill(int(pid.read_text()), signal.SIGHUP)


def _is_active(place: Place, unit: str) -> None:
    need(unit in place.noted("running"), "inactive")
    pid = place.state / f"{unit}.pid"
    need(not place.serves or _lives(int(pid.read_text())), "failed")
    sys.stdout.write("active\n")


_ACTS: dict[str, Callable[[Place, str], None]] = {
    "enable": _start, "start": _start, "stop": _stop, "restart": _restart,
    "reload": _reload, "is-active": _is_active, "status": _is_active,
}  # fmt: skip


def journalctl(place: Place, *args: str) -> None:
    more = {"--no-pager", "--since=-1h"}
    need(args[:2] == ("--namespace=quietline", "-u") and {*args[3:]} <= more, "which journal?")
    _check_unit(place, args[2], "status")
    said = place.root / "journal" / args[2]
    sys.stdout.write(said.read_text() if said.exists() else "")


def nginx_with(place: Place) -> list[str]:
    return ["/usr/sbin/nginx", "-c", str(place.root / "etc/nginx/nginx.conf"), "-e", "stderr"]


def tor_with(place: Place) -> list[str]:
    home = place.root / "var" / "lib" / "tor"
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    (home / "none").touch()
    torrc = str(place.root / "etc" / "tor" / "torrc")
    tor = shutil.which("tor", path="/usr/bin:/usr/sbin") or "tor"
    mine = ["--defaults-torrc", str(home / "none"), "--DataDirectory", str(home / "data")]
    return [tor, "-f", torrc, *mine]
