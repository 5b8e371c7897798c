"""Files in a backup: copied once, brought back whole, and what was deleted since is in no restored store."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from chat.erasure import erase_words
from chat.file_models import File
from config import clock
from config.settings import Settings
from moderation import checker
from moderation.backup.blobs import place_of
from moderation.backup.refusal import BackupRefused
from moderation.backup.verifying import look_at
from moderation.checker_files import bytes_of_files
from tests.actors import Source
from tests.backups import Vault, opened
from tests.files import Sending, large
from tests.integration.conftest import Town
from webapp.store import open_blobs


def back_up(town: Town, vault: Vault) -> int:
    """Take a backup; gives how many files were copied."""
    return vault.take(town.store, blobs=open_blobs(town.settings)).files


def blobs_of(settings: Settings) -> set[bytes]:
    """Every whole blob that is restored, as bytes."""
    store = open_blobs(settings)
    return {read_all(store.read(address)) for address in store.stored()}


def read_all(reading: Any) -> bytes:
    said = b"".join(iter(reading.piece, b""))
    reading.close()
    return said


def soundness(settings: Settings) -> list[Any]:
    with opened(settings) as store, store.reading() as session:
        return [*checker.check(session), *bytes_of_files(session, open_blobs(settings))]


def test_files_come_back_with_their_rows(town: Town, vault: Vault, elsewhere: Any) -> None:
    person = town.held_tip(town.ana)
    files = [Sending(person).sent(), large(person).sent()]
    large(person).begun(0)
    assert back_up(town, vault) == 2
    assert vault.restore(elsewhere).findings == []
    assert blobs_of(elsewhere) == {file.blob for file in files}
    assert soundness(elsewhere) == []
    with opened(elsewhere) as store, store.reading() as session:  # none that was on its way
        ids = set(session.scalars(select(File.file_id)))
    assert ids == {file.file_id for file in files}


def test_a_further_backup_copies_only_what_is_missing(town: Town, vault: Vault) -> None:
    person = town.held_tip(town.ana)
    Sending(person).sent()
    assert back_up(town, vault) == 1
    Sending(person).sent()
    assert back_up(town, vault) == 1
    assert back_up(town, vault) == 0
    assert {path.stat().st_mode & 0o777 for path in place_of(vault.folder).iterdir()} == {0o600}
    assert "2 files: whole" in list(look_at(vault.folder, clock.day_of(clock.now())))


def erase(town: Town, person: Source) -> None:
    with town.store.writing() as session:
        erase_words(session, person.conv)
    town.store.erase_traces()


def test_what_was_deleted_since_is_in_no_restored_store_and_leaves_the_backup(
    town: Town, vault: Vault, elsewhere: Any
) -> None:
    doomed, stays = town.held_tip(town.ana), town.held_tip(town.ana)
    gone, kept = Sending(doomed).sent(), Sending(stays).sent()
    back_up(town, vault)
    (first,) = vault.names("content")
    erase(town, doomed)
    back_up(town, vault)
    assert [path.read_bytes() for path in place_of(vault.folder).iterdir()] == [kept.blob]
    vault.restore(elsewhere, first)
    assert blobs_of(elsewhere) == {kept.blob} != {gone.blob}
    assert soundness(elsewhere) == []


@pytest.mark.parametrize("empty", ["sqlite"], indirect=True)
@pytest.mark.parametrize("elsewhere", ["sqlite"], indirect=True)
@pytest.mark.parametrize("harm", ["changed", "missing"])
def test_a_file_that_was_changed_or_lost_in_the_backup_is_named_and_the_rest_comes_back(
    town: Town, vault: Vault, elsewhere: Any, harm: str
) -> None:
    person = town.held_tip(town.ana)
    files = [Sending(person).sent(), Sending(person).sent()]
    back_up(town, vault)
    path = next(p for p in place_of(vault.folder).iterdir() if p.read_bytes() == files[0].blob)
    if harm == "missing":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:-1] + b"\0")
        with pytest.raises(BackupRefused, match="cut or changed"):
            list(look_at(vault.folder, clock.day_of(clock.now())))
    (finding,) = vault.restore(elsewhere).findings
    assert (finding.promise, finding.subject) == ("a file is in the backup", files[0].file_id)
    assert blobs_of(elsewhere) == {files[1].blob}
