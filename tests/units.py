"""The systemd units that we deliver, read as systemd reads them, and their services without systemd."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

from tests.server import ROOT

DELIVERED = ROOT / "config" / "deploy" / "systemd"
HARDENING = DELIVERED / "quietline-.service.d" / "hardening.conf"
INSTALLED = "/opt/quietline/current"

Options = dict[str, list[str]]
"""What stands in [Service], by name, in its order."""


def services() -> list[str]:
    """The name of every service that we deliver."""
    return sorted(path.name for path in DELIVERED.glob("*.service"))


def options(name: str) -> Options:
    """All options of a service: its own, and those that all of ours have."""
    found: Options = defaultdict(list)
    for path in (DELIVERED / name, HARDENING):
        section = path.read_text().partition("[Service]\n")[2].partition("\n[")[0]
        for line in section.splitlines():
            option, is_one, value = line.partition("=")
            if is_one and not line.startswith("#"):
                found[option].append(value)
    return found


def installed(home: Path) -> Path:
    """A copy of the units for a tree that is not in /opt, for systemd's own eyes."""
    made = home / "units"
    shutil.copytree(DELIVERED, made)
    for path in (*made.glob("*.service"), *made.glob("*/*.conf")):
        path.write_text(path.read_text().replace(INSTALLED, str(ROOT)))
    return made


def analyzed(units: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """What `systemd-analyze` says, which looks for units in this folder first."""
    environ = {**os.environ, "SYSTEMD_UNIT_PATH": f"{units}:", "SYSTEMD_COLORS": "0"}
    return subprocess.run(
        ["systemd-analyze", *command], env=environ, capture_output=True, text=True, check=False
    )


def system_calls(units: Path, filters: list[str]) -> list[str]:
    """The system calls that `SystemCallFilter` leaves: what the first line names, less the others."""
    allowed: set[str] = set()
    for line in filters:
        groups = {call for word in line.lstrip("~").split() for call in _calls(units, word)}
        allowed = allowed - groups if line.startswith("~") else allowed | groups
    return sorted(allowed)


def _calls(units: Path, word: str) -> set[str]:
    if not word.startswith("@"):
        return {word}
    listed = analyzed(units, "syscall-filter", word).stdout.splitlines()
    names = [line.strip() for line in listed if line.startswith("    ") and "#" not in line]
    return {call for name in names for call in _calls(units, name)}


def confined(
    name: str, spec: Path, environ: dict[str, str], instance: str = "", tree: Path = ROOT
) -> list[str]:
    """The command of a service under its unit's limits (tests/confined.py), in its bare environment."""
    of = options(name)
    given = {
        "umask": of["UMask"][0],
        "calls": system_calls(spec.parent, of["SystemCallFilter"]),
        "families": of["RestrictAddressFamilies"][0].split(),
        "core": int(of["LimitCORE"][0]),
        "files": int(of["LimitNOFILE"][0]),
    }
    spec.write_text(json.dumps(given))
    said = of["ExecStart"][0].replace(INSTALLED, str(tree)).replace("%i", instance)
    command = [
        re.sub(r"\$\{(\w+)\}", lambda got: environ[got[1]], word) for word in shlex.split(said)
    ]
    return [sys.executable, str(ROOT / "tests" / "confined.py"), str(spec), *command]
