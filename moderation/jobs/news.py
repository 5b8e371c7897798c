"""What a job tells those who are connected; the web brings the way to do so."""

from __future__ import annotations

from typing import Protocol


class News(Protocol):
    """Whoever is concerned asks the store again. Nothing of this is needed for anything to be right."""

    def chat_changed(self, conv: bytes, /) -> None:
        """A live chat is not as it was: for its source and for the desk."""

    def queue_changed(self) -> None:
        """The queue is not as it was."""

    def chat_waiting(self, conv: bytes, /) -> None:
        """A live chat waits that did not wait before."""

    def chat_escalated(self, conv: bytes, /) -> None:
        """A live chat waits too long: for supervisors."""


class Silence:
    """Nobody is connected to this process: clients notice when they ask by themselves."""

    def chat_changed(self, _conv: bytes, /) -> None:
        """Nobody hears it."""

    def queue_changed(self) -> None:
        """Nobody hears it."""

    def chat_waiting(self, _conv: bytes, /) -> None:
        """Nobody hears it."""

    def chat_escalated(self, _conv: bytes, /) -> None:
        """Nobody hears it."""
