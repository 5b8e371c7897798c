"""The town in which the matrix is asked: everybody of its columns, and what each line asks for.

A scene is a conversation that somebody holds, one that waits, and a case; whatever a call changed
is set up anew before the next one.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import update

from config import clock
from moderation.audit import head_of
from moderation.cases import luhn_holds
from moderation.staff_models import Staff
from tests import form_draft as form
from tests import materials_draft as library
from tests import site_draft as site
from tests import staffing
from tests.actors import ZERO, Answer, Caller, Office, Person, Source, founding
from tests.audits import anchor_of
from tests.integration import matrix_referrals as referrals
from tests.integration.conftest import Town, item_id
from tests.integration.matrix import Line
from tests.integration.matrix_account import ACCOUNT
from tests.integration.matrix_directory import BODIES, DIRECTORY, new
from tests.integration.matrix_files import A_FILE, AT_THE_DESK, FILES, Kept
from tests.integration.matrix_people import NOBODY, PEOPLE, invited
from webapp.schemas import b64, unb64

NEWCOMERS = {"adm": 4, "int": 5, "aud": 6, "susp": 1, "half": 1, "out": 1}
"""Columns of people who are hired after the founding, with their roles."""

Ask = Callable[["Scene", Person], tuple[dict[str, str], object]]
"""What a line asks: the parts of the address, and the body."""


KINDS = {"POST": "application/x-www-form-urlencoded", "PUT": "application/octet-stream"}
"""What a body of plain bytes is, by method."""


def kind_of(method: str, rule: str) -> str:
    """What a body of plain bytes is: no form goes to the directory."""
    return KINDS["PUT" if rule.startswith(DIRECTORY) else method]


SETTINGS = "/api/v1/site-settings"
LIBRARY = "/api/v1/materials"
LEAVES_ALL = {
    *("/", "/api/v1/end", "/api/v1/session", "/api/v1/session/start", "/api/v1/invites"),
    *(SETTINGS, f"{SETTINGS}/preview", "/api/v1/forms", LIBRARY, f"{LIBRARY}/preview"),
    *(f"{DIRECTORY}/{path}" for path in (*BODIES, "new", "notes")),
    *(f"/api/v1/account/{path}" for path in ACCOUNT),
}
"""Addresses whose calls change nothing of a scene."""


class Scene:
    """A town, its people by column, and the things that calls are about."""

    def __init__(self, town: Town) -> None:
        """Hire everybody, suspend one, sign one out, and lay out the first scene."""
        self.town = town
        self.staff: dict[str, Person] = {"hold": town.ana, "adv": town.sam, "read": town.nora}
        for column, role in NEWCOMERS.items():
            self.staff[column] = self.hire(column, role)
        suspend(town, self.staff["susp"])
        self.staff["out"].call("DELETE", "/api/v1/session")
        self.shelf, self.files = CaseOf(town.office), Kept()
        self.notes = CaseOf(town.office)
        self.staff["half"].auth, self.staff["half"].proof = None, secrets.token_bytes(32)
        self.lay_out()

    def hire(self, name: str, role: int) -> Person:
        """A newcomer, signed in."""
        person = Person(self.town.desk_app, name=name, role=role)
        return staffing.hire(self.town.store, self.town.office, self.town.nora, person)

    def lay_out(self) -> None:
        """Fresh conversations and a fresh case."""
        ana = self.town.ana
        self.held = self.town.source()
        self.held_tip = self.held.tip()
        assert self.held.call("POST", "/api/v1/conversations", self.held_tip).status == 201
        self.held.sent["S"].append(unb64(self.held_tip["envelope"]))
        claim = f"/api/v1/items/{item_id(self.held)}/claim"
        assert ana.call("POST", claim, {}).status == 200
        self.linked, self.sender = self.town.held_tip(ana), self.town.source()
        self.waiting, self.other = self.town.source(), self.town.source()
        assert {self.waiting.send_tip().status, self.other.send_tip().status} == {201}
        self.case = CaseOf(self.town.office)
        opened = ana.call("POST", "/api/v1/cases", self.case.body(ana, self.linked))
        assert opened.status == 201, opened

    def asker(self, side: str, column: str) -> Caller:
        """Whoever stands in this column, at this side's door."""
        app = self.town.source_app if side == "source" else self.town.desk_app
        outside = {"anon": None, "src": self.held.auth, "oth": self.other.auth}
        return Caller(app, outside[column] if column in outside else self.staff[column].auth)

    def ask(self, line: Line, method: str, column: str) -> Answer:
        """Make the call of a line as this column; what it changed is laid out again."""
        rosters = list(self.town.office.rosters)
        person = self.staff.get(column) or Person(self.town.desk_app, name="nobody")
        parts, body = SCENES.get(line.name, plain)(self, person)
        asker = self.asker(line.side, column)
        if line.name == SEND_NEW and column == "src":
            asker = self.sender
        kind = {"content_type": kind_of(method, line.rule)} if isinstance(body, bytes) else {}
        got = asker.call(method, path_of(line.rule, parts), body, **kind)
        if got.status != 201:
            self.town.office.rosters[:] = rosters
        if got.status < 300 and f"{method} {line.rule}" == "DELETE /api/v1/session":
            assert person.sign_in().status == 201
        elif got.status < 300 and method in {"POST", "DELETE"} and line.rule not in LEAVES_ALL:
            self.lay_out()
        return got


@dataclass
class CaseOf:
    """A case as a browser makes it."""

    office: Office

    def __post_init__(self) -> None:
        """Draw its id, number and key."""
        self.case_id, self.key = secrets.token_bytes(16), secrets.token_bytes(32)
        first = 10_000_000 + secrets.randbelow(8_999_999) * 10
        self.number = next(str(n) for n in range(first, first + 10) if luhn_holds(str(n)))

    def body(self, by: Person, source: Source | None) -> dict[str, Any]:
        """The call that opens it."""
        return {
            "case_id": b64(self.case_id),
            "number": self.number,
            "wrap": by.container(self.office, self.case_id, self.key),
            "main": by.record(self.office, self.case_id, self.key, {"t": "main"}),
            "labels": {"channel": "phone", "category": "tip", "language": "en"},
            "conv": None if source is None else b64(source.conv),
        }


def suspend(town: Town, person: Person) -> None:
    """Take the person's access away, as the store knows it."""
    with town.store.writing() as session:
        session.execute(update(Staff).where(Staff.staff_id == person.staff_id).values(active=False))


def path_of(rule: str, parts: dict[str, str]) -> str:
    """The address that a rule makes of these parts."""
    return re.sub(r"<(\w+)>", lambda place: parts[place[1]], rule)


def plain(scene: Scene, _person: Person) -> tuple[dict[str, str], object]:
    """A call without a body, about the conversation that is held and the case."""
    parts = {
        "conv": item_id(scene.held),
        "case_id": b64(scene.case.case_id),
        "action": "claim",
        "staff_id": b64(scene.town.nora.staff_id),
        "invite_id": b64(secrets.token_bytes(16)),
        "epoch": "9",
        "method_id": b64(secrets.token_bytes(16)),
        "session_id": b64(secrets.token_bytes(16)),
        "file_id": b64(secrets.token_bytes(16)),
        "release_id": referrals.NOBODY,
        "team_id": referrals.NOBODY,
        "month": "2026-02",
        "number": "9999999",
    }
    return parts, None


def with_body(body: Callable[[Scene, Person], object], **parts: str) -> Ask:
    """A call with this body about the same things, or with other parts in its address."""
    return lambda scene, person: (plain(scene, person)[0] | parts, body(scene, person))


def _claim(scene: Scene, person: Person) -> tuple[dict[str, str], object]:
    return plain(scene, person)[0] | {"conv": item_id(scene.waiting)}, {}


MANY = "desk POST /api/v1/items/bulk"


def of_waiting(scene: Scene) -> dict[str, str]:
    """The parts of an address about the conversation that waits."""
    return plain(scene, scene.town.ana)[0] | {"conv": item_id(scene.waiting)}


def many(source: Source, what: str, **more: str) -> dict[str, Any]:
    """An act on many items, of which there is one."""
    seen = {"conv": item_id(source), "status": "waiting", "s_seq": 1}
    return {"bulk_id": b64(secrets.token_bytes(16)), "what": what, "items": [seen], **more}


def _unblock(scene: Scene, _person: Person) -> tuple[dict[str, str], object]:
    parts = of_waiting(scene)
    block = path_of("/api/v1/items/<conv>/block", parts)
    assert scene.town.ana.call("POST", block, {"hours": 1}).status == 200
    return parts, {}


def _detach(scene: Scene, person: Person) -> tuple[dict[str, str], object]:
    return plain(scene, person)[0] | {"conv": item_id(scene.linked)}, None


def _reopen(scene: Scene, person: Person) -> tuple[dict[str, str], object]:
    parts = plain(scene, person)[0]
    path = path_of("/api/v1/cases/<case_id>/status", parts)
    closed = scene.town.ana.call("POST", path, {"from": "open", "to": "closed"})
    assert closed.status in {200, 409}  # an earlier column closed it
    return parts, {"from": "closed", "to": "in_progress"}


def _sign_in(_scene: Scene, person: Person) -> object:
    return {"staff_id": b64(person.staff_id), "method": 1, "auth": b64(person.proof)}


def _mine(body: Callable[[Person], object]) -> Ask:
    return with_body(lambda _, person: body(person))


SEND_NEW = "source POST /api/v1/conversations"


def _note(scene: Scene, person: Person) -> object:
    return _boxed(scene, person, CaseOf(scene.town.office), {"t": "note"})


def _boxed(scene: Scene, person: Person, box: CaseOf, inner: object) -> dict[str, Any]:
    """A record in a container of its own, as a browser makes both."""
    container = {
        "container_id": b64(box.case_id),
        "wrap": person.container(scene.town.office, box.case_id, box.key),
    }
    record = person.record(scene.town.office, box.case_id, box.key, inner)
    return {"container": container, "record": record}


def _wrap_up(scene: Scene, person: Person) -> object:
    summary = _boxed(scene, person, CaseOf(scene.town.office), {"t": "wrap_up"})
    return {"disposition": "information_given", "category": "tip", **summary}


def _section(scene: Scene, person: Person) -> dict[str, str]:
    case = scene.case
    return person.record(scene.town.office, case.case_id, case.key, {"t": "note"}, prev=ZERO)


def _founding(scene: Scene, _person: Person) -> object:
    now = clock.unix(clock.now())
    return founding(Office(), [Person(scene.town.desk_app)], "a guessed code", now)


def _anchor(scene: Scene, person: Person) -> object:
    with scene.town.store.reading() as session:
        return anchor_of(person, scene.town.office, head_of(session))


def _said(body: object) -> Callable[[Scene, Person], object]:
    return lambda _scene, _person: body


def _of_file(line: str) -> Ask:
    def asked(scene: Scene, person: Person) -> tuple[dict[str, str], object]:
        parts, body = scene.files.about(line, scene.held)
        return plain(scene, person)[0] | parts, body

    return asked


def _of_locked_file(line: str, body: Callable[[Scene, Person], object]) -> Ask:
    def asked(scene: Scene, person: Person) -> tuple[dict[str, str], object]:
        parts = _of_file(line)(scene, person)[0]
        lock = path_of("/api/v1/conversations/<conv>/files/<file_id>/lock", parts)
        assert scene.town.ana.call("POST", lock, {}).status == 204
        return parts, body(scene, person)

    return asked


ITEM = "desk POST /api/v1/items/<conv>"
TALK = "desk POST /api/v1/conversations/<conv>"
CASE = "desk POST /api/v1/cases"

NO_ONE = {"team_id": None, "staff_id": None}

SCENES: dict[str, Ask] = {
    "source POST / +form": with_body(lambda *_: b"do=remove&form=A&token=A"),
    "source POST / +begin": with_body(lambda *_: b"do=begin"),
    SEND_NEW: with_body(lambda scene, _: scene.sender.tip()),
    f"{SEND_NEW} +anothers": with_body(lambda scene, _: scene.held_tip),
    "source POST /api/v1/conversation/labels": with_body(
        lambda *_: {
            "category": "tip",
            "urgency": "soon",
            "priority": "high",
            "language": "es",
        }
    ),
    "source POST /api/v1/conversation/end": with_body(
        lambda scene, _: {"envelope": b64(scene.held.envelope(inner={"t": "end", "low": [1, 1]}))}
    ),
    "source POST /api/v1/conversation/stay": with_body(lambda *_: {}),
    "source POST /api/v1/conversation/helpful": with_body(lambda *_: {"answer": "yes"}),
    "source POST /api/v1/conversation/envelopes": with_body(
        lambda scene, _: {"envelope": b64(scene.held.envelope())}
    ),
    **{name: _of_file(name) for name in FILES},
    f"{AT_THE_DESK} +locked": _of_locked_file(f"{AT_THE_DESK} +locked", lambda *_: None),
    f"{A_FILE}/release": _of_locked_file(f"{A_FILE}/release", _note),
    "desk POST /api/v1/setup": with_body(_founding),
    "desk POST /api/v1/setup/code": with_body(lambda *_: {"code": "0" * 32}),
    "desk POST /api/v1/session/start": with_body(lambda _, person: {"name": person.name}),
    "desk POST /api/v1/session": with_body(_sign_in),
    **{
        f"desk POST /api/v1/{path}": with_body(_said(body), staff_id=NOBODY)
        for path, body in PEOPLE.items()
    },
    "desk POST /api/v1/invites": with_body(lambda scene, _: invited(scene.town).body()),
    "desk POST /api/v1/invite/keys": with_body(lambda scene, _: invited(scene.town).keys()),
    **{f"desk POST /api/v1/account/{path}": _mine(body) for path, body in ACCOUNT.items()},
    "desk POST /api/v1/forms": with_body(
        lambda scene, _: form.draft(scene.town.store, form.with_question())
    ),
    f"desk POST {LIBRARY}": with_body(
        lambda scene, _: library.draft(scene.town.store, library.with_material())
    ),
    f"desk POST {LIBRARY}/preview": with_body(
        lambda *_: {"body": library.with_material(), "language": "ar"}
    ),
    "desk POST /api/v1/site-settings": with_body(lambda scene, _: site.draft(scene.town.store)),
    "desk POST /api/v1/site-settings/preview": with_body(
        lambda *_: {"body": site.body(), "language": "ar"}
    ),
    f"{ITEM}/<action> +claim": _claim,
    f"{ITEM}/<action> +held": with_body(lambda *_: {}),
    f"{ITEM}/<action> +release": with_body(lambda *_: {}, action="release"),
    f"{ITEM}/labels": with_body(lambda *_: {"category": "tip", "priority": "low"}),
    f"{MANY}": with_body(lambda scene, _: many(scene.waiting, "claim")),
    f"{MANY} +quarantine": with_body(
        lambda scene, _: many(scene.waiting, "quarantine", reason="spam")
    ),
    f"{ITEM}/block": with_body(lambda *_: {"hours": 1}),
    f"{ITEM}/block +free": lambda scene, _: (of_waiting(scene), {"hours": 1}),
    f"{ITEM}/unblock": _unblock,
    "desk POST /api/v1/views": with_body(_note),
    f"{ITEM}/close": with_body(lambda *_: {"disposition": "no_action"}),
    f"{TALK}/accept": with_body(lambda scene, by: by.accept(scene.town.office, scene.held)),
    f"{TALK}/envelopes": with_body(lambda scene, _: {"envelope": b64(scene.held.envelope("D"))}),
    f"{TALK}/notes": with_body(_note),
    "desk POST /api/v1/shift": with_body(lambda *_: {"status": "off"}),
    "desk POST /api/v1/shift/capacity": with_body(
        lambda scene, _: {"staff_id": b64(scene.town.sam.staff_id), "capacity": 3}
    ),
    "desk POST /api/v1/on-call": with_body(lambda *_: {"kind": "email", "address": "a@b.org"}),
    "desk POST /api/v1/chats/next": with_body(lambda *_: {}),
    f"{ITEM}/take-over": with_body(lambda *_: {}),
    f"{ITEM}/join": with_body(lambda *_: {}),
    f"{ITEM}/hand-over": with_body(lambda scene, _: {"to": b64(scene.town.sam.staff_id)}),
    f"{ITEM}/postpone": with_body(lambda *_: {}),
    f"{ITEM}/end": with_body(lambda scene, _: {"envelope": b64(scene.held.envelope("D"))}),
    f"{ITEM}/wrap-up": with_body(_wrap_up),
    f"{ITEM}/members": with_body(
        lambda scene, _: {
            "staff_id": b64(scene.town.sam.staff_id),
            "kind": "partner",
            "shares": [],
        }
    ),
    "desk POST /api/v1/replies": with_body(
        lambda scene, by: _boxed(scene, by, scene.shelf, {"t": "saved_reply"})
    ),
    **{f"desk POST {DIRECTORY}/{path}": with_body(_said(body)) for path, body in BODIES.items()},
    f"desk POST {DIRECTORY}/new": with_body(lambda *_: new()),
    f"desk POST {DIRECTORY}/notes": with_body(
        lambda scene, by: _boxed(scene, by, scene.notes, {"t": "organisation_note"})
    ),
    "desk POST /api/v1/audit/export": with_body(lambda *_: {}),
    "desk POST /api/v1/audit/anchors": with_body(_anchor),
    CASE: with_body(lambda scene, by: CaseOf(scene.town.office).body(by, None)),
    f"{CASE} +held": with_body(lambda scene, by: CaseOf(scene.town.office).body(by, scene.held)),
    f"{CASE}/<case_id>/records": with_body(_section),
    f"{CASE}/<case_id>/status": with_body(lambda *_: {"from": "open", "to": "in_progress"}),
    f"{CASE}/<case_id>/status +reopen": _reopen,
    f"{CASE}/<case_id>/conversations": with_body(lambda scene, _: {"conv": b64(scene.held.conv)}),
    **{name: with_body(_said(body)) for name, body in referrals.BODIES.items()},
    f"{CASE}/<case_id>/card": with_body(_section),
    "desk POST /api/v1/teams": with_body(
        lambda *_: {
            "team_id": b64(secrets.token_bytes(16)),
            "was": None,
            "now": {"name": "Night shift", "members": []},
        }
    ),
    "desk POST /api/v1/reports/months/<month>": with_body(_note),  # the record of no month
    "desk POST /api/v1/trainings/<conv>": with_body(
        lambda *_: {"was": {"status": "requested"}, "now": {"status": "cancelled"}}
    ),
    f"{CASE}/<case_id>/assignment": with_body(lambda *_: {"was": NO_ONE, "now": NO_ONE}),
    f"{CASE}/<case_id>/follow-ups": with_body(
        lambda scene, by: {"due_on": "2030-01-31", "record": _section(scene, by)}
    ),
    f"{CASE}/<case_id>/holds": with_body(
        lambda scene, by: {"until": "2030-01-31", "record": _section(scene, by)}
    ),
    referrals.WITHDRAW: with_body(_section),
    referrals.MAKE: with_body(lambda scene, by: referrals.to_nobody(_section(scene, by))),
    "desk DELETE /api/v1/cases/<case_id>/conversations/<conv>": _detach,
}
