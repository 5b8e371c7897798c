"""The towns of the integration tests, on each database."""

from __future__ import annotations

from tests.integration.conftest import empty, town

__all__ = ["empty", "town"]
