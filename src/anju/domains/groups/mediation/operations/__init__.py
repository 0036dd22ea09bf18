"""Writes of mediation."""
