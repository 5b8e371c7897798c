"""The name of the record in which a desk keeps what it says of a month: there is one for each month."""

from crypto import labels
from crypto.binary import identifier
from crypto.hashes import digest

ID_LENGTH = 16


def month_record(site: bytes, month: str) -> bytes:
    """The id of a month's record (`YYYY-MM`), 16 bytes (protocol section 7)."""
    return digest(labels.MONTH + identifier(site, "site") + month.encode())[:ID_LENGTH]
