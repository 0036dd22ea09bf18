"""Writes of rescue."""
