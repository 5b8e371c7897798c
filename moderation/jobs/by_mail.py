"""One alert by mail, over a line that is sealed unless the mail server is this machine."""

from __future__ import annotations

import smtplib
import ssl

from config.mail import Mail, is_address
from moderation.jobs import alert

PATIENCE = 10.0
"""Seconds for each answer of the mail server."""


def send(mail: Mail, address: str, context: ssl.SSLContext) -> None:
    """The mail server has taken the alert; raises OSError (smtplib's errors are some) or ValueError."""
    if not is_address(address):
        raise ValueError("not a mail address")
    ours = mail.sender.rpartition("@")[2]  # left to itself smtplib would tell this machine's name
    if mail.tls == "tls":
        line: smtplib.SMTP = smtplib.SMTP_SSL(
            mail.host, mail.port, ours, timeout=PATIENCE, context=context
        )
    else:
        line = smtplib.SMTP(mail.host, mail.port, ours, timeout=PATIENCE)
    with line:
        if mail.tls == "starttls":
            line.starttls(context=context)
        if mail.user is not None:
            line.login(mail.user, mail.password or "")
        line.sendmail(mail.sender, [address], alert.as_mail(mail.sender))
