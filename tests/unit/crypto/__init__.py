"""Tests of crypto: known answers, properties, and what must be refused."""
