"""Somebody at `./quietline desk`, with their own secrets and a folder of their own."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from crypto.words import fingerprint_words
from tests.server import RunningSite
from webapp.cli import quietline
from webapp.client.calls import call
from webapp.client.pins import Pin
from webapp.schemas import unb64


def case_named(name: str, system: str) -> dict[str, Any]:
    """A case of another system."""
    person = {"role": "potential_victim", "person_name": name}
    return {
        "system": system,
        "id": name,
        "title": f"{name} on a flight",
        "summary": "Two lines,\nand “quotes”",
        "category": "crisis",
        "language": "es",
        "fields": {"severity": "high", "indicators": ["coached", "isolation"]},
        "sections": [
            {"kind": "person", "title": name, "text": "", "fields": person},
            {"kind": "note", "title": "", "text": f"{name} was seen"},
        ],
    }


@dataclass
class Terminal:
    """Somebody at a terminal who knows their own secrets."""

    site: RunningSite
    home: Path
    name: str = "ana"

    @cached_property
    def who(self) -> dict[str, Any]:
        """Their sign-in details."""
        found: dict[str, Any] = next(w for w in self.site.demo["staff"] if w["name"] == self.name)
        return found

    @cached_property
    def root(self) -> Pin:
        """The pin of this site, as somebody trusts it who looked at the poster."""
        said = call("GET", f"{self.site.desk_url}/api/v1/site")
        return Pin(unb64(said["site"]), unb64(said["root_vk"]))

    def desk(self, *command: str, **other: Any) -> Result:
        """`./quietline desk COMMAND`; `other` replaces passphrase or fingerprint."""
        kept = self.home / "secrets"
        kept.touch(mode=0o600)
        kept.write_text(
            f"{other.get('passphrase', self.who['passphrase'])}\n{self.who['device_key']}"
        )
        words = " ".join(fingerprint_words(self.root.root_vk))
        options = {
            "--url": other.get("url", self.site.desk_url),
            "--name": self.name,
            "--pin": str(self.home / "pin"),
            "--secrets": str(kept),
            "--fingerprint": other.get("fingerprint", words),
        }
        given = [part for pair in options.items() for part in pair]
        return CliRunner().invoke(quietline, ["desk", *given, *command])

    def file(self, name: str, cases: list[dict[str, Any]]) -> str:
        """A file of these cases, a line each."""
        path = self.home / name
        path.write_text("".join(json.dumps(c, ensure_ascii=False) + "\n" for c in cases))
        return str(path)

    def export(self, form: str, *more: str) -> Result:
        """Every case, or those of `more`, into a file of this form."""
        ground = ["--ground", "court_order", "--why", "for the court", "--format", form]
        return self.desk("export", *ground, "--out", str(self.home / f"out.{form}"), *more)

    def exported(self) -> list[dict[str, Any]]:
        """The cases of the newest export by lines."""
        lines = (self.home / "out.ndjson").read_text().splitlines()
        return [json.loads(line) for line in lines]
