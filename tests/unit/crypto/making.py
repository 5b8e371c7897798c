"""What the crypto tests make things from: strategies, fixed places, and one flipped bit."""

from hypothesis import strategies as st

from crypto import keys, staff
from crypto.binary import ZERO_HASH
from crypto.envelope import Header
from crypto.receipt import Receipt

SITE = bytes(range(16))
CONV = bytes(range(16, 32))
OTHER = bytes(range(32, 48))
STAFF_ID = bytes(range(48, 64))
NONCE = bytes(range(24))
KEY = bytes(range(100, 132))
EPOCH_SEED = bytes(range(60, 92))
RECEIPT = Receipt.from_master(bytes(range(32)))
STAFF = staff.StaffKeys(kem_seed=bytes(range(1, 33)), sign_seed=bytes(range(2, 34)))
DESK = staff.epoch_keys(EPOCH_SEED)

ids = st.binary(min_size=16, max_size=16)
secrets32 = st.binary(min_size=32, max_size=32)
nonces = st.binary(min_size=24, max_size=24)
u16s = st.integers(1, (1 << 16) - 1)
u32s = st.integers(0, (1 << 32) - 1)


def flipped(data: bytes, bit: int) -> bytes:
    """Return `data` with one bit changed; `bit` counts round and round."""
    at, shift = divmod(bit % (8 * len(data)), 8)
    return data[:at] + bytes((data[at] ^ 1 << shift,)) + data[at + 1 :]


@st.composite
def headers(draw: st.DrawFn, conv: bytes = CONV) -> Header:
    """Return any legal header of a conversation."""
    hashes = secrets32.filter(any)
    direction = draw(st.sampled_from("SD"))
    seq = draw(st.integers(1, (1 << 32) - 1))
    ack_seq = draw(u32s)
    return Header(
        flags=draw(st.integers(0, 1)) if direction == "S" else 0,
        direction=direction,
        conv=conv,
        gen=draw(u16s),
        seq=seq,
        prev=ZERO_HASH if seq == 1 else draw(hashes),
        ack_seq=ack_seq,
        ack=draw(hashes) if ack_seq else ZERO_HASH,
        nonce=draw(nonces),
    )


def first_header(direction: str = "S", nonce: bytes = NONCE) -> Header:
    """Return the header of the first envelope of a direction."""
    return Header(0, direction, CONV, 1, 1, ZERO_HASH, 0, ZERO_HASH, nonce)


def key_record(gen: int = 1, epoch: int = 7) -> keys.KeyRecord:
    """Return a key record of the fixed key, for the fixed desk and receipt."""
    return keys.make_key_record(SITE, CONV, gen, epoch, DESK.public, RECEIPT, KEY, NONCE)
