"""Reads of rescue."""
