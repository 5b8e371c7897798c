"""Checks that crypto does what the protocol's known answers say, before webapp relies on it."""
