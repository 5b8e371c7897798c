"""Keeps a receipt's master for somebody without JavaScript: sealed between two page loads."""

from crypto import labels
from crypto.binary import KEY_LENGTH, NONCE_LENGTH, identifier, nonced, sized
from crypto.hashes import derive, digest
from crypto.primitives import TAG_LENGTH, aead_open, aead_seal
from crypto.receipt import WORD_COUNT, draw_words
from crypto.words import LIST_LENGTH

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


def form_token(cookie_key: bytes, session_id: bytes, form_id: bytes) -> bytes:
    """Return the 32 bytes without which nobody can send this form of this session.

    Whoever lacks the cookie cannot make one, so a page elsewhere cannot act for somebody here.
    """
    form = identifier(session_id, "session id") + identifier(form_id, "form id")
    return derive(cookie_key, labels.KEY_FORM, form)


def words_for_form(cookie_key: bytes, form_id: bytes, language: str) -> list[str]:
    """Return the seven words of the tip that this form sends: the same as often as it is asked.

    They can so be shown after a redirect without being stored. 77 of the 256 derived bits are
    used, eleven a word, which is uniform over lists of 2,048.
    """
    bits = int.from_bytes(derive(cookie_key, labels.KEY_WORDS, identifier(form_id, "form id")))
    numbers = iter([(bits >> (11 * i)) % LIST_LENGTH for i in range(WORD_COUNT)])
    return draw_words(language, lambda _: next(numbers))


def form_nonce(cookie_key: bytes, form_id: bytes, text: bytes) -> bytes:
    """Return the 24-byte nonce under which this form seals this text, the same each time.

    So a message that came twice is known by its stored header. Another text or another form gets
    another nonce, and of two seals of one text only the first is ever stored.
    """
    what = identifier(form_id, "form id") + digest(text)
    return derive(cookie_key, labels.KEY_NONCE, what)[:NONCE_LENGTH]


def text_mark(cookie_key: bytes, text: bytes) -> bytes:
    """Return 16 bytes by which a session knows the same text again, and nobody else can."""
    return derive(cookie_key, labels.KEY_TEXT, text)[:16]
