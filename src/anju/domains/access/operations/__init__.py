"""Writes of access."""
