"""The searcher finds a text in each disguise; otherwise its silence would prove nothing."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from urllib.parse import quote

import pytest

from tests.journeys.canary import canary, found_in, gzipped

DISGUISES: dict[str, Callable[[str], bytes]] = {
    "raw": lambda t: t.encode(),
    "json": lambda t: json.dumps({"a": [t]}).encode(),
    "percent": lambda t: quote(t).encode(),
    "percent, everything": lambda t: b"".join(b"%%%02X" % byte for byte in t.encode()),
    "utf-16": lambda t: t.encode("utf-16-le"),
    "base64": lambda t: base64.b64encode(t.encode()),
    "base64, shifted by one": lambda t: base64.b64encode(b"x" + t.encode()),
    "base64, shifted by two": lambda t: base64.urlsafe_b64encode(b"xy" + t.encode() + b"z"),
    "gzip": gzipped,
    "base64 of json in json": lambda t: json.dumps(
        {"e": base64.urlsafe_b64encode(json.dumps(t).encode()).decode()}
    ).encode(),
}


@pytest.mark.parametrize("disguise", DISGUISES)
def test_a_text_is_found_in_this_disguise(disguise: str) -> None:
    text = canary()
    assert found_in(
        b"\x00noise" + DISGUISES[disguise](text)
        if "json" not in disguise
        else DISGUISES[disguise](text),
        [text],
    ) == [text]


def test_a_text_that_is_not_there_is_not_found() -> None:
    assert found_in(canary().encode(), [canary()]) == []
