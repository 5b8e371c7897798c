"""A made-up machine: its files lie in a folder, its programs are Debian's, ours, or strict stand-ins."""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from tests.databases import SERVER
from tests.handbook.programs import ON_POSTGRESQL, PROGRAMS
from tests.nginx import certify, written
from tests.real_releases import laid
from tests.server import ROOT, free_pair
from tests.units import confined, services

REAL = (
    "sh", "cat", "chmod", "cp", "curl", "df", "diff", "dirname", "du", "env", "gzip", "ln", "mkdir",
    "mv", "openssl", "readlink", "rm", "rsync", "sed", "sha256sum", "tar", "true",
)  # fmt: skip
"""Programs that are just run."""

PLACE = re.compile(
    r"(?<![\w./-])/(?=(?:etc|opt|var/lib|backup|usr/local/sbin|media|run|srv|root|home)\b)"
)
"""Where a path of that machine begins; here it lies below the machine's folder."""


DEBIAN_S = (
    "etc/sysusers.d", "etc/tmpfiles.d", "etc/systemd/system", "etc/nginx", "etc/tor", "var/lib",
    "usr/local/sbin", "run", "home/anna/.ssh", "root", "srv",
)  # fmt: skip
"""Folders that Debian and its packages bring."""


class Machine:
    """One such machine; where it `serves`, services and nginx are really started."""

    def __init__(self, root: Path, *, serves: bool) -> None:
        self.root, self.own, self.serves = root, root / "own", serves
        self.port, self.https = free_pair(), free_pair()
        for name in ("bin", "state", "journal", "acme", *DEBIAN_S):
            (root / name).mkdir(parents=True)
        self._lay_programs()
        certify(root / "acme")
        self.tree(self.own)

    def tree(self, folder: Path, *, more: bool = False) -> None:
        """The operator's own copy of a release, whose files name places of this machine."""
        laid(folder, more=more)
        for name in ("requirements.txt", "Makefile"):
            shutil.copy(ROOT / name, folder / name)
        (folder / "docs").mkdir()
        deploy = folder / "config" / "deploy"
        plain = free_pair()
        conf = written(self.root / "acme", [self.port], [self.port], self.https, plain)
        text = conf.read_text().replace(f"{self.root}/acme/letsencrypt", "/var/lib/letsencrypt")
        for name in ("fullchain.pem", "privkey.pem"):
            text = text.replace(f"{self.root}/acme/{name}", f"/etc/nginx/quietline/{name}")
        text = text.replace("server_name localhost;", "server_name tips.example.org;", 1)
        (deploy / "nginx.conf").write_text(PLACE.sub(f"{self.root}/", text))
        for name in ("torrc", "as-service", "systemd/tmpfiles.conf"):
            path = deploy / name
            path.write_text(self.here(path.read_text()))

    def _lay_programs(self) -> None:
        found = f"{os.environ['PATH']}:/usr/sbin:/sbin"
        for name in REAL:
            asks_nobody = name == "curl" and not self.serves
            real = shutil.which("true" if asks_nobody else name, path=found)
            assert real, f"tests/debian-packages installs {name}"
            (self.root / "bin" / name).symlink_to(real)
        for name in (*PROGRAMS, *ON_POSTGRESQL):
            path = self.root / "bin" / name
            path.write_text(
                f"#!/bin/sh\nPYTHONPATH={ROOT} exec {sys.executable} -P -m tests.handbook.programs"
                f' {self.root} {name} "$@"\n'
            )
            path.chmod(0o755)
        (self.root / "state" / "venv.json").write_text(json.dumps(str(ROOT / ".venv")))
        if self.serves:
            units = {name: self._commands(name) for name in services() if "@" not in name}
            plain = {name.removesuffix(".service"): each for name, each in units.items()}
            (self.root / "state" / "commands.json").write_text(json.dumps(plain))

    def _commands(self, name: str) -> list[list[str]]:
        """What a unit runs, under its limits, by the release that the link leads to."""
        spec = self.root / "state" / f"{name}.spec"
        asked = {
            word: f"${{{word}}}" for word in ("QUIETLINE_BACKUP_TO", "QUIETLINE_BACKUP_RECIPIENT")
        }
        return [confined(name, spec, asked, tree=self.root / "opt" / "quietline" / "current")]

    def here(self, text: str) -> str:
        """A page's words with this machine's places for the page's own."""
        text = text.replace("root@tips.example.org:", "")
        text = text.replace("https://tips.example.org", f"https://localhost:{self.https}")
        text = text.replace("https://desk.example.org", f"https://localhost:{self.https + 1}")
        text = re.sub(r"\b(?:tips|desk)\.example\.org", "localhost", text)
        text = text.replace("postgresql:///quietline?host=/run/postgresql", self._database())
        return PLACE.sub(f"{self.root}/", text)

    def _database(self) -> str:
        noted = self.root / "state" / "database"
        if not noted.exists():
            return "postgresql://nowhere"
        name = noted.read_text().split()[1]
        return re.sub(r"//[^@/]*@(.*)/\w+$", rf"//{name}@\1/{name}", SERVER)

    @property
    def recipient(self) -> str:
        """The public key that was written down."""
        key = self.own / "operator.key"
        found = re.search(r"age1[a-z0-9]{20,}", key.read_text()) if key.exists() else None
        return found[0] if found else ""

    def has_account(self, name: str) -> None:
        """Somebody has an account of theirs."""
        with (self.root / "etc" / "passwd").open("a") as file:
            file.write(f"{name}:x:1001:1001::/home/{name}:/bin/sh\n")

    def newer_release(self) -> None:
        """From now on the operator's own computer has a release with one revision more."""
        older, self.own = self.own, self.root / "newer"
        self.tree(self.own, more=True)
        shutil.copy(older / "operator.key", self.own)

    @contextmanager
    def database(self) -> Iterator[None]:
        """`quietline` is a name of this run's own on this machine's PostgreSQL, gone afterwards."""
        name = f"handbook_{secrets.token_hex(4)}"
        (self.root / "state" / "database").write_text(f"{SERVER} {name}")
        try:
            yield
        finally:
            with psycopg.connect(SERVER, autocommit=True) as line:
                for each in (name, f"{name}-before"):
                    line.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(each)))
                line.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(name)))

    def type(self, body: str, *, own: bool = False) -> str:
        """A box is pasted; gives what it says. Raises AssertionError with it where it failed."""
        body = self.here(body).replace("age1…", self.recipient)
        assert "…" not in body, body
        environ = {
            "PATH": f"{self.root}/bin:{self.root}/usr/local/sbin",
            "HOME": str(self.root / "root"),
            "LANG": "C.UTF-8",
            "QUIETLINE_PORT": str(self.port),
            "SSL_CERT_FILE": str(self.root / "acme" / "fullchain.pem"),
        }
        done = subprocess.run(
            [self.root / "bin" / "sh", "-eu", "-c", body],
            cwd=self.own if own else self.root / "root",
            env=environ,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, f"{body}\n{done.stdout}\n{done.stderr}"
        return done.stdout + done.stderr

    def stop(self) -> None:
        """Everything that it started has ended."""
        running = [path.stem for path in (self.root / "state").glob("*.pid")]
        if running:
            stop = [f"{self.root}/bin/systemctl", "stop", *running]
            subprocess.run(stop, check=True, env={"PATH": str(self.root / "bin")})
