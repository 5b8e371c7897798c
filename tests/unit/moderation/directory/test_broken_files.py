"""Broken and hostile files: each line is told, nothing is kept, and nobody's memory is filled."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from typing import Any

import pytest

from moderation.directory import packages
from moderation.directory.packages import Budget, Refused, unzip
from tests.unit.moderation.directory.packages import codes, read_alone, zipped

GOOD = {"id": "a", "name": "A"}


def with_service(**fields: Any) -> dict[str, Any]:
    return {**GOOD, "services": [{"id": "s", "name": "S", **fields}]}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "no-column"),
        (b"\x00\xff\xfe", "not-utf8"),
        (b"[{]", "not-json"),
        (b'[{"id": "a", "name": "A"}', "not-json"),
        (b'[{"id": "a", "name": "A"}] more', "not-json"),
        (b'[{"id": "a", "name": "A"} {"id": "b", "name": "B"}]', "not-json"),
        (b'{"id": "a", "name": NaN}', "not-json"),
        (b"[" * 100_000, "not-json"),
        (b'{"a":' * 100_000, "not-json"),
        (b'{"id": "a", "name": "A"}\n{"id": ', "not-json"),
        (b"PK\x03\x04 and then nothing", "not-zip"),
        (b"\x1f\x8b and then nothing", "not-gzip"),
        (gzip.compress(b"[" + b" " * 100_000, mtime=0)[:60], "not-gzip"),
        (b"[]", "no-organisations"),
        (b'["a"]', "not-object"),
        (b"[null]", "not-object"),
        (json.dumps([GOOD, GOOD]).encode(), "duplicate-id"),
        (json.dumps([{"name": "A"}]).encode(), "no-id"),
        (json.dumps([{"id": 7, "name": "A"}]).encode(), "no-id"),
        (json.dumps([{"id": "a" * 101, "name": "A"}]).encode(), "no-id"),
        (json.dumps([{"id": "a", "name": "  "}]).encode(), "no-name"),
        (json.dumps([{"id": "a", "name": "\x00"}]).encode(), "bad-text"),
        (b'[{"id": "a", "name": "\\ud800"}]', "bad-text"),
        (json.dumps([{**GOOD, "x": "y" * 300_000}]).encode(), "too-long"),
        (json.dumps([{**GOOD, "name": "y" * 501}]).encode(), "too-long"),
        (json.dumps([{**GOOD, "organization": {}}]).encode(), "not-organisation"),
        (json.dumps([{**GOOD, "services": {"id": "s", "name": "S"}}]).encode(), "not-object"),
        (json.dumps([{**GOOD, "phones": [{"number": "1"}]}]).encode(), "no-id"),
        (json.dumps([with_service(assured_date="2026-02-30")]).encode(), "bad-date"),
        (json.dumps([with_service(minimum_age="young")]).encode(), "bad-number"),
        (
            json.dumps([with_service(schedules=[{"id": "t", "opens_at": "25:00"}])]).encode(),
            "bad-time",
        ),
        (json.dumps([{**GOOD, "x_quietline": {"kind": "gang"}}]).encode(), "bad-kind"),
        (json.dumps([{**GOOD, "x_quietline": {"verified_on": "soon"}}]).encode(), "bad-date"),
    ],
)
def test_a_broken_file_is_told_what_is_wrong_with_it(data: bytes, code: str) -> None:
    found, report = read_alone(data)
    assert code in codes(report), codes(report)
    assert report.stops
    assert len(found.organisations) <= 1


ORGANISATIONS = "id,name\no1,A\n"


@pytest.mark.parametrize(
    ("name", "table", "told"),
    [
        ("organizations.csv", "name\nA\n", ("no-column", 1)),
        ("organizations.csv", "id,id,name\na,b,A\n", ("no-column", 1)),
        ("organizations.csv", "id,name\na,A\n,B\n", ("no-id", 3)),
        ("organizations.csv", "id,name\na,A\na,B\n", ("duplicate-id", 3)),
        ("organizations.csv", "id,name\na,A,more\n", ("cells", 2)),
        ("organizations.csv", "id,name,services\na,A,x\n", ("nested-column", 2)),
        ("organizations.csv", 'id,name\na,"A\n', ("not-csv", 2)),
        ("organizations.csv", b"id,name\na,\xff\n", ("not-utf8", 2)),
        ("organizations.csv", "id,name\na," + "x" * 200_000 + "\n", ("not-csv", 2)),
        ("services.csv", "id,organization_id,name\ns,o1,\n", ("no-name", 2)),
        ("services.csv", "id,organization_id,name\ns,nobody,S\n", ("dangling", 2)),
        ("schedules.csv", "id,service_id,dtstart\nt,s,31.12.2026\n", ("bad-date", 2)),
        ("locations.csv", "id,organization_id,latitude\nl,o1,north\n", ("bad-number", 2)),
        ("locations.csv", "id,organization_id,latitude\nl,o1,91\n", ("place-off", 2)),
    ],
)
def test_a_broken_line_of_a_package_is_named(
    name: str, table: str | bytes, told: tuple[str, int]
) -> None:
    _, report = read_alone(zipped({"organizations.csv": ORGANISATIONS, name: table}))
    assert told in {(each.code, each.line) for each in report.told if each.file == name}
    assert report.stops == (told[0] not in {"dangling", "place-off"})


def test_a_package_without_organisations_or_with_a_table_twice_is_refused() -> None:
    assert codes(read_alone(zipped({"services.csv": "id,name\n"}))[1]) == {"no-organisations": 1}
    twice = {"organization.csv": ORGANISATIONS, "organizations.csv": ORGANISATIONS}
    assert codes(read_alone(zipped(dict(twice)))[1]) == {"file-twice": 1}


def test_a_zip_that_unpacks_to_more_than_it_may_is_refused_before_it_is_all_there() -> None:
    bomb = zipped({"organizations.csv": b"0" * 8_000_000})
    assert len(bomb) < 20_000
    with pytest.raises(Refused, match="too-large"):
        list(unzip(bomb, Budget(1_000_000)))


def test_what_a_package_says_of_its_own_size_is_not_believed() -> None:
    lying = zipped({"organizations.csv": b"0" * 100_000})
    small = lying.replace((100_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert small != lying
    assert read_alone(small)[1].stops


def test_too_many_files_and_a_zip_in_a_zip_are_not_opened() -> None:
    many = {f"t{n}.csv": "id\n" for n in range(packages.MOST_FILES + 1)}
    assert codes(read_alone(zipped(dict(many)))[1]) == {"too-many-files": 1}
    nested = zipped({"inner.zip": zipped({"organizations.csv": ORGANISATIONS})})
    assert codes(read_alone(nested)[1]) == {"no-organisations": 1}


def test_an_encrypted_or_oddly_packed_member_is_refused() -> None:
    package = bytearray(zipped({"organizations.csv": ORGANISATIONS}))
    for at in (6, package.rindex(b"PK\x01\x02") + 8):
        package[at] |= 1  # the sign of an encrypted member
    assert codes(read_alone(bytes(package))[1]) == {"not-zip": 1}


def test_a_gzip_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Budget.__init__, "__defaults__", (1_000_000,))
    bomb = gzip.compress(b" " * 5_000_000)
    assert codes(read_alone(bomb)[1]) == {"too-large": 1}


def test_findings_are_told_up_to_a_number_and_then_counted() -> None:
    lines = "".join(f",B{n}\n" for n in range(2_000))
    _, report = read_alone(zipped({"organizations.csv": "id,name\n" + lines}))
    assert (codes(report), len(report.told)) == ({"no-id": 2_000}, 500)


def test_a_path_in_a_package_leads_nowhere() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("../../../etc/organizations.csv", ORGANISATIONS)
    found, report = read_alone(out.getvalue())
    assert ([each.name for each in found.organisations], codes(report)) == (["A"], {})


def test_a_member_that_lies_before_the_package_s_beginning_is_refused() -> None:
    package = bytearray(zipped({"organizations.csv": ORGANISATIONS}))
    begins = package.rindex(b"PK\x05\x06") + 16  # where the list of members is said to begin
    said = int.from_bytes(package[begins : begins + 4], "little") + 1_000
    package[begins : begins + 4] = said.to_bytes(4, "little")
    assert codes(read_alone(bytes(package))[1]) == {"not-zip": 1}


def without_names(*, flags: int, name: bytes) -> bytes:
    """A package whose one member has this name, of as many bytes, and these flags in the list."""
    package = bytearray(zipped({"a.csv": ORGANISATIONS}))
    entry = package.rindex(b"PK\x01\x02")
    package[entry + 9] |= flags
    package[entry + 28 : entry + 30] = len(name).to_bytes(2, "little")
    package[entry + 46 : entry + 51] = name
    ends = package.rindex(b"PK\x05\x06") + 12  # how long the list of members is said to be
    length = int.from_bytes(package[ends : ends + 4], "little") - 5 + len(name)
    package[ends : ends + 4] = length.to_bytes(4, "little")
    return bytes(package)


@pytest.mark.parametrize(("flags", "name"), [(0, b""), (8, b"\xff\xfe.cs")])
def test_a_member_whose_name_is_none_is_no_error_of_ours(flags: int, name: bytes) -> None:
    _, report = read_alone(without_names(flags=flags, name=name))
    assert report.stops


@pytest.mark.parametrize("packed", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_member_packed_as_no_directory_is_packed_is_refused(packed: int) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packed) as package:
        package.writestr("organizations.csv", ORGANISATIONS)
    assert codes(read_alone(out.getvalue())[1]) == {"not-zip": 1}
