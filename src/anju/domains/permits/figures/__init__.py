"""Counts of applications, permits and cards of an area."""
