"""The desk's calls, typed: what each takes and gives is said by the models that the server uses.

An answer that is not one is refused like a call that failed. Time and randomness are arguments.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.parse import urlencode, urlsplit

from pydantic import ValidationError

from crypto.errors import CryptoError
from crypto.staff import METHOD_DEVICE, StaffFactors, open_staff_blob
from webapp.answers import (
    AboutSite,
    CaseDetail,
    CaseLine,
    CaseListed,
    CasesPage,
    DeskAnswer,
    Outgoing,
    RecordRow,
    ReleaseRow,
    SessionBegun,
    Started,
)
from webapp.client.calls import CallFailed, call
from webapp.client.keyring import DeskDoesNotFit, Keyring, open_desk
from webapp.client.pins import Pin
from webapp.schemas import b64

Answer = TypeVar("Answer", bound=Outgoing)

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
TRIES = 3
MOST_PAGES = 100_000


class BadAddress(Exception):
    """The address is no desk's, or the line to it would not be private."""


def origin_of(url: str) -> str:
    """The origin that this address names, and nothing after it; raises BadAddress."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
        raise BadAddress("not the address of a desk")
    if parts.path not in {"", "/"} or parts.query or parts.fragment:
        raise BadAddress("the desk's address has nothing after its name")
    private = parts.hostname in LOOPBACK or parts.hostname.endswith(".onion")
    if parts.scheme == "http" and not private:
        raise BadAddress("without https the line to this desk is not private")
    return f"{parts.scheme}://{parts.netloc}"


@dataclass(frozen=True)
class Secrets:
    """What a person signs in with."""

    name: str
    passphrase: str
    device_key: bytes

    def __repr__(self) -> str:
        """Without the secrets."""
        return f"Secrets({self.name!r})"


def about(origin: str) -> AboutSite:
    """The site that answers there, as it says; nobody has vouched for it."""
    return _asked(AboutSite, "GET", f"{origin}/api/v1/site")


class DeskCalls:
    """A session of somebody whose desk was checked; use as a context, which ends the session."""

    def __init__(self, origin: str, token: bytes) -> None:
        self.origin = origin
        self._authorization = f"Bearer {b64(token)}"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        """The token speaks for nobody any more, as far as the desk answers."""
        try:
            self._call("DELETE", "session")
        except CallFailed:
            return

    def desk(self) -> DeskAnswer:
        """All that it takes to check the desk."""
        return self._get(DeskAnswer, "desk")

    def cases(self, status: str | None = None) -> Iterator[CaseListed]:
        """Every case, newest day first; with `status` only those that have it.

        Pages move when somebody opens a case meanwhile: each case is given once.
        """
        seen: set[bytes] = set()
        for page in range(MOST_PAGES):
            asked = {"page": str(page), **({"status": status} if status else {})}
            got = self._get(CasesPage, f"cases?{urlencode(asked)}")
            for case in got.cases:
                if case.case_id not in seen:
                    seen.add(case.case_id)
                    yield case
            if not got.cases:
                return

    def case(self, case_id: bytes) -> CaseDetail:
        """Everything that is kept about this case, and about no other."""
        found = self._get(CaseDetail, f"cases/{b64(case_id)}")
        if found.case_id != case_id:
            raise CallFailed(f"GET cases/{b64(case_id)}", "another case", 200)
        return found

    def open_case(self, body: dict[str, Any]) -> CaseLine:
        """The case exists; the same bytes again are the same case."""
        return self._post(CaseLine, "cases", body)

    def keep_record(self, case_id: bytes, signed: dict[str, str]) -> RecordRow:
        """The record is kept; the same bytes again change nothing."""
        return self._post(RecordRow, f"cases/{b64(case_id)}/records", signed)

    def make_release(self, case_id: bytes, body: dict[str, Any]) -> ReleaseRow:
        """The release is on record; the same again is answered the same."""
        return self._post(ReleaseRow, f"cases/{b64(case_id)}/releases", body)

    def hand_over(self, case_id: bytes, release_id: bytes, packet: dict[str, Any]) -> ReleaseRow:
        """It is on record that what was released leaves."""
        where = f"cases/{b64(case_id)}/releases/{b64(release_id)}/hand-over"
        return self._post(ReleaseRow, where, packet)

    def _get(self, kind: type[Answer], path: str) -> Answer:
        return self._asked(kind, "GET", path)

    def _post(self, kind: type[Answer], path: str, body: object) -> Answer:
        return self._asked(kind, "POST", path, body)

    def _asked(self, kind: type[Answer], method: str, path: str, body: object = None) -> Answer:
        return _asked(kind, method, f"{self.origin}/api/v1/{path}", body, self._authorization)

    def _call(self, method: str, path: str) -> None:
        call(method, f"{self.origin}/api/v1/{path}", None, self._authorization)


def begin(origin: str, secrets: Secrets, pin: Pin, now: int) -> tuple[DeskCalls, Keyring, Pin]:
    """A session at a desk that fits its pin, the keys to it, and the pin for the next time.

    Nothing that a passphrase gives is sent to a site of another name. Raises CallFailed where the
    sign-in is refused, and DeskDoesNotFit.
    """
    here = about(origin)
    if (here.site, here.root_vk) != (pin.site, pin.root_vk):
        raise DeskDoesNotFit("root")
    api = f"{origin}/api/v1"
    started = _asked(Started, "POST", f"{api}/session/start", {"name": secrets.name})
    factors = StaffFactors.from_passphrase(
        secrets.passphrase, secrets.device_key, pin.site, started.staff_id
    )
    proof = {
        "staff_id": b64(started.staff_id),
        "method": METHOD_DEVICE,
        "auth": b64(factors.auth),
    }
    begun = _asked(SessionBegun, "POST", f"{api}/session", proof)
    calls = DeskCalls(origin, begun.token)
    try:
        keys = open_staff_blob(factors.kek, pin.site, begun.staff_id, METHOD_DEVICE, begun.blob)
        ring, seen = open_desk(calls.desk(), begun, keys, pin, now)
    except BaseException as error:
        calls.__exit__(None, None, None)
        if isinstance(error, CryptoError):
            raise DeskDoesNotFit("own-keys") from error
        raise
    return calls, ring, seen


def _asked(
    kind: type[Answer],
    method: str,
    url: str,
    body: object = None,
    authorization: str | None = None,
) -> Answer:
    """One call, tried again where no answer came: every call of ours may be sent twice."""
    for left in reversed(range(TRIES)):
        try:
            return kind.model_validate(call(method, url, body, authorization))
        except CallFailed as error:
            if error.status is not None or left == 0:
                raise
        except ValidationError as error:
            raise CallFailed(f"{method} {url}", "an answer that is none", 200) from error
    raise AssertionError("TRIES is at least 1")
