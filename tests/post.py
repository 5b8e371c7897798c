"""A mail server and a webhook of this machine that keep every byte they get."""

from __future__ import annotations

import datetime as dt
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.server import free_pair

USER, PASSWORD = b"desk", b"a-long-password"


@dataclass
class Letterbox:
    """What the mail server took: the envelope's recipient and the bytes."""

    port: int = 0
    letters: list[tuple[str, bytes]] = field(default_factory=list)
    sealed: list[bool] = field(default_factory=list)
    refuse: bool = False
    arrived: threading.Event = field(default_factory=threading.Event)

    async def handle_DATA(self, _server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Take it, or refuse it."""
        if self.refuse:
            return "451 later"
        self.sealed.append(session.ssl is not None)
        self.letters.append((envelope.rcpt_tos[0], bytes(envelope.original_content or b"")))
        self.arrived.set()
        return "250 taken"


@contextmanager
def mail_server(certificate: Certificate | None = None, way: str = "none") -> Iterator[Letterbox]:
    """A mail server; with a certificate it demands a sealed line and who one is."""
    box = Letterbox()
    context = certificate.for_server() if certificate else None
    options: dict[str, Any] = {"hostname": "127.0.0.1", "port": free_pair()}
    if way == "starttls":
        options |= {"tls_context": context, "require_starttls": True}
    if way == "tls":
        options |= {"ssl_context": context}
    if certificate:
        options |= {
            "authenticator": _authenticate,
            "auth_required": True,
            "auth_require_tls": way == "starttls",
        }
    controller = Controller(box, **options)
    controller.start()
    box.port = options["port"]
    try:
        yield box
    finally:
        controller.stop()


def _authenticate(
    _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, auth: Any
) -> AuthResult:
    is_known = isinstance(auth, LoginPassword) and (auth.login, auth.password) == (USER, PASSWORD)
    return AuthResult(success=is_known)


@dataclass
class Certificate:
    """A certificate for localhost that nobody but these tests trusts."""

    file: Path

    @classmethod
    def made(cls, folder: Path) -> Certificate:
        """A new one, with its key in the same file."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
        now = dt.datetime.now(dt.UTC)
        names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
        made = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - dt.timedelta(days=1))
            .not_valid_after(now + dt.timedelta(days=1))
            .add_extension(x509.SubjectAlternativeName(names), critical=False)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .sign(key, hashes.SHA256())
        )
        pem = serialization.Encoding.PEM
        secret = key.private_bytes(
            pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        file = folder / "certificate.pem"
        file.write_bytes(made.public_bytes(pem) + secret)
        return cls(file)

    def for_server(self) -> ssl.SSLContext:
        """What a server shows."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.file)
        return context

    def for_client(self) -> ssl.SSLContext:
        """What a client that trusts it checks with."""
        return ssl.create_default_context(cafile=str(self.file))


@dataclass
class Webhook:
    """What a web server got, byte by byte, and what it answers."""

    port: int
    answer: bytes = b"HTTP/1.1 204 No Content\r\n\r\n"
    got: list[bytes] = field(default_factory=list)


@contextmanager
def web_server(certificate: Certificate | None = None) -> Iterator[Webhook]:
    """A web server that takes one request on each connection."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        hook = Webhook(listener.getsockname()[1])
        worker = threading.Thread(target=_answer_all, args=(listener, hook, certificate))
        worker.start()
        try:
            yield hook
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            worker.join()


def _answer_all(listener: socket.socket, hook: Webhook, certificate: Certificate | None) -> None:
    context = certificate.for_server() if certificate else None
    while True:
        try:
            plain, _ = listener.accept()
        except OSError:
            return
        try:
            line = context.wrap_socket(plain, server_side=True) if context else plain
            with line:
                hook.got.append(_request(line))
                line.sendall(hook.answer)
        except OSError:
            continue  # whoever came did not stay


def _request(line: socket.socket) -> bytes:
    got = b""
    while (piece := line.recv(4096)) and (got := got + piece):
        head, _, body = got.partition(b"\r\n\r\n")
        length = [h for h in head.lower().split(b"\r\n") if h.startswith(b"content-length:")]
        if length and len(body) >= int(length[0].split(b":")[1]):
            break
    return got
