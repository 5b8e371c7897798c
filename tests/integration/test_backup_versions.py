"""A backup that an older version made is restored by this one; a store may have been migrated already."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect, select

from config import migrate
from config.database import open_sqlite
from crypto.age import open_stream, seal_stream
from moderation.backup.folder import SetFile
from moderation.staff_models import Staff
from tests.backups import Vault, opened
from tests.integration.conftest import Town

pytestmark = pytest.mark.long

OLDER = "0007"

Shape = dict[str, set[str]]
"""The columns of each table."""


@pytest.fixture
def vault(town: Town, tmp_path: Path) -> Vault:
    town.held_tip(town.ana)
    made = Vault(tmp_path / "backups")
    made.take(town.store)
    return made


@pytest.fixture(scope="module")
def shape(tmp_path_factory: pytest.TempPathFactory) -> Shape:
    """The tables as they were at the older revision."""
    store = open_sqlite(tmp_path_factory.mktemp("older"))
    migrate.upgrade(store, OLDER)
    with store.engine.connect() as connection:
        found = inspect(connection)
        return {
            f"{schema}.{table}": {column["name"] for column in found.get_columns(table, schema)}
            for schema in migrate.SCHEMAS
            for table in found.get_table_names(schema)
        }


def as_an_older_version_wrote_it(vault: Vault, path: Path, shape: Shape) -> None:
    """The same set without what later revisions added."""
    packed, out = io.BytesIO(), io.BytesIO()
    with path.open("rb") as sealed:
        open_stream(vault.key[0], sealed, packed)
    lines = [json.loads(line) for line in gzip.decompress(packed.getvalue()).splitlines()]
    kept = gzip.compress(b"".join(json.dumps(x).encode() + b"\n" for x in older(lines, shape)))
    seal_stream([vault.key[1]], iter([kept]), out)
    found = SetFile.of(path)
    assert found
    path.write_bytes(out.getvalue())
    new = hashlib.blake2b(out.getvalue(), digest_size=16).hexdigest()
    path.rename(path.with_name(path.name.replace(found.hash, new)))


def older(lines: list[Any], shape: Shape) -> Iterator[Any]:
    table, places = "", list[int]()
    for line in lines:
        if isinstance(line, list):
            if table in shape:
                yield [line[place] for place in places]
        elif "table" in line:
            table, there = line["table"], shape.get(line["table"], set())
            places = [i for i, name in enumerate(line["columns"]) if name in there]
            if table in shape:
                columns = {k: [line[k][i] for i in places] for k in ("columns", "holds")}
                yield {"table": table, **columns}
        elif "end" in line:
            yield {"end": {name: n for name, n in line["end"].items() if name in shape}}
        else:
            yield {"quietline-backup": {**line["quietline-backup"], "revision": OLDER}}


@pytest.mark.parametrize("empty", ["sqlite"], indirect=True)
@pytest.mark.parametrize("kinds", [("keys", "content"), ("content",)], ids=["both", "content"])
def test_sets_of_an_older_revision_are_restored_and_migrated(
    vault: Vault, shape: Shape, elsewhere: Any, kinds: tuple[str, ...]
) -> None:
    for kind in kinds:
        as_an_older_version_wrote_it(vault, vault.folder / vault.names(kind)[0], shape)
    assert vault.restore(elsewhere).findings == []
    with opened(elsewhere) as store:
        assert migrate.differences(store) == []
        with store.reading() as session:
            assert {m.name for m in session.scalars(select(Staff))} == {"ana", "sam", "nora"}


@pytest.mark.parametrize("empty", ["sqlite"], indirect=True)
def test_a_store_that_was_migrated_and_never_used_is_empty(vault: Vault, elsewhere: Any) -> None:
    with opened(elsewhere) as store:
        migrate.upgrade(store)
    assert vault.restore(elsewhere).findings == []
