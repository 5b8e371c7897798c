"""Backups that cannot be relied on, and targets that are not empty: refused in plain words, nothing done."""

from __future__ import annotations

import gzip
import hashlib
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from config.settings import Settings, load_settings
from crypto.age import new_identity, seal_stream
from moderation.backup.folder import SetFile, alone_in
from moderation.backup.lines import Header, packed, to_text
from moderation.backup.refusal import BackupRefused, Busy
from moderation.backup.verifying import look_at, look_into
from tests.backups import Vault, everything_under
from tests.integration.conftest import Town

SQLITE_TRIGGERS = text("SELECT name FROM content.sqlite_master WHERE type = 'trigger'")

only_sqlite = pytest.mark.parametrize("empty", ["sqlite"], indirect=True)
pytestmark = only_sqlite


@pytest.fixture
def vault(town: Town, tmp_path: Path) -> Vault:
    """Two backups of a town with a tip."""
    town.source().send_tip()
    made = Vault(tmp_path / "backups")
    made.take(town.store)
    made.take(town.store)
    return made


@pytest.fixture
def target(tmp_path: Path) -> Settings:
    return load_settings({"QUIETLINE_DATA_DIR": str(tmp_path / "elsewhere")})


def newest(vault: Vault, kind: str) -> Path:
    return vault.folder / vault.names(kind)[-1]


def rename(path: Path, old: str, new: str) -> None:
    path.rename(path.with_name(path.name.replace(old, new)))


def put(vault: Vault, kind: str, inside: bytes) -> None:
    """Somebody who knows the public key puts a set of their own in the place of ours."""
    path, out = newest(vault, kind), io.BytesIO()
    seal_stream([vault.key[1]], iter([inside]), out)
    found = SetFile.of(path)
    assert found is not None
    path.write_bytes(out.getvalue())
    rename(path, found.hash, hashlib.blake2b(out.getvalue(), digest_size=16).hexdigest())


def cut(vault: Vault) -> None:
    path = newest(vault, "content")
    path.write_bytes(path.read_bytes()[:-1])


def change_a_byte(vault: Vault) -> None:
    path = newest(vault, "keys")
    kept = bytearray(path.read_bytes())
    kept[len(kept) // 2] ^= 1
    path.write_bytes(kept)


def lose_the_newest_keys(vault: Vault) -> None:
    newest(vault, "keys").unlink()


def keep_older_keys_only(vault: Vault) -> None:
    rename(newest(vault, "keys"), "-000002-", "-000001-")


def call_older_keys_newest(vault: Vault) -> None:
    rename(newest(vault, "keys"), "-000002-", "-000009-")


def lose_the_content(vault: Vault) -> None:
    for name in vault.names("content"):
        (vault.folder / name).unlink()


def bring_another_site_s(vault: Vault) -> None:
    found = SetFile.of(newest(vault, "content"))
    assert found is not None
    rename(found.path, found.mark, "0" * 8)


def put_junk(vault: Vault) -> None:
    put(vault, "content", b"junk")


def put_an_older_format(vault: Vault) -> None:
    put(vault, "content", gzip.compress(b'{"quietline-backup":{"format":0}}\n'))


BAD: dict[Callable[[Vault], None], str] = {
    cut: "cut or changed",
    change_a_byte: "cut or changed",
    lose_the_newest_keys: "newest keys set is missing",
    keep_older_keys_only: "newest keys set is missing",
    call_older_keys_newest: "not the set that its name says",
    lose_the_content: "no content set",
    bring_another_site_s: "more than one site",
    put_junk: "not a backup that this version",
    put_an_older_format: "has format 0",
}


@pytest.mark.parametrize("spoil", BAD, ids=lambda spoil: spoil.__name__)
def test_a_backup_that_is_not_as_it_was_is_refused_and_nothing_is_written(
    vault: Vault, target: Settings, spoil: Callable[[Vault], None]
) -> None:
    spoil(vault)
    with pytest.raises(BackupRefused, match=BAD[spoil]):
        vault.restore(target)
    assert everything_under(target.data_dir) == b""


@pytest.mark.parametrize("spoil", [cut, change_a_byte, lose_the_newest_keys])
def test_without_the_private_key_too_verify_notices(
    vault: Vault, spoil: Callable[[Vault], None]
) -> None:
    found = SetFile.of(newest(vault, "keys"))
    assert found is not None
    assert len(list(look_at(vault.folder, found.day))) == 3
    spoil(vault)
    with pytest.raises(BackupRefused, match=BAD[spoil]):
        list(look_at(vault.folder, found.day))


def test_with_the_private_key_verify_reads_every_set(vault: Vault) -> None:
    assert len(list(look_into(vault.folder, vault.key[0]))) == 3
    put_junk(vault)
    with pytest.raises(BackupRefused, match="not a backup"):
        list(look_into(vault.folder, vault.key[0]))


def test_with_the_private_key_verify_follows_the_audit(vault: Vault, town: Town) -> None:
    with town.store.writing() as session:
        for trigger in session.execute(SQLITE_TRIGGERS).scalars().all():
            session.execute(text(f"DROP TRIGGER content.{trigger}"))
        session.execute(text("UPDATE content.audit SET action = 'claim' WHERE number = 2"))
    vault.take(town.store)
    with pytest.raises(BackupRefused, match="Row 2 of the audit does not follow"):
        list(look_into(vault.folder, vault.key[0]))


def test_another_private_key_opens_nothing(vault: Vault, target: Settings) -> None:
    vault.key = new_identity()
    with pytest.raises(BackupRefused, match="sealed to another key"):
        vault.restore(target)


def test_a_store_with_a_site_is_not_restored_into(vault: Vault, town: Town) -> None:
    town.store.engine.dispose()
    before = everything_under(town.settings.data_dir)
    with pytest.raises(BackupRefused, match="a site here already"):
        vault.restore(town.settings)
    assert everything_under(town.settings.data_dir) == before


def test_a_newer_version_s_backup_is_not_guessed_at(
    vault: Vault, town: Town, target: Settings
) -> None:
    found = SetFile.of(newest(vault, "content"))
    assert found is not None
    site, day = to_text(town.office.site), found.day.isoformat()
    with town.store.reading() as session:
        header = Header("content", site, found.serial, day, "9999")
        put(vault, "content", b"".join(packed(session, header, [])))
    with pytest.raises(BackupRefused, match="newer version of Quietline"):
        vault.restore(target)


def test_two_backups_at_once_into_one_folder_are_one(vault: Vault, town: Town) -> None:
    with alone_in(vault.folder), pytest.raises(Busy):
        vault.take(town.store)


def test_a_folder_with_another_site_s_backups_is_left_alone(vault: Vault, town: Town) -> None:
    bring_another_site_s(vault)
    before = vault.names()
    with pytest.raises(BackupRefused, match="another site"):
        vault.take(town.store)
    assert vault.names() == before


def test_what_is_no_public_key_is_refused(vault: Vault, town: Town) -> None:
    vault.key = ("", "age1nonsense")
    with pytest.raises(BackupRefused, match="not an age public key"):
        vault.take(town.store)


def test_keys_exist_once_and_content_for_thirty_days(vault: Vault, town: Town) -> None:
    vault.take(town.store, days_later=30)
    assert [len(vault.names(kind)) for kind in ("keys", "content")] == [1, 3]
    vault.take(town.store, days_later=31)
    assert [len(vault.names(kind)) for kind in ("keys", "content")] == [1, 2]


def test_only_the_owner_can_look_at_a_backup(vault: Vault) -> None:
    inside = {path: path.stat().st_mode & 0o777 for path in vault.folder.rglob("*")}
    assert vault.folder.stat().st_mode & 0o777 == 0o700
    assert inside == {path: 0o700 if path.is_dir() else 0o600 for path in inside}
