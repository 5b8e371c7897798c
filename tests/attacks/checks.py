"""The checks that stop attacks, as text: taken out of a copy of the sources, to see a test fail."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Check:
    """Pieces of sources that are a check, each with what stands there once it is gone."""

    what: str
    edits: tuple[tuple[str, str, str], ...]


def checks() -> dict[str, Check]:
    """Each check by its name."""
    return {what: Check(_WORDS.get(what, what), edits) for what, edits in _EDITS.items()}


_WORDS = {
    "permission": "the look at the role's permissions",
    "line of the table": "one line of the table",
    "role": "the look at the role",
    "suspended": "the look whether somebody is active",
    "one answer": "the one answer",
    "frames": "both headers",
    "resource policy": "the header",
    "opener policy": "the header",
    "no sharing": "sharing with nobody (CORS)",
    "no cache": "the header",
    "host": "the look at the name",
    "sniffing": "the header",
    "chunks": "that end",
    "one length": "the look at lengths",
    "parts of a body": "the count",
    "pieces": "the sum",
    "allowance": "the allowance",
    "lines of a receipt": "the limit",
    "binding": "the binding",
    "expiry": "the end",
    "work": "the look at the work",
    "chat's own door": "a door of its own",
    "silence": "the place of the silent",
    "hidden field": "the reason",
    "dumps": "the call at the start",
}

_EDITS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "permission": (
        ("webapp/sessions.py", "if not may(member.role, permission):", "if False:"),
    ),
    "line of the table": (
        ("tests/integration/matrix.py", "OPTIONS    /calendar ", "# OPTIONS    /calendar "),
    ),
    "role": (("moderation/staff.py", " or member.role != found.role", ""),),
    "suspended": (("moderation/staff.py", " or not member.active or", " or"),),
    "one answer": (
        (
            "webapp/sessions.py",
            'proof = _proof("Receipt ")\n    if proof is None:\n',
            'proof = _proof("Receipt ")\n    if proof is None:\n        raise Problem(400, "bad")\n',
        ),
    ),
    "frames": (
        (
            "webapp/security.py",
            "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; \"\n    \"require",
            "form-action 'self'; base-uri 'none'; \"\n    \"require",
        ),
        ("webapp/security.py", '    "X-Frame-Options": "DENY",\n', ""),
    ),
    "resource policy": (
        ("webapp/security.py", '    "Cross-Origin-Resource-Policy": "same-origin",\n', ""),
    ),
    "opener policy": (
        ("webapp/security.py", '    "Cross-Origin-Opener-Policy": "same-origin",\n', ""),
    ),
    "no sharing": (
        (
            "webapp/security.py",
            '    "X-DNS-Prefetch-Control": "off",\n',
            '    "X-DNS-Prefetch-Control": "off",\n    "Access-Control-Allow-Origin": "*",\n',
        ),
    ),
    "no cache": (
        ("webapp/security.py", 'kept.append(("Cache-Control", "no-store"))', "pass"),
    ),
    "host": (("webapp/security.py", "        abort(421)", "        return"),),
    "sniffing": (
        ("webapp/security.py", '    "X-Content-Type-Options": "nosniff",\n', ""),
    ),
    "chunks": (("webapp/protocol.py", "if is_chunked or ", "if "),),
    "one length": (
        (
            "webapp/protocol.py",
            "if not plain or not chunks or len(lengths) + len(codings) > 1:",
            "if False:",
        ),
    ),
    "parts of a body": (
        ("webapp/bodies.py", 'if "staff" not in g and sum(', "if False and sum("),
    ),
    "pieces": (("webapp/hub_eventlet.py", "if self.taken > self.max_frame_length:", "if False:"),),
    "allowance": (("chat/allowance.py", "if purse.left < cost:", "if False:"),),
    "lines of a receipt": (("chat/allowance.py", "while len(lines) > MOST_LINES:", "while False:"),),
    "binding": (
        ("crypto/puzzle.py", "head + _spelled(work) + bound)", "head + _spelled(work))"),
    ),
    "expiry": (("crypto/puzzle.py", "!= MADE_LENGTH or until < now:", "!= MADE_LENGTH:"),),
    "work": (
        (
            "crypto/puzzle.py",
            "        if not _solves(work, challenge, part, number):\n            raise",
            "        if False:\n            raise",
        ),
    ),
    "chat's own door": (
        (
            "chat/doors.py",
            "is_in = self._buckets[name].take(self._now())",
            'is_in = self._buckets["tip" if name == "chat" else name].take(self._now())',
        ),
    ),
    "silence": (
        (
            "moderation/review_queue.py",
            "(true(), A_CHAT)), SILENT, LiveChat",
            "(true(), A_CHAT)), LiveChat",
        ),
    ),
    "hidden field": (("webapp/source/gate.py", 'return How(lane, "trap")', "return How(lane)"),),
    "dumps": (("config/deploy/embedded.py", "no_dumps.forbid()  #", "#"),),
}  # fmt: skip
