"""How the service is started and what stands in front of it."""
