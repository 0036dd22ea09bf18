"""Reads of children."""
