"""How fast live chat is, beside a raw relay and beside itself without storing: `make bench`."""
