"""What schemathesis loads into itself: who asks, and ids that there really are in half of the addresses.

`QUIETLINE_FUZZ_KNOWN` is a file of JSON: `auth` are the Authorization headers that take turns, so
that no allowance of one receipt ends the run, and `ids` the ids by the names of addresses' parts.
How often each call was answered by which status stands beside it at the end, in `answered.json`.
"""

from __future__ import annotations

import atexit
import json
import os
from collections import Counter
from itertools import count
from pathlib import Path
from typing import Any

import schemathesis

FILE = Path(os.environ["QUIETLINE_FUZZ_KNOWN"])
KNOWN = json.loads(FILE.read_text())
_turns = count()
_answered: Counter[str] = Counter()


@schemathesis.hook
def before_call(_context: Any, case: Any, _kwargs: Any) -> None:
    """Somebody with a proof asks, about something that there is in every other call."""
    turn = next(_turns)
    if KNOWN["auth"]:
        case.headers["Authorization"] = KNOWN["auth"][turn % len(KNOWN["auth"])]
    for name, ids in KNOWN["ids"].items():
        if turn % 2 and ids and name in (case.path_parameters or {}):
            case.path_parameters[name] = ids[turn // 2 % len(ids)]


@schemathesis.hook
def after_call(_context: Any, case: Any, response: Any) -> None:
    """Counted."""
    _answered[f"{case.method} {case.path} {response.status_code}"] += 1


@atexit.register
def _leave() -> None:
    FILE.with_name("answered.json").write_text(json.dumps(_answered))
