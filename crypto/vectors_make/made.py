"""Puts a whole vector file together from one seed: every group, every reject."""

import hashlib
from typing import Any

from crypto.staff import StaffKeys, epoch_keys
from crypto.vectors_make import audits, basics, conversations, desk
from crypto.vectors_make.stream import Stream


def vector_file(seed: str) -> dict[str, Any]:
    """Return a vector file in the shape of the protocol's own, random values throughout.

    The same seed gives the same file, except for what HPKE seals: its randomness is its own.
    """
    stream = Stream(seed)
    tag = "made-" + hashlib.sha256(seed.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return {
        "protocol": 1,
        "note": "Made by crypto.vectors_make. Bytes are lower-case hex, text is UTF-8.",
        "cases": _groups(stream, tag),
        "file_data": "data = SHAKE256(tag | '|' | name)[:size], tag and name ASCII",
        "tag": tag,
    }


def _groups(stream: Stream, tag: str) -> dict[str, Any]:
    site, conv, staff_id = stream.take(16), stream.take(16), stream.take(16)
    epoch, epoch_seed = stream.between(3, 500), stream.take(32)
    keys = StaffKeys(kem_seed=stream.take(32), sign_seed=stream.take(32))
    ours = desk.Desk(site, epoch, epoch_seed, staff_id, keys)
    receipts, receipt = basics.receipt_cases(stream, site)
    setting = conversations.Setting(
        site=site,
        conv=conv,
        epoch=epoch,
        desk_public=epoch_keys(epoch_seed).public,
        receipt=receipt,
        key=stream.take(32),
        staff_id=staff_id,
        staff_kem_seed=keys.kem_seed,
        staff_sign_seed=keys.sign_seed,
    )
    padme, padded_length = basics.length_pairs(stream)
    key_record, record = conversations.key_record_group(stream, setting)
    envelopes = conversations.envelope_cases(stream, setting)
    return {
        "hash": basics.hash_cases(stream),
        "kdf": basics.kdf_cases(stream),
        "padme": padme,
        "padded_length": padded_length,
        "unpad": basics.unpad_group(stream),
        "receipt": receipts,
        "kem": basics.kem_cases(stream),
        "epoch": basics.epoch_case(epoch_seed),
        "key_record": key_record,
        "accept": conversations.accept_group(setting, record),
        "envelope": envelopes,
        "envelope_reject": conversations.envelope_reject_group(stream, setting, envelopes),
        "file": desk.file_group(stream, site, conv, tag),
        "staff": desk.staff_case(stream, ours),
        "epoch_wrap": desk.epoch_wrap_case(ours),
        "share": conversations.share_case(setting, record),
        "roster": desk.roster_case(stream, ours),
        "case": desk.case_group(stream, ours),
        "audit": audits.audit_cases(stream, site, keys.sign_seed),
    }
