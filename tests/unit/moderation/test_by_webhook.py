from __future__ import annotations

import ssl
import time
from pathlib import Path

import pytest

from moderation.jobs import alert, by_webhook
from moderation.jobs.by_webhook import WebhookRefused, is_public, send
from tests.post import Certificate, web_server

CONTEXT = ssl.create_default_context()

INSIDE = """
127.0.0.1 127.8.8.8 10.0.0.1 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1
255.255.255.255 192.0.2.1 198.18.0.1 ::1 :: fe80::1 fe80::1%eth0 fc00::1 fd12:3456::1 fec0::1 ff02::1
::ffff:127.0.0.1 ::ffff:10.0.0.1 2002:7f00:1:: 2002:a00:1:: 64:ff9b::7f00:1 2001:db8::1
"""


@pytest.mark.parametrize("address", INSIDE.split())
def test_addresses_inside_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_addresses_of_the_open_internet_are(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]"]
)
def test_a_webhook_never_leads_to_this_machine_however_it_is_written(host: str) -> None:
    with web_server() as hook:
        with pytest.raises((WebhookRefused, OSError)):
            send(f"https://{host}:{hook.port}/", CONTEXT, private=False)
        assert hook.got == []


def test_without_tls_nothing_is_sent_unless_private_addresses_are_allowed() -> None:
    with web_server() as hook:
        with pytest.raises(WebhookRefused):
            send(f"http://127.0.0.1:{hook.port}/", CONTEXT, private=False)
        send(f"http://127.0.0.1:{hook.port}/hook?key=1", CONTEXT, private=True)
    (got,) = hook.got
    assert got.startswith(b"POST /hook?key=1 HTTP/1.1\r\n")
    assert got.endswith(b"\r\n\r\n" + alert.as_json())
    assert b"user-agent" not in got.lower()


def test_the_certificate_is_checked_against_the_name(tmp_path: Path) -> None:
    certificate = Certificate.made(tmp_path)
    with web_server(certificate) as hook:
        with pytest.raises(ssl.SSLCertVerificationError):
            send(f"https://localhost:{hook.port}/", CONTEXT, private=True)
        assert hook.got == []
        send(f"https://localhost:{hook.port}/", certificate.for_client(), private=True)
    assert len(hook.got) == 1


def test_a_redirect_is_a_refusal_and_is_not_followed() -> None:
    with web_server() as other, web_server() as hook:
        there = f"http://127.0.0.1:{other.port}/".encode()
        hook.answer = b"HTTP/1.1 302 Found\r\nLocation: " + there + b"\r\n\r\n"
        with pytest.raises(WebhookRefused):
            send(f"http://127.0.0.1:{hook.port}/", CONTEXT, private=True)
        assert (len(hook.got), other.got) == (1, [])


@pytest.mark.parametrize(
    "answer", [b"", b"HTTP/1.1 500 No\r\n\r\n", b"HTTP/1.1", b"\n", b"x" * 5000]
)
def test_any_other_answer_is_a_refusal(answer: bytes) -> None:
    with web_server() as hook:
        hook.answer = answer
        with pytest.raises((WebhookRefused, OSError)):
            send(f"http://127.0.0.1:{hook.port}/", CONTEXT, private=True)


def test_a_server_that_never_comes_to_the_point_costs_no_more_than_the_patience(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(by_webhook, "PATIENCE", 0.0)
    began = time.monotonic()
    with web_server() as hook, pytest.raises(TimeoutError):
        send(f"http://127.0.0.1:{hook.port}/", CONTEXT, private=True)
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("address", ["https://", "https:///x", "ftp://example.org/", "https://[x/"])
def test_what_is_no_address_is_an_error_that_can_be_counted(address: str) -> None:
    with pytest.raises((WebhookRefused, OSError, ValueError)):
        send(address, CONTEXT, private=False)
