"""The Containerfile, read as an engine reads it, and its steps in folders instead of images."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.server import ROOT

DELIVERED = ROOT / "config" / "deploy" / "Containerfile"

MADE_HERE = {"npm ci": "node_modules", "-m venv": ".venv", "pip install": ".venv"}
"""Steps that fetch from a network, and what this machine has of them already, by the same lock files."""

ANOTHER_MACHINE = ("useradd", "install -d")
"""Steps that make accounts; they are looked at only."""


def instructions() -> list[tuple[str, str]]:
    """Each instruction with its words."""
    lines = DELIVERED.read_text().splitlines()
    told = [line.partition(" ") for line in lines if line and not line.startswith("#")]
    return [(word, rest) for word, _, rest in told]


@dataclass
class Stages:
    """The folder of each stage, as it grows."""

    home: Path
    folders: dict[str, Path] = field(default_factory=dict)
    current: Path = Path()
    workdir: Path = Path()

    def build(self) -> Path:
        """Carry all steps out; gives the folder that is the image's working directory."""
        for word, rest in instructions():
            if step := getattr(self, f"_{word.lower()}", None):
                step(rest)
        return self.workdir

    def _from(self, rest: str) -> None:
        name = rest.partition(" AS ")[2] or "last"
        self.current = self.folders[name] = self.home / name
        self.current.mkdir()

    def _workdir(self, rest: str) -> None:
        self.workdir = self.current / rest.strip("/")
        self.workdir.mkdir(parents=True)

    def _copy(self, rest: str) -> None:
        *sources, target = rest.split()
        base = ROOT
        if sources[0].startswith("--from="):
            base = self.folders[sources.pop(0).removeprefix("--from=")]
        for source in sources:
            for path in _seen(base / source.strip("/"), base):
                under = path.relative_to(base / source.strip("/"))
                to = self.workdir / target / (under if target != "./" or under.parts else path.name)
                to.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(path, to, follow_symlinks=False)

    def _run(self, rest: str) -> None:
        made = next((name for step, name in MADE_HERE.items() if step in rest), None)
        if made is not None:
            link = self.workdir / made
            if not link.is_symlink():
                link.symlink_to(ROOT / made)
        elif not rest.startswith(ANOTHER_MACHINE):
            subprocess.run(rest, shell=True, check=True, cwd=self.workdir, capture_output=True)  # noqa: S602


def _seen(source: Path, base: Path) -> Iterator[Path]:
    """The files under a source that an engine is sent: of the tree those that git keeps."""
    if base != ROOT:
        yield from (path for path in source.rglob("*") if path.is_file() or path.is_symlink())
        return
    listed = subprocess.run(
        ["git", "ls-files", str(source)], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\n")
    yield from (ROOT / name for name in listed if name)


def sources() -> list[str]:
    """What is copied out of the tree."""
    copied = [rest for word, rest in instructions() if word == "COPY" and "--from" not in rest]
    return [name for rest in copied for name in re.split(r"\s+", rest)[:-1]]
