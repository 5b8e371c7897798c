"""Faults from outside: the server is killed, the database goes away, and nothing is lost."""
