"""Telling open screens what a form stored, once it is on disk."""

from __future__ import annotations

from typing import NamedTuple

from webapp.services import services


class Written(NamedTuple):
    """What a form left: the new envelope, if one was stored, and whether the chat or queue changed."""

    conv: bytes
    envelope: bytes | None = None
    changed: bool = False


def tell(written: Written) -> None:
    """Tell both sides; call it after the commit."""
    news = services().news
    if written.envelope is not None:
        news.envelope(written.conv, written.envelope)
    if written.changed:
        news.chat_changed(written.conv)
        news.queue_changed()
