"""Every attack that a test stops, and that each such test fails once its check is taken away."""
