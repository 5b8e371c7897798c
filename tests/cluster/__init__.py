"""A whole cluster on one machine, for people (`make cluster`) and for tests that stop its parts in turn."""
