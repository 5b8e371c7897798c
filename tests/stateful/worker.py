"""One of two processes that work at one store: seeded acts on the same items, each written down.

`python -m tests.stateful.worker FOLDER WHICH` reads who and what from FOLDER, begins when the other
is there too, and leaves a line for each act: what it was, about what, and how it was answered.
"""

from __future__ import annotations

import json
import pickle
import secrets
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from config.logs import ErrorCounts
from config.settings import load_settings
from crypto.hashes import digest
from crypto.records import parse_record_header
from tests.actors import Answer, Office, Person, Source
from tests.integration.conftest import item_id
from tests.integration.matrix_scenes import CaseOf
from tests.server import patiently
from webapp import create_desk_app, create_source_app, share
from webapp.schemas import b64, unb64
from webapp.store import open_store


@dataclass
class Shared:
    """What both processes know; apps are made anew in each."""

    environ: dict[str, str]
    office: Office
    people: list[Person]
    sources: list[Source]
    case: CaseOf
    main_id: bytes
    acts: int


@dataclass
class Worker:
    """One process: who it acts as, and what it wrote down."""

    shared: Shared
    me: Person
    other: Person
    pick: Random
    told: list[dict[str, Any]] = field(default_factory=list)

    def act(self) -> None:
        """Do one thing at random."""
        source = self.pick.choice(self.shared.sources)
        name = self.pick.choice(sorted(ACTS))
        ACTS[name](self, source)

    def tell(self, act: str, source: Source | None, got: Answer, **more: object) -> None:
        """Write down how it was answered."""
        conv = item_id(source) if source is not None else ""
        line = {"who": self.me.name, "act": act, "conv": conv, "status": got.status}
        self.told.append({**line, "slug": got.slug, **more})

    def of_item(self, act: str, source: Source, path: str, body: object) -> None:
        """An act of the desk about an item."""
        got = self.me.call("POST", f"/api/v1/items/{item_id(source)}/{path}", body)
        self.tell(act, source, got)

    def envelope(self, source: Source, direction: str, state: dict[str, Any]) -> bytes:
        """The next envelope of a direction, as of where the conversation stands."""
        mine, theirs = (state["s"], state["d"]) if direction == "S" else (state["d"], state["s"])
        return source.envelope(
            direction,
            seq=mine["seq"] + 1,
            prev=unb64(mine["hash"]),
            ack_seq=theirs["seq"],
            ack=unb64(theirs["hash"]),
        )


def _claim(by: Worker, source: Source) -> None:
    by.of_item("claim", source, "claim", {})


def _release(by: Worker, source: Source) -> None:
    by.of_item("release", source, "release", {})


def _close(by: Worker, source: Source) -> None:
    by.of_item("close", source, "close", {"disposition": "information_given"})


def _hand_over(by: Worker, source: Source) -> None:
    by.of_item("hand_over", source, "hand-over", {"to": b64(by.other.staff_id)})


def _next(by: Worker, _source: Source) -> None:
    got = by.me.call("POST", "/api/v1/chats/next", {})
    taken = got.status == 200 and got.body["item"] is not None
    by.tell("claim" if taken else "nothing", None, got)


def _many(by: Worker, source: Source) -> None:
    what = by.pick.choice(("quarantine", "restore", "claim"))
    rows = by.me.call("GET", "/api/v1/queue?view=all").body["items"]
    chosen = by.pick.sample(rows, min(3, len(rows)))
    seen = [{name: row[name] for name in ("conv", "status", "s_seq")} for row in chosen]
    more = {"reason": "spam"} if what == "quarantine" else {}
    body = {"bulk_id": b64(secrets.token_bytes(16)), "what": what, "items": seen, **more}
    got = by.me.call("POST", "/api/v1/items/bulk", body)
    for each in got.body.get("results", []):
        answer = Answer(200 if each["refused"] is None else 409, {}, b"", {})
        by.tell(what, source, answer)
    again = by.me.call("POST", "/api/v1/items/bulk", body)
    if 200 in (got.status, again.status) and got.status == again.status:
        by.tell("again", None, Answer(200 if again.body == got.body else 500, {}, b"", {}))


def _write(by: Worker, source: Source) -> None:
    state = source.call("GET", "/api/v1/conversation").body
    said = by.envelope(source, "S", state)
    got = source.call("POST", "/api/v1/conversation/envelopes", {"envelope": b64(said)})
    by.tell("S", source, got, seq=state["s"]["seq"] + 1)


def _end(by: Worker, source: Source) -> None:
    state = source.call("GET", "/api/v1/conversation").body
    said = {"envelope": b64(by.envelope(source, "S", state))}
    got = source.call("POST", "/api/v1/conversation/end", said)
    by.tell("S", source, got, seq=state["s"]["seq"] + 1)


def _stay(by: Worker, source: Source) -> None:
    by.tell("stay", source, source.call("POST", "/api/v1/conversation/stay", {}))


def _reply(by: Worker, source: Source) -> None:
    path = f"/api/v1/conversations/{item_id(source)}"
    state = by.me.call("GET", path).body
    said = {"envelope": b64(by.envelope(source, "D", state))}
    got = by.me.call("POST", f"{path}/envelopes", said)
    by.tell("D", source, got, seq=state["d"]["seq"] + 1)


def _section(by: Worker, _source: Source) -> None:
    shared, path = by.shared, f"/api/v1/cases/{b64(by.shared.case.case_id)}"
    records = by.me.call("GET", path).body["records"]
    headers = [(parse_record_header(unb64(row["record"])), unb64(row["record"])) for row in records]
    newest, sealed = max(
        (each for each in headers if each[0].record == shared.main_id),
        key=lambda each: each[0].rev,
    )
    fields = {
        "record": shared.main_id,
        "rev": newest.rev + 1,
        "prev": digest(sealed),
    }
    made = by.me.record(shared.office, shared.case.case_id, shared.case.key, {}, **fields)
    by.tell("section", None, by.me.call("POST", f"{path}/records", made), seq=newest.rev + 1)


def _attach(by: Worker, source: Source) -> None:
    path = f"/api/v1/cases/{b64(by.shared.case.case_id)}/conversations"
    got = by.me.call("POST", path, {"conv": item_id(source)})
    by.tell("attach", source, got)


def _detach(by: Worker, source: Source) -> None:
    path = f"/api/v1/cases/{b64(by.shared.case.case_id)}/conversations/{item_id(source)}"
    by.tell("detach", source, by.me.call("DELETE", path))


def _wrap_up(by: Worker, source: Source) -> None:
    box = CaseOf(by.shared.office)
    notes = by.me.call("GET", f"/api/v1/conversations/{item_id(source)}").body["notes"]
    if notes is not None and notes.get("container_id"):
        return  # its notes have a key that only their first writer knows here
    body = {
        "disposition": "information_given",
        "category": "tip",
        "container": {
            "container_id": b64(box.case_id),
            "wrap": by.me.container(by.shared.office, box.case_id, box.key),
        },
        "record": by.me.record(by.shared.office, box.case_id, box.key, {"t": "wrap_up"}),
    }
    by.of_item("close", source, "wrap-up", body)


ACTS: dict[str, Callable[[Worker, Source], None]] = {
    "attach": _attach,
    "claim": _claim,
    "close": _close,
    "detach": _detach,
    "end": _end,
    "hand over": _hand_over,
    "many": _many,
    "next": _next,
    "release": _release,
    "reply": _reply,
    "section": _section,
    "stay": _stay,
    "wrap up": _wrap_up,
    "write": _write,
}


def main(folder: Path, which: int) -> None:
    """Do all acts and leave what was told."""
    shared: Shared = pickle.loads((folder / "shared").read_bytes())  # noqa: S301 - our own file
    settings = load_settings(shared.environ)
    made = share(settings, open_store(settings), ErrorCounts())
    source_app, desk_app = create_source_app(made), create_desk_app(made)
    for person in shared.people:
        person.app = desk_app
    for source in shared.sources:
        source.app = source_app
    me, other = shared.people[which], shared.people[1 - which]
    worker = Worker(shared, me, other, Random(which + 7))
    (folder / f"here-{which}").touch()
    patiently((folder / f"here-{1 - which}").exists)
    for turn in range(shared.acts):
        if turn % 50 == 0:  # as a client that is there says again and again
            me.call("POST", "/api/v1/shift", {"status": "on"})
        worker.act()
    (folder / f"told-{which}").write_text("".join(json.dumps(line) + "\n" for line in worker.told))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
