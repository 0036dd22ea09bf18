"""Writes of sample audits."""
