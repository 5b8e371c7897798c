"""Known answers for the audit: rows in their chain, and an anchor over each."""

from crypto import audit
from crypto.primitives import verify_key_of
from crypto.vectors.reading import Fields, VectorFile, objects
from crypto.vectors.rejects import Tally, check, refuse


def _text(case: Fields, name: str) -> str | None:
    return case.text(name) if name in case else None


def _data(case: Fields, name: str) -> bytes | None:
    return case.data(name) if name in case else None


def _entry(case: Fields) -> audit.AuditEntry:
    return audit.AuditEntry(
        hour=case.text("hour"),
        actor=_data(case, "actor"),
        action=case.text("action"),
        subject=case.data("subject"),
        old=_text(case, "old"),
        new=_text(case, "new"),
        conv=_data(case, "conv"),
    )


def _verify(case: Fields) -> None:
    anchor = audit.AuditAnchor(case.number("number"), case.data("hash"))
    key = case.data("staff_vk")
    audit.verify_anchor(key, case.data("site"), anchor, case.data("signature"))


def check_audit(file: VectorFile, tally: Tally) -> None:
    """Hold rows, their hashes and their anchors to `audit`; what a row leaves out is missing."""
    for case in objects(file.groups["audit"], "audit"):
        number, site, seed = case.number("number"), case.data("site"), case.data("sign_seed")
        with case.holding("hash"):
            entry_digest = audit.audit_entry_digest(_entry(case))
            case.compare("entry_digest", entry_digest)
            link = audit.audit_link(case.data("previous"), number, entry_digest)
            case.compare("hash", link)
        with case.holding("signature"):
            anchor = audit.AuditAnchor(number, link)
            case.compare("signed", audit.anchor_message(site, anchor))
            case.compare("staff_vk", verify_key_of(seed))
            case.compare("signature", audit.sign_anchor(seed, site, anchor))
            _verify(case)
        tally.accepted += 1
        holds = check("signature", "site number hash staff_vk signature", _verify)
        refuse(case, [holds], "signature", tally)
        case.finish()
