"""Writes of children."""
