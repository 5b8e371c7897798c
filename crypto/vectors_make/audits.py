"""Made-up known answers for the audit: a short chain whose rows leave out different things."""

from typing import Any

from crypto import audit
from crypto.primitives import verify_key_of
from crypto.vectors_make.stream import Stream

ABSENT = ((), ("actor", "old"), ("conv",), ("actor", "old", "new", "conv"))


def _entry(stream: Stream, absent: tuple[str, ...]) -> audit.AuditEntry:
    said: dict[str, Any] = {
        "hour": f"20{stream.between(25, 99)}-{stream.between(1, 12):02}-11T07",
        "actor": stream.take(16),
        "action": stream.choice(("claim", "set_priority", "ñandú")),
        "subject": stream.take(16),
        "old": stream.choice(("", "waiting")),
        "new": "claimed",
        "conv": stream.take(16),
    }
    left: dict[str, Any] = {name: None if name in absent else it for name, it in said.items()}
    return audit.AuditEntry(**left)


def _spelt(value: object) -> object:
    return value.hex() if isinstance(value, bytes) else value


def audit_cases(stream: Stream, site: bytes, sign_seed: bytes) -> list[dict[str, Any]]:
    """Return the `audit` cases: consecutive rows, each with an anchor."""
    previous, number, cases = stream.take(32), stream.below(1 << 40), []
    for absent in ABSENT:
        entry, number = _entry(stream, absent), number + 1
        entry_digest = audit.audit_entry_digest(entry)
        link = audit.audit_link(previous, number, entry_digest)
        anchor = audit.AuditAnchor(number, link)
        signature = audit.sign_anchor(sign_seed, site, anchor)
        said = {name: _spelt(it) for name, it in vars(entry).items() if it is not None}
        cases.append(
            {
                **said,
                "site": site.hex(),
                "previous": previous.hex(),
                "number": number,
                "entry_digest": entry_digest.hex(),
                "hash": link.hex(),
                "signed": audit.anchor_message(site, anchor).hex(),
                "sign_seed": sign_seed.hex(),
                "staff_vk": verify_key_of(sign_seed).hex(),
                "signature": signature.hex(),
                "reject": {
                    "signature flipped": stream.flipped(signature, 0, 64).hex(),
                    "another row": {"number": number + 1},
                    "another hash": {"hash": stream.take(32).hex()},
                    "another site": {"site": stream.take(16).hex()},
                },
            }
        )
        previous = link
    return cases
