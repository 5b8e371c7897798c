"""Known answers for a conversation: its key record, the accept record, shares and envelopes."""

import re
from functools import partial

from crypto import envelope, keys
from crypto.errors import CryptoError
from crypto.hashes import digest
from crypto.primitives import verify_key_of
from crypto.receipt import Receipt
from crypto.vectors.basics import keys_of
from crypto.vectors.reading import Difference, Fields, VectorFile, objects
from crypto.vectors.rejects import Check, Tally, check, refuse

_USES = re.compile(r"receipt\[(\d{1,6})\] and epoch(?:\[(\d{1,6})\])?")


def _record(case: Fields) -> keys.KeyRecord:
    return keys.KeyRecord(
        conv=case.data("conv"),
        gen=case.number("gen"),
        epoch=case.number("epoch"),
        commit=case.data("commit"),
        src_vk=case.data("src_vk"),
        desk_wrap=case.data("desk_wrap"),
        self_wrap=case.data("self_wrap"),
        signature=case.data("signature"),
    )


def _used(case: Fields, file: VectorFile) -> tuple[Receipt, Fields]:
    """Return the receipt and the epoch that a key record rests on: the first, if unsaid."""
    receipt, epoch = 0, 0
    if "uses" in case:
        found = _USES.fullmatch(case.text("uses"))
        if found is None:
            raise Difference(f"{case.place('uses')}: names no receipt and epoch")
        receipt, epoch = int(found[1]), int(found[2] or 0)
    return keys_of(file.case("receipt", receipt, case.path)), file.case("epoch", epoch, case.path)


def _key_record_checks(receipt: Receipt, epoch_seed: bytes) -> list[Check]:
    place = "site conv gen epoch commit "
    return [
        check(
            "desk_wrap",
            place + "src_vk desk_wrap",
            lambda case: keys.open_desk_wrap(case.data("site"), _record(case), epoch_seed),
        ),
        check(
            "self_wrap",
            place + "self_wrap",
            lambda case: keys.open_self_wrap(case.data("site"), _record(case), receipt),
        ),
        check(
            "signature",
            place + "src_vk signature",
            lambda case: keys.verify_key_record(case.data("site"), _record(case)),
        ),
    ]


def _open_key_record(case: Fields, receipt: Receipt, epoch_seed: bytes) -> None:
    site, key, record = case.data("site"), case.data("key"), _record(case)
    with case.holding("desk_wrap"):
        if keys.open_desk_wrap(site, record, epoch_seed) != (key, record.src_vk):
            raise Difference(case.place("desk_wrap"))
    with case.holding("self_wrap"):
        if keys.open_self_wrap(site, record, receipt) != key:
            raise Difference(case.place("self_wrap"))
    with case.holding("signature"):
        keys.verify_key_record(site, record)
        case.compare("signed", keys.key_record_message(site, record))


def _make_key_record(case: Fields, receipt: Receipt, desk_public: bytes) -> None:
    """Make the record again from its inputs; only the desk wrap differs each time."""
    with case.holding("key"):
        made = keys.make_key_record(
            case.data("site"),
            case.data("conv"),
            case.number("gen"),
            case.number("epoch"),
            desk_public,
            receipt,
            case.data("key"),
            case.data("self_wrap_nonce"),
        )
    case.compare("commit", made.commit)
    case.compare("src_vk", made.src_vk)
    case.compare("self_wrap", made.self_wrap or b"")
    case.compare("signature", made.signature)


def check_key_record(file: VectorFile, tally: Tally) -> None:
    """Hold key records, their wraps and signatures to `key_record` (protocol section 3)."""
    for case in objects(file.groups["key_record"], "key_record"):
        receipt, epoch = _used(case, file)
        seed = epoch.data("seed")
        _open_key_record(case, receipt, seed)
        _make_key_record(case, receipt, epoch.data("public"))
        tally.accepted += 1
        refuse(case, _key_record_checks(receipt, seed), "desk_wrap", tally)
        case.finish()


def _accepted(record: Fields) -> tuple[bytes, bytes, bytes, bytes]:
    return record.data("site"), record.data("conv"), record.data("commit"), record.data("src_vk")


def check_accept(file: VectorFile, tally: Tally) -> None:
    """Hold accept records to `accept`, for the first key record (protocol section 3)."""
    for case in objects(file.groups["accept"], "accept"):
        place = _accepted(file.case("key_record", 0, case.path))
        verify = check("signature", "staff_vk signature", partial(_verify_accept, place))
        with case.holding("signed"):
            case.compare("signed", keys.accept_message(*place))
        with case.holding("signature"):
            seed = case.data("sign_seed")
            case.compare("staff_vk", verify_key_of(seed))
            case.compare("signature", keys.sign_accept(*place, seed))
            _verify_accept(place, case)
        tally.accepted += 1
        refuse(case, [verify], "signature", tally)
        case.finish()


def _verify_accept(place: tuple[bytes, bytes, bytes, bytes], case: Fields) -> None:
    keys.verify_accept(*place, case.data("staff_vk"), case.data("signature"))


def _share_place(case: Fields) -> keys.SharePlace:
    return keys.SharePlace(
        conv=case.data("conv"),
        gen=case.number("gen"),
        commit=case.data("commit"),
        staff_id=case.data("staff_id"),
    )


def _open_share(case: Fields) -> bytes:
    site, place = case.data("site"), _share_place(case)
    return keys.open_share(site, place, case.data("kem_seed"), case.data("wrap"))


def check_share(file: VectorFile, tally: Tally) -> None:
    """Hold shares of one conversation's key to `share` (protocol section 6)."""
    opens = check("wrap", "site conv gen commit staff_id kem_seed wrap", _open_share)
    for case in objects(file.groups["share"], "share"):
        with case.holding("wrap"):
            case.compare("info", keys.share_info(case.data("site"), _share_place(case)))
            case.compare("opens_to", _open_share(case))
        tally.accepted += 1
        refuse(case, [opens], "wrap", tally)
        case.finish()


def _header(case: Fields) -> envelope.Header:
    return envelope.Header(
        flags=case.number("flags"),
        direction=case.text("direction"),
        conv=case.data("conv"),
        gen=case.number("gen"),
        seq=case.number("seq"),
        prev=case.data("prev"),
        ack_seq=case.number("ack_seq"),
        ack=case.data("ack"),
        nonce=case.data("nonce"),
    )


def _open_envelope(key: bytes, site: bytes, sealed: bytes) -> bytes:
    header = envelope.parse_header(sealed)
    kc = keys.commit(key, header.conv, header.gen)
    return envelope.open_envelope(key, site, kc, sealed)


def check_envelope(file: VectorFile, tally: Tally) -> None:
    """Hold sealing and opening messages to `envelope` (protocol section 4)."""
    opens = check(
        "envelope",
        "key site envelope",
        lambda case: _open_envelope(case.data("key"), case.data("site"), case.data("envelope")),
    )
    for case in objects(file.groups["envelope"], "envelope"):
        key, site, header = case.data("key"), case.data("site"), _header(case)
        with case.holding("envelope"):
            kc = keys.commit(key, header.conv, header.gen)
            sealed = envelope.seal_envelope(key, site, kc, header, case.data("inner"))
            case.compare("envelope", sealed)
            case.compare("hash", digest(sealed))
            case.compare("inner", _open_envelope(key, site, sealed))
            if envelope.parse_header(sealed) != header:
                raise Difference(case.place("envelope"))
        tally.accepted += 1
        refuse(case, [opens], "envelope", tally)
        case.finish()


def check_envelope_reject(file: VectorFile, tally: Tally) -> None:
    """Hold the refusal of envelopes to `envelope_reject` (protocol section 4)."""
    for group in objects(file.groups["envelope_reject"], "envelope_reject"):
        key, site = group.data("key"), group.data("site")
        envelopes = group.part("envelopes")
        sealed = {name: envelopes.data(name) for name in envelopes.names()}
        _check_key_is_used(group, file, list(sealed.values()))
        for name, each in sealed.items():
            try:
                _open_envelope(key, site, each)
            except CryptoError:
                tally.refused += 1
            else:
                raise Difference(f"{envelopes.place(name)}: accepted")
        group.finish()


def _check_key_is_used(group: Fields, file: VectorFile, sealed: list[bytes]) -> None:
    """Raise Difference for a key and site that have nothing to do with the envelopes.

    Under a corrupted key every envelope is refused, and the reject list would prove nothing.
    """
    key, site = group.data("key"), group.data("site")
    known = {(case.data("key"), case.data("site")) for case in _all(file, "envelope")}
    known |= {(case.data("key"), case.data("site")) for case in _all(file, "key_record")}
    if (key, site) not in known and not any(envelope.is_sealed(key, site, each) for each in sealed):
        raise Difference(f"{group.place('key')}: seals none of these envelopes")


def _all(file: VectorFile, group: str) -> list[Fields]:
    return objects(file.groups[group], group) if group in file.groups else []
