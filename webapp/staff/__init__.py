"""Pages and calls of the desk."""
