"""Releases of the program itself: is there a newer one, how it takes over, and the way back."""
