"""A desk whose people change: rosters, epochs and seeds as an administrator's browser makes them."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field, replace
from typing import Any

from config import clock
from config.database import Database
from crypto import records, roster
from crypto.primitives import kem_public_from_seed
from crypto.staff import (
    EpochKeys,
    epoch_keys,
    open_epoch_seed,
    seal_epoch_seed,
    seal_roster_key,
)
from moderation.cases import luhn_holds
from moderation.founding import living_members, newest_roster
from tests.actors import LABELS, Answer, Office, Person, Source, on_the_wire
from tests.invited import confirmed
from webapp.schemas import b64, unb64


@dataclass
class Desk:
    """What a supervisor's browser knows: whose keys stand in the roster, and every epoch's seed."""

    office: Office
    store: Database
    people: list[Person]
    seeds: dict[int, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Epoch 1 is the one of the founding."""
        self.seeds.setdefault(1, self.office.epoch_seed)

    @property
    def epoch(self) -> int:
        """The newest epoch."""
        return max(self.seeds)

    def keys(self, epoch: int | None = None) -> EpochKeys:
        """The keys of an epoch, of the newest one if not said."""
        return epoch_keys(self.seeds[epoch or self.epoch])

    def members(self, *, without: Person | None = None) -> list[roster.Member]:
        """Everybody's lines."""
        return [p.member() for p in self.people if p is not without] + [self.office.recovery()]

    def next_roster(
        self, members: list[roster.Member], seed: bytes | None = None, **other: Any
    ) -> dict[str, Any]:
        """The next roster and, with the seed of a next epoch, that seed for all its readers.

        `other` replaces fields of the roster; what is not stored is forgotten again.
        """
        with self.store.reading() as session:
            newest = newest_roster(session)
        self.office.rosters[:] = [b""] * (newest.serial - 1) + [newest.body]
        epoch = self.epoch + (seed is not None)
        public = epoch_keys(seed).public if seed else self.keys().public
        now = clock.unix(clock.now())
        fields = {"epoch": epoch, "desk_public": public, **other}
        made = self.office.roster(members, now, **fields)
        return {"roster": made, "seeds": self.sealed(members, epoch, seed) if seed else []}

    def sealed(self, members: list[roster.Member], epoch: int, seed: bytes) -> list[dict[str, str]]:
        """The seed for each reader of these members, and for the recovery key."""
        publics = {p.staff_id: p.keys.kem_public for p in self.people}
        publics[roster.RECOVERY_ID] = kem_public_from_seed(self.office.recovery_seed)
        readers = [m for m in members if m.role in {*roster.READERS, roster.Role.RECOVERY}]
        return [
            {
                "staff_id": b64(m.staff_id),
                "wrap": b64(
                    seal_epoch_seed(publics[m.staff_id], self.office.site, epoch, m.staff_id, seed)
                ),
            }
            for m in readers
        ]

    def renew(self, by: Person, **other: Any) -> Answer:
        """Sign the roster anew."""
        return by.call(
            "POST", "/api/v1/roster", {"kind": "renew", **self.next_roster(self.members(), **other)}
        )

    def next_epoch(self, by: Person) -> Answer:
        """Begin the next epoch."""
        seed = secrets.token_bytes(32)
        body = {"kind": "epoch", **self.next_roster(self.members(), seed)}
        got = by.call("POST", "/api/v1/roster", body)
        if got.status == 204:
            self.seeds[self.epoch + 1] = seed
        return got

    def leave(self, by: Person, who: Person, *, epoch: bool = False) -> Answer:
        """Somebody leaves, with the next epoch in the same act or without it."""
        seed = secrets.token_bytes(32) if epoch else None
        body = self.next_roster(self.members(without=who), seed)
        got = by.call("POST", f"/api/v1/staff/{b64(who.staff_id)}/leave", body)
        if got.status == 204:
            self.people.remove(who)
            if seed is not None:
                self.seeds[self.epoch + 1] = seed
        return got

    def change_role(self, by: Person, who: Person, role: int) -> Answer:
        """Somebody gets another role."""
        lines = [replace(m, role=role) if m.staff_id == who.staff_id else m for m in self.members()]
        body = {"role": role, **self.next_roster(lines)}
        got = by.call("POST", f"/api/v1/staff/{b64(who.staff_id)}/role", body)
        if got.status == 204:
            who.role = role
        return got

    def hire(self, by: Person, person: Person) -> Answer:
        """Somebody is asked, brings keys, and is confirmed with all that their role gives them."""
        got = confirmed(by, person, self.confirmation(person))
        if got.status == 204:
            self.people.append(person)
        return got

    def confirmation(self, person: Person) -> dict[str, Any]:
        """What an administrator's browser signs and seals for a newcomer."""
        members = [*self.members(), person.member()]
        kem = person.keys.kem_public
        site, who = self.office.site, person.staff_id
        reads, signs = person.role in roster.READERS, person.role in roster.ROSTER_KEY_HOLDERS
        key = seal_roster_key(kem, site, who, self.office.roster_seed) if signs else None
        return {
            "epoch_wraps": [
                {"epoch": e, "wrap": b64(seal_epoch_seed(kem, site, e, who, seed))}
                for e, seed in self.seeds.items()
                if reads
            ],
            "roster_key_wrap": b64(key) if key is not None else None,
            **self.next_roster(members),
        }

    def open_seeds(self, person: Person) -> dict[int, bytes]:
        """The seeds that this person's browser opens, of those that the desk gives them."""
        answer = person.call("GET", "/api/v1/desk").body
        return {
            w["epoch"]: open_epoch_seed(
                person.keys.kem_seed,
                self.office.site,
                w["epoch"],
                person.staff_id,
                self.keys(w["epoch"]).public,
                unb64(w["wrap"]),
            )
            for w in answer["epoch_wraps"]
        }

    def rewrapped(self, row: dict[str, Any]) -> dict[str, Any]:
        """One container's key as a browser moves it into the newest epoch."""
        site, container = self.office.site, unb64(row["container_id"])
        key = self.open_container(row)
        made = records.seal_case_wrap(
            self.keys().records_key,
            site,
            container,
            row["gen"],
            row["made"],
            self.epoch,
            key,
            secrets.token_bytes(24),
        )
        wrapped = {"gen": row["gen"], "made": row["made"], "epoch": self.epoch}
        wrapped |= {"kc": b64(made.commit), "wrap": b64(made.wrap)}
        return {"container_id": row["container_id"], "was": row["epoch"], "wrap": wrapped}

    def open_container(self, row: dict[str, Any]) -> bytes:
        """A container's key, out of a wrap as it travels."""
        wrap = records.CaseWrap(
            unb64(row["container_id"]),
            row["gen"],
            row["made"],
            row["epoch"],
            unb64(row["kc"]),
            unb64(row["wrap"]),
        )
        return records.open_case_wrap(self.keys(row["epoch"]).records_key, self.office.site, wrap)

    def next_key(self, row: dict[str, Any]) -> dict[str, Any]:
        """A container's next key in the newest epoch, as a browser makes it."""
        epoch, container = self.epoch, unb64(row["container_id"])
        made = records.seal_case_wrap(
            self.keys().records_key,
            self.office.site,
            container,
            row["gen"] + 1,
            epoch,
            epoch,
            secrets.token_bytes(32),
            secrets.token_bytes(24),
        )
        wrap = {"gen": row["gen"] + 1, "made": epoch, "epoch": epoch}
        wrap |= {"kc": b64(made.commit), "wrap": b64(made.wrap)}
        return {"container_id": row["container_id"], "wrap": wrap}

    def tip(self, source: Source) -> Answer:
        """Somebody's new tip, sealed to the newest epoch."""
        self.office.epoch_seed = self.seeds[self.epoch]
        record = source.key_record(epoch=self.epoch)
        said = source.envelope()
        labels = {"key_record": on_the_wire(record), "labels": LABELS, "envelope": b64(said)}
        got = source.call("POST", "/api/v1/conversations", labels)
        if got.status == 201:
            source.sent["S"].append(said)
        return got

    def case(self, by: Person, epoch: int | None = None) -> tuple[Answer, bytes]:
        """A case from a phone call, under this epoch or the newest; gives the answer and its key."""
        case_id, key = secrets.token_bytes(16), secrets.token_bytes(32)
        under = epoch or self.epoch
        made = records.seal_case_wrap(
            self.keys(under).records_key,
            self.office.site,
            case_id,
            1,
            under,
            under,
            key,
            secrets.token_bytes(24),
        )
        first = 10_000_000 + secrets.randbelow(8_999_999) * 10
        wrap = {"gen": 1, "made": under, "epoch": under}
        body = {
            "case_id": b64(case_id),
            "number": next(str(n) for n in range(first, first + 10) if luhn_holds(str(n))),
            "wrap": wrap | {"kc": b64(made.commit), "wrap": b64(made.wrap)},
            "main": by.record(self.office, case_id, key, {"t": "main"}),
            "labels": {"channel": "phone", "category": "tip", "language": "en"},
            "conv": None,
        }
        return by.call("POST", "/api/v1/cases", body), key

    def move_containers(self, by: Person) -> int:
        """One call of the work in the background; gives how many keys it moved."""
        rows = by.call("GET", "/api/v1/containers").body["wraps"]
        if not rows:
            return 0
        body = {"wraps": [self.rewrapped(row) for row in rows]}
        got = by.call("POST", "/api/v1/containers", body)
        assert got.status == 200, got
        return int(got.body["moved"])


def hire(store: Database, office: Office, by: Person, person: Person) -> Person:
    """A newcomer who reads where their role does, signed in; everybody else is as they were."""
    wrap = seal_epoch_seed(
        person.keys.kem_public, office.site, 1, person.staff_id, office.epoch_seed
    )
    with store.reading() as session:
        members = [*living_members(session), person.member()]
    signed = {
        "epoch_wraps": [{"epoch": 1, "wrap": b64(wrap)}] if person.role in roster.READERS else [],
        "roster_key_wrap": None,
        "roster": office.roster(members, clock.unix(clock.now())),
        "seeds": [],
    }
    assert confirmed(by, person, signed).status == 204
    assert person.sign_in().status == 201
    return person
