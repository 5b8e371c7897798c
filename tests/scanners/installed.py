"""Where the scanners are, and running one of them."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from tests.server import ROOT

NODE = ROOT / "tests" / "scanners" / "node" / "node_modules" / ".bin"


def chromium() -> str:
    """Debian's Chromium."""
    found = shutil.which("chromium")
    assert found, "tests/debian-packages installs Chromium"
    return found


def program(name: str) -> str:
    """One of Debian's; `make scanners` installs them."""
    found = shutil.which(name)
    assert found, f"make scanners installs {name}"
    return found


def run(command: Sequence[str | Path], home: Path, patience: int = 600, **environ: str) -> str:
    """Everything a scanner says; what it keeps is in `home`. How it judges is read from its report."""
    done = subprocess.run(
        command,
        cwd=home,
        env={**os.environ, "HOME": str(home), **environ},
        capture_output=True,
        text=True,
        timeout=patience,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    return done.stdout + done.stderr
