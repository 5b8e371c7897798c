"""Quietline without its store, for the bench alone: messages are checked, answered and told, not kept.

Everything else is the product: the line, the schemas, who may come in, the rooms, the fan-out.
The program itself has no such switch; here its two `send` operations are replaced before it starts.
"""

import runpy
from typing import Any

import config.deploy.embedded  # patches the standard library; nothing else may be imported before
from chat.errors import Side, State
from chat.protocol import DeskSend, Send
from crypto.envelope import parse_header
from crypto.hashes import digest
from webapp import wire
from webapp.services import Services
from webapp.source import operations as of_source
from webapp.staff import operations as of_staff

assert config.deploy.embedded
NOTHING = Side(0, bytes(32))


def send(made: Services, asker: Any, body: Send | DeskSend) -> tuple[dict[str, Any], int]:
    """The answer that storing would give, and everybody told; nothing is kept."""
    header = parse_header(body.envelope)
    made.news.envelope(header.conv, body.envelope, skip=asker.connection)
    mine = Side(header.seq, digest(body.envelope))
    theirs = State(mine, NOTHING, 1) if header.direction == "S" else State(NOTHING, mine, 1)
    return wire.state(theirs), 201


if __name__ == "__main__":
    of_source.OPERATIONS["send"] = send
    of_staff.OPERATIONS["send"] = send
    runpy.run_module("webapp.serve", run_name="__main__")
