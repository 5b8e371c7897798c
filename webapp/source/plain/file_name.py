"""A file's name and type as its sender's device tells them: bounded, and sealed like everything else."""

from __future__ import annotations

import re

LONGEST_NAME = 255
"""Bytes of a name in UTF-8."""

LONGEST_ENDING = 20
USUAL_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]{1,60}/[a-z0-9!#$&^_.+-]{1,60}")


def short_name(name: str) -> str:
    """The name without the folders before it, at most 255 bytes; a longer one keeps its ending."""
    last = re.split(r"[/\\]", name)[-1].encode(errors="replace").decode()
    stem, dot, ending = last.rpartition(".")
    if not stem or len(ending.encode()) > LONGEST_ENDING:
        stem, dot, ending = last, "", ""
    room = LONGEST_NAME - len((dot + ending).encode())
    return stem.encode()[:room].decode(errors="ignore") + dot + ending


def media_type_of(said: str) -> str:
    """The media type without its parameters, or the one of unknown bytes."""
    plain = said.partition(";")[0].strip().lower()
    return plain if USUAL_TYPE.fullmatch(plain) else "application/octet-stream"
