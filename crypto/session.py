"""Keeps a receipt's master for somebody without JavaScript: sealed between two page loads."""

from crypto import labels
from crypto.binary import KEY_LENGTH, NONCE_LENGTH, identifier, nonced, sized
from crypto.primitives import TAG_LENGTH, aead_open, aead_seal

SESSION_LENGTH = NONCE_LENGTH + KEY_LENGTH + TAG_LENGTH


def _aad(site: bytes, session_id: bytes) -> bytes:
    return labels.SESSION + identifier(site, "site") + identifier(session_id, "session id")


def seal_session(
    cookie_key: bytes, site: bytes, session_id: bytes, master: bytes, nonce: bytes
) -> bytes:
    """Return the 72 bytes that a session stores; their key is only in the cookie (section 8)."""
    sized(master, KEY_LENGTH, "master")
    return nonced(nonce) + aead_seal(cookie_key, nonce, _aad(site, session_id), master)


def open_session(cookie_key: bytes, site: bytes, session_id: bytes, sealed: bytes) -> bytes:
    """Return the 32-byte master that `seal_session` was given, or raise a CryptoError."""
    sized(sealed, SESSION_LENGTH, "session")
    aad = _aad(site, session_id)
    return aead_open(cookie_key, sealed[:NONCE_LENGTH], aad, sealed[NONCE_LENGTH:])
