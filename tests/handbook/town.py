"""What people do in a browser while somebody types the handbook: they set up, write a tip, open a case."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from config import clock
from tests.actors import Office, Person, Source, founding
from tests.handbook.pages import Box
from tests.server import patiently

if TYPE_CHECKING:
    from tests.handbook.machine import Machine


class Town:
    """The people of a made-up machine's site."""

    def __init__(self, machine: Machine) -> None:
        self.machine, self.office = machine, Office()
        self.founded = False
        self.person = Person(f"http://localhost:{machine.port + 1}", role=3)
        self.source = Source(f"http://localhost:{machine.port}", office=self.office)

    def after(self, box: Box, said: str) -> None:
        """What follows a box that was typed."""
        code = re.fullmatch(r"\s*([0-9a-f]{32})\s*", said)
        if "quietline setup-code" in box.body and code:
            self._found(code[1])

    def _found(self, code: str) -> None:
        from tests.integration.test_case_calls import Opened  # noqa: PLC0415 - it brings fixtures

        patiently(self.answers)  # the service was just started anew
        body = founding(self.office, [self.person], code, clock.unix(clock.now()), demo=False)
        assert self.person.call("POST", "/api/v1/setup", body).status == 201
        assert self.person.sign_in().status == 201
        assert self.source.send_tip().status == 201
        assert Opened(self, self.person).open().status == 201  # type: ignore[arg-type]
        self.founded = True

    def answers(self) -> bool:
        """Whether the service does."""
        try:
            return self.source.call("GET", "/readyz").status == 200
        except OSError:
            return False

    def is_there(self) -> bool:
        """Whether the tip is still read with its words."""
        return self.source.call("GET", "/api/v1/conversation").status == 200
