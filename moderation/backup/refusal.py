"""The one error of backups: its message is what the operator reads."""

from __future__ import annotations


class BackupRefused(Exception):
    """Nothing was done; the message says in plain words why, and what would help."""


class Busy(BackupRefused):
    """Another backup is being taken into this folder."""
