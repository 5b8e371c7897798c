"""Small models of what the desk and people outside do, walked side by side with the real thing."""
