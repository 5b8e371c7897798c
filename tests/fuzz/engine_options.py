"""How the engine is told what to do; apart from it, since only its own process can import atheris."""

from __future__ import annotations

from pathlib import Path

from tests.fuzz.target import Target

PLANTED = "QUIETLINE_FUZZ_PLANTED"
"""Set in the engine's environment, there is a bug in the parser."""

SLOW = 20
"""Seconds after which one input is a finding of its own."""

MEMORY = 1_024
"""Megabytes beyond which one is too."""


def options_of(target: Target, seconds: int, left: Path, words: Path) -> list[str]:
    """LibFuzzer's options: how long, how large, and where a finding is left."""
    return [
        f"-max_total_time={seconds}",
        f"-max_len={target.longest}",
        f"-timeout={SLOW}",
        f"-rss_limit_mb={MEMORY}",
        f"-artifact_prefix={left}/",
        *([f"-dict={words}"] if target.words else []),
        "-print_final_stats=1",
        "-verbosity=0",
    ]


def words_file(target: Target, folder: Path) -> Path:
    """The target's words as libFuzzer reads them."""
    path = folder / "words"
    lines = ["".join(f"\\x{byte:02x}" for byte in word) for word in target.words]
    path.write_text("".join(f'"{line}"\n' for line in lines))
    return path
