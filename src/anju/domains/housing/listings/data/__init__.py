"""Frozen values of listings, and the words of agencies' files."""
