"""Figures and lists of an area, and people found by name and home."""
