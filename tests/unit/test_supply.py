"""How other people's code comes in: pinned by hash, without running anything of it, and not on its first day."""

from __future__ import annotations

import json
import re
import subprocess
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest

from tests.containerfile import instructions
from tests.server import ROOT

MAKEFILE = (ROOT / "Makefile").read_text()
RUNS = [rest for word, rest in instructions() if word == "RUN"]
STEPS = [line.strip() for line in MAKEFILE.splitlines() if line.startswith("\t")] + RUNS


@cache
def lock(*more: str) -> str:
    """What `make lock` would run."""
    said = ["make", "-n", "lock", *more]
    return subprocess.run(said, cwd=ROOT, capture_output=True, text=True, check=True).stdout


def days_ago(count: int) -> set[str]:
    """That day's date, on either side of a midnight that passes just now and in either zone."""
    today = datetime.now(UTC).date()
    return {str(today - timedelta(days=count + each)) for each in (-1, 0, 1)}


@pytest.mark.parametrize("option", ["--exclude-newer ", "--before="])
def test_no_version_younger_than_two_weeks_is_pinned(option: str) -> None:
    for days, more in ((14, []), (0, ["COOLDOWN_DAYS=0"])):
        commands = [line for line in lock(*more).splitlines() if option in line]
        given = [re.findall(rf"{option}(\S+)", line)[0] for line in commands]
        assert given
        assert set(given) <= days_ago(days)
    pinning = [line for line in lock().splitlines() if "compile" in line or "npm install" in line]
    assert all("--exclude-newer" in line or "--before" in line for line in pinning)


def test_nothing_is_installed_by_running_its_own_program() -> None:
    pips = [step for step in STEPS if "pip install" in step or "pip compile" in step]
    npms = [step for step in STEPS if "npm ci" in step]
    assert len(pips) >= 4
    assert len(npms) == 3
    assert all("--only-binary :all:" in step for step in pips)
    assert all("--ignore-scripts" in step for step in npms)
    assert "ignore-scripts=true" in (ROOT / ".npmrc").read_text().splitlines()
    assert all("--only-binary :all:" in line for line in lock().splitlines() if "uv pip" in line)


def test_what_is_installed_is_what_was_pinned() -> None:
    installs = [step for step in STEPS if "pip install" in step and " -r " in step]
    assert len(installs) == 4
    assert all("--require-hashes" in step for step in installs)
    assert not [
        step for step in STEPS if "npm install" in step and "--package-lock-only" not in step
    ]


@pytest.mark.parametrize(
    "name", ["requirements.txt", "requirements-dev.txt", "requirements-scan.txt"]
)
def test_every_python_pin_has_a_hash(name: str) -> None:
    text = (ROOT / name).read_text()
    pins = re.findall(
        r"^\S+==\S+(.*\n)((?:    --hash=sha256:[0-9a-f]{64}.*\n)*)", text, re.MULTILINE
    )
    assert len(pins) > 40
    assert all(hashes for _, hashes in pins)
    assert not re.search(r"^(-e|https?:|git\+|\S+ @ )", text, re.MULTILINE)


@pytest.mark.parametrize("home", [".", "tests/scanners/node"])
def test_every_npm_pin_has_a_hash_and_names_no_other_place(home: str) -> None:
    packages = json.loads((ROOT / home / "package-lock.json").read_text())["packages"]
    pins = [said for path, said in packages.items() if path]
    assert len(pins) > 200
    assert all(said["integrity"].startswith("sha512-") for said in pins)
    assert not [said for said in pins if "resolved" in said or "link" in said]
    named = json.loads((ROOT / home / "package.json").read_text())
    asked = {**named.get("dependencies", {}), **named["devDependencies"]}.values()
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in asked)
