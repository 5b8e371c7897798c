"""Referrals, call by call: nothing leaves without a release, and nothing more once consent is withdrawn."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from config import clock
from crypto.hashes import digest
from moderation.audit_models import AuditRow
from moderation.backup.replay import replay
from moderation.directory.models import Organisation
from moderation.directory.packing import packed
from moderation.referral_models import PacketLink, Release
from tests.actors import Answer, Person
from tests.integration.conftest import Town
from tests.integration.test_case_calls import Opened
from webapp.schemas import b64

ORG = "7a5d1a0e-0d0c-4f3e-9a57-0d3f7f5a1111"
POLICE = "7a5d1a0e-0d0c-4f3e-9a57-0d3f7f5a2222"


def today() -> date:
    return clock.day_of(clock.now())


def organisation(town: Town, org_id: str, kind: str, *, checked: bool = True) -> None:
    row = Organisation(
        org_id=org_id,
        name="Harbour",
        kind=kind,
        lot=0,
        version=1,
        changed=1,
        removed=False,
        verified_on=today() if checked else None,
        digest=bytes(32),
        doc=packed(json.dumps({"id": org_id, "name": "Harbour"})),
        card="[]",
    )
    with town.store.writing() as session:
        session.add(row)


@dataclass
class Referral:
    """A release as a browser makes it, in a case that is open."""

    case: Opened
    by: Person
    organisation: str = ORG
    release_id: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    record: dict[str, Any] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """The address of the case."""
        return f"/api/v1/cases/{b64(self.case.case_id)}"

    def body(self, **other: Any) -> dict[str, Any]:
        """The call that makes it; `other` replaces fields."""
        if not self.record:
            office = self.case.town.office
            self.record = self.by.record(
                office, self.case.case_id, self.case.key, {"t": "release"}, record=self.release_id
            )
        return {
            "release_id": b64(self.release_id),
            "organisation": self.organisation,
            "mode": "referral",
            "ground": "share",
            "scope": ["summary", "field.venue"],
            "expires_on": (today() + timedelta(days=90)).isoformat(),
            "follow_up_on": None,
            "even_stale": False,
            "withdrawals": 0,
            "record": self.record,
            **other,
        }

    def make(self, **other: Any) -> Answer:
        """Make it."""
        return self.by.call("POST", f"{self.path}/releases", self.body(**other))

    def hand(self, way: str = "print", link: dict[str, str] | None = None) -> Answer:
        """Put on record that its packet leaves."""
        body = {"way": way, "digest": b64(digest(way.encode())), "link": link}
        path = f"{self.path}/releases/{b64(self.release_id)}/hand-over"
        return self.by.call("POST", path, body)

    def hand_link(self, auth: bytes) -> Answer:
        """The same by a link that this secret proves."""
        return self.hand("link", {"lookup": b64(digest(auth)), "sealed": b64(b"sealed packet")})

    def withdraw(self) -> dict[str, Any]:
        """The consent is withdrawn; what was stopped, and what is out."""
        word = self.by.record(
            self.case.town.office, self.case.case_id, self.case.key, {"t": "withdrawal"}
        )
        got = self.by.call("POST", f"{self.path}/withdraw-consent", word)
        assert got.status == 200
        return dict(got.body)

    def seen(self) -> dict[str, Any]:
        """The release as the case shows it."""
        rows = self.case.seen()["releases"]
        found: dict[str, Any] = next(r for r in rows if r["release_id"] == b64(self.release_id))
        return found


def take(town: Town, auth: bytes, visit: bytes, verb: str = "take") -> Answer:
    body = {"auth": b64(auth), "visit": b64(visit)}
    return town.stranger().call("POST", f"/api/v1/packets/{verb}", body)


@pytest.fixture
def referral(town: Town) -> Referral:
    """A case and an organisation, and a release that is not made yet."""
    case = Opened(town, town.ana)
    assert case.open().status == 201
    organisation(town, ORG, "anti_trafficking_ngo")
    organisation(town, POLICE, "local_law_enforcement")
    return Referral(case, town.ana)


def test_without_a_release_nothing_can_be_handed_over(referral: Referral) -> None:
    assert referral.hand().status == 404
    assert referral.hand_link(secrets.token_bytes(32)).status == 404
    with referral.case.town.store.reading() as session:
        assert session.scalars(select(PacketLink)).all() == []


def test_a_release_stands_in_the_table_and_in_the_case_signed(referral: Referral) -> None:
    made = referral.make()
    assert (made.status, made.body["state"], made.body["scope"]) == (
        201,
        "made",
        ["summary", "field.venue"],
    )
    seen = referral.case.seen()
    assert referral.seen() == made.body
    assert any(row["record"] == referral.record["record"] for row in seen["records"])
    assert [row["action"] for row in seen["events"]][-1] == "refer"


def test_a_release_that_is_sent_twice_is_one(referral: Referral) -> None:
    answers = [referral.make() for _ in range(2)]
    assert answers[0].raw == answers[1].raw
    assert len(referral.case.seen()["releases"]) == 1


@pytest.mark.parametrize(
    "other",
    [
        {"ground": "confidential"},
        {"ground": "not_asked"},
        {"ground": None},
        {"ground": "police_asked"},
        {"scope": ["everything"]},
        {"scope": ["field.venue; drop"]},
        {"scope": ["section.short"]},
        {"mode": "gossip"},
        {"mode": "law_enforcement_report"},
        {"expires_on": "2020-01-01"},
        {"expires_on": "2099-01-01"},
        {"expires_on": "tomorrow"},
        {"expires_on": None},
    ],
)
def test_without_a_ground_a_named_scope_and_an_end_there_is_no_release(
    referral: Referral, other: dict[str, Any]
) -> None:
    assert referral.make(**other).status == 422
    assert referral.case.seen()["releases"] == []
    assert len(referral.case.seen()["records"]) == 1


def test_a_report_goes_to_an_authority(referral: Referral) -> None:
    referral.organisation = POLICE
    assert referral.make(mode="law_enforcement_report", ground="imminent_danger").status == 201


def test_an_unknown_a_removed_and_a_stale_organisation_get_nothing(town: Town) -> None:
    case = Opened(town, town.ana)
    case.open()
    organisation(town, ORG, "labor_ngo", checked=False)
    assert Referral(case, town.ana, "nobody").make().slug == "organisation-gone"
    referral = Referral(case, town.ana)
    assert referral.make().slug == "organisation-stale"
    assert referral.make(even_stale=True).status == 201
    with town.store.writing() as session:
        session.get_one(Organisation, ORG).removed = True
    assert Referral(case, town.ana).make(even_stale=True).slug == "organisation-gone"


def test_a_closed_case_releases_nothing(referral: Referral) -> None:
    moved = {"from": "open", "to": "closed"}
    assert referral.by.call("POST", f"{referral.path}/status", moved).status == 200
    assert referral.make().status == 409


def test_another_cases_release_is_unknown(referral: Referral) -> None:
    assert referral.make().status == 201
    other = Opened(referral.case.town, referral.by)
    assert other.open(number="79927398").status == 201
    stolen = Referral(other, referral.by, release_id=referral.release_id)
    assert stolen.hand().status == 404
    assert stolen.make().status == 422


def test_consent_withdrawn_stops_what_is_not_sent_and_lists_what_was(referral: Referral) -> None:
    out, link, made, lawful = (Referral(referral.case, referral.by) for _ in range(4))
    auth = secrets.token_bytes(32)
    for each in (out, link, made):
        assert each.make().status == 201
    assert lawful.make(ground="minor_abuse").status == 201
    assert (out.hand().status, link.hand_link(auth).status) == (200, 200)
    told = referral.withdraw()
    assert referral.withdraw() == told  # after a lost answer the same are named
    assert {row["release_id"] for row in told["out"]} == {b64(out.release_id)}
    assert {row["release_id"] for row in told["stopped"]} == {
        b64(link.release_id),
        b64(made.release_id),
    }
    assert take(referral.case.town, auth, secrets.token_bytes(16)).status == 404
    for each in (out, link, made):
        assert each.hand("spoken").slug == "release-over"
    assert lawful.hand().status == 200


def test_a_form_that_was_open_while_consent_was_withdrawn_releases_nothing(
    referral: Referral,
) -> None:
    referral.withdraw()
    assert (referral.make().status, referral.make().slug) == (409, "changed")
    assert referral.case.seen()["releases"] == []
    assert referral.make(ground="court_order").status == 201  # a legal basis asks nobody
    asked_again = Referral(referral.case, referral.by)
    assert asked_again.make(withdrawals=1).status == 201


def test_a_withdrawal_is_a_signed_word_of_whoever_recorded_it(referral: Referral) -> None:
    referral.make()
    office, case = referral.case.town.office, referral.case
    forged = case.town.sam.record(office, case.case_id, case.key, {"t": "withdrawal"})
    got = referral.by.call("POST", f"{referral.path}/withdraw-consent", forged)
    assert (got.status, referral.seen()["state"]) == (422, "made")


def test_a_consent_that_was_withdrawn_does_not_come_back_with_an_older_store(
    referral: Referral,
) -> None:
    out, link = (Referral(referral.case, referral.by) for _ in range(2))
    auth = secrets.token_bytes(32)
    assert (out.make().status, link.make().status, link.hand_link(auth).status) == (201, 201, 200)
    out.withdraw()
    with referral.case.town.store.writing() as session:
        for each, state in ((out, "made"), (link, "handed_over")):
            row = session.get_one(Release, each.release_id)
            row.state, row.is_out = state, False
    with referral.case.town.store.writing() as session:
        replay(session, clock.now())
    assert [each.seen()["state"] for each in (out, link)] == ["withdrawn", "withdrawn"]
    assert out.hand().slug == "release-over"


def test_a_link_that_waited_may_have_been_read_before_an_older_store_came_back(
    referral: Referral,
) -> None:
    referral.make()
    referral.hand_link(secrets.token_bytes(32))
    with referral.case.town.store.writing() as session:
        replay(session, clock.now())
    assert referral.seen()["is_out"]


def test_the_same_hand_over_again_gives_a_fetched_link_to_nobody_else(referral: Referral) -> None:
    town, auth = referral.case.town, secrets.token_bytes(32)
    referral.make()
    referral.hand_link(auth)
    assert take(town, auth, b"1" * 16).status == 200
    assert referral.hand_link(auth).status == 200
    assert take(town, auth, b"2" * 16).status == 410


def test_the_audit_says_which_release_each_time_it_was_told(referral: Referral) -> None:
    referral.make()
    for _ in range(2):
        assert referral.hand("spoken").status == 200
    told = [(row["action"], row["from"], row["to"]) for row in referral.case.seen()["events"]]
    which = b64(referral.release_id)
    assert told[-3:] == [
        ("refer", which, "referral"),
        ("hand_over_packet", which, "spoken"),
        ("hand_over_packet", which, "spoken"),
    ]


def test_a_packet_of_two_ways_is_out_although_its_link_waits(referral: Referral) -> None:
    referral.make()
    referral.hand()
    assert referral.hand_link(secrets.token_bytes(32)).status == 200
    told = referral.withdraw()
    assert [row["release_id"] for row in told["out"]] == [b64(referral.release_id)]


def test_a_link_opens_in_one_browser_and_once(referral: Referral) -> None:
    town, auth = referral.case.town, secrets.token_bytes(32)
    first, second = secrets.token_bytes(16), secrets.token_bytes(16)
    referral.make()
    assert referral.hand_link(auth).status == 200
    assert take(town, secrets.token_bytes(32), first).status == 404
    assert not referral.seen()["is_out"]
    got = [take(town, auth, first) for _ in range(2)]  # the first answer may be lost
    assert [answer.body for answer in got] == [{"sealed": b64(b"sealed packet")}] * 2
    assert (take(town, auth, second).status, referral.seen()["is_out"]) == (410, True)
    assert take(town, auth, second, "opened").status == 410
    assert [take(town, auth, first, "opened").status for _ in range(2)] == [204, 204]
    assert take(town, auth, first).status == 404
    assert referral.seen()["state"] == "opened"
    with town.store.reading() as session:
        assert session.scalars(select(PacketLink)).all() == []
        last = session.scalars(select(AuditRow).order_by(AuditRow.number.desc())).first()
    assert last is not None
    assert (last.action, last.actor) == ("packet_opened", None)


def test_a_new_link_makes_the_one_before_worthless(referral: Referral) -> None:
    town = referral.case.town
    auths = [secrets.token_bytes(32) for _ in range(2)]
    referral.make()
    for auth in auths:
        assert referral.hand_link(auth).status == 200
    assert [take(town, auth, bytes(16)).status for auth in auths] == [404, 200]


def test_an_expired_link_leads_to_nothing_and_is_swept(referral: Referral) -> None:
    town, auth = referral.case.town, secrets.token_bytes(32)
    referral.make()
    referral.hand_link(auth)
    with town.store.writing() as session:
        session.scalars(select(PacketLink)).one().expires_on = today() - timedelta(days=1)
    assert take(town, auth, bytes(16)).status == 404


def test_after_its_day_a_release_gives_nothing(referral: Referral) -> None:
    referral.make()
    with referral.case.town.store.writing() as session:
        session.get_one(Release, referral.release_id).expires_on = today() - timedelta(days=1)
    assert referral.hand().slug == "release-over"


def test_what_became_of_it_is_kept_and_of_two_who_save_the_second_is_told(
    referral: Referral,
) -> None:
    referral.make(follow_up_on=today().isoformat())
    due = referral.by.call("GET", "/api/v1/follow-ups").body["due"]
    assert [row["release_id"] for row in due] == [b64(referral.release_id)]
    was = {"status": "referred", "outcome": "pending", "follow_up_on": today().isoformat()}
    now = {"status": "referred", "outcome": "acknowledged", "follow_up_on": None}
    path = f"{referral.path}/releases/{b64(referral.release_id)}/follow-up"
    other = {**now, "outcome": "no_action"}
    sam = referral.case.town.sam
    assert referral.by.call("POST", path, {"was": was, "now": now}).status == 200
    assert referral.by.call("POST", path, {"was": was, "now": now}).status == 200
    assert sam.call("POST", path, {"was": was, "now": other}).slug == "changed"
    assert referral.seen()["outcome"] == "acknowledged"
    assert referral.by.call("GET", "/api/v1/follow-ups").body["due"] == []


def test_the_server_keeps_no_word_of_what_is_shared(referral: Referral) -> None:
    referral.make()
    with referral.case.town.store.reading() as session:
        row = session.get_one(Release, referral.release_id)
        assert json.loads(row.scope) == ["summary", "field.venue"]
        assert (row.recipient_kind, row.ground) == ("anti_trafficking_ngo", "share")


EXPORT = {"organisation": "own_records", "mode": "export"}


def test_a_whole_case_is_exported_by_a_release_like_any_other(referral: Referral) -> None:
    made = referral.make(**EXPORT)
    assert (made.status, made.body["recipient_kind"]) == (201, "own_records")
    assert referral.hand("file").status == 200
    with referral.case.town.store.reading() as session:
        told = list(session.scalars(select(AuditRow.action).order_by(AuditRow.number)))
    assert [action for action in told if action.startswith("export")] == [
        "export_case",
        "export_leaves",
    ]
    assert [row["release_id"] for row in referral.withdraw()["out"]] == [b64(referral.release_id)]
    assert referral.hand("print").slug == "release-over"


def test_an_export_is_to_no_organisation_and_a_plain_file_is_nothing_but_an_export(
    referral: Referral,
) -> None:
    assert referral.make(**EXPORT | {"organisation": ORG}).status == 422
    assert referral.make(organisation="own_records").status == 409
    assert referral.make().status == 201
    assert referral.hand("file").status == 422
    export = Referral(referral.case, referral.by)
    assert export.make(**EXPORT).status == 201
    assert export.hand("spoken").status == 422
    assert export.hand_link(secrets.token_bytes(32)).status == 422


def test_a_closed_case_can_be_exported_and_not_referred(referral: Referral) -> None:
    closed = {"from": "open", "to": "closed"}
    assert referral.by.call("POST", f"{referral.path}/status", closed).status == 200
    assert referral.make().status == 409
    assert referral.make(**EXPORT).status == 201
