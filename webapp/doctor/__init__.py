"""`quietline doctor`: looks at an installation as it stands, and says what to do about what it finds."""
