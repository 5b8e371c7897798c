"""Is there a newer release: one request that says nothing, and a mirror that lies is not believed."""

from __future__ import annotations

import json
import re
import secrets
import time
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from config.refusal import SettingsError
from config.releases import ReleasesAt, releases
from config.settings import load_settings
from crypto.release import makers_key, sign_releases
from tests.mirror import HEAD, mirror
from webapp.cli import quietline
from webapp.doctor.newer import newer
from webapp.release.ask import LONGEST, NotTold, ask
from webapp.release.newest import NoList, Seen, makers_keys, version

TODAY = date(2026, 11, 28)
SEED = secrets.token_bytes(32)


def listed(serial: int = 5, seed: bytes = SEED, **other: object) -> bytes:
    """A list as the makers sign it."""
    said = {
        "serial": serial,
        "newest": "99.1",
        "sha256": "ab" * 32,
        "urgent": False,
        "issued": str(TODAY),
        "expires": str(TODAY + timedelta(days=90)),
        **other,
    }
    body = json.dumps(said).encode()
    return body + b"\n" + sign_releases(seed, body).hex().encode() + b"\n"


@pytest.fixture
def seen(tmp_path: Path) -> Seen:
    return Seen(tmp_path / "releases", [makers_key(SEED)])


def at(url: str) -> ReleasesAt:
    return ReleasesAt(url, None)


def test_the_request_is_the_same_from_everybody_and_says_nothing_of_who_asks(seen: Seen) -> None:
    with mirror(HEAD + listed()) as there:
        assert seen.take(ask(at(there.url)), TODAY).newest == "99.1"
    (asked,) = there.asked
    host = there.url.split("/")[2]
    assert asked == f"GET /releases HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode()
    assert version().encode() not in asked.replace(host.encode(), b"")


def test_a_list_that_is_older_than_one_that_was_seen_is_refused_also_after_a_restart(
    seen: Seen,
) -> None:
    seen.take(listed(5), TODAY)
    seen.take(listed(5), TODAY)
    with pytest.raises(NoList, match="keeps newer ones back"):
        Seen(seen.file, seen.keys).take(listed(4), TODAY)
    assert seen.take(listed(6), TODAY).serial == 6
    assert seen.file.stat().st_mode & 0o077 == 0


def test_a_list_that_was_kept_too_long_is_refused(seen: Seen) -> None:
    seen.take(listed(), TODAY + timedelta(days=90))
    with pytest.raises(NoList, match="held until"):
        seen.take(listed(), TODAY + timedelta(days=91))


WHOLE = listed()


@pytest.mark.parametrize(
    "said",
    [
        b"",
        WHOLE[: len(WHOLE) // 2],
        WHOLE[:-2],
        WHOLE.replace(b"99.1", b"99.2"),
        WHOLE.replace(b"\n", b" \n", 1),
        listed(seed=secrets.token_bytes(32)),
        listed(newest="99.1; rm"),
        listed(serial=0),
        listed(expires="never"),
        WHOLE.split(b"\n")[0] + b"\nzz",
        b"\xff" * 100,
    ],
)
def test_what_was_cut_changed_or_signed_by_others_is_refused_and_nothing_is_kept(
    seen: Seen, said: bytes
) -> None:
    with pytest.raises(NoList, match="signed"):
        seen.take(said, TODAY)
    assert not seen.file.exists()
    assert seen.take(WHOLE, TODAY).serial == 5


def test_a_second_key_is_believed_while_the_first_still_is(seen: Seen) -> None:
    other = secrets.token_bytes(32)
    seen.keys.append(makers_key(other))
    assert seen.take(listed(6, other), TODAY).serial == 6
    with pytest.raises(NoList, match="names no key"):
        Seen(seen.file, []).take(listed(7), TODAY)


@pytest.mark.parametrize("status", [b"302 Found", b"301 Moved", b"404 Not Found", b"500 Oh"])
def test_nobody_is_led_elsewhere(status: bytes) -> None:
    with mirror(WHOLE) as elsewhere:
        led = b"HTTP/1.1 %b\r\nLocation: %b\r\n\r\n" % (status, elsewhere.url.encode())
        with mirror(led) as there, pytest.raises(NotTold, match=status[:3].decode()):
            ask(at(there.url))
        assert elsewhere.asked == []


@pytest.mark.parametrize(("head", "every"), [(HEAD, 0.05), (b"HTTP/1.1 200 OK\r\nA: ", 0.05)])
def test_an_answer_that_never_ends_is_ended(head: bytes, every: float) -> None:
    begun = time.monotonic()
    with (
        mirror(head, endless=b"a", every=every) as there,
        pytest.raises(NotTold, match="not answer"),
    ):
        ask(at(there.url), seconds=1.0)
    assert time.monotonic() - begun < 20


def test_a_huge_answer_is_not_read_to_its_end() -> None:
    with mirror(HEAD, endless=b"a" * 65_536) as there, pytest.raises(NotTold, match="more than"):
        ask(at(there.url))
    length = b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n"
    with mirror(length, endless=b"a" * LONGEST) as there, pytest.raises(NotTold, match="more than"):
        ask(at(there.url))


@pytest.mark.parametrize("answer", [b"", b"HTTP/9 hello\r\n\r\n", b"\x00" * 99, HEAD[:10]])
def test_what_is_no_http_is_no_list(answer: bytes) -> None:
    with mirror(answer) as there, pytest.raises(NotTold):
        ask(at(there.url), seconds=5.0)


@pytest.mark.parametrize(
    "url",
    ["http://example.org/x", "ftp://example.org/", "https://", "https://a:b@example.org/",
     "http://" + "a" * 56 + ".onion/x", "https://example.org/\r\nX: y"],
)  # fmt: skip
def test_an_address_that_would_be_asked_in_the_open_is_refused(url: str) -> None:
    with pytest.raises(SettingsError):
        releases({"QUIETLINE_RELEASES_URL": url})


def test_by_itself_nobody_is_asked_and_a_list_may_come_another_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUIETLINE_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("QUIETLINE_RELEASES_URL", raising=False)
    run = CliRunner().invoke
    assert load_settings({}).releases is None
    nobody = run(quietline, ["releases"])
    assert (nobody.exit_code, "Nothing is asked" in nobody.output) == (1, True)
    made = run(quietline, ["sign-releases", "--new-key", str(tmp_path / "key")])
    key = made.output.strip()
    (tmp_path / "archive").write_bytes(b"a release")
    for number, (newest, code, word) in enumerate(
        [(version(), 0, "is the newest"), ("99.0", 4, "upgrade today")], start=1
    ):
        words = ["--key-file", tmp_path / "key", "--serial", number, "--newest", newest]
        words += ["--archive", tmp_path / "archive", "--urgent"]
        signed = run(quietline, ["sign-releases", *map(str, words)])
        (tmp_path / "list").write_text(signed.output)
        told = run(quietline, ["releases", "--file", str(tmp_path / "list"), "--key", key])
        assert (told.exit_code, word in told.output) == (code, True), told.output
    assert re.fullmatch(r"[0-9a-f]{64}", key)


def test_the_doctor_says_what_was_last_heard_and_asks_nobody(seen: Seen) -> None:
    assert list(newer(seen, TODAY)) == []
    heard: list[tuple[dict[str, object], int, str]] = [
        ({"newest": version()}, 0, "well"),
        ({"newest": version()}, 91, "look"),
        ({}, 0, "look"),
        ({"urgent": True}, 0, "wrong"),
    ]
    for number, (other, later, level) in enumerate(heard, start=1):
        seen.take(listed(number, SEED, **other), TODAY)
        assert [each.level for each in newer(seen, TODAY + timedelta(days=later))] == [level]


def test_the_keys_that_come_with_the_tree_can_be_read() -> None:
    assert all(len(key) == 32 for key in makers_keys())
