"""The alert to who is on call: the very same bytes whatever happened, and nothing in them says what.

Whoever sees the mailbox or the line learns that somebody should sign in, and never why, about
whom or how many wait. There is no date and no id in it: the mail server adds its own.
"""

from __future__ import annotations

import json
from email.message import EmailMessage
from email.policy import SMTP

TITLE = "Messages"
TEXT = "Please sign in.\nInicia sesión, por favor.\nيرجى تسجيل الدخول.\n"
"""For every language of the desk at once: a choice among them would say something."""


def as_mail(sender: str) -> bytes:
    """The alert as a mail; who gets it stands on the envelope only."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = sender
    mail["To"] = "undisclosed-recipients:;"
    mail["Subject"] = TITLE
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(TEXT, charset="utf-8", cte="base64")
    return mail.as_bytes()


def as_json() -> bytes:
    """The alert for a webhook; `text` is what chat services show."""
    return json.dumps({"text": TEXT.splitlines()[0]}).encode()
