"""Pages and calls of the person outside."""
