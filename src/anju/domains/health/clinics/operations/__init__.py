"""Writes of clinics and stock."""
