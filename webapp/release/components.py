"""Whose code a release brings along: every pinned package that runs, with its licence and hashes."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any, Literal

from webapp.release.newest import version as our_version

ROOT = Path(__file__).parents[2]

PINNED = re.compile(
    r"^([A-Za-z0-9_.-]+)(?:\[[^]]*\])?==(\S+)((?: \\\n +--hash=sha256:[0-9a-f]{64})*)", re.MULTILINE
)

ALLOWED = frozenset(
    {
        *("MIT", "MIT-0", "ISC", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "Apache-2.0"),
        *("MPL-2.0", "PSF-2.0", "ZPL-2.1", "LGPL-3.0-only", "LGPL-3.0-or-later"),
    }
)
"""Licences under which code may be given away together with ours (GPL, version 3 or later)."""

READ_BY_HAND = {
    ("pypi", "pyrage"): "MIT",
    ("pypi", "python-dateutil"): "Apache-2.0 OR BSD-3-Clause",
    ("npm", "xmlhttprequest-ssl"): "MIT",
}
"""Packages whose metadata does not say it in one word; read in the text that they bring along."""

WORDS = {
    "Apache License 2.0": "Apache-2.0",
    "License :: OSI Approved :: MIT License": "MIT",
    "License :: OSI Approved :: BSD License": "BSD-3-Clause",
}
"""Older words for licences, as identifiers of SPDX."""


class UnknownLicence(Exception):
    """A package does not say under which licence it is; the message names it."""


@dataclass(frozen=True, order=True)
class Component:
    """One pinned package; its licence is an SPDX expression, its hashes are hex."""

    kind: Literal["npm", "pypi"]
    name: str
    version: str
    licence: str
    hashes: tuple[str, ...]

    @property
    def purl(self) -> str:
        """Its name among all packages of the world."""
        return f"pkg:{self.kind}/{self.name.replace('@', '%40')}@{self.version}"

    @property
    def is_allowed(self) -> bool:
        """Whether each part of it may be given away with ours."""
        parts = self.licence.strip("()").split(" AND ")
        return all(ALLOWED & set(part.strip("()").split(" OR ")) for part in parts)


def components() -> list[Component]:
    """Everything that runs in a service or in a browser, in order; raises UnknownLicence."""
    return sorted({*_python(), *_npm()})


def _python() -> list[Component]:
    text = (ROOT / "requirements.txt").read_text()
    return [
        Component("pypi", name, version, _licence(name), tuple(re.findall("[0-9a-f]{64}", hashes)))
        for name, version, hashes in PINNED.findall(text)
    ]


def _licence(name: str) -> str:
    """What an installed package says of itself, from the newest way of saying it to the oldest."""
    said = metadata.metadata(name)
    old = [*(said.get_all("License") or []), *(said.get_all("Classifier") or [])]
    known = [WORDS.get(each, each) for each in old if each in {*WORDS, *ALLOWED}]
    by_hand = READ_BY_HAND.get(("pypi", name))
    found: list[str] = [
        *(said.get_all("License-Expression") or []),
        *([by_hand] if by_hand else []),
        *known,
    ]
    if not found:
        raise UnknownLicence(name)
    return found[0]


def _npm() -> list[Component]:
    packages: dict[str, dict[str, Any]] = json.loads((ROOT / "package-lock.json").read_text())[
        "packages"
    ]
    return [
        _npm_component(path.rpartition("node_modules/")[2], each)
        for path, each in packages.items()
        if path and not each.get("dev")
    ]


def _npm_component(name: str, said: dict[str, Any]) -> Component:
    licence = said.get("license") or READ_BY_HAND.get(("npm", name))
    if not licence:
        raise UnknownLicence(name)
    sha512 = b64decode(said["integrity"].removeprefix("sha512-")).hex()
    return Component("npm", name, said["version"], licence, (sha512,))


def bill_of_materials() -> str:
    """All of it in CycloneDX's JSON: of the same release the same bytes, so no moment and no serial."""
    ours = {
        "type": "application",
        "bom-ref": "quietline",
        "name": "quietline",
        "version": our_version(),
        "licenses": [{"expression": "GPL-3.0-or-later"}],
    }
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": ours},
        "components": [_entry(each) for each in components()],
    }
    return json.dumps(bill, indent=2) + "\n"


def _entry(component: Component) -> dict[str, object]:
    """Of npm one archive is pinned, whose hash it is; of Python one for each kind of machine."""
    hashes: dict[str, object] = (
        {"hashes": [{"alg": "SHA-512", "content": component.hashes[0]}]}
        if component.kind == "npm"
        else {
            "properties": [
                {"name": "quietline:archive:sha256", "value": each} for each in component.hashes
            ]
        }
    )
    return {
        "type": "library",
        "bom-ref": component.purl,
        "name": component.name,
        "version": component.version,
        "licenses": [{"expression": component.licence}],
        "purl": component.purl,
        **hashes,
    }


LICENCES = """# Licences of what ships

Quietline is under the GNU General Public License, version 3 or later (`LICENSE`). A release \
brings along these packages of other people, pinned by hash. This page is written by \
`./quietline licences > docs/licences.md`; a test holds it to the pinned files, and every \
licence to a list of those that go together with ours (`webapp/release/components.py`). Tools \
that only build and test are not in it, and neither are libraries inside of wheels (OpenSSL, \
libsodium, libpq, Rust crates): their licences are in the wheels.

| package | version | from | licence |
|---|---|---|---|
"""


def licences() -> str:
    """The page docs/licences.md."""
    rows = [
        f"| {each.name} | {each.version} | {'Python' if each.kind == 'pypi' else 'npm'} | {each.licence} |"
        for each in components()
    ]
    return LICENCES + "\n".join(rows) + "\n"
