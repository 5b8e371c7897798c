"""JSON calls to a running site, from another process."""

from __future__ import annotations

import http.client
import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any

TIMEOUT = 20
"""Seconds for one call."""

START_DEADLINE = 30.0
"""Seconds that a server may take to start."""

BETWEEN_LOOKS = 0.05
"""Seconds between two looks at something that is not there yet."""


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A call goes where it was sent: a redirect would carry the token to whoever is named."""

    def redirect_request(self, *_: object, **__: object) -> None:
        """There is no other address; the redirect itself is the answer, and no success."""


# A proxy that the environment names must neither see nor break this.
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirects())


class CallFailed(Exception):
    """The site refused a call or does not answer; the message says which call and why.

    `status` is None where there was no answer: then nobody knows whether the call was carried out.
    """

    def __init__(self, call: str, why: str, status: int | None = None) -> None:
        super().__init__(f"{call}: {why}")
        self.why = why
        self.status = status


def call(
    method: str, url: str, body: object = None, authorization: str | None = None
) -> dict[str, Any]:
    """Make one call and give its JSON answer; raises CallFailed for anything but success.

    A body of bytes goes as it is, everything else as JSON.
    """
    is_bytes = isinstance(body, bytes)
    headers = {"Content-Type": "application/octet-stream" if is_bytes else "application/json"}
    if authorization:
        headers["Authorization"] = authorization
    data = _as_bytes(body)
    request = urllib.request.Request(url, data, headers, method=method)  # noqa: S310 - our own address
    try:
        with _OPENER.open(request, timeout=TIMEOUT) as answer:
            parsed: dict[str, Any] = json.loads(answer.read() or b"{}")
            return parsed
    except urllib.error.HTTPError as error:
        raise CallFailed(f"{method} {url}", _why(error), error.code) from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise CallFailed(f"{method} {url}", "no answer") from error


def _as_bytes(body: object) -> bytes | None:
    if body is None or isinstance(body, bytes):
        return body
    return json.dumps(body).encode()


def call_again(
    method: str, url: str, body: object = None, authorization: str | None = None, tries: int = 3
) -> dict[str, Any]:
    """`call`, tried again where no answer came; only for calls that are safe to send twice."""
    for left in reversed(range(tries)):
        try:
            return call(method, url, body, authorization)
        except CallFailed as error:
            if error.status is not None or left == 0:
                raise
    raise AssertionError("tries is at least 1")


def wait_until_ready(url: str, still: Callable[[], bool] = lambda: True) -> None:
    """Return once the side at `url` can work.

    Raises CallFailed after START_DEADLINE, or at once when `still()` says that nothing will come.
    """
    end = time.monotonic() + START_DEADLINE
    while True:
        try:
            call("GET", f"{url}/readyz")
        except CallFailed:
            if time.monotonic() > end or not still():
                raise
            time.sleep(BETWEEN_LOOKS)
        else:
            return


def _why(error: urllib.error.HTTPError) -> str:
    try:
        return str(json.loads(error.read())["type"])
    except (OSError, ValueError, KeyError, TypeError):
        return str(error.code)
