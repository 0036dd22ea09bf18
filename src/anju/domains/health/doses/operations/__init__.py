"""Writes of doses."""
