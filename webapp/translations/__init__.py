"""Catalogues of the texts that people read: one gettext file for each side and language."""
