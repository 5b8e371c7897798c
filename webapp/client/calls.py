"""JSON calls to a running site, from another process on the same machine."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from typing import Any

TIMEOUT = 20
"""Seconds for one call."""

START_DEADLINE = 30.0
"""Seconds that a server may take to start."""


class CallFailed(Exception):
    """The site refused a call, or does not answer; the message says which call and why."""


def call(
    method: str, url: str, body: object = None, authorization: str | None = None
) -> dict[str, Any]:
    """Make one call and give its JSON answer; raises CallFailed for anything but success."""
    headers = {"Content-Type": "application/json"} | (
        {"Authorization": authorization} if authorization else {}
    )
    data = json.dumps(body).encode() if body is not None else None
    request = urllib.request.Request(url, data, headers, method=method)  # noqa: S310 - our own address
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310 - our own address
            parsed: dict[str, Any] = json.loads(answer.read() or b"{}")
            return parsed
    except urllib.error.HTTPError as error:
        raise CallFailed(f"{method} {url}: {_why(error)}") from error
    except OSError as error:
        raise CallFailed(f"{method} {url}: no answer") from error


def wait_until_ready(url: str) -> None:
    """Return once the side at `url` can work; raises CallFailed when it took too long."""
    end = time.monotonic() + START_DEADLINE
    while True:
        try:
            call("GET", f"{url}/readyz")
        except CallFailed:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)  # between two looks
        else:
            return


def _why(error: urllib.error.HTTPError) -> str:
    try:
        return str(json.loads(error.read())["type"])
    except (ValueError, KeyError, TypeError):
        return str(error.code)
