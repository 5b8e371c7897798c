"""Tests: unit by folder and module, integration, journeys in a real browser."""
