"""Protocol 1 in Python, bytes in and bytes out: between webapp, which carries bytes, and chat."""
