"""The key of a conversation: wrapped for the desk and for the source, signed, accepted, shared."""

from dataclasses import dataclass, field

from crypto import labels
from crypto.binary import (
    HASH_LENGTH,
    KEY_LENGTH,
    NONCE_LENGTH,
    generation,
    identifier,
    nonced,
    sized,
    u32,
)
from crypto.errors import Refused
from crypto.hashes import derive, same
from crypto.primitives import (
    HPKE_OVERHEAD,
    TAG_LENGTH,
    aead_open,
    aead_seal,
    hpke_open,
    hpke_seal,
    sign,
    verify,
)
from crypto.receipt import Receipt

DESK_WRAP_LENGTH = HPKE_OVERHEAD + 2 * KEY_LENGTH
SELF_WRAP_LENGTH = NONCE_LENGTH + KEY_LENGTH + TAG_LENGTH
SHARE_LENGTH = HPKE_OVERHEAD + KEY_LENGTH


@dataclass(frozen=True)
class KeyRecord:
    """One generation's key as the server stores it: nothing in it is secret (section 3).

    conv 16 bytes, commit and src_vk 32, desk_wrap 1200, self_wrap 72 or None once the source
    has removed its way back, signature 64; gen from 1; epoch is the desk's.
    """

    conv: bytes
    gen: int
    epoch: int
    commit: bytes
    src_vk: bytes
    desk_wrap: bytes = field(repr=False)
    self_wrap: bytes | None = field(repr=False)
    signature: bytes = field(repr=False)


def commit(key: bytes, conv: bytes, gen: int) -> bytes:
    """Return kc, the 32-byte commitment to a conversation's or case's key (sections 3 and 7).

    AEAD and HPKE alone do not commit to a key: without this, one ciphertext could be made to
    open under two keys into two messages.
    """
    return derive(key, labels.KEY_COMMIT, identifier(conv, "conversation") + generation(gen))


def checked_commit(key: bytes, conv: bytes, gen: int, claimed: bytes) -> bytes:
    """Return kc recomputed from `key`, or raise Refused if it is not the `claimed` one."""
    computed = commit(sized(key, KEY_LENGTH, "key"), conv, gen)
    if not same(computed, sized(claimed, HASH_LENGTH, "commitment")):
        raise Refused("the key is not the one that was committed to")
    return computed


def _place(site: bytes, conv: bytes, gen: int, epoch: int, kc: bytes) -> bytes:
    return (
        identifier(site, "site")
        + identifier(conv, "conversation")
        + generation(gen)
        + u32(epoch, "epoch")
        + sized(kc, HASH_LENGTH, "commitment")
    )


def _place_of(site: bytes, record: KeyRecord) -> bytes:
    return _place(site, record.conv, record.gen, record.epoch, record.commit)


def key_record_message(site: bytes, record: KeyRecord) -> bytes:
    """Return the bytes that a key record's signature covers, 117 of them (section 3)."""
    src_vk = sized(record.src_vk, KEY_LENGTH, "source's key")
    return labels.KEY_RECORD + _place_of(site, record) + src_vk


def make_key_record(  # noqa: PLR0913, PLR0917 - one argument for each input that the protocol names
    site: bytes,
    conv: bytes,
    gen: int,
    epoch: int,
    desk_public: bytes,
    receipt: Receipt,
    key: bytes,
    nonce: bytes,
) -> KeyRecord:
    """Return the signed record of `key` for the desk of `epoch` and for `receipt` (section 3).

    `nonce` is 24 fresh random bytes for the self wrap; the desk wrap draws its own randomness.
    """
    kc = commit(key, conv, gen)
    place = _place(site, conv, gen, epoch, kc)
    src_vk = receipt.src_vk
    sealed = aead_seal(receipt.self_key, nonced(nonce), labels.SELF_WRAP + place, key)
    return KeyRecord(
        conv=conv,
        gen=gen,
        epoch=epoch,
        commit=kc,
        src_vk=src_vk,
        desk_wrap=hpke_seal(desk_public, labels.DESK_WRAP + place, key + src_vk),
        self_wrap=nonce + sealed,
        signature=sign(receipt.sign_seed, labels.KEY_RECORD + place + src_vk),
    )


def verify_key_record(site: bytes, record: KeyRecord) -> None:
    """Return if every length is right and the record is signed by its own src_vk (section 3).

    That says nothing about whose key it is: staff compare src_vk with the one inside the first
    generation's desk wrap, a source needs its self wrap to open.
    """
    sized(record.desk_wrap, DESK_WRAP_LENGTH, "desk wrap")
    if record.self_wrap is not None:
        sized(record.self_wrap, SELF_WRAP_LENGTH, "self wrap")
    verify(record.src_vk, key_record_message(site, record), record.signature)


def open_self_wrap(site: bytes, record: KeyRecord, receipt: Receipt) -> bytes:
    """Return the conversation's key from the source's own wrap, its commitment checked.

    Raises Refused where there is no self wrap any more (protocol section 9).
    """
    if record.self_wrap is None:
        raise Refused("this conversation's way back was removed")
    wrap = sized(record.self_wrap, SELF_WRAP_LENGTH, "self wrap")
    aad = labels.SELF_WRAP + _place_of(site, record)
    key = aead_open(receipt.self_key, wrap[:NONCE_LENGTH], aad, wrap[NONCE_LENGTH:])
    checked_commit(key, record.conv, record.gen, record.commit)
    return key


def open_desk_wrap(site: bytes, record: KeyRecord, epoch_seed: bytes) -> tuple[bytes, bytes]:
    """Return (key, src_vk) from the desk's wrap, opened with the epoch's 32-byte seed.

    Raises Refused if the wrap does not open, commits to another key, or names another source
    than the record does, since then somebody else signed the record.
    """
    wrap = sized(record.desk_wrap, DESK_WRAP_LENGTH, "desk wrap")
    info = labels.DESK_WRAP + _place_of(site, record)
    opened = hpke_open(derive(epoch_seed, labels.KEY_DESK_KEM), info, wrap)
    key, src_vk = opened[:KEY_LENGTH], opened[KEY_LENGTH:]
    checked_commit(key, record.conv, record.gen, record.commit)
    if not same(src_vk, record.src_vk):
        raise Refused("the desk wrap names another source")
    return key, src_vk


def accept_message(site: bytes, conv: bytes, kc: bytes, src_vk: bytes) -> bytes:
    """Return the bytes that an accept record signs: generation 1's kc and src_vk (section 3)."""
    return (
        labels.ACCEPT
        + identifier(site, "site")
        + identifier(conv, "conversation")
        + sized(kc, HASH_LENGTH, "commitment")
        + sized(src_vk, KEY_LENGTH, "source's key")
    )


def sign_accept(site: bytes, conv: bytes, kc: bytes, src_vk: bytes, sign_seed: bytes) -> bytes:
    """Return the 64-byte accept record of the staff member whose signing seed this is."""
    return sign(sign_seed, accept_message(site, conv, kc, src_vk))


def verify_accept(
    site: bytes, conv: bytes, kc: bytes, src_vk: bytes, staff_vk: bytes, signature: bytes
) -> None:
    """Return if `staff_vk` signed this accept record, else raise a CryptoError (section 3)."""
    verify(staff_vk, accept_message(site, conv, kc, src_vk), signature)


@dataclass(frozen=True)
class SharePlace:
    """Which key a share gives and to whom: conv and staff_id 16 bytes, commit 32 (section 6)."""

    conv: bytes
    gen: int
    commit: bytes
    staff_id: bytes


def share_info(site: bytes, place: SharePlace) -> bytes:
    """Return the HPKE info that binds a share to its site, conversation and receiver."""
    return (
        labels.SHARE
        + identifier(site, "site")
        + identifier(place.conv, "conversation")
        + generation(place.gen)
        + sized(place.commit, HASH_LENGTH, "commitment")
        + identifier(place.staff_id, "staff id")
    )


def seal_share(site: bytes, place: SharePlace, kem_public: bytes, key: bytes) -> bytes:
    """Return one conversation's key sealed to one person outside the desk, 1168 bytes."""
    checked_commit(key, place.conv, place.gen, place.commit)
    return hpke_seal(kem_public, share_info(site, place), key)


def open_share(site: bytes, place: SharePlace, kem_seed: bytes, share: bytes) -> bytes:
    """Return the key in a share, its commitment checked (protocol section 6).

    A share proves nothing by itself: anybody can make one. The caller compares `place.commit`
    with a verified accept record or a key record signed by that record's src_vk.
    """
    sized(share, SHARE_LENGTH, "share")
    key = hpke_open(kem_seed, share_info(site, place), share)
    checked_commit(key, place.conv, place.gen, place.commit)
    return key
