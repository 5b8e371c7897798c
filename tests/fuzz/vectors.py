"""The cases of the vector file, as seeds."""

from __future__ import annotations

import json
from typing import Any

from tests.server import ROOT

FILE = ROOT / "tests" / "vectors" / "vectors.json"


def cases(group: str) -> list[dict[str, Any]]:
    """The cases of a group."""
    found = json.loads(FILE.read_text())["cases"][group]
    return found if isinstance(found, list) else [found]
