"""Backups: two sealed sets that are taken while the service runs, and the way back from them."""
