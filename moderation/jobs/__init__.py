"""What the service does by itself, on the clock: no call of a source or of staff sets it off."""
