"""Programs that speak to a running Quietline over HTTP, with keys that the server never sees."""
