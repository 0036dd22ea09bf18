"""Reads of doses."""
