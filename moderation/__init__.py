"""From conversation to case: queue, claims, cases, the people of the desk and what they may do."""
