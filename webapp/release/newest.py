"""The makers' list of releases: what it says, whether it is theirs, in force, and not older than one seen."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from config.disk import sync_folder
from crypto.errors import CryptoError
from crypto.release import verify_releases
from webapp.release.ask import LONGEST

ROOT = Path(__file__).resolve().parent.parent.parent
KEYS = ROOT / "webapp" / "data" / "release_keys.txt"


class NoList(Exception):
    """What came is not to be believed; the message says why."""


class Newest(BaseModel):
    """`serial` grows with each list; `urgent` is that older releases can be attacked. Later fields are let be."""

    model_config = ConfigDict(strict=False, frozen=True, extra="ignore")

    serial: int = Field(ge=1, lt=2**53)
    newest: str = Field(pattern=r"^[0-9]{1,6}(\.[0-9]{1,6}){1,3}$")
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    urgent: bool
    issued: date
    expires: date

    @property
    def is_newer(self) -> bool:
        """Whether it is newer than what runs here."""
        return _numbers(self.newest) > _numbers(version())


@dataclass(frozen=True)
class Seen:
    """Where the newest list that was believed here is kept, so that no older one is believed again."""

    file: Path
    keys: list[bytes]

    def read(self) -> Newest | None:
        """What it says, whether or not it is still in force; None where none was seen."""
        if not self.file.exists():
            return None
        return parse(self.file.read_bytes(), self.keys)

    def take(self, said: bytes, today: date) -> Newest:
        """What this list says, kept from now on; raises NoList where it is not to be believed."""
        found, before = parse(said, self.keys), self._before()
        if before is not None and found.serial < before.serial:
            raise NoList(
                f"this list (number {found.serial}) is older than one that was seen here (number"
                f" {before.serial}): whoever sent it keeps newer ones back"
            )
        if found.expires < today:
            raise NoList(
                f"this list held until {found.expires}: nobody signed another, or whoever sent it"
                " keeps newer ones back. Or this clock is wrong"
            )
        self._keep(said)
        return found

    def _before(self) -> Newest | None:
        try:
            return self.read()
        except NoList:
            return None  # signed by a key that is no longer the makers'

    def _keep(self, said: bytes) -> None:
        new = self.file.with_suffix(".new")
        new.touch(mode=0o600)
        new.write_bytes(said)
        new.rename(self.file)
        sync_folder(self.file.parent)


def parse(said: bytes, keys: list[bytes]) -> Newest:
    """What a list says that the makers signed: one line of JSON, and one with their signature in hex."""
    if not keys:
        raise NoList("this tree names no key of its makers (webapp/data/release_keys.txt)")
    body, _, signed = said[:LONGEST].removesuffix(b"\n").partition(b"\n")
    try:
        verify_releases(keys, body, bytes.fromhex(signed.decode("ascii")))
        return Newest.model_validate_json(body)
    except (CryptoError, UnicodeError, ValueError, ValidationError) as error:
        raise NoList("this is no list that the makers signed, or it was cut or changed") from error


def makers_keys() -> list[bytes]:
    """The keys that came with this release."""
    lines = KEYS.read_text(encoding="ascii").split("\n")
    return [bytes.fromhex(line) for line in lines if line and not line.startswith("#")]


def version() -> str:
    """The number of the release that this is."""
    found = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return str(found["project"]["version"])


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split("."))
