"""A file on its way: parts in any order and twice, finished, taken back, given up, deleted, against a model."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule
from sqlalchemy import select

from chat.file_models import File, FilePart
from chat.uploads import forget, lying_of
from config import clock
from crypto.hashes import digest
from moderation import deletion
from moderation.checker_files import bytes_of_files
from moderation.jobs.orphans import ON_ITS_WAY, Orphans
from moderation.jobs.runner import Turn
from tests.actors import Answer, Source
from tests.files import ONE_CHUNK, Sending, large
from tests.integration.conftest import Town, item_id
from tests.stateful.running import Machine, few, many
from webapp.schemas import b64
from webapp.services import right_here
from webapp.store import open_blobs

MOST = 3
WHICH = st.integers(0, 5)
PARTS = 2


@dataclass
class OnItsWay:
    """What the model knows of a file; of a part, whether the bytes that came last were right."""

    sending: Sending
    state: str = "none"
    parts: dict[int, bool] = field(default_factory=dict)


class Uploads(Machine):
    """Two people outside, and a few files of theirs."""

    def __init__(self, town: Town) -> None:
        super().__init__(town)
        self.people: list[Source] = []
        self.gone: set[bytes] = set()
        self.files: list[OnItsWay] = []
        self.blobs = open_blobs(town.settings)

    @initialize()
    def two_people(self) -> None:
        """Two tips, which Ana holds."""
        self.people = [self.town.held_tip(self.town.ana) for _ in range(2)]
        self.convs = [person.conv for person in self.people]

    def file(self, which: int) -> OnItsWay:
        """One of the files."""
        return self.files[which % len(self.files)]

    def agree(self, file: OnItsWay, got: Answer, wanted: str | None) -> bool:
        """The service refused it by the same word as the model, or did it too; gives whether it did."""
        if file.sending.by.conv in self.gone:
            wanted = "receipt-unknown"
        assert (got.slug or None, got.status < 300) == (wanted, wanted is None), (got, wanted)
        return wanted is None

    @precondition(lambda self: len(self.files) < MOST)
    @rule(which=WHICH, small=st.booleans())
    def chooses(self, which: int, *, small: bool) -> None:
        """Somebody chooses a file."""
        person = self.people[which % 2]
        self.files.append(OnItsWay(Sending(person) if small else large(person, PARTS)))

    @precondition(lambda self: self.files)
    @rule(which=WHICH)
    def begins(self, which: int) -> None:
        """The sender says that it comes, or asks how far it is."""
        file = self.file(which)
        got = file.sending.begin()
        if not self.agree(file, got, None):
            return
        file.state = "begun" if file.state == "none" else file.state
        have = sorted(file.parts) if file.state == "begun" else []
        assert got.body == {"have": have, "whole": file.state == "whole"}

    @precondition(lambda self: any(file.state != "none" for file in self.files))
    @rule(which=WHICH)
    def begins_otherwise(self, which: int) -> None:
        """The same file cannot have another length."""
        known = [file for file in self.files if file.state != "none"]
        file = known[which % len(known)]
        other = ONE_CHUNK if len(file.sending.blob) != ONE_CHUNK else ONE_CHUNK + 65_536
        self.agree(file, file.sending.begin(length=other), "file-differs")

    @precondition(lambda self: self.files)
    @rule(
        which=WHICH, number=st.integers(0, PARTS), how=st.sampled_from(["ok", "ok", "bad", "cut"])
    )
    def brings(self, which: int, number: int, how: str) -> None:
        """A part comes: right, with a byte changed, or too short."""
        file = self.file(which)
        sending, is_one = file.sending, number < len(file.sending.parts)
        data = sending.parts[number] if is_one else b"a"
        data = {"ok": data, "bad": data[:-1] + bytes([data[-1] ^ 1]), "cut": data[:-1]}[how]
        wanted = None if is_one and how != "cut" else "part-length"
        wanted = "not-found" if file.state == "none" else wanted
        if self.agree(file, sending.part(number, data), wanted) and file.state == "begun":
            file.parts[number] = how == "ok"

    @precondition(lambda self: self.files)
    @rule(which=WHICH)
    def is_brought_by_another(self, which: int) -> None:
        """Somebody else's receipt knows of no such file."""
        file = self.file(which)
        other = next(person for person in self.people if person is not file.sending.by)
        got = file.sending.part(0, by=other)
        assert got.status == (401 if other.conv in self.gone else 404)

    @precondition(lambda self: self.files)
    @rule(which=WHICH, right=st.sampled_from([True, True, False]))
    def finishes(self, which: int, *, right: bool) -> None:
        """The sender says that it is all there, and what it hashes to."""
        file = self.file(which)
        sound = digest(file.sending.blob)
        got = file.sending.whole(sound if right else bytes(32))
        all_there = len(file.parts) == len(file.sending.parts)
        same = right and (file.state == "whole" or all(file.parts.values()))
        wanted = None if same else "file-differs"
        if file.state == "begun" and not all_there:
            wanted = "parts-missing"
        wanted = "not-found" if file.state == "none" else wanted
        if self.agree(file, got, wanted):
            file.state, file.parts = "whole", {}
        elif got.slug == "file-differs" and file.state == "begun":
            file.state, file.parts = "none", {}

    @precondition(lambda self: self.files)
    @rule(which=WHICH)
    def is_taken_back(self, which: int) -> None:
        """The sender takes back what is on its way."""
        file = self.file(which)
        if self.agree(file, file.sending.cancel(), None if file.state == "begun" else "not-found"):
            file.state, file.parts = "none", {}

    @rule()
    def is_given_up(self) -> None:
        """Nobody goes on with it for a week."""
        moment = clock.now() + ON_ITS_WAY + timedelta(days=2)
        turn = Turn(self.town.store, moment, 0, b"", lambda: True)
        Orphans(self.blobs, right_here).run(turn)
        for file in self.files:
            if file.state == "begun":
                file.state, file.parts = "none", {}

    @precondition(lambda self: not self.gone)
    @rule(which=st.integers(0, 1))
    def is_deleted(self, which: int) -> None:
        """One person's words are over, and their files."""
        person = self.people[which]
        closing = f"/api/v1/items/{item_id(person)}/close"
        assert self.town.ana.call("POST", closing, {"disposition": "no_action"}).status == 200
        with self.town.store.writing() as session:
            lying = lying_of(session, person.conv)
            deletion.delete_words(session, person.conv)
        forget(self.blobs, lying)
        self.gone.add(person.conv)
        for file in self.files:
            if file.sending.by is person:
                file.state, file.parts = "none", {}

    @invariant()
    def lies_as_the_model_says(self) -> None:
        """Rows, parts and bytes are those that the model has, and what is whole can be read."""
        with self.town.store.reading() as session:
            rows = {row.file_id: row for row in session.scalars(select(File))}
            parts = sorted((row.file_id, row.number) for row in session.scalars(select(FilePart)))
            assert not list(bytes_of_files(session, self.blobs))
        there = [file for file in self.files if file.state != "none"]
        assert set(rows) == {file.sending.file_id for file in there}
        assert parts == sorted((f.sending.file_id, n) for f in there for n in f.parts)
        staged = {rows[f.sending.file_id].upload for f in there if f.parts}
        assert set(self.blobs.staged()) == staged
        whole = [file for file in there if file.state == "whole"]
        assert len(list(self.blobs.stored())) == len(whole)
        for file in whole[-1:]:
            sending = file.sending
            path = f"/api/v1/conversations/{b64(sending.by.conv)}/files/{b64(sending.file_id)}"
            assert self.town.ana.call("GET", path).raw == sending.blob


def test_a_file_is_on_its_way_as_its_model_says(town: Town) -> None:
    few(Uploads, town)


@pytest.mark.long
@pytest.mark.timeout(1_200)
def test_a_file_is_on_its_way_as_its_model_says_for_thousands_of_steps(town: Town) -> None:
    many(Uploads, town)
