"""Employing units."""
