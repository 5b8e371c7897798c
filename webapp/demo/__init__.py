"""The demonstration desk: a client that plays an administrator and three people outside."""
