"""The engine's own process: libFuzzer drives one target, and atheris tells it which lines were reached."""

from __future__ import annotations

import os
import sys
from contextlib import nullcontext

import atheris

from tests.fuzz.engine_options import PLANTED

OURS = ("crypto", "chat", "moderation", "webapp", "tests.fuzz", "werkzeug.sansio")


def main(name: str, options: list[str]) -> None:
    """Look until an input is found that raises, or the time is over; does not return."""
    with atheris.instrument_imports(include=list(OURS), enable_loader_override=False):
        from tests.fuzz.planting import BAD, planted  # noqa: PLC0415 - after the instrumentation
        from tests.fuzz.targets import load  # noqa: PLC0415

        target = load(name)
    with (
        planted(target, ending=BAD)
        if os.environ.get(PLANTED)
        else nullcontext(target.check) as check
    ):
        atheris.Setup([sys.argv[0], *options], check)
        atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
