"""What the content policy of a page stopped, in every window that a journey opens."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Browser, BrowserContext

TOLD = ("Content Security Policy", "TrustedHTML", "TrustedScript", "Trusted Type")
"""Words that Chromium has in each such message, of pages, frames and workers."""


class Violations:
    """Everything that was stopped, until somebody asks."""

    def __init__(self) -> None:
        """Nothing is heard yet."""
        self._told: list[str] = []

    def taken(self) -> list[str]:
        """What was stopped since this was asked last."""
        told, self._told = self._told, []
        return told

    def watch(self, browser: Browser) -> None:
        """From now on every window of this browser is heard."""
        new_context, new_page = browser.new_context, browser.new_page

        def context(*given: Any, **named: Any) -> Any:
            made = new_context(*given, **named)
            self._hear(made)
            return made

        def page(*given: Any, **named: Any) -> Any:
            made = new_page(*given, **named)
            self._hear(made.context)
            return made

        browser.new_context = context  # type: ignore[method-assign]
        browser.new_page = page  # type: ignore[method-assign]

    def _hear(self, context: BrowserContext) -> None:
        context.on("console", lambda said: self._said(said.text))
        context.on("weberror", lambda error: self._said(str(error.error)))

    def _said(self, text: str) -> None:
        if any(word in text for word in TOLD):
            self._told.append(text)
