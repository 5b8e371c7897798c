"""The conversation: what a source and the desk say to each other, sealed, in order, never lost."""
