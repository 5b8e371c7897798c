"""Made-up known answers for the desk: staff, epoch wrap, roster, cases; and for files."""

import hashlib
from dataclasses import dataclass
from typing import Any

from crypto import files, records, roster, staff
from crypto.hashes import digest
from crypto.primitives import kem_public_from_seed, verify_key_of
from crypto.vectors.blobs import MUTATIONS
from crypto.vectors_make.stream import Stream

DECADE = 10 * 365 * roster.DAY


@dataclass(frozen=True)
class Desk:
    """What the groups about the desk share: ids 16 bytes, seeds 32."""

    site: bytes
    epoch: int
    epoch_seed: bytes
    staff_id: bytes
    keys: staff.StaffKeys


def staff_case(stream: Stream, desk: Desk) -> dict[str, Any]:
    """Return the `staff` case: a passphrase that NFKC changes, and its blob."""
    passphrase = f"ﬁve ½ Å {stream.take(6).hex()}"
    second, nonce, method = stream.take(32), stream.take(24), stream.choice((1, 2))
    factors = staff.StaffFactors.from_passphrase(passphrase, second, desk.site, desk.staff_id)
    blob = staff.seal_staff_blob(factors.kek, desk.site, desk.staff_id, method, desk.keys, nonce)
    return {
        "passphrase": passphrase,
        "salt": staff.staff_salt(desk.site, desk.staff_id).hex(),
        "second": second.hex(),
        "auth": factors.auth.hex(),
        "kek": factors.kek.hex(),
        "again": factors.again.hex(),
        "site": desk.site.hex(),
        "staff_id": desk.staff_id.hex(),
        "method": method,
        "nonce": nonce.hex(),
        "kem_seed": desk.keys.kem_seed.hex(),
        "sign_seed": desk.keys.sign_seed.hex(),
        "blob": blob.hex(),
    }


def epoch_wrap_case(desk: Desk) -> dict[str, Any]:
    """Return the `epoch_wrap` case: the epoch's seed sealed to the staff member."""
    public = staff.epoch_keys(desk.epoch_seed).public
    place = desk.site, desk.epoch, desk.staff_id
    wrap = staff.seal_epoch_seed(desk.keys.kem_public, *place, desk.epoch_seed)
    return {
        "site": desk.site.hex(),
        "epoch": desk.epoch,
        "staff_id": desk.staff_id.hex(),
        "kem_seed": desk.keys.kem_seed.hex(),
        "desk_public": public.hex(),
        "info": staff.epoch_seed_info(*place, public).hex(),
        "wrap": wrap.hex(),
        "opens_to": desk.epoch_seed.hex(),
    }


def _line(stream: Stream, staff_id: bytes, role: int) -> dict[str, Any]:
    recovery = role == roster.Role.RECOVERY
    sign_vk = bytes(32) if recovery else verify_key_of(stream.take(32))
    return {
        "staff_id": staff_id.hex(),
        "sign_vk": sign_vk.hex(),
        "kem_public": kem_public_from_seed(stream.take(32)).hex(),
        "role": role,
    }


def _lines(stream: Stream) -> list[dict[str, Any]]:
    count = stream.between(1, 5)
    people = [_line(stream, stream.take(16), stream.between(1, 6)) for _ in range(count)]
    people.append(_line(stream, roster.RECOVERY_ID, roster.Role.RECOVERY))
    return sorted(people, key=lambda line: str(line["staff_id"]))


def _member(line: dict[str, Any]) -> roster.Member:
    return roster.Member(
        staff_id=bytes.fromhex(line["staff_id"]),
        sign_vk=bytes.fromhex(line["sign_vk"]),
        kem_hash=digest(bytes.fromhex(line["kem_public"])),
        role=line["role"],
    )


def roster_case(stream: Stream, desk: Desk) -> dict[str, Any]:
    """Return the `roster` case: a root, its certificate, a roster and its members."""
    root_seed, roster_seed = stream.take(32), stream.take(32)
    start = 1_800_000_000 + stream.below(DECADE)
    roster_vk = verify_key_of(roster_seed)
    end = start + roster.CERTIFICATE_LIFETIME
    certificate = roster.Certificate(desk.site, roster_vk, start, end)
    lines = _lines(stream)
    members = roster.encode_members([_member(line) for line in lines])
    made = roster.Roster(
        site=desk.site,
        serial=stream.between(2, 1000),
        epoch=desk.epoch,
        not_before=start + stream.below(roster.DAY),
        not_after=start + roster.ROSTER_LIFETIME,
        desk_public=staff.epoch_keys(desk.epoch_seed).public,
        previous=stream.take(32),
        members_hash=digest(members),
    )
    return {
        "root_seed": root_seed.hex(),
        "root_vk": verify_key_of(root_seed).hex(),
        "roster_seed": roster_seed.hex(),
        "certificate": certificate.encode().hex(),
        "certificate_signature": roster.sign_certificate(root_seed, certificate).hex(),
        "serial": made.serial,
        "epoch": made.epoch,
        "not_before": made.not_before,
        "not_after": made.not_after,
        "previous": made.previous.hex(),
        "members": lines,
        "members_bytes": members.hex(),
        "roster": made.encode().hex(),
        "roster_signature": roster.sign_roster(roster_seed, made).hex(),
    }


def _record(stream: Stream, desk: Desk, wrap: records.CaseWrap, case_key: bytes) -> dict[str, Any]:
    inner = b'{"t":"note","body":"' + stream.take(stream.below(1500)).hex().encode() + b'"}'
    header = records.RecordHeader(
        case=wrap.case,
        record=stream.take(16),
        gen=wrap.gen,
        rev=stream.between(2, 9),
        prev=stream.take(32),
        staff_id=desk.staff_id,
        nonce=stream.take(24),
    )
    sealed = records.seal_record(case_key, desk.site, header, inner)
    return {
        "record_id": header.record.hex(),
        "rev": header.rev,
        "prev": header.prev.hex(),
        "staff_id": header.staff_id.hex(),
        "nonce": header.nonce.hex(),
        "inner": inner.hex(),
        "envelope": sealed.hex(),
        "sign_seed": desk.keys.sign_seed.hex(),
        "signature": records.sign_record(desk.keys.sign_seed, desk.site, sealed).hex(),
    }


def case_group(stream: Stream, desk: Desk) -> dict[str, Any]:
    """Return the `case` group: a wrap made in an earlier epoch, and one record."""
    records_key = staff.epoch_keys(desk.epoch_seed).records_key
    case, case_key, nonce = stream.take(16), stream.take(32), stream.take(24)
    gen, made = stream.between(1, 3), desk.epoch - stream.below(3)
    wrap = records.seal_case_wrap(
        records_key, desk.site, case, gen, made, desk.epoch, case_key, nonce
    )
    return {
        "site": desk.site.hex(),
        "case": case.hex(),
        "records_key": records_key.hex(),
        "gen": gen,
        "made_in_epoch": made,
        "epoch": desk.epoch,
        "commit": wrap.commit.hex(),
        "nonce": nonce.hex(),
        "case_key": case_key.hex(),
        "wrap": wrap.wrap.hex(),
        "record": _record(stream, desk, wrap, case_key),
    }


def file_group(stream: Stream, site: bytes, conv: bytes, tag: str) -> dict[str, Any]:
    """Return the `file` group: sizes around the borders of chunks, and the usual mutations."""
    key, place = stream.take(32), files.FilePlace(site, conv, stream.take(16))
    sizes = [stream.below(files.CHUNK), files.CHUNK, files.CHUNK + 1, stream.below(400_000)]
    # Of one chunk there would be nothing to swap; this size always has three or more.
    sizes.append(2 * files.CHUNK + 1 + stream.below(200_000))
    cases = []
    for index, size in enumerate(sizes):
        name = f"f{index}"
        data = hashlib.shake_256(f"{tag}|{name}".encode()).digest(size)
        blob = files.seal_blob(key, place, data)
        cases.append(
            {
                "size": size,
                "data_shake256_of": name,
                "blob_length": len(blob),
                "H_blob": digest(blob).hex(),
                "H_data": digest(data).hex(),
            }
        )
    return {
        "key": key.hex(),
        "site": site.hex(),
        "conv": conv.hex(),
        "file_id": place.file_id.hex(),
        "cases": cases,
        "reject": list(MUTATIONS),
    }
