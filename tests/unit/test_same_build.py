"""The same sources give the same bytes, wherever they are built: anybody can make the files that a site serves."""

from __future__ import annotations

import shutil
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest

from tests.server import ROOT

NEEDED = ("package.json", "tsconfig.json", "webapp", "crypto")
"""What the Containerfile copies before it builds."""


def built_in(folder: Path) -> dict[str, str]:
    """Every file that the build makes there, with its hash."""
    static = folder / "webapp" / "static"
    files = [path for path in static.rglob("*") if path.is_file()]
    return {str(path.relative_to(static)): sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.mark.long
def test_two_folders_give_the_same_files_packed_ones_too(tmp_path: Path) -> None:
    another = tmp_path / "a folder of another name" / "deeper"
    listed = subprocess.run(
        ["git", "ls-files", *NEEDED], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\n")
    for name in filter(None, listed):
        (another / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, another / name)
    (another / "node_modules").symlink_to(ROOT / "node_modules")
    subprocess.run(
        ["npm", "run", "--silent", "build"], cwd=another, check=True, capture_output=True
    )
    there = built_in(another)
    assert len(there) > 60
    assert there == built_in(ROOT)
