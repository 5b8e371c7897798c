"""What events of the line do: the operations of the HTTP calls, with refusals as answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chat.errors import ChatError, UnknownReceipt
from chat.fanout import to_watchers
from chat.fields import Incoming, b64
from chat.sockets import Said, Staff
from config import clock
from crypto.hashes import digest
from moderation import desk_writes
from moderation import staff as people
from moderation.permissions import may
from webapp.errors import body_of_problem, told
from webapp.services import Services
from webapp.source import operations as of_source
from webapp.source.operations import Asker
from webapp.staff import operations as of_staff


class LineOperations:
    """Implements `chat.sockets.Operations` with the services of this process."""

    def __init__(self, made: Services) -> None:
        self._made = made

    def source_in(self, proof: bytes) -> tuple[bytes | None, str]:
        """The conversation behind a receipt's proof, or None and the problem's name."""
        try:
            conv = of_source.find(self._made, proof)
        except Exception as error:  # noqa: BLE001 - every error is an answer
            if isinstance(error, UnknownReceipt):
                self._made.allowances.is_wrong()
            return None, self._refused("source", error)["type"].rsplit(":", 1)[-1]
        self._tell_online(conv, online=True)
        return conv, ""

    def source_out(self, proof: bytes) -> None:
        """Whoever has the conversation on screen is told that the person's last connection ended."""
        try:
            self._tell_online(of_source.find(self._made, proof), online=False)
        except ChatError:
            return  # the way back was removed meanwhile
        except Exception as error:  # noqa: BLE001 - nobody waits for an answer any more
            self._made.counts.add("line", type(error).__name__)

    def staff_in(self, token: bytes) -> tuple[Staff | None, str]:
        """Who a token speaks for, or None and the problem's name."""
        try:
            with self._made.database.reading() as session:
                found = people.who_is(session, token, clock.unix(clock.now()))
        except Exception as error:  # noqa: BLE001 - every error is an answer
            return None, self._refused("staff", error)["type"].rsplit(":", 1)[-1]
        if found is None:
            return None, "not-signed-in"
        member = found[0]
        role = member.role
        reads, supervises = may(role, "queue.read"), may(role, "chat.supervise")
        return Staff(member.staff_id, digest(token), reads_queue=reads, supervises=supervises), ""

    def still_in(self, tokens: set[bytes]) -> set[bytes]:
        """Those of the tokens that speak for somebody; all of them while the store cannot be asked."""
        try:
            return self._made.tokens.ask_again(tokens)
        except Exception as error:  # noqa: BLE001 - what cannot be asked now is asked again soon
            self._made.counts.add("line", type(error).__name__)
            return tokens

    def source(self, event: str, proof: bytes, body: Incoming, connection: str) -> Said:
        """Do what a person outside asks; the answer has its `status`."""
        operation = of_source.OPERATIONS[event]
        return self._answer("source", lambda: operation(self._made, Asker(proof, connection), body))

    def desk(self, event: str, token: bytes, body: Incoming, connection: str) -> Said:
        """Do what a member of staff asks; the answer has its `status`."""
        return self._answer(
            "staff", lambda: of_staff.by_event(self._made, event, token, body, connection)
        )

    def still_sees(self, token: bytes, conv: bytes) -> bool:
        """Whether a member of staff may see the conversation, at this moment."""
        try:
            me = self._made.tokens.who_is(token)
            with self._made.database.reading() as session:
                return me is not None and desk_writes.may_see(session, me, conv)
        except Exception as error:  # noqa: BLE001 - who cannot be looked up does not hear it
            self._made.counts.add("line", type(error).__name__)
            return False

    def refusal(self, status: int, slug: str) -> Said:
        """The answer to an event that cannot even be handed on."""
        self._made.counts.add("line", slug)
        return body_of_problem(status, slug, {})

    def _answer(self, side: str, do: Callable[[], tuple[Any, int]]) -> Said:
        try:
            body, status = do()
        except Exception as error:  # noqa: BLE001 - every error is an answer
            return self._refused(side, error)
        return {**(body or {}), "status": status}

    def _refused(self, side: str, error: Exception) -> Said:
        refused = told(error)
        unforeseen = refused.status == 500  # noqa: PLR2004 - HTTP's
        self._made.counts.add(side, type(error).__name__ if unforeseen else refused.slug)
        return body_of_problem(*refused)

    def _tell_online(self, conv: bytes, *, online: bool) -> None:
        said = {"conv": b64(conv), "online": online}
        to_watchers(self._made.news.fan, conv, "source", said)
