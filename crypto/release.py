"""The makers' word on which release is the newest, as whoever runs the service checks it."""

from collections.abc import Sequence

from crypto import labels
from crypto.errors import CryptoError, Refused
from crypto.primitives import sign, verify, verify_key_of


def sign_releases(seed: bytes, said: bytes) -> bytes:
    """Return the 64-byte signature of the makers over exactly these bytes."""
    return sign(seed, labels.RELEASES + said)


def verify_releases(keys: Sequence[bytes], said: bytes, signature: bytes) -> None:
    """Raise Refused unless one of the makers' keys signed exactly these bytes.

    There may be two keys at once, so that a new one is known before the old one goes.
    """
    for key in keys:
        try:
            verify(key, labels.RELEASES + said, signature)
        except CryptoError:
            continue
        return
    raise Refused("none of the makers' keys signed this")


def makers_key(seed: bytes) -> bytes:
    """Return the 32-byte public key of the makers' 32-byte seed."""
    return verify_key_of(seed)
