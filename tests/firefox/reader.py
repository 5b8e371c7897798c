"""Firefox's reader view, asked what it would show of a page: its own scripts, out of Debian's package."""

from __future__ import annotations

import json
import shutil
import subprocess
import zipfile
from pathlib import Path

FIREFOX = Path("/usr/lib/firefox-esr/omni.ja")
SCRIPTS = [
    f"moz-src/toolkit/components/reader/readability/{name}.js"
    for name in ("JSDOMParser", "Readability")
]
WRITTEN_OUT = "new XMLSerializer().serializeToString(document)"
"""How Firefox hands a page to its reader view."""


def read_in_reader_view(page: str, folder: Path) -> str:
    """The text that reader view would show of a page that was written out."""
    node = shutil.which("node")
    assert node
    with zipfile.ZipFile(FIREFOX) as package:
        scripts = [package.extract(name, folder) for name in SCRIPTS]
    command = [node, str(Path(__file__).with_name("reader.mjs")), *scripts]
    run = subprocess.run(
        command, input=page, capture_output=True, text=True, timeout=60, check=False
    )
    assert run.returncode == 0, run.stderr
    return str(json.loads(run.stdout))
