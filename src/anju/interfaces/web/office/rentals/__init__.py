"""Rentals on file in the area: the list and one record."""
