"""Debian's nginx before a served site, with the very file that operators get: only paths, ports and names are ours."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from config import clock
from tests.server import ROOT, RunningSite, free_pair, patiently

DELIVERED = ROOT / "config" / "deploy" / "nginx.conf"
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


@dataclass
class Nginx:
    """A running nginx; both names are localhost, on ports of their own."""

    home: Path
    port: int
    process: subprocess.Popen[bytes]
    plain_port: int

    @property
    def webroot(self) -> Path:
        """Where certbot lays what it is asked for."""
        return self.home / "letsencrypt"

    @property
    def source_url(self) -> str:
        """Where people outside come."""
        return f"https://localhost:{self.port}"

    @property
    def desk_url(self) -> str:
        """Where staff come."""
        return f"https://localhost:{self.port + 1}"

    @property
    def onion_port(self) -> int:
        """Where Tor leads to."""
        return self.plain_port + 1

    @property
    def certificate(self) -> Path:
        """What a client must trust."""
        return self.home / "fullchain.pem"

    @property
    def folders(self) -> list[Path]:
        """Every folder into which it could write a request or an answer."""
        return [self.home / name for name in TEMPORARY]

    @property
    def pids(self) -> list[int]:
        """Its processes."""
        pid = self.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return [pid, *map(int, children)]

    @property
    def is_up(self) -> bool:
        """Whether it listens."""
        pid = self.home / "pid"
        return pid.exists() and pid.read_text() != ""

    @property
    def said(self) -> str:
        """All that it has written about errors."""
        return (self.home / "said").read_text()


def program() -> str:
    """Debian keeps it where only root looks."""
    found = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    assert found, "tests/debian-packages installs nginx"
    return found


def replaced(text: str, old: str, new: str, count: int) -> str:
    """The text with something put in its place exactly so often as it must stand there."""
    assert text.count(old) == count, old
    return text.replace(old, new)


def _served_by(text: str, upstream: str, ports: Sequence[int]) -> str:
    """The file where this upstream is the processes on these ports."""
    found = re.compile(
        rf"(  upstream {upstream} {{\n[^}}]*?)    server 127\.0\.0\.1:\d+( [^;]*);\n"
    )
    servers = "".join(f"    server 127.0.0.1:{port}\\2;\n" for port in ports)
    text, count = found.subn(rf"\1{servers}", text)
    assert count == 1, upstream
    return text


def written(home: Path, pages: Sequence[int], lines: Sequence[int], port: int, plain: int) -> Path:
    """The delivered file for processes that listen on these ports and those above, for an account like ours."""
    text = DELIVERED.read_text()
    folders = "".join(f"  {name}_temp_path {home / name};\n" for name in TEMPORARY)
    text, count = re.subn(r"  client_body_temp_path .*\n  proxy_temp_path .*\n", folders, text)
    assert count == 1
    text = replaced(text, "user www-data;", "user root;" if os.getuid() == 0 else "", 1)
    text = replaced(text, "/run/nginx.pid", str(home / "pid"), 1)
    text = replaced(text, "/etc/nginx/quietline", str(home), 2)
    for name, ports in (("", pages), ("_line", lines)):
        text = _served_by(text, f"outside{name}", ports)
        text = _served_by(text, f"desk{name}", [each + 1 for each in ports])
    old = "listen 443 ssl http2;\n    server_name desk.example.org"
    new = f"listen 127.0.0.1:{port + 1} ssl http2;\n    server_name localhost"
    text = replaced(text, old, new, 1)
    text = replaced(text, "listen 443 ", f"listen 127.0.0.1:{port} ", 2)
    text = replaced(text, "listen 80", f"listen 127.0.0.1:{plain}", 2)
    text = replaced(text, "listen 127.0.0.1:8088", f"listen 127.0.0.1:{plain + 1}", 1)
    text = replaced(text, "root /var/lib/letsencrypt", f"root {home / 'letsencrypt'}", 1)
    text = text.replace("tips.example.org", "localhost")
    made = home / "nginx.conf"
    made.write_text(text)
    return made


def certify(home: Path) -> None:
    """A certificate for localhost and its key, made now."""
    key = ec.generate_private_key(ec.SECP256R1())
    name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")]), clock.now()
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    (home / "fullchain.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (home / "privkey.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )


@contextmanager
def nginx_before(site: RunningSite, home: Path) -> Iterator[Nginx]:
    """Debian's nginx as long as the block lasts; afterwards it has said nothing."""
    home.mkdir()
    certify(home)
    port, plain = free_pair(), free_pair()
    conf = written(home, [site.port], [site.port], port, plain)
    with (home / "said").open("wb") as said:
        process = subprocess.Popen(
            [program(), "-c", str(conf), "-e", "stderr", "-g", "daemon off;"], stderr=said
        )
        made = Nginx(home, port, process, plain)
        try:
            patiently(lambda: process.poll() is not None or made.is_up)
            assert process.poll() is None, made.said
            yield made
        finally:
            process.terminate()
            process.wait(timeout=20)
    assert made.said == ""
