"""The refusal of a setting, before anything on the data's way begins."""

from __future__ import annotations


class SettingsError(Exception):
    """A setting has a value that cannot be used; the message names it."""
