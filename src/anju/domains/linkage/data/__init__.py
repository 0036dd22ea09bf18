"""Frozen values of linkage."""
