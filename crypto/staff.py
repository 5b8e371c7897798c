"""The keys of the desk: each staff member's own, and the epoch seeds and roster key they share."""

from dataclasses import dataclass, field
from typing import Self

from crypto import labels
from crypto.binary import (
    HASH_LENGTH,
    KEY_LENGTH,
    NONCE_LENGTH,
    identifier,
    nonced,
    sized,
    u8,
    u32,
)
from crypto.errors import Refused
from crypto.hashes import derive, digest, digest128, same
from crypto.primitives import (
    HPKE_OVERHEAD,
    KEM_PUBLIC_LENGTH,
    TAG_LENGTH,
    aead_open,
    aead_seal,
    argon2id,
    composed,
    hpke_open,
    hpke_seal,
    kem_public_from_seed,
    verify_key_of,
)

METHOD_DEVICE = 1  # a device secret, on a printed card
METHOD_PRF = 2  # a WebAuthn PRF
PASSES = 3  # a passphrase is chosen by a person, so it is stretched harder than a receipt
MEBIBYTES = 128
STAFF_BLOB_LENGTH = NONCE_LENGTH + 2 * KEY_LENGTH + TAG_LENGTH
SEED_WRAP_LENGTH = HPKE_OVERHEAD + KEY_LENGTH


def staff_salt(site: bytes, staff_id: bytes) -> bytes:
    """Return the 16-byte Argon2 salt of one staff member (protocol section 6)."""
    return digest128(
        labels.STAFF_SALT + identifier(site, "site") + identifier(staff_id, "staff id")
    )


def stretch_passphrase(passphrase: str, site: bytes, staff_id: bytes) -> bytes:
    """Return the 32 bytes `a` of a passphrase in NFKC (protocol section 6); 128 MiB, slow."""
    return argon2id(composed(passphrase), staff_salt(site, staff_id), PASSES, MEBIBYTES)


def prf_input(site: bytes) -> bytes:
    """Return the 32 bytes at which a WebAuthn PRF is evaluated for method 2 (section 6)."""
    return digest(labels.UNLOCK + identifier(site, "site"))


@dataclass(frozen=True)
class StaffFactors:
    """What passphrase and second factor give together, 32 bytes each (protocol section 6).

    `auth` goes to the server at sign-in; `kek` never leaves the browser. `again` comes from the
    passphrase alone: the server has its hash, and gets itself only after a device was lost.
    """

    auth: bytes = field(repr=False)
    kek: bytes = field(repr=False)
    again: bytes = field(repr=False)

    @classmethod
    def from_stretched(cls, stretched: bytes, second: bytes) -> Self:
        """Return the factors of a stretched passphrase and 32 bytes of second factor."""
        sized(second, KEY_LENGTH, "second factor")
        return cls(
            auth=derive(stretched, labels.KEY_AUTH, second),
            kek=derive(stretched, labels.KEY_KEK, second),
            again=derive(stretched, labels.KEY_AGAIN),
        )

    @classmethod
    def from_passphrase(cls, passphrase: str, second: bytes, site: bytes, staff_id: bytes) -> Self:
        """Return the factors of a passphrase as typed and 32 bytes of second factor; slow."""
        sized(second, KEY_LENGTH, "second factor")
        return cls.from_stretched(stretch_passphrase(passphrase, site, staff_id), second)


@dataclass(frozen=True)
class StaffKeys:
    """A staff member's own two seeds, 32 bytes each, and what is public of them (section 6)."""

    kem_seed: bytes = field(repr=False)
    sign_seed: bytes = field(repr=False)

    @property
    def kem_public(self) -> bytes:
        """The 1216-byte key to which epoch seeds and shares are sealed."""
        return kem_public_from_seed(self.kem_seed)

    @property
    def sign_vk(self) -> bytes:
        """The 32-byte key that verifies this person's records and accept records."""
        return verify_key_of(self.sign_seed)


def _blob_aad(site: bytes, staff_id: bytes, method: int) -> bytes:
    return (
        labels.STAFF_BLOB
        + identifier(site, "site")
        + identifier(staff_id, "staff id")
        + u8(method, "method")
    )


def seal_staff_blob(
    kek: bytes, site: bytes, staff_id: bytes, method: int, keys: StaffKeys, nonce: bytes
) -> bytes:
    """Return the 104 bytes that the server keeps for one sign-in method (protocol section 6)."""
    seeds = sized(keys.kem_seed, KEY_LENGTH, "KEM seed")
    seeds += sized(keys.sign_seed, KEY_LENGTH, "signing seed")
    return nonced(nonce) + aead_seal(kek, nonce, _blob_aad(site, staff_id, method), seeds)


def open_staff_blob(
    kek: bytes, site: bytes, staff_id: bytes, method: int, blob: bytes
) -> StaffKeys:
    """Return the seeds in a staff blob, or raise a CryptoError (protocol section 6)."""
    sized(blob, STAFF_BLOB_LENGTH, "staff blob")
    aad = _blob_aad(site, staff_id, method)
    seeds = aead_open(kek, blob[:NONCE_LENGTH], aad, blob[NONCE_LENGTH:])
    return StaffKeys(kem_seed=seeds[:KEY_LENGTH], sign_seed=seeds[KEY_LENGTH:])


@dataclass(frozen=True)
class EpochKeys:
    """What one desk epoch's seed gives: KEM seed and records key 32 bytes, public 1216."""

    kem_seed: bytes = field(repr=False)
    records_key: bytes = field(repr=False)
    public: bytes = field(repr=False)


def epoch_keys(seed: bytes) -> EpochKeys:
    """Return the keys of a desk epoch from its 32-byte seed (protocol section 6)."""
    kem_seed = derive(seed, labels.KEY_DESK_KEM)
    return EpochKeys(
        kem_seed=kem_seed,
        records_key=derive(seed, labels.KEY_DESK_RECORDS),
        public=kem_public_from_seed(kem_seed),
    )


def epoch_seed_info(site: bytes, epoch: int, staff_id: bytes, desk_public: bytes) -> bytes:
    """Return the HPKE info of an epoch seed's wrap (protocol section 6)."""
    return (
        labels.EPOCH_SEED
        + identifier(site, "site")
        + u32(epoch, "epoch")
        + identifier(staff_id, "staff id")
        + digest(sized(desk_public, KEM_PUBLIC_LENGTH, "desk's public key"))
    )


def seal_epoch_seed(
    kem_public: bytes, site: bytes, epoch: int, staff_id: bytes, seed: bytes
) -> bytes:
    """Return an epoch's seed sealed to one member of the roster, 1168 bytes (section 6).

    The caller has checked that H(kem_public) and the role stand in the verified roster.
    """
    info = epoch_seed_info(site, epoch, staff_id, epoch_keys(seed).public)
    return hpke_seal(kem_public, info, seed)


def open_epoch_seed(
    kem_seed: bytes, site: bytes, epoch: int, staff_id: bytes, desk_public: bytes, wrap: bytes
) -> bytes:
    """Return the epoch's seed, checked against the roster's `desk_public` (section 6)."""
    sized(wrap, SEED_WRAP_LENGTH, "epoch seed wrap")
    seed = hpke_open(kem_seed, epoch_seed_info(site, epoch, staff_id, desk_public), wrap)
    if not same(epoch_keys(seed).public, desk_public):
        raise Refused("the seed belongs to another desk key")
    return seed


def _roster_key_info(site: bytes, staff_id: bytes, roster_vk: bytes) -> bytes:
    return (
        labels.ROSTER_KEY
        + identifier(site, "site")
        + identifier(staff_id, "staff id")
        + digest(sized(roster_vk, HASH_LENGTH, "roster key"))
    )


def seal_roster_key(kem_public: bytes, site: bytes, staff_id: bytes, roster_seed: bytes) -> bytes:
    """Return the roster's signing seed sealed to a member of role 2 to 4, 1168 bytes."""
    info = _roster_key_info(site, staff_id, verify_key_of(roster_seed))
    return hpke_seal(kem_public, info, roster_seed)


def open_roster_key(
    kem_seed: bytes, site: bytes, staff_id: bytes, roster_vk: bytes, wrap: bytes
) -> bytes:
    """Return the roster's signing seed, checked against the certificate's `roster_vk`."""
    sized(wrap, SEED_WRAP_LENGTH, "roster key wrap")
    seed = hpke_open(kem_seed, _roster_key_info(site, staff_id, roster_vk), wrap)
    if not same(verify_key_of(seed), roster_vk):
        raise Refused("the seed belongs to another roster key")
    return seed
