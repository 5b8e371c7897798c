"""Telling open screens what a form stored, once it is on disk."""

from __future__ import annotations

from typing import NamedTuple

from webapp.services import services


class Written(NamedTuple):
    """What a form left: the new envelopes, if any were stored, and whether chat or queue changed."""

    conv: bytes
    envelopes: tuple[bytes, ...] = ()
    changed: bool = False

    def and_also(self, other: Written) -> Written:
        """Both, one after the other."""
        return Written(self.conv, self.envelopes + other.envelopes, self.changed or other.changed)


def tell(written: Written) -> None:
    """Tell both sides; call it after the commit."""
    news = services().news
    for envelope in written.envelopes:
        news.envelope(written.conv, envelope)
    if written.changed:
        news.chat_changed(written.conv)
        news.queue_changed()
