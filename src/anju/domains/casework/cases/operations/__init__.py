"""Writes of cases."""
